"""A visit: one portal from its list to its verdict.

First the whole list is read, then each document is asked for; so whatever ends the visit, the ledger already knows all
that was discovered. How a list is read is said in `lists/list_walk.py`, how a document is got in `documents/document_walk.py`.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

from scrapy.crawler import Crawler

from crawlers.catalogue import Catalogue
from crawlers.context import Context
from crawlers.documents.asked import Documents
from crawlers.documents.document_walk import DocumentWalk, unforeseen
from crawlers.fetch import Answer, Wanted, fetch
from crawlers.ledger import Ledger, summary_of
from crawlers.lists import rediscovery
from crawlers.lists.list_pages import ListPages
from crawlers.lists.list_walk import ListWalk
from crawlers.lists.walks import Walk
from crawlers.memory import changes, expectations
from crawlers.outcome import BlockedError, NotFetchedError
from crawlers.platforms import adapter_of
from crawlers.platforms.base import Adapter
from crawlers.reasons import because
from warehouse.registry import Portal


class Visit:
    """One portal's visit in one run."""

    def __init__(self, crawler: Crawler, context: Context, portal: Portal) -> None:
        self._crawler = crawler
        self._context = context
        self._portal = portal
        self._deadline = monotonic() + context.budget
        self._platform = portal.platform
        self._past = context.history.of(portal.id)
        self._lists = ListPages(context, portal, self._deadline, self._get)
        self._catalogue = Catalogue(portal)
        self._noticed = changes.Seen()

    @property
    def ledger(self) -> Ledger:
        """The documents discovered so far, and what became of them."""
        return self._catalogue.ledger

    async def walk(self) -> dict[str, Any]:
        """Visit the portal and give its entry of the run summary; whatever happens, there is one."""
        catalogue = self._catalogue
        try:
            adapter = await self._walk_lists()
            await self._walk_documents(adapter)
            self._hold_against_expectations()
        except BlockedError as wall:
            catalogue.evidence.wall = catalogue.evidence.wall or wall.kind
            catalogue.evidence.error = wall.reason
        except NotFetchedError as error:
            catalogue.evidence.error = error.reason
        except asyncio.CancelledError:
            catalogue.evidence.error = because("stopped")
            catalogue.evidence.listed = True  # the portal is not to blame: partial
        # one portal's unforeseen page must not end the visits of all others; it is reported as this one's failure
        except Exception as error:  # noqa: BLE001
            catalogue.evidence.error = unforeseen(error)
        evidence = catalogue.evidence
        self.ledger.close(evidence.error or because("not_finished"), "blocked" if evidence.wall else "failed")
        changes.weigh(self._past, self._noticed, evidence, self._platform)
        listed = expectations.as_listed(catalogue, self._past, self._noticed, self._context.today)
        return summary_of(self._platform, self.ledger, evidence) | {"listed": listed}

    async def _get(self, wanted: Wanted) -> Answer:
        return await fetch(self._crawler, self._portal, self._deadline, wanted)

    async def _walk_lists(self) -> Adapter:
        """Read the lists, or find them as they were; the adapter of the first page."""
        before = await self._lists.as_before()
        if before is not None:
            before.restore(self._catalogue)
            adapter = adapter_of(before.adapter)
        else:
            adapter = await self._read_lists()
        self._platform = self._catalogue.evidence.family or adapter.name
        return adapter

    async def _read_lists(self) -> Adapter:
        catalogue = self._catalogue
        walk = ListWalk(self._portal, self._lists.get, catalogue.take, catalogue.evidence)
        try:
            adapter = await walk.walk()
        except NotFetchedError as error:
            if not rediscovery.has_moved(error):
                raise
            adapter = await self._look_again(error)
        await self._lists.keep(Walk.of(catalogue, adapter.name, self._lists.asked))
        return adapter

    async def _look_again(self, error: NotFetchedError) -> Adapter:
        """The column where it stands now; the error that kept the visit from where it stood, if it is not found."""
        found = await rediscovery.look_again(self._portal, self._past, self._lists.get)
        if found is None:
            raise error
        self._catalogue.evidence = found.evidence
        found.evidence.signs.append(because("found_again", why=error.reason))
        for link, via in found.rows:
            self._catalogue.take(link, via)
        return found.adapter

    async def _walk_documents(self, adapter: Adapter) -> None:
        documents = Documents(self._context, self._portal, self._past, self._get)
        walk = DocumentWalk(self._context, self._catalogue, self._past, documents, adapter)
        self._noticed = walk.noticed
        await walk.ask_for_missing()
        await walk.go()

    def _hold_against_expectations(self) -> None:
        expectations.hold_against(self._catalogue, self._past, self._context.today)

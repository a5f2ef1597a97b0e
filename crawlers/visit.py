"""A visit: one portal from its list to its verdict, as one walk.

First the whole list is read, then each document is asked for; so a document that fails costs no other, and
whatever ends the walk, the ledger already knows all that was discovered.
"""

from __future__ import annotations

import asyncio
import traceback
from collections import deque
from datetime import date
from http import HTTPStatus
from time import monotonic
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse

from crawlers import links, scope
from crawlers.context import Context
from crawlers.fetch import Answer, Wanted, fetch
from crawlers.known import Last, due
from crawlers.ledger import Evidence, Ledger, summary_of
from crawlers.lists import ListWalk
from crawlers.outcome import BlockedError, NotFetchedError
from crawlers.platforms import pages
from crawlers.platforms.base import Adapter, Link, unique
from crawlers.platforms.rows import rows
from crawlers.text import as_text
from warehouse.archive import ArchiveError, read_payload
from warehouse.registry import Portal

#: Links to reports from which an article is a collection; fewer are those to the years before and after.
_COLLECTION = 3
#: The whole-area reports' day (article 49 of the Regulation), month and day.
_LAST_DUE = (3, 31)


class Visit:
    """One portal's visit in one run."""

    def __init__(self, crawler: Crawler, context: Context, portal: Portal) -> None:
        self._crawler = crawler
        self._context = context
        self._portal = portal
        self._deadline = monotonic() + context.budget
        self._platform = portal.platform
        self._adapter: Adapter | None = None
        self._years: list[int | None] = []
        self._todo: deque[Wanted] = deque()
        self._places: set[str] = set()
        self.ledger = Ledger()
        self.evidence = Evidence()

    async def walk(self) -> dict[str, Any]:
        """Visit the portal and give its entry of the run summary; whatever happens, there is one."""
        try:
            await self._walk_lists()
            await self._fetch_documents()
            self._hold_against_expectations()
        except BlockedError as wall:
            self.evidence.wall = self.evidence.wall or wall.kind
            self.evidence.error = wall.reason
        except NotFetchedError as error:
            self.evidence.error = error.reason
        except asyncio.CancelledError:
            self.evidence.error = "stopped"
            self.evidence.listed = True  # the portal is not to blame: partial
        # one portal's unforeseen page must not end the visits of all others; it is reported as this one's failure
        except Exception as error:  # noqa: BLE001
            self.evidence.error = _unforeseen(error)
        self.ledger.close(self.evidence.error or "not finished", "blocked" if self.evidence.wall else "failed")
        return summary_of(self._platform, self.ledger, self.evidence)

    async def _get(self, wanted: Wanted) -> Answer:
        return await fetch(self._crawler, self._portal, self._deadline, wanted)

    # --- the list ----------------------------------------------------------------------------------------------

    async def _walk_lists(self) -> None:
        walk = ListWalk(self._portal, self._get, self._take, self.evidence)
        adapter = self._adapter = await walk.walk()
        self._platform = adapter.name

    def _take(self, link: Link, via: str) -> bool:
        """Enter a row of a list page; whether it is a report of this portal."""
        try:
            url = scope.canonical(link.url)
        except ValueError:
            return False
        if url in self.evidence.rows:
            return False
        self.evidence.rows.add(url)
        if scope.place(url) in self._places:
            return False  # one page under several addresses
        self._places.add(scope.place(url))
        found = links.judge(link.title)
        if found.kind == "false_friend":
            self._discover(Wanted(url, "page", via, link.title), found.reason)
        elif found.kind == "report" or link.is_report:
            reason = scope.refusal(self._portal, url) or self._too_old(found.year)
            if self._discover(Wanted(url, "page", via, link.title, link.listed_on), reason) and not reason:
                self.evidence.reports += 1
                self._years.append(found.year)
                return True
        return False

    def _too_old(self, year: int | None) -> str | None:
        since = self._portal.since
        return f"its year {year} is before {since}" if since and year and year < since else None

    def _discover(self, wanted: Wanted, out_of_scope: str | None) -> bool:
        if not self.ledger.discover(wanted.url):
            return False
        if out_of_scope:
            self.ledger.settle(wanted.url, "out_of_scope", out_of_scope)
        else:
            self._todo.append(wanted)
        return True

    # --- the documents -----------------------------------------------------------------------------------------

    async def _fetch_documents(self) -> None:
        while self._todo:
            wanted = self._todo.popleft()
            try:
                page = await self._fetch_document(wanted)
                if page is not None and wanted.role == "page":
                    self._enter_files(page, wanted.url)
                    self._enter_collected(page, wanted)
            except NotFetchedError as error:
                self.ledger.settle(wanted.url, error.outcome, error.reason)
                if isinstance(error, BlockedError) and error.kind != "robots":
                    self.evidence.wall = error.kind
                    self.evidence.error = error.reason
            # likewise one unforeseen document among others
            except Exception as error:  # noqa: BLE001
                reason = _unforeseen(error)
                self.evidence.shortfalls.append(f"{wanted.url}: {reason}")
                if self.ledger.is_open(wanted.url):
                    self.ledger.settle(wanted.url, "failed", reason)

    async def _fetch_document(self, wanted: Wanted) -> TextResponse | None:
        """Ask for a document and settle its outcome; the page it is, None for a file."""
        last = self._context.known.last(wanted.url)
        if not due(last, self._context.recheck, self._context.today, _published(wanted)):
            self.ledger.settle(wanted.url, "unchanged", "not due")
            return None
        held = self._held(last) if last and last.conditions() else None
        answer = await self._get(wanted if held is None else _conditional(wanted, last))
        capture = answer.capture
        before = self._context.known.last(capture["url"])
        self._context.known.remember(capture)
        same = before is not None and before.payload_sha256 == capture["payload_sha256"]
        self.ledger.settle(wanted.url, "unchanged" if same else "archived")
        if capture["status"] == HTTPStatus.NOT_MODIFIED:
            return as_text(held) if held else None
        return as_text(answer.response)

    def _held(self, last: Last) -> Response | None:
        """The archived answer a conditional request would confirm; None when its bytes cannot be read any more.

        Without the bytes the document is asked for whole, so that a damaged archive mends itself.
        """
        if last.response is None:
            return None
        try:
            body = read_payload(self._context.home, last.response)
        except ArchiveError as error:
            self._context.say(f"{self._portal.id}: {error} It is fetched again.")
            return None
        return Response(last.response["url"], body=body, headers={"Content-Type": last.content_type or ""})

    def _enter_files(self, page: TextResponse, via: str) -> None:
        assert self._adapter
        for link in reversed(self._adapter.read_page(page)):
            try:
                url = scope.canonical(link.url)
            except ValueError:
                continue
            if self.ledger.discover(url, via):
                reason = scope.refusal(self._portal, url)
                if reason:
                    self.ledger.settle(url, "out_of_scope", reason)
                else:  # next in turn, so that a page and its files are fetched together
                    self._todo.appendleft(Wanted(url, "attachment", via, link.title))

    def _enter_collected(self, page: TextResponse, wanted: Wanted) -> None:
        """Enter the reports that a page links to, where it is no report but a collection of them."""
        if wanted.collected or pages.is_report(page):
            return
        found = [link for link in unique(rows(page)) if link.is_report or links.judge(link.title).kind == "report"]
        if len(found) < _COLLECTION:
            return
        for link in found:
            url = scope.canonical(link.url)
            if scope.place(url) not in self._places:
                self._places.add(scope.place(url))
                self.evidence.rows.add(url)
                reason = scope.refusal(self._portal, url) or self._too_old(links.judge(link.title).year)
                self._discover(Wanted(url, "page", wanted.url, link.title, link.listed_on, collected=True), reason)

    # --- the verdict -------------------------------------------------------------------------------------------

    def _hold_against_expectations(self) -> None:
        """Note where the list falls short of the registry's `expect` and of earlier runs."""
        for key, least in sorted(self._portal.expect.items()):
            seen = self._years.count(int(key)) if key.isdigit() else self.evidence.reports
            if seen < least:
                self.evidence.shortfalls.append(f"expected {least} reports ({key}), the list names {seen}")
        earlier, missing = self._context.known.no_longer_listed(self._portal.id, self.evidence.rows)
        if missing * 2 > earlier:
            gone = f"{missing} of the {earlier} documents of earlier runs are no longer listed"
            self.evidence.shortfalls.append(gone)


def _published(wanted: Wanted) -> date | None:
    """When a report came out: the day its list prints, else the last due day after the year in its title."""
    year = links.judge(wanted.link_title or "").year
    return wanted.listed_on or (date(year + 1, *_LAST_DUE) if year else None)


def _unforeseen(error: Exception) -> str:
    """Tell the operator where it happened, and the summary what."""
    traceback.print_exc()
    return f"the crawler met something unforeseen ({type(error).__name__}: {error})"


def _conditional(wanted: Wanted, last: Last | None) -> Wanted:
    return Wanted(wanted.url, wanted.role, wanted.via, wanted.link_title, wanted.listed_on, last=last)

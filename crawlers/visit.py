"""A visit: one portal from its list to its verdict, as one walk.

First the whole list is read, then each document is asked for; so a document that fails costs no other, and
whatever ends the walk, the ledger already knows all that was discovered.
"""

from __future__ import annotations

import asyncio
import traceback
from collections import Counter, deque
from dataclasses import replace
from http import HTTPStatus
from time import monotonic
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import TextResponse

from crawlers import articles, bodies, changes, links, rediscovery, scope
from crawlers.context import Context
from crawlers.documents import Documents
from crawlers.fetch import Answer, Wanted, fetch
from crawlers.ledger import Evidence, Ledger, summary_of
from crawlers.list_pages import ListPages
from crawlers.lists import ListWalk
from crawlers.outcome import BlockedError, NotFetchedError, OutOfScopeError
from crawlers.platforms import continued, pages
from crawlers.platforms.base import Adapter, Link, unique
from crawlers.platforms.rows import links_to_reports, rows
from crawlers.reasons import Reason, because
from crawlers.text import as_text
from warehouse.registry import Portal

#: Links to reports from which an article is a collection; fewer are those to the years before and after.
_COLLECTION = 3
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
#: The reason of an answer that did not come in time.
_SLOW = "no_answer_in_time"


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
        self._titles: dict[str, str] = {}
        self._todo: deque[Wanted] = deque()
        self._places: set[str] = set()
        self._past = context.history.of(portal.id)
        self._lists = ListPages(context, portal, self._deadline, self._get)
        self._documents = Documents(context, portal, self._past, self._get)
        self._noticed = changes.Seen()
        self._led_away = 0
        self.ledger = Ledger()
        self.evidence = Evidence()

    async def walk(self) -> dict[str, Any]:
        """Visit the portal and give its entry of the run summary; whatever happens, there is one."""
        try:
            await self._walk_lists()
            await self._ask_for_missing()
            await self._fetch_documents()
            self._hold_against_expectations()
        except BlockedError as wall:
            self.evidence.wall = self.evidence.wall or wall.kind
            self.evidence.error = wall.reason
        except NotFetchedError as error:
            self.evidence.error = error.reason
        except asyncio.CancelledError:
            self.evidence.error = because("stopped")
            self.evidence.listed = True  # the portal is not to blame: partial
        # one portal's unforeseen page must not end the visits of all others; it is reported as this one's failure
        except Exception as error:  # noqa: BLE001
            self.evidence.error = _unforeseen(error)
        self.ledger.close(self.evidence.error or because("not_finished"), "blocked" if self.evidence.wall else "failed")
        changes.weigh(self._past, self._noticed, self.evidence, self._platform)
        return summary_of(self._platform, self.ledger, self.evidence) | {"listed": self._as_listed()}

    async def _get(self, wanted: Wanted) -> Answer:
        return await fetch(self._crawler, self._portal, self._deadline, wanted)

    # --- the list ----------------------------------------------------------------------------------------------

    async def _walk_lists(self) -> None:
        walk = ListWalk(self._portal, self._lists.get, self._take, self.evidence)
        try:
            adapter = await walk.walk()
        except NotFetchedError as error:
            if not rediscovery.has_moved(error):
                raise
            adapter = await self._look_again(error)
        await self._lists.keep()
        self._adapter, self._platform = adapter, self.evidence.family or adapter.name

    async def _look_again(self, error: NotFetchedError) -> Adapter:
        """The column where it stands now; the error that kept the visit from where it stood, if it is not found."""
        found = await rediscovery.look_again(self._portal, self._past, self._lists.get)
        if found is None:
            raise error
        self.evidence = found.evidence
        self.evidence.signs.append(because("found_again", why=error.reason))
        for link, via in found.rows:
            self._take(link, via)
        return found.adapter

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
            reason = self._refusal(url, link.title)
            if self._discover(Wanted(url, "page", via, link.title, link.listed_on), reason) and not reason:
                self.evidence.reports += 1
                self._years.append(found.year or (link.listed_on.year - 1 if link.listed_on else None))
                self._titles[url] = link.title
                return True
        return False

    def _refusal(self, url: str, title: str) -> Reason | None:
        """Why a report is none that this portal's crawl collects: by its address, its title, its year."""
        year, since = links.judge(title).year, self._portal.since
        old = because("before_since", year=year, since=since) if since and year and year < since else None
        return scope.refusal(self._portal, url) or bodies.stranger(self._portal, title) or old

    def _discover(self, wanted: Wanted, out_of_scope: Reason | None) -> bool:
        if not self.ledger.discover(wanted.url):
            return False
        if out_of_scope:
            self.ledger.settle(wanted.url, "out_of_scope", out_of_scope)
        else:
            self._todo.append(wanted)
        return True

    # --- the documents -----------------------------------------------------------------------------------------

    async def _ask_for_missing(self) -> None:
        """Ask for documents that the list names no more: one that is gone was withdrawn, one that answers is not listed."""
        if not self.evidence.reports or self.evidence.lost_pages:
            return  # nothing shows that they are missing
        absent, moved = changes.missing(self._past, self.evidence.rows, self._titles)
        self._noticed.moved = moved
        self._noticed.unlisted = [url for url in absent if url not in self._past.gone]
        for url in [url for url in self._noticed.unlisted if self._is_asked_again(url)][: changes.PROBES]:
            named = self._past.named[url]
            wanted = Wanted(url, "page", named.via, named.title)
            try:
                page = await self._answer(wanted)
            except NotFetchedError as error:
                if _is_gone(error):
                    self._noticed.unlisted.remove(url)
                    self._noticed.withdrawn.append(url)
                else:
                    self.ledger.discover(url)
                    self._settle_failure(wanted, error)
                continue
            self._noticed.there.append(url)
            if page is not None:
                self._enter_files(page, url)

    def _is_asked_again(self, url: str) -> bool:
        """Whether a document that is not listed is asked for: when it is first missing, then by its rhythm."""
        wanted = Wanted(url, "page", None, self._past.named[url].title)
        return url not in self._past.unlisted or self._documents.standing(wanted) == "due"

    async def _fetch_documents(self) -> None:
        self._documents.look_up(self._todo)
        while self._todo:
            wanted = self._todo.popleft()
            try:
                page = await self._fetch_document(wanted)
                if page is not None and wanted.role == "page":
                    self._enter_files(page, wanted.url)
                    self._enter_collected(page, wanted)
                    await self._fetch_further(page, wanted)
            except NotFetchedError as error:
                if error.reason.code == _SLOW and not wanted.is_last:
                    self._todo.append(replace(wanted, is_last=True))
                else:
                    self._settle_failure(wanted, error)
            # likewise one unforeseen document among others
            except Exception as error:  # noqa: BLE001
                reason = _unforeseen(error)
                self.evidence.shortfalls.append(because("at", url=wanted.url, why=reason))
                if self.ledger.is_open(wanted.url):
                    self.ledger.settle(wanted.url, "failed", reason)

    async def _fetch_further(self, first: TextResponse, wanted: Wanted) -> None:
        """Ask for the pages on which an article goes on, and keep what all of them make; without one it stays in parts."""
        parts, waiting, is_whole = [first], deque(continued.further_pages(first)), True
        while waiting and len(parts) < articles.MOST_PAGES:
            url = scope.canonical(waiting.popleft())
            if url == wanted.url or not self.ledger.discover(url, wanted.url):
                continue
            asked = Wanted(url, articles.PART, wanted.url, wanted.link_title)
            try:
                page = await self._answer(asked)
            except NotFetchedError as error:
                self._settle_failure(asked, error)
                page = None
            if page is None:
                is_whole = False
                continue
            parts.append(page)
            self._enter_files(page, url)
            waiting += continued.further_pages(page)
        if is_whole and len(parts) > 1:
            await asyncio.to_thread(articles.keep, self._context.writer, self._portal, wanted, parts)

    def _settle_failure(self, wanted: Wanted, error: NotFetchedError) -> None:
        """Say in the ledger why a document was not got; one that was there before and is gone was withdrawn."""
        reason, outcome = error.reason, error.outcome
        if _is_gone(error) and self._documents.is_known(wanted.url):
            status, is_file = getattr(error, "status", None), wanted.role != "page"
            code = "file_withdrawn" if is_file else "withdrawn"
            reason = because(code, status=status) if status in _GONE else because(f"{code}_softly")
            (self._noticed.files_gone if is_file else self._noticed.withdrawn).append(wanted.url)
        elif isinstance(error, OutOfScopeError) and error.reason.code != "other_place":
            # the list names it as the portal's own
            reason = because("led_away", why=reason)
            self._led_away += 1
        self.ledger.settle(wanted.url, outcome, reason)
        if isinstance(error, BlockedError) and error.kind != "robots":
            self.evidence.wall = error.kind
            self.evidence.error = error.reason

    async def _fetch_document(self, wanted: Wanted) -> TextResponse | None:
        """Ask for a document and settle its outcome; the page it is, None for a file, and for what need not be read."""
        standing = self._documents.standing(wanted)
        archived = self._documents.as_archived(wanted.url) if standing == "left" else None
        if standing == "due" or (standing == "left" and archived is None):
            return await self._answer(wanted)
        self.ledger.settle(wanted.url, "unchanged", because("not_due"))
        for file in self._past.files.get(wanted.url, ()):
            if self.ledger.discover(file, wanted.url):
                self.ledger.settle(file, "unchanged", because("not_due"))
        return None if archived is None else as_text(archived)

    async def _answer(self, wanted: Wanted) -> TextResponse | None:
        """Ask for a document whose turn it is; as `_fetch_document`. One not discovered yet is once it answers."""
        got = await self._documents.ask(wanted)
        self.ledger.discover(wanted.url)
        self.ledger.settle(wanted.url, "unchanged" if got.is_same else "archived")
        self._note(wanted, is_known=got.is_known)
        if got.is_emptied:
            self._noticed.emptied.append(wanted.url)
        return got.page

    def _note(self, wanted: Wanted, *, is_known: bool) -> None:
        """Note a report that is back, and one that is new on a portal that was read before."""
        is_new = not is_known or changes.is_replaced(self._past, wanted.url, wanted.link_title or "")
        if wanted.url in self._past.gone:
            self._noticed.restored.append(wanted.url)
        elif is_new and self._past.named and wanted.url in self._titles:
            moved = {links.plain(self._past.named[url].title) for url in self._noticed.moved}
            if links.plain(self._titles[wanted.url]) not in moved:
                self._noticed.new.append(wanted.url)

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
        if wanted.collected or links_to_reports(page) < _COLLECTION or pages.is_report(page):
            return
        found = [link for link in unique(rows(page)) if link.is_report or links.judge(link.title).kind == "report"]
        if len(found) < _COLLECTION:
            return
        for link in found:
            url = scope.canonical(link.url)
            if scope.place(url) not in self._places:
                self._places.add(scope.place(url))
                self.evidence.rows.add(url)
                reason = self._refusal(url, link.title)
                self._titles[url] = link.title
                self._discover(Wanted(url, "page", wanted.url, link.title, link.listed_on, collected=True), reason)

    # --- the verdict -------------------------------------------------------------------------------------------

    def _hold_against_expectations(self) -> None:
        """Note where the list falls short of the registry's `expect` and of earlier runs."""
        for key, least in sorted(self._portal.expect.items()):
            seen = self._years.count(int(key)) if key.isdigit() else self.evidence.reports
            if seen < least:
                self.evidence.shortfalls.append(because("expected", least=least, key=key, seen=seen))
        listed = self._titles.values() if self._portal.scope == "agency" else ()
        if others := [title for title in listed if bodies.is_of_another(self._portal, title)]:
            self.evidence.signs.append(because("other_bodies", n=len(others), first=others[0]))
        if self._led_away:
            self.evidence.shortfalls.append(because("documents_led_away", n=self._led_away))
        changes.weigh_years(self._portal, self._past, self._count_years(), self.evidence, self._context.today)

    def _count_years(self) -> Counter[int]:
        """The reports listed, by the year in their title, else the year before the list's date."""
        return Counter(year for year in self._years if year is not None)

    def _as_listed(self) -> dict[str, Any]:
        """What the list looked like, for the next visit to hold itself against."""
        years = self._count_years()
        newest = max(years, default=None)
        since = changes.newest_since(self._past, newest) if newest else None
        return {
            "address": self.evidence.address,
            "front": self.evidence.front,
            "reports": self.evidence.reports,
            "years": {str(year): count for year, count in sorted(years.items())},
            "newest_year": newest,
            "newest_since": (since or self._context.today).isoformat(),
            "unlisted": self._noticed.unlisted,
            "moved": sorted({*self._past.moved, *self._noticed.moved}),
        }


def _is_gone(error: NotFetchedError) -> bool:
    """Whether the server says, by its status or on a page, that a document is not there."""
    return getattr(error, "status", None) in _GONE or error.reason.code == "not_there"


def _unforeseen(error: Exception) -> Reason:
    """Tell the operator where it happened, and the summary what."""
    traceback.print_exc()
    return because("unforeseen", detail=f"{type(error).__name__}: {error}")

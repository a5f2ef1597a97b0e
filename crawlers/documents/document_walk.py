"""The walk over a portal's documents: each asked for in its turn, settled in the ledger, and what hangs on it behind it.

A document that fails costs no other. Which documents there are is said in `catalogue.py`, which of them are due and what
their answers are in `asked.py`.
"""

from __future__ import annotations

import asyncio
import traceback
from collections import deque
from http import HTTPStatus

from scrapy.http import TextResponse

from crawlers import links, scope
from crawlers.catalogue import Catalogue
from crawlers.context import Context
from crawlers.documents import articles
from crawlers.documents.asked import Documents
from crawlers.fetch import Wanted
from crawlers.memory import changes
from crawlers.memory.history import Past
from crawlers.outcome import BlockedError, NotFetchedError, OutOfScopeError
from crawlers.platforms.base import Adapter, unique
from crawlers.platforms.parts import continued, pages
from crawlers.platforms.parts.rows import links_to_reports, rows
from crawlers.reasons import Reason, because
from crawlers.text import as_text

#: Links to reports from which an article is a collection; fewer are those to the years before and after.
_COLLECTION = 3
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
#: The reason of an answer that did not come in time.
_SLOW = "no_answer_in_time"
_NOT_DUE = because("not_due")


class DocumentWalk:
    """The walk over the documents of a catalogue; `noticed` hears what became of those that earlier runs know."""

    def __init__(
        self, context: Context, catalogue: Catalogue, past: Past, documents: Documents, adapter: Adapter
    ) -> None:
        self._context = context
        self._catalogue = catalogue
        self._past = past
        self._documents = documents
        self._adapter = adapter
        self._todo = deque(wanted for wanted, refused in catalogue.listed if not refused)
        self._led_away = 0
        self.noticed = changes.Seen()

    async def ask_for_missing(self) -> None:
        """Ask for documents that the list names no more: one that is gone was withdrawn, one that answers is not listed."""
        evidence, noticed = self._catalogue.evidence, self.noticed
        if not evidence.reports or evidence.lost_pages:
            return  # nothing shows that they are missing
        absent, noticed.moved = changes.missing(self._past, evidence.rows, self._catalogue.titles)
        noticed.unlisted = [url for url in absent if url not in self._past.gone]
        for url in [url for url in noticed.unlisted if self._is_asked_again(url)][: changes.PROBES]:
            named = self._past.named[url]
            wanted = Wanted(url, "page", named.via, named.title)
            try:
                page = await self._answer(wanted)
            except NotFetchedError as error:
                if _is_gone(error):
                    noticed.unlisted.remove(url)
                    noticed.withdrawn.append(url)
                else:
                    self._catalogue.ledger.discover(url)
                    self._settle_failure(wanted, error)
                continue
            noticed.there.append(url)
            if page is not None:
                self._enter_files(page, url)

    def _is_asked_again(self, url: str) -> bool:
        """Whether a document that is not listed is asked for: when it is first missing, then by its rhythm."""
        wanted = Wanted(url, "page", None, self._past.named[url].title)
        return url not in self._past.unlisted or self._documents.standing(wanted) == "due"

    async def go(self) -> None:
        """Ask for all that is due, page by page with its files."""
        self._documents.look_up(self._todo)
        while self._todo:
            wanted = self._todo.popleft()
            try:
                page = await self.open(wanted)
                if page is not None and wanted.role == "page":
                    self._enter_files(page, wanted.url)
                    self._enter_collected(page, wanted)
                    await self._open_further(page, wanted)
            except NotFetchedError as error:
                if error.reason.code == _SLOW and not wanted.is_last:
                    self._todo.append(wanted._replace(is_last=True))
                else:
                    self._settle_failure(wanted, error)
            # one unforeseen document must not end the walk over all others
            except Exception as error:  # noqa: BLE001
                reason = unforeseen(error)
                self._catalogue.evidence.shortfalls.append(because("at", url=wanted.url, why=reason))
                if self._catalogue.ledger.is_open(wanted.url):
                    self._catalogue.ledger.settle(wanted.url, "failed", reason)
        if self._led_away:
            self._catalogue.evidence.shortfalls.append(because("documents_led_away", n=self._led_away))

    async def open(self, wanted: Wanted) -> TextResponse | None:
        """Ask for a document and settle its outcome; the page it is, None for a file, and for what need not be read."""
        standing = self._documents.standing(wanted)
        archived = self._documents.as_archived(wanted.url) if standing == "left" else None
        if standing == "due" or (standing == "left" and archived is None):
            return await self._answer(wanted)
        ledger = self._catalogue.ledger
        ledger.settle(wanted.url, "unchanged", _NOT_DUE)
        for file in self._past.files.get(wanted.url, ()):
            if ledger.discover(file, wanted.url):
                ledger.settle(file, "unchanged", _NOT_DUE)
        return None if archived is None else as_text(archived)

    async def _answer(self, wanted: Wanted) -> TextResponse | None:
        """Ask for a document whose turn it is; as `open`. One not discovered yet is once it answers."""
        got = await self._documents.ask(wanted)
        self._catalogue.ledger.discover(wanted.url)
        self._catalogue.ledger.settle(wanted.url, "unchanged" if got.is_same else "archived")
        self._note(wanted, is_known=got.is_known)
        if got.is_emptied:
            self.noticed.emptied.append(wanted.url)
        return got.page

    def _note(self, wanted: Wanted, *, is_known: bool) -> None:
        """Note a report that is back, and one that is new on a portal that was read before."""
        titles = self._catalogue.titles
        is_new = not is_known or changes.is_replaced(self._past, wanted.url, wanted.link_title or "")
        if wanted.url in self._past.gone:
            self.noticed.restored.append(wanted.url)
        elif is_new and self._past.named and wanted.url in titles:
            moved = {links.plain(self._past.named[url].title) for url in self.noticed.moved}
            if links.plain(titles[wanted.url]) not in moved:
                self.noticed.new.append(wanted.url)

    # --- what hangs on a document ------------------------------------------------------------------------------

    async def _open_further(self, first: TextResponse, wanted: Wanted) -> None:
        """Ask for the pages on which an article goes on, and keep what all of them make; without one it stays in parts."""
        parts, waiting, is_whole = [first], deque(continued.further_pages(first)), True
        while waiting and len(parts) < articles.MOST_PAGES:
            url = scope.canonical(waiting.popleft())
            if url == wanted.url or not self._catalogue.ledger.discover(url, wanted.url):
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
            await asyncio.to_thread(articles.keep, self._context.writer, self._catalogue.portal, wanted, parts)

    def _enter_files(self, page: TextResponse, via: str) -> None:
        for link in reversed(self._adapter.read_page(page)):
            try:
                url = scope.canonical(link.url)
            except ValueError:
                continue
            wanted, refused = Wanted(url, "attachment", via, link.title), scope.refusal(self._catalogue.portal, url)
            if self._catalogue.discover(wanted, refused, via) and not refused:
                self._todo.appendleft(wanted)  # next in turn, so that a page and its files are fetched together

    def _enter_collected(self, page: TextResponse, wanted: Wanted) -> None:
        """Enter the reports that a page links to, where it is no report but a collection of them."""
        if wanted.collected or links_to_reports(page) < _COLLECTION or pages.is_report(page):
            return
        found = [link for link in unique(rows(page)) if link.is_report or links.judge(link.title).kind == "report"]
        if len(found) >= _COLLECTION:
            entered = (self._catalogue.collect(link, wanted.url) for link in found)
            self._todo += [one for one in entered if one is not None]

    # --- what was not got --------------------------------------------------------------------------------------

    def _settle_failure(self, wanted: Wanted, error: NotFetchedError) -> None:
        """Say in the ledger why a document was not got; one that was there before and is gone was withdrawn."""
        reason, outcome, evidence = error.reason, error.outcome, self._catalogue.evidence
        if _is_gone(error) and self._documents.is_known(wanted.url):
            status, is_file = getattr(error, "status", None), wanted.role != "page"
            code = "file_withdrawn" if is_file else "withdrawn"
            reason = because(code, status=status) if status in _GONE else because(f"{code}_softly")
            (self.noticed.files_gone if is_file else self.noticed.withdrawn).append(wanted.url)
        elif isinstance(error, OutOfScopeError) and error.reason.code != "other_place":
            # the list names it as the portal's own
            reason = because("led_away", why=reason)
            self._led_away += 1
        self._catalogue.ledger.settle(wanted.url, outcome, reason)
        if isinstance(error, BlockedError) and error.kind != "robots":
            evidence.wall = error.kind
            evidence.error = error.reason


def _is_gone(error: NotFetchedError) -> bool:
    """Whether the server says, by its status or on a page, that a document is not there."""
    return getattr(error, "status", None) in _GONE or error.reason.code == "not_there"


def unforeseen(error: Exception) -> Reason:
    """Tell the operator where it happened, and the summary what."""
    traceback.print_exc()
    return because("unforeseen", detail=f"{type(error).__name__}: {error}")

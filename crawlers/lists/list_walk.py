"""The walk over a portal's lists: from the page the registry names to every row of every list of annual reports.

A list is read to its end, with the evidence for it; where the page is not the column yet, the column is searched in
at most three hops, and inside it the tree of years and agencies is followed. What becomes of the rows is decided by
whoever walks; what a page says, by the adapters.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol
from urllib.parse import urldefrag, urlsplit

from crawlers import links, scope
from crawlers.fetch import Answer, Wanted
from crawlers.ledger import Evidence
from crawlers.lists.leaf import Leaf
from crawlers.lists.one_list import OneList, asking_page, framed_report, maybe_report, not_taken
from crawlers.lists.paging import Paging, has_ended
from crawlers.lists.questions import Questions, address_of_ask, raise_wall
from crawlers.outcome import FailedError, NotFetchedError
from crawlers.platforms.base import Adapter, Ask, Link, Listing
from crawlers.platforms.generic import Generic
from crawlers.platforms.parts.anchors import leads_to
from crawlers.platforms.parts.columns import Columns
from crawlers.reasons import Reason, because
from warehouse.registry import Portal

#: Hops from the registry's page to a column of annual reports, and from a column to the leaves of its tree.
HOPS, DEPTH = 3, 3


class Taker(Protocol):
    """Whoever takes the rows."""

    def __call__(self, link: Link, via: str) -> bool:
        """Take one row of the list page `via`; whether it is a report of the portal."""


class ListWalk:
    """The walk over the lists of one portal; `evidence` is filled on the way."""

    def __init__(
        self,
        portal: Portal,
        get: Callable[[Wanted], Awaitable[Answer]],
        take: Taker,
        evidence: Evidence,
    ) -> None:
        self._portal = portal
        self._questions = Questions(get, evidence)
        self._take_row = take
        self._evidence = evidence
        self._queue: deque[OneList] = deque()
        self._postponed: list[tuple[OneList, Listing]] = []
        self._refused: list[Reason] = []

    async def walk(self) -> Adapter:
        """Read all lists; the adapter of the first page. NotFetchedError where that page is not to be had."""
        adapter = await self._read_first()
        await self._read_queue()
        if not self._evidence.reports:
            # the columns named elsewhere hold nothing, so the page itself may be a list with reports further down
            for one, listing in self._postponed:
                await self._read_on(one, listing)
            await self._read_queue()
        if not self._evidence.reports:
            self._evidence.lost_pages += self._refused
        return adapter

    async def _read_queue(self) -> None:
        while self._queue:
            one = self._queue.popleft()
            if not (one.searched and self._evidence.reports):  # else the column was found elsewhere
                await self._read_other(one)

    # --- one list ----------------------------------------------------------------------------------------------

    async def _read_first(self) -> Adapter:
        one = OneList(Ask(self._portal.list_url), is_first=True)
        self._questions.may_put(one.ask)
        leaf = await self._questions.put(one.ask, one.via)
        if leaf is None:
            raise FailedError(because("list_is_file"))
        adapter = one.adapter = leaf.adapter(self._portal.platform)
        listing = leaf.listing(adapter)
        self._evidence.listed, self._evidence.address = True, urldefrag(leaf.url).url
        self._evidence.front = self._evidence.family = one.family = adapter.name
        await self._read(one, leaf, listing)
        return adapter

    async def _read_other(self, one: OneList) -> None:
        """A list found on the way; what keeps it away is evidence, a wall ends the visit."""
        if not self._questions.may_put(one.ask):
            return
        try:
            leaf = await self._questions.put(one.ask, one.via)
            if leaf is None or self._is_no_list(one, leaf):
                self._enter(one, address_of_ask(one.ask) if leaf is None else leaf.url)
                return
            if one.ask.read:
                listing = one.ask.read(leaf.page)
            else:
                one.adapter = leaf.adapter("auto")
                one.family = one.adapter.name
                listing = leaf.listing(one.adapter)
        except NotFetchedError as error:
            raise_wall(error)
            if not has_ended(one.ask, error):
                trouble = because("at", url=address_of_ask(one.ask), why=error.reason)
                # a frame may hold a menu alone
                is_nothing = one.searched or (one.is_part and error.reason.code == "unrecognised")
                (self._refused if is_nothing else self._evidence.lost_pages).append(trouble)
            return
        await self._read(one, leaf, listing)

    async def _read(self, one: OneList, leaf: Leaf, listing: Listing) -> None:
        """Everything a list page leads to: rows, further pages, parts, columns; the page may be a report itself."""
        markup = leaf.is_markup and not one.ask.read
        one.inside = one.inside or (markup and leaf.is_annual)
        one.title = leaf.title if markup else ""
        self._take(one, listing, leaf.url)
        one.inside = one.inside or bool(one.reports)
        found = leaf.columns(empty=not one.reports) if markup else Columns()
        if markup and self._is_document(one, leaf, listing, found):
            self._enter(one, leaf.url, one.title)
            listing = Listing(parts=listing.parts)
        if one.inside or not (found.annual or (found.sections and _is_root(leaf.url))):
            await self._read_on(one, listing)
        elif one.is_first:
            self._postponed.append((one, listing))
        self._follow(one, found, leaf.url)

    async def _read_on(self, one: OneList, listing: Listing) -> None:
        """The parts of a list, and its further pages."""
        self._queue.extendleft(self._below(one, part) for part in reversed(listing.parts))
        a_step_only = one.ask.read is not None and not listing.links
        if one.inside or one.is_first or a_step_only:
            self._evidence.open_end = self._evidence.open_end or listing.open_end
            await Paging(one, listing, self._questions, self._evidence, self._take).go()

    def _is_document(self, one: OneList, leaf: Leaf, listing: Listing, found: Columns) -> bool:
        """Whether a page is a report and not a list of them."""
        if any(urlsplit(link.url).path == urlsplit(leaf.url).path for link in listing.links):
            return False  # its adapter said so already
        if leaf.is_report:
            return True
        leads_on = bool(one.reports or listing.parts or listing.asks or found.tree)
        return not leads_on and _looks_like_one(one, leaf)

    def _is_no_list(self, one: OneList, leaf: Leaf) -> bool:
        """Whether a page that a link inside a column leads to is no list of any family, and so the report itself."""
        if one.ask.read or not leaf.is_markup or not _looks_like_one(one, leaf):
            return False
        try:
            leaf.adapter("auto")
        except FailedError:
            return True
        return False

    def _below(self, one: OneList, part: Ask) -> OneList:
        """A list that another only frames stands where that one stands."""
        maybe = framed_report(one) if part.read is None else None
        below = OneList(part, asking_page(one), one.hops, one.depth, one.is_first, one.inside, one.searched, maybe)
        below.is_part, below.family = True, one.family
        return below

    def _follow(self, one: OneList, found: Columns, page_url: str) -> None:
        """Queue the columns a page leads to: inside, its tree; outside, the column, or the sections it may be in."""
        via = urldefrag(page_url).url
        annual, tree = (not_taken(one, which) for which in (found.annual, found.tree))
        if one.inside:
            for link in tree if one.depth < DEPTH else ():
                self._queue_column(
                    OneList(Ask(link.url), via, one.hops, one.depth + 1, inside=True, maybe=maybe_report(link))
                )
        elif one.hops < HOPS:
            for link in annual:
                self._queue_column(OneList(Ask(link.url), via, one.hops + 1, inside=True, maybe=maybe_report(link)))
            for link in () if annual else found.sections:
                self._queue_column(OneList(Ask(link.url), via, one.hops + 1, searched=True))

    def _queue_column(self, one: OneList) -> None:
        url = one.ask.url
        refusal = scope.refusal(self._portal, urldefrag(url).url)
        if refusal:
            self._refused.append(because("at", url=url, why=refusal))
        elif not self._questions.is_put(one.ask):
            self._queue.append(one)

    # --- rows --------------------------------------------------------------------------------------------------

    def _take(self, one: OneList, listing: Listing, via: str) -> int:
        """Hand on a page's rows; how many of them are new to the list."""
        one.declared = one.declared if listing.declared_rows is None else listing.declared_rows
        here, before, via = set(), len(one.urls), urldefrag(via).url
        for link in listing.links:
            try:
                url = scope.canonical(link.url)
            except ValueError:
                continue  # no address at all
            here.add(url)
            if url in one.urls:
                continue
            one.urls.add(url)
            named = one.inside and links.is_one_of_its_column(link.title)
            announced = named or links.judge(link.title).kind == "report"
            if announced and not link.is_report and one.depth < DEPTH and leads_to(url) == "folder":
                # a folder of that name is a list of reports or the page of one; its page shows which
                self._queue_column(
                    OneList(Ask(link.url), via, one.hops, one.depth + 1, inside=True, maybe=link, is_row=True)
                )
            elif self._take_row(replace(link, is_report=True) if named and not link.is_report else link, via):
                self._count(one)
        one.repeated += max(0, (listing.rows or 0) - len(here))
        return len(one.urls) - before

    def _enter(self, one: OneList, url: str, title: str = "") -> None:
        """Take a page that was opened as a list for the document it is."""
        known = one.maybe or Link(url, title)
        link = Link(urldefrag(url).url, known.title, known.listed_on, is_report=True)
        if self._take_row(link, one.via or urldefrag(self._portal.list_url).url):
            self._count(one)

    def _count(self, one: OneList) -> None:
        """Count a report of a list; a page of any kind that led to it says nothing of the portal's family, the list does."""
        one.reports += 1
        if self._evidence.family == Generic.name and one.family:
            self._evidence.family = one.family


def _looks_like_one(one: OneList, leaf: Leaf) -> bool:
    """Whether a page without rows is a report in files or pictures; an empty column is none."""
    if one.is_row:
        return True
    inside = one.maybe is not None or one.depth > 0
    if one.is_first and leaf.shows_report:
        return True
    return inside and (leaf.has_files or links.judge(leaf.article_title).kind == "report")


def _is_root(url: str) -> bool:
    return urlsplit(url).path.strip("/") in {"", "index.html", "index.htm", "index.shtml", "index.jsp"}

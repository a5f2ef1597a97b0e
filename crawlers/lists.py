"""The walk over a portal's lists: from the page the registry names to every row of every list of annual reports.

A list is read to its end, with the evidence for it; where the page is not the column yet, the column is searched in
at most three hops, and inside it the tree of years and agencies is followed. What becomes of the rows is decided by
whoever walks; what a page says, by the adapters.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urldefrag, urlsplit

from scrapy.http import TextResponse

from crawlers import links, scope
from crawlers.fetch import Answer, Wanted
from crawlers.ledger import Evidence
from crawlers.one_list import (
    OneList,
    address_of_ask,
    all_seen,
    asking_page,
    framed_report,
    key_of,
    maybe_report,
    not_taken,
    wanted,
)
from crawlers.outcome import BlockedError, FailedError, NotFetchedError
from crawlers.platforms import choose, columns, pages
from crawlers.platforms.anchors import is_markup, leads_to
from crawlers.platforms.base import Adapter, Ask, Link, Listing
from crawlers.platforms.rows import names_annual
from crawlers.reasons import Reason, because
from crawlers.settings import MAX_LIST_PAGES, MAX_LIST_REQUESTS
from crawlers.text import as_text
from warehouse.registry import Portal

#: Hops from the registry's page to a column of annual reports, and from a column to the leaves of its tree.
HOPS, DEPTH = 3, 3
#: List pages in a row that may bring nothing new; a server that pages otherwise repeats the first rows so often.
_BARREN = 3
#: What the titles of a list's pages may differ in.
_UNNUMBERED = re.compile(r"[第页\d\W_]+")
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
#: What a list's server answers where the list has ended: nothing, or its home page.
_ENDED = {HTTPStatus.OK, *_GONE}


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
        self._get = get
        self._take_row = take
        self._evidence = evidence
        self._queue: deque[OneList] = deque()
        self._asked: set[tuple[object, ...]] = set()
        self._postponed: list[tuple[OneList, Listing]] = []
        self._refused: list[Reason] = []
        self._requests = 0

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
        self._may_ask(one.ask)
        page = await self._open(one)
        if page is None:
            raise FailedError(because("list_is_file"))
        adapter = one.adapter = choose(self._portal.platform, page)
        listing = adapter.read_list(page)
        self._evidence.listed, self._evidence.address = True, urldefrag(page.url).url
        await self._read(one, page, listing)
        return adapter

    async def _read_other(self, one: OneList) -> None:
        """A list found on the way; what keeps it away is evidence, a wall ends the visit."""
        if not self._may_ask(one.ask):
            return
        try:
            page = await self._open(one)
            if page is None or self._is_no_list(one, page):
                self._enter(one, address_of_ask(one.ask) if page is None else page.url)
                return
            if one.ask.read:
                listing = one.ask.read(page)
            else:
                one.adapter = choose("auto", page)
                listing = one.adapter.read_list(page)
        except NotFetchedError as error:
            _raise_wall(error)
            if not (one.ask.probe and getattr(error, "status", None) in _ENDED):
                trouble = because("at", url=address_of_ask(one.ask), why=error.reason)
                # a frame may hold a menu alone
                is_nothing = one.searched or (one.is_part and error.reason.code == "unrecognised")
                (self._refused if is_nothing else self._evidence.lost_pages).append(trouble)
            return
        await self._read(one, page, listing)

    async def _open(self, one: OneList) -> TextResponse | None:
        """The first page of a list, with the fragment of the address that asked for it; None for a file."""
        page = as_text((await self._get(wanted(one.ask, one.via))).response)
        fragment = urldefrag(one.ask.url).fragment
        return page.replace(url=f"{page.url}#{fragment}") if page is not None and fragment else page

    async def _read(self, one: OneList, page: TextResponse, listing: Listing) -> None:
        """Everything a list page leads to: rows, further pages, parts, columns; the page may be a report itself."""
        markup = is_markup(page) and not one.ask.read
        one.inside = one.inside or (markup and names_annual(page))
        one.title = pages.main_title(page) if markup else ""
        self._take(one, listing, page.url)
        one.inside = one.inside or bool(one.reports)
        found = columns.find(page, empty=not one.reports) if markup else columns.Columns()
        if markup and self._is_document(one, page, listing, found):
            self._enter(one, page.url, one.title)
            listing = Listing(parts=listing.parts)
        if one.inside or not (found.annual or (found.sections and _is_root(page))):
            await self._read_on(one, listing)
        elif one.is_first:
            self._postponed.append((one, listing))
        self._follow(one, found, page.url)

    async def _read_on(self, one: OneList, listing: Listing) -> None:
        """The parts of a list, and its further pages."""
        self._queue.extendleft(self._below(one, part) for part in reversed(listing.parts))
        a_step_only = one.ask.read is not None and not listing.links
        if one.inside or one.is_first or a_step_only:
            self._evidence.open_end = self._evidence.open_end or listing.open_end
            await self._page_through(one, listing)

    def _is_document(self, one: OneList, page: TextResponse, listing: Listing, found: columns.Columns) -> bool:
        """Whether a page is a report and not a list of them."""
        if any(urlsplit(link.url).path == urlsplit(page.url).path for link in listing.links):
            return False  # its adapter said so already
        if pages.is_report(page):
            return True
        leads_on = bool(one.reports or listing.parts or listing.asks or found.tree)
        return not leads_on and self._looks_like_one(one, page)

    def _looks_like_one(self, one: OneList, page: TextResponse) -> bool:
        """Whether a page without rows is a report in files or pictures; an empty column is none."""
        if one.is_row:
            return True
        inside = one.maybe is not None or one.depth > 0
        if one.is_first and pages.shows_report(page):
            return True
        return inside and (bool(pages.files(page)) or links.judge(pages.article_title(page)).kind == "report")

    def _is_no_list(self, one: OneList, page: TextResponse) -> bool:
        """Whether a page that a link inside a column leads to is no list of any family, and so the report itself."""
        if one.ask.read or not is_markup(page) or not self._looks_like_one(one, page):
            return False
        try:
            choose("auto", page)
        except FailedError:
            return True
        return False

    def _below(self, one: OneList, part: Ask) -> OneList:
        """A list that another only frames stands where that one stands."""
        maybe = framed_report(one) if part.read is None else None
        return OneList(
            part, asking_page(one), one.hops, one.depth, one.is_first, one.inside, one.searched, maybe, is_part=True
        )

    def _follow(self, one: OneList, found: columns.Columns, page_url: str) -> None:
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
        elif key_of(one.ask) not in self._asked:
            self._queue.append(one)

    # --- its further pages -------------------------------------------------------------------------------------

    async def _page_through(self, one: OneList, first: Listing) -> None:
        """A list's other pages; a lost one is noted and the next one asked for."""
        plan, instead = deque(first.asks), first.instead
        via, barren = asking_page(one), 0
        while plan:
            ask = plan.popleft()
            # an end point gives rows of the list alone; a page has others beside them, and a count of those proves nothing
            if key_of(ask) in self._asked or (all_seen(one) and (ask.form or ask.read)):
                continue
            if not self._may_ask(ask):
                return
            one.asked += 1
            if one.asked >= MAX_LIST_PAGES:
                self._evidence.lost_pages.append(because("too_many_pages", n=MAX_LIST_PAGES))
                return
            more, trouble = await self._further(one, ask, via)
            if more is not None and self._take(one, more, ask.url):
                one.pages += 1
                if more.pages is not None and one.pages >= more.pages:
                    more = replace(more, asks=(), instead=(), open_end=None)  # the last page names no way on
                following = [
                    further for further in more.asks if key_of(further) not in self._asked and further not in plan
                ]
                instead, barren = more.instead if following and not plan else (), 0
                plan.extend(following)
                self._evidence.open_end = self._evidence.open_end or more.open_end
                continue
            if instead and (trouble is None or getattr(trouble, "status", None) in _GONE):
                plan, instead = deque(instead), ()
                continue
            if trouble and not (ask.probe and getattr(trouble, "status", None) in _ENDED):
                self._evidence.lost_pages.append(because("at", url=address_of_ask(ask), why=trouble.reason))
                continue
            barren += 1
            if one.declared is None and not ask.probe:
                # the pager promised a page; without a total, only its rows would show that it was none
                nothing = because("at", url=address_of_ask(ask), why=because("nothing_new"))
                self._evidence.lost_pages.append(nothing)
            if barren >= _BARREN:
                break
        seen = len(one.urls) + one.repeated
        if one.declared is not None and seen < one.declared:
            self._evidence.short_lists.append(because("short_list", declared=one.declared, seen=seen))

    async def _further(self, one: OneList, ask: Ask, via: str) -> tuple[Listing, None] | tuple[None, NotFetchedError]:
        """A further list page, or what kept it away; a wall ends the visit."""
        try:
            page = as_text((await self._get(wanted(ask, via))).response)
            if page is None:
                return None, FailedError(because("is_file"))
            read = ask.read or (one.adapter.read_list if one.adapter else one.ask.read)
            assert read
            listing = read(page)
            if not ask.read and _is_another(one, page, listing):
                raise FailedError(because("another_page"))
            return listing, None
        except NotFetchedError as error:
            _raise_wall(error)
            return None, error

    def _may_ask(self, ask: Ask) -> bool:
        """Note a question as asked; False when it was asked before or the visit has asked enough."""
        if key_of(ask) in self._asked:
            return False
        if self._requests >= MAX_LIST_REQUESTS:
            if self._requests == MAX_LIST_REQUESTS:
                self._evidence.lost_pages.append(because("too_many_pages", n=MAX_LIST_REQUESTS))
                self._requests += 1
            return False
        self._requests += 1
        self._asked.add(key_of(ask))
        return True

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
            if announced and leads_to(url) == "folder" and not link.is_report and one.depth < DEPTH:
                # a folder of that name is a list of reports or the page of one; its page shows which
                self._queue_column(
                    OneList(Ask(link.url), via, one.hops, one.depth + 1, inside=True, maybe=link, is_row=True)
                )
            elif self._take_row(replace(link, is_report=True) if named and not link.is_report else link, via):
                one.reports += 1
        one.repeated += max(0, (listing.rows or 0) - len(here))
        return len(one.urls) - before

    def _enter(self, one: OneList, url: str, title: str = "") -> None:
        """Take a page that was opened as a list for the document it is."""
        known = one.maybe or Link(url, title)
        link = Link(urldefrag(url).url, known.title, known.listed_on, is_report=True)
        if self._take_row(link, one.via or urldefrag(self._portal.list_url).url):
            one.reports += 1


def _raise_wall(error: NotFetchedError) -> None:
    """A wall stands before all that would follow; robots.txt may allow other addresses."""
    if isinstance(error, BlockedError) and error.kind != "robots":
        raise error


def _is_another(one: OneList, page: TextResponse, listing: Listing) -> bool:
    """Whether a page of another name and without a report stands where a further page of a list of reports should."""
    if not one.reports or not listing.links or not is_markup(page):
        return False
    own, other = (_UNNUMBERED.sub("", title) for title in (one.title, pages.main_title(page)))
    named = any(one.is_report or links.is_one_of_its_column(one.title) for one in listing.links)
    return bool(own and other) and own != other and not named


def _is_root(page: TextResponse) -> bool:
    return urlsplit(page.url).path.strip("/") in {"", "index.html", "index.htm", "index.shtml", "index.jsp"}

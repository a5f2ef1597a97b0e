"""The further pages of one list: asked for as its pager says, until they bring nothing new, with the evidence for the end.

Which list is read, and what becomes of its rows, is said in `list_walk.py`.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from crawlers import links
from crawlers.ledger import Evidence
from crawlers.lists.leaf import Leaf
from crawlers.lists.one_list import OneList, all_seen, asking_page
from crawlers.lists.questions import Questions, address_of_ask, raise_wall
from crawlers.outcome import FailedError, NotFetchedError
from crawlers.platforms.base import Ask, Listing
from crawlers.reasons import Reason, because
from crawlers.settings import MAX_LIST_PAGES

#: List pages in a row that may bring nothing new; a server that pages otherwise repeats the first rows so often.
_BARREN = 3
#: What the titles of a list's pages may differ in.
_UNNUMBERED = re.compile(r"[第页\d\W_]+")
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
#: What a list's server answers where the list has ended: nothing, or its home page.
_ENDED = {HTTPStatus.OK, *_GONE}

#: Takes the rows of a page of a list, named by its address; how many of them are new to the list.
Take = Callable[[OneList, Listing, str], int]


def has_ended(ask: Ask, trouble: NotFetchedError) -> bool:
    """Whether a question that only probes was answered by the end of the list."""
    return ask.probe and getattr(trouble, "status", None) in _ENDED


class Paging:
    """The way through the pages of one list, from its first."""

    def __init__(self, one: OneList, first: Listing, questions: Questions, evidence: Evidence, take: Take) -> None:
        self._one = one
        self._questions = questions
        self._evidence = evidence
        self._take = take
        self._plan, self._instead = deque(first.asks), first.instead
        self._barren = 0

    async def go(self) -> None:
        """Ask for the list's other pages; a lost one is noted and the next one asked for."""
        one = self._one
        while self._plan and self._barren < _BARREN:
            ask = self._plan.popleft()
            # an end point gives rows of the list alone; a page has others beside them, and a count of those proves nothing
            if self._questions.is_put(ask) or (all_seen(one) and (ask.form or ask.read)):
                continue
            if not self._questions.may_put(ask):
                return
            one.asked += 1
            if one.asked >= MAX_LIST_PAGES:
                self._evidence.lost_pages.append(because("too_many_pages", n=MAX_LIST_PAGES))
                return
            more, trouble = await self._further(ask)
            if more is not None and self._take(one, more, ask.url):
                self._go_on(more)
            else:
                self._bring_nothing(ask, trouble, is_end=more is not None and more.is_end)
        seen = len(one.urls) + one.repeated
        if one.declared is not None and seen < one.declared:
            self._evidence.short_lists.append(because("short_list", declared=one.declared, seen=seen))

    async def _further(self, ask: Ask) -> tuple[Listing | None, NotFetchedError | None]:
        """A further list page, or what kept it away; a wall ends the visit."""
        try:
            leaf = await self._questions.put(ask, asking_page(self._one))
            if leaf is None:
                raise FailedError(because("is_file"))
            listing = self._listing(ask, leaf)
            if not ask.read and _is_another(self._one, leaf, listing):
                raise FailedError(because("another_page"))
        except NotFetchedError as error:
            raise_wall(error)
            return None, error
        return listing, None

    def _listing(self, ask: Ask, leaf: Leaf) -> Listing:
        if ask.read:
            return ask.read(leaf.page)
        if self._one.adapter:
            return leaf.listing(self._one.adapter)
        assert self._one.ask.read
        return self._one.ask.read(leaf.page)

    def _go_on(self, more: Listing) -> None:
        """Plan what a page with new rows leads on to."""
        one, plan = self._one, self._plan
        one.pages += 1
        if more.pages is not None and one.pages >= more.pages:
            more = replace(more, asks=(), instead=(), open_end=None)  # the last page names no way on
        following = [ask for ask in more.asks if not self._questions.is_put(ask) and ask not in plan]
        self._instead, self._barren = more.instead if following and not plan else (), 0
        plan.extend(following)
        self._evidence.open_end = self._evidence.open_end or self._still_open(more)

    def _still_open(self, more: Listing) -> Reason | None:
        """Why a list is open behind a further page: what that says of its number of rows is said of those before it too."""
        seen = len(self._one.urls) + self._one.repeated
        if more.open_end is None or more.said is None or seen < more.said:
            return more.open_end
        # other documents beside the list may be among those seen, and a button leads to more unless all were
        return None if more.open_end.code == "short_list" or seen == more.said else more.open_end

    def _bring_nothing(self, ask: Ask, trouble: NotFetchedError | None, *, is_end: bool) -> None:
        """Say what a page without new rows means: another way to number pages, a page lost, or the list's end."""
        if self._instead and (trouble is None or getattr(trouble, "status", None) in _GONE):
            self._plan, self._instead = deque(self._instead), ()
            return
        if trouble and not has_ended(ask, trouble):
            self._evidence.lost_pages.append(because("at", url=address_of_ask(ask), why=trouble.reason))
            return
        self._barren += 1
        if self._one.declared is None and not ask.probe and not is_end:
            # the pager promised a page; without a total, only its rows would show that it was none
            nothing = because("at", url=address_of_ask(ask), why=because("nothing_new"))
            self._evidence.lost_pages.append(nothing)


def _is_another(one: OneList, leaf: Leaf, listing: Listing) -> bool:
    """Whether a page of another name and without a report stands where a further page of a list of reports should."""
    if not one.reports or not listing.links or not leaf.is_markup:
        return False
    own, other = (_UNNUMBERED.sub("", title) for title in (one.title, leaf.title))
    named = any(link.is_report or links.is_one_of_its_column(link.title) for link in listing.links)
    return bool(own and other) and own != other and not named

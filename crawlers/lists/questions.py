"""The questions that one walk puts to the servers of its lists: none twice, and no more than a portal's lists come to.

Which questions there are, and what the answers mean, is said in `list_walk.py` and `paging.py`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urldefrag

from crawlers import scope
from crawlers.fetch import Answer, Wanted
from crawlers.ledger import Evidence
from crawlers.lists.leaf import Leaf
from crawlers.outcome import BlockedError, FailedError, NotFetchedError
from crawlers.platforms.base import Ask
from crawlers.reasons import because
from crawlers.settings import MAX_LIST_PAGES, MAX_LIST_REQUESTS
from crawlers.text import as_text


class Questions:
    """What one walk has asked; `evidence` hears of it where it may not ask all."""

    def __init__(self, get: Callable[[Wanted], Awaitable[Answer]], evidence: Evidence) -> None:
        self._get = get
        self._evidence = evidence
        self._asked: set[tuple[object, ...]] = set()
        self._requests = 0

    def is_put(self, ask: Ask) -> bool:
        """Whether a question was asked already."""
        return key_of(ask) in self._asked

    def may_put(self, ask: Ask) -> bool:
        """Note a question as asked; False when it was asked before or the visit has asked enough."""
        if self.is_put(ask):
            return False
        if self._requests >= MAX_LIST_REQUESTS:
            if self._requests == MAX_LIST_REQUESTS:
                self._evidence.lost_pages.append(because("too_many_pages", n=MAX_LIST_PAGES))
                self._requests += 1
            return False
        self._requests += 1
        self._asked.add(key_of(ask))
        return True

    async def put(self, ask: Ask, via: str | None) -> Leaf | None:
        """The page that answers, with the fragment of the address that asked for it; None for a file."""
        try:
            url = scope.canonical(ask.url)
        except ValueError as error:
            raise FailedError(because("no_address", url=ask.url)) from error
        wanted = Wanted(url, "list", via=via, form=ask.form, headers=ask.headers, json=ask.json)
        answer = await self._get(wanted)
        page, fragment = as_text(answer.response), urldefrag(ask.url).fragment
        if page is None:
            return None
        return Leaf(page.replace(url=f"{page.url}#{fragment}") if fragment else page, answer.told)


def key_of(ask: Ask) -> tuple[object, ...]:
    """What makes two questions one: the address in its canonical form, with a column's number in its fragment."""
    fragment = urldefrag(ask.url).fragment
    try:
        url = scope.place(scope.canonical(ask.url))
    except ValueError:
        url = ask.url
    return url, fragment if fragment.isdigit() else "", ask.form, ask.json


def address_of_ask(ask: Ask) -> str:
    """The address asked for, without its fragment."""
    return urldefrag(ask.url).url


def raise_wall(error: NotFetchedError) -> None:
    """A wall stands before all that would follow; robots.txt may allow other addresses."""
    if isinstance(error, BlockedError) and error.kind != "robots":
        raise error

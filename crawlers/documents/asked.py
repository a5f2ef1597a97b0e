"""Known documents of a visit: whether one is asked for tonight, under which condition, and whether its answer is new.

What a visit makes of an answer belongs to `visit.py`, the rhythm to `known.py`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Literal

from scrapy.http import Response, TextResponse

from crawlers import links
from crawlers.context import Context
from crawlers.fetch import Answer, Wanted
from crawlers.memory.changes import is_replaced
from crawlers.memory.history import Past
from crawlers.memory.known import Last, due
from crawlers.platforms.parts import pages
from crawlers.text import as_text
from warehouse.registry import Portal

#: The whole-area reports' day (article 49 of the Regulation), month and day.
_LAST_DUE = (3, 31)


@dataclass(frozen=True, slots=True)
class Got:
    """A document that answered: the page to read (None for a file, and for a plain report), and whether it is known and its bytes are.

    `is_emptied` says that a page which held a report holds none any more: something else was put in its place.
    """

    page: TextResponse | None
    is_known: bool
    is_same: bool
    is_emptied: bool = False


class Documents:
    """The documents of one portal in one run."""

    def __init__(
        self, context: Context, portal: Portal, past: Past, get: Callable[[Wanted], Awaitable[Answer]]
    ) -> None:
        self._context = context
        self._portal = portal
        self._get = get
        self._past = past

    def is_known(self, url: str) -> bool:
        """Whether an earlier run, or this one, has got it."""
        return self._context.known.last(url) is not None

    def standing(self, wanted: Wanted) -> Literal["due", "left", "known"]:
        """Whether a document is asked for in this run; one that was withdrawn, or took another's place, always is.

        One that is not due may be `left`: the visit that got it was killed, perhaps before it had all that hangs on it.
        """
        last = self._context.known.last(wanted.url)
        is_due = due(last, self._context.recheck, self._context.today, _published(wanted))
        if is_due or wanted.url in self._past.gone or is_replaced(self._past, wanted.url, wanted.link_title or ""):
            return "due"
        return "left" if last and last.finished is None and wanted.role == "page" else "known"

    def as_archived(self, url: str) -> Response | None:
        """The last good answer of a known document as the archive holds it; None where its bytes cannot be read any more."""
        last = self._context.known.last(url)
        return self._held(last) if last else None

    def look_up(self, wanted: Iterable[Wanted]) -> None:
        """Have at hand what is known of documents whose `standing` is asked for next."""
        self._context.known.look_up([one.url for one in wanted])

    async def ask(self, wanted: Wanted) -> Got:
        """Ask for a document, conditionally where an earlier answer allows; NotFetchedError where it is not to be had."""
        last = self._context.known.last(wanted.url)
        before_it = self._held(last) if last and last.conditions() else None
        answer = await self._get(wanted if before_it is None else _conditional(wanted, last))
        capture = answer.capture
        before = self._context.known.last(capture["url"])
        self._context.known.remember(capture)
        unmodified = capture["status"] == HTTPStatus.NOT_MODIFIED
        shown = before_it if unmodified else answer.response
        page = None if answer.is_plain or shown is None else as_text(shown)
        is_same = before is not None and before.payload_sha256 == capture["payload_sha256"]
        is_emptied = page is not None and before is not None and not is_same and self._is_emptied(page, before)
        return Got(page, last is not None, is_same, is_emptied)

    def _is_emptied(self, page: TextResponse, before: Last) -> bool:
        if pages.is_report(page) or pages.files(page):
            return False
        found = self._held(before)
        earlier = as_text(found) if found else None
        return earlier is not None and (pages.is_report(earlier) or bool(pages.files(earlier)))

    def _held(self, last: Last) -> Response | None:
        return self._context.held(self._portal.id, last)


def _published(wanted: Wanted) -> date | None:
    """When a report came out: the day its list prints, else the last due day after the year in its title."""
    if wanted.listed_on:
        return wanted.listed_on
    year = links.judge(wanted.link_title or "").year
    return date(year + 1, *_LAST_DUE) if year else None


def _conditional(wanted: Wanted, last: Last | None) -> Wanted:
    return Wanted(wanted.url, wanted.role, wanted.via, wanted.link_title, wanted.listed_on, last=last)

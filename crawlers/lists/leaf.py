"""A list page, and what is asked of it: which family it is of, its rows and pager, its columns, whether it is a report.

All of that follows from its bytes, its address and this code. Where an earlier night had the same bytes at the same
address, its answers hold (`remembered.py`), and the page is not even parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urldefrag

from scrapy.http import TextResponse

from crawlers.platforms import adapter_of, choose
from crawlers.platforms.base import Adapter, Ask, Link, Listing
from crawlers.platforms.parts import columns, pages
from crawlers.platforms.parts.anchors import is_markup
from crawlers.platforms.parts.rows import names_annual

#: What was answered to which question, as JSON has it.
Told = dict[str, Any]
T = TypeVar("T")


class Leaf:
    """One page of a list; `told` is what is known of it already, and grows with what is asked."""

    def __init__(self, page: TextResponse, told: Told | None = None) -> None:
        self.page = page
        self._told = {} if told is None else told
        # to a script, the fragment of an address is a question of its own
        self._at = urldefrag(page.url).fragment

    @property
    def url(self) -> str:
        """Its address, with the fragment that asked for it."""
        return self.page.url

    @property
    def is_markup(self) -> bool:
        """Whether it is markup, not JSON or a script."""
        return is_markup(self.page)

    @property
    def is_annual(self) -> bool:
        """Whether it calls itself a column of annual reports."""
        return bool(self._ask("annual ", lambda: names_annual(self.page)))

    @property
    def is_report(self) -> bool:
        """Whether its words are those of a whole report."""
        return bool(self._ask("report ", lambda: pages.is_report(self.page)))

    @property
    def shows_report(self) -> bool:
        """Whether it is a report by its words, or by its title and files."""
        return bool(self._ask("shows report ", lambda: pages.shows_report(self.page)))

    @property
    def has_files(self) -> bool:
        """Whether files hang on it that may hold a report."""
        return bool(self._ask("files ", lambda: bool(pages.files(self.page))))

    @property
    def title(self) -> str:
        """What it calls itself; may be empty."""
        return str(self._ask("title ", lambda: pages.main_title(self.page)))

    @property
    def article_title(self) -> str:
        """The title that its meta tags give it as an article; empty for a page that is none."""
        return str(self._ask("article title ", lambda: pages.article_title(self.page)))

    def adapter(self, platform: str) -> Adapter:
        """The adapter that may read it; see `choose`."""
        return adapter_of(str(self._ask(f"adapter {platform} ", lambda: choose(platform, self.page).name)))

    def listing(self, adapter: Adapter) -> Listing:
        """What it says as a list of the adapter's family."""
        return self._made(f"listing {adapter.name} ", lambda: adapter.read_list(self.page), _from_listing, _to_listing)

    def columns(self, *, empty: bool) -> columns.Columns:
        """The columns it leads to; see `columns.find`."""
        question = "columns, no report " if empty else "columns "
        return self._made(question, lambda: columns.find(self.page, empty=empty), _from_columns, _to_columns)

    def _ask(self, question: str, answer: Callable[[], str | bool]) -> str | bool:
        question += self._at
        if question not in self._told:
            self._told[question] = answer()
        found: str | bool = self._told[question]
        return found

    def _made(self, question: str, answer: Callable[[], T], keep: Callable[[T], Any], make: Callable[[Any], T]) -> T:
        question += self._at
        if question in self._told:
            return make(self._told[question])
        found = answer()
        kept = keep(found)
        if kept is not None:
            self._told[question] = kept
        return found


def _from_links(links: Iterable[Link]) -> list[list[Any]]:
    return [
        [link.url, link.title, link.listed_on and link.listed_on.isoformat(), int(link.is_report)] for link in links
    ]


def _to_links(kept: list[list[Any]]) -> tuple[Link, ...]:
    return tuple(
        Link(url, title, day and date.fromisoformat(day), bool(is_report)) for url, title, day, is_report in kept
    )


def _from_listing(listing: Listing) -> dict[str, Any] | None:
    """None for one that leads on to what a function of its page reads, or that says why it goes on out of reach."""
    asked = (listing.asks, listing.instead, listing.parts)
    if listing.open_end or any(ask.read for asks in asked for ask in asks):
        return None
    kept = [[[ask.url, ask.form, ask.headers, ask.json, int(ask.probe)] for ask in asks] for asks in asked]
    counts = [listing.declared_rows, listing.rows, listing.pages]
    return {"links": _from_links(listing.links), "asks": kept, "counts": counts}


def _to_listing(kept: dict[str, Any]) -> Listing:
    asks, instead, parts = (
        tuple(
            Ask(url, tuple(map(tuple, form)), tuple(map(tuple, headers)), json, bool(probe))
            for url, form, headers, json, probe in one
        )
        for one in kept["asks"]
    )
    declared, rows, pages_told = kept["counts"]
    return Listing(_to_links(kept["links"]), asks, instead, parts, declared, rows, None, pages_told)


def _from_columns(found: columns.Columns) -> list[list[list[Any]]]:
    return [_from_links(links) for links in (found.annual, found.sections, found.tree)]


def _to_columns(kept: list[list[list[Any]]]) -> columns.Columns:
    return columns.Columns(*map(_to_links, kept))

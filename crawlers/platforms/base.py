"""What an adapter is: how a CMS family lists its documents, in three questions put to a page.

An adapter recognises a page, reads it as a list, and opens an article for the files on it. It names addresses and
never fetches. Which titles are reports is said in `links.py`; in which order pages are asked for, in `list_walk.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from scrapy.http import TextResponse

from crawlers.platforms.parts import pages
from crawlers.reasons import Reason


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: its whole address, its title, and the date the list prints beside it.

    `is_report` says that the page presents it as a report though the title alone would not tell.
    """

    url: str
    title: str
    listed_on: date | None = None
    is_report: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A further page of a list: a GET, or a POST where it has a form or a JSON body.

    `read` reads the answer where it is of another kind than the page that asks for it. To a `probe`, nothing there
    is an answer too: the list ends.
    """

    url: str
    form: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    json: str | None = None
    probe: bool = False
    read: Callable[[TextResponse], Listing] | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it the same question."""
        return self.url, self.form, self.json


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page says: its rows, the pages that follow, and how many rows there should be.

    `instead` are the pages to ask for in place of `asks` when the first of `asks` brings nothing new:
    families share a pager and number its pages differently. `parts` are whole lists this page only frames.
    `rows` counts the rows where more stand here than links (a report listed twice, a row without an address).
    `open_end` says why the list surely goes on out of reach. `pages` is how many pages it has by its words, where those
    alone, and no link, say that there are more. `is_end` says that this answer, without a row, is the end of its list.
    `said` is the number of rows that the words of a page with an open end give its list.
    """

    links: tuple[Link, ...] = ()
    asks: tuple[Ask, ...] = ()
    instead: tuple[Ask, ...] = ()
    parts: tuple[Ask, ...] = ()
    declared_rows: int | None = None
    rows: int | None = None
    open_end: Reason | None = None
    pages: int | None = None
    is_end: bool = False
    said: int | None = None


@dataclass(frozen=True, slots=True)
class Further:
    """The pages that follow a list page; see `Listing` for the fields."""

    asks: tuple[Ask, ...] = ()
    instead: tuple[Ask, ...] = ()
    declared_rows: int | None = None
    open_end: Reason | None = None
    pages: int | None = None
    said: int | None = None


class Adapter(ABC):
    """One CMS family."""

    #: As the registry spells it.
    name: str

    @abstractmethod
    def recognise(self, page: TextResponse) -> int:
        """How surely this is a list page of the family, 0 to 100."""

    @abstractmethod
    def read_list(self, page: TextResponse) -> Listing:
        """Read the first or a further list page; FailedError when its answer is no list at all."""

    def read_page(self, page: TextResponse) -> tuple[Link, ...]:
        """The files of an article that may hold the report: attachments, embedded viewers, pictures of tables."""
        return unique(Link(url, title) for url, title in pages.files(page))


def unique(links: Iterable[Link]) -> tuple[Link, ...]:
    """Links without repetition of an address: the first that has words, for a picture of a row may stand before its title."""
    found: dict[str, Link] = {}
    for link in links:
        if link.url not in found or (link.title and not found[link.url].title):
            found[link.url] = link
    return tuple(found.values())

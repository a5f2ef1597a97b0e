"""One list of a walk: what is known of it so far.

What a walk does with its lists stands in `list_walk.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crawlers import links, scope
from crawlers.lists.questions import address_of_ask
from crawlers.platforms.base import Adapter, Ask, Link


@dataclass(slots=True)
class OneList:
    """One list to read: its first page, and what is known of it.

    `searched` is a list found on the way to a column; `maybe` the link, where its words may announce a report that the
    page is itself, `is_row` where it stood among the rows of a list; `is_part` what another list's page only frames;
    `title` is what its first page calls itself, `family` the name of the adapter that reads it or the page around it.
    """

    ask: Ask
    via: str | None = None
    hops: int = 0
    depth: int = 0
    is_first: bool = False
    inside: bool = False
    searched: bool = False
    maybe: Link | None = None
    is_row: bool = False
    is_part: bool = False
    title: str = ""
    family: str | None = None
    adapter: Adapter | None = None
    urls: set[str] = field(default_factory=set)
    repeated: int = 0
    reports: int = 0
    pages: int = 1
    asked: int = 1
    declared: int | None = None


def asking_page(one: OneList) -> str:
    """The page whose script asks: for a list that an end point gives, the page that frames it."""
    return one.via if one.ask.read and one.via else address_of_ask(one.ask)


def all_seen(one: OneList) -> bool:
    """Whether a list has shown as many rows as it declares."""
    return one.declared is not None and len(one.urls) >= one.declared


def not_taken(one: OneList, found: tuple[Link, ...]) -> list[Link]:
    """The columns among links that were not rows of the list already."""
    return [link for link in found if _canonical(link.url) not in one.urls]


def _canonical(url: str) -> str:
    try:
        return scope.canonical(url)
    except ValueError:
        return url


def framed_report(one: OneList) -> Link | None:
    """The report that a list's page says it is, where only what it frames holds it."""
    if one.maybe:
        return one.maybe
    judged = links.judge(one.title)
    return Link(address_of_ask(one.ask), one.title) if judged.kind == "report" and judged.year else None


def maybe_report(link: Link) -> Link | None:
    """The link, where its words announce a report that its page may be itself."""
    return link if links.judge(link.title).kind == "report" else None

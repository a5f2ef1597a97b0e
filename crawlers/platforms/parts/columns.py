"""Columns: which links of a page lead on to where annual reports are listed.

From outside, the column's own name is looked for, then the section it stands in; inside a column, the tree of
years, classes of agencies and agencies below it. How far the search goes is decided in `crawlers/lists/list_walk.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawlers import links
from crawlers.platforms.base import Ask, Link
from crawlers.platforms.parts import pages
from crawlers.platforms.parts.anchors import (
    Element,
    address_of,
    clicked,
    elements,
    is_markup,
    join,
    leads_to,
    title_of,
    words_in,
)
from crawlers.platforms.parts.forms import made_into
from crawlers.platforms.parts.rows import OUTSIDE, from_records, has_slug, records_in_scripts

_NAME = re.compile(r"[\u4e00-\u9fff\d()]{2,30}")
_MORE = re.compile(r"(查看)?更多|more|进入(专栏|栏目)?", re.IGNORECASE)
_CRUMBS = "ancestor-or-self::*[contains(@class, 'crumb') or contains(concat(' ', @class, ' '), ' position ')]"
#: Sections looked into where nothing names the column itself.
_SECTIONS = 4


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns a page leads to; `annual` name the annual reports, `sections` may hold such a column, `tree` is inside."""

    annual: tuple[Link, ...] = ()
    sections: tuple[Link, ...] = ()
    tree: tuple[Link, ...] = ()


def find(page: TextResponse, *, empty: bool) -> Columns:
    """The columns a page leads to; `empty` says that the page itself lists no report, so its tree may lie anywhere."""
    if not is_markup(page):
        return Columns()
    annual: dict[str, Link] = {}
    sections: dict[str, tuple[int, Link]] = {}
    tree: dict[str, Link] = {}
    here = _bare(page.url)
    for anchor, link in _named(page):
        url, words = link.url, link.title
        if _bare(url) == here or leads_to(url) in {"file", "article"}:
            continue
        kind = links.column_kind(words)
        if kind is None and empty and has_slug(url) and _NAME.fullmatch(links.plain(words)):
            kind = "agency"  # whatever it is called, its column is one of annual reports
        if kind == "openness":
            sections.setdefault(url, (links.nearness(words), link))
        elif kind is not None:
            if (kind in {"annual", "year"} and links.judge(links.plain(words)).kind == "report") or kind == "annual":
                annual.setdefault(url, link)
            if _belongs(page, anchor, url, kind, empty=empty):
                tree.setdefault(url, link)
    nearest = sorted(sections.values(), key=lambda one: one[0])[:_SECTIONS]
    return Columns(tuple(annual.values()), tuple(link for _, link in nearest), tuple(tree.values()))


def _named(page: TextResponse) -> Iterator[tuple[Element | None, Link]]:
    """Every link of a page with its words and element: anchors, areas of pictures, choices, and trees in scripts."""
    for anchor in elements(page, f"//a[not({_CRUMBS})] | //area"):
        address = address_of(anchor)
        if address and (url := join(page, address)):
            yield anchor, Link(url, _words(anchor))
    for block in clicked(page):
        if (address := address_of(block)) and (url := join(page, address)):
            yield block, Link(url, title_of(block))
    yield from _chosen(page)
    choices = "//option[contains(@value, '/') or contains(@value, '.htm') or starts-with(@value, '?')]"
    for choice in elements(page, choices):
        if url := join(page, choice.get("value", "")):
            yield choice, Link(url, title_of(choice))
    for records in records_in_scripts(page):
        yield from ((None, link) for link in from_records(page, flat(records)))


def _chosen(page: TextResponse) -> Iterator[tuple[Element, Link]]:
    """The choices of a select whose values are no addresses: a script, or the form around it, makes them into some."""
    for select in elements(page, "//select[option]") if "<select" in page.text.lower() else ():
        before, after = made_into(page, select)
        for choice in select.iter("option") if before else ():
            value = choice.get("value", "").strip()
            if links.column_kind(title_of(choice)) in {None, "openness"}:
                continue  # what a search is put to, and no column
            if value and not set(value) & {"/", ".", "?"} and (url := join(page, f"{before}{value}{after}")):
                yield choice, Link(url, title_of(choice))


def flat(nodes: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """The nodes of a tree, parents first."""
    for node in nodes:
        if isinstance(node, dict):
            yield node
            children = node.get("children")
            yield from flat(children if isinstance(children, list) else [])


def frames(page: TextResponse) -> tuple[Ask, ...]:
    """The pages of the same host that a page shows in frames."""
    return tuple(Ask(url) for url in pages.frames(page) if leads_to(url) != "file") if is_markup(page) else ()


def _belongs(page: TextResponse, anchor: Element | None, url: str, kind: str, *, empty: bool) -> bool:
    """Whether a link is part of the page's own tree and not of the site's menus."""
    if kind == "year":
        return True
    if below(url, page.url) or (has_slug(url) and kind != "annual"):
        return True
    return empty and not (anchor is not None and anchor.xpath(f"self::*[{OUTSIDE}]"))


def below(url: str, base: str) -> bool:
    """Whether an address lies in the folder of another, or in the one named after its page."""
    one, other = urlsplit(url), urlsplit(base)
    folder = other.path.rsplit("/", 1)[0] + "/"
    own = re.sub(r"\.\w+$", "/", other.path)
    if one.netloc != other.netloc or one.path in {folder, other.path}:
        return False
    return (folder != "/" and one.path.startswith(folder)) or (
        own not in {other.path, "/index/"} and one.path.startswith(own)
    )


def _words(anchor: Element) -> str:
    """The words of a link; for one that only says `more`, those of the heading it stands beside."""
    words = title_of(anchor)
    if not _MORE.fullmatch(links.plain(words)):
        return words
    for block in reversed(anchor.xpath("ancestor::*[position() < 4]")):
        texts = [text for text in words_in(block) if links.column_kind(text)]
        if texts:
            return " ".join(texts[0].split())
    return words


def _bare(url: str) -> str:
    """An address without what makes no difference: scheme, fragment, the name of a folder's page."""
    parts = urlsplit(url)
    path = re.sub(r"/(index|default)\.(s?html?|jsp)$", "/", parts.path)
    fragment = f"#{parts.fragment}" if parts.fragment.isdigit() else ""
    return f"{parts.netloc}{path or '/'}?{parts.query}{fragment}"

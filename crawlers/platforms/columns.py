"""Columns: which links of a page lead on to where annual reports are listed.

From outside, the column's own name is looked for, then the section it stands in; inside a column, the tree of
years, classes of agencies and agencies below it. How far the search goes is decided in `crawlers/lists.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from parsel import Selector
from scrapy.http import TextResponse

from crawlers import links
from crawlers.platforms.anchors import address_of, is_markup, join, leads_to, title_of
from crawlers.platforms.base import Ask, Link
from crawlers.platforms.rows import OUTSIDE, has_slug

_NO_FRAME = re.compile(
    r"visitcount|visit_count|counter|login|tree\.jsp|share|footer|header|weather|search|banner", re.IGNORECASE
)
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
    for anchor in page.xpath(f"//a[not({_CRUMBS})]"):
        address = address_of(anchor)
        url = join(page, address) if address else None
        if not url or _bare(url) == here or leads_to(url) in {"file", "article"}:
            continue
        words = _words(anchor)
        kind = links.column_kind(words)
        link = Link(url, words)
        if kind == "openness":
            sections.setdefault(url, (links.nearness(words), link))
        elif kind is not None:
            if (kind in {"annual", "year"} and links.judge(links.plain(words)).kind == "report") or kind == "annual":
                annual.setdefault(url, link)
            if _belongs(page, anchor, url, kind, empty=empty):
                tree.setdefault(url, link)
    nearest = sorted(sections.values(), key=lambda one: one[0])[:_SECTIONS]
    return Columns(tuple(annual.values()), tuple(link for _, link in nearest), tuple(tree.values()))


def frames(page: TextResponse) -> tuple[Ask, ...]:
    """The pages of the same host that a page shows in frames."""
    if not is_markup(page):
        return ()
    found = page.xpath("//iframe/@src | //frame/@src").getall()
    urls = [join(page, address) for address in found if not _NO_FRAME.search(address)]
    host = urlsplit(page.url).netloc
    return tuple(
        Ask(url) for url in dict.fromkeys(urls) if url and urlsplit(url).netloc == host and leads_to(url) != "file"
    )


def _belongs(page: TextResponse, anchor: Selector, url: str, kind: str, *, empty: bool) -> bool:
    """Whether a link is part of the page's own tree and not of the site's menus."""
    if kind == "year":
        return True
    if below(url, page.url) or (has_slug(url) and kind != "annual"):
        return True
    return empty and not anchor.xpath(f"self::*[{OUTSIDE}]")


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


def _words(anchor: Selector) -> str:
    """The words of a link; for one that only says `more`, those of the heading it stands beside."""
    words = title_of(anchor)
    if not _MORE.fullmatch(links.plain(words)):
        return words
    for block in reversed(anchor.xpath("ancestor::*[position() < 4]")):
        texts = [text for text in block.xpath(".//text()").getall() if links.column_kind(text)]
        if texts:
            return " ".join(texts[0].split())
    return words


def _bare(url: str) -> str:
    """An address without what makes no difference: scheme, fragment, the name of a folder's page."""
    parts = urlsplit(url)
    path = re.sub(r"/(index|default)\.(s?html?|jsp)$", "/", parts.path)
    fragment = f"#{parts.fragment}" if parts.fragment.isdigit() else ""
    return f"{parts.netloc}{path or '/'}?{parts.query}{fragment}"

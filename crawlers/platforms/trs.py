"""TRS WCM: directory columns whose pages are `index.html`, `index_1.html`, ... and whose pager is written by a script.

Look-alikes share the pager and call their second page `index_2`; which of the two a portal is, its second
page shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsel import Selector
from scrapy.http import TextResponse

from crawlers.platforms.base import (
    Adapter,
    Ask,
    Link,
    Listing,
    address_of,
    is_file,
    join,
    row_date,
    title_of,
    unique,
)

#: createPageHTML(pages, current from 0, "index", "html"); another family's function of that name begins with a string.
_PAGER = re.compile(
    r"(?<!//)(?<!// )createPageHTML\(\s*(?P<pages>\d+)\s*,\s*\d+\s*,\s*"
    r"[\"'](?P<stem>[\w-]+)[\"']\s*,\s*[\"'](?P<ext>s?html?)[\"']"
)
#: Other carriers of the number of pages; they name neither stem nor extension.
_COUNT = re.compile(r"\bcountPage\s*=\s*(\d+)|\bmaxPage\s*=\s*(?:parseInt\()?\s*['\"]?(\d+)")
_NEXT = re.compile(r"下一?页|后一?页|next", re.IGNORECASE)
_ARTICLE = re.compile(r"/(t\d{8}_\d+|t_?\d{4,})\.s?html?$", re.IGNORECASE)
_TRS_MARK = re.compile(r"TRS_Editor|trs_editor_view|Custom_UnionStyle|/t20\d{6}_\d+\.s?html?", re.IGNORECASE)


class Trs(Adapter):
    """TRS WCM and its look-alikes."""

    name = "trs"

    def recognise(self, page: TextResponse) -> int:
        """By the pager with a leading number, else by article names that begin with t and a date."""
        if _PAGER.search(page.text):
            return 90
        if any(_ARTICLE.search(link.url) for link in _rows(page)):
            return 70
        return 20 if _TRS_MARK.search(page.text) else 0

    def read_list(self, page: TextResponse) -> Listing:
        """Rows are the first link of each list item; the pager says how many pages follow."""
        links = unique(_rows(page))
        pages, stem, extension = _pager(page)
        if pages > 1:

            def numbered(numbers: range) -> tuple[Ask, ...]:
                return tuple(Ask(page.urljoin(f"{stem}_{number}.{extension}")) for number in numbers)

            return Listing(links, numbered(range(1, pages)), numbered(range(2, pages + 1)))
        following = None if pages else _next_link(page)
        if following and (url := join(page, following)) and url != page.url:
            return Listing(links, (Ask(url),))
        words = "the list has a next page that cannot be followed"
        return Listing(links, open_end=words if following else None)


def _pager(page: TextResponse) -> tuple[int, str, str]:
    """Pages, stem and extension; 0 pages when the page does not say."""
    if found := _PAGER.search(page.text):
        return max(1, int(found["pages"])), found["stem"], found["ext"]
    if found := _COUNT.search(page.text):
        return max(1, int(found[1] or found[2])), "index", _extension(page)
    return 0, "index", "html"


def _extension(page: TextResponse) -> str:
    last = page.url.split("?")[0].rsplit("/", 1)[-1]
    return last.rsplit(".", 1)[-1] if "." in last else "html"


def _next_link(page: TextResponse) -> str | None:
    """The address behind the words for the next page; `#` for a pseudo link, None where there are no such words."""
    for anchor in page.css("a"):
        if _NEXT.fullmatch(title_of(anchor).strip("》>»… ")) and "disabled" not in anchor.attrib.get("class", ""):
            return address_of(anchor) or "#"
    return None


def _rows(page: TextResponse) -> Iterator[Link]:
    """The documents of the list: articles, files and dated links, for menus and breadcrumbs are list items too."""
    for row in page.xpath("//li[not(ancestor::li)] | //tr[not(ancestor::li)]"):
        for anchor in row.xpath(".//a[not(ancestor::*[contains(@class, 'popbox')])]"):
            link = _document(page, row, anchor)
            if link:
                yield link
                break  # further links of a row are related articles, not rows


def _document(page: TextResponse, row: Selector, anchor: Selector) -> Link | None:
    address = address_of(anchor)
    url = join(page, address) if address else None
    if not url:
        return None
    title, day = title_of(anchor), row_date(row, anchor)
    if day or _ARTICLE.search(url.split("?")[0]) or is_file(url, title):
        return Link(url, title, day)
    return None

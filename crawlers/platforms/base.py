"""What an adapter is: how a CMS family lists its documents, in three questions put to a page.

An adapter reads pages and names addresses; it never fetches. Which links are reports is said in `links.py`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

from parsel import Selector
from scrapy.http import TextResponse

_DATE = re.compile(r"(20\d{2}|19\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_FILE = re.compile(r"\.(pdf|txt|docx?|wps|xlsx?|et|rtf|ofd|zip|rar|7z)$", re.IGNORECASE)
_PICTURE = re.compile(r"\.(jpe?g|png|bmp|tiff?)$", re.IGNORECASE)
_ORNAMENT = re.compile(r"icon|logo|qr|share|weixin|weibo|banner|button|/images?/", re.IGNORECASE)
_SERVLET = re.compile(r"/(downfile|download)\.(jsp|do)\b|/attach/", re.IGNORECASE)
_QUOTED = re.compile(r"['\"]([^'\"]*[/.][^'\"]*)['\"]")
_SPEAKS_OF_FILE = re.compile(r"附件|年报|报告")
#: Where the CMS families put the body of an article, the most telling first.
_BODIES = (
    "#ivs_content, #UCAP-CONTENT, #webeditorview, .trs_editor_view, .TRS_Editor, .TRS_UEDITOR, .Custom_UnionStyle",
    "[id^=vsb_content], .bt-content, #zoom, #Zoom, #zoomcon, #article, .article-content, .g-detailbox",
    ".detail-content, .xxgk_content, .zw-content, .main-txt, .art-con, .content",
)
#: Rows from which a table may be the report's own, so that pictures beside it are ornaments.
_TABLE_ROWS = 5


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: its whole address, its title, and the date the list prints beside it."""

    url: str
    title: str
    listed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A further list page: a GET, or a POST where it has a form."""

    url: str
    form: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page says: its rows, the pages that follow, and how many rows there should be.

    `instead` are the pages to ask for in place of `asks` when the first of `asks` brings nothing new:
    families share a pager and number its pages differently. `open_end` says why the list surely goes on out
    of reach.
    """

    links: tuple[Link, ...]
    asks: tuple[Ask, ...] = ()
    instead: tuple[Ask, ...] = ()
    declared_rows: int | None = None
    open_end: str | None = None


class Adapter(ABC):
    """One CMS family."""

    #: As the registry spells it.
    name: str

    @abstractmethod
    def recognise(self, page: TextResponse) -> int:
        """How surely this is a list page of the family, 0 to 100."""

    @abstractmethod
    def read_list(self, page: TextResponse) -> Listing:
        """Read the first or a further list page."""

    def read_page(self, page: TextResponse) -> tuple[Link, ...]:
        """The files of an article that may hold the report: attachments, embedded viewers, pictures of tables."""
        body = _body(page)
        found = [*_files(page, body, page.selector)]
        if not found and body is not None:
            tables = body.css("table")
            if all(len(table.css("tr")) < _TABLE_ROWS for table in tables):
                found = [*_pictures(page, body)]
        return unique(found)


def _body(page: TextResponse) -> Selector | None:
    for selector in _BODIES:
        if found := page.css(selector):
            return found[0]
    return None


def _files(page: TextResponse, body: Selector | None, whole: Selector) -> Iterator[Link]:
    inside = set() if body is None else {element.root for element in body.xpath(".//*")}
    for element in whole.xpath("//a | //iframe | //embed | //object"):
        address = element.attrib.get("src") or element.attrib.get("data") or address_of(element)
        if not address:
            continue
        # a viewer's page names the file it shows
        address = dict(parse_qsl(urlsplit(address).query)).get("file") or address
        title = title_of(element) or unquote(address.rsplit("/", 1)[-1])
        around = " ".join(element.xpath("..//text()").getall())[:200]
        meant = element.root in inside or _SPEAKS_OF_FILE.search(title + around)
        if meant and is_file(address, title) and (url := join(page, address)):
            yield Link(url, title)


def _pictures(page: TextResponse, body: Selector) -> Iterator[Link]:
    for image in body.css("img[src]"):
        source = image.attrib["src"]
        if _PICTURE.search(urlsplit(source).path) and not _ORNAMENT.search(source) and (url := join(page, source)):
            yield Link(url, image.attrib.get("alt") or source.rsplit("/", 1)[-1])


def is_file(address: str, title: str) -> bool:
    """Whether a link leads to a document file, by its path, a file name in its query, or its words."""
    parts = urlsplit(address)
    names = [parts.path, title, *(value for _, value in parse_qsl(parts.query))]
    return any(_FILE.search(name.strip()) for name in names) or bool(_SERVLET.search(address))


def address_of(anchor: Selector) -> str | None:
    """The address of an anchor: its href, or the path its click handler names; None for a pseudo link."""
    href = (anchor.attrib.get("href") or "").strip()
    if href and not href.lower().startswith(("javascript:", "#", "mailto:", "tel:", "data:")):
        return href
    found = _QUOTED.search(anchor.attrib.get("onclick") or href)
    return found[1] if found else None


def title_of(anchor: Selector) -> str:
    """The title of a link: its attribute, for lists cut the text; else the text."""
    text = " ".join("".join(anchor.xpath(".//text()").getall()).split())
    given = " ".join((anchor.attrib.get("title") or "").split())
    return given if len(given) >= len(text.rstrip("….")) else text


def join(page: TextResponse, address: str) -> str | None:
    """The whole address a page's link leads to; None where it makes none."""
    try:
        url = page.urljoin(address.strip())
        return url if urlsplit(url).hostname else None
    except ValueError:
        return None


def date_in(text: str) -> date | None:
    """The first whole date in a text, however separated; None without one."""
    for year, month, day in _DATE.findall(text):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def row_date(row: Selector, anchor: Selector) -> date | None:
    """The date a row prints outside its link."""
    own = set(anchor.xpath(".//text()").getall())
    return date_in(" ".join(text for text in row.xpath(".//text()").getall() if text not in own))


def unique(links: Iterable[Link]) -> tuple[Link, ...]:
    """Links without repetition of an address, the first one kept."""
    return tuple({link.url: link for link in [*links][::-1]}.values())[::-1]

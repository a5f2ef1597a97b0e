"""Anchors: where a link leads, what it says, and what its address alone tells about the thing behind it.

Pure functions of markup and addresses, known to all adapters; whether a link is followed is decided elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml.etree import XPath
from scrapy.http import HtmlResponse, TextResponse
from scrapy.utils.response import get_base_url

from crawlers.text import Page

_DATE = re.compile(r"(?<!\d)(20\d{2}|19\d{2})\s*[-/.年—–]\s*(\d{1,2})\s*[-/.月—–]\s*(\d{1,2})(?!\d)")
#: Dates without marks between their parts, and those that print the day large before its month.
_COMPACT = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})日?\s+(20\d{2})\s*[-/.年]\s*(\d{1,2})(?!\s*[-/.\d])")
#: A piece of a link's words that is nothing but the day of its row.
_DAY_ALONE = re.compile(rf"\W*(?:(?:发布)?(?:时间|日期)\W*)?{_DATE.pattern}日?\W*(?:\d\d?:\d\d(?::\d\d)?)?\W*")
_DAY_LAST = re.compile(rf"[\s(\[（【]{_DATE.pattern}日?\W*$")
_AT_ENDS = re.compile(rf"^\W*{_DATE.pattern}日?\W*|\W*{_DATE.pattern}日?\W*$")
#: An element of lxml, and an XPath; the stubs of lxml know too little of them to be of help.
Element = Any
_XPath: Any = XPath
#: Compiled, for they are asked of every link of a page.
_TEXTS = _XPath(".//text()", smart_strings=False)
_SPOKEN = _XPath(".//text()[not(ancestor::script or ancestor::style)]", smart_strings=False)
_PICTURED = _XPath("self::area/@alt | .//img/@alt | .//img/@title", smart_strings=False)
#: An address below the page's own folder, which needs no rules to be joined: most rows of most lists.
_BELOW = re.compile(r"(?:\./)?((?:[\w-]+(?:\.[\w-]+)*/)*[\w-]+(?:\.[\w-]+)*)", re.ASCII)
_BLOCKS = "//*[@onclick and not(self::a or self::area or self::option or self::select or self::input) and not(.//a)]"
_QUOTED = re.compile(r"['\"]([^'\"<>\s]*[/.?][^'\"<>]*)['\"]")
#: Where a link that a script follows may keep its address.
_KEPT_IN = ("data-href", "data-url", "data-link")
_PSEUDO = ("javascript:", "#", "mailto:", "tel:", "data:")
_FILE = re.compile(r"\.(pdf|txt|docx?|wps|xlsx?|et|rtf|ofd|zip|rar|7z)$", re.IGNORECASE)
_PAGE = re.compile(r"\.s?html?$|/viewer\b", re.IGNORECASE)
_SERVLET = re.compile(r"/(downfile|download|file-download)(\.(jsp|do)\b|\?)|/attach/", re.IGNORECASE)
#: How the CMS families name an article; dates in these addresses are those of drafting.
_ARTICLE = re.compile(
    r"/t\d{8}_\d+\.s?html?$|/t_?\d{4,}\.s?html?$"  # TRS
    r"|/art/.*\w+\.html?$|/art_\w+\.html?$"  # Hanweb
    r"|/info/\d+/\d+\.html?$"  # VSB
    r"|/(m?post|content)_\d+(\.s?html?)?$|/content\.s?html?$|/content/\d+(\.s?html?)?$"  # gkmlpt, UCAP and others
    r"|/(doc_)?[0-9a-f]{24}\.html?$|/[0-9a-f]{32}\.s?html?$|/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.s?html?$"
    r"|/c\d+_\d+\.s?html?$|/i?\d{5,}\.s?html?$|/xxgk-show-\d+\.html?$"
    r"|/(XxgkAnnualReport|XxgkContent|OpennessContent|News)/show/\d+\.html?$"  # Anhui
    r"|/public/\d+/\d+\.html?$|/aid/\d+$|/Detail/\d+$",
    re.IGNORECASE,
)
_FOLDER = re.compile(
    r"/((index|default|list|\w*_?list)(_\d+)?\.(s?html?|jsp|aspx?))?$|/col\d+$|/page_\d+\.html$", re.IGNORECASE
)


def elements(page: TextResponse, path: str) -> list[Element]:
    """The elements an XPath of a page leads to; without the selector the library would make of each."""
    found: list[Element] = page.selector.root.xpath(path)
    return found


def clicked(page: TextResponse) -> list[Element]:
    """The elements that a click leads on from though they are no links and hold none."""
    return elements(page, _BLOCKS) if "onclick" in page.text else []


def address_of(anchor: Element) -> str | None:
    """The address of an anchor: its href, or the path its click handler names or keeps aside; None for a pseudo link."""
    href = (anchor.get("href") or "").strip()
    if href and not href.lower().startswith(_PSEUDO):
        return shown_by(href)
    found = _QUOTED.search(anchor.get("onclick") or href)
    return found[1] if found else next((told for name in _KEPT_IN if (told := (anchor.get(name) or "").strip())), None)


def shown_by(address: str) -> str:
    """The file that a viewer's page shows, by the address of the page; any other address as it is."""
    if "file=" not in address:
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    file = dict(parse_qsl(parts.query)).get("file")
    return file if file and _PAGE.search(parts.path) else address


def title_of(anchor: Element) -> str:
    """The title of a link: its attribute, for lists cut the text; else the text."""
    text = " ".join("".join(_named_by(anchor) if len(anchor) else [anchor.text or ""]).split())
    given = " ".join((anchor.get("title") or "").split())
    if not text and not given:  # a picture of words, or an area of one
        given = " ".join((_PICTURED(anchor) or [""])[0].split())
    return given if len(given) >= len(text.rstrip("….")) else text


def _named_by(anchor: Element) -> list[str]:
    """The words of a link but for the day that stands among them as a piece of its own."""
    words: list[str] = _SPOKEN(anchor)
    return [text for text in words if not _DAY_ALONE.fullmatch(text)] or words


def join(page: TextResponse, address: str) -> str | None:
    """The whole address a page's link leads to; None where it makes none."""
    address = address.strip()
    try:
        if (found := _BELOW.fullmatch(address)) and (folder := _folder(get_base_url(page))):
            return folder + found[1]
        # as browsers do
        url = page.urljoin(address.replace("\\", "/"))
        return url if urlsplit(url).hostname else None
    except ValueError:
        return None


@lru_cache(maxsize=64)
def _folder(base: str) -> str | None:
    """The folder that a page's relative addresses begin in; None where the base has no host."""
    return urljoin(base, ".") if urlsplit(base).hostname else None


def is_file(address: str, title: str = "") -> bool:
    """Whether a link leads to a document file, by its path, a file name in its query, or its words."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    names = [parts.path, title, *(value for _, value in (parse_qsl(parts.query) if parts.query else ()))]
    return any(_FILE.search(name.strip()) for name in names) or bool(_SERVLET.search(address))


@lru_cache(maxsize=8192)  # asked of a row when it is read and when it is taken
def leads_to(url: str) -> Literal["file", "article", "folder", "page"]:
    """What an address leads to by its shape: a folder is surely a list or a page of its own, a page may be anything."""
    if is_file(url):
        return "file"
    path = urlsplit(url).path
    if _ARTICLE.search(path):
        return "article"
    return "folder" if _FOLDER.search(path) or "." not in path.rsplit("/", 1)[-1] else "page"


def date_in(text: str) -> date | None:
    """The first whole date in a text, however separated; None without one."""
    text = unicodedata.normalize("NFKC", text)
    first = [(found[1], found[2], found[0]) for found in _DAY_FIRST.findall(text)]
    for year, month, day in [*_DATE.findall(text), *_COMPACT.findall(text), *first]:
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def without_date(text: str) -> str:
    """A text without the date that begins or ends it; one that is nothing else stays."""
    return _AT_ENDS.sub("", text) or text


def words_in(element: Element) -> list[str]:
    """The texts inside an element, as they stand."""
    found: list[str] = _TEXTS(element)
    return found


def row_date(row: Element, anchor: Element) -> date | None:
    """The date a row prints outside its link, else the one inside it."""
    own = set(words_in(anchor))
    return date_in(" ".join(text for text in words_in(row) if text not in own)) or link_date(anchor)


def link_date(anchor: Element) -> date | None:
    """The day that the words of a link print as a piece of their own, or behind its title."""
    own = words_in(anchor)
    told = [text for text in own if _DAY_ALONE.fullmatch(text)]
    found = _DAY_LAST.search("".join(own))
    return date_in(" ".join([*told, found[0] if found else ""]))


def texts(page: TextResponse, path: str) -> list[str]:
    """The texts an XPath of a page leads to; a selector for each, as the library makes, takes most of a visit's time."""
    found: list[str] = page.selector.root.xpath(path, smart_strings=False)
    return found


def scripts(page: TextResponse) -> list[str]:
    """The scripts that stand in a page; one in a comment of the markup is none."""
    return [script.text for script in page.selector.root.iter("script") if script.text]


def is_markup(page: TextResponse) -> bool:
    """Whether a page is markup, not JSON or a script."""
    return isinstance(page, HtmlResponse) or page.text.lstrip("\ufeff \t\r\n")[:1] == "<"


def fragment(page: TextResponse, markup: str) -> Page:
    """Markup that came inside another answer, as a page at that answer's address."""
    return Page(page.url, body=markup.encode(), encoding="utf-8")

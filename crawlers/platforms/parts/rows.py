"""The rows of a list that stands in markup: list items, table rows, or bare anchors.

Menus, breadcrumbs and related articles are made of the same elements; only what looks like a document is a row.
Which rows are reports is said in `crawlers/links.py`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import XPath
from scrapy.http import TextResponse

from crawlers import links
from crawlers.platforms.base import Link
from crawlers.platforms.parts.anchors import (
    Element,
    address_of,
    clicked,
    date_in,
    elements,
    is_file,
    is_markup,
    join,
    leads_to,
    link_date,
    row_date,
    scripts,
    title_of,
    without_date,
    words_in,
)
from crawlers.platforms.parts.answers import written_from

#: Anchors inside these are no rows: a row's related articles, the way here, the frame of the site.
OUTSIDE = (
    "ancestor::header or ancestor::footer or ancestor::nav or "
    "ancestor-or-self::*[contains(@class, 'popbox') or contains(@class, 'crumb')] or "
    "ancestor::*[contains(concat(' ', @class, ' '), ' header ') or contains(concat(' ', @class, ' '), ' footer ') or "
    "contains(concat(' ', @class, ' '), ' foot ') or contains(concat(' ', @class, ' '), ' nav ') or "
    "contains(concat(' ', @class, ' '), ' position ') or contains(concat(' ', @class, ' '), ' friendlink ') or "
    "@id='header' or @id='footer']"
)
#: The same as the elements that hold them: told once a page and not of every anchor.
_NAMED_FRAME = " or ".join(
    f"contains(concat(' ', @class, ' '), ' {name} ')"
    for name in ("header", "footer", "foot", "nav", "position", "friendlink")
)
_FRAME = (
    "//header | //footer | //nav | //*[contains(@class, 'popbox') or contains(@class, 'crumb')] | "
    f"//*[not(self::a) and (@id='header' or @id='footer' or {_NAMED_FRAME})]"
)
#: The link that a tree's item is about, not those of the branch below it.
_OWN_LINK = XPath("./a | ./*[self::span or self::h3 or self::div]/a")
#: Words that say nothing of the document they lead to; the row says it.
_POINTER = re.compile(
    r"(点击)?(查看|详情|详细|浏览|下载|打开|进入|链接|阅读|原文|全文|pdf|word|doc|html)+(全文|原文|详情|版)?",
    re.IGNORECASE,
)
_SLUG = re.compile(r"(wz|zf|bm|x)?(xxgk|gk)?(nb|ndbg|gkndbg|ndxxgkbg|nbpb|nan|ndgzbg|gzndbg)", re.IGNORECASE)
#: What may trail a slug in a path: a number, a year, the year's mark.
_TRAIL = re.compile(r"(_?\d+n?|_\w{1,3}|new)*$")
_TITLE_PART = re.compile(r"[_|>»\-—]+")
_TITLES = ("title", "realtitle", "bt", "name", "docTitle", "subject")
_ADDRESSES = ("url", "href", "link", "infourl", "docPubUrl", "docUrl", "pcUrl", "linkUrl", "doc_pub_url")
#: Brackets of one script that turn out to begin no list; a program has many of them.
_MOST_FAILURES = 20
_RECORDS = re.compile(r"\[\s*\{")
#: Strings side by side, as in an array or the arguments of a call: ['2024年…', '/nb/1.html', '2025-01-20'].
_STRING = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"")
_STRINGS = re.compile(r"(?:'[^'\n]*'|\"[^\"\n]*\")(?:\s*,\s*(?:'[^'\n]*'|\"[^\"\n]*\"|\d+|null))+")
_ADDRESS = re.compile(r"[^\s<>{}\u4e00-\u9fff]*(?:/|\.s?html?|\.pdf|\.jspx?\?)[^\s<>{}\u4e00-\u9fff]*", re.IGNORECASE)
_REPORTS = re.compile(r"年报|报告")
_DAYS = ("date", "pubDate", "publishedTimeStr", "publishTime", "createTime", "docPubTime", "time", "infodate")


@lru_cache(maxsize=4)  # each adapter looks at the rows to know its own
def rows(page: TextResponse) -> tuple[Link, ...]:
    """The documents a page lists, repetitions kept: dated links, articles, files, and whatever names a report."""
    inside = names_annual(page)
    return tuple(_rows(page, inside=inside))


def links_to_reports(page: TextResponse) -> int:
    """How many links of a page may lead to reports, by their words alone; soon told, for most pages have few."""
    if not is_markup(page):
        return 0
    told = (links.plain(title_of(anchor)) for anchor in page.selector.root.iter("a"))
    return sum(
        _POINTER.fullmatch(title) is not None or links.column_kind(title) not in {None, "openness"} for title in told
    )


def counted(found: tuple[Link, ...]) -> int:
    """How many rows stand there; a page that shows each twice holds its list for screens and for telephones."""
    different = len({link.url for link in found})
    return len(found) if len(found) < 2 * different else different


def _rows(page: TextResponse, *, inside: bool) -> Iterator[Link]:
    taken: set[Element] = set()
    outside = {anchor for block in elements(page, _FRAME) for anchor in block.iter("a")}
    for anchor in page.selector.root.iter("a"):
        if anchor in outside:
            continue
        row = row_of(anchor)
        link = _document(page, anchor, row, inside=inside)
        if link and row in taken and not _is_announced(link):
            continue  # further links of a row are related articles; a table of agencies and years has many reports
        if link:
            if row is not None:
                taken.add(row)
            yield link
    for block in clicked(page):
        address = address_of(block)
        url = join(page, address) if address else None
        title, day = title_of(block), link_date(block)
        if url and leads_to(url) != "folder" and links.judge(title).kind != "other":
            yield Link(url, without_date(title), day)


def _is_announced(link: Link) -> bool:
    return link.is_report or links.judge(link.title).kind == "report"


def row_of(anchor: Element) -> Element | None:
    """The element that is the anchor's row: the outermost list item, else table row, else a block with no other link."""
    around = [*anchor.iterancestors("li", "tr")]
    if around:
        row = next((one for one in reversed(around) if one.tag == "li"), around[-1])
        # a tree's item holds a whole branch
        is_whole = not any(one is not row for one in row.iter("li")) or _OWN_LINK(row)
        return row if is_whole else around[0]
    block = next(anchor.iterancestors("dd", "p", "div"), None)
    return block if block is not None and len([*block.iter("a")]) == 1 else None


def _document(page: TextResponse, anchor: Element, row: Element | None, *, inside: bool) -> Link | None:
    address = address_of(anchor)
    url = join(page, address) if address else None
    if not url:
        return None
    title = title_of(anchor)
    told = ""
    if row is not None and _POINTER.fullmatch(links.plain(title)):
        told = _words_beside(row, anchor)
        title = _words_above(anchor) + told or title
    day = row_date(row, anchor) if row is not None else link_date(anchor) or _day_described(anchor)
    title = without_date(title) if day else title
    shape = leads_to(url)
    if inside and shape == "page" and told and links.column_kind(told) != "openness":
        return Link(url, title, day, is_report=True)
    document = shape in {"file", "article"} or is_file(url, title)
    if day or document:
        named = links.column_kind(title)
        says_so = named not in {None, "openness"} or links.is_one_of_its_column(title)
        return Link(url, title, day, is_report=inside and document and says_so)
    # without a date, words and address must both speak for a document: a folder of that name is a column
    judged = links.judge(title)
    if judged.kind == "false_friend" or (judged.kind == "report" and shape == "page" and judged.year):
        return Link(url, title)
    return None


def _day_described(anchor: Element) -> date | None:
    """The day in the description of the term that an anchor is: <dt><a>…</a><dd>2025-01-20."""
    term = next(anchor.iterancestors("dt"), None)
    said = term.getnext() if term is not None else None
    return date_in("".join(words_in(said))) if said is not None and said.tag == "dd" else None


def _words_beside(row: Element, anchor: Element) -> str:
    own = set(words_in(anchor))
    cells = [" ".join(text.split()) for text in words_in(row) if text not in own]
    told = [text for text in cells if links.column_kind(text) or links.judge(text).kind != "other"]
    return max(told, key=len, default="")


def _words_above(anchor: Element) -> str:
    """The year that heads the column of a table in which an anchor stands; empty elsewhere."""
    column = int(anchor.xpath("count(ancestor::td[1]/preceding-sibling::*)"))
    heads = anchor.xpath("ancestor::table[1]//tr[1]/*[self::th or self::td]")
    words = " ".join("".join(words_in(heads[column])).split()) if 0 < column < len(heads) else ""
    return words if links.column_kind(words) == "year" else ""


def names_annual(page: TextResponse) -> bool:
    """Whether a page calls itself a column of annual reports: in its meta tags, its title, or its address."""
    names = page.xpath(
        "//meta[@name='ColumnName' or @name='columnname' or @name='ColumnType']/@content | //h1//text()"
    ).getall()
    names += _TITLE_PART.split(page.xpath("string(//title)").get() or "")
    if any(links.column_kind(name) in {"annual", "year"} for name in names):
        return True
    return has_slug(page.url)


def has_slug(url: str) -> bool:
    """Whether a folder of an address is named as columns of annual reports are: zfxxgknb, xxgkndbg, gknb2024, ..."""
    for part in urlsplit(url).path.lower().split("/"):
        stem = _TRAIL.sub("", part.split(".")[0])
        if _SLUG.fullmatch(stem):
            return True
    return False


# --- rows in scripts -------------------------------------------------------------------------------------------


def in_scripts(page: TextResponse) -> Iterator[Link]:
    """The rows of lists that stand as plain JSON in the scripts of a page."""
    for records in records_in_scripts(page):
        yield from from_records(page, records)
    for script in scripts(page):
        for found in _STRINGS.finditer(script) if _REPORTS.search(script) else ():
            yield from _told_in(page, [single or double for single, double in _STRING.findall(found[0])])


def _told_in(page: TextResponse, told: list[str]) -> Iterator[Link]:
    """The row that strings side by side tell, where one is the title of a report and another an address."""
    title = next((words(text) for text in told if links.judge(text).kind == "report"), None)
    address = next((text.replace("\\/", "/") for text in told if _ADDRESS.fullmatch(text)), None)
    url = join(page, address) if title and address else None
    if title and url:
        yield Link(url, title, next((day for text in told if (day := date_in(text))), None))


def records_in_scripts(page: TextResponse) -> Iterator[list[Any]]:
    """The lists of objects that the scripts of a page write, as JSON or with bare keys."""
    for script in scripts(page):
        place = failures = 0
        while failures < _MOST_FAILURES and (found := _RECORDS.search(script, place)):
            value, place = written_from(script, found.start())
            if isinstance(value, list):
                yield value
            else:
                failures += 1


def from_records(page: TextResponse, records: Iterable[Any]) -> Iterator[Link]:
    """The rows among JSON records: those with a title and an address; the string "null" is no value."""
    for record in records:
        if not isinstance(record, dict):
            continue
        title, address = value_of(record, _TITLES), value_of(record, _ADDRESSES)
        url = join(page, address) if title and address else None
        if title and not address:  # the report is a file without a page
            files = record.get("resList")
            named = [file for file in files if isinstance(file, dict)] if isinstance(files, list) else []
            url = next((join(page, one) for file in named if (one := value_of(file, ("filePath",)))), None)
        if url and title:
            yield Link(url, words(title), date_in(value_of(record, _DAYS) or ""))


def value_of(record: dict[str, Any], names: Iterable[str]) -> str | None:
    """The first of the named fields that holds words."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str) and value.strip() and value.strip() != "null":
            return value.strip()
    return None


def words(markup: str) -> str:
    """A title freed from the markup and entities some servers leave in it."""
    return " ".join(re.sub(r"<[^>]+>", "", html.unescape(markup)).split())

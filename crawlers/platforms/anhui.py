"""Anhui's openness columns: `/public/column/<organ>`, filled with fragments from `/site/label/8888`.

The query of the end point is copied from the page, for it names a template of the site.
"""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy.http import TextResponse

from crawlers.platforms.base import Adapter, Ask, Listing, unique
from crawlers.platforms.parts import pagers
from crawlers.platforms.parts.anchors import is_markup
from crawlers.platforms.parts.answers import fields, put_together
from crawlers.platforms.parts.rows import counted, rows

_COLUMN = re.compile(r"^(?P<root>.*)/public/column/(?P<organ>\d+)")
_POINT = re.compile(r"['\"]([^'\"\s]*/label/8888)(\?[^'\"]*)?['\"]")
_OBJECT = re.compile(r"\{[^{}]*publicInfoList[^{}]*\}")
_NAMED = re.compile(r"\b(siteId|organId|catId|pageSize|file|type)['\"]?\s*[=:]\s*['\"]?([\w/.-]+)")
_PAGES = re.compile(r"pageCount['\"]?\s*[:=]\s*['\"]?(\d+)", re.IGNORECASE)
_TOTAL = re.compile(r"(?:total_?(?:count|record|rows)|data-total)['\"]?\s*[:=]\s*['\"]?(\d+)", re.IGNORECASE)
#: What the page's own script sends besides the names of site, organ and category.
_QUERY = {
    "IsAjax": "1",
    "dataType": "html",
    "labelName": "publicInfoList",
    "siteId": "",
    "pageSize": "18",
    "pageIndex": "1",
    "action": "list",
    "fuzzySearch": "true",
    "fromCode": "title",
    "keyWords": "",
    "sortType": "0",
    "isDate": "true",
    "dateFormat": "yyyy-MM-dd",
    "length": "80",
    "organId": "",
    "type": "4",
    "catIds": "",
    "catId": "",
    "cId": "",
    "result": "暂无相关信息",
    "file": "/xxgk/publicInfoList_newest2020",
}
_KEPT = frozenset({*_QUERY, "specialCatIds", "publicDivId", "fileNum", "isInvalid"})


class Anhui(Adapter):
    """Columns of the openness kind."""

    name = "anhui"

    def recognise(self, page: TextResponse) -> int:
        """By the end point in the page, or by the address of the column."""
        if not is_markup(page):
            return 0
        if "label/8888" in page.text and ("publicInfoList" in page.text or _COLUMN.match(page.url)):
            return 96
        return 85 if _COLUMN.match(page.url) else 0

    def read_list(self, page: TextResponse) -> Listing:
        """The first fragment's end point; its answer names the others."""
        query = _query(page)
        text = html.unescape(page.text)
        point, column = _POINT.search(text), _COLUMN.match(page.url)
        root = column["root"] if column else ""
        url = page.urljoin(point[1]) if point else f"{root}/site/label/8888"
        return Listing(parts=(_ask(url, query, 1, page.url),))


def _query(page: TextResponse) -> dict[str, str]:
    """What is sent: the page's own words before those of its address, those before the usual ones."""
    text = html.unescape(page.text)
    column = _COLUMN.match(page.url)
    meta = page.xpath("//meta[translate(@name,'SITED','sited')='siteid']/@content").get()
    said = dict(_NAMED.findall(text))
    if meta:
        said["siteId"] = meta
    address = dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
    if column:
        address["organId"] = column["organ"]
    written: dict[str, str] = {}
    if found := _OBJECT.search(text):
        written = fields(found[0])
    if (point := _POINT.search(text)) and point[2]:
        query_text = put_together(text, point[2].lstrip("?"), point.end())
        written |= dict(parse_qsl(query_text, keep_blank_values=True))
    sources = (said, address, {name: value for name, value in written.items() if value})
    query = dict(_QUERY)
    for source in sources:
        query |= {name: value for name, value in source.items() if name in _KEPT}
    return query


def _ask(url: str, query: dict[str, str], number: int, page_url: str, *, probe: bool = False) -> Ask:
    def read(page: TextResponse) -> Listing:
        found = rows(page)
        pages, total = _PAGES.search(page.text), _TOTAL.search(page.text)
        last = int(pages[1]) if pages else pagers.pages_told(page)
        declared = int(total[1]) if total else None
        size = int(query["pageSize"]) if query["pageSize"].isdigit() else 0
        if declared and found:
            last = max(last, -(-declared // max(size, 1)))
        asks = tuple(_ask(url, query, one, page_url) for one in range(number + 1, last + 1))
        if not last and found and len(found) >= size:  # a full page, and nothing says whether it is the last
            asks = (_ask(url, query, number + 1, page_url, probe=True),)
        return Listing(unique(found), asks, declared_rows=declared, rows=counted(found))

    headers = (("Referer", page_url), ("X-Requested-With", "XMLHttpRequest"))
    return Ask(f"{url}?{urlencode(query | {'pageIndex': str(number)})}", headers=headers, probe=probe, read=read)

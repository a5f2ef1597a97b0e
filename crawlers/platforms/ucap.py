"""UCAP: static pages counted by `createPageHTML('container', ...)`, or a list that `searchList` gives as JSON.

Answers carry the string "null" for nothing and name their fields in any order.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy.http import TextResponse

from crawlers.outcome import FailedError
from crawlers.platforms.base import Ask, Listing, unique
from crawlers.platforms.parts import forms, pagers
from crawlers.platforms.parts.anchors import is_markup
from crawlers.platforms.parts.answers import further_pages, read_json, whole
from crawlers.platforms.parts.rows import counted, from_records, rows
from crawlers.platforms.static import StaticList
from crawlers.reasons import because

_MARK = re.compile(
    r"UCAP-CONTENT|ucap/|/ucap\b|searchList/|getChannelList|getLocalList|getFileListByCodeId|manuscriptList/",
    re.IGNORECASE,
)
_LIST_NAME = re.compile(r"/(\w*_list\w*|zfxxgk\w*|xlist|rlist|list)(_\d+)?\.shtml$")
_END_POINT = re.compile(
    r"['\"]((?:https?:)?/[^'\"\s]*?(?:searchList|es-search/search|manuscriptList|common/search|/search)/[\w-]+[^'\"\s]*)['\"]"
)
_CHANNEL = re.compile(r"channel_?id['\"]?\s*[=:,]\s*['\"]([0-9a-f]{32})", re.IGNORECASE)
_BASE = re.compile(r"['\"]((?:https?:)?/?[^'\"\s]*?(?:searchList|manuscriptList))/?['\"]")
_CODE = re.compile(r"(getChannelList|getLocalList)\?channelCode=['\"\s+]*([\w-]*)")
_FILE_LIST = re.compile(r"['\"]([^'\"\s]*getFileListByCodeId)['\"]")
_QUERY = {
    "_isAgg": "true",
    "_isJson": "true",
    "_pageSize": "18",
    "_template": "index",
    "_rangeTimeGte": "",
    "_channelName": "",
    "page": "1",
}


class Ucap(StaticList):
    """UCAP columns, their rows in the page or behind an end point."""

    name = "ucap"
    ways = (pagers.ucap, pagers.counted, pagers.links)

    def recognise(self, page: TextResponse) -> int:
        """By the pager that names its container first, by an end point, or by the names of list pages."""
        if not is_markup(page):
            return 0
        if pagers.ucap(page):
            return 95
        marked = bool(_MARK.search(page.text) or _meta_channel(page))
        if marked and _json_asks(page):
            return 92
        named = bool(_LIST_NAME.search(urlsplit(page.url).path))
        return 80 if named and marked else 65 if named else 40 if marked else 0

    def read_list(self, page: TextResponse) -> Listing:
        """The rows that stand in the page, else the end points that give them."""
        listing = super().read_list(page)
        asks = _json_asks(page)
        named = bool(_END_POINT.search(html.unescape(page.text)) or _FILE_LIST.search(page.text))
        if pagers.ucap(page) or not asks or (listing.links and not named):
            return listing
        return Listing(listing.links, parts=asks[:1])


def _meta_channel(page: TextResponse) -> str | None:
    found: str | None = page.xpath("//meta[translate(@name,'CHANELID','chanelid')='channelid']/@content").get()
    return found if found and re.fullmatch(r"[0-9a-f]{32}", found) else None


def _json_asks(page: TextResponse) -> tuple[Ask, ...]:
    """The end point as the page writes it whole, else made from its channel, else the one that tells the channel."""
    text = html.unescape(page.text)
    said = _CHANNEL.search(text)
    channel = _meta_channel(page) or (said[1] if said else None)
    if (files := _FILE_LIST.search(text)) and channel:
        return (_files_ask(page.urljoin(files[1]), channel, 1),)
    for found in _END_POINT.finditer(text):
        parts = urlsplit(page.urljoin(found[1]))
        query = _QUERY | dict(parse_qsl(parts.query, keep_blank_values=True)) | {"page": "1"}
        return (Ask(f"{parts.scheme}://{parts.netloc}{parts.path}?{urlencode(query)}", read=read_results),)
    base = _BASE.search(text)
    if channel and (base or "searchList" in text or _meta_channel(page)):
        return (_channel_ask(page.urljoin(base[1] if base else "/searchList"), channel),)
    if code := _CODE.search(text):
        own = code[2] or next(
            (part for part in urlsplit(page.url).path.split("/") if re.fullmatch(r"c\d{4,}\w*", part)), ""
        )
        if own:
            return (Ask(page.urljoin(f"/{code[1]}?channelCode={own}"), read=_read_channel),)
    return ()


def _channel_ask(base: str, channel: str) -> Ask:
    return Ask(f"{base.rstrip('/')}/{channel}?{urlencode(_QUERY)}", read=read_results)


def _read_channel(page: TextResponse) -> Listing:
    """The answer that tells a channel's id, read for the list to ask next."""
    results = read_json(page).get("results")
    levels = results.get("channelLevel") if isinstance(results, dict) else None
    for one in [results, *(levels if isinstance(levels, list) else [])]:
        channel = one.get("channelId") if isinstance(one, dict) else None
        if isinstance(channel, str) and re.fullmatch(r"\w{8,}", channel):
            return Listing(asks=(_channel_ask(page.urljoin("/searchList"), channel),))
    raise FailedError(because("no_channel"), 200)


def read_results(page: TextResponse) -> Listing:
    """The rows of an answer, as JSON or as markup, and the pages up to its total."""
    if is_markup(page):
        return _read_fragment(page)
    data, results = _data(read_json(page))
    total, size = whole(data.get("total")), whole(data.get("rows")) or len(results) or 18
    here = re.search(r"[?&]page=(\d+)", page.url)
    asks = tuple(
        Ask(forms.with_number(page.url, "page", number), read=read_results)
        for number in further_pages(int(here[1]) if here else 1, total, size, len(results))
    )
    return Listing(unique(from_records(page, results)), asks, declared_rows=total, rows=len(results))


def _read_fragment(page: TextResponse) -> Listing:
    """The rows of markup that the end point gave; its pager calls a script, so the pages go by the number asked for."""
    found, further = rows(page), pagers.further(page)
    last, asked = pagers.pages_told(page), parse_qsl(urlsplit(page.url).query)
    if last and "page" in dict(asked):
        numbers = range(2, last + 1)
        asks = tuple(Ask(forms.with_number(page.url, "page", one), read=read_results) for one in numbers)
        return Listing(unique(found), asks, declared_rows=further.declared_rows, rows=counted(found))
    return Listing(
        unique(found),
        tuple(replace(ask, read=read_results) for ask in further.asks),
        declared_rows=further.declared_rows,
        rows=counted(found),
        open_end=further.open_end,
    )


def _data(answer: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    for path in (("data",), ("results", "data"), ("results",), ()):
        data: Any = answer
        for name in path:
            data = data.get(name) if isinstance(data, dict) else None
        if isinstance(data, dict) and isinstance(data.get("results"), list):
            return data, data["results"]
    raise FailedError(because("no_list_data"), 200)


def _files_ask(url: str, channel: str, number: int) -> Ask:
    body = {"codeId": "", "channelId": channel, "page": number, "size": 20, "sort": [], "relateSubChannels": False}

    def read(page: TextResponse) -> Listing:
        data, results = _data(read_json(page))
        total = whole(data.get("total"))
        asks = tuple(_files_ask(url, channel, further) for further in further_pages(number, total, 20, len(results)))
        return Listing(unique(from_records(page, results)), asks, declared_rows=total, rows=len(results))

    return Ask(url, json=json.dumps(body), read=read)

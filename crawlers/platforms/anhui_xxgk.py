"""Anhui's XxgkContent: `/XxgkContent/showList/<organ>/<category>/page_<n>.html`, in one of two layouts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawlers.platforms.base import Ask, Listing, unique
from crawlers.platforms.parts import pagers
from crawlers.platforms.parts.anchors import is_markup
from crawlers.platforms.parts.rows import counted, rows
from crawlers.platforms.static import StaticList

_LIST = re.compile(r"/\w+/showList/\d+(/\d+)?/page_(\d+)\.html", re.IGNORECASE)
_PAGE = re.compile(r"page_(\d+)\.html")


class XxgkContent(StaticList):
    """Lists of the XxgkContent kind."""

    name = "anhui-xxgk"

    def recognise(self, page: TextResponse) -> int:
        """By the address of the list, else by that of the reports on it."""
        if not is_markup(page):
            return 0
        if _LIST.search(urlsplit(page.url).path):
            return 95
        return 75 if "/XxgkAnnualReport/show/" in page.text else 0

    def read_list(self, page: TextResponse) -> Listing:
        """The rows; the pages the pager names or counts, else one after the other until nothing new comes."""
        own = _PAGE.search(page.url)
        if not own:
            return super().read_list(page)

        def ask(number: int, *, probe: bool = False) -> Ask:
            return Ask(_PAGE.sub(f"page_{number}.html", page.url), probe=probe)

        found = rows(page)
        named = _PAGE.findall(" ".join(page.xpath("//a/@href").getall()))
        last = max([pagers.pages_told(page), *map(int, named)])
        asks = tuple(ask(number) for number in range(2, last + 1))
        if last < 1 and found:
            asks = (ask(int(own[1]) + 1, probe=True),)
        return Listing(unique(found), asks, rows=counted(found))

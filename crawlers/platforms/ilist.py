"""HIWCM's `iList.jsp`: a query names the column and, as `cur_page`, the page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawlers.platforms.base import Ask, Listing, unique
from crawlers.platforms.parts import columns, forms, pagers
from crawlers.platforms.parts.anchors import is_markup
from crawlers.platforms.parts.rows import counted, rows
from crawlers.platforms.static import StaticList

_NUMBER = re.compile(r"\bcur_page=(\d+)")


class IList(StaticList):
    """Lists made by iList.jsp."""

    name = "ilist"

    def recognise(self, page: TextResponse) -> int:
        """By the servlet that makes the page, or to which its pager leads."""
        if not is_markup(page):
            return 0
        return 95 if "/ilist.jsp" in urlsplit(page.url).path.lower() or "iList.jsp?" in page.text else 0

    def read_list(self, page: TextResponse) -> Listing:
        """The rows; the pages the pager names or counts, else one after the other until nothing new comes."""
        found, own = rows(page), _NUMBER.search(page.url)
        named = _NUMBER.findall(" ".join(page.xpath("//a/@href").getall()))
        last = max([pagers.pages_told(page), *map(int, named)])
        base = page.url if "ilist.jsp" in page.url.lower() else _servlet(page) or page.url
        asks = tuple(Ask(forms.with_number(base, "cur_page", number)) for number in range(2, last + 1))
        if last < 1 and found:
            number = int(own[1]) + 1 if own else 2
            asks = (Ask(forms.with_number(base, "cur_page", number), probe=True),)
        # a column page may only frame its list
        parts = () if found else columns.frames(page)
        return Listing(unique(found), asks, parts=parts, rows=counted(found))


def _servlet(page: TextResponse) -> str | None:
    named = page.xpath("//a[contains(@href, 'iList.jsp')]/@href").get()
    return page.urljoin(named) if named else None

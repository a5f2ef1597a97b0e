"""TrueCMS: the first rows lie hidden in the page, the others come as a datastore inside JSONP.

It looks like Hanweb and is not. Some servers answer 404 without a referer, and each has its own ceiling for the rows
of one answer, so that few are asked for at a time.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from scrapy.http import TextResponse

from crawlers.platforms.base import Adapter, Ask, Listing, unique
from crawlers.platforms.hanweb_jpage import records
from crawlers.platforms.parts.anchors import fragment, is_markup
from crawlers.platforms.parts.answers import read_json
from crawlers.platforms.parts.rows import rows
from crawlers.reasons import because

_END_POINT = re.compile(r"['\"]([^'\"\s]*/truecms/messageController/getMessage\.do)[^'\"]*['\"]", re.IGNORECASE)
_COLUMN = re.compile(r"columnId['\"]?\s*[=:]\s*['\"]?([0-9a-f]{8}-[0-9a-f-]{27}|\w{6,})", re.IGNORECASE)
_TOTAL = re.compile(r"totalRecord['\"]?\s*[:=]\s*['\"]?(\d+)|<totalrecord>\s*(\d+)", re.IGNORECASE)
_AT_ONCE = 20


class TrueCms(Adapter):
    """Columns of TrueCMS."""

    name = "truecms"

    def recognise(self, page: TextResponse) -> int:
        """By the end point the page's script asks."""
        if not is_markup(page) or not re.search("truecms/messageController", page.text, re.IGNORECASE):
            return 0
        return 97

    def read_list(self, page: TextResponse) -> Listing:
        """The hidden first rows, and the end point for those after them."""
        hidden = page.css("#initData").get()
        first = rows(fragment(page, hidden)) if hidden else rows(page)
        if not first and hidden:
            first = tuple(records(page, "".join(page.css("#initData ::text").getall())))
        point, column = _END_POINT.search(page.text), _COLUMN.search(page.text)
        if not point or not column:
            return Listing(unique(first), open_end=because("pager_untold_rows"))
        totals = [int(one or other) for one, other in _TOTAL.findall(page.text)]
        total = totals[-1] if totals else None
        ask = _ask(page.urljoin(point[1]), column[1], page.url, len(first), total)
        is_whole = total is not None and len(first) >= total
        return Listing(unique(first), () if is_whole else (ask,), declared_rows=total, rows=len(first))


def _ask(point: str, column: str, page_url: str, seen: int, total: int | None, start: int | None = None) -> Ask:
    """The rows after those seen; where the total is not known the list is asked on until nothing comes."""
    start = start or seen + 1
    query = {
        "startrecord": start,
        "endrecord": start + _AT_ONCE - 1,
        "perpage": _AT_ONCE,
        "columnId": column,
        "callback": "cb",
    }

    def read(page: TextResponse) -> Listing:
        store = str(read_json(page).get("result") or "")
        found = tuple(records(page, store))
        said = _TOTAL.search(store)
        declared = int(said[1] or said[2]) if said else total
        if declared is None and not found:
            declared = seen  # an empty answer says how long the list is
        goes_on = found and (declared is None or start + _AT_ONCE <= declared)
        asks = (_ask(point, column, page_url, seen + len(found), declared, start + _AT_ONCE),) if goes_on else ()
        return Listing(unique(found), asks, declared_rows=declared, rows=len(found))

    headers = (("Referer", page_url), ("X-Requested-With", "XMLHttpRequest"))
    return Ask(f"{point}?{urlencode(query)}", headers=headers, read=read)

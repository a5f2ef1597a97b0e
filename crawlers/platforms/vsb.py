"""VSB (Visual SiteBuilder): articles under `/info/<tree>/<id>.htm`, and pages whose numbers run downwards.

Page two of ten is `<column>/9.htm`, so the way to the next page is followed, never computed.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawlers.platforms.parts import pagers
from crawlers.platforms.parts.anchors import is_markup
from crawlers.platforms.parts.rows import rows
from crawlers.platforms.static import StaticList

_MARK = re.compile(r"Visual SiteBuilder|_sitegray|/system/resource/js/|\.vsb\.css|_vsb_|_jsq_\(", re.IGNORECASE)
_ARTICLE = re.compile(r"/info/\d+/\d+\.html?$")


class Vsb(StaticList):
    """VSB: the page says which comes next, for its numbers run downwards."""

    name = "vsb"
    ways = (pagers.links,)

    def recognise(self, page: TextResponse) -> int:
        """By the maker's marks, or by the addresses of articles."""
        if not is_markup(page):
            return 0
        articles = sum(bool(_ARTICLE.search(urlsplit(link.url).path)) for link in rows(page))
        if _MARK.search(page.text):
            return 95 if articles or "p_pages" in page.text else 85
        return 72 if articles else 0

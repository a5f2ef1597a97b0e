"""TRS WCM: directory columns whose pages are `index.html`, `index_1.html`, ... and whose pager is written by a script.

Look-alikes share the pager and call their second page `index_2`; which of the two a portal is, its second
page shows.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawlers.platforms.parts import pagers
from crawlers.platforms.parts.anchors import is_markup
from crawlers.platforms.parts.rows import rows
from crawlers.platforms.static import StaticList

_ARTICLE = re.compile(r"/(t\d{8}_\d+|t_?\d{4,})\.s?html?$", re.IGNORECASE)
_MARK = re.compile(r"TRS_Editor|trs_editor_view|Custom_UnionStyle|/t20\d{6}_\d+\.s?html?", re.IGNORECASE)


class Trs(StaticList):
    """TRS WCM and its look-alikes: directory columns, dated article names, the pager written by a script."""

    name = "trs"
    ways = (pagers.trs, pagers.pager_object, pagers.counted, pagers.encoded, pagers.links)

    def recognise(self, page: TextResponse) -> int:
        """By the pager with a leading number, else by article names that begin with t and a date."""
        if not is_markup(page):
            return 0
        if pagers.trs(page):
            return 90
        if any(_ARTICLE.search(urlsplit(link.url).path) for link in rows(page)):
            return 70
        return 20 if _MARK.search(page.text) else 0

"""Shanghai: articles in folders of a day below the column, page two is `index_2.html`."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawlers.platforms.base import Ask, Listing
from crawlers.platforms.parts import pagers
from crawlers.platforms.parts.anchors import is_markup
from crawlers.platforms.parts.rows import rows
from crawlers.platforms.static import StaticList

_ARTICLE = re.compile(r"/20\d{6}/([0-9a-f]{32}|t\d{4}_\d+)\.html?$")
#: A list's first page, whose name may be left out.
_FIRST = re.compile(r"/(?:index\.html)?$")


class Shanghai(StaticList):
    """Shanghai: folders of dated folders, page two is index_2."""

    name = "shanghai"

    def recognise(self, page: TextResponse) -> int:
        """By a dated folder before the article's name."""
        if not is_markup(page):
            return 0
        if any(_ARTICLE.search(urlsplit(link.url).path) for link in rows(page)):
            return 93
        return 60 if re.search(r"/t?nw\d+/", urlsplit(page.url).path) else 0

    def read_list(self, page: TextResponse) -> Listing:
        """As any static list; where nothing on it says how many pages there are, page two is tried by its known name."""
        found = super().read_list(page)
        is_first = bool(_FIRST.search(urlsplit(page.url).path))
        if is_first and found.links and not (found.asks or found.open_end or pagers.pages_told(page)):
            return replace(found, asks=(Ask(page.urljoin("index_2.html"), probe=True),))
        return found

"""Shanghai: articles in folders of a day below the column, page two is `index_2.html`."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawlers.platforms.anchors import is_markup
from crawlers.platforms.rows import rows
from crawlers.platforms.static import StaticList

_ARTICLE = re.compile(r"/20\d{6}/([0-9a-f]{32}|t\d{4}_\d+)\.html?$")


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

"""The engine of static lists: rows in markup and a pager beside them.

A family is its marks and its ways of paging; each has a module of its own.
"""

from __future__ import annotations

from scrapy.http import TextResponse

from crawlers import links
from crawlers.platforms.base import Adapter, Listing, unique
from crawlers.platforms.parts import columns, pagers
from crawlers.platforms.parts.rows import counted, rows


class StaticList(Adapter):
    """Rows and pager of a list in markup."""

    #: In the order tried.
    ways: tuple[pagers.Pager, ...] = pagers.ALL

    def read_list(self, page: TextResponse) -> Listing:
        """The rows of the page and the pages that follow; where no row is a report, the frames of the page too."""
        found, further = rows(page), pagers.further(page, self.ways)
        return Listing(
            unique(found),
            further.asks,
            further.instead,
            ()
            if any(one.is_report or links.judge(one.title).kind == "report" for one in found)
            else columns.frames(page),
            declared_rows=further.declared_rows,
            rows=counted(found),
            open_end=further.open_end,
            pages=further.pages,
            said=further.said,
        )

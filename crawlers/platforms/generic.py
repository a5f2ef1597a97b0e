"""Any other site: whatever names an annual report is a row, pages follow by the common pagers, frames are looked into.

The last adapter asked, and the least sure: any family that knows a page goes before it. The links that lead from a
home page to the column and through its tree are found for all families alike, in `columns.py`.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawlers.platforms.base import Listing, unique
from crawlers.platforms.parts import columns, loaded, pages, scripted_rows
from crawlers.platforms.parts.anchors import is_markup
from crawlers.platforms.parts.rows import in_scripts, rows
from crawlers.platforms.static import StaticList


class Generic(StaticList):
    """Lists in markup of no known family."""

    name = "generic"

    def recognise(self, page: TextResponse) -> int:
        """Just enough where the page has rows, leads to a column, or is a report itself."""
        if not is_markup(page):
            return 0
        if rows(page) or any(True for _ in in_scripts(page)) or pages.shows_report(page):
            return 50
        found = columns.find(page, empty=True)
        leads_on = found.annual or found.sections or found.tree or columns.frames(page) or loaded.asked(page)
        leads_on = leads_on or scripted_rows.from_first(page)
        return 50 if leads_on else 0

    def read_list(self, page: TextResponse) -> Listing:
        """Rows of the markup and of its scripts; an address of a site's root opens no list."""
        listing = super().read_list(page)
        scripted = unique(link for link in in_scripts(page) if not loaded.is_branch(link))
        if scripted:
            listing = replace(listing, links=unique([*listing.links, *scripted]), rows=None)
        if not (listing.links or listing.asks or listing.parts):
            listing = replace(listing, parts=(*scripted_rows.from_first(page), *loaded.asked(page)))
        return replace(listing, open_end=None) if urlsplit(page.url).path in {"", "/"} else listing

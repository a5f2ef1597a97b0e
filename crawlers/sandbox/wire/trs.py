"""The static lists of TRS: directory columns, relative dated links, pager in a script, files beside the page.

The Shanghai way differs in its addresses and in the element that holds the body, and is served from here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from hashlib import md5

from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.render import SUFFIXES
from crawlers.sandbox.wire.pages import Row, draw, draw_article
from crawlers.sandbox.wire.site import Resource, Site, attachment, number, page

#: The date in a TRS address is when the page was drafted, not when it was published.
_DRAFTED = timedelta(days=2)


def publish(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """The column's pages, the content pages, the files beside them, a home page that leads to the column."""
    parts = [lines[first : first + plan.rows] for first in range(0, len(lines), plan.rows)] or [[]]
    resources: dict[str, Resource] = {"/": page("home", partial(draw, "home.html", plan))}
    for place, part in enumerate(parts):
        rows = [Row(entry.title, _article_name(plan, entry), entry.listed_on) for entry in part]
        drawn = partial(draw, "trs_list.html", plan, rows=rows, place=place, pages=len(parts))
        shown = page("list2" if place else "list", drawn)
        resources[plan.column + _list_name(plan, place)] = shown
        if place == 0:
            resources[plan.column] = shown
    for entry in lines:
        path = plan.column + _article_name(plan, entry)
        href = f"./{_file_name(entry)}" if entry.attached else None
        drawn = partial(draw_article, f"{plan.cms}_article.html", plan, entry, path, href)
        resources[path] = page("page", drawn, entry.listed_on, entry.carried_by_page)
        if entry.attached:
            resources[f"{path.rpartition('/')[0]}/{_file_name(entry)}"] = attachment(entry)
    return Site(plan.column, resources)


def _list_name(plan: PortalPlan, place: int) -> str:
    """Page two is index_1 on TRS and index_2 on its look-alikes."""
    first = 1 if plan.cms == "trs" else 2
    return "index.html" if place == 0 else f"index_{place - 1 + first}.html"


def _article_name(plan: PortalPlan, entry: Entry) -> str:
    if plan.cms == "shanghai":
        digest = md5(entry.key.encode(), usedforsecurity=False).hexdigest()
        return f"{entry.listed_on:%Y%m%d}/{digest}.html"
    drafted = entry.listed_on - _DRAFTED
    return f"{drafted:%Y%m}/t{drafted:%Y%m%d}_{number(entry)}.html"


def _file_name(entry: Entry) -> str:
    return f"P0{entry.listed_on:%Y%m%d}{number(entry)}.{SUFFIXES[entry.shape.format]}"

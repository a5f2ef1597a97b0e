"""Sites of no known maker: a home page, a section, the column, years and classes of agencies, and their traps.

The folder of a year lies about the year of its reports; one agency's column page is the report itself; a collection
page links out; the menus lead to false friends, a calendar without end, a visitor counter and another host.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby

from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.render import SUFFIXES
from crawlers.sandbox.wire.pages import articles, digest, draw, draw_article, rows_of
from crawlers.sandbox.wire.site import Fields, Resource, Site, number, page

_SECTION = "/zwgk/"


def publish(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """Home, section, column, a folder a year, in it a folder a class; the newest report is its agency's column page."""

    def folder(entry: Entry) -> str:
        year = entry.report.report_year if entry.report else entry.listed_on.year
        return f"{plan.column}{year - 1}n/bm/"  # the folder was copied from the year before

    def address(entry: Entry) -> str:
        return f"{folder(entry)}{entry.listed_on:%Y/%m-%d}/{number(entry)}.html"

    def file(entry: Entry) -> str:
        return f"{folder(entry)}{digest(entry)}.{SUFFIXES[entry.shape.format]}"

    itself, *others = [entry for entry in lines if entry.report]
    resources = articles(plan, others, address, 'class="content"', file)
    own = f"{plan.column}szf/"
    drawn = partial(draw_article, "body_article.html", plan, itself, own, None, body='class="content"')
    resources[own] = page("page", drawn, itself.listed_on, itself.carried_by_page)
    by_folder = {path: [*group] for path, group in groupby(sorted(others, key=folder), key=folder)}
    years = sorted({path.removesuffix("bm/") for path in by_folder}, reverse=True)
    resources["/"] = page("home", partial(_menu, plan, [("政务公开", _SECTION), ("新闻中心", "/xwzx/")]))
    trees = [
        ("政府信息公开指南", "/zwgk/zn/"),
        ("政府信息公开年报", plan.column),
        ("政府网站工作年度报表", "/zwgk/wzndbb/"),
    ]
    resources[_SECTION] = page("list", partial(_menu, plan, trees))
    tree = [(f"{int(path.rstrip('n/').rpartition('/')[2]) + 1}年", path) for path in years]
    resources[plan.column] = page(
        "list", partial(_menu, plan, [("市政府", own), *tree, ("日历", "/rl/2024/1/")], inside=True)
    )
    for path in years:
        resources[path] = page("list", partial(_menu, plan, [("市政府部门", f"{path}bm/")], inside=True))
    for path, part in by_folder.items():
        resources[path] = page("list", partial(draw, "tree_list.html", plan, rows=rows_of(part, address)))
    calendar = {
        f"/rl/{year}/{month}/": page("list", partial(_calendar, plan, year, month))
        for year in (2024,)
        for month in range(1, 13)
    }
    return Site(plan.column, resources | calendar)


def _menu(plan: PortalPlan, entries: list[tuple[str, str]], *, inside: bool = False) -> str:
    return draw("tree_menu.html", plan, links=entries, inside=inside)


def _calendar(plan: PortalPlan, year: int, month: int) -> str:
    days = [(str(day), f"/rl/{year}/{month}/?d={day}") for day in range(1, 29)]
    return draw("tree_menu.html", plan, links=[*days, ("下一月", f"/rl/{year}/{month % 12 + 1}/")], inside=False)


def publish_channel(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """Addresses of the channel_/doc_ kind, the rows as records in a script of the page, paged by a query."""
    path = plan.column

    def address(entry: Entry) -> str:
        return f"{path}doc_{digest(entry)[:24]}.html"

    def file(entry: Entry) -> str:
        return f"{path}doc_{digest(entry)[:24]}_{digest(entry)}.{SUFFIXES[entry.shape.format]}"

    resources = articles(plan, lines, address, 'class="content"', file)
    resources["/"] = page("home", partial(draw, "home.html", plan))
    pages = max(-(-len(lines) // plan.rows), 1)

    def column(fields: Fields) -> Resource:
        place = max(int(fields.get("pageNo", "1")), 1)
        part = lines[(place - 1) * plan.rows : place * plan.rows]
        values = {"rows": rows_of(part, address), "place": place, "pages": pages}
        return page("list2" if place > 1 else "list", partial(draw, "channel_list.html", plan, **values))

    return Site(plan.column, resources, {path: column})

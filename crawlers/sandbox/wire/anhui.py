"""Anhui's openness columns: a page that names its organ and category, and fragments from one end point for all lists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.render import SUFFIXES
from crawlers.sandbox.wire.pages import articles, chunks, digest, draw, rows_of
from crawlers.sandbox.wire.site import HTML, Fields, Resource, Site, answer, number, page

POINT = "/site/label/8888"
SITE, ORGAN, CATEGORY, TEMPLATE = "6781961", "1681", "6708461", "/sxxgk/publicInfoList_newest2020"


def publish(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """The column and the end point, which knows site, organ, category and template or gives nothing."""

    def address(entry: Entry) -> str:
        return f"/public/{ORGAN}/{number(entry)}.html"

    def file(entry: Entry) -> str:
        return f"/group6/M00/02/1A/{digest(entry)[:12]}.{SUFFIXES[entry.shape.format]}"

    resources = articles(plan, lines, address, 'class="wzcon j-fontContent" id="zoom"', file)
    resources["/"] = page("home", partial(draw, "home.html", plan))
    values = {"point": POINT, "web": SITE, "organ": ORGAN, "category": CATEGORY, "file": TEMPLATE}
    path = plan.column.split("?")[0]
    resources[path] = page("list", partial(draw, "anhui_list.html", plan, **values))
    parts = chunks(plan, lines)

    def fragment(fields: Fields) -> Resource:
        known = {"siteId": SITE, "organId": ORGAN, "catId": CATEGORY, "file": TEMPLATE, "labelName": "publicInfoList"}
        if any(fields.get(name) != value for name, value in known.items()):
            return answer("list", "<p>暂无相关信息</p>", HTML)
        place = max(int(fields.get("pageIndex", "1")), 1)
        part = parts[place - 1] if place <= len(parts) else []
        told = draw(
            "anhui_fragment.html", plan, rows=rows_of(part, address), pages=len(parts), total=len(lines), place=place
        )
        return answer("list2" if place > 1 else "list", told, HTML)

    return Site(plan.column, resources, {POINT: fragment})

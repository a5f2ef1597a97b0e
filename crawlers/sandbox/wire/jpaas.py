"""Hanweb's newer ways: columns whose list a `build/unit` end point makes, and the servlet of annual reports.

Quirks: `bare` servers heed pageNo in the query and not paramJson; `menu` pages hold a second unit.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.render import SUFFIXES
from crawlers.sandbox.wire.hanweb import credit_code
from crawlers.sandbox.wire.pages import articles, digest, draw, rows_of
from crawlers.sandbox.wire.site import HTML, Fields, Resource, Site, answer, number, page

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
SERVLET = "/module/xxgk/xxgkAnnualReport.jsp"
_TAG = "信息列表"


def publish(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """The column, its unit, and articles under both the old and the new form of address."""

    def address(entry: Entry) -> str:
        day = entry.listed_on
        if number(entry) % 2:
            return f"/art/{day.year}/{day.month}/{day.day}/art_1229_{number(entry)}.html"
        return f"/col/col1229850036/art/{day.year}/art_{digest(entry)}.html"

    def file(entry: Entry) -> str:
        return f"/attach/-1/{digest(entry)}.{SUFFIXES[entry.shape.format]}"

    resources = articles(plan, lines, address, 'class="art-con" ergodic="article"', file)
    resources["/"] = page("home", partial(draw, "home.html", plan))
    resources[plan.column] = page(
        "list", partial(draw, "jpaas_list.html", plan, unit=UNIT, query=_query(), menu="menu" in plan.quirks)
    )
    return Site(plan.column, resources, {UNIT: partial(_unit, plan, rows_of(lines, address))})


def _query(tag: str = _TAG) -> str:
    pairs = {"parseType": "bulidstatic", "webId": "3185", "tplSetId": "o0YcVHHq5", "pageType": "column"}
    pairs |= {"tagId": tag, "editType": "null", "pageId": "1229850036"}
    return "{" + ",".join(f"'{name}':'{value}'" for name, value in pairs.items()) + "}"


def _unit(plan: PortalPlan, rows: list, fields: Fields) -> Resource:
    """The rows of a page as markup inside JSON; a menu's unit has none."""
    if fields.get("tagId") != _TAG or fields.get("webId") != "3185":
        return answer("list", json.dumps({"success": True, "code": "200", "data": {"html": "<ul><li>导航</li></ul>"}}))
    try:
        given = json.loads(fields.get("paramJson", "{}"))
    except ValueError:
        given = {}
    asked = fields.get("pageNo", "1") if "bare" in plan.quirks else str(given.get("pageNo", 1))
    place = max(int(asked) if asked.isdecimal() else 1, 1)
    part = rows[(place - 1) * plan.rows : place * plan.rows]
    markup = draw("jpaas_unit.html", plan, rows=part, total=len(rows), place=place, tag=_TAG, query=_query())
    told = {"roles": None, "success": True, "message": "生成成功", "code": "200", "data": {"html": markup}}
    return answer("list2" if place > 1 else "list", json.dumps(told, ensure_ascii=False))


def publish_servlet(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """One report an agency and year; a year without one answers with an empty body."""
    reports = {(credit_code(entry.report), str(entry.report.report_year)): entry for entry in lines if entry.report}

    def servlet(fields: Fields) -> Resource | None:
        entry = reports.get((fields.get("area", ""), fields.get("fbtime", "")))
        if entry is None:
            return Resource("list", HTML, bytes)
        url = f"{SERVLET}?area={fields['area']}&fbtime={fields['fbtime']}"
        drawn = articles(plan, [entry], lambda _: url, 'id="zoom"')
        return drawn[url]

    newest = {area: max(year for other, year in reports if other == area) for area, _ in sorted(reports)}
    doors = [
        (entry.report.agency, f"{SERVLET}?area={area}&fbtime={newest[area]}")
        for (area, year), entry in reports.items()
        if entry.report and newest[area] == year
    ]
    home = page("home", partial(draw, "tree_menu.html", plan, links=[("政府信息公开年报", plan.column)], inside=False))
    column = page("list", partial(draw, "tree_menu.html", plan, links=doors, inside=True))
    return Site(plan.column, {"/": home, plan.column: column}, {SERVLET: servlet})

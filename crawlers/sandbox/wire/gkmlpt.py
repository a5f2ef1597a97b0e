"""Guangdong's catalogue: a tree in the page's configuration, a JSON end point a column, articles as JSON in a script."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from functools import partial

from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.render import SUFFIXES
from crawlers.sandbox.wire.pages import articles, content, draw, draw_article
from crawlers.sandbox.wire.site import Fields, Resource, Site, answer, number, page

COLUMN, SID = 21206, "990001"


def publish(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """The index with its tree, the end point of the column, the articles and their files."""

    def address(entry: Entry) -> str:
        one = number(entry)
        return f"/gkmlpt/content/{one // 1_000_000}/{one // 1000}/post_{one}.html"

    def file(entry: Entry) -> str:
        one = number(entry)
        return f"/attachment/0/{one // 100_000}/{one // 1000}/{one}.{SUFFIXES[entry.shape.format]}"

    resources = articles(plan, lines, address, "", file)
    for entry in lines:
        href = file(entry) if entry.attached else None
        detail = json.dumps({"content": content(entry) + _anchor(entry, href)}).replace("<", "\\u003C")
        drawn = partial(draw_article, "gkmlpt_article.html", plan, entry, address(entry), None, detail=detail)
        resources[address(entry)] = page("page", drawn, entry.listed_on, entry.carried_by_page)
    tree = [
        {"id": 1, "name": "机构职能", "parent_id": 0, "post_count": 9, "jump_url": "", "children": []},
        {"id": COLUMN, "name": "政府信息公开年报", "parent_id": 0, "post_count": 726, "jump_url": "", "children": []},
    ]
    resources["/"] = page("home", partial(draw, "home.html", plan))
    resources[plan.column] = page("list", partial(draw, "gkmlpt_index.html", plan, tree=json.dumps(tree), sid=SID))
    return Site(plan.column, resources, {f"/gkmlpt/api/all/{COLUMN}": partial(_articles, plan, lines, address)})


def _anchor(entry: Entry, href: str | None) -> str:
    if not href:
        return ""
    return f'<p><a class="nfw-cms-attachment" href="{href}" alt="{entry.title}">{entry.title}</a></p>'


def _articles(
    plan: PortalPlan, lines: Sequence[Entry], address: Callable[[Entry], str], fields: Fields
) -> Resource | None:
    """A hundred articles a page; of a row that leads elsewhere only the address is known."""
    if fields.get("sid") != SID:
        return None
    place = int(fields.get("page", "1"))
    part = lines[(place - 1) * 100 : place * 100]
    articles_shown = []
    for entry in part:
        noon = int(datetime.combine(entry.listed_on, time(4, 0), UTC).timestamp())
        path = address(entry)
        kept = {"id": number(entry), "title": entry.title, "type": "normal", "url": path, "post_url": path}
        articles_shown.append(kept | {"date": noon - 86400 * 3, "create_time": noon, "display_publish_time": noon})
    if place == 1:
        elsewhere = {"id": 2, "title": "示例市水务局2020年政府信息公开工作年度报告", "type": "url"}
        articles_shown.append(elsewhere | {"url": "http://mirror.example.com/post_2.html", "create_time": 1611936000})
    told = {
        "classify": {"id": COLUMN, "name": "政府信息公开年报", "post_count": 726, "jump_url": ""},
        "total": len(lines) + 1,
        "offset": (place - 1) * 100,
        "articles": articles_shown,
    }
    return answer("list2" if place > 1 else "list", json.dumps(told, ensure_ascii=False))

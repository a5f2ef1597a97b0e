"""UCAP: static pages counted by a script call, or a page that its `searchList` end point fills.

The JSON rows carry the string "null" where there is nothing, and protocol-relative addresses.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import md5

from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.render import SUFFIXES
from crawlers.sandbox.wire.pages import articles, chunks, digest, draw, rows_of
from crawlers.sandbox.wire.site import Fields, Resource, Site, answer, number, page

_BODY = 'id="UCAP-CONTENT"'


def publish(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """common_list.shtml, common_list_2.shtml, ...; articles in a folder of the month."""
    folder = plan.column.rpartition("/")[0]

    def address(entry: Entry) -> str:
        return f"{folder}/{entry.listed_on:%Y%m}/{digest(entry)}.shtml"

    def file(entry: Entry) -> str:
        return f"{folder}/{entry.listed_on:%Y%m}/{digest(entry)}/files/{number(entry)}.{SUFFIXES[entry.shape.format]}"

    resources = articles(plan, lines, address, _BODY, file)
    resources["/"] = page("home", partial(draw, "home.html", plan))
    parts = chunks(plan, lines)
    for place, part in enumerate(parts, start=1):
        name = "common_list.shtml" if place == 1 else f"common_list_{place}.shtml"
        values = {"rows": rows_of(part, address), "pages": len(parts), "place": place, "total": len(lines)}
        resources[f"{folder}/{name}"] = page(
            "list2" if place > 1 else "list", partial(draw, "ucap_list.html", plan, **values)
        )
    return Site(plan.column, resources)


def publish_json(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """A page that names its channel, and the end point of the channel."""
    channel = md5(plan.id.encode(), usedforsecurity=False).hexdigest()
    folder = plan.column.rpartition("/")[0]

    def address(entry: Entry) -> str:
        return f"{folder}/c{number(entry)}/content.shtml"

    def file(entry: Entry) -> str:
        return f"{folder}/c{number(entry)}/files/{number(entry)}.{SUFFIXES[entry.shape.format]}"

    resources = articles(plan, lines, address, _BODY, file)
    resources["/"] = page("home", partial(draw, "home.html", plan))
    resources[plan.column] = page("list", partial(draw, "ucap_json.html", plan, channel=channel))
    return Site(plan.column, resources, {f"/searchList/{channel}": partial(_results, plan, lines, address)})


def _results(plan: PortalPlan, lines: Sequence[Entry], address: Callable[[Entry], str], fields: Fields) -> Resource:
    place = int(fields.get("page", "1"))
    part = lines[(place - 1) * plan.rows : place * plan.rows]
    results = [
        {
            "manuscriptId": str(number(entry)),
            "title": entry.title,
            "url": address(entry),
            "publishedTimeStr": f"{entry.listed_on} 15:15:26",
            "channelCodeName": "c100028",
            "memo": "null",
            "resList": [],
        }
        for entry in part
    ]
    if part and place == 1:
        results.append({"manuscriptId": "1", "title": "null", "url": "null", "memo": "null"})
    data = {"page": place, "rows": plan.rows, "total": len(lines) + 1, "results": results}
    told = {"data": data, "locationUrl": "null", "channelName": "信息公开年报"}
    return answer("list2" if place > 1 else "list", json.dumps(told, ensure_ascii=False))

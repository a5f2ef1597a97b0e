"""Lists that a script of the page fetches: TrueCMS with its JSONP, Epoint with its JSON.

Quirks: `referer` servers answer 404 where no page asks (TrueCMS); `few` gives nothing above fifty rows at once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.render import SUFFIXES
from crawlers.sandbox.wire.pages import articles, draw, rows_of, uuid_of
from crawlers.sandbox.wire.site import Fields, Resource, Site, answer, page

_MESSAGES = "/TrueCMS/messageController/getMessage.do"
_LIST = "/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
_SITE_GUID = "7eb5f7f1-9041-43ad-8e13-990000000001"
_CATEGORY = "003002"


def publish_truecms(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """The first rows hidden in the page, the others by record number."""
    column = uuid_of(plan.id)
    folder = plan.column.rpartition("/")[0]

    def address(entry: Entry) -> str:
        return f"{folder}/content/{uuid_of(entry.key)}.html"

    def file(entry: Entry) -> str:
        return f"/upload/{uuid_of(entry.key)}.{SUFFIXES[entry.shape.format]}"

    def messages(fields: Fields) -> Resource | None:
        if fields.get("columnId") != column or ("referer" in plan.quirks and not fields.get("(referer)")):
            return None
        first, last = int(fields.get("startrecord", "1")), int(fields.get("endrecord", "10"))
        part = [] if int(fields.get("perpage", "10")) > 50 else lines[first - 1 : last]
        store = draw("truecms_records.xml", plan, rows=rows_of(part, address))
        told = f"{fields.get('callback', 'cb')}({json.dumps({'result': store}, ensure_ascii=False)})"
        return answer("list2" if first > 1 else "list", told, "text/javascript; charset=utf-8")

    resources = articles(plan, lines, address, 'class="main-txt"', file)
    resources["/"] = page("home", partial(draw, "home.html", plan))
    values = {"rows": rows_of(lines[: plan.rows], address), "total": len(lines), "column": column, "proxy": _MESSAGES}
    resources[plan.column] = page("list", partial(draw, "truecms_list.html", plan, **values))
    return Site(plan.column, resources, {_MESSAGES: messages})


def publish_epoint(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """A page, the script that names the site, and the end point that wants a JSON body; titles are cut, realtitle whole."""

    def address(entry: Entry) -> str:
        return f"/003/003002/{entry.listed_on:%Y%m%d}/{uuid_of(entry.key)}.html"

    def file(entry: Entry) -> str:
        return f"/EWB-FRONT/attach/{uuid_of(entry.key)}.{SUFFIXES[entry.shape.format]}"

    def listing(fields: Fields) -> Resource:
        size, place = int(fields.get("pageSize", "10")), int(fields.get("pageIndex", "1"))
        known = fields.get("siteGuid") == _SITE_GUID and fields.get("categorynum") == _CATEGORY
        part = lines[(place - 1) * size : place * size] if known else []
        data = [
            {
                "infourl": address(entry),
                "title": f"{entry.title[:12]}...",
                "realtitle": entry.title,
                "infodate": str(entry.listed_on),
            }
            for entry in part
        ]
        told = {"custom": {"data": data, "total": len(lines) if known else 0}, "status": {"code": 1}}
        return answer("list2" if place > 1 else "list", json.dumps(told, ensure_ascii=False))

    resources = articles(plan, lines, address, 'class="article-content"', file)
    resources["/"] = page("home", partial(draw, "home.html", plan))
    resources[plan.column.split("?")[0]] = page("list", partial(draw, "epoint_list.html", plan))
    site = json.dumps({"projectName": "/EWB-FRONT", "siteGuid": _SITE_GUID})
    script = f"var siteInfo={site};\nvar webBuilder={{}};\n"
    resources["/js/webBuilderCommon.js"] = answer("list", script, "application/javascript")
    return Site(plan.column, resources, {_LIST: listing})

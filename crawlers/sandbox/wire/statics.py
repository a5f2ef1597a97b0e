"""Static lists of three makers: VSB, Anhui's XxgkContent, iList.jsp.

Quirks: `gbk` pages are in GBK while the header says UTF-8; `table` is the second layout of XxgkContent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.render import SUFFIXES
from crawlers.sandbox.wire.pages import articles, chunks, digest, draw, rows_of
from crawlers.sandbox.wire.site import HTML, Fields, Resource, Site, number, page

_DOWNLOAD = "/system/_content/download.jsp"


def publish_vsb(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """Pages whose numbers run downwards, files behind a download page that names them in GBK."""
    stem = plan.column.removesuffix(".htm")

    def address(entry: Entry) -> str:
        return f"/info/1050/{number(entry)}.htm"

    def file(entry: Entry) -> str:
        return f"{_DOWNLOAD}?urltype=news.DownloadAttachUrl&owner=1321085661&wbfileid={number(entry)}"

    body = 'id="vsb_content_2" class="v_news_content"'
    resources = articles(plan, lines, address, body, file, raw_file_name=True)
    files = {path.rpartition("=")[2]: resources.pop(path) for path in [*resources] if path.startswith(_DOWNLOAD)}
    resources["/"] = page("home", partial(draw, "home.html", plan))
    parts = chunks(plan, lines)
    for place, part in enumerate(parts):
        here = len(parts) - place
        path = plan.column if place == 0 else f"{stem}/{here}.htm"
        up = "" if place == 0 else "../"
        rows = [replace(row, href=f"{up}../{row.href[1:]}" if up else row.href) for row in rows_of(part, address)]
        after = (f"{stem.rpartition('/')[2]}/{here - 1}.htm" if place == 0 else f"{here - 1}.htm") if here > 1 else ""
        values = {"rows": rows, "after": after, "pages": len(parts), "place": place}
        shown = page("list2" if place else "list", partial(draw, "vsb_list.html", plan, **values))
        resources[path] = _in_gbk(shown) if "gbk" in plan.quirks else shown
    return Site(plan.column, resources, {_DOWNLOAD: lambda fields: files.get(fields.get("wbfileid", ""))})


def _in_gbk(shown: Resource) -> Resource:
    """The page in GBK, under a header that says otherwise."""
    return replace(shown, make=lambda: shown.make().decode().encode("gbk", "replace"), content_type=HTML)


def publish_xxgk(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """page_1.html, page_2.html, ... in one of two layouts; annual reports have addresses of their own."""

    def address(entry: Entry) -> str:
        return f"/XxgkAnnualReport/show/{number(entry)}.html"

    def file(entry: Entry) -> str:
        return f"/uploads/{number(entry)}.{SUFFIXES[entry.shape.format]}"

    resources = articles(plan, lines, address, 'class="g-detailbox"', file)
    resources["/"] = page("home", partial(draw, "home.html", plan))
    parts = chunks(plan, lines)
    for place, part in enumerate(parts, start=1):
        values = {"rows": rows_of(part, address), "pages": len(parts), "place": place, "table": "table" in plan.quirks}
        path = plan.column.replace("page_1.html", f"page_{place}.html")
        resources[path] = page("list2" if place > 1 else "list", partial(draw, "xxgk_list.html", plan, **values))
    return Site(plan.column, resources)


def publish_ilist(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """One servlet for all pages; a file hangs on its page as an element of its own name."""

    def address(entry: Entry) -> str:
        return f"/gk/GKmzs/{number(entry)}.htm"

    def file(entry: Entry) -> str:
        return f"/wcm.files/upload/GKmzs/eupload/{digest(entry)}.{SUFFIXES[entry.shape.format]}"

    resources = articles(plan, lines, address, 'class="content"', file, template="ilist_article.html")
    resources["/"] = page("home", partial(draw, "home.html", plan))
    parts = chunks(plan, lines)

    def servlet(fields: Fields) -> Resource:
        place = min(max(int(fields.get("cur_page", "1")), 1), len(parts))
        values = {"rows": rows_of(parts[place - 1], address), "pages": len(parts), "place": place}
        return page("list2" if place > 1 else "list", partial(draw, "ilist_list.html", plan, **values))

    return Site(plan.column, resources, {"/info/iList.jsp": servlet})

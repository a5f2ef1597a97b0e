"""The jpage columns of Hanweb: first rows as XML in the page, the rest from a data proxy, two units alike.

Addresses and attribute quotes follow published captures; the markup stands in `templates/`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from hashlib import md5
from zlib import crc32

from crawlers.sandbox.figures import Report
from crawlers.sandbox.plans import Entry, PortalPlan
from crawlers.sandbox.render import SUFFIXES
from crawlers.sandbox.wire.pages import Row, draw, draw_article
from crawlers.sandbox.wire.site import HTML, Fields, Resource, Site, attachment, number, page

PROXY = "/module/web/jpage/dataproxy.jsp"
DOWNLOAD = "/module/download/downfile.jsp"

#: Pages of rows that come in one fetch.
GROUP = 3

#: The proxy never gives more rows than this at once.
_CEILING = 300


def publish(plan: PortalPlan, lines: Sequence[Entry]) -> Site:
    """The column, the content pages, the proxy, the files, and a home page that leads to the column."""
    resources: dict[str, Resource] = {
        "/": page("home", partial(draw, "home.html", plan)),
        plan.column: page("list", partial(_list, plan, lines)),
    }
    files = {_file_name(entry): attachment(entry) for entry in lines if entry.attached}
    for entry in lines:
        path = _article_path(plan, entry)
        href = _file_href(entry) if entry.attached else None
        report = entry.report
        index = f"{credit_code(report)}/{number(entry)}" if report and report.invented else None
        drawn = partial(draw_article, "jpage_article.html", plan, entry, path, href, index_number=index)
        resources[path] = page("page", drawn, entry.listed_on, entry.carried_by_page)
    resources.update({f"/attach/0/{name}": file for name, file in files.items()})
    feeds: dict[str, Callable[[Fields], Resource | None]] = {
        PROXY: partial(_proxy, plan, lines),
        DOWNLOAD: lambda fields: files.get(fields.get("filename", "")),
    }
    return Site(plan.column, resources, feeds)


def column_id(plan: PortalPlan) -> str:
    """The digits of /col/col<digits>/index.html."""
    return plan.column.split("/col")[-1].split("/")[0]


def units(plan: PortalPlan) -> tuple[str, str]:
    """The list for desktops and the one for telephones, both in the page."""
    return f"42{column_id(plan)}", f"43{column_id(plan)}"


def credit_code(report: Report) -> str:
    """A made-up code for a made-up body, 18 characters long; the third to the eighth are its division's."""
    return f"11{report.adcode}{crc32(report.agency.encode()) % 10**9:09d}X"


def _article_path(plan: PortalPlan, entry: Entry) -> str:
    day = entry.listed_on
    return f"/art/{day.year}/{day.month}/{day.day}/art_{column_id(plan)}_{number(entry)}.html"


def _file_name(entry: Entry) -> str:
    digest = md5(entry.key.encode(), usedforsecurity=False).hexdigest()
    return f"{digest}.{SUFFIXES[entry.shape.format]}"


def _file_href(entry: Entry) -> str:
    """PDF files come through the download page, the others from the attachment folder."""
    if entry.shape.format == "pdf":
        return f"{DOWNLOAD}?classid=0&filename={_file_name(entry)}"
    return f"/attach/0/{_file_name(entry)}"


def _rows(plan: PortalPlan, lines: Sequence[Entry]) -> list[Row]:
    return [Row(entry.title, _article_path(plan, entry), entry.listed_on) for entry in lines]


def _list(plan: PortalPlan, lines: Sequence[Entry]) -> str:
    return draw(
        "jpage_list.html",
        plan,
        rows=_rows(plan, lines[: plan.rows * GROUP]),
        total=len(lines),
        units=units(plan),
        column=column_id(plan),
        group=1,
        group_size=GROUP,
        proxy=PROXY,
    )


def _proxy(plan: PortalPlan, lines: Sequence[Entry], fields: Fields) -> Resource:
    """The rows from `startrecord` to `endrecord`, or of group `page`; an unknown unit gets no rows."""
    unit = fields.get("unitid", "")
    if unit not in units(plan) or fields.get("columnid") != column_id(plan):
        return Resource("list", HTML, lambda: b"<datastore><recordset></recordset></datastore>")
    size = min(_whole(fields, "perpage", plan.rows) * GROUP, _CEILING)
    start = _whole(fields, "startrecord", (_whole(fields, "page", 1) - 1) * size + 1)
    end = min(_whole(fields, "endrecord", start + size - 1), start + _CEILING - 1)
    records = draw(
        "jpage_records.xml",
        plan,
        rows=_rows(plan, lines[start - 1 : end]),
        column=column_id(plan),
        unit=unit,
        group=end // size + 1,
        proxy=PROXY,
    )
    return Resource("list2" if start > 1 else "list", HTML, f"<datastore>\n{records}</datastore>\n".encode)


def _whole(fields: Fields, name: str, otherwise: int) -> int:
    given = fields.get(name, "")
    return max(int(given), 1) if given.isdecimal() else otherwise

"""变化: the largest rises and falls of new requests; small bases and rises from nought kept apart."""

from __future__ import annotations

from dashboards import say, views
from dashboards.queries import AREA, Row
from dashboards.render import CELLS, Build, Page, view_page
from dashboards.views import Cell, Column, Section, Table, View

KEY = "growth"
FILE = "growth.html"

#: What the body's own report of the year before has: the year before may be another's, that was renamed.
BEFORE = """
    left join (select agency_id, report_year + 1 as report_year, request_count as own_before from mart_agency_year)
        using (agency_id, report_year)
"""

#: Rows of each list; all agencies are on the page of comparisons.
_MOST = 25
_DRAWN = 12


def make(build: Build) -> Page:
    """A view a year in which a growth can be told, or is refused for a reason."""
    counts = build.release.rows(
        f"""
        from (
            select report_year, count(*) filter (where request_growth_status = 'ok') as ok,
            count(*) filter (where request_growth_status = 'small_base') as small_base,
            count(*) filter (where request_growth_status = 'from_zero') as from_zero,
            count(*) filter (where request_growth_status = 'split') as split,
            count(*) filter (where request_growth_status = 'missing_prior') as missing_prior,
            count(*) filter (where request_growth_status = 'ok' and request_growth > 0) as rising,
            count(*) filter (where request_growth_status = 'ok' and request_growth < 0) as falling
        from mart_agency_year join dim_agency using (agency_id)
            where dim_agency.kind is distinct from '{AREA}' group by report_year
        ) where ok + small_base + from_zero + split > 0 order by report_year desc
        """
    )
    found = [(str(row["report_year"]), _view(build, row)) for row in counts]
    return view_page(build, KEY, FILE, found or [("", View(build.words("growth_page.none")))])


def _rows(build: Build, year: int, status: str, order: str, limit: int = _MOST) -> list[Row]:
    return build.release.rows(
        f"""
        select agency_id, agency_name, region_name, report_year, request_count, prior_request_count, prior_source,
            request_growth, request_growth_status, request_log_change, own_before
        from mart_agency_year join dim_agency using (agency_id, agency_name, region_name) {BEFORE}
        where report_year = ? and request_growth_status = ? and dim_agency.kind is distinct from '{AREA}'
        order by {order}, agency_id limit ?
        """,
        year, status, limit,
    )  # fmt: skip


def _view(build: Build, counts: Row) -> View:
    t, year = build.words, counts["report_year"]
    numbers = {name: say.count(value) for name, value in counts.items() if name != "report_year"}
    lead = t("growth_page.lead", year=year, **numbers)
    rises = [row for row in _rows(build, year, "ok", "request_growth desc") if row["request_growth"] > 0]
    falls = [row for row in _rows(build, year, "ok", "request_growth") if row["request_growth"] < 0]
    if rises:
        lead += t("growth_page.lead_rise", **_words(build, rises[0]))
    if falls:
        lead += t("growth_page.lead_fall", **_words(build, falls[0]))
    small = _rows(build, year, "small_base", "abs(request_log_change) desc nulls last")
    sections = [
        _section(build, t("growth_page.rises"), rises, drawn=True, total=counts["rising"]),
        _section(build, t("growth_page.falls"), falls, drawn=True, total=counts["falling"]),
        _section(
            build,
            t("growth_page.small"),
            small,
            note=t("growth_page.small_note"),
            mark="small",
            total=counts["small_base"],
        ),
        _section(
            build,
            t("growth_page.from_zero"),
            _rows(build, year, "from_zero", "request_count desc"),
            note=t("growth_page.from_zero_note"),
            total=counts["from_zero"],
        ),
        _section(
            build,
            t("growth_page.split"),
            _rows(build, year, "split", "request_count desc nulls last"),
            note=t("growth_page.split_note"),
            total=counts["split"],
        ),
    ]
    return View(lead, [part for part in sections if part])


def _words(build: Build, row: Row) -> dict[str, str]:
    return {
        "agency": build.name_then(row),
        "growth": say.growth(row["request_growth"]),
        "prior": say.count(row["prior_request_count"]),
        "now": say.count(row["request_count"]),
    }


def _section(
    build: Build, title: str, rows: list[Row], *, total: int, drawn: bool = False, note: str = "", mark: str = ""
) -> Section | None:
    t = build.words
    if not rows:
        return Section(title, empty=t("growth_page.nobody")) if drawn else None
    changes = [
        row
        | {
            "name": build.name_then(row),
            "said": t(
                "compare.change", prior=say.count(row["prior_request_count"]), now=say.count(row["request_count"])
            ),
        }
        for row in rows
    ]
    chart = views.bars(changes[:_DRAWN], "request_growth", "growth", text="said") if drawn else None
    heads = [
        Column(t("overview.col_agency"), "agency"), Column(t("agency.col_growth"), "growth"), Column(t("agency.col_prior"), "count"),
        Column(t("agency.col_new"), "count"), Column(build.measure("request_log_change"), "log"), Column(t("growth_page.col_prior_source")),
        Column(t("overview.col_region")),
    ]  # fmt: skip
    body = [
        [
            build.agency(row), growth_cell(build, row),
            prior_cell(row, mark),
            views.figure(row["request_count"], row, CELLS["request_count"]),
            row["request_log_change"], t.name("prior", row["prior_source"]), row["region_name"],
        ]
        for row in rows
    ]  # fmt: skip
    more = t("table.first", n=len(rows), total=say.count(total)) if total > len(rows) else ""
    said = t["site.gap"].join(part for part in (note, more) if part)
    return Section(title, chart, Table(f"{title}-{rows[0]['report_year']}", heads, body), note=said)


def growth_cell(build: Build, row: Row) -> Cell:
    """A growth with the mark that its base is small, or the reason why it has none."""
    t, status = build.words, row["request_growth_status"]
    counts = {"prior": say.count(row["prior_request_count"]), "now": say.count(row["request_count"])}
    said = ""
    if status == "small_base":
        said = t("growth.small_base_badge", **counts)
    elif status == "from_zero":
        said = t("growth.from_zero_badge", now=counts["now"])
    elif status not in {None, "ok"}:
        said = t.name("growth", status)
    cell: Cell = views.figure(row["request_growth"], row, "request_growth", "metric") or {"v": None}
    return cell | ({"b": "plain", "t": said} if said else {})


def prior_cell(row: Row, mark: str = "") -> Cell:
    """The year before: a figure of last year's report where that prints it, else what this report implies, marked as such."""
    if row["prior_source"] == "reported" and row["own_before"] == row["prior_request_count"]:
        return views.figure(
            row["prior_request_count"], row | {"report_year": row["report_year"] - 1}, CELLS["request_count"], mark=mark
        )
    return {"v": row["prior_request_count"], "c": "implied" if row["prior_source"] == "implied" else mark}

"""覆盖: who is expected, present, late, missing or unreadable in a year, and when that was last looked at."""

from __future__ import annotations

import re

from dashboards import say, views
from dashboards.lines import UTC_TEXT
from dashboards.queries import Row
from dashboards.render import Build, Page, view_page
from dashboards.views import Column, Section, Table, View

KEY = "coverage"
FILE = "coverage.html"

#: Rows a list has; the rest is in the database, and by region on the page of regions.
_MOST = 500
_REGIONS_DRAWN = 20
_STATES = ("accepted", "quarantined", "missing", "blocked")


def make(build: Build) -> Page:
    """A view a year with its regions and the reports that are not in."""
    years = build.release.rows("select distinct report_year from mart_coverage where is_expected order by 1 desc")
    views_of_years = [(str(row["report_year"]), _view(build, row["report_year"])) for row in years]
    return view_page(build, KEY, FILE, views_of_years or [("", View(build.words("site.empty_release")))])


def _view(build: Build, year: int) -> View:
    t = build.words
    regions = build.release.rows(
        """
        select adcode, coalesce(region_name, '—') as region_name, count(*) as expected,
            count(*) filter (where state = 'accepted') as accepted,
            count(*) filter (where state = 'quarantined') as quarantined,
            count(*) filter (where state = 'missing') as missing, count(*) filter (where state = 'blocked') as blocked,
            count(*) filter (where is_late) as late
        from mart_coverage left join (select agency_id, adcode from dim_agency) using (agency_id)
        where report_year = ? and is_expected
        group by all order by missing + blocked + quarantined desc, region_name, adcode
        """,
        year,
    )
    sums = {name: sum(row[name] for row in regions) for name in ("expected", "late", *_STATES)}
    checked = build.release.rows(
        f"select {UTC_TEXT.format('max(last_checked_at)')} as moment from mart_coverage where report_year = ?", year
    )
    counts = {name: say.count(value) for name, value in sums.items()}
    lead = t("coverage_page.lead", year=year, share=say.percent(sums["accepted"] / sums["expected"]), **counts)
    moment = checked[0]["moment"]
    lead += t("coverage_page.checked", moment=say.beijing(moment)) if moment else ""
    return View(
        lead,
        [
            _picture(build, regions),
            _table(build, regions),
            attention_section(build, attention(build, _MOST, year), sum(sums[name] for name in _STATES[1:])),
            *([_late(build, year, sums["late"])] if sums["late"] else []),
        ],
    )


def _picture(build: Build, regions: list[Row]) -> Section:
    t = build.words
    drawn = [
        (
            row["region_name"],
            t("coverage_page.of", n=say.count(row["expected"])),
            [row[name] / row["expected"] for name in _STATES],
        )
        for row in regions[:_REGIONS_DRAWN]
    ]
    note = t("table.first", n=_REGIONS_DRAWN, total=say.count(len(regions))) if len(regions) > _REGIONS_DRAWN else ""
    legend = [t.name("coverage", name) for name in _STATES]
    return Section(t("coverage_page.picture"), views.stack(drawn, legend), note=note)


def _table(build: Build, regions: list[Row]) -> Section:
    t = build.words
    names = ("expected", "accepted", "late", "missing", "quarantined", "blocked")
    heads = [Column(t("overview.col_region")), *(Column(t(f"coverage_page.col_{name}"), "count") for name in names)]
    rows = [[_region(row), *(row[name] for name in names)] for row in regions]
    return Section(t("coverage_page.regions"), table=Table(t("coverage_page.regions"), heads, rows))


def _region(row: Row) -> views.Cell:
    """A region, leading to its page, which says of every agency and year which report is in."""
    return views.link(row["region_name"], "region.html", region=row["adcode"]) if row["adcode"] else row["region_name"]


def _late(build: Build, year: int, total: int) -> Section:
    """The reports of a year that came after their day, the latest first."""
    t = build.words
    lag = "publication_lag_days"
    rows = build.release.rows(
        f"""
        select agency_id, agency_name, region_name, report_year, state, value, published_on
        from mart_coverage
        left join (select agency_id, report_year, value from mart_metric where metric_key = '{lag}') using (agency_id, report_year)
        where report_year = ? and is_expected and is_late order by value desc nulls last, agency_id limit {_MOST}
        """,
        year,
    )
    heads = [
        Column(t("overview.col_agency"), "agency"), Column(t("overview.col_state")), Column(t("source.published")),
        Column(t("coverage_page.col_days"), "days"), Column(t("overview.col_region")),
    ]  # fmt: skip
    body = [
        [
            build.agency(row), t.name("coverage", row["state"]), str(row["published_on"] or ""),
            views.figure(row["value"], row, lag, "metric"), row["region_name"],
        ]
        for row in rows
    ]  # fmt: skip
    note = t("table.first", n=len(rows), total=say.count(total)) if total > len(rows) else ""
    title = t("coverage_page.late_list")
    return Section(title, table=Table(f"{title}-{year}", heads, body), note=note)


def attention(build: Build, limit: int, year: int | None = None) -> list[Row]:
    """Agency-years whose report is not whole in the release, latest first, with the reason where one is known."""
    evidence, reasons = ("evidence", "reasons") if build.language == "en" else ("evidence_zh", "reasons_zh")
    return build.release.rows(
        f"""
        select agency_id, agency_name, region_name, report_year, state,
            {reasons} as reason, {evidence} as evidence,
            {UTC_TEXT.format("last_checked_at")} as checked
        from mart_coverage left join (select agency_id, report_year, reasons, reasons_zh from fct_report)
            using (agency_id, report_year)
        where state in ('quarantined', 'missing', 'blocked') and report_year = coalesce(?, report_year)
        order by report_year desc, state = 'missing', state, agency_id
        limit ?
        """,
        year, limit,
    )  # fmt: skip


def reason_cell(build: Build, state: str, reasons: list[str] | None, evidence: str | None) -> views.Cell:
    """Why a report is not whole: what the reader of documents says, else what came of the look at its portal, and where."""
    address, rest = [*re.split(": |：", evidence or "", maxsplit=1), ""][:2]
    if not address.startswith(("http://", "https://")):
        address, rest = "", evidence or ""
    said = [*(reasons or [rest or (build.words("coverage_page.looked") if state == "missing" else "")])]
    return {
        "l": [*(views.reason(text, build.language) for text in said), *([views.address(address)] if address else [])]
    }


def attention_section(build: Build, rows: list[Row], total: int) -> Section:
    """The list of reports that are not whole, with how many there are in all."""
    t = build.words
    heads = [
        Column(t("overview.col_agency"), "agency"), Column(t("overview.col_year"), "year"), Column(t("overview.col_state")),
        Column(t("overview.col_reason"), "list"), Column(t("overview.col_checked"), "moment"), Column(t("overview.col_region")),
    ]  # fmt: skip
    body = [
        [
            build.agency(row),
            row["report_year"],
            views.badge(t.name("coverage", row["state"]), "bad"),
            reason_cell(build, row["state"], row["reason"], row["evidence"]),
            say.beijing(row["checked"]) if row["checked"] else None,
            row["region_name"],
        ]
        for row in rows
    ]
    title = t("overview.attention")
    note = t("table.first", n=len(rows), total=say.count(total)) if total > len(rows) else ""
    table = Table(title, heads, body) if body else None
    return Section(title, table=table, note=note, empty=t("overview.attention_none"))

"""总览: how much was asked and answered in a year, what is in, what is missing, what the last night brought."""

from __future__ import annotations

from dashboards import say, views
from dashboards.pages.coverage import attention, attention_section
from dashboards.pages.growth import BEFORE, growth_cell, prior_cell
from dashboards.pages.outcomes import pooled_groups, share_words
from dashboards.pages.runs import portal_sentence, portals_of_last_run
from dashboards.queries import AREA, Row
from dashboards.render import CELLS, Build, Page, view_page
from dashboards.views import Column, Section, Table, View

KEY = "overview"
FILE = "index.html"

_LARGEST = 10
_ATTENTION = 15
_NEW = 15

#: Bodies whose two years are printed and are of the same body: their sums tell a rise from a change of who is in.
_BOTH = "prior_source = 'reported' and request_count is not null and request_growth_status <> 'split'"


def make(build: Build) -> Page:
    """The overview of the latest year that has an accepted report; an empty release says so."""
    years = _years(build)
    latest = next((row for row in years if row["accepted"]), None)
    if latest is None:
        view = View(build.words("overview.empty"), [*_news(build)])
    else:
        sections: list[Section | None] = [*_pictures(build, years, latest), _years_table(build, years)]
        sections += [_largest(build, latest, areas=areas) for areas in (False, True)]
        reports = attention(build, _ATTENTION)
        sections += [*_news(build), attention_section(build, reports, _attention_count(build))]
        view = View(_lead(build, latest), [part for part in sections if part], _tiles(build, latest))
    return view_page(build, KEY, FILE, [("", view)], picker=True)


def _years(build: Build) -> list[Row]:
    """One row a report year, latest first: reports by state, and the agencies' sums without whole-area reports."""
    return build.release.rows(
        f"""
        with coverage as (
            select report_year, count(*) filter (where is_expected) as expected,
                count(*) filter (where state = 'missing') as missing,
                count(*) filter (where state = 'quarantined') as quarantined,
                count(*) filter (where state = 'blocked') as blocked, count(*) filter (where is_late) as late
            from mart_coverage group by report_year
        ), reports as (
            select report_year, count(*) filter (where status = 'accepted') as accepted
            from fct_report group by report_year
        ), sums as (
            select report_year, count(request_count) as agency_count, sum(request_count) as request_count,
                sum(total_handled) as total_handled,
                count(*) filter (where {_BOTH}) as same_count, sum(request_count) filter (where {_BOTH}) as same_now,
                sum(prior_request_count) filter (where {_BOTH}) as same_before
            from mart_agency_year join dim_agency using (agency_id)
            where dim_agency.kind is distinct from '{AREA}' group by report_year
        ), held as (
            select report_year, count(*) as held_count
            from mart_agency_year join fct_report using (agency_id, report_year)
            where fct_report.status = 'quarantined' and request_count is not null group by report_year
        ), areas as (
            select report_year, count(*) as area_count
            from mart_agency_year join dim_agency using (agency_id)
            where dim_agency.kind = '{AREA}' group by report_year
        ), broken as (
            select report_year, count(distinct report_id) as broken_count, count(*) as finding_count
            from mart_finding where severity = 'error' and resolved_by_version is null group by report_year
        )
        select report_year, coalesce(accepted, 0) as accepted, coalesce(expected, 0) as expected,
            coalesce(missing, 0) as missing, coalesce(quarantined, 0) as quarantined, coalesce(blocked, 0) as blocked,
            coalesce(late, 0) as late, coalesce(agency_count, 0) as agency_count, request_count, total_handled,
            coalesce(same_count, 0) as same_count, same_now, same_before, coalesce(held_count, 0) as held_count,
            coalesce(area_count, 0) as area_count, coalesce(broken_count, 0) as broken_count,
            coalesce(finding_count, 0) as finding_count
        from reports full join coverage using (report_year) left join sums using (report_year) left join held using (report_year)
        left join areas using (report_year) left join broken using (report_year)
        order by report_year desc
        """
    )


def _lead(build: Build, latest: Row) -> str:
    """How much was asked and how it ended, then what is in and what is not, then what is new: a sentence each."""
    t = build.words
    fresh = len(_fresh(build))
    news = [t("overview.lead_new", n=say.count(fresh))] if fresh else []
    said = (_request_clauses(build, latest), _report_clauses(build, latest), news)
    return t["site.gap"].join(t.sentence(clauses) for clauses in said if clauses)


def _request_clauses(build: Build, latest: Row) -> list[str]:
    t = build.words
    clauses = [t("overview.lead", year=latest["report_year"], accepted=say.count(latest["accepted"]))]
    if latest["agency_count"]:
        counts = {"n": say.count(latest["agency_count"]), "sum": say.count(latest["request_count"])}
        clauses.append(t("overview.lead_agencies", **counts))
    if latest["same_count"] and latest["same_before"]:
        grown = say.growth(latest["same_now"] / latest["same_before"] - 1)
        fields = {"n": "same_count", "before": "same_before", "now": "same_now"}
        counts = {name: say.count(latest[field]) for name, field in fields.items()}
        clauses.append(t("overview.lead_same", **counts, growth=grown))
    return clauses + _outcome_clause(build, latest["report_year"])


def _report_clauses(build: Build, latest: Row) -> list[str]:
    t = build.words
    clauses = []
    if latest["area_count"]:
        clauses.append(t("overview.lead_areas", n=latest["area_count"]))
    if latest["held_count"]:
        clauses.append(t("overview.lead_held", n=latest["held_count"]))
    if latest["expected"]:
        names = ("expected", "missing", "quarantined", "blocked", "late")
        clauses.append(t("overview.lead_expected", **{name: say.count(latest[name]) for name in names}))
    if latest["broken_count"]:
        counts = {"reports": latest["broken_count"], "findings": latest["finding_count"]}
        return [*clauses, t("overview.lead_findings", **counts)]
    return [*clauses, t("overview.lead_no_findings")]


def _outcome_clause(build: Build, year: int) -> list[str]:
    """How the year's requests ended, for the sentence of the page; nothing where no report fills in every outcome."""
    t, now = build.words, pooled_groups(build).get(year)
    if now is None:
        return []
    counts = {"n": say.count(now["n"]), "handled": say.count(now["handled"])}
    clauses = [t("overview.lead_outcomes", parts=share_words(build, now["shares"]), **counts)]
    if sum(now["counts"]) != now["handled"]:
        clauses.append(t("overview.lead_sum", share=say.percent(sum(now["counts"]) / now["handled"])))
    return clauses


def _tiles(build: Build, latest: Row) -> list[tuple[str, str, str, bool, str]]:
    t = build.words
    names, year = ("missing", "quarantined", "blocked"), latest["report_year"]
    absent = sum(latest[name] for name in names)
    return [
        (
            t("overview.tile_requests"),
            say.count(latest["request_count"]),
            t("overview.tile_requests_note", n=say.count(latest["agency_count"])),
            False,
            views.address_of("compare.html", measure="request_count", until=year),
        ),
        (
            t("overview.tile_reports"),
            say.count(latest["accepted"]),
            t("overview.tile_reports_note", expected=say.count(latest["expected"])),
            False,
            views.address_of("coverage.html", year=year),
        ),
        (
            t("overview.tile_broken"),
            say.count(latest["broken_count"]),
            t("overview.tile_broken_note", findings=latest["finding_count"]),
            bool(latest["broken_count"]),
            views.address_of("findings.html", year=year),
        ),
        (
            t("overview.tile_missing"),
            say.count(absent),
            t("overview.tile_missing_note", **{name: latest[name] for name in names}),
            bool(absent),
            views.address_of("coverage.html", year=year),
        ),
    ]


def _pictures(build: Build, years: list[Row], latest: Row) -> list[Section]:
    t = build.words
    pooled = pooled_groups(build)
    shown = [
        (str(year), t("overview.agencies_below", n=say.count(row["n"])), row["shares"]) for year, row in pooled.items()
    ]
    series = [
        (f"{row['report_year']}|{t('overview.agencies_below', n=say.count(row['agency_count']))}", row["request_count"])
        for row in reversed(years)
        if row["request_count"] is not None
    ]
    now = pooled.get(latest["report_year"])
    note = t("overview.outcomes_none", year=latest["report_year"])
    if now:
        note = t("overview.outcomes_note", n=say.count(now["n"]), handled=say.count(now["handled"]))
    return [
        Section(t("overview.outcomes"), views.stack(shown) if shown else None, note=note, half=True),
        Section(
            t("overview.series"),
            views.columns(series) if series else None,
            note=t("overview.series_note"),
            empty=t("chart.no_data"),
            half=True,
        ),
    ]


def _years_table(build: Build, years: list[Row]) -> Section:
    t = build.words
    fields = {
        "requests": "request_count", "agencies": "agency_count", "handled": "total_handled", "reports": "accepted",
        "expected": "expected", "missing": "missing", "quarantined": "quarantined", "blocked": "blocked", "late": "late",
        "broken": "broken_count",
    }  # fmt: skip
    heads = [Column(t("overview.col_year"), "year"), *(Column(t(f"overview.col_{name}"), "count") for name in fields)]
    sums = {"requests": CELLS["request_count"], "handled": CELLS["total_handled"]}
    states = ("reports", "expected", "missing", "quarantined", "blocked", "late")

    def cell(row: Row, name: str) -> views.Cell:
        value, year = row[fields[name]], row["report_year"]
        if name in sums:
            return views.summed(value, KEY, sums[name], year)
        if not value or name == "agencies":
            return value
        return views.link(value, "coverage.html" if name in states else "findings.html", year=year)

    rows = [[row["report_year"], *(cell(row, name) for name in fields)] for row in years]
    return Section(t("overview.years"), table=Table(t("overview.years"), heads, rows))


def _largest(build: Build, latest: Row, *, areas: bool) -> Section | None:
    """The agencies (or whole areas) of one year with most new requests."""
    t, year = build.words, latest["report_year"]
    rows = build.release.rows(
        f"""
        select agency_id, agency_name, region_name, report_year, request_count, prior_request_count, prior_source,
            request_growth, request_growth_status, total_handled, own_before
        from mart_agency_year join dim_agency using (agency_id, agency_name, region_name) {BEFORE}
        where report_year = ? and request_count is not null and (dim_agency.kind is not distinct from '{AREA}') = ?
        order by request_count desc, agency_id
        limit ?
        """,
        year, areas, _LARGEST,
    )  # fmt: skip
    if not rows:
        return None
    heads = [
        Column(t("overview.col_agency"), "agency"), Column(t("agency.col_new"), "count"), Column(t("agency.col_prior"), "count"),
        Column(t("agency.col_growth"), "growth"), Column(t("agency.col_handled"), "count"), Column(t("overview.col_region")),
    ]  # fmt: skip
    body = [
        [
            build.agency(row),
            views.figure(row["request_count"], row, CELLS["request_count"]),
            prior_cell(row),
            growth_cell(build, row),
            views.figure(row["total_handled"], row, CELLS["total_handled"]),
            row["region_name"],
        ]
        for row in rows
    ]
    title = t("overview.areas" if areas else "overview.largest", year=year)
    return Section(title, table=Table(title, heads, body))


def _news(build: Build) -> list[Section]:
    """What the last run did, and the reports first seen in it."""
    t = build.words
    if not build.runs:
        return [Section(t("overview.last_night"), empty=t("runs.lead_none"))]
    run = build.runs[0]
    names = ("discovered", "archived", "unchanged", "failed", "blocked", "out_of_scope")
    said = [t("overview.last_night_sentence", when=build.when(run), **{name: run[name] for name in names})]
    portals = portals_of_last_run(build)
    amiss = sum(row["verdict"] != "complete" for row in portals)
    if portals:
        said.append(portal_sentence(build, portals))
    bad = (run["failed"] or 0) + (run["blocked"] or 0)
    said.append(t("overview.last_night_bad", n=bad, portals=amiss) if bad or amiss else t("overview.last_night_ok"))
    fresh = _fresh(build)
    heads = [
        Column(t("overview.col_agency"), "agency"),
        Column(t("overview.col_year"), "year"),
        Column(t("overview.col_region")),
    ]
    body = [[build.agency(row), row["report_year"], row["region_name"]] for row in fresh[:_NEW]]
    said.append(t("overview.new_reports", n=say.count(len(fresh))))
    table = Table(t("overview.new"), heads, body) if body else None
    note = t("table.first", n=_NEW, total=say.count(len(fresh))) if len(fresh) > _NEW else ""
    return [Section(t("overview.last_night"), table=table, note=note, text=said)]


def _fresh(build: Build) -> list[Row]:
    """Reports first seen in the last run, latest first."""
    return build.release.rows(
        """
        select v.agency_id, v.agency_name, v.region_name, v.report_year, min(v.first_seen_at) as first_seen_at
        from fct_report_version as v
        where v.supersedes is null and v.first_seen_at >= (select max(started_at) from mart_run)
        group by all order by v.report_year desc, v.agency_id
        """
    )


def _attention_count(build: Build) -> int:
    sql = "select count(*) as n from mart_coverage where state in ('quarantined', 'missing', 'blocked')"
    return int(build.release.rows(sql)[0]["n"])

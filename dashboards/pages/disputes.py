"""复议诉讼: how often decisions were challenged, how often corrected, by route."""

from __future__ import annotations

from typing import Any

from dashboards import say, views
from dashboards.pages.outcomes import interval
from dashboards.queries import AREA
from dashboards.render import Build, Page, view_page
from dashboards.views import Column, Section, Table, View

KEY = "disputes"
FILE = "disputes.html"

_MOST = 30
_RATES = ("review_rate", "litigation_rate")
_CORRECTED = ("review_correction_rate", "litigation_correction_rate")


def make(build: Build) -> Page:
    """A view a year that has dispute figures."""
    years = sorted({year for year, _ in build.release.sums(KEY)}, reverse=True)
    found = [(str(year), _view(build, year, years)) for year in years]
    return view_page(build, KEY, FILE, found or [("", View(build.words("site.empty_release")))])


def _routes_of(build: Build, year: int) -> list[dict[str, Any]]:
    """The routes of a year in the form's order, over the agencies that print every cell of the route, and how many they are."""
    order = dict.fromkeys(cell["row_key"] for cell in build.sheet.cells if cell["table_key"] == "disputes")
    return [found for key in order if (found := _route(build, key, year))["agencies"]]


def _view(build: Build, year: int, years: list[int]) -> View:
    t = build.words
    found = _routes_of(build, year)
    lead = t(
        "disputes.lead",
        year=year,
        n=say.count(max((route["agencies"] for route in found), default=0)),
        parts=t("site.semicolon").join(_route_words(build, route) for route in found),
    )
    lead += _rate_words(build, year)
    ranked = (_ranked(build, year, key) for key in (*_CORRECTED, *_RATES))
    return View(lead, [_picture(build, found), _years(build, years), *(part for part in ranked if part)])


def _route_words(build: Build, route: dict[str, Any]) -> str:
    t, total = build.words, route["total"]
    if not total:
        return t("disputes.route_none", route=route["label"])
    concluded = total - (route["pending"] or 0)
    share = t("disputes.share", share=say.percent((route["corrected"] or 0) / concluded)) if concluded else ""
    counts = {name: say.count(route[name]) for name in ("total", "corrected", "pending")}
    return t("disputes.route", route=route["label"], concluded=say.count(concluded), share=share, **counts)


def _rate_words(build: Build, year: int) -> str:
    """How often what was handled was challenged, over the agencies that have both rates of the year."""
    rows = build.release.rows(
        f"""
        with rate as (
            select agency_id, metric_key, numerator, denominator
            from mart_metric join dim_agency using (agency_id)
            where report_year = ? and metric_key in {_RATES} and value is not null and dim_agency.kind is distinct from '{AREA}'
        ), whole as (select agency_id from rate group by all having count(*) = {len(_RATES)})
        select metric_key, 100 * sum(numerator) / sum(denominator) as value
        from rate semi join whole using (agency_id) group by all
        """,
        year,
    )
    rates = {row["metric_key"]: f"{row['value']:.2f}" for row in rows}
    if not rates:
        return ""
    return build.words("disputes.lead_rates", review=rates["review_rate"], litigation=rates["litigation_rate"])


def _what(route: str, result: str) -> str:
    """The name of a sum: the cell that is added up."""
    return f"disputes.{route}.{result}"


def _route(build: Build, key: str, year: int) -> dict[str, Any]:
    sums = build.release.sums(KEY)
    found = {result: sums.get((year, _what(key, result))) for result in build.sheet.columns_of("disputes")}
    counts = {result: row["total"] for result, row in found.items() if row}
    agencies = max((row["reports"] for row in found.values() if row), default=0)
    return {"key": key, "label": build.sheet.row_name("disputes", key), "agencies": agencies, "counts": counts} | {
        name: counts.get(name) for name in ("total", "corrected", "pending")
    }


def _results(build: Build) -> dict[str, str]:
    return {key: label for key, label in build.sheet.columns_of("disputes").items() if key != "total"}


def _picture(build: Build, found: list[dict[str, Any]]) -> Section:
    t, results = build.words, _results(build)
    drawn = [
        (
            route["label"],
            t("figure.n", n=say.count(route["total"])),
            [(route["counts"].get(key) or 0) / route["total"] for key in results],
        )
        for route in found
        if route["total"]
    ]
    chart = views.stack(drawn, list(results.values())) if drawn else None
    return Section(t("disputes.picture"), chart, note=t("disputes.picture_note"), empty=t("disputes.none"))


def _years(build: Build, years: list[int]) -> Section:
    t, results = build.words, _results(build)
    heads = [
        Column(t("overview.col_year"), "year"), Column(t("disputes.col_route")), Column(t("disputes.col_total"), "count"),
        *(Column(label, "count") for label in results.values()), Column(t("outcomes.col_agencies"), "count"),
    ]  # fmt: skip
    body = []
    for year in years:
        for route in _routes_of(build, year):
            sums = [
                views.summed(route["counts"].get(result), KEY, _what(route["key"], result), year)
                for result in ("total", *results)
            ]
            body.append([year, route["label"], *sums, route["agencies"]])
    return Section(t("disputes.years"), table=Table(t("disputes.years"), heads, body), note=t("disputes.years_note"))


def _ranked(build: Build, year: int, key: str) -> Section | None:
    """Agencies by one rate: those that pass the measure's guard, highest first; the others apart and grey."""
    t = build.words
    rows = build.release.rows(
        f"""
        select agency_id, agency_name, region_name, report_year, value, numerator, denominator, ci_low, ci_high,
            not coalesce(passes_guard, true) as is_small
        from mart_metric join dim_agency using (agency_id, agency_name, region_name)
        where metric_key = ? and report_year = ? and value is not null and dim_agency.kind is distinct from '{AREA}'
        order by is_small, value desc, agency_id limit {_MOST}
        """,
        key, year,
    )  # fmt: skip
    measure = next((row for row in build.measures if row["key"] == key), None)
    if not rows or measure is None:
        return None
    title = t("compare.chart_title", measure=measure["label"], year=year)
    is_share = any(row["ci_low"] is not None for row in rows)  # a rate per 100 handled has no interval
    based = [
        row
        | {"name": build.name_then(row)}
        | {"said": t("disputes.base", top=say.count(row["numerator"]), bottom=say.count(row["denominator"]))}
        for row in rows
    ]
    shown = based[:20] if any(row["numerator"] for row in based) else []
    chart = (
        views.bars(
            shown, "value", measure["kind"], small="is_small", head=t("compare.small_group"), dots=True, text="said"
        )
        if shown
        else None
    )
    heads = [
        Column(t("overview.col_agency"), "agency"), Column(measure["label"], measure["kind"]), Column(t("source.numerator"), "count"),
        Column(t("source.denominator"), "count"), *([Column(t("compare.interval"), "interval")] if is_share else []),
        Column(t("compare.note"), "state"), Column(t("overview.col_region")),
    ]  # fmt: skip
    body = [
        [
            build.agency(row), views.figure(row["value"], row, key, "metric", mark="small" if row["is_small"] else ""),
            row["numerator"], row["denominator"], *([interval(row)] if is_share else []),
            views.badge(t("figure.small")) if row["is_small"] else None, row["region_name"],
        ]
        for row in rows
    ]  # fmt: skip
    facts = [(t(f"compare.{name}"), measure[name]) for name in ("formula", "guard", "caveat") if measure[name]]
    more = (t("disputes.all"), views.address_of("compare.html", measure=key, until=year))
    return Section(title, chart, Table(title, heads, body), facts=facts, more=more)

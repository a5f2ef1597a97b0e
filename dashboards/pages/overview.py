"""总览: how much was asked and answered in the latest year, what is in, what is missing, what the last night brought."""

from __future__ import annotations

from typing import Any

from dashboards.pages.runs import portal_sentence
from dashboards.queries import Row
from dashboards.render import Build, Page

KEY = "overview"
FILE = "index.html"

_LARGEST = 10
_ATTENTION = 15


def make(build: Build) -> Page:
    """The overview of the latest year that has an accepted report; an empty release says so."""
    years = build.release.years()
    latest = next((row for row in years if row["accepted"]), None)
    outcomes = build.release.outcomes_of_years()
    pooled = {
        year: [row for row in outcomes if row["report_year"] == year]
        for year in {row["report_year"] for row in outcomes}
    }
    build.site.write_data("overview", _charts(build, years, pooled))
    portals = build.release.run_portals()
    values: dict[str, Any] = {
        "years": years,
        "latest": latest,
        "lead": _lead(build, latest) if latest else [],
        "outcomes": _shares(build, pooled.get(latest["report_year"], [])) if latest else [],
        "largest": _largest(build, latest, areas=False),
        "areas": _largest(build, latest, areas=True),
        "attention": build.release.attention(_ATTENTION),
        "attention_more": max(build.release.attention_count() - _ATTENTION, 0),
        "run": build.runs[0] if build.runs else None,
        "portal_sentence": portal_sentence(build, portals),
        "portals_amiss": sum(row["verdict"] != "complete" for row in portals),
        "has_series": any(row["request_count"] is not None for row in years),
    }
    return Page(KEY, FILE, values, data=("overview", "charts"), charts=True, scripts=("overview",))


def _largest(build: Build, latest: Row | None, *, areas: bool) -> list[Row]:
    if latest is None:
        return []
    return build.release.largest(latest["report_year"], areas=areas, limit=_LARGEST)


def _lead(build: Build, latest: Row) -> list[str]:
    """The answer in a sentence, as clauses."""
    t = build.words
    clauses = [t("overview.lead", year=latest["report_year"], accepted=latest["accepted"])]
    if latest["agency_count"]:
        clauses.append(t("overview.lead_agencies", n=latest["agency_count"], sum=f"{latest['request_count']:,.0f}"))
    if latest["area_count"]:
        clauses.append(t("overview.lead_areas", n=latest["area_count"]))
    if latest["expected"]:
        names = ("expected", "missing", "quarantined")
        clauses.append(t("overview.lead_expected", **{name: latest[name] for name in names}))
    if latest["broken_count"]:
        clauses.append(t("overview.lead_findings", reports=latest["broken_count"], findings=latest["finding_count"]))
    else:
        clauses.append(t("overview.lead_no_findings"))
    return clauses


def _shares(build: Build, rows: list[Row]) -> list[Row]:
    """The pooled shares of one year in the form's order of groups."""
    by_group = {row["outcome_group"]: row for row in rows}
    return [by_group[group["key"]] | group for group in build.sheet.groups if group["key"] in by_group]


def _charts(build: Build, years: list[Row], pooled: dict[int, list[Row]]) -> dict[str, Any]:
    t = build.words
    series = [
        {
            "name": f"{row['report_year']}|{t('overview.agencies_below', n=row['agency_count'])}",
            "value": row["request_count"],
        }
        for row in reversed(years)
        if row["request_count"] is not None
    ]
    shares = []
    for year in sorted(pooled):
        by_group = {row["outcome_group"]: row for row in pooled[year]}
        first = pooled[year][0]
        shares.append(
            {
                "name": str(year),
                "note": t("overview.agencies_below", n=first["agency_count"]),
                "shares": [by_group.get(group["key"], {}).get("share") for group in build.sheet.groups],
            }
        )
    return {"series": series, "shares": shares, "groups": list(build.sheet.groups)}

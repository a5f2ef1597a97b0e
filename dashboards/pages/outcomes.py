"""办理结果: how requests ended, why not disclosed, who leans on one ground, and how it goes by applicant."""

from __future__ import annotations

from typing import Any

from dashboards import say, views
from dashboards.queries import AREA, Row
from dashboards.render import CELLS, Build, Page, view_page
from dashboards.views import Column, Section, Table, View

KEY = "outcomes"
FILE = "outcomes.html"

#: Rows in the list of those who lean on a ground, and how many refusals it takes to stand in it.
_LEANING = 30
_REFUSALS = 10


def make(build: Build) -> Page:
    """A view a year that has shares of outcomes."""
    pooled = pooled_groups(build)
    found = [(str(year), _view(build, year, pooled)) for year in sorted(pooled, reverse=True)]
    return view_page(build, KEY, FILE, found or [("", View(build.words("site.empty_release")))])


def pooled_groups(build: Build) -> dict[int, Row]:
    """By year: the groups' shares pooled over the agencies that have every group and the total, how many, of how many handled."""
    sums = build.release.sums(KEY)
    found = {}
    for (year, what), whole in sums.items():
        if what == CELLS["total_handled"]:
            parts = [sums.get((year, group["key"])) for group in build.sheet.groups]
            counts = [part["total"] if part else None for part in parts]
            shares = [count / whole["total"] if whole["total"] and count is not None else None for count in counts]
            found[year] = {"n": whole["reports"], "handled": whole["total"], "counts": counts, "shares": shares}
    return found


def share_words(build: Build, shares: list[float | None]) -> str:
    """The shares of the groups in words, those of nought left out."""
    named = zip(build.sheet.groups, shares, strict=True)
    parts = [
        build.words("outcomes.part", label=group["label"], share=say.percent(share)) for group, share in named if share
    ]
    return build.words("site.comma").join(parts)


def _view(build: Build, year: int, pooled: dict[int, Row]) -> View:
    t, now = build.words, pooled[year]
    lead = t(
        "outcomes.lead",
        year=year,
        n=say.count(now["n"]),
        handled=say.count(now["handled"]),
        parts=share_words(build, now["shares"]),
    )
    unequal = _unequal(build, year)
    if unequal:
        whole = sum(now["counts"])
        share = say.percent(whole / now["handled"])
        lead += t("outcomes.lead_sum", sum=say.count(whole), share=share, n=say.count(len(unequal)))
    grounds = _grounds(build, year)
    if grounds:
        most = grounds[0]
        lead += t(
            "outcomes.lead_ground",
            group=_refused(build),
            label=_label(build, most),
            n=say.count(most["request_count"]),
            share=say.percent(most["of_group"]),
        )
    drawn = [
        (str(other), t("overview.agencies_below", n=say.count(row["n"])), row["shares"])
        for other, row in sorted(pooled.items())
    ]
    sections = [
        Section(t("outcomes.by_year"), views.stack(drawn), note=t("outcomes.by_year_note")),
        _unequal_section(build, year, unequal),
        _groups_table(build, year, now),
        _grounds_section(build, year),
        _leaning(build, year),
        _applicants(build, year),
    ]
    return View(lead, [part for part in sections if part])


def _groups_table(build: Build, year: int, now: Row) -> Section:
    t = build.words
    heads = [
        Column(t("outcomes.col_group")),
        Column(t("outcomes.col_count"), "count"),
        Column(t("outcomes.col_share"), "proportion"),
    ]
    parts = zip(build.sheet.groups, now["counts"], now["shares"], strict=True)
    rows = [
        [
            group["label"],
            views.summed(count, KEY, group["key"], year),
            views.link(share, "compare.html", measure=f"outcome_share:{group['key']}", until=year),
        ]
        for group, count, share in parts
    ]
    title = t("outcomes.groups", year=year)
    whole, handled = sum(now["counts"]), now["handled"]
    sums = {"sum": say.count(whole), "handled": say.count(handled), "share": say.percent(whole / handled)}
    return Section(title, table=Table(title, heads, rows), note=t("outcomes.groups_sum", **sums) if handled else "")


def _unequal(build: Build, year: int) -> list[Row]:
    """The reports of the year's picture whose printed groups do not come to the printed total, with the finding that says so."""
    explanation = "explanation_en" if build.language == "en" else "explanation_zh"
    return build.release.rows(
        f"""
        with whole as (
            select agency_id, agency_name, region_name, report_year, sum(request_count) as sum, any_value(total_handled) as handled
            from mart_outcome_share join dim_agency using (agency_id, agency_name, region_name)
            where outcome_key is null and report_year = ? and dim_agency.kind is distinct from '{AREA}'
            group by all having count(share) = {len(build.sheet.groups)} and sum <> handled
        )
        select whole.*, {explanation} as explanation from whole left join (
            select * from mart_finding where rule_id = 'A2' and place = 'total' and resolved_by_version is null
        ) using (agency_id, report_year)
        order by abs(sum - handled) desc, agency_id
        """,
        year,
    )


def _unequal_section(build: Build, year: int, rows: list[Row]) -> Section | None:
    t = build.words
    if not rows:
        return None
    heads = [
        Column(t("overview.col_agency"), "agency"), Column(t("agency.col_handled"), "count"), Column(t("outcomes.col_sum"), "count"),
        Column(t("agency.col_delta"), "count"), Column(t("agency.col_explanation"), "sentence"), Column(t("overview.col_region")),
    ]  # fmt: skip
    body = [
        [
            build.agency(row), views.figure(row["handled"], row, CELLS["total_handled"], mark="broken"), row["sum"],
            row["handled"] - row["sum"], row["explanation"], row["region_name"],
        ]
        for row in rows
    ]  # fmt: skip
    title = t("outcomes.unequal", year=year)
    return Section(title, table=Table(title, heads, body), note=t("outcomes.unequal_note"))


def _refused(build: Build) -> str:
    return next((group["label"] for group in build.sheet.groups if group["key"] == "refused"), "refused")


def _label(build: Build, row: Row) -> str:
    return build.sheet.row_name("requests", row["outcome_key"])


def _rows_of_year(build: Build, year: int) -> list[Row]:
    """One row an outcome of the form: its count over the agencies that print it, its share of its group's count, how many they are."""
    sums = build.release.sums("grounds")
    cells = {cell["row_key"]: cell["outcome_group"] for cell in reversed(build.sheet.cells) if cell["group_label"]}
    found = [
        {"outcome_group": group, "outcome_key": key, "request_count": row["total"], "agency_count": row["reports"]}
        for key, group in cells.items()
        if (row := sums.get((year, _cell_of(key))))
    ]
    for row in found:
        whole = sum(other["request_count"] for other in found if other["outcome_group"] == row["outcome_group"])
        row["of_group"] = row["request_count"] / whole if whole else None
    return sorted(found, key=lambda row: (row["outcome_group"], -row["request_count"], row["outcome_key"]))


def _cell_of(outcome: str) -> str:
    return f"requests.{outcome}.total"


def _grounds(build: Build, year: int) -> list[Row]:
    return [row for row in _rows_of_year(build, year) if row["outcome_group"] == "refused" and row["request_count"]]


def _compared(build: Build, row: Row, year: int) -> views.Cell:
    """The share of a ground, leading to the agencies it is of where there is a measure of it."""
    key = f"refusal_share:{row['outcome_key']}"
    known = any(measure["key"] == key and measure["years"] for measure in build.measures)
    return views.link(row["of_group"], "compare.html", measure=key, until=year) if known else row["of_group"]


def _grounds_section(build: Build, year: int) -> Section | None:
    t = build.words
    order = [group["key"] for group in build.sheet.groups]
    rows = sorted(
        _rows_of_year(build, year), key=lambda row: (order.index(row["outcome_group"]), -row["request_count"])
    )
    shown = [row for row in rows if sum(other["outcome_group"] == row["outcome_group"] for other in rows) > 1]
    if not shown:
        return None
    groups = {group["key"]: group["label"] for group in build.sheet.groups}
    drawn = [
        {
            "name": _label(build, row),
            "value": row["request_count"],
            "small": False,
            "said": say.percent(row["of_group"]),
        }
        for row in shown
        if row["request_count"]
    ]
    heads = [
        Column(t("outcomes.col_outcome")), Column(t("outcomes.col_group")), Column(t("outcomes.col_count"), "count"),
        Column(t("outcomes.col_of_group"), "proportion"), Column(t("outcomes.col_agencies"), "count"),
    ]  # fmt: skip
    body = [
        [
            _label(build, row),
            groups[row["outcome_group"]],
            views.summed(row["request_count"], "grounds", _cell_of(row["outcome_key"]), year),
            _compared(build, row, year),
            row["agency_count"],
        ]
        for row in shown
    ]
    title = t("outcomes.grounds", year=year)
    chart = views.bars(drawn, "value", "count", text="said") if drawn else None
    return Section(title, chart, Table(title, heads, body), note=t("outcomes.grounds_note"))


def _leaning(build: Build, year: int) -> Section | None:
    """Agencies whose refusals rest most on one ground, among those with enough refusals."""
    t = build.words
    rows = build.release.rows(
        f"""
        select agency_id, agency_name, region_name, report_year, metric_key, value, numerator, denominator, ci_low, ci_high
        from mart_metric join dim_agency using (agency_id, agency_name, region_name)
        where metric_key like 'refusal_share:%' and report_year = ? and denominator >= {_REFUSALS} and value is not null
            and dim_agency.kind is distinct from '{AREA}'
        qualify row_number() over (partition by agency_id order by value desc, metric_key) = 1
        order by ci_low desc, agency_id, metric_key limit {_LEANING}
        """,
        year,
    )
    if not rows:
        return Section(
            t("outcomes.leaning", n=_REFUSALS, group=_refused(build)),
            empty=t("outcomes.leaning_none", n=_REFUSALS, group=_refused(build)),
        )
    grounds = {row["metric_key"]: build.sheet.row_name("requests", row["metric_key"].partition(":")[2]) for row in rows}
    heads = [
        Column(t("overview.col_agency"), "agency"), Column(t("outcomes.col_ground")), Column(t("outcomes.col_of_group"), "proportion"),
        Column(t("compare.interval"), "interval"), Column(t("outcomes.col_refusals", group=_refused(build)), "count"),
        Column(t("overview.col_region")),
    ]  # fmt: skip
    body = [
        [
            build.agency(row),
            grounds[row["metric_key"]],
            views.figure(row["value"], row, row["metric_key"], "metric"),
            interval(row),
            row["denominator"],
            row["region_name"],
        ]
        for row in rows
    ]
    title = t("outcomes.leaning", n=_REFUSALS, group=_refused(build))
    return Section(title, table=Table(title, heads, body), note=t("outcomes.leaning_note"))


def interval(row: Row) -> Any:
    """The cell of an interval: both ends as per cent, sorted by the lower."""
    if row["ci_low"] is None:
        return None
    return {"v": f"{say.percent(row['ci_low'])}–{say.percent(row['ci_high'])}"}


def _applicants(build: Build, year: int) -> Section | None:
    """Shares of the groups by kind of applicant, pooled over the agencies that fill in every line for the applicant."""
    t = build.words
    sums = build.release.sums("applicants")
    wholes = {
        column: (f"requests.total_handled.{column}", label)
        for column, label in build.sheet.columns_of("requests").items()
    }
    drawn, body = [], []
    for column, (what, label) in wholes.items():
        whole = sums.get((year, what))
        if whole is None or not whole["total"]:
            continue
        parts = {group["key"]: sums.get((year, f"{group['key']}.{column}")) for group in build.sheet.groups}
        shares = {key: (part["total"] if part else 0) / whole["total"] for key, part in parts.items()}
        drawn.append((label, t("figure.n", n=say.count(whole["total"])), list(shares.values())))
        cells = [views.summed(share, "applicants", f"{key}.{column}", year) for key, share in shares.items()]
        body.append([label, views.summed(whole["total"], "applicants", what, year), *cells, whole["reports"]])
    if not drawn:
        return None
    heads = [
        Column(t("outcomes.col_applicant")), Column(t("agency.col_handled"), "count"),
        *(Column(group["label"], "proportion") for group in build.sheet.groups), Column(t("outcomes.col_agencies"), "count"),
    ]  # fmt: skip
    title = t("outcomes.applicants", year=year)
    return Section(title, views.stack(drawn), Table(title, heads, body), note=t("outcomes.applicants_note"))

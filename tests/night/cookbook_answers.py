"""What the cookbook must answer on the demo's first night, worked out from the figures its portals print.

One function a query, by its name: it gets the printed reports and gives rows; a query's answer is cut to the columns that
`COLUMNS` names. Nothing here reads the warehouse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from statistics import median
from zoneinfo import ZoneInfo

from crawlers.sandbox.figures import Report
from crawlers.sandbox.plans import entries, load_plans
from warehouse.form import load_form

Printed = dict[tuple[str, int], Report]
Rows = list[tuple]

#: Portals that give nothing, and reports of which only a part, or nothing, can be read.
SILENT = {"sandbox-shell", "sandbox-broken", "sandbox-challenge"}
UNREADABLE = {("示例丙县教育体育局", 2023)}
IN_PART = {("示例乙县财政局", 2023), ("平潭综合实验区管委会", 2024)}
#: The body that had another name before, that name, and the first year in which it reports no more.
RENAMED, FORMER, ENDED = "示例市文化旅游和体育局", "示例市文体旅游局", 2022
APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org")


def printed_reports() -> Printed:
    """Every report that the demo's portals serve and that can be read, by body and year."""
    served = (line.report for plan in load_plans() if plan.id not in SILENT for line in entries(plan) if line.report)
    return {(one.agency, one.report_year): one for one in served if (one.agency, one.report_year) not in UNREADABLE}


def count(report: Report, row: str, column: str = "total") -> float:
    """A figure of the requests; the demo prints a blank for a zero alone."""
    return report.value("requests", row, column) or 0


def group(report: Report, name: str) -> float:
    """The sum over a group of outcomes."""
    form = load_form(report.edition_of("requests"))
    rows = {cell.row_key for cell in form.cells.values() if cell.table_key == "requests" and cell.group == name}
    return sum(count(report, row) for row in rows)


def of_agencies(printed: Printed, year: int | None = None) -> list[Report]:
    """The reports of bodies other than whole areas, by name."""
    found = [one for one in printed.values() if one.scope != "area" and one.report_year in (year, one.report_year)]
    return sorted((one for one in found if year in (None, one.report_year)), key=lambda one: one.agency)


def disclosed(report: Report) -> float:
    return (count(report, "granted") + count(report, "partly_granted")) / count(report, "total_handled")


def finance(printed: Printed) -> list[Report]:
    return [one for one in of_agencies(printed, 2022) if one.agency.endswith("财政局")]


def growth(printed: Printed, *names: str) -> Rows:
    series = {year: one for (agency, year), one in printed.items() if agency in (names or ("示例市教育局",))}
    rows = []
    for year in sorted(series):
        now, before = count(series[year], "new_received"), series.get(year - 1)
        base = count(before, "new_received") if before else None
        rows.append((year, now, base, now / base - 1 if base else None))
    return rows


def largest_rises(printed: Printed) -> Rows:
    rows = []
    for one in of_agencies(printed, 2024):
        before = printed.get((one.agency, 2023))
        base = count(before, "new_received") if before else 0
        if base >= 10 and count(one, "new_received") > base:
            rows.append((one.agency, base, count(one, "new_received") / base - 1))
    return sorted(rows, key=lambda row: -row[2])


def outcome_shares(printed: Printed) -> Rows:
    own = printed["示例市财政局", 2022]
    rows = []
    for name in ("granted", "partly_granted", "refused", "unavailable", "declined", "other"):
        all_of_kind = [group(one, name) / count(one, "total_handled") for one in finance(printed)]
        share = group(own, name) / count(own, "total_handled")
        rows.append((name, group(own, name), share, median(all_of_kind)))
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def most_not_held(printed: Printed) -> Rows:
    rows = [
        (one.agency, count(one, "unavailable_not_held") / count(one, "total_handled"))
        for one in of_agencies(printed, 2022)
        if count(one, "total_handled") >= 30
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def refusal_grounds(printed: Printed) -> Rows:
    refused = sum(group(one, "refused") for one in finance(printed))
    cells = load_form("2021").cells.values()
    grounds = {cell.row_key for cell in cells if cell.table_key == "requests" and cell.group == "refused"}
    totals = {row: sum(count(one, row) for one in finance(printed)) for row in grounds}
    rows = [("财政", f"refusal_share:{row}", total / refused) for row, total in totals.items() if total]
    return sorted(rows, key=lambda row: (-row[2], row[1]))


def carry_over_breaks(printed: Printed) -> Rows:
    year = max(year for _, year in printed)
    pairs = [(one, printed.get((agency, year - 1))) for (agency, at), one in sorted(printed.items()) if at == year]
    gaps = [
        (one.agency, column, count(one, "carried_in", column) - count(before, "carried_out", column))
        for one, before in pairs
        if before
        for column in ("total", *APPLICANTS)
    ]
    return sorted((row for row in gaps if row[2]), key=lambda row: (-abs(row[2]), *row))


def missing_or_late(printed: Printed) -> Rows:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    here = [one for one in printed.values() if one.region == "示例市"]
    rows = []
    for agency in {one.agency for one in here}:
        own = {one.report_year: one for one in here if one.agency == agency}
        for year in range(min(own), ENDED if agency == FORMER else today.year):
            last_day = date(year + 1, 3, 31) if own[min(own)].scope == "area" else date(year + 1, 1, 31)
            if last_day < today and (year not in own or own[year].published_on > last_day):
                rows.append((agency, year, "accepted" if year in own else "missing"))
    return sorted(rows)


def applicant_mix(printed: Printed) -> Rows:
    return [
        (year, column, count(one, "new_received", column) / count(one, "new_received"))
        for (agency, year), one in sorted(printed.items())
        if agency == "示例市教育局"
        for column in APPLICANTS
    ]


def review_corrections(printed: Printed) -> Rows:
    rows = []
    for (agency, year), one in printed.items():
        cases = {column: one.value("disputes", "review", column) or 0 for column in ("corrected", "total", "pending")}
        concluded = cases["total"] - cases["pending"]
        if year == 2024 and concluded >= 10:
            rows.append((agency, cases["corrected"] / concluded, concluded))
    return sorted(rows, key=lambda row: (printed[row[0], 2024].scope == "area", -row[1]))


def same_bureau(printed: Printed) -> Rows:
    return sorted(((one.region, one.agency, disclosed(one)) for one in finance(printed)), key=lambda row: -row[2])


def region_against_agencies(printed: Printed) -> Rows:
    agencies = [count(one, "new_received") for one in of_agencies(printed, 2024) if one.region == "示例市"]
    area = count(printed["示例市人民政府", 2024], "new_received")
    return [("示例市", 2024, area, sum(agencies), area - sum(agencies), len(agencies))]


def fee_income(printed: Printed) -> Rows:
    fees: dict[int, list[float]] = {}
    for one in of_agencies(printed):
        if (amount := one.value("proactive", "fees", "amount_cny_10k")) is not None:
            fees.setdefault(one.report_year, []).append(amount)
    return [(year, round(sum(amounts), 4), len(amounts)) for year, amounts in sorted(fees.items())]


def editions(printed: Printed) -> Rows:
    one = printed["示例市农业农村局", 2022]
    return [
        (2022, table, sorted({one.edition_of(block.key) for block in one.blocks(table)}))
        for table in sorted(load_form("2021").tables)
    ]


def every_number(printed: Printed) -> Rows:
    one = printed["聊城市大数据局", 2022]
    found = [(*key, one.value(*key)) for key in one.printed_cells() if one.value(*key) is not None]
    order = list(load_form("2021").cells)
    return sorted(found, key=lambda row: order.index(row[:3]))


def totals_by_year(printed: Printed) -> Rows:
    rows = []
    for year in sorted({year for _, year in printed}):
        both = [one for one in printed.values() if one.report_year == year]
        areas = [count(one, "new_received") for one in both if one.scope == "area"]
        agencies = [count(one, "new_received") for one in both if one.scope != "area"]
        rows.append((year, sum(agencies) if agencies else None, sum(areas) if areas else None))
    return rows


def disclosure_of_finance(printed: Printed) -> Rows:
    kind = finance(printed)
    top = sum(count(one, "granted") + count(one, "partly_granted") for one in kind)
    pooled = top / sum(count(one, "total_handled") for one in kind)
    return [("财政", pooled, median(disclosed(one) for one in kind), len(kind))]


def nothing(_: Printed) -> Rows:
    """The first night of the demo has none."""
    return []


#: The query's columns that are compared, its rows of one category where `where` says so, and the answer.
ANSWERS: dict[str, tuple[tuple[str, ...], Callable[[Printed], Rows]]] = {
    "growth-of-one-agency": (("report_year", "request_count", "prior_request_count", "request_growth"), growth),
    "growth-with-predecessors": (
        ("report_year", "request_count", "growth"),
        lambda printed: [(year, now, change) for year, now, _, change in growth(printed, FORMER, RENAMED)],
    ),
    "largest-rises": (("agency_name", "prior_request_count", "request_growth"), largest_rises),
    "outcome-shares-beside-category": (("outcome_group", "request_count", "share", "median"), outcome_shares),
    "most-not-held": (("agency_name", "share"), most_not_held),
    "refusal-grounds-by-category": (("category", "metric_key", "pooled"), refusal_grounds),
    "carry-over-breaks": (("agency_name", "column_key", "gap"), carry_over_breaks),
    "prose-against-table": (
        ("agency_name", "report_year"),
        # as published, a slip of the pen made for the demo, and a table cut off in the middle
        lambda _: [("上海市人民政府办公厅", 2019), ("示例乙县财政局", 2023), ("示例市水利局", 2022)],
    ),
    "reports-edited": (("agency_name", "report_year", "cells_changed"), nothing),
    "figures-lowered-or-raised": (("agency_name", "report_year"), nothing),
    "missing-or-late": (("agency_name", "report_year", "state"), missing_or_late),
    "applicant-mix": (("report_year", "column_key", "share"), applicant_mix),
    "review-corrections-ranked": (("agency_name", "value", "n"), review_corrections),
    "same-bureau-across-cities": (("region_name", "agency_name", "value"), same_bureau),
    "region-against-its-agencies": (
        ("region_name", "report_year", "area_value", "sum_of_agencies", "difference", "n_agencies"),
        region_against_agencies,
    ),
    "fee-income": (("report_year", "fee_income_cny_10k", "reports"), fee_income),
    "editions-of-a-series": (("report_year", "table_key", "editions"), editions),
    "implied-priors-contradicted": (("agency_name",), nothing),
    "cells-read-by-ocr": (("agency_name",), nothing),
    "every-number-of-a-report": (("table_key", "row_key", "column_key", "value"), every_number),
    "new-reports-since": (("agency_name", "report_year"), sorted),
    "as-of-a-night": (("agency_name",), nothing),
    "changed-between-two-nights": (
        ("agency_name", "report_year"),  # everything came after the earlier of the two
        sorted,
    ),
    "sum-without-double-counting": (("report_year", "by_agencies", "by_whole_areas"), totals_by_year),
    "pooled-against-median": (("category", "pooled", "median", "n_agencies"), disclosure_of_finance),
    "comparable-series": (
        ("metric_key", "report_year", "refused_because"),
        lambda _: [
            *(("documents_roll_gap", year, "not_on_form") for year in (2019, 2020)),
            ("documents_roll_gap", 2021, "edition_break"),
            *(("fee_income_cny_10k", year, "not_on_form") for year in (2019, 2020)),
        ],
    ),
    "why-a-run-lacked-something": (
        ("portal_id", "verdict"),
        lambda _: [
            ("sandbox-broken", "failed"),
            ("sandbox-challenge", "blocked"),
            ("sandbox-empty", "partial"),
            ("sandbox-notice", "complete"),
            ("sandbox-shell", "failed"),
        ],
    ),
    "bodies-to-classify": (("agency_name",), nothing),
}

#: Rows of an answer that the figures above speak of, where a query answers for more.
WHERE: dict[str, Callable[[dict], bool]] = {
    "refusal-grounds-by-category": lambda row: row["category"] == "财政",
    "pooled-against-median": lambda row: row["category"] == "财政",
    "comparable-series": lambda row: row["refused_because"] is not None,
}
#: Answers with many rows a report: each report once, in any order.
ONCE = {"prose-against-table", "changed-between-two-nights"}


def cut(name: str, answer: Iterable[dict]) -> Rows:
    """The columns and rows of a query's answer that are compared."""
    columns, _ = ANSWERS[name]
    rows = [tuple(row[column] for column in columns) for row in answer if WHERE.get(name, lambda _: True)(row)]
    return sorted(set(rows)) if name in ONCE else rows

"""What pages add up over agencies, and the files of the reports behind each sum.

A page takes its sums from the table `sum_part` and from nowhere else (`Release.sums`), and the files hold the same rows: who adds
them up gets the figure. A part is one figure of one report; whole-area reports are none. `static/sums.js` shows a sum's parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from dashboards.lines import line_of, lines_of
from dashboards.places import Places
from dashboards.queries import AREA


def sum_files(places: Places) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    """One (page, what is summed, part, data) of the parts above nought, the largest first.

    Data are lines by year of (place, value, the cell's place on the form where `what` is no cell of its own); the first part of a
    sum also says by year how many reports and how many `parts` there are.
    """
    con = places.con
    reports: dict[tuple[str, str], dict[int, int]] = {}
    for page, what, year, n in con.execute(_REPORTS).fetchall():
        reports.setdefault((page, what), {})[year] = n
    for page in sorted({page for page, _ in reports}):
        yield from _files_of(con, page, reports, places.chunk)


def _files_of(
    con: duckdb.DuckDBPyConnection, page: str, reports: dict[tuple[str, str], dict[int, int]], chunk: int
) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    found: dict[tuple[str, int], dict[int, str]] = {}
    for what, year, part, lines in con.execute(_LINES, {"page": page, "chunk": chunk}).fetchall():
        found.setdefault((what, part), {})[year] = lines
    for (what, part), lines_by_year in sorted(found.items()):
        data: dict[str, Any] = {"lines": lines_by_year}
        if not part:
            parts = 1 + max(at for key, at in found if key == what)
            data |= {"reports": reports[page, counted_of(page, what)], "parts": parts}
        yield page, what, part, data


def counted_of(page: str, what: str) -> str:
    """The sum that counts the reports of another: a group of an applicant is over those that have the applicant's total."""
    _, _, column = what.partition(".")
    return f"requests.total_handled.{column}" if page == "applicants" and not what.startswith("requests.") else what


def make_parts(places: Places) -> None:
    """Make the table `sum_part`: one row a page, sum, year, agency and cell; of applicants' outcomes only those above nought."""
    places.con.execute(f"create or replace temp table sum_part as {_PARTS}")


# Read thrice rather than held, and kept as numbers: the outcomes of applicants are millions of rows.
_PARTS = f"""
    with form as (
        select table_key || '.' || row_key || '.' || column_key as cell, min(cell_place) as cell_place
        from form_place group by all
    ), own as (
        select agency_id from dim_agency where kind is distinct from '{AREA}'
    ), dispute as not materialized (
        from fct_dispute semi join own using (agency_id)
    ), whole_route as (
        select agency_id, report_year, route from dispute group by all having count(*) = count(case_count)
    ), outcome as not materialized (
        from mart_outcome_share semi join own using (agency_id)
    ), whole_report as (
        select agency_id, report_year from outcome where outcome_key is null group by all
        having count(share) = (select count(distinct outcome_group) from outcome)
    ), applicant as not materialized (
        from fct_request_outcome semi join own using (agency_id) where column_key <> 'total'
    ), whole_applicant as (
        select agency_id, report_year, column_key, total_handled
        from fct_request_flow semi join (
            select agency_id, report_year, column_key from applicant group by all having count(*) = count(request_count)
        ) using (agency_id, report_year, column_key)
        where total_handled is not null
    ), bodies as not materialized (
        from mart_agency_year semi join own using (agency_id)
    ), part as (
    select 'disputes' as page, 'disputes.' || route || '.' || result as what, report_year, agency_id, null as cell,
        case_count as value
    from dispute semi join whole_route using (agency_id, report_year, route)
    union all
    select 'outcomes', outcome_group, report_year, agency_id, null, request_count
    from outcome semi join whole_report using (agency_id, report_year) where outcome_key is null
    union all
    select distinct 'outcomes', 'requests.total_handled.total', report_year, agency_id, null, total_handled
    from outcome semi join whole_report using (agency_id, report_year) where outcome_key is null
    union all
    select 'grounds', 'requests.' || outcome_key || '.total', report_year, agency_id, null, request_count
    from outcome where outcome_key is not null and request_count is not null
    union all
    select 'applicants', 'requests.total_handled.' || column_key, report_year, agency_id, null, total_handled
    from whole_applicant
    union all
    select 'applicants', outcome_group || '.' || column_key, report_year, agency_id,
        'requests.' || outcome_key || '.' || column_key, request_count
    from applicant semi join whole_applicant using (agency_id, report_year, column_key) where request_count > 0
    union all
    select 'overview', 'requests.new_received.total', report_year, agency_id, null, request_count
    from bodies where request_count is not null
    union all
    select 'overview', 'requests.total_handled.total', report_year, agency_id, null, total_handled
    from bodies where total_handled is not null
    )
    select page, what, report_year, place, cell_place, value
    from part join place using (agency_id) left join form using (cell)
"""

_LINES = f"""
    with listed as (
        select what, report_year, {line_of("place", "value", "cell_place")} as line,
            row_number() over (partition by what, report_year order by value desc, place, cell_place) - 1 as standing
        from sum_part where page = $page and value > 0
    )
    select what, report_year, standing // $chunk as part, {lines_of("line", "standing")}
    from listed group by all order by what, report_year, part
"""
_REPORTS = "select page, what, report_year, count(distinct place) from sum_part group by all order by all"

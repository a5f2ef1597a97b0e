"""What the pages read of a release's DuckDB file, and in which shape; with `shards.py` all the SQL of the pages.

Nothing is computed here that is a metric; sums over agencies and joins of what the models give are all there is.
A change of the models' columns is met in these two modules and nowhere else in `dashboards/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from dashboards import shards
from dashboards.shards import UTC_TEXT

Row = dict[str, Any]

#: Whole-area reports hold the figures of the bodies below them and are never added to theirs.
_AREA = "government"


class DatabaseError(Exception):
    """The file is no release database; the message says what is missing."""


class Release:
    """Read-only questions to one release database."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The answer as one dict a row."""
        cursor = self._con.execute(sql, list(values))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    # -- dictionaries ------------------------------------------------------------------------------------------------

    def form_cells(self) -> list[Row]:
        """One row an edition x table x row x column in the form's order, newest edition first: keys and labels.

        Cells that were read and that no edition declares come last and are named by their keys, which are printed labels.
        """
        return self.rows(
            """
            with declared as (
                select edition, table_key, row_key, column_key, ordinal, table_zh as table_label, row_number,
                    row_zh as row_label, column_zh as column_label, outcome_group, group_zh as group_label, unit,
                    compares_with
                from dim_form_cell
            ), read as (
                select distinct edition, table_key, row_key, column_key
                from fct_report_cell anti join dim_form_cell using (edition, table_key, row_key, column_key)
            )
            select * exclude (ordinal) from (
                select * from declared
                union all
                select *, 1000000, table_key, null, row_key, column_key, null, null, null, null from read
            )
            order by edition desc, ordinal, table_key, row_key, column_key
            """
        )

    def metrics(self) -> list[Row]:
        """One row a measure of the dictionary, in its order."""
        return self.rows(
            """
            select metric_key, family, zh, en, value_kind, formula, unit, guard, caveat
            from dict_metric order by ordinal, metric_key
            """
        )

    def agencies(self) -> list[Row]:
        """One row an agency, by id."""
        return self.rows(
            """
            select agency_id, agency_name, region_name, adcode, level, kind, categories, credit_code,
                max(report_year) filter (where status = 'accepted') as latest_year,
                count(*) filter (where status = 'accepted') as report_count
            from dim_agency left join (select agency_id, report_year, status from fct_report) using (agency_id)
            group by all
            order by agency_id
            """
        )

    # -- overview ----------------------------------------------------------------------------------------------------

    def years(self) -> list[Row]:
        """One row a report year, latest first: reports by state, and the agencies' sums without whole-area reports."""
        return self.rows(
            f"""
            with coverage as (
                select report_year, count(*) filter (where is_expected) as expected,
                    count(*) filter (where state = 'missing') as missing,
                    count(*) filter (where state = 'quarantined') as quarantined,
                    count(*) filter (where state = 'blocked') as blocked
                from mart_coverage group by report_year
            ), reports as (
                select report_year, count(*) filter (where status = 'accepted') as accepted
                from fct_report group by report_year
            ), sums as (
                select report_year, count(request_count) as agency_count, sum(request_count) as request_count,
                    sum(total_handled) as total_handled
                from mart_agency_year join dim_agency using (agency_id)
                where dim_agency.kind is distinct from '{_AREA}' group by report_year
            ), areas as (
                select report_year, count(*) as area_count
                from mart_agency_year join dim_agency using (agency_id)
                where dim_agency.kind = '{_AREA}' group by report_year
            ), broken as (
                select report_year, count(distinct report_id) as broken_count, count(*) as finding_count
                from mart_finding where severity = 'error' and resolved_by_version is null group by report_year
            )
            select report_year, coalesce(accepted, 0) as accepted, coalesce(expected, 0) as expected,
                coalesce(missing, 0) as missing, coalesce(quarantined, 0) as quarantined, coalesce(blocked, 0) as blocked,
                coalesce(agency_count, 0) as agency_count, request_count, total_handled,
                coalesce(area_count, 0) as area_count, coalesce(broken_count, 0) as broken_count,
                coalesce(finding_count, 0) as finding_count
            from reports full join coverage using (report_year) left join sums using (report_year)
            left join areas using (report_year) left join broken using (report_year)
            order by report_year desc
            """
        )

    def outcomes_of_years(self) -> list[Row]:
        """One row a year x group of outcomes: pooled over the agencies that have every group and the total."""
        return self.rows(
            f"""
            with shares as (
                select mart_outcome_share.*
                from mart_outcome_share join dim_agency using (agency_id)
                where outcome_key is null and dim_agency.kind is distinct from '{_AREA}'
            ), whole as (
                select agency_id, report_year from shares group by agency_id, report_year
                having count(share) = (select count(distinct outcome_group) from shares)
            )
            select report_year, outcome_group, sum(request_count) as request_count, count(*) as agency_count,
                sum(total_handled) as total_handled, sum(request_count) / sum(total_handled) as share
            from shares semi join whole using (agency_id, report_year)
            group by report_year, outcome_group
            order by report_year, outcome_group
            """
        )

    def largest(self, year: int, *, areas: bool, limit: int) -> list[Row]:
        """The agencies (or whole areas) of one year with most new requests."""
        return self.rows(
            f"""
            select agency_id, agency_name, region_name, request_count, prior_request_count, prior_source,
                request_growth, request_growth_status, total_handled
            from mart_agency_year join dim_agency using (agency_id, agency_name, region_name)
            where report_year = ? and request_count is not null and (dim_agency.kind is not distinct from '{_AREA}') = ?
            order by request_count desc, agency_id
            limit ?
            """,
            year, areas, limit,
        )  # fmt: skip

    def attention(self, limit: int) -> list[Row]:
        """Agency-years whose report is not whole in the release, latest first, with the reason where one is known."""
        return self.rows(
            """
            select agency_id, agency_name, region_name, report_year, state,
                coalesce(array_to_string(reasons, '；'), evidence) as reason
            from mart_coverage left join (select agency_id, report_year, reasons from fct_report)
                using (agency_id, report_year)
            where state in ('quarantined', 'missing', 'blocked')
            order by report_year desc, state = 'missing', state, agency_id
            limit ?
            """,
            limit,
        )

    def attention_count(self) -> int:
        """How many rows `attention` has without a limit."""
        sql = "select count(*) as n from mart_coverage where state in ('quarantined', 'missing', 'blocked')"
        return int(self.rows(sql)[0]["n"])

    def runs(self) -> list[Row]:
        """One row a refresh run, latest first; `moment` is when it ended, or began where it is still under way."""
        started, ended, moment = (
            UTC_TEXT.format(name) for name in ("started_at", "ended_at", "coalesce(ended_at, started_at)")
        )
        return self.rows(
            f"""
            select run_id, {started} as started_at, {ended} as ended_at, {moment} as moment, discovered, archived,
                unchanged, failed, blocked, out_of_scope, parsed, quarantined, published_digest
            from mart_run order by mart_run.started_at desc, run_id desc
            """
        )

    def run_portals(self) -> list[Row]:
        """One row a portal of the latest run, those that did not go well first."""
        return self.rows(
            """
            select portal_id, platform, verdict, reason, discovered, archived, unchanged, failed, blocked, out_of_scope
            from fct_run_portal where run_id = (select max(run_id) from mart_run)
            order by verdict = 'complete', verdict, portal_id
            """
        )

    def run_reasons(self, limit: int) -> list[Row]:
        """One row an address of the latest run that did not come in, with the reason."""
        return self.rows(
            """
            select portal_id, url, outcome, reason
            from fct_run_reason where run_id = (select max(run_id) from mart_run)
            order by portal_id, ordinal limit ?
            """,
            limit,
        )

    # -- comparison --------------------------------------------------------------------------------------------------

    def comparisons(self, metric_key: str) -> list[tuple[int, str]]:
        """One (year, JSON columns) a year in which an agency has the measure; agencies by their place in `agencies()`.

        Agencies that should have a figure and have none are in it, with the state that says why.
        """
        return shards.comparisons(self._con, metric_key)

    def value_counts(self) -> list[Row]:
        """One row a measure x year that has values: which comparisons there are."""
        return self.rows(
            """
            select metric_key, report_year, count(value) as value_count
            from mart_metric group by metric_key, report_year having count(value) > 0
            order by metric_key, report_year
            """
        )

    # -- findings ----------------------------------------------------------------------------------------------------

    def findings(self, severity: str) -> list[Row]:
        """One row a finding of the current reports: `error` for sums that fail, `warning` for sentences that disagree."""
        return self.rows(
            """
            select agency_id, agency_name, region_name, report_year, rule_id, place, printed, expected, delta, cells,
                sentence, explanation_zh as explanation, repair
            from mart_finding where severity = ? and resolved_by_version is null
            order by report_year desc, agency_id, rule_id, place
            """,
            severity,
        )

    # -- one agency --------------------------------------------------------------------------------------------------

    def agency_shards(self, form_cells: Sequence[Row]) -> Iterator[tuple[str, str]]:
        """One (agency_id, JSON) an agency: everything its page and the source panel show.

        `form_cells` gives each cell its number, its place in that list.
        """
        return shards.agencies(self._con, form_cells)


@contextmanager
def open_release(database: Path) -> Iterator[Release]:
    """The release database, read only; DatabaseError when the file is absent or no such database."""
    if not database.is_file():
        raise DatabaseError(f"{database} does not exist; build a release with `gongkai refresh` first.")
    try:
        con = duckdb.connect(str(database), read_only=True)
    except duckdb.Error as error:
        raise DatabaseError(f"{database} cannot be opened as a DuckDB file ({error}).") from error
    try:
        con.execute("set timezone = 'UTC'")
        yield Release(con)
    except duckdb.CatalogException as error:
        raise DatabaseError(f"{database} is not a whole release ({error}); build it again.") from error
    finally:
        con.close()

"""The release's DuckDB file, open for reading, and what every page reads of it: dictionaries, agencies, runs.

What one page alone asks stands in that page's module, what the files of figures hold in the modules that `catalog.py` names.
Nothing is computed in SQL here that is a metric; sums over agencies and joins of what the models give are all there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from dashboards.lines import UTC_TEXT

Row = dict[str, Any]

#: Whole-area reports hold the figures of the bodies below them and are never added to theirs.
AREA = "government"


#: What DuckDB may hold of a release while its site is built; what is more goes to a folder beside, which is removed again.
_MEMORY = "2GB"


class DatabaseError(Exception):
    """The file is no release database; the message says what is missing."""


class Release:
    """Read-only questions to one release database."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self._asked: dict[tuple[object, ...], tuple[list[str], list[tuple[Any, ...]]]] = {}

    def rows(self, sql: str, *values: object) -> list[Row]:
        """The answer as one dict a row; asked once, since each language's pages ask the same."""
        key = (sql, repr(values))
        if key not in self._asked:
            cursor = self.con.execute(sql, list(values))
            names = [column[0] for column in cursor.description or ()]
            self._asked[key] = (names, cursor.fetchall())
        names, rows = self._asked[key]
        return [dict(zip(names, row, strict=True)) for row in rows]

    # -- dictionaries ------------------------------------------------------------------------------------------------

    def form_cells(self, language: str = "zh") -> list[Row]:
        """One row an edition x table x row x column in the form's order, newest edition first: keys and labels.

        Cells of an edition that declares none (the statistics table of 2008 to 2018) come last and are named by their
        keys, which are printed labels; an edition that declares cells has no others, which a test of the build holds.
        """
        declared = [row["edition"] for row in self.rows("select distinct edition from dim_form_cell order by edition")]
        return self.rows(
            f"""
            with declared as (
                select edition, table_key, row_key, column_key, ordinal, table_{language} as table_label, row_number,
                    row_{language} as row_label, column_{language} as column_label, outcome_group, group_{language} as group_label, unit,
                    compares_with
                from dim_form_cell
            ), read as (
                select distinct edition, table_key, row_key, column_key
                from fct_report_cell where edition not in ({", ".join(f"'{edition}'" for edition in declared) or "''"})
            )
            select * exclude (ordinal) from (
                select * from declared
                union all
                select *, 1000000, table_key, null, row_key, column_key, null, null, null, null from read
            )
            order by edition desc, ordinal, table_key, row_key, column_key
            """
        )

    def metrics(self, language: str = "zh") -> list[Row]:
        """One row a measure of the dictionary, in its order."""
        caveat = "caveat_en" if language == "en" else "caveat"
        return self.rows(
            f"""
            select metric_key, family, {language} as label, value_kind, formula, unit, guard, {caveat} as caveat
            from dict_metric order by ordinal, metric_key
            """
        )

    def agencies(self) -> list[Row]:
        """One row an agency in the order of its place: by region, then id."""
        return self.rows(
            """
            select agency_id, agency_name, region_name, adcode, level, kind, categories, latest_year,
                coalesce(report_count, 0) as report_count
            from dim_agency left join (
                select agency_id, max(report_year) as latest_year, count(*) as report_count
                from fct_report where status = 'accepted' group by agency_id
            ) using (agency_id)
            order by adcode nulls last, region_name, agency_id
            """
        )

    def categories(self, language: str = "zh") -> list[Row]:
        """One row a function, in the dictionary's order: key and label."""
        label = "category_en" if language == "en" else "category"
        return self.rows(f"select category, {label} as label from dim_category order by ordinal, category")

    def division_names(self) -> dict[str, str]:
        """The name each division's code has now, by code; provinces alone."""
        rows = self.rows(
            """
            select adcode, arg_max(name, coalesce(valid_to, date '9999-12-31')) as name
            from dim_region where adcode like '%0000' and name is not null group by adcode order by adcode
            """
        )
        return {row["adcode"]: row["name"] for row in rows}

    def years(self) -> list[int]:
        """Years that have a report or should have one, latest first."""
        sql = "select report_year from fct_report union select report_year from mart_coverage order by 1 desc"
        return [row["report_year"] for row in self.rows(sql)]

    def value_counts(self) -> list[Row]:
        """One row a measure x year that has values: which comparisons there are."""
        return self.rows(
            """
            select metric_key, report_year, count(*) as value_count
            from mart_metric where value is not null
            group by metric_key, report_year order by metric_key, report_year
            """
        )

    def sums(self, page: str) -> dict[tuple[int, str], Row]:
        """By (year, what is summed) the sum over agencies and how many reports it is of; `sum_files.py` says of which."""
        rows = self.rows(
            """
            select report_year, what, sum(value) as total, count(distinct place) as reports
            from sum_part where page = ? group by all order by all
            """,
            page,
        )
        return {(row["report_year"], row["what"]): row for row in rows}

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
        with TemporaryDirectory(prefix="gongkai-site-") as spill:
            con.execute("set timezone = 'UTC'")
            con.execute(f"set memory_limit = '{_MEMORY}'")
            con.execute("set temp_directory = ?", [spill])
            yield Release(con)
    except duckdb.CatalogException as error:
        raise DatabaseError(f"{database} is not a whole release ({error}); build it again.") from error
    finally:
        con.close()

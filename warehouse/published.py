"""Reading the published release: one short read-only connection a question, and the way back from a figure.

Nothing is written here; how a release comes about belongs to `release.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.home import Home


class QueryError(Exception):
    """A query that DuckDB refuses; the message says why and where the tables are described."""


class NotPublishedError(Exception):
    """There is no release to read, or it lacks what is asked for; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Column names and rows of a query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def records(self) -> list[dict[str, Any]]:
        """The rows as dicts."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@contextmanager
def connect(home: Home, database: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the published database, or that of another release; it keeps its release even when a new
    one is published."""
    database = database or home.database
    if not database.exists():
        raise NotPublishedError(f"Nothing is published in {home.root} yet; run `gongkai refresh` first.")
    try:
        connection = duckdb.connect(str(database.resolve()), read_only=True)
    except duckdb.Error as error:
        raise NotPublishedError(
            f"The database of release {database.resolve().parent.name} cannot be opened; `gongkai release verify` says more, "
            "`gongkai release rollback` publishes the one before it."
        ) from error
    try:
        # a query reads the release and nothing else of the machine
        connection.execute("SET enable_external_access = false")
        yield connection
    finally:
        connection.close()


def ask(home: Home, sql: str, parameters: list[Any] | None = None, database: Path | None = None) -> Answer:
    """Run one query on the published database, or that of another release; QueryError where the query is wrong."""
    with connect(home, database) as connection:
        try:
            if (n_queries := len(connection.extract_statements(sql))) != 1:
                raise QueryError(f"Give one query at a time; this is {n_queries or 'none'}.")
            cursor = connection.execute(sql, parameters or [])
            columns = tuple(column[0] for column in cursor.description or ())
            return Answer(columns, tuple(cursor.fetchall()))
        except duckdb.Error as error:
            raise QueryError(_plain(str(error))) from error


def _plain(message: str) -> str:
    """DuckDB's words on one line, without the copy of the query below them, and what to do."""
    said = message.split("\n\nLINE ", maxsplit=1)[0].split("\nLINE ", maxsplit=1)[0]
    said = " ".join(said.split()).rstrip(".")
    return (
        f"The query cannot be answered ({said}); "
        '`gongkai sql "select * from dict_column"` lists the tables and their columns.'
    )


_EXPLAIN = """
select c.agency_name, c.report_year, c.table_key, c.row_key, c.column_key, c.value, c.state, c.printed_text, c.implied_value,
       c.implied_by, c.edition, c.method, c.locator, c.flag, c.document_sha256, f.row_zh, f.column_zh, f.table_zh, f.unit,
       r.title, r.status, r.source_url, r.page_url, r.published_on, r.published_on_source, r.captured_at, r.warc_file,
       p.printed_label, list_extract(string_split(p.printed_heads, chr(9)),
         list_position(string_split(p.column_keys, chr(9)), c.column_key)) as printed_head,
       string_split(p.printed_row, chr(9)) as printed_row, r.warc_offset, r.format, r.report_id, r.file_name, r.added_by, r.is_declared
from fct_report_cell c
join fct_report r using (report_id)
left join fct_report_row p on p.report_id = c.report_id and p.table_key = c.table_key and p.row_key = c.row_key
left join dim_form_cell f
  on f.edition = c.edition and f.table_key = c.table_key and f.row_key = c.row_key and f.column_key = c.column_key
where (c.agency_name = $1 or c.agency_id = $1) and c.report_year = $2
  and c.table_key = $3 and c.row_key = $4 and c.column_key = $5
"""


def explain(home: Home, agency: str, year: int, cell: str) -> dict[str, Any]:
    """Where one figure comes from; NotPublishedError names what is not there and what there is instead."""
    parts = cell.split(".")
    if len(parts) != 3:
        raise NotPublishedError(f"A cell is named TABLE.ROW.COLUMN, as requests.new_received.total; {cell} is not.")
    found = ask(home, _EXPLAIN, [agency, year, *parts]).records()
    if not found:
        raise NotPublishedError(_why_not(home, agency, year, cell))
    record = found[0]
    record["checks"] = ask(
        home,
        "select rule_id, place, severity, printed, expected, explanation_zh from mart_finding "
        "where report_id = $1 and list_contains(cells, $2) order by rule_id, place",
        [record["report_id"], cell],
    ).records()
    return record


def _why_not(home: Home, agency: str, year: int, cell: str) -> str:
    years = ask(
        home,
        "select report_year from fct_report where agency_name = $1 or agency_id = $1 order by 1",
        [agency],
    ).rows
    if not years:
        near = ask(
            home,
            "select agency_name from dim_agency order by jaro_winkler_similarity(agency_name, $1) desc, agency_name limit 3",
            [agency],
        ).rows
        names = ", ".join(row[0] for row in near) or "none"
        return f"No agency is called {agency}; the nearest names are: {names}."
    if (year,) not in years:
        held = ", ".join(str(row[0]) for row in years)
        return f"There is no report of {agency} for {year}; there are: {held}."
    return f'The report of {agency} for {year} has no cell {cell}; `gongkai sql "select * from dim_form_cell"` lists the cells.'

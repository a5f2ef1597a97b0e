"""The tables of a release as files: Parquet for programs, CSV for spreadsheets, a workbook of the wide one.

The same data gives the same Parquet bytes. What else lies in a release is in `release_files.py`.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import TypeVar

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.home import write_atomically
from warehouse.release_excel import WORKBOOK, WORKBOOK_TABLES, write_workbook
from warehouse.release_files import memory_limit, parquet_rows, seal
from warehouse.spreadsheets import FORMULA_SIGNS

#: Rows that a spreadsheet opens below the header.
SHEET_ROWS = 1_048_575
_BOM = "\ufeff"
_ROW_GROUP = 122_880
#: Where each worker writes what it cannot hold, a folder of its own: DuckDB would put those of all into one.
_ASIDE = ".aside."
#: Rows of a table whose words may be numbered: their list is written once a row group.
_FEW = 10_000
#: What the views over current reports join to their figures, and which rows of it they use: the list of words that is
#: written must be of those alone, or the same rows would give other bytes beside other documents.
_JOINED = {
    "kept_document": "where is_current",
    "kept_metric_key": "",
    "kept_place": "semi join used using (place)",
    "kept_reading": "semi join used using (reading)",
}
#: DuckDB would write to a temporary name of its own beside ours, and leave it there where the disk is full.
_OUR_NAME = "use_tmp_file false"
_T = TypeVar("_T")
#: Joins are made as they are written, so the rows of the first table stay in their order: where one thread makes them.
_AS_WRITTEN = "set disabled_optimizers = 'join_order,build_side_probe_side'"
#: Types that polars writes as DuckDB does; a date, a time or a list would look different.
_PLAIN = {"VARCHAR", "DOUBLE", "BIGINT", "INTEGER", "BOOLEAN"}
#: What makes a text stand between quotes in CSV.
_QUOTED = r"[,\"\r\n]"
#: zstd: less work than at its usual level, for files little larger.
_QUICK = 1


def export_tables(folder: Path) -> dict[str, int]:
    """Write every table as Parquet and CSV, and the wide one as a workbook; row counts by table.

    Rows are sorted by the grain that dict_table gives, else by all columns; a view has those of the table that its query
    begins with, in the order they are kept in. Row groups have one size, so the same data gives the same bytes. CSV is
    UTF-8 with a byte order mark, and no text in it can act as a formula; a table of more rows than a spreadsheet opens
    is packed, `<table>.csv.zst`.
    """
    database = seal(folder)
    for stale in (folder / "tables", folder / "csv", folder / "excel", *folder.glob(f"{_ASIDE}*")):
        shutil.rmtree(stale, ignore_errors=True)
    n_workers = os.cpu_count() or 1
    with ExitStack() as opened:
        idle: SimpleQueue[duckdb.DuckDBPyConnection] = SimpleQueue()
        for _ in range(n_workers):
            idle.put(opened.enter_context(_numbered(database, n_workers)))

        def alone(work: Callable[[duckdb.DuckDBPyConnection], _T]) -> _T:
            connection = idle.get()
            try:
                return work(connection)
            finally:
                idle.put(connection)

        tables, orders = alone(_by_size), alone(_orders)

        def export(table: str, connection: duckdb.DuckDBPyConnection) -> int:
            order = orders.get(table, "order by all")
            parquet = _export_parquet(connection, table, order, folder / "tables" / f"{table}.parquet")
            count = parquet_rows(parquet) or 0
            _export_csv(connection, parquet, folder / "csv" / f"{table}.csv", is_packed=count > SHEET_ROWS)
            return count

        def write_excel(connection: duckdb.DuckDBPyConnection) -> None:
            if set(WORKBOOK_TABLES) <= set(tables):  # a candidate without them is refused by the gates
                write_workbook(connection, folder / "excel" / WORKBOOK)

        # a worker a processor; first what takes longest
        with ThreadPoolExecutor(n_workers) as pool:
            workbook = pool.submit(alone, write_excel)
            work = {table: pool.submit(alone, partial(export, table)) for table in tables}
            workbook.result()
            return {table: count.result() for table, count in sorted(work.items())}


@contextmanager
def _numbered(database: Path, n_workers: int) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of a release under their names, its views made anew over tables whose few words are numbered: as enums.

    Parquet is written in two thirds of the time where the words of a column come with their numbers, and those who read it
    see texts as ever. One thread alone reads a table: with more, a join gives its rows in another order each time.
    """
    with (
        TemporaryDirectory(prefix=_ASIDE, dir=database.parent) as aside,
        duckdb.connect(
            config={"memory_limit": memory_limit(n_workers), "threads": 1, "temp_directory": aside}
        ) as connection,
    ):
        connection.execute("set timezone = 'UTC'")
        connection.execute(_AS_WRITTEN)
        connection.execute(f"attach {_quoted(database)} as release (read_only)")
        connection.execute("create schema if not exists kept")
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = 'release'"
        ).fetchall()
        if ("kept", "kept_cell") in tables:
            connection.execute(
                "create temp table used as select distinct place, reading from release.kept.kept_cell "
                "semi join (from release.kept.kept_document where is_current) using (document)"
            )
        for schema, table in tables:
            name, source = f"{schema}.{_name(table)}", f"release.{schema}.{_name(table)}"
            rows = f"from {source} {_JOINED[table]}" if schema == "kept" and table in _JOINED else ""
            words = _words(connection, table, rows) if rows else ""
            replaced = f"create table {name} as select * replace ({words}) from ({rows})"
            connection.execute(replaced if words else f"create view {name} as from {source}")
        views = connection.execute("select sql from duckdb_views() where database_name = 'release' and not internal")
        for (view,) in views.fetchall():
            connection.execute(view)
        yield connection


def _words(connection: duckdb.DuckDBPyConnection, table: str, rows: str) -> str:
    """The columns of texts of a table as enums of what these rows hold, for `select * replace`; empty for many rows."""
    (count,) = connection.execute(f"select count(*) from ({rows})").fetchall()[0]
    enums = []
    for column, kind, *_ in connection.execute(f"describe {rows}").fetchall() if count <= _FEW else ():
        held = f"select distinct {_name(column)} from ({rows}) where {_name(column)} is not null order by 1"
        if kind == "VARCHAR" and connection.execute(held).fetchone():
            words = _name(f"{table}.{column}")
            connection.execute(f"create type {words} as enum ({held})")
            enums.append(f"{_name(column)}::{words} as {_name(column)}")
    return ", ".join(enums)


def _by_size(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The published tables, the largest first: those that are views, for all of these are wide, then the others by rows."""
    found = connection.execute(
        """select view_name, null as n_rows from duckdb_views() where database_name = 'release' and not internal
        union all
        select table_name, estimated_size from duckdb_tables() where database_name = 'release' and schema_name = 'main'
        order by n_rows desc nulls first, 1"""
    ).fetchall()
    return [name for name, _ in found]


def _orders(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """How a table is sorted: by the columns that no two rows share, which takes less than by all; a view is not."""
    if "dict_table" not in _by_size(connection):
        return {}
    grains = connection.execute("select table_name, grain from dict_table where grain is not null").fetchall()
    views = connection.execute("select view_name from duckdb_views() where database_name = 'release' and not internal")
    sorted_by = {name: f"order by {', '.join(map(_name, grain))}" for name, grain in grains}
    return sorted_by | {name: "" for (name,) in views.fetchall()}


def _export_parquet(connection: duckdb.DuckDBPyConnection, table: str, order: str, path: Path) -> Path:
    def write(temporary: Path) -> None:
        connection.execute(
            f"copy (select * from {_name(table)} {order}) to {_quoted(temporary)} "
            f"(format parquet, compression zstd, row_group_size {_ROW_GROUP}, {_OUR_NAME})"
        )

    return write_atomically(path, write)


def _export_csv(connection: duckdb.DuckDBPyConnection, parquet: Path, path: Path, *, is_packed: bool) -> Path:
    """The rows of a Parquet file in their order: they are sorted once for both."""
    source = f"read_parquet({_quoted(parquet)})"
    columns = {name: kind for name, kind, *_ in connection.execute(f"describe select * from {source}").fetchall()}
    texts = [name for name, kind in columns.items() if kind == "VARCHAR"]
    if is_packed and set(columns.values()) <= _PLAIN:
        return write_atomically(path.with_name(f"{path.name}.zst"), lambda aside: _pack(parquet, aside))
    # DuckDB writes no mark of UTF-8, so the first name carries it
    named = [
        f'{_without_formula(name) if name in texts else _name(name)} as "{"" if place else _BOM}{name}"'
        for place, name in enumerate(columns)
    ]
    options = f"format csv, header, compression {'zstd' if is_packed else 'none'}, {_OUR_NAME}"

    def write(temporary: Path) -> None:
        connection.execute(f"copy (select {', '.join(named)} from {source}) to {_quoted(temporary)} ({options})")

    return write_atomically(path.with_name(f"{path.name}.zst") if is_packed else path, write)


def _columns_with(parquet: Path, *patterns: str) -> list[set[str]]:
    """For each pattern the columns of texts of a Parquet file in which any text matches it.

    The lists of words of its row groups are looked through in place of the rows: many rows share few words.
    """
    texts = [field.name for field in pq.read_schema(parquet) if pa.types.is_string(field.type)]
    file = pq.ParquetFile(parquet, read_dictionary=texts)
    found: list[set[str]] = [set() for _ in patterns]
    for number in range(file.num_row_groups):
        group = file.read_row_group(number, columns=texts)
        for name in texts:
            for part in map(_words_of, group[name].chunks):
                for columns, pattern in zip(found, patterns, strict=True):
                    if name not in columns and pc.any(pc.match_substring_regex(part, pattern)).as_py():
                        columns.add(name)
    return found


def _words_of(part: pa.Array) -> pa.Array:
    return part.dictionary if pa.types.is_dictionary(part.type) else part


def _pack(parquet: Path, path: Path) -> None:
    """A large table as packed CSV in half the time that DuckDB takes.

    Which columns hold texts that would act as a formula, and which such as need quotes, is known beforehand: polars would look
    through every value of every column for what needs them, which takes a third of the writing.
    """
    import polars  # here, for it takes longer to load than most commands to answer

    risky, quoted = _columns_with(parquet, f"^[{re.escape(FORMULA_SIGNS)}]", f"^$|{_QUOTED}")

    def written(name: str) -> polars.Expr:
        text = polars.col(name)
        if name in risky:
            text = polars.when(text.str.head(1).is_in(list(FORMULA_SIGNS))).then("'" + text).otherwise(text)
        if name in quoted:
            doubled = '"' + text.str.replace_all('"', '""', literal=True) + '"'
            text = polars.when(text.str.contains(_QUOTED) | (text == "")).then(doubled).otherwise(text)
        return text.alias(name)

    polars.scan_parquet(parquet).with_columns([written(name) for name in sorted(risky | quoted)]).sink_csv(
        path,
        include_bom=True,
        compression="zstd",
        compression_level=_QUICK,
        check_extension=False,
        quote_style="never",
    )


def _is_formula(column: str) -> str:
    """Whether a spreadsheet would calculate a text."""
    # no IN: over so many values the planner joins, and the rows lose their order
    return f"{_name(column)} <> '' and contains('{FORMULA_SIGNS}', {_name(column)}[1])"


def _without_formula(column: str) -> str:
    """A column of texts with an apostrophe before what a spreadsheet would calculate."""
    return f"case when {_is_formula(column)} then '''' || {_name(column)} else {_name(column)} end"


def _name(column: str) -> str:
    return f'"{column}"'


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"

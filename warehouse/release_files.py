"""The files of one release: its tables as Parquet and CSV, its manifest, and digests of both and of what went in.

Everything here works inside the folder of a candidate, which no reader sees; whether it may be published is judged in
`release_gates.py`, and `release.py` publishes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from warehouse.home import Home, write_atomically, write_json
from warehouse.release_excel import WORKBOOK, WORKBOOK_TABLES, write_workbook
from warehouse.spreadsheets import FORMULA_SIGNS

DATABASE = "gongkai.duckdb"
MANIFEST = "manifest.json"
TEST_RESULTS = "run_results.json"

#: Rows that a spreadsheet opens below the header.
SHEET_ROWS = 1_048_575
_BOM = "\ufeff"
_ROW_GROUP = 122_880
#: DuckDB would write to a temporary name of its own beside ours, and leave it there where the disk is full.
_OUR_NAME = "use_tmp_file false"
_SOURCES = {".py", ".sql", ".yaml", ".yml", ".csv"}


@contextmanager
def reading(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection that shows times in UTC, whatever the machine's zone."""
    with duckdb.connect(str(database), read_only=True, config={"memory_limit": memory_limit()}) as connection:
        connection.execute("set timezone = 'UTC'")
        yield connection


def memory_limit() -> str:
    """What DuckDB may hold while a release is made, beyond which it writes aside: 4 GB, or half of a smaller machine."""
    held = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{min(4_000, held // 2_000_000)}MB"


def seal(folder: Path) -> Path:
    """Write the candidate's database to its one file and close it; duckdb.Error where another program holds it."""
    database = folder / DATABASE
    with duckdb.connect(str(database)) as connection:
        connection.execute("checkpoint")
    return database


def table_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The published tables by name."""
    found = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'main' and not internal order by 1"
    ).fetchall()
    return [name for (name,) in found]


def row_counts(database: Path) -> dict[str, int]:
    """Rows of every table of a database."""
    with reading(database) as connection:
        return {
            name: connection.execute(f'select count(*) from "{name}"').fetchall()[0][0]
            for name in table_names(connection)
        }


def export_tables(folder: Path) -> dict[str, int]:
    """Write every table as Parquet and CSV, and the wide one as a workbook; row counts by table.

    Rows are sorted by the grain that dict_table gives, else by all columns, and row groups have one size: the same data
    gives the same bytes. CSV is UTF-8 with a byte order mark, and no text in it can act as a formula; a table of
    more rows than a spreadsheet opens is packed, `<table>.csv.zst`.
    """
    database = seal(folder)
    for name in ("tables", "csv", "excel"):
        shutil.rmtree(folder / name, ignore_errors=True)
    counts = row_counts(database)
    with reading(database) as connection:
        grains = _grains(connection) if "dict_table" in counts else {}
        for table, n_rows in counts.items():
            order = ", ".join(f'"{column}"' for column in grains.get(table) or ()) or "all"
            parquet = _export_parquet(connection, table, order, folder / "tables" / f"{table}.parquet")
            _export_csv(connection, parquet, folder / "csv" / f"{table}.csv", is_packed=n_rows > SHEET_ROWS)
        if set(WORKBOOK_TABLES) <= set(counts):  # a candidate without them is refused by the gates
            write_workbook(connection, folder / "excel" / WORKBOOK)
    return counts


def _grains(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str] | None]:
    """The columns of each table that no two rows share: sorting by them alone takes less than by all and gives the same."""
    return dict(connection.execute("select table_name, grain from dict_table").fetchall())


def _export_parquet(connection: duckdb.DuckDBPyConnection, table: str, order: str, path: Path) -> Path:
    def write(temporary: Path) -> None:
        connection.execute(
            f'copy (select * from "{table}" order by {order}) to {_quoted(temporary)} '
            f"(format parquet, compression zstd, row_group_size {_ROW_GROUP}, {_OUR_NAME})"
        )

    return write_atomically(path, write)


def _export_csv(connection: duckdb.DuckDBPyConnection, parquet: Path, path: Path, *, is_packed: bool) -> Path:
    """The rows of a Parquet file in their order: they are sorted once for both."""
    source = f"read_parquet({_quoted(parquet)})"
    columns = connection.execute(f"describe select * from {source}").fetchall()
    # DuckDB writes no mark of UTF-8, so the first name carries it
    named = [
        f'{_without_formula(name, kind)} as "{"" if place else _BOM}{name}"'
        for place, (name, kind, *_) in enumerate(columns)
    ]
    options = f"format csv, header, compression {'zstd' if is_packed else 'none'}, {_OUR_NAME}"

    def write(temporary: Path) -> None:
        connection.execute(f"copy (select {', '.join(named)} from {source}) to {_quoted(temporary)} ({options})")

    return write_atomically(path.with_name(f"{path.name}.zst") if is_packed else path, write)


def _without_formula(column: str, kind: str) -> str:
    """A column with an apostrophe before what a spreadsheet would calculate; a list begins with a bracket."""
    if kind != "VARCHAR":
        return f'"{column}"'
    # no IN: over so many values the planner joins, and the rows lose their order
    is_formula = f"\"{column}\" <> '' and contains('{FORMULA_SIGNS}', \"{column}\"[1])"
    return f"case when {is_formula} then '''' || \"{column}\" else \"{column}\" end"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of(parts: Mapping[str, str]) -> str:
    """One digest for named digests."""
    lines = "".join(f"{name} {value}\n" for name, value in sorted(parts.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def digest_folder(folder: Path, paths: Iterable[Path]) -> dict[str, str]:
    """Digest of each file by its name below `folder`."""
    return {path.relative_to(folder).as_posix(): digest(path) for path in sorted(paths)}


def code_version() -> str:
    """The package's version and a digest of the code that makes the data."""
    root = Path(__file__).parents[1]
    sources = [
        path
        for package in ("warehouse", "pipelines", "dbt_project")
        for path in (root / package).rglob("*")
        if path.suffix in _SOURCES and not {"target", "logs"} & set(path.relative_to(root).parts)
    ]
    return f"{version('gongkai')}+{digest_of(digest_folder(root, sources))[:12]}"


def input_digests(home: Home, reference: Path) -> dict[str, dict[str, Any]]:
    """What a build reads, a count and one digest each: the captures index, the parsed facts, the reference tables."""
    inputs = {
        "captures": (home.captures, home.captures.glob("*.parquet")),
        "parsed": (home.parsed, home.parsed.glob("portal=*/*.parquet")),
        "reference": (reference, reference.rglob("*.parquet")),
    }
    found = {name: digest_folder(folder, paths) for name, (folder, paths) in inputs.items()}
    return {name: {"files": len(files), "digest": digest_of(files)} for name, files in found.items()}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says of itself; `data` is the JSON as written."""

    data: dict[str, Any]

    @classmethod
    def read(cls, folder: Path) -> Manifest | None:
        """The manifest of a release folder, or None where none can be read."""
        try:
            return cls(json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return None

    @property
    def tables(self) -> dict[str, dict[str, Any]]:
        """Rows and Parquet digest of every table."""
        return self.data["tables"]

    @property
    def files(self) -> dict[str, str]:
        """Digest of every file of the release but the manifest, by its name below the folder."""
        return self.data["files"]


def write_manifest(
    home: Home, release_id: str, reference: Path, *, site: bool = False, reason: str | None = None
) -> dict[str, Any]:
    """Write `manifest.json` of a candidate and give it: inputs, code, row counts, digests of all its files.

    `reference` is the folder the build read its reference tables from; `site` declares that the release carries pages;
    `reason` says why known reports are given up, where they are. Gate results are added when it is published.
    """
    folder = home.releases / release_id
    counts = row_counts(seal(folder))
    files = digest_folder(folder, (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST))
    parquet = {name: files.get(f"tables/{name}.parquet", "") for name in counts}
    manifest = {
        "release_id": release_id,
        "code_version": code_version(),
        "inputs": input_digests(home, reference),
        "tables": {name: {"rows": counts[name], "sha256": parquet[name]} for name in sorted(counts)},
        "digest": digest_of(parquet),
        "files": files,
        "site": site,
        "reason": reason,
        "gates": [],
        "published_at": None,
    }
    write_json(folder / MANIFEST, manifest)
    return manifest

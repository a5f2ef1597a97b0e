"""The files of one release: its database, its manifest, and digests of all its files and of what went in.

Everything here works inside the folder of a candidate, which no reader sees; its tables are written as Parquet and CSV in
`release_exports.py`, whether it may be published is judged in `release_gates.py`, and `release.py` publishes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.home import Home, write_json

DATABASE = "gongkai.duckdb"
MANIFEST = "manifest.json"
TEST_RESULTS = "run_results.json"

_SOURCES = {".py", ".sql", ".yaml", ".yml", ".csv"}


@contextmanager
def reading(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection that shows times in UTC, whatever the machine's zone."""
    with duckdb.connect(str(database), read_only=True, config={"memory_limit": memory_limit()}) as connection:
        connection.execute("set timezone = 'UTC'")
        yield connection


def memory_limit(n_shares: int = 1) -> str:
    """What DuckDB may hold while a release is made, beyond which it writes aside: 5 GB, or half of a smaller machine; or a share."""
    held = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{min(5_000, held // 2_000_000) // n_shares}MB"


def seal(folder: Path) -> Path:
    """Write the candidate's database to its one file and close it; duckdb.Error where another program holds it."""
    database = folder / DATABASE
    with duckdb.connect(str(database)) as connection:
        connection.execute("checkpoint")
    return database


def table_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The published tables by name, those that are views among them."""
    found = connection.execute(
        "select table_name from duckdb_tables() where schema_name = 'main' and not internal "
        "union all select view_name from duckdb_views() where schema_name = 'main' and not internal order by 1"
    ).fetchall()
    return [name for (name,) in found]


def row_counts(database: Path) -> dict[str, int]:
    """Rows of every published table of a database, views among them."""
    with reading(database) as connection:
        return _counts(connection, table_names(connection))


def stored_counts(database: Path) -> dict[str, int]:
    """Rows of the published tables that are stored; of views, which cost a reading of what they stand on, none."""
    with reading(database) as connection:
        found = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'main' and not internal order by 1"
        ).fetchall()
        return _counts(connection, [name for (name,) in found])


def _counts(connection: duckdb.DuckDBPyConnection, names: list[str]) -> dict[str, int]:
    return {name: connection.execute(f'select count(*) from "{name}"').fetchall()[0][0] for name in names}


def parquet_rows(path: Path) -> int | None:
    """Rows of a Parquet file by its footer; None where there is no such file that can be read."""
    try:
        return pq.read_metadata(path).num_rows
    except (OSError, pa.ArrowInvalid):
        return None


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of(parts: Mapping[str, str]) -> str:
    """One digest for named digests."""
    lines = "".join(f"{name} {value}\n" for name, value in sorted(parts.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def digests(folder: Path, names: Iterable[str]) -> dict[str, str | None]:
    """Digest of each file named below `folder`, None where there is none; several are read at a time."""
    named = sorted(names)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(named, pool.map(lambda name: _digest_if_there(folder / name), named), strict=True))


def _digest_if_there(path: Path) -> str | None:
    return digest(path) if path.is_file() else None


def digest_folder(folder: Path, paths: Iterable[Path]) -> dict[str, str]:
    """Digest of each file by its name below `folder`."""
    found = digests(folder, (path.relative_to(folder).as_posix() for path in paths))
    return {name: value for name, value in found.items() if value is not None}


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


def _rows_as_written(folder: Path, database: Path) -> dict[str, int | None]:
    """Rows of every table as its Parquet file has them; the gate counts the tables themselves and holds both together."""
    with reading(database) as connection:
        return {name: parquet_rows(folder / "tables" / f"{name}.parquet") for name in table_names(connection)}


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
    counts = _rows_as_written(folder, seal(folder))
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

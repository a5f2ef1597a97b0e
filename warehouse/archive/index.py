"""The index of the archive: `captures/<run>.parquet`, always derivable from the WARC files of the run.

Each index file says in its metadata which files it covers and how far, so that a run that was killed, or
killed again after a recovery, is known by its WARC files alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.archive.members import Damage, members
from warehouse.archive.reading import Grouping, parse
from warehouse.archive.records import ArchiveError, Row
from warehouse.archive.tables import as_table, values
from warehouse.home import Home, write_atomically
from warehouse.schema import CAPTURES

if TYPE_CHECKING:  # those who want no frames, as a crawl, need not wait for their library
    import polars as pl

_NAME = re.compile(r"(?P<run>.+)-(?P<number>\d+)\.warc\.gz")
_COVERS = b"gongkai.covers"
_EMPTY = pa.Table.from_batches([], CAPTURES)
#: Rows of an index in memory at a time where they are looked through.
_AT_ONCE = 8192


def warc_name(run_id: str, number: int) -> str:
    """The name of a run's WARC file."""
    return f"{run_id}-{number}.warc.gz"


def runs(home: Home) -> dict[str, list[Path]]:
    """The WARC files of each run, runs and files in their order."""
    found: dict[str, list[tuple[int, Path]]] = {}
    for path in home.warc.glob("*.warc.gz"):
        if match := _NAME.fullmatch(path.name):
            found.setdefault(match["run"], []).append((int(match["number"]), path))
    return {run_id: [path for _, path in sorted(found[run_id])] for run_id in sorted(found)}


def read_file(run_id: str, path: Path) -> tuple[list[Row], list[Damage]]:
    """The rows of one WARC file, and its damages; neither a torn end nor a damage hides the other records."""
    rows, damages, grouping = [], [], Grouping(run_id, path.name)
    for member in members(path):
        if isinstance(member, Damage):
            damages.append(member)
            continue
        row = grouping.add(parse(member.data), member.offset, member.length)
        if row:
            rows.append(row)
    return rows, damages


def write_index(home: Home, run_id: str, rows: pa.Table, sizes: Mapping[str, int]) -> Path:
    """Write the index of a run; `sizes` are the lengths of the WARC files it covers."""
    schema = CAPTURES.with_metadata({_COVERS: json.dumps(dict(sizes), sort_keys=True).encode()})
    table = rows.combine_chunks().replace_schema_metadata(schema.metadata)
    path = home.captures / f"{run_id}.parquet"
    return write_atomically(path, lambda temporary: pq.write_table(table, temporary, compression="zstd"))


def index_run(home: Home, run_id: str, files: list[Path]) -> Path:
    """Index a run from its WARC files."""
    sizes = {path.name: path.stat().st_size for path in files}
    rows = [row for path in files for row in read_file(run_id, path)[0]]
    return write_index(home, run_id, as_table(rows), sizes)


def covered(path: Path) -> dict[str, int]:
    """The WARC files an index file covers, with their lengths; empty when there is no such index file."""
    if not path.exists():
        return {}
    try:
        metadata = pq.read_schema(path).metadata
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, error) from error
    return dict(json.loads((metadata or {}).get(_COVERS, b"{}")))


def captures_of(home: Home, run_id: str) -> pl.DataFrame:
    """The captures of a run (columns of CAPTURES), by place in its WARC files; empty without any."""
    path = home.captures / f"{run_id}.parquet"
    return _frame(read_index(path) if path.exists() else _EMPTY)


def rows_of(home: Home, run_id: str, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """These columns of the captures of a run, row by row as they stand in its WARC files; none without an index.

    A moment is given in microseconds since 1970. So many rows are in memory at a time, however long the run was.
    ArchiveError when the index is unreadable.
    """
    path = home.captures / f"{run_id}.parquet"
    if not path.exists():
        return
    try:
        file = pq.ParquetFile(path)
        there = [name for name in columns if name in file.schema_arrow.names]
        for batch in file.iter_batches(_AT_ONCE, columns=there):
            # an index of before a column was there says nothing in it
            nothing = [None] * len(batch)
            yield from zip(*(values(batch[name]) if name in there else nothing for name in columns), strict=True)
    except (OSError, ValueError, pa.ArrowException) as error:
        raise _unreadable(path, error) from error


def indexed_runs(home: Home) -> list[str]:
    """The runs that have an index, in their order."""
    return sorted(path.stem for path in home.captures.glob("*.parquet"))


def load_captures(home: Home) -> pl.DataFrame:
    """Every capture of every run (columns of CAPTURES), by run and place in its WARC files; empty without any."""
    tables = [read_index(path).replace_schema_metadata() for path in sorted(home.captures.glob("*.parquet"))]
    return _frame(pa.concat_tables([_EMPTY, *tables]))


def _frame(table: pa.Table) -> pl.DataFrame:
    import polars as pl

    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def marks_of(home: Home) -> dict[str, str]:
    """A mark of each run that has an index or WARC files: another one as soon as one of these files is another."""
    found: dict[str, list[str]] = {path.stem: [_mark(path)] for path in home.captures.glob("*.parquet")}
    for run_id, files in runs(home).items():
        found.setdefault(run_id, []).extend(map(_mark, files))
    return {run_id: " ".join(found[run_id]) for run_id in sorted(found)}


def _mark(path: Path) -> str:
    told = path.stat()
    return f"{path.name}:{told.st_size}:{told.st_mtime_ns}"


def recover(home: Home, sound: Container[str] = ()) -> list[str]:
    """Index the runs that were killed before they could, and clear what they left behind; the ids of those runs.

    A file shorter than its index says is no killed run but damage: it is left for `verify` to name. The runs that are
    `sound` were looked at before, and their files are the same.
    """
    for folder in (home.warc, home.captures):
        for left in folder.glob(".*.tmp"):
            left.unlink(missing_ok=True)
    recovered = []
    for path in sorted(home.captures.glob("*.parquet")):
        if path.stem not in sound:
            _renew(path)
    for run_id, files in runs(home).items():
        if run_id in sound:
            continue
        covers = covered(home.captures / f"{run_id}.parquet")
        if any(path.stat().st_size > covers.get(path.name, -1) for path in files):
            index_run(home, run_id, files)
            recovered.append(run_id)
    return recovered


def reindex(home: Home) -> list[str]:
    """Rebuild the index of every run from its WARC files, byte for byte; the ids of the runs.

    An index that names records its files no longer hold is kept, for it is the witness of the loss:
    ArchiveError then names the runs, after all others were rebuilt.
    """
    done, kept = [], []
    for run_id, files in runs(home).items():
        path = home.captures / f"{run_id}.parquet"
        rows = [row for file in files for row in read_file(run_id, file)[0]]
        if _named(path) - {(row["warc_file"], row["warc_offset"]) for row in rows}:
            kept.append(run_id)
            continue
        write_index(home, run_id, as_table(rows), {file.name: file.stat().st_size for file in files})
        done.append(run_id)
    if kept:
        raise ArchiveError(
            f"The index of {', '.join(kept)} names records its WARC files no longer hold and was kept; "
            "`gongkai archive verify` names them."
        )
    return done


def _renew(path: Path) -> None:
    """Give an index file of an earlier shape the columns it lacks, for SQL reads the files as they are."""
    try:
        names = pq.read_schema(path).names
    except (OSError, pa.ArrowException):
        return  # whoever reads it says so
    if names != CAPTURES.names:
        table = read_index(path)
        write_atomically(path, lambda temporary: pq.write_table(table, temporary, compression="zstd"))


def _named(path: Path) -> set[tuple[str, int]]:
    try:
        table = read_index(path) if path.exists() else CAPTURES.empty_table()
    except ArchiveError:
        return set()  # an index that cannot be read names nothing; it is rebuilt
    return set(zip(table["warc_file"].to_pylist(), table["warc_offset"].to_pylist(), strict=True))


def read_index(path: Path, columns: Sequence[str] | None = None) -> pa.Table:
    """The table of one index file, or the columns named, what it covers in its metadata; ArchiveError when unreadable."""
    wanted = [field for field in CAPTURES if columns is None or field.name in columns]
    try:
        file = pq.ParquetFile(path)
        table = file.read([field.name for field in wanted if field.name in file.schema_arrow.names])
        # an index of before a column was there says nothing in it
        for field in wanted:
            if field.name not in table.column_names:
                table = table.append_column(field, pa.nulls(len(table), field.type))
        names = [field.name for field in wanted]
        return table.select(names).cast(pa.schema(wanted, file.schema_arrow.metadata))
    except (OSError, ValueError, pa.ArrowException) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> ArchiveError:
    return ArchiveError(f"The index {path} cannot be read ({error}); run `gongkai archive reindex`.")

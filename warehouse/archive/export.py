"""A part of the archive for somebody else: the chosen captures as files with an index, and as an archive of their own.

The records are copied byte for byte, with the request and metadata that belong to them, so the part verifies and is
indexed like the whole. Which captures are chosen is the caller's matter.
"""

from __future__ import annotations

import csv
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.archive.composing import compose_info
from warehouse.archive.index import reindex, warc_name
from warehouse.archive.members import Damage, compress, members
from warehouse.archive.payload import read_payload
from warehouse.archive.reading import parse
from warehouse.archive.records import CAPTURED, HOLDS_BYTES, ArchiveError
from warehouse.home import Home, sync_folder
from warehouse.spreadsheets import without_formula

INDEX = "index.csv"
_UNSAFE = re.compile(r"[^\w\u4e00-\u9fff.（）()-]+")
_COLUMNS = (
    "file",
    "agency",
    "report_year",
    "status",
    "title",
    "portal_id",
    "url",
    "via",
    "link_title",
    "listed_on",
    "fetched_at",
    "content_type",
    "payload_sha256",
    "payload_bytes",
    "file_name",
    "added_by",
    "declared_agency",
    "declared_year",
    "warc_file",
    "warc_offset",
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds: distinct documents as files, captures in its WARC, rows of its index."""

    documents: int
    captures: int
    rows: int


def export(
    home: Home, captures: pl.DataFrame, documents: Sequence[Mapping[str, Any]], names: Mapping[str, str], folder: Path
) -> Exported:
    """Write the captures of `documents` to `folder`, which must not exist: `files/`, `index.csv`, `archive/`.

    `documents` are rows of what was read (schema DOCUMENTS) that the captures hold; `names` are the endings of the
    files by sha256. Several reports of one document are several rows. ArchiveError where bytes cannot be read.
    """
    if folder.exists():
        raise ArchiveError(f"{folder} exists already; name a folder that does not.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        rows = _write_files(home, captures, documents, names, temporary)
        _write_index(temporary / INDEX, rows)
        copied = _copy_records(home, captures, Home(temporary), folder.name)
        temporary.chmod(0o755)
        temporary.replace(folder)
        sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return Exported(len({row["payload_sha256"] for row in rows}), copied, len(rows))


def _write_files(
    home: Home,
    captures: pl.DataFrame,
    documents: Sequence[Mapping[str, Any]],
    names: Mapping[str, str],
    folder: Path,
) -> list[dict[str, Any]]:
    """One file a distinct document, and the rows of the index: one a report and address."""
    reports: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for document in documents:
        reports.setdefault((document["portal_id"], document["document_sha256"]), []).append(document)
    files: dict[str, str] = {}
    rows = []
    for capture in captures.iter_rows(named=True):
        digest = capture["payload_sha256"]
        for report in reports.get((capture["portal_id"], digest), []):
            if digest not in files:
                files[digest] = _file_name(report, digest, names.get(digest, "bin"))
                path = folder / files[digest]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(read_payload(home, capture, captures))
            rows.append({**capture, **report, "file": files[digest]})
    return rows


def _file_name(report: Mapping[str, Any], digest: str, ending: str) -> str:
    """`files/<portal>/<year>-<agency>-<digest>.<ending>`; nothing of a portal's own naming stands in a path."""
    agency = _UNSAFE.sub("_", report["agency"] or "unknown").strip("._")[:60] or "unknown"
    return f"files/{report['portal_id']}/{report['report_year'] or 'unknown'}-{agency}-{digest[:12]}.{ending}"


def _write_index(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """The index as CSV in UTF-8 with a byte order mark; no text in it can act as a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(_COLUMNS)
        for row in rows:
            writer.writerow([without_formula(row.get(name)) for name in _COLUMNS])


def _copy_records(home: Home, captures: pl.DataFrame, to: Home, name: str) -> int:
    """Copy the records of the captures, and those a revisit among them leads to, into one WARC file; how many captures."""
    wanted: dict[str, set[int]] = {}
    for file, offset in captures.select("warc_file", "warc_offset").iter_rows():
        wanted.setdefault(file, set()).add(offset)
    to.warc.mkdir(parents=True)
    run_id = _UNSAFE.sub("-", name) or "export"
    target = to.warc / warc_name(run_id, 0)
    copied = 0
    with target.open("wb") as out:
        out.write(compress(compose_info(target.name, run_id, "gongkai")))
        for file in sorted(wanted):
            copied += _copy_file(home.warc / file, wanted[file], out)
    reindex(to)
    return copied


def _copy_file(path: Path, offsets: set[int], out: Any) -> int:
    """Copy the chosen captures of one WARC file with the records that go before each; how many."""
    group: list[tuple[int, int]] = []
    copied = 0
    with path.open("rb") as source:
        for member in members(path):
            if isinstance(member, Damage):
                group = []
                continue
            kind = parse(member.data).kind
            if kind == "warcinfo":
                continue
            group.append((member.offset, member.length))
            if kind not in CAPTURED:
                continue
            if member.offset in offsets:
                for offset, length in group:
                    source.seek(offset)
                    out.write(source.read(length))
                copied += 1
            group = []
    return copied


def with_originals(chosen: pl.DataFrame, captures: pl.DataFrame) -> pl.DataFrame:
    """The chosen captures, and the records that hold the bytes of their revisits, in the order of the archive."""
    digests = chosen.filter(pl.col("record_type") == "revisit")["payload_sha256"]
    originals = captures.filter(
        pl.col("payload_sha256").is_in(digests.implode()) & pl.col("record_type").is_in(HOLDS_BYTES)
    )
    return pl.concat([chosen, originals]).unique().sort("warc_file", "warc_offset")

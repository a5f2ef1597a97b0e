"""Checking the archive: every record's bytes against its digests, every index row against its record, and back.

It reads everything and mends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from warehouse.archive.index import read_index, runs
from warehouse.archive.members import Damage, members
from warehouse.archive.payload import payload_in
from warehouse.archive.reading import Grouping, parse
from warehouse.archive.records import ArchiveError, Row
from warehouse.home import Home


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with the archive; `offset` is None where it concerns a whole file.

    Kinds: damaged, digest, missing_record, not_indexed, index_differs, no_original, unreadable_index, torn.
    One of kind `torn` is a note: the cut end of a killed run's file, which no index row ever named.
    """

    kind: str
    file: str
    offset: int | None
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found: problems, notes (torn ends) and counts."""

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    counts: dict[str, int]

    @property
    def ok(self) -> bool:
        """Nothing archived is lost or altered."""
        return not self.problems


@dataclass(slots=True)
class _Findings:
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("runs", "files", "records", "captures", "revisits", "bytes"), 0)
    )
    payloads: set[str] = field(default_factory=set)
    revisits: list[Row] = field(default_factory=list)

    def add(self, kind: str, file: str, offset: int | None, message: str) -> None:
        where = f"{file} at {offset}" if offset is not None else file
        target = self.notes if kind == "torn" else self.problems
        target.append(Problem(kind, file, offset, f"{where}: {message}"))


def verify(home: Home) -> Verification:
    """Check the whole archive of `home`; problems are listed by run, file and offset."""
    found, files = _Findings(), runs(home)
    indexes = {path.stem: path for path in sorted(home.captures.glob("*.parquet"))}
    for run_id in sorted(files.keys() | indexes.keys()):
        found.counts["runs"] += 1
        held = {
            (row["warc_file"], row["warc_offset"]): row
            for path in files.get(run_id, [])
            for row in _check_file(run_id, path, found)
        }
        _check_index(run_id, indexes.get(run_id), held, found)
    for row in found.revisits:
        if row["payload_sha256"] not in found.payloads:
            message = f"the payload of the revisited {row['url']} is held by no sound record."
            found.add("no_original", row["warc_file"], row["warc_offset"], message)
    return Verification(tuple(found.problems), tuple(found.notes), found.counts)


def _check_file(run_id: str, path: Path, found: _Findings) -> list[Row]:
    """The rows of a file's sound and unsound captures; its damages and failed digests become problems."""
    found.counts["files"] += 1
    found.counts["bytes"] += path.stat().st_size
    rows, grouping = [], Grouping(run_id, path.name)
    for member in members(path):
        if isinstance(member, Damage):
            if member.torn:
                found.add(
                    "torn",
                    path.name,
                    member.offset,
                    "the last record was cut off; the ones before it are whole.",
                )
            else:
                found.add(
                    "damaged",
                    path.name,
                    member.offset,
                    f"{member.length} bytes are damaged: {member.reason}.",
                )
            continue
        found.counts["records"] += 1
        try:
            read = parse(member.data)
        except ArchiveError as error:
            found.add("damaged", path.name, member.offset, str(error))
            continue
        if not read.sound:
            found.add("digest", path.name, member.offset, "the record's bytes do not have its own digest.")
        row = grouping.add(read, member.offset, member.length)
        if row is None:
            continue
        rows.append(row)
        if row["record_type"] == "revisit":
            found.revisits.append(row)
        elif payload_in(read, row["payload_sha256"]) is None:
            found.add("digest", path.name, member.offset, f"the payload of {row['url']} does not have its digest.")
        else:
            found.payloads.add(row["payload_sha256"])
    return rows


def _check_index(run_id: str, path: Path | None, held: dict[tuple[str, int], Row], found: _Findings) -> None:
    name = f"{run_id}.parquet"
    if path is None:
        found.add("not_indexed", name, None, "the run has no index; `gongkai archive reindex` builds it.")
        return
    try:
        indexed = read_index(path).to_pylist()
    except ArchiveError as error:
        found.add("unreadable_index", name, None, str(error))
        return
    found.counts["captures"] += len(indexed)
    found.counts["revisits"] += sum(row["record_type"] == "revisit" for row in indexed)
    places = set()
    for row in indexed:
        place = (row["warc_file"], row["warc_offset"])
        places.add(place)
        if place not in held:
            found.add("missing_record", *place, f"the index names the record of {row['url']}, which cannot be read.")
        elif row != held[place]:
            found.add("index_differs", *place, f"the index says other things of {row['url']} than the record.")
    for place in sorted(held.keys() - places):
        message = f"the record of {held[place]['url']} is not in the index; `gongkai archive reindex` adds it."
        found.add("not_indexed", *place, message)

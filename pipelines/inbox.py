"""Documents obtained by hand: judged by what they say, kept in `inbox/`, and archived beside the crawled ones.

`gongkai add` takes files from anywhere; the night takes those that lie in the inbox with a sidecar `<file>.yaml` of
what is known of them. What a document says is decided in `parsing`; what becomes of it afterwards is as for any other.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit
from uuid import uuid4

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipelines.night import new_run_id
from pipelines.parse import Parsed, parse_many
from pipelines.parsing.identity.agencies import full_name, same_body
from pipelines.readers import MAX_BYTES
from pipelines.workers import parser_pool
from warehouse.archive import Added, ArchiveWriter, load_captures, recover
from warehouse.home import Home, write_atomically

SIDECAR = ".yaml"
_HOLD_DOCUMENTS = ("page", "attachment", "added", "joined")
_CONTENT_TYPES = {
    "html": "text/html",
    "text": "text/plain",
    "markdown": "text/markdown",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ofd": "application/ofd",
    "rtf": "application/rtf",
    "spreadsheetml": "application/vnd.ms-excel",
    "word_xml": "application/msword",
    "zip": "application/zip",
}


class Declared(BaseModel):
    """What the person who adds a document says of it; it must agree with whatever the document says itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    agency: str | None = Field(default=None, min_length=2)
    year: int | None = Field(default=None, ge=2003, le=2100)
    url: str | None = None

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "http://none")
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise ValueError("the address must be a whole http or https address without a user name")
        return parts._replace(fragment="").geturl() if value else None


class NotAddedError(Exception):
    """A document cannot be added; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: `added`, `known` (its bytes are archived already) or `refused`; `told` says it in words."""

    file: str
    outcome: Literal["added", "known", "refused"]
    told: str


def declared(**given: object) -> Declared:
    """A checked declaration; NotAddedError says what is wrong with it."""
    try:
        return Declared.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the declaration"
        raise NotAddedError(f"{place}: {first['msg'].removeprefix('Value error, ')}.") from error


def add_files(home: Home, files: Sequence[Path], words: Declared, command: str) -> list[Taken]:
    """Judge, copy into the inbox and archive `files`, all under one declaration; a refused one leaves no trace."""
    return _take(home, [(file, words) for file in files], command, judges_known=True)


def take_inbox(home: Home, command: str) -> list[Taken]:
    """Archive the files that lie in the inbox with a sidecar; those archived before are not told of again."""
    chosen: list[tuple[Path, Declared]] = []
    refused: list[Taken] = []
    for file in sorted(home.inbox.iterdir()) if home.inbox.is_dir() else ():
        if file.name.startswith(".") or file.suffix == SIDECAR or not file.is_file():
            continue
        try:
            chosen.append((file, read_sidecar(file)))
        except NotAddedError as error:
            refused.append(Taken(file.name, "refused", str(error)))
    taken = [one for one in _take(home, chosen, command) if one.outcome != "known"] if chosen else []
    return sorted([*taken, *refused], key=lambda one: one.file)


def read_sidecar(file: Path) -> Declared:
    """What the sidecar beside a file of the inbox says; NotAddedError where there is none or it is wrong."""
    path = file.with_name(file.name + SIDECAR)
    if not path.is_file():
        raise NotAddedError(
            f"{file.name} waits in the inbox for its sidecar; write {path.name} with agency, year and url, "
            "each where it is known."
        )
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise NotAddedError(f"The sidecar {path.name} cannot be read ({' '.join(str(error).split())}).") from error
    if not isinstance(said, dict):
        raise NotAddedError(f"The sidecar {path.name} must hold agency, year and url, one a line.")
    try:
        return declared(**said)
    except NotAddedError as error:
        raise NotAddedError(f"The sidecar {path.name} is wrong: {error}") from error


# -- one document ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Document:
    file: Path
    words: Declared
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def _take(
    home: Home, chosen: Sequence[tuple[Path, Declared]], command: str, *, judges_known: bool = False
) -> list[Taken]:
    """Take files in their order. One is judged before the next is read, so memory holds few of them.

    A file that is archived already is judged only where `judges_known`: what a person declares of it may be wrong, but the
    inbox, which is gone through each night, was judged when it was taken.
    """
    recover(home.create())
    known = _known(load_captures(home))
    run_id = new_run_id(datetime.now(UTC), uuid4().hex)
    taken: list[Taken] = []
    with ArchiveWriter(home, run_id) as writer, parser_pool(1) as pool:
        for file, words in chosen:
            try:
                document = _Document(file, words, _read(file))
                digest = document.sha256
                if digest not in known or judges_known:
                    ((_, parsed),) = parse_many([(file.name, document.data)], pool)
                    told = judge(file.name, parsed, words)
                if digest in known:
                    taken.append(Taken(file.name, "known", f"{file.name} is archived already: {known[digest]}."))
                    continue
                row = writer.add(_added(home, document, parsed, command))
                known[digest] = _told_of(row)
                taken.append(Taken(file.name, "added", told))
            except NotAddedError as error:
                taken.append(Taken(file.name, "refused", str(error)))
    return taken


def _read(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        if not file.is_file():
            raise NotAddedError(f"{file} is no file; give the path of a report.")
        if not size:
            raise NotAddedError(f"{file.name} is empty; obtain it again.")
        if size > MAX_BYTES:
            raise NotAddedError(f"{file.name} has {size} bytes, more than any report; give the report alone.")
        return file.read_bytes()
    except OSError as error:
        raise NotAddedError(f"{file} cannot be read ({error.strerror}); give the path of a report.") from error


def _known(captures: pl.DataFrame) -> dict[str, str]:
    """Where the bytes of each archived document came from first, by sha256."""
    rows = captures.filter(
        pl.col("role").is_in(_HOLD_DOCUMENTS) & (pl.col("record_type") != "revisit") & pl.col("blocked_kind").is_null()
    ).sort("fetched_at", descending=True, maintain_order=True)
    return {row["payload_sha256"]: _told_of(row) for row in rows.iter_rows(named=True)}


def _told_of(row: dict[str, object]) -> str:
    day = f"{row['fetched_at']:%Y-%m-%d}"
    if row["role"] == "added":
        return f"{row['file_name']} was added on {day} (sha256 {str(row['payload_sha256'])[:12]})"
    return f"{row['url']} gave the same bytes on {day} (sha256 {str(row['payload_sha256'])[:12]})"


def judge(name: str, parsed: Parsed, words: Declared) -> str:
    """What is to be told of a document that may be added; NotAddedError where it may not, which says why.

    It must be readable, hold a report, name its body and year or have them declared, and not contradict what is declared.
    """
    if parsed.format is None:
        raise NotAddedError(f"{name} cannot be read: {' '.join(parsed.reports[0].reasons)}")
    reports = [report for report in parsed.reports if report.status != "not_a_report"]
    if not reports:
        raise NotAddedError(f"{name} holds no annual report: {' '.join(parsed.reports[0].reasons)}")
    agencies = sorted({report.agency for report in reports if report.agency})
    years = sorted({report.report_year for report in reports if report.report_year})
    given = full_name(words.agency) if words.agency else None
    if given and agencies and not any(same_body(given, agency) for agency in agencies):
        raise NotAddedError(f"{name} says that it is of {', '.join(agencies)}, not of {given}; correct the agency.")
    if words.year and years and words.year not in years:
        printed = ", ".join(map(str, years))
        raise NotAddedError(f"{name} says that it is of {printed}, not of {words.year}; correct the year.")
    if not (agencies or given):
        raise NotAddedError(f"{name} does not say whose report it is; declare the agency.")
    if not (years or words.year):
        raise NotAddedError(f"{name} does not say of which year it is; declare the year.")
    return _told(name, parsed, agencies or [given or ""], years or [words.year or 0])


def _told(name: str, parsed: Parsed, agencies: list[str], years: list[int]) -> str:
    told = f"{name} is archived: {', '.join(agencies)}, {', '.join(map(str, years))}"
    statuses = sorted({report.status for report in parsed.reports if report.status != "not_a_report"})
    reasons = [reason for report in parsed.reports if report.status == "quarantined" for reason in report.reasons]
    return f"{told}, {' and '.join(statuses)}" + (f" ({' '.join(reasons[:2])})" if reasons else "") + "."


def _added(home: Home, document: _Document, parsed: Parsed, command: str) -> Added:
    """The document as the archive takes it, after its copy and sidecar are in the inbox.

    The copy comes first: a crash in between leaves what the next night takes.
    """
    kept = _keep(home, document)
    words = document.words
    return Added(
        # a document without an address of its own is named after its place in the home
        url=words.url or f"file:///inbox/{quote(kept.name)}",
        data=document.data,
        added_at=datetime.now(UTC),
        file_name=document.file.name,
        command=command,
        content_type=_CONTENT_TYPES.get(parsed.format or "", "application/octet-stream"),
        agency=full_name(words.agency) if words.agency else None,
        year=words.year,
    )


def _keep(home: Home, document: _Document) -> Path:
    """The document's copy in the inbox; the file itself where it lies there."""
    if document.file.resolve().parent == home.inbox.resolve():
        return document.file
    for place in _places(home, document):
        if not place.exists() or place.read_bytes() == document.data:
            break
    words = document.words.model_dump(exclude_none=True)
    text = yaml.safe_dump(words, allow_unicode=True, sort_keys=True) if words else ""
    write_atomically(place.with_name(place.name + SIDECAR), lambda path: path.write_text(text, encoding="utf-8"))
    write_atomically(place, lambda path: shutil.copyfile(document.file, path))
    return place


def _places(home: Home, document: _Document) -> Iterator[Path]:
    """The names a copy may have: its own, else with its digest where another document has that."""
    name = Path(document.file.name.lstrip(".") or "document")
    stem, suffix = (name.stem, name.suffix) if name.suffix != SIDECAR else (name.name, ".txt")
    yield home.inbox / f"{stem}{suffix}"
    yield home.inbox / f"{stem}-{document.sha256[:8]}{suffix}"
    yield home.inbox / f"{stem}-{document.sha256}{suffix}"

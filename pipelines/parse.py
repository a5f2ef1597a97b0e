"""Parses archived bytes at the edge: each document in a worker that may die, results kept as Parquet by portal.

What a document says is decided in `parsing`; here stand limits, processes, files and the JSON of `gongkai parse`.
"""

from __future__ import annotations

import gc
import hashlib
import os
import resource
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import TimeoutError as ParseTimeout
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from pebble import ProcessExpired, ProcessPool

from pipelines.parsing.report import Report, read_reports, unreadable
from pipelines.readers import read_document
from pipelines.readers.document import UnreadableError
from warehouse.archive import ArchiveError
from warehouse.form import FORMS
from warehouse.home import Home
from warehouse.schema import PARSED, write_parquet

#: A report of ordinary size takes milliseconds, a large PDF some seconds.
SECONDS_PER_DOCUMENT = 60
#: Address space of a worker; the libraries map about 1 GB of it before the first document.
BYTES_PER_WORKER = 4 * 1024**3
#: Documents handed to the workers at a time; bounds the bytes held in memory.
MOST_PENDING = 32

_CODE = Path(__file__).parent


@cache
def parser_version() -> str:
    """The version of everything that turns bytes into facts: a digest of the readers, the parsing and the forms."""
    digest = hashlib.sha256()
    sources = [*(_CODE / "readers").rglob("*.py"), *(_CODE / "parsing").rglob("*"), *FORMS.glob("*.yaml")]
    for path in sorted(source for source in sources if source.suffix in {".py", ".yaml"}):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The reports of one document and the format it was read as (None where it could not be read)."""

    format: str | None
    reports: tuple[Report, ...]


def parse_bytes(data: bytes) -> Parsed:
    """Read one document; bytes that cannot be read give one quarantined report with the reason."""
    try:
        with _uncollected():
            document = read_document(data)
            return Parsed(document.format, tuple(read_reports(document)))
    except UnreadableError as error:
        return Parsed(None, (unreadable(str(error)),))
    except (MemoryError, RecursionError):
        return Parsed(None, (unreadable("The document is nested too deeply or needs more memory than a report may."),))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Put off the search for cycles to the end: a parse makes a million short-lived values and next to no cycle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _limit_worker() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (BYTES_PER_WORKER, BYTES_PER_WORKER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def parser_pool(workers: int | None = None) -> Iterator[ProcessPool]:
    """Workers that read documents, one a core by default; each starts from a server that has the readers loaded already."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["pipelines.parse"])
    with ProcessPool(max_workers=workers or os.cpu_count() or 1, initializer=_limit_worker, context=context) as pool:
        yield pool


def parse_many(
    documents: Iterable[tuple[str, bytes]], pool: ProcessPool, seconds: float = SECONDS_PER_DOCUMENT
) -> Iterator[tuple[str, Parsed]]:
    """Parse (name, bytes) pairs in their order; a worker that dies or runs over costs its own document alone."""
    pending: deque[tuple[str, Any]] = deque()
    for name, data in documents:
        pending.append((name, pool.schedule(parse_bytes, args=(data,), timeout=seconds)))
        if len(pending) >= MOST_PENDING:
            yield _outcome(*pending.popleft(), seconds)
    while pending:
        yield _outcome(*pending.popleft(), seconds)


def _outcome(name: str, future: Any, seconds: float) -> tuple[str, Parsed]:
    try:
        return name, future.result()
    except ParseTimeout:
        return name, Parsed(None, (unreadable(f"Reading the document took longer than {seconds:g} seconds."),))
    except ProcessExpired as error:
        return name, Parsed(None, (unreadable(f"The reader died on this document (exit code {error.exitcode})."),))
    except MemoryError:
        return name, Parsed(None, (unreadable("The document needs more memory than a report may."),))
    except Exception as error:  # noqa: BLE001 - a fault of a reader is said of its document and stops no other
        fault = f"The reader failed on this document ({type(error).__name__}: {error}); please report it."
        return name, Parsed(None, (unreadable(fault),))


# -- parsed/portal=<id>/ ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PortalParse:
    """What parsing one portal's documents came to; counts are of documents in hand, `fresh` of those parsed now."""

    portal_id: str
    documents: int
    fresh: int
    by_status: dict[str, int]
    refused: list[dict[str, Any]]  # sha256, status, reasons of the fresh documents that are not accepted


def parse_portal(
    home: Home, portal_id: str, documents: Mapping[str, Callable[[], bytes]], pool: ProcessPool
) -> PortalParse:
    """Bring `parsed/portal=<id>/` up to date with `documents` (sha256 -> loader of its bytes).

    Documents parsed by this parser version stay as they are. The four files are written one by one, `documents` last: a
    row there says that the other three hold all of it, so a crash between them is mended by the next run.
    """
    folder = home.parsed / f"portal={portal_id}"
    kept = _load(folder)
    done = {row["document_sha256"] for row in kept["documents"]}
    fresh = sorted(set(documents) - done)
    tables = {
        name: [row for row in rows if row["document_sha256"] in done and row["document_sha256"] in documents]
        for name, rows in kept.items()
    }
    refused: list[dict[str, Any]] = []

    def archived() -> Iterator[tuple[str, bytes]]:
        for sha256 in fresh:
            try:
                yield sha256, documents[sha256]()
            except ArchiveError as error:  # said each night until the archive is mended; no fact is kept of it
                refused.append({"document_sha256": sha256, "status": "quarantined", "reasons": [str(error)]})

    for sha256, parsed in parse_many(archived(), pool):
        for name, rows in to_rows(portal_id, sha256, parsed).items():
            tables[name].extend(rows)
        refused += [
            {"document_sha256": sha256, "status": report.status, "reasons": list(report.reasons)}
            for report in parsed.reports
            if report.status != "accepted"
        ]
    is_new = bool(fresh) or not (folder / "documents.parquet").exists()
    if is_new or any(len(tables[name]) != len(kept[name]) for name in tables):
        for name in ("cells", "claims", "checks", "documents"):
            rows = sorted(tables[name], key=lambda row: (row["document_sha256"], row["report_index"]))
            write_parquet(folder / f"{name}.parquet", rows, PARSED[name])
    by_status: dict[str, int] = {}
    for row in tables["documents"]:
        by_status[row["status"]] = by_status.get(row["status"], 0) + 1
    return PortalParse(portal_id, len(documents), len(fresh), dict(sorted(by_status.items())), refused)


def _load(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows in hand of this parser version; none where the documents file is absent."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in PARSED}
    if (folder / "documents.parquet").exists():
        for name in PARSED:
            tables[name] = pq.read_table(folder / f"{name}.parquet", partitioning=None).to_pylist()
    valid = {row["document_sha256"] for row in tables["documents"] if row["parser_version"] == parser_version()}
    return {name: [row for row in rows if row["document_sha256"] in valid] for name, rows in tables.items()}


def to_rows(portal_id: str, sha256: str, parsed: Parsed) -> dict[str, list[dict[str, Any]]]:
    """The rows of one document for each table of `warehouse.schema.PARSED`."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in PARSED}
    for index, report in enumerate(parsed.reports):
        key = {"portal_id": portal_id, "document_sha256": sha256, "report_index": index}
        rows["documents"].append(
            {
                **key,
                "parser_version": parser_version(),
                "format": parsed.format,
                "status": report.status,
                "reasons": list(report.reasons),
                "agency": report.agency,
                "report_year": report.report_year,
                "edition": report.edition,
                "scope": report.scope,
                "title": report.title,
                "period_start": report.period[0] if report.period else None,
                "period_end": report.period[1] if report.period else None,
                "printed_on": report.printed_on,
                "meta_published_on": report.meta_published_on,
                "credit_code": report.credit_code,
            }
        )
        rows["cells"] += [
            {
                **key,
                "table_key": fact.table,
                "row_key": fact.row,
                "column_key": fact.column,
                "concept": fact.concept,
                "edition": fact.edition,
                "value": fact.value,
                "state": fact.state,
                "printed_text": fact.text,
                "implied_value": fact.implied_value,
                "implied_by": fact.implied_by,
                "method": fact.method,
                "locator": fact.locator,
                "unit": fact.unit,
            }
            for fact in report.cells
        ]
        rows["claims"] += [
            {
                **key,
                "claim_index": number,
                "kind": claim.kind,
                "measure": claim.measure,
                "value": claim.value,
                "percent": claim.percent,
                "unit": claim.unit,
                "digits": claim.digits,
                "base_year": claim.base_year,
                "sentence": claim.sentence,
                "span_start": claim.span[0],
                "span_end": claim.span[1],
                "verdict": claim.verdict,
                "verdict_detail": claim.verdict_detail,
                "held_against": list(claim.held_against),
                "implied_prior": list(claim.implied_prior),
                "quoted_prior": claim.quoted_prior,
            }
            for number, claim in enumerate(report.claims)
        ]
        rows["checks"] += [
            {
                **key,
                "rule_id": check.rule_id,
                "place": check.place,
                "state": check.state,
                "printed": check.printed,
                "expected": check.expected,
                "cells": list(check.cells),
                "repair_cell": check.repair.cell if check.repair else None,
                "repair_value": check.repair.value if check.repair else None,
            }
            for check in report.checks
        ]
    return rows


# -- JSON of `gongkai parse` --------------------------------------------------------------------------------------------


def to_json(file: str, parsed: Parsed) -> dict[str, Any]:
    """The object that `gongkai parse --json` prints for a file (DESIGN.md, contracts)."""
    reports = [_report_json(report) for report in parsed.reports]
    head = {"file": file, "parser_version": parser_version()}
    return {**head, **reports[0]} if len(reports) == 1 else {**head, "reports": reports}


def _report_json(report: Report) -> dict[str, Any]:
    return {
        "status": report.status,
        "reasons": list(report.reasons),
        "agency": report.agency,
        "report_year": report.report_year,
        "edition": report.edition,
        "scope": report.scope,
        "title": report.title,
        "period": [day.isoformat() for day in report.period] if report.period else None,
        "published_on": report.printed_on.isoformat() if report.printed_on else None,
        "cells": [
            {
                "table": fact.table,
                "row": fact.row,
                "column": fact.column,
                "concept": fact.concept,
                "edition": fact.edition,
                "value": plain_number(fact.value),
                "state": fact.state,
                "text": fact.text,
                "implied_value": plain_number(fact.implied_value),
                "implied_by": fact.implied_by,
                "unit": fact.unit,
                "method": fact.method,
                "locator": fact.locator,
            }
            for fact in report.cells
        ],
        "claims": [claim_json(claim) for claim in report.claims],
        "findings": [
            {
                "id": check.id,
                "printed": plain_number(check.printed),
                "expected": plain_number(check.expected),
                "cells": list(check.cells),
                "repair": {"cell": check.repair.cell, "value": plain_number(check.repair.value)}
                if check.repair
                else None,
            }
            for check in report.findings
        ],
    }


def claim_json(claim: Any) -> dict[str, Any]:
    """A claim as `gongkai parse` and `gongkai claims` print it."""
    return {
        "kind": claim.kind,
        "measure": claim.measure,
        "value": plain_number(claim.value),
        "percent": plain_number(claim.percent),
        "unit": claim.unit,
        "digits": claim.digits,
        "base_year": claim.base_year,
        "sentence": claim.sentence,
        "span": list(claim.span),
        "verdict": claim.verdict,
        "verdict_detail": claim.verdict_detail,
        "held_against": list(claim.held_against),
        "implied_prior": list(claim.implied_prior),
    }


def plain_number(value: float | None) -> int | float | None:
    """A whole number without its decimal point."""
    return int(value) if value is not None and float(value).is_integer() else value

"""Parses bytes at the edge: a document to its reports or to the reason why there are none, and the JSON of `gongkai parse`.

What a document says is decided in `parsing`; what is kept of it as Parquet, in `parsed`; limits and processes are those of
`workers`. A worker loads this module and nothing of archives and tables, which it has no use for.
"""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from pebble import ProcessPool

from pipelines.parsing.report import Report, read_reports, unreadable
from pipelines.readers import read_document
from pipelines.readers.document import UnreadableError
from pipelines.reasons import WORDS, because, in_columns
from pipelines.workers import PATIENCE, SECONDS_PER_DOCUMENT, Lost, each
from warehouse.form import FORMS
from warehouse.reasons import Reason

_CODE = Path(__file__).parent


@cache
def parser_version() -> str:
    """The version of everything that turns bytes into facts: a digest of the readers, the parsing and the forms."""
    digest = hashlib.sha256()
    sources = [*(_CODE / "readers").rglob("*.py"), *(_CODE / "parsing").rglob("*"), *FORMS.glob("*.yaml"), WORDS]
    for path in sorted(source for source in sources if source.suffix in {".py", ".yaml"}):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The reports of one document and the format it was read as (None where it could not be read)."""

    format: str | None
    reports: tuple[Report, ...]


def parse_bytes(data: bytes, *, with_rows: bool = False) -> Parsed:
    """Read one document; bytes that cannot be read give one quarantined report with the reason.

    `with_rows` as for `read_reports`.
    """
    try:
        with _uncollected():
            return _parsed(data, with_rows=with_rows)
    except UnreadableError as error:
        return _refused(error.reason)
    except (MemoryError, RecursionError):
        return _refused(because("needs_too_much"))


def _parsed(data: bytes, *, with_rows: bool) -> Parsed:
    """The reports of bytes that can be read; on return the document is gone, and no search for cycles goes through it."""
    document = read_document(data)
    return Parsed(document.format, tuple(read_reports(document, with_rows=with_rows)))


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


def parse_many(
    documents: Iterable[tuple[str, bytes]],
    pool: ProcessPool,
    seconds: float = SECONDS_PER_DOCUMENT,
    patience: float = PATIENCE,
    *,
    with_rows: bool = False,
) -> Iterator[tuple[str, Parsed]]:
    """Parse (name, bytes) pairs in their order; a worker that dies or runs over costs its own document alone.

    `seconds` and `patience` as for `each`, `with_rows` as for `read_reports`.
    """
    work = partial(parse_bytes, with_rows=with_rows)
    for name, parsed in each(documents, pool, work, seconds, patience):
        yield name, lost(parsed) if isinstance(parsed, Lost) else parsed


def lost(document: Lost) -> Parsed:
    """What is said of a document whose worker gave no answer."""
    return _refused(because(document.code, **document.words))


def _refused(reason: Reason) -> Parsed:
    return Parsed(None, (unreadable(reason),))


# -- JSON of `gongkai parse` --------------------------------------------------------------------------------------------


def to_json(file: str, parsed: Parsed) -> dict[str, Any]:
    """The object that `gongkai parse --json` prints for a file (DESIGN.md, contracts)."""
    reports = [_report_json(report) for report in parsed.reports]
    head = {"file": file, "parser_version": parser_version()}
    return {**head, **reports[0]} if len(reports) == 1 else {**head, "reports": reports}


def _report_json(report: Report) -> dict[str, Any]:
    return {
        "status": report.status,
        **in_columns(report.reasons),
        "notes": [*report.notes],
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

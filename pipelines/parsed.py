"""The facts of documents kept as Parquet by portal: `parsed/portal=<id>/`, brought up to date with the archive.

Reading a document belongs to `parse`; which documents there are, to the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pebble import ProcessPool

from pipelines.parse import Parsed, parse_many, parser_version
from pipelines.parsing.report import Report
from pipelines.reasons import because, in_columns
from warehouse.archive import ArchiveError
from warehouse.divisions import elsewhere
from warehouse.home import Home
from warehouse.reasons import Reason
from warehouse.registry import Portal
from warehouse.schema import PARSED, write_parquet

#: The reason of a report that is of a body elsewhere.
STRANGER = "other_place"


@dataclass(frozen=True, slots=True)
class PortalParse:
    """What parsing one portal's documents came to; counts are of documents in hand, `fresh` of those parsed now."""

    portal_id: str
    documents: int
    fresh: int
    by_status: dict[str, int]
    refused: list[dict[str, Any]]  # sha256, status, reasons of the fresh documents that are not accepted


def parse_portal(
    home: Home,
    portal_id: str,
    documents: Mapping[str, Callable[[], bytes]],
    pool: ProcessPool,
    portal: Portal | None = None,
) -> PortalParse:
    """Bring `parsed/portal=<id>/` up to date with `documents` (sha256 -> loader of its bytes).

    Documents parsed by this parser version stay as they are, unless the registry's entry now says otherwise of whose they
    are: a report of a body elsewhere, which a file may name alone, is none of the portal's. The files are written
    one by one, `documents` last: a row there says that the others hold all of it, so a crash between them is mended
    by the next run, as is a file that is lost or damaged.
    """
    folder = home.parsed / f"portal={portal_id}"
    kept, is_whole = _load(folder)
    done = {row["document_sha256"] for row in kept["documents"]}
    done -= {row["document_sha256"] for row in kept["documents"] if _is_judged_otherwise(row, portal)}
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
                refused.append(
                    {
                        "document_sha256": sha256,
                        "status": "quarantined",
                        **in_columns([because("not_in_archive", detail=error)]),
                    }
                )

    for sha256, read in parse_many(archived(), pool, with_rows=True):
        parsed = replace(read, reports=tuple(_of_portal(report, portal) for report in read.reports))
        for name, rows in to_rows(portal_id, sha256, parsed).items():
            tables[name].extend(rows)
        refused += [
            {"document_sha256": sha256, "status": report.status, **in_columns(report.reasons)}
            for report in parsed.reports
            if report.status != "accepted"
        ]
    if fresh or not is_whole or any(len(tables[name]) != len(kept[name]) for name in tables):
        for name in ("cells", "rows", "claims", "checks", "documents"):
            rows = sorted(tables[name], key=lambda row: (row["document_sha256"], row["report_index"]))
            write_parquet(folder / f"{name}.parquet", rows, PARSED[name])
    by_status: dict[str, int] = {}
    for row in tables["documents"]:
        by_status[row["status"]] = by_status.get(row["status"], 0) + 1
    return PortalParse(portal_id, len(documents), len(fresh), dict(sorted(by_status.items())), refused)


def _of_portal(report: Report, portal: Portal | None) -> Report:
    """The report, or that it is none of the portal's: its body belongs to a division elsewhere."""
    reason = _stranger(report.agency, portal)
    if reason is None or report.status == "not_a_report":
        return report
    return replace(report, status="not_a_report", reasons=(reason,), cells=(), rows=(), claims=(), checks=())


def _stranger(agency: str | None, portal: Portal | None) -> Reason | None:
    place = elsewhere(portal.name, portal.adcode, agency) if portal and agency else None
    return because(STRANGER, agency=agency, place=place.name, adcode=portal.adcode) if portal and place else None


def _is_judged_otherwise(row: Mapping[str, Any], portal: Portal | None) -> bool:
    refused = STRANGER in row["reason_codes"]
    return refused != (_stranger(row["agency"], portal) is not None) and (refused or row["status"] != "not_a_report")


def _load(folder: Path) -> tuple[dict[str, list[dict[str, Any]]], bool]:
    """The rows in hand of this parser version, and whether every file was there and could be read.

    Where one could not there are none: facts are derived, and reading the documents again mends them.
    """
    try:
        tables = {name: pq.read_table(folder / f"{name}.parquet", partitioning=None).to_pylist() for name in PARSED}
    except (OSError, pa.ArrowInvalid):
        return {name: [] for name in PARSED}, False
    valid = {row["document_sha256"] for row in tables["documents"] if row["parser_version"] == parser_version()}
    return {name: [row for row in rows if row["document_sha256"] in valid] for name, rows in tables.items()}, True


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
                **in_columns(report.reasons),
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
        rows["rows"] += [
            {
                **key,
                "table_key": row.table,
                "row_key": row.row,
                "edition": row.edition,
                "printed_label": row.label,
                "printed_row": "\t".join(row.texts),
                "column_keys": "\t".join(row.columns),
                "printed_heads": "\t".join(row.heads),
            }
            for row in report.rows
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

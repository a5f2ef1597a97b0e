"""The reports of a made-up country as the tables of parsed facts, a batch of them at a time.

What the figures are is drawn in `country.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from warehouse.form import load_form
from warehouse.registry import Portal
from warehouse.schema import CELLS, CHECKS, CLAIMS, DOCUMENTS, ROWS

Figures = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Batch:
    """The reports of one portal and year, an edited or copied report twice: a row of `values` each, NaN where blank."""

    portal: Portal
    year: int
    edition: str
    bodies: tuple[str, ...]
    shas: tuple[str, ...]
    formats: tuple[str, ...]
    values: Figures
    priors: NDArray[np.int64]  # new requests of the year before; -1 in the first year


def _texts(values: Sequence[str | None], times: int = 1) -> pa.Array:
    """The same texts so many times over."""
    encoded = pa.array(values, pa.string()).dictionary_encode()
    indices = pa.array(np.tile(encoded.indices.to_numpy(zero_copy_only=False), times))
    return pa.DictionaryArray.from_arrays(indices, encoded.dictionary).cast(pa.string())


def _each(values: Sequence[Any], times: int) -> pa.Array:
    """Every text so many times in a row."""
    indices = np.repeat(np.arange(len(values)), times)
    return pa.DictionaryArray.from_arrays(pa.array(indices), pa.array(values, pa.string())).cast(pa.string())


def _table(schema: pa.Schema, n_rows: int, columns: dict[str, Any]) -> pa.Table:
    """A table under `schema`; one value stands for a whole column, a column not named is empty."""

    def column(field: pa.Field) -> pa.Array:
        given = columns.get(field.name)
        if isinstance(given, pa.Array):
            return given.cast(field.type)
        if isinstance(given, np.ndarray | list):
            return pa.array(given, field.type)
        return pa.repeat(pa.scalar(given, field.type), n_rows)

    return pa.Table.from_arrays([column(field) for field in schema], schema=schema)


def _documents(batch: Batch) -> pa.Table:
    known = {
        "portal_id": batch.portal.id,
        "document_sha256": list(batch.shas),
        "report_index": 0,
        "parser_version": "1",
        "format": ["pdf" if kind == "pdf" else "html" for kind in batch.formats],
        "status": "accepted",
        **{name: [[]] * len(batch.shas) for name in ("reason_codes", "reasons", "reasons_zh")},
        "agency": list(batch.bodies),
        "report_year": batch.year,
        "edition": batch.edition,
        "scope": ["area" if name.endswith("人民政府") else "agency" for name in batch.bodies],
        "title": [f"{name}{batch.year}年政府信息公开工作年度报告" for name in batch.bodies],
        "period_start": date(batch.year, 1, 1),
        "period_end": date(batch.year, 12, 31),
        "printed_on": date(batch.year + 1, 1, 20),
    }
    return _table(DOCUMENTS, len(batch.shas), known)


def _cells(batch: Batch) -> pa.Table:
    form = load_form(batch.edition)
    n_reports, n_cells = batch.values.shape
    flat = batch.values.ravel()
    blank = np.isnan(flat)
    numbers, places = np.unique(np.where(blank, 0, flat), return_inverse=True)
    printed = pa.DictionaryArray.from_arrays(pa.array(places), pa.array([f"{number:g}" for number in numbers]))
    keys = list(form.cells)
    said = pa.DictionaryArray.from_arrays(pa.array(blank.astype(np.int8)), pa.array(["reported", "blank"]))
    proved = pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(flat), np.int8), mask=~blank), pa.array(["A3"]))
    known = {
        "portal_id": batch.portal.id,
        "document_sha256": _each(batch.shas, n_cells),
        "report_index": 0,
        "table_key": _texts([key[0] for key in keys], n_reports),
        "row_key": _texts([key[1] for key in keys], n_reports),
        "column_key": _texts([key[2] for key in keys], n_reports),
        "edition": batch.edition,
        "value": pa.array(flat, mask=blank),
        "state": said,
        "printed_text": printed.cast(pa.string()),
        "implied_value": pa.array(np.zeros(len(flat)), mask=~blank),
        "implied_by": proved,
        "method": _each(["pdf" if kind == "pdf" else "html" for kind in batch.formats], n_cells),
        "locator": _texts([f"table[1]/cell[{ordinal}]" for ordinal in range(n_cells)], n_reports),
        "unit": _texts([cell.unit for cell in form.cells.values()], n_reports),
    }
    return _table(CELLS, len(flat), known)


def _rows(batch: Batch) -> pa.Table:
    """Every row with its label and its figures, a row of the form a printed row, as pages print it that leave none out."""
    form = load_form(batch.edition)
    at: dict[tuple[str, str], list[int]] = {}
    for place, (table, row, _) in enumerate(form.cells):
        at.setdefault((table, row), []).append(place)
    cells = list(form.cells.values())
    n_reports = len(batch.shas)
    labels = [cells[places[0]].row.label for places in at.values()]
    printed = np.where(np.isnan(batch.values), "", np.char.mod("%g", np.nan_to_num(batch.values)))
    texts = [
        "\t".join([label, *figures[places]])
        for figures in printed
        for label, places in zip(labels, at.values(), strict=True)
    ]
    known = {
        "portal_id": batch.portal.id,
        "document_sha256": _each(batch.shas, len(at)),
        "report_index": 0,
        "table_key": _texts([table for table, _ in at], n_reports),
        "row_key": _texts([row for _, row in at], n_reports),
        "edition": batch.edition,
        "printed_label": _texts(labels, n_reports),
        "printed_row": texts,
        "column_keys": _texts(
            ["\t".join(["", *(cells[p].column_key for p in places)]) for places in at.values()], n_reports
        ),
        "printed_heads": _texts(
            ["\t".join(["", *(cells[p].column.label for p in places)]) for places in at.values()], n_reports
        ),
    }
    return _table(ROWS, len(texts), known)


def _checks(batch: Batch) -> pa.Table:
    form = load_form(batch.edition)
    at = {name: place for place, name in enumerate(form.cells)}
    found = [(identity.id, *place) for identity in form.identities for place in form.places(identity)]
    sides = [
        np.stack(
            [
                batch.values[:, [at[cell.table_key, cell.row_key, cell.column_key] for cell in place[side]]].sum(axis=1)
                for place in found
            ],
            axis=1,
        ).ravel()
        for side in (2, 3)
    ]
    expected, printed = sides
    unknown = np.isnan(expected) | np.isnan(printed)
    state = np.where(unknown, 2, (expected != printed).astype(int))
    names = pa.array([[cell.name for cell in chain(parts, totals)] for _, _, parts, totals in found])
    n_reports = len(batch.shas)
    known = {
        "portal_id": batch.portal.id,
        "document_sha256": _each(batch.shas, len(found)),
        "report_index": 0,
        "rule_id": _texts([place[0] for place in found], n_reports),
        "place": _texts([place[1] for place in found], n_reports),
        "state": pa.DictionaryArray.from_arrays(pa.array(state), pa.array(["holds", "fails", "not_assessable"])),
        "printed": pa.array(printed, mask=np.isnan(printed)),
        "expected": pa.array(expected, mask=np.isnan(expected)),
        "cells": names.take(pa.array(np.tile(np.arange(len(found)), n_reports))),
    }
    return _table(CHECKS, len(state), known)


def _claims(batch: Batch) -> pa.Table:
    """Of every report that has a year before it one sentence about growth; of every one two counts, some of them wrong."""
    keys = list(load_form(batch.edition).cells)
    rows: list[dict[str, Any]] = []
    new, granted = (keys.index(("requests", row, "total")) for row in ("new_received", "granted"))
    for number, sha in enumerate(batch.shas):
        here = {"portal_id": batch.portal.id, "document_sha256": sha, "report_index": 0, "span_start": 0, "span_end": 9}
        count, prior = batch.values[number, new], int(batch.priors[number])
        for index, (measure, said) in enumerate((("new_received", count), ("granted", batch.values[number, granted]))):
            wrong = int(sha[:4], 16) % 50 == index
            sentence = {"kind": "count", "measure": measure, "value": said + wrong, "unit": "request"}
            verdict = {"verdict": "mismatch" if wrong else "match", "held_against": [f"requests.{measure}.total"]}
            rows.append(
                {
                    **here,
                    **sentence,
                    **verdict,
                    "claim_index": index,
                    "sentence": f"共{said + wrong:g}件",
                    "implied_prior": [],
                }
            )
        if prior > 0:
            percent = round(100 * (count / prior - 1), 1)
            growth = {
                "kind": "growth",
                "measure": "new_received",
                "percent": percent,
                "digits": 1,
                "implied_prior": [prior],
            }
            held = {"verdict": "implied_only", "held_against": ["requests.new_received.total"]}
            rows.append({**here, **growth, **held, "claim_index": 2, "sentence": f"比上年增长{percent}%"})
    return pa.Table.from_pylist(rows, schema=CLAIMS)


#: How each table of facts is made of a batch, by its name.
TABLES: dict[str, Callable[[Batch], pa.Table]] = {
    "documents": _documents,
    "cells": _cells,
    "rows": _rows,
    "claims": _claims,
    "checks": _checks,
}

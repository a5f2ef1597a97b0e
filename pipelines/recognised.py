"""What a recogniser saw at the place of a published figure: its document is read once more, for nothing of this is published.

A document gives the same readings whenever it is read by the same program. Fetching its bytes belongs to the archive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipelines.readers import read_document
from pipelines.readers.document import Reading, UnreadableError
from warehouse.form import load_forms

_BOX = re.compile(r"page (\d+) \((-?\d+),(-?\d+),(-?\d+),(-?\d+)\)")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A figure as recognised: its reading (None where the program of today finds none), boxes, the sums that run over it.

    A box is a page and its left, upper, right and lower edges from the upper left corner, in `unit`; a sum is an
    identity and its place, as `A1:total`.
    """

    reading: Reading | None
    boxes: tuple[tuple[int, int, int, int, int], ...]
    unit: str
    sums: tuple[str, ...]

    def as_record(self) -> dict[str, Any]:
        """The same for a program."""
        seen = self.reading
        return {
            "recognised_text": None if seen is None else seen.text,
            "probability": None if seen is None else round(seen.sure, 4),
            "looks": [] if seen is None else list(seen.looks),
            "other_readings": [] if seen is None else [{"text": t, "likelihood": round(w, 4)} for t, w in seen.others],
            "marks_counted": None if seen is None else seen.counted,
            "settled_by_typeface": None if seen is None else seen.by_type,
            "second_looks": [] if seen is None else list(seen.again),
            "sums": list(self.sums),
            "boxes": [dict(zip(("page", "left", "top", "right", "bottom"), box, strict=True)) for box in self.boxes],
            "unit": self.unit,
        }


def recognised(data: bytes, locator: str, edition: str, cell: tuple[str, str, str]) -> Recognised:
    """What is seen at a locator of a document's bytes; `cell` is its table, row and column in an edition of the form."""
    try:
        document = read_document(data)
        reading = document.readings.get(locator)
        unit = "pixels" if document.format == "picture" else "the file's own units"
        unit = "points" if document.format == "pdf" else unit
    except UnreadableError:
        reading, unit = None, "the file's own units"
    numbers = (tuple(map(int, found.groups())) for found in _BOX.finditer(locator))
    boxes = tuple((page, left, top, right, bottom) for page, left, top, right, bottom in numbers)
    return Recognised(reading, boxes, unit, _sums_over(edition, cell))


def _sums_over(edition: str, cell: tuple[str, str, str]) -> tuple[str, ...]:
    form = load_forms().get(edition)
    if form is None:  # the statistics table has no sums over all its lines
        return ()
    return tuple(
        f"{identity.id}:{place}"
        for identity in form.identities
        if identity.table == cell[0]
        for place, parts, totals in form.places(identity)
        if any((one.row_key, one.column_key) == cell[1:] for one in (*parts, *totals))
    )

"""Rows and cells of a Word table as they lie in its grid: spans, merges, columns left out, rows not shown.

What a cell says is read in `readers/docx.py`.
"""

from __future__ import annotations

import re

from lxml import etree

from pipelines.readers.office.columns import DRIFT, columns_of_edges
from pipelines.readers.office.docx_styles import W, toggle
from pipelines.readers.packages import first_child

#: Word's own limit of columns is 63; a larger span is an attack on memory.
_MAX_SPAN = 200


def is_hidden_row(row: etree._Element) -> bool:
    """Whether a row is hidden or deleted and so shows nothing."""
    properties = first_child(row, f"{W}trPr")
    if properties is None:
        return False
    return first_child(properties, f"{W}del") is not None or bool(toggle(properties, "hidden"))


def is_deleted_cell(cell: etree._Element) -> bool:
    """Whether a change that Word keeps track of took a cell away."""
    properties = first_child(cell, f"{W}tcPr")
    return properties is not None and first_child(properties, f"{W}cellDel") is not None


def places_before(row: etree._Element) -> int:
    """The columns that a row leaves out before its first cell."""
    properties = first_child(row, f"{W}trPr")
    given = None if properties is None else first_child(properties, f"{W}gridBefore")
    return 0 if given is None else _count(given.get(f"{W}val"), least=0)


def _span(properties: etree._Element | None) -> int:
    given = None if properties is None else first_child(properties, f"{W}gridSpan")
    return 1 if given is None else _count(given.get(f"{W}val"), least=1)


def spans_of(
    table: etree._Element, rows: list[etree._Element], all_cells: list[list[etree._Element]]
) -> list[list[int]]:
    """The columns each cell covers: as declared, or by the widths where the declared ones do not add up alike.

    Converters leave out the spans at times; Word then shows the rows by the widths of their cells.
    """
    spans = [[_span(first_child(cell, f"{W}tcPr")) for cell in cells] for cells in all_cells]
    if any(places_before(row) for row in rows):
        return spans
    totals = {sum(row) for row in spans if row}
    if len(totals) <= 1:
        return _without_slivers(table, spans, max(totals, default=0))
    ends: list[list[int]] = []
    for cells in all_cells:
        widths = [_width(first_child(cell, f"{W}tcPr")) for cell in cells]
        if not all(widths):
            return spans
        ends.append([sum(widths[: place + 1]) for place in range(len(widths))])
    reaches = [row[-1] for row in ends if row]
    if max(reaches) - min(reaches) > DRIFT:
        return spans
    return [[span for _, span in row] for row in columns_of_edges([[0, *row] for row in ends])]


def _without_slivers(table: etree._Element, spans: list[list[int]], total: int) -> list[list[int]]:
    """The spans without columns too thin for text, which converters leave where the edges of two rows drift apart."""
    widths = [_twips(column.get(f"{W}w", "")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    if len(widths) != total or not any(0 < width < DRIFT for width in widths):
        return spans
    edges = [sum(widths[:place]) for place in range(total + 1)]
    starts = [[edges[sum(row[:place])] for place in range(len(row) + 1)] for row in spans]
    return [[span for _, span in row] for row in columns_of_edges(starts)]


def _width(properties: etree._Element | None) -> int:
    """A cell's width in twips; 0 where none is given."""
    given = None if properties is None else first_child(properties, f"{W}tcW")
    if given is None or given.get(f"{W}type", "dxa") != "dxa":
        return 0
    return _twips(given.get(f"{W}w", ""))


def _twips(value: str) -> int:
    return int(float(value)) if re.fullmatch(r"\d{1,6}(\.\d+)?", value) else 0


def _count(value: str | None, least: int) -> int:
    return min(max(int(value), least), _MAX_SPAN) if value and value.isdecimal() else least


def merge_of(properties: etree._Element | None, name: str) -> str | None:
    """How a cell takes part in a merge of a name (vMerge, hMerge): restart, continue, or None where in none."""
    given = None if properties is None else first_child(properties, W + name)
    return None if given is None else given.get(f"{W}val", "continue")

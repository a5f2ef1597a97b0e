"""Tables of plain text under a line of dashes for each column, closed by the same line (`-----  ---  ----`).

The dashes say where every column begins and ends, so blank cells keep their places. A row is a line, or several where blank
lines set the rows apart.
"""

from __future__ import annotations

import re

from pipelines.readers.spans.ragged import Entry, Row
from pipelines.readers.written.written_text import console_columns

_RULE = re.compile(r"\s*(?:-+(?: +-+)+|=+(?: +=+)+)\s*")
_DASHES = re.compile(r"[-=]+")
#: Lines of a table; the longest of the form has some thirty rows.
_MOST_LINES = 200


def ruled_columns(lines: list[str], at: int) -> tuple[list[Row], int] | None:
    """The rows of such a table that begins at a line, and the line behind it; None where none does."""
    if not _RULE.fullmatch(lines[at]):
        return None
    columns = [found.span() for found in _DASHES.finditer(lines[at])]
    last = at
    is_set_apart = False
    for number in range(at + 1, min(len(lines), at + _MOST_LINES)):
        if _is_gap(lines[number], columns):
            if last > at:
                break
            is_set_apart = True
        elif _RULE.fullmatch(lines[number]):
            if [found.span() for found in _DASHES.finditer(lines[number])] != columns:
                return None
            last = number
    rows: list[Row] = []
    goes_on = False
    for number in range(at + 1, last):
        line = lines[number]
        if _RULE.fullmatch(line) or _is_gap(line, columns):
            goes_on = False
            continue
        cells = _cells(line, columns)
        if cells is None:
            return None
        if goes_on:
            for entry, cell in zip(rows[-1].entries, cells, strict=True):
                entry.text = f"{entry.text}\n{cell}".strip()
        else:
            rows.append(Row([Entry(cell, number + 1) for cell in cells]))
        goes_on = is_set_apart
    return (rows, last + 1) if rows else None


def _is_gap(line: str, columns: list[tuple[int, int]]) -> bool:
    """Whether a line is blank; a row without a word is as long as the others."""
    return not line.strip() and len(line) < columns[-1][0]


def _cells(line: str, columns: list[tuple[int, int]]) -> list[str] | None:
    """A line's cells by console columns; None where a word stands between two of them."""
    placed = [part for sign in line for part in (sign, *[""] * (console_columns(sign) - 1))]
    cells = ["".join(placed[start:end]).strip() for start, end in columns]
    if "".join("".join(cells).split()) != "".join(line.split()):
        return None
    return [cell.removesuffix("\\").rstrip() for cell in cells]  # a sign that breaks the line of a cell

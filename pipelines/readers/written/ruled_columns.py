"""Tables of plain text under a line of dashes for each column, closed by the same line (`-----  ---  ----`).

The dashes say where every column begins and ends, so blank cells keep their places. A row is a line; tables whose rows are of
several lines, set apart by blank ones, are none of these.
"""

from __future__ import annotations

import re

from pipelines.readers.spans.ragged import Entry, Row
from pipelines.readers.written.written_text import console_columns

_RULE = re.compile(r"\s*(?:-+(?: +-+)+|=+(?: +=+)+)\s*")
_DASHES = re.compile(r"[-=]+")
#: Lines of a table; the longest of the form has some thirty.
_MOST_LINES = 150


def ruled_columns(lines: list[str], at: int) -> tuple[list[Row], int] | None:
    """The rows of such a table that begins at a line, and the line behind it; None where none does."""
    if not _RULE.fullmatch(lines[at]):
        return None
    columns = [found.span() for found in _DASHES.finditer(lines[at])]
    last = at
    for number in range(at + 1, min(len(lines), at + _MOST_LINES)):
        if not lines[number].strip() and len(lines[number]) < columns[-1][0]:
            break  # a row without a word is as long as the others
        if _RULE.fullmatch(lines[number]):
            if [found.span() for found in _DASHES.finditer(lines[number])] != columns:
                return None
            last = number
    rows = []
    for number in range(at + 1, last):
        if not _RULE.fullmatch(lines[number]):
            cells = _cells(lines[number], columns)
            if cells is None:
                return None
            rows.append(Row([Entry(cell, number + 1) for cell in cells]))
    return (rows, last + 1) if rows else None


def _cells(line: str, columns: list[tuple[int, int]]) -> list[str] | None:
    """A line's cells by console columns; None where a word stands between two of them."""
    placed = [part for sign in line for part in (sign, *[""] * (console_columns(sign) - 1))]
    cells = ["".join(placed[start:end]).strip() for start, end in columns]
    return cells if "".join("".join(cells).split()) == "".join(line.split()) else None

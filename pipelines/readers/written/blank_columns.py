"""Tables of plain text whose columns blanks set apart, every cell printed in every row, as data frames are shown.

Only where no doubt is left which column a figure stands in: the same places are blank in every line, and no cell of the
header is. Lines that blanks set apart otherwise are running text, whose figures `parsing/flattened/flat.py` looks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipelines.readers.figures import is_written_figure
from pipelines.readers.spans.ragged import Entry, Row
from pipelines.readers.written.written_text import console_columns

#: A header, and rows enough that their blanks do not stand below one another by chance.
_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 3
#: Lines of a table; longer runs with blanks in them are prose, and each of their lines may be asked for as the first of a table.
_MOST_LINES = 150
_HAS_DIGIT = re.compile(r"\d")
#: A figure behind another or a word in one cell, or words that a wide gap parts: the columns are others than they seem.
_PARTED = re.compile(r"\w\s+\d|\S\s{2,}\S")
_GAP = re.compile(r"\S\s+\S")


def blank_columns(lines: list[str], at: int, is_rule: Callable[[str], bool]) -> tuple[list[Row], int] | None:
    """The rows of such a table that begins at a line, and the line behind it; None where none does."""
    end, most = at, min(len(lines), at + _MOST_LINES + 1)
    while end < most and (is_rule(lines[end]) or _GAP.search(lines[end])):
        end += 1
    if end - at > _MOST_LINES:
        return None
    numbers = [number for number in range(at, end) if not is_rule(lines[number])]
    if len(numbers) < _FEWEST_ROWS:
        return None
    for width_of in (len, console_columns):  # tools count signs or the columns of a console
        placed = [_placed(lines[number], width_of) for number in numbers]
        rows = _rows(placed, numbers)
        if rows is not None:
            return rows, end
    return None


def _placed(line: str, width_of: Callable[[str], int]) -> list[str]:
    """A line by columns: the sign in each, an empty string in the second of a wide one."""
    return [part for sign in line for part in (sign, *[""] * (width_of(sign) - 1))]


def _rows(placed: list[list[str]], numbers: list[int]) -> list[Row] | None:
    width = max(map(len, placed))
    taken = [any(col < len(line) and line[col] != " " for line in placed) for col in range(width)]
    starts = [col for col in range(width) if taken[col] and not (col and taken[col - 1])]
    ends = [col + 1 for col in range(width) if taken[col] and not (col + 1 < width and taken[col + 1])]
    if len(starts) < _FEWEST_COLUMNS:
        return None
    rows = [
        Row([Entry("".join(line[start:end]).strip(), number + 1) for start, end in zip(starts, ends, strict=True)])
        for line, number in zip(placed, numbers, strict=True)
    ]
    if any(_PARTED.search(entry.text) for row in rows for entry in row.entries):
        return None
    figures = [any(_is_figure(entry.text) for entry in row.entries) for row in rows]
    first = next((place for place, has in enumerate(figures) if has), len(rows))
    is_filled = all(entry.text for row in rows[:first] for entry in row.entries)
    return rows if 0 < first < len(rows) and is_filled else None


def _is_figure(text: str) -> bool:
    return _HAS_DIGIT.search(text) is not None and is_written_figure(text)

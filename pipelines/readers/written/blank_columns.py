"""Tables of plain text whose columns blanks set apart, as data frames are shown and tables are filled up with blanks.

Only where no doubt is left which column a figure stands in: the same places are blank in every line, a header stands over
every column of figures, and where cells are left blank, the figures of a column begin or end in one place. Lines that blanks
set apart otherwise are running text, whose figures `parsing/flattened/flat.py` looks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pipelines.readers.figures import DASHES, is_written_figure
from pipelines.readers.group_labels import (
    bare,
    block_headings,
    column_labels,
    corner_labels,
    notes,
    printed_labels,
    unnumbered,
)
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
#: A line with a blank in it, or one set in, as a row is whose other cells are blank; a paragraph is set in, too.
_ROW = re.compile(r".*\S\s+\S| {2,}\S[^。]*$")
#: Tools count signs, or the columns of a console, which are one or two for a sign of ambiguous width.
_WIDTHS: tuple[Callable[[str], int], ...] = (len, console_columns, partial(console_columns, ambiguous=2))


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a line has in a column, and where it begins and ends."""

    text: str
    start: int
    end: int


def blank_columns(lines: list[str], at: int, is_rule: Callable[[str], bool]) -> tuple[list[Row], int] | None:
    """The rows of such a table that begins at a line, and the line behind it; None where none does.

    Tables below one another with places of their own are parted where the form begins a block or a header.
    """
    end, most = at, min(len(lines), at + _MOST_LINES + 1)
    while end < most and (is_rule(lines[end]) or _ROW.match(lines[end])):
        end += 1
    if end - at > _MOST_LINES:
        return None
    if end < len(lines) and _is_piece(lines[end]):
        return None  # the rest of a label: the table goes on in lines whose cells stand elsewhere
    numbers = [number for number in range(at, end) if not is_rule(lines[number])]
    if len(numbers) < _FEWEST_ROWS or any("\t" in lines[number].rstrip() for number in numbers):
        return None  # how far a tab reaches is not said
    opening = [number for number in numbers if _opens_block(lines[number])]
    ends = [number for number in opening if number >= numbers[_FEWEST_ROWS - 1] and number - 1 not in opening]
    found: dict[tuple[tuple[int, str], ...], tuple[list[Row], int]] = {}
    for width_of in _WIDTHS:
        placed = [_placed(lines[number], width_of) for number in numbers]
        for stop in (end, *reversed(ends)):
            own = sum(number < stop for number in numbers)
            rows = _rows(placed[:own], numbers[:own], is_ruled=len(numbers) < end - at)
            if rows is not None:
                found.setdefault(_figures_below(rows), (rows, stop))
                break
    if len(found) != 1:
        return None  # two ways to count places may not differ
    rows, stop = next(iter(found.values()))
    is_blank_at_end = not any(_is_figure(row.entries[-1].text) for row in rows)
    if is_blank_at_end and not any(lines[number][-1:].isspace() for number in range(at, stop)):
        return None  # figures of the last columns may have run together with those before them
    return rows, stop


def _figures_below(rows: list[Row]) -> tuple[tuple[int, str], ...]:
    """The figures of a table, each below which of the columns that its header has a word over."""
    first = next(place for place, row in enumerate(rows) if any(_is_figure(entry.text) for entry in row.entries))
    headed = [col for col in range(len(rows[0].entries)) if any(row.entries[col].text for row in rows[:first])]
    return tuple(
        (sum(head < col for head in headed), entry.text)
        for row in rows
        for col, entry in enumerate(row.entries)
        if _is_figure(entry.text)
    )


def _is_piece(line: str) -> bool:
    """Whether a line has nothing but a piece of what the form prints in a table."""
    words = "".join(char for char in unnumbered(line) if char.isalnum())
    return bool(words) and any(words in label for label in printed_labels())


def _opens_block(line: str) -> bool:
    """Whether a line begins with what the form prints over a block or over its labels of rows."""
    first = bare(re.split(r"\s{2,}", line.strip())[0])
    return first in block_headings() or first in corner_labels() or first in notes()


def _placed(line: str, width_of: Callable[[str], int]) -> list[str]:
    """A line by columns: the sign in each, an empty string in the second of a wide one."""
    return [part for sign in line for part in (sign, *[""] * (width_of(sign) - 1))]


def _rows(placed: list[list[str]], numbers: list[int], *, is_ruled: bool) -> list[Row] | None:
    """The rows of lines by place; `is_ruled` says that lines are drawn between them, of which none may leave blanks in a header.

    A block's heading alone in its line stands over all of a table, wherever it is set.
    """
    headings = {number: words for number, line in zip(numbers, placed, strict=True) if (words := _heading(line))}
    if headings:
        placed = [line for number, line in zip(numbers, placed, strict=True) if number not in headings]
    width = max(map(len, placed), default=0)
    taken = [any(col < len(line) and not line[col].isspace() for line in placed) for col in range(width)]
    starts = [col for col in range(width) if taken[col] and not (col and taken[col - 1])]
    ends = [col + 1 for col in range(width) if taken[col] and not (col + 1 < width and taken[col + 1])]
    if len(starts) < _FEWEST_COLUMNS or len(placed) < _FEWEST_ROWS:
        return None
    table = [[_cell(line, start, end) for start, end in zip(starts, ends, strict=True)] for line in placed]
    if any(_PARTED.search(cell.text) for row in table for cell in row):
        return None
    figures = [[_is_figure(cell.text) for cell in row] for row in table]
    shown = [any(has) or any(cell.text in DASHES for cell in row) for row, has in zip(table, figures, strict=True)]
    first = next((place for place, shows in enumerate(shown) if shows), len(table))
    if not 0 < first < len(table) or not any(map(any, figures)) or _is_in_pieces(table[:first]):
        return None
    is_headed = all(cell.text for row in table[:first] for cell in row)
    if not is_headed and is_ruled:
        return None
    is_filled = is_headed and all(cell.text for row in table[first:] for cell in row)
    if not is_filled and not _is_certain(table, figures, first):
        return None
    texts = iter([[cell.text for cell in row] for row in table])
    heads = {number: [words] + [""] * (len(starts) - 1) for number, words in headings.items()}
    return [Row([Entry(text, number + 1) for text in heads.get(number) or next(texts)]) for number in numbers]


def _is_in_pieces(header: list[list[_Cell]]) -> bool:
    """Whether a label of the form stands in a header piece below piece, or the last piece of each: the rest is said above."""
    stacked = [[bare(cell.text) for cell in column if cell.text] for column in zip(*header, strict=True)]
    of_labels = [any("".join(pieces) in label for label in column_labels()) for pieces in stacked]
    is_below_others = all(of_labels) and not any("".join(pieces) in column_labels() for pieces in stacked)
    return is_below_others or any(len(p) > 1 and has for p, has in zip(stacked, of_labels, strict=True))


def _heading(line: list[str]) -> str:
    """A block's heading that a line has alone; nothing for any other."""
    words = "".join(line).strip()
    return words if bare(words) in block_headings() else ""


def _cell(line: list[str], start: int, end: int) -> _Cell:
    signs = [place for place in range(start, min(end, len(line))) if line[place] and not line[place].isspace()]
    if not signs:
        return _Cell("", start, start)
    return _Cell("".join(line[start:end]).strip(), signs[0], signs[-1] + 1)


def _is_certain(table: list[list[_Cell]], figures: list[list[bool]], first: int) -> bool:
    """Whether the figures of each column begin or end in one place, below a word of the header; a lone one where that does."""
    for col in range(len(table[0])):
        own = [row[col] for row, has in zip(table, figures, strict=True) if has[col]]
        above = [row[col] for row in table[:first] if row[col].text]
        if not own:
            continue
        if not above:
            return False
        if not any(cell.start < head.end and head.start < cell.end for head in above for cell in own):
            return False
        own += above[-1:] if len(own) == 1 else []
        if len({cell.start for cell in own}) > 1 and len({cell.end for cell in own}) > 1:
            return False
    return True


def _is_figure(text: str) -> bool:
    return _HAS_DIGIT.search(text) is not None and is_written_figure(text)

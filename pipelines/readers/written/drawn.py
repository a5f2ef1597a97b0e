"""Tables drawn in plain text with lines of signs (`┌─┬─┐`, `+---+---+`), as consoles and converters print them.

The drawing says where every cell begins and ends, spans included, so nothing is worked out from words. Lines that do not
stand under one another, and drawings whose rows no line sets apart, give nothing here: `text.py` reads them cell by cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pipelines.readers.document import Cell, Grid
from pipelines.readers.figures import is_number_like
from pipelines.readers.written.written_text import console_columns

_UPRIGHT = frozenset("│┃║|")
_LEVEL = frozenset("─━═-=")
_JOINTS = frozenset("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╕╘╛╞╡╤╧╪╓╖╙╜╟╢╥╨╫+")
_BORDERS = _UPRIGHT | _JOINTS
_FIRST = frozenset("┌╔╒╓")
_OPENS = re.compile(r"\s*[┌╔╒╓+][─━═\-=]")
#: The number of a label, alone on its first line; its mark may stand on the second.
_COUNTER = re.compile(r"\d{1,2}(?:[.、．](?=\n)|(?=\n[.、．]\D))")
#: Columns of a drawing; a page printed as one table has some dozens.
_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class _Box:
    """A drawn cell: the lines of text and the columns between drawn ones that it covers."""

    top: int
    bottom: int
    left: int
    right: int


def drawn_table(lines: list[str], at: int) -> tuple[Grid, int] | None:
    """The grid of a drawing that begins at a line, and the line behind it; None where there is none or it is crooked."""
    if not _OPENS.match(lines[at]):
        return None
    end = at + 1
    while end < len(lines) and (sign := lines[end].strip()[:1]) in _BORDERS and sign and sign not in _FIRST:
        end += 1
    for ambiguous in (1, 2):  # columns of a sign that some consoles print wide
        places = [_placed(line, ambiguous) for line in lines[at:end]]
        boxes = _boxes(places)
        if boxes is not None:
            grid = _grid(places, boxes, at)
            return (grid, end) if grid is not None else None
    return None


def _placed(line: str, ambiguous: int) -> list[str]:
    """A line by console columns: the character in each, an empty string in the second of a wide one."""
    placed: list[str] = []
    for char in line.rstrip():
        width = 1 if char in _BORDERS | _LEVEL else console_columns(char, ambiguous)
        placed += [char, *[""] * (width - 1)] if width else []
    return placed


def _columns(places: list[list[str]]) -> list[int]:
    """The console columns where upright lines run, as the lines that are drawn from end to end tell them."""
    drawn = [line for line in places if all(char in _BORDERS | _LEVEL or char == " " for char in line)]
    return sorted({col for line in drawn for col, char in enumerate(line) if char in _JOINTS})


def _boxes(places: list[list[str]]) -> list[_Box] | None:
    """The cells of a drawing; None unless every upright line stands where the level ones say and every cell is a box."""
    columns = _columns(places)
    if not 2 <= len(columns) <= _MOST_COLUMNS:
        return None
    known = set(columns)
    owner: dict[tuple[int, int], tuple[int, int]] = {}  # (line, column) -> the first place of its cell
    for y, line in enumerate(places):
        if len(line) <= columns[-1] or line[columns[-1]] not in _BORDERS or line[columns[0]] not in _BORDERS:
            return None
        if any(char in _UPRIGHT - {"|"} and x not in known for x, char in enumerate(line)):
            return None
        for i, (left, right) in enumerate(pairwise(columns)):
            inner = line[left + 1 : right]
            if inner and all(char in _LEVEL for char in inner) and line[left] in _JOINTS | _LEVEL:
                continue
            if line[left] not in _BORDERS and (y, i - 1) in owner:
                owner[y, i] = owner[y, i - 1]
            else:
                owner[y, i] = owner.get((y - 1, i), (y, i))
    return _rectangles(owner)


def _rectangles(owner: dict[tuple[int, int], tuple[int, int]]) -> list[_Box] | None:
    parts: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, first in owner.items():
        parts.setdefault(first, []).append(place)
    boxes = []
    for first in sorted(parts):
        ys, xs = [y for y, _ in parts[first]], [x for _, x in parts[first]]
        box = _Box(min(ys), max(ys), min(xs), max(xs))
        if (box.bottom - box.top + 1) * (box.right - box.left + 1) != len(parts[first]):
            return None
        boxes.append(box)
    return boxes or None


def _grid(places: list[list[str]], boxes: list[_Box], at: int) -> Grid | None:
    """The boxes as a grid; None where one holds a figure below other lines, for then no line sets the rows apart."""
    columns = _columns(places)
    tops = sorted({box.top for box in boxes})
    cells = []
    for box in boxes:
        printed = [
            (y, text)
            for y in range(box.top, box.bottom + 1)
            if (text := "".join(places[y][columns[box.left] + 1 : columns[box.right + 1]]).strip())
        ]
        words = [text for _, text in printed]
        if len(words) > 1 and any(map(is_number_like, words[bool(_COUNTER.match("\n".join(words))) :])):
            return None
        row = tops.index(box.top)
        rows = sum(box.top <= top <= box.bottom for top in tops)
        where = f"line {at + (printed[0][0] if printed else box.top) + 1}/cell {box.left + 1}"
        cells.append(Cell("\n".join(text for _, text in printed), row, box.left, rows, box.right - box.left + 1, where))
    return Grid(len(tops), len(columns) - 1, tuple(cells), f"line {at + 1}")

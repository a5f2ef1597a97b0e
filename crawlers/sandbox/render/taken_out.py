"""A table as tools leave it that take the text out of a paper: every cell in lines, its words in pieces.

`by_height` goes down the page line by line, across all cells; `by_cell` goes from cell to cell, a row's figures in one line.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from crawlers.sandbox.render.blocks import Box, Sheet

#: Characters that a column is wide.
ROOM = 4


def by_height(sheet: Sheet, room: int = ROOM, gap: str = "   ") -> list[str]:
    """The lines of the page: in each the pieces of all cells at that height, from left to right."""
    placed = sorted(_on_paper(sheet, room), key=lambda piece: (piece[0], piece[1].col))
    return [gap.join(words for *_, words in pieces) for _, pieces in groupby(placed, key=lambda piece: piece[0])]


def by_cell(sheet: Sheet, room: int = ROOM) -> list[str]:
    """The lines of each row's cells of words one after the other, then the row's figures in one line."""
    lines: list[str] = []
    for row in sheet.rows():
        lines += [words for box in row if not box.cell for *_, words in _on_paper(replace(sheet, boxes=(box,)), room)]
        figures = [box.text for box in row if box.cell]
        lines += [" ".join(figures)] if figures else []
    return lines


def _on_paper(sheet: Sheet, room: int) -> list[tuple[int, Box, str]]:
    """The lines of every cell with their height on the page, each cell's in its middle."""
    heights = _heights(sheet, room)
    found = []
    for box in sheet.boxes:
        wide = room * box.cols
        lines = [box.text[at : at + wide] for at in range(0, len(box.text), wide)]
        top, high = sum(heights[: box.row]), sum(heights[box.row : box.row + box.rows])
        found += [(top + (high - len(lines)) // 2 + at, box, line) for at, line in enumerate(lines)]
    return found


def _heights(sheet: Sheet, room: int) -> list[int]:
    """How many lines each row is high; a tall cell that needs more makes its last row higher."""
    heights = [1] * sheet.n_rows
    for box in sorted(sheet.boxes, key=lambda box: box.rows):
        lines = -(-len(box.text) // (room * box.cols))
        heights[box.row + box.rows - 1] += max(lines - sum(heights[box.row : box.row + box.rows]), 0)
    return heights

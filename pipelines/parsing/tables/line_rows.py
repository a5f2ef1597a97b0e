"""Rows of a grid that one line of words fills alone, as sheets and pages print names of tables among the rows; grids cut there.

What such a line says is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipelines.readers.document import Cell, Grid, Text


def lines_of(grid: Grid) -> dict[int, Cell]:
    """The rows of a grid that one cell alone fills with words, none reaching into them from above."""
    filled: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        if cell.text.strip():
            for row in range(cell.row, cell.row + cell.row_span):
                filled.setdefault(row, []).append(cell)
    return {
        row: cells[0]
        for row, cells in filled.items()
        if len(cells) == 1 and cells[0].row_span == 1 and not cells[0].text.isascii()
    }


def cut_at(grid: Grid, lines: dict[int, Cell]) -> Iterator[Text | Grid]:
    """A grid cut at some of its rows, which become lines of text."""
    bounds = [-1, *sorted(lines), grid.n_rows]
    for top, bottom in pairwise(bounds):
        if top in lines:
            yield Text(lines[top].text, 0, lines[top].locator)
        cells = tuple(replace(c, row=c.row - top - 1) for c in grid.cells if top < c.row < bottom)
        if any(cell.text.strip() for cell in cells):
            yield Grid(bottom - top - 1, grid.n_cols, cells, grid.locator)

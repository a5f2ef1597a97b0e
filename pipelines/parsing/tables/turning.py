"""Tables laid on their side: what the form prints as columns stands in rows, and the reverse; turned back before reading.

Looks at labels only; the turned grid is read like any other.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from pipelines.parsing.tables.captions import is_name_of_table
from pipelines.parsing.tables.labels import LabelIndex
from pipelines.parsing.tables.line_rows import cut_at, lines_of
from pipelines.readers.document import Cell, Grid

#: So many different columns of one block below each other, and never beside each other, are a table on its side.
FEWEST = 3

#: The columns of each block that stand in a row or a column of a grid.
_Lines = dict[int, dict[tuple[str, str, str], set[str]]]


def upright(grid: Grid, index: LabelIndex) -> list[Grid]:
    """The grid as it is, or turned where the columns of a block stand below one another.

    Where that is so in one of several tables below each other, the grids that the names of tables part it into.
    """
    words = [cell for cell in grid.cells if cell.text and not cell.text.isdecimal()]
    heads = [(cell, names) for cell in words if (names := index.columns(cell.text))]
    if max(Counter(cell.col for cell, _ in heads).values(), default=0) < FEWEST:
        return [grid]
    down: _Lines = {}
    across: _Lines = {}
    for cell, names in heads:
        for block, column in names:
            down.setdefault(cell.col, {}).setdefault(block, set()).add(column)
            across.setdefault(cell.row, {}).setdefault(block, set()).add(column)
    if _most(down) < FEWEST:
        return [grid]
    if _most(across) >= min(FEWEST, _most(down)):
        return _parted(grid, index)
    asides = {cell.row for cell in grid.cells if _is_aside(cell, grid, index)}
    kept = [cell for cell in grid.cells if cell.row not in asides]
    return [Grid(grid.n_cols, grid.n_rows, tuple(sorted(map(_turned, kept), key=_place)), grid.locator)]


def _parted(grid: Grid, index: LabelIndex) -> list[Grid]:
    """The grids that names of tables part a grid into, where one of them lies on its side; else the grid."""
    names = {row: cell for row, cell in lines_of(grid).items() if is_name_of_table(cell.text)}
    pieces = [piece for piece in cut_at(grid, names) if isinstance(piece, Grid)]
    lies = len(pieces) > 1 and any(upright(piece, index) != [piece] for piece in pieces)
    return pieces if lies else [grid]


def _is_aside(cell: Cell, grid: Grid, index: LabelIndex) -> bool:
    """Whether a cell is a remark over the whole width of a table, which turned would stand beside its figures."""
    is_whole = cell.col == 0 and cell.col_span == grid.n_cols > 1 and cell.row_span == 1
    return is_whole and not cell.text.isdecimal() and not index.find(cell.text)


def _most(lines: _Lines) -> int:
    return max((len(keys) for blocks in lines.values() for keys in blocks.values()), default=0)


def _turned(cell: Cell) -> Cell:
    return replace(cell, row=cell.col, col=cell.row, row_span=cell.col_span, col_span=cell.row_span)


def _place(cell: Cell) -> tuple[int, int]:
    return (cell.row, cell.col)

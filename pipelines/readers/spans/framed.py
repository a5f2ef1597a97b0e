"""Numbers around a table that count its rows and columns, as data frames and spreadsheets print them: taken off.

Only a whole frame goes: the corner blank, every column numbered above, every row numbered at the left, one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.readers.document import Grid


def is_framed(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row and the first entry of each row only count, from 0 or 1 on, below a blank corner."""
    if len(rows) < 3 or len(rows[0]) < 3 or rows[0][0].strip():
        return False
    return _counts(rows[0][1:]) and _counts([row[0] if row else "" for row in rows[1:]])


def unframed(grid: Grid) -> Grid:
    """A grid without its frame of numbers; the grid itself where it has none."""
    corner = grid.cells[:2]
    if len(corner) < 2 or corner[0].text.strip() or corner[1].text.strip() not in {"0", "1"}:
        return grid
    lattice = grid.lattice()
    if not is_framed([[cell.text if cell else "" for cell in row] for row in lattice]):
        return grid
    inner = tuple(replace(cell, row=cell.row - 1, col=cell.col - 1) for cell in grid.cells if cell.row and cell.col)
    return replace(grid, n_rows=grid.n_rows - 1, n_cols=grid.n_cols - 1, cells=inner)


def _counts(texts: Sequence[str]) -> bool:
    first = texts[0].strip()
    return first in {"0", "1"} and [text.strip() for text in texts] == [
        str(number) for number in range(int(first), int(first) + len(texts))
    ]

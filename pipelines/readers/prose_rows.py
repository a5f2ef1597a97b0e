"""Prose that stands in the cells of a table, as where a whole report is one table: it is told as text too.

The table keeps its cells; the title that such a table opens with and its sentences are read by those who look for text.
Sheets of workbooks are parted into texts and grids by `sheets` and have little left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipelines.readers.document import LONGEST_CELL, Cell, Document, Grid, Text

#: A whole sentence this long, alone in its row, is prose and no label: labels and notes of the form have no full stop.
_SHORTEST = 10
_STOP = "。"


def with_prose_of_rows(document: Document) -> Document:
    """The document with what its tables say in whole sentences as texts beside them; itself where they say nothing.

    What stands above the first row of several cells goes before the table, the rest behind it.
    """
    if not any(map(_may_hold_prose, document.grids)):
        return document
    blocks: list[Text | Grid] = []
    moved = []  # how many blocks stand before each of the old ones
    for block in document.blocks:
        moved.append(len(blocks))
        before, behind = _prose(block, opens=not blocks) if isinstance(block, Grid) else ([], [])
        blocks += [*before, block, *behind]
    moved.append(len(blocks))
    return replace(document, blocks=tuple(blocks), pictures=tuple(moved[place] for place in document.pictures))


def _may_hold_prose(grid: Grid) -> bool:
    return any(_may_be_prose(text) for text in grid.texts if len(text) >= _SHORTEST)


def _may_be_prose(text: str) -> bool:
    return len(text) >= _SHORTEST and (_STOP in text or len(text) > LONGEST_CELL)


def without_prose(grid: Grid) -> Grid:
    """A grid with blanks for its prose, where a page tells that in its lines."""
    if not _may_hold_prose(grid):
        return grid
    return replace(
        grid, cells=tuple(replace(cell, text="") if _may_be_prose(cell.text) else cell for cell in grid.cells)
    )


def _prose(grid: Grid, *, opens: bool) -> tuple[list[Text], list[Text]]:
    """The texts before and behind a grid; one that `opens` the document opens with its title."""
    rows: dict[int, list[Cell]] = {}
    for cell in grid.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell)
    table = min((row for row, cells in rows.items() if len(cells) > 1), default=grid.n_rows)
    above = [cells[0] for row, cells in sorted(rows.items()) if row < table]
    below = [cell for row, cells in sorted(rows.items()) if row >= table for cell in cells if _is_prose(cell, cells)]
    before = _lines(cell for cell in above if opens or _is_prose(cell, [cell]))
    return [replace(text, level=int(opens and place == 0)) for place, text in enumerate(before)], _lines(below)


def _is_prose(cell: Cell, row: list[Cell]) -> bool:
    return _may_be_prose(cell.text) and (len(row) == 1 or len(cell.text) > LONGEST_CELL)


def _lines(cells: Iterable[Cell]) -> list[Text]:
    return [Text(line.strip(), 0, cell.locator) for cell in cells for line in cell.text.split("\n") if line.strip()]

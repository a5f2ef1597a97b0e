"""Lists of the form's cells: a row for each, which names the cell's row and its column beside the figure; set up as tables.

Only what both names of every row say is used, never the order of the list; a list that names a cell twice, or has a row among
the others that does not name both, stays as it is. The tables that come of it are read like any other, by `matching.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from pipelines.parsing.tables.headers import distinct, is_figure
from pipelines.parsing.tables.labels import LabelIndex
from pipelines.readers.document import Cell, Grid

#: Rows with so many different columns, one below the other, are a list.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class _Record:
    """A row of a list: the words that name its row, the word that names its column, its figure."""

    labels: tuple[Cell, ...]
    column: Cell
    figure: Cell
    names: frozenset[tuple[str, ...]]  # edition, table, block, row and column, in whatever edition

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.labels)


def unlisted(grid: Grid, index: LabelIndex) -> list[Grid] | None:
    """The tables that a grid's list stands for, between what stands before and behind the list; None for no list."""
    if sum(bool(index.columns(cell.text)) for cell in grid.cells) < FEWEST:
        return None
    places = grid.lattice()
    for place in (-1, 0):
        records = [_record(row, place, index) for row in places]
        own = [at for at, record in enumerate(records) if record is not None]
        listed = [record for record in records if record is not None]
        names = [name for record in listed for name in record.names]
        is_list = len({record.column.text for record in listed}) >= FEWEST and len(set(names)) == len(names)
        if is_list and not _is_mixed(places[own[0] : own[-1]], records[own[0] :]):
            before, behind = _rows(grid, 0, own[0]), _rows(grid, own[-1] + 1, grid.n_rows)
            return [*before, *_tables(listed, grid.locator), *behind]
    return None


def _record(places: list[Cell | None], place: int, index: LabelIndex) -> _Record | None:
    """A row of a list whose column is named at a place among its words; None for any other row."""
    cells = distinct(places)
    words = [at for at, cell in enumerate(cells) if cell.text and not is_figure(cell.text)]
    if len(words) < 2 or words[-1] + 1 >= len(cells) or any(cell.text for cell in cells[words[-1] + 2 :]):
        return None
    column = cells[words[place]]
    labels = [cells[at] for at in words if at != words[place]]
    for label in reversed(labels):
        lines = index.lines(label.text)
        names = frozenset(
            (edition, table, block, line.key, key)
            for (edition, table, block), key in index.columns(column.text)
            if (line := lines.get((table, block), {}).get(edition))
        )
        if names:
            return _Record(tuple(labels), column, cells[words[-1] + 1], names)
    return None


def _is_mixed(places: list[list[Cell | None]], records: list[_Record | None]) -> bool:
    """Whether figures stand in a row between those of a list that is none of them."""
    return any(
        record is None and any(cell is not None and any(map(str.isdigit, cell.text)) for cell in row)
        for row, record in zip(places, records, strict=False)
    )


def _tables(records: list[_Record], locator: str) -> Iterator[Grid]:
    """The records with one path as rows, and rows with the same columns as tables."""
    rows: dict[tuple[str, ...], list[_Record]] = {}
    for record in records:
        rows.setdefault(record.path, []).append(record)
    for columns, alike in groupby(rows.values(), key=lambda row: tuple(record.column.text for record in row)):
        body = list(alike)
        wide = max(len(row[0].labels) for row in body)
        cells = [Cell("", 0, 0, 1, wide)]
        cells += [_placed(record.column, 0, wide + at) for at, record in enumerate(body[0])]
        for number, row in enumerate(body, 1):
            labels = row[0].labels
            cells += [_placed(label, number, at) for at, label in enumerate(labels)]
            cells[-1] = replace(cells[-1], col_span=wide - len(labels) + 1)
            cells += [_placed(record.figure, number, wide + at) for at, record in enumerate(row)]
        yield Grid(len(body) + 1, wide + len(columns), tuple(cells), locator)


def _placed(cell: Cell, row: int, col: int) -> Cell:
    return Cell(cell.text, row, col, 1, 1, cell.locator)


def _rows(grid: Grid, top: int, end: int) -> list[Grid]:
    """Some rows of a grid as a grid of their own; none where nothing is printed in them."""
    cells = [
        replace(cell, row=max(cell.row, top) - top, row_span=min(cell.row + cell.row_span, end) - max(cell.row, top))
        for cell in grid.cells
        if cell.row < end and cell.row + cell.row_span > top
    ]
    return [Grid(end - top, grid.n_cols, tuple(cells), grid.locator)] if any(cell.text for cell in cells) else []

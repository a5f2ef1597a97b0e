"""The rows of an RTF table to a grid: RTF gives no columns, only where each cell of a row ends.

Reading the control words belongs to `rtf`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pipelines.readers.document import LONGEST_CELL, Cell, Grid
from pipelines.readers.office.columns import columns_of_edges


@dataclass(slots=True)
class Edge:
    """The right edge of a cell and how it is merged."""

    at: int
    above: bool = False
    left: bool = False


@dataclass(slots=True)
class TableRows:
    """The rows of a table: for each its left edge, its cells' edges and their texts."""

    rows: list[tuple[int, list[Edge], list[str]]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    inner: list[tuple[int, int, TableRows]] = field(default_factory=list)

    def small(self) -> str:
        """What the tables in the cell that is open print, where they are no longer than a cell."""
        here = [inner for row, cell, inner in self.inner if (row, cell) == (len(self.rows), len(self.cells))]
        text = "\n".join(text for inner in here for _, _, texts in inner.rows for text in texts if text)
        return text if len(text) <= LONGEST_CELL else ""


def grid_of(table: TableRows, locator: str) -> Grid:
    """The grid of the rows; a cell merged with the one above or left of it is part of that."""
    edges = []
    for left, row, texts in table.rows:
        places = [left, *(edge.at for edge in row[: len(texts)])]
        # Cells without an edge of their own stand behind the last one, out of every other column.
        places += [places[-1] + 1_000_000 + place for place in range(1, len(texts) + 2 - len(places))]
        edges.append([max(places[: place + 1]) for place in range(len(places))])
    columns = columns_of_edges(edges)
    cells: list[Cell] = []
    above: dict[tuple[int, int], int] = {}
    for number, ((_, row, texts), spans) in enumerate(zip(table.rows, columns, strict=True)):
        for place, (text, (col, span)) in enumerate(zip(texts, spans, strict=False)):
            edge = row[place] if place < len(row) else Edge(0)
            upper = above.get((col, span))
            if edge.left and cells and cells[-1].row == number:
                cells[-1] = replace(cells[-1], col_span=cells[-1].col_span + span)
            elif edge.above and upper is not None and cells[upper].row + cells[upper].row_span == number:
                cells[upper] = replace(cells[upper], row_span=cells[upper].row_span + 1)
            else:
                above[col, span] = len(cells)
                cells.append(Cell(text, number, col, 1, span, f"{locator}/tr[{number + 1}]/tc[{place + 1}]"))
    width = max((cell.col + cell.col_span for cell in cells), default=0)
    return Grid(len(table.rows), width, tuple(cells), locator)

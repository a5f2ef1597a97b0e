"""The part of a table that stands on one page: its cells with their texts, on the edges of its columns.

How the parts of a table over several pages become one is in `joining`; finding them belongs to `lattice`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pipelines.readers.document import Cell, Grid
from pipelines.readers.figures import is_written_figure
from pipelines.readers.pages.lattice import Box, Lattice
from pipelines.readers.pages.lines import cell_text
from warehouse.form import load_statistics


class PieceCell(NamedTuple):
    """A cell of a piece; `full` when its last line reaches the margin, so that the text may go on elsewhere."""

    row: int
    col: int
    row_span: int
    col_span: int
    text: str
    places: tuple[str, ...]
    full: bool

    @property
    def is_figure(self) -> bool:
        """Whether a number, or a dash or a word for one, stands in it."""
        return is_written_figure(self.text)

    @property
    def is_words(self) -> bool:
        """Whether words stand in it."""
        return bool(self.text) and not self.is_figure

    @property
    def is_label(self) -> bool:
        """Whether words stand in it that are more than the unit of a figure."""
        return self.is_words and self.text not in load_statistics().units


@dataclass(slots=True)
class Piece:
    """The part of a table on one page, later the whole of it; `xs` are its column edges."""

    xs: list[float]
    n_rows: int
    cells: list[PieceCell]
    last_page: int
    locator: str
    is_aligned: bool = False  # its columns are where its figures stand, not where rulings are

    def edge_row(self, row: int) -> list[PieceCell]:
        """The distinct cells that cover a row, from left to right."""
        covering = [cell for cell in self.cells if cell.row <= row < cell.row + cell.row_span]
        return sorted(covering, key=lambda cell: cell.col)

    def relabel(self, row: int, text: str) -> None:
        """Give a row's first cell another text: the whole of a label that the page's end cut, or parted from its row."""
        if not any((cell.row, cell.col) == (row, 0) for cell in self.cells):
            self.cells.append(PieceCell(row, 0, 1, 1, "", (self.locator,), False))
        self.cells = [cell._replace(text=text) if (cell.row, cell.col) == (row, 0) else cell for cell in self.cells]

    def grid(self) -> Grid:
        """The grid of the piece."""
        cells = sorted(self.cells, key=lambda cell: (cell.row, cell.col))
        return Grid(
            self.n_rows,
            len(self.xs) - 1,
            tuple(
                Cell(cell.text, cell.row, cell.col, cell.row_span, cell.col_span, " + ".join(cell.places))
                for cell in cells
            ),
            self.locator,
        )


def place(page: int, box: Box) -> str:
    """The locator of a box: `page 4 (x0,y0,x1,y1)`, in points from the upper left corner of the page."""
    return f"page {page} ({box[0]:.0f},{box[1]:.0f},{box[2]:.0f},{box[3]:.0f})"


def piece_of(lattice: Lattice, page: int) -> Piece:
    """The texts of a lattice of one page."""
    cells = []
    for cell in lattice.cells:
        width = cell.box[2] - cell.box[0]
        text, full = cell_text(cell.glyphs, width)
        where = (place(page, cell.box),)
        cells.append(PieceCell(cell.row, cell.col, cell.row_span, cell.col_span, text, where, full))
    return Piece(list(lattice.xs), len(lattice.ys) - 1, cells, page, place(page, lattice.box))

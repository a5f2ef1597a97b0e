"""Where the cells of a table stand: rows of spans to places on a lattice, as browsers lay them out.

Knows how far each cell says it reaches and nothing of what it prints. Most tables are copies of one form, so that a layout
is worked out once for all tables of a shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.readers.document import Cell, Grid, Places, UnreadableError, same_places
from pipelines.reasons import because

#: A form has 30 rows; a table past this size is data of another kind or an attack, and costs memory.
MAX_CELLS_PER_TABLE = 50_000
#: Layouts of larger tables are not remembered; the form cut to its finest columns has some 280 cells.
_MOST_REMEMBERED = 600

#: Columns and rows of a cell (0 rows: to the end of its section).
Span = tuple[int, int]
#: The number of a row in the file, the index behind the last row of its section, which no span crosses, and the spans of
#: its cells, None for one that is not seen.
RowShape = tuple[int, int, tuple[Span | None, ...]]
Shape = tuple[RowShape, ...]
#: Row, column, rows and columns of a cell.
_Place = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """A table without its words: the place of each cell that is seen, in the order of the file, each as four columns."""

    n_rows: int
    n_cols: int
    rows: tuple[int, ...]
    cols: tuple[int, ...]
    row_spans: tuple[int, ...]
    col_spans: tuple[int, ...]
    locators: tuple[str, ...]
    places: Places

    def grid(self, texts: Sequence[str], locator: str, locators: Sequence[str] = ()) -> Grid:
        """The table with the words of its cells; `locators` in place of those by row and cell."""
        where = locators or self.locators
        cells = map(Cell, texts, self.rows, self.cols, self.row_spans, self.col_spans, where)
        grid = Grid(self.n_rows, self.n_cols, tuple(cells), locator)
        vars(grid).update(texts=tuple(texts), places=self.places)  # it need not ask its cells again
        return grid


def layout_of(shape: Shape, locator: str) -> Layout:
    """The layout of a table; its cells say where they stand as table, row and cell, counted as they stand in the file."""
    n_cells = sum(len(spans) for _, _, spans in shape)
    if n_cells > MAX_CELLS_PER_TABLE:
        raise UnreadableError(because("too_many_cells", most=MAX_CELLS_PER_TABLE))
    return _remembered(shape, locator) if n_cells <= _MOST_REMEMBERED else _layout(shape, locator)


@lru_cache(maxsize=128)  # some 40 KB each
def _remembered(shape: Shape, locator: str) -> Layout:
    return _layout(shape, locator)


def _layout(shape: Shape, locator: str) -> Layout:
    places, n_cols = _placed(shape)
    locators = tuple(
        f"{locator}/tr[{place}]/td[{at}]"
        for place, _, spans in shape
        for at, span in enumerate(spans, 1)
        if span is not None
    )
    rows, cols, row_spans, col_spans = zip(*places, strict=True) if places else ((), (), (), ())
    known = same_places(tuple(zip(rows, cols, row_spans, col_spans, strict=True)))
    return Layout(len(shape), n_cols, rows, cols, row_spans, col_spans, locators, known)


def _placed(shape: Shape) -> tuple[list[_Place], int]:
    """The place of each cell and the number of columns."""
    placed: list[_Place] = []
    free: list[int] = []  # for each column the first row that nothing from above covers
    for number, (_, last, spans) in enumerate(shape):
        col = 0
        for span in spans:
            if span is None:
                continue
            across, down = span
            while col < len(free) and free[col] > number:
                col += 1
            until = min(number + down, last) if down else last
            placed.append((number, col, until - number, across))
            reach = col + across
            free += [until] * (reach - len(free))
            free[col:reach] = [max(row, until) for row in free[col:reach]]
            col = reach
    starts = sorted({col for _, col, _, _ in placed})
    if len(starts) == len(free):
        return placed, len(free)
    return _without_empty_columns(placed, starts, len(free)), len(starts)


def _without_empty_columns(placed: list[_Place], starts: list[int], n_cols: int) -> list[_Place]:
    """The places without columns in which no cell begins: a span past the table's edge makes no column."""
    column = {col: place for place, col in enumerate(starts)}
    reach = [0] * (n_cols + 1)  # for each edge how many columns begin left of it
    for edge in range(1, n_cols + 1):
        reach[edge] = reach[edge - 1] + (edge - 1 in column)
    return [(row, column[col], down, reach[col + across] - column[col]) for row, col, down, across in placed]

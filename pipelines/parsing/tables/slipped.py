"""Tables whose spans lie: rows that slipped out of their columns, and headers that reach past the columns below them.

A group's cell that says a row too many or too few pushes all of a row aside, and one over columns that says one too many
pushes the names behind it aside; a corner narrower than the labels below it draws all names aside. They are set right only
where one way fits: a row by as many figures behind its label as the header has columns, a header by the one hole that its
span leaves, a corner by labels that all end at one column. Which row and column they are belongs to `matching.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from pipelines.parsing.tables.headers import Header, is_figure
from pipelines.parsing.tables.rows import Row
from pipelines.readers.document import Cell, Grid

#: Rows that show how a table writes its labels.
FEWEST_RIGHT = 5


def leaves_no_rests(rows: Sequence[Row], header: Header) -> bool:
    """Whether the labels reach to the figures in each row that stands right, so that a blank beside a label is a figure."""
    many, right = len(header.heads), 0
    for row in rows:
        own = [cell for cell in row.cells if cell.row == row.number]
        if header.in_order(row.places, row.cells) is None or not all(is_figure(cell.text) for cell in own[-many:]):
            continue
        labels = own[:-many]
        if not labels or not all(cell in row.words for cell in labels):
            return False
        if labels[-1].col + labels[-1].col_span != header.first:
            return False
        right += 1
    return right >= FEWEST_RIGHT


def set_right(row: Row, header: Header, rows: Sequence[Row]) -> Row | None:
    """A row of a label and one figure for each column of the header, back below them; None for any other row.

    The first figure may not be blank unless no other of the table's `rows` has a blank for the rest of its label: else that is
    what it may be, and then a figure is missing. The header must name its columns in the form's order.
    """
    own = [cell for cell in row.cells if cell.row == row.number]
    many = len(header.heads)
    labels, figures = own[:-many], own[-many:]
    if len(figures) < many or not labels or not all(cell in row.words for cell in labels):
        return None
    if not all(is_figure(cell.text) for cell in figures):
        return None
    if not figures[0].text.strip() and not leaves_no_rests(rows, header):
        return None
    reaches = [_reach(head, header) for head in header.heads]
    aside = [cell for cell in row.words if cell.row < row.number and labels[-1].col < cell.col < header.first]
    is_below = all(col <= cell.col < col + wide for cell, (col, wide) in zip(figures, reaches, strict=True))
    if is_below and not aside:
        return None
    if not _is_in_order(header):
        return None
    if sum(cell.col_span for cell in labels[:-1]) >= header.first:
        return None
    room = header.first - sum(cell.col_span for cell in labels)  # less than none where the last label is too wide
    above = [
        cell
        for cell in row.words
        if cell.row < row.number and cell.col + cell.col_span <= room and not any(cell is one for one in aside)
    ]
    placed = [*above]
    col = max((cell.col + cell.col_span for cell in above), default=0)
    for cell in aside + labels:  # a group's cell that slipped behind the labels it stands over
        placed.append(replace(cell, col=col))
        col += cell.col_span
    if placed[-1].col >= header.first:
        return None
    placed[-1] = replace(placed[-1], col_span=header.first - placed[-1].col)
    placed += [replace(cell, col=col, col_span=wide) for cell, (col, wide) in zip(figures, reaches, strict=True)]
    places: list[Cell | None] = [None] * header.n_cols
    for cell in placed:
        for at in range(cell.col, min(cell.col + cell.col_span, header.n_cols)):
            places[at] = cell
    return Row(places, row.number)


def _is_in_order(header: Header) -> bool:
    """Whether the header names the columns in the form's order: one that slipped itself says nothing by its order."""
    for key, targets in header.columns.items():
        order = [column.key for column in header.blocks[key].columns]
        named = [target.column for _, target in sorted(targets.items())]
        named = [name for at, name in enumerate(named) if at == 0 or name != named[at - 1]]
        if named != order * (len(named) // len(order)):
            return False
    return True


def _reach(head: Cell, header: Header) -> tuple[int, int]:
    """The first column below a cell of the header and how many there are; a carried one says where it stood before."""
    below = [col for col, leaf in enumerate(header.leaves) if leaf is head and col >= header.first]
    return below[0], len(below)


def without_holes(grid: Grid) -> Grid:
    """A grid whose header is wider than all below it, with the span taken in that leaves a hole in it; else as it is.

    The hole stands at the right end of a cell over several columns, and is as wide as the rows below are too short.
    """
    last = grid.cells[-1] if grid.cells else None
    if last is None or last.col + last.col_span == grid.n_cols:  # as in nearly every table
        return grid
    places = grid.lattice()
    ends = [max((at + 1 for at, cell in enumerate(row) if cell is not None), default=0) for row in places]
    top = max((number for number, end in enumerate(ends) if end == grid.n_cols), default=-1) + 1
    short = grid.n_cols - ends[-1]
    if not 1 < top < len(ends) or any(end != ends[-1] for end in ends[top:]):
        return grid
    holes = [at for at, cell in enumerate(places[top - 1]) if cell is None]
    if not holes or holes != list(range(holes[0], holes[0] + short)):
        return grid
    over = places[top - 2][holes[0]]
    if (
        over is None
        or over.col >= holes[0]
        or over.col + over.col_span != holes[-1] + 1
        or over.row + over.row_span != top - 1
    ):
        return grid
    # a row above the group may be as wide as it should
    cells = [cell if ends[cell.row] < grid.n_cols else _taken_in(cell, holes[0], short) for cell in grid.cells]
    return Grid(grid.n_rows, grid.n_cols - short, tuple(cells), grid.locator)


def with_wide_corner(grid: Grid) -> Grid:
    """A grid whose corner is narrower than the labels below it, with the corner as wide as they are; else as it is.

    The header must end as many columns before the rows below it, and in every one of these the labels must reach as far
    past the corner, with nothing but figures behind them.
    """
    corner = grid.cells[0] if grid.cells else None
    if (
        corner is None
        or corner.row
        or sum(cell.col_span for cell in takewhile(lambda cell: cell.row == 0, grid.cells)) >= grid.n_cols
    ):
        return grid
    places = grid.lattice()
    top = corner.row_span
    ends = {max((at + 1 for at, cell in enumerate(row) if cell is not None), default=0) for row in places[:top]}
    short = grid.n_cols - max(ends)
    first = corner.col_span + short
    is_apart = all(cell.row + cell.row_span <= top for cell in grid.cells if cell.row < top)
    if (
        corner.col
        or len(ends) > 1
        or not is_apart
        or not short > 0
        or not all(_begin(row, first) for row in places[top:])
    ):
        return grid
    cells = [replace(cell, col=cell.col + short) if cell.row < top else cell for cell in grid.cells]
    cells[0] = replace(corner, col_span=first)
    return replace(grid, cells=tuple(cells))


def _begin(places: list[Cell | None], first: int) -> bool:
    """Whether the figures of a row begin at a column, right behind its label."""
    label = places[first - 1]
    is_label = label is not None and not is_figure(label.text) and label.col + label.col_span == first
    return is_label and all(cell is not None and is_figure(cell.text) for cell in places[first:])


def _taken_in(cell: Cell, hole: int, short: int) -> Cell:
    if cell.col > hole:
        return replace(cell, col=cell.col - short)
    return replace(cell, col_span=cell.col_span - short) if cell.col + cell.col_span > hole else cell

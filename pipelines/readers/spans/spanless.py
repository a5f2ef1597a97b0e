"""Tables whose spans were lost: header rows that list only their own cells, one behind another.

The cells of such a header form a tree: every cell either stands over cells of the next row or reaches down to the
figures. Counting tells how many stand over others; which ones, the form's own group labels tell, or that the others
print the same labels again below. Where that does not come out, nothing is laid out here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

from pipelines.readers.group_labels import bare, group_labels, one_row_heads

#: Rows of a header: the form's have three, a line of its own above or below them some more. More rows are no header.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Placed:
    """A header cell: which entry of its row it is, and what it covers."""

    row: int
    entry: int
    col: int
    row_span: int
    col_span: int


def place_header(rows: list[list[str]], labels: int, figures: int) -> list[Placed] | None:
    """The cells of header `rows` over `labels` columns of labels and `figures` of figures; None where in doubt.

    A row may have a blank for each cell that reaches down into it, as where a table is copied out of Word as text.
    """
    own = [[at for at, text in enumerate(row) if text or not (at or level)] for level, row in enumerate(rows)]
    if sum(map(len, own)) < sum(map(len, rows)):
        words = [[row[at] for at in kept] for row, kept in zip(rows, own, strict=True)]
        placed = [replace(cell, entry=own[cell.row][cell.entry]) for cell in _placed(words, labels, figures) or ()]
        if placed and _as_written(placed, rows):
            return placed
    return _placed(rows, labels, figures)


def _as_written(placed: list[Placed], rows: list[list[str]]) -> bool:
    """Whether header rows are written with one blank for each cell that reaches down into them; blanks at their ends may go."""
    for level, row in enumerate(rows):
        covering = sorted(
            (cell for cell in placed if cell.row <= level < cell.row + cell.row_span), key=lambda cell: cell.col
        )
        expected = [row[cell.entry] if cell.row == level else "" for cell in covering]
        if len(row) > len(expected) or row != expected[: len(row)] or any(expected[len(row) :]):
            return False
    return True


def _placed(rows: list[list[str]], labels: int, figures: int) -> list[Placed] | None:
    if not rows or not figures or len(rows) > _DEEPEST:
        return None
    if not labels and (known := _of_one_row(rows, figures)):
        return known
    depth = len(rows)
    if labels:
        head = [rows[0][1:], *rows[1:]]
        corner = [Placed(0, 0, 0, depth, labels)]
    else:
        head, corner = rows, []
    if not all(head):
        return None
    widths = _widths(head, figures)
    if widths is None:
        return None
    placed = list(corner)
    free = [0] * figures  # rows of each column that are covered already
    for level, row in enumerate(widths):
        col = 0
        for entry, (width, is_leaf) in enumerate(row):
            while col < figures and free[col] > level:
                col += 1
            reach = depth - level if is_leaf else 1
            placed.append(Placed(level, entry + (1 if labels and not level else 0), labels + col, reach, width))
            free[col : col + width] = [level + reach] * width
            col += width
    return placed


def _of_one_row(rows: list[list[str]], figures: int) -> list[Placed]:
    """The header of a block that prints its rows side by side, whose first cell reaches down; nothing for any other.

    Counting cannot tell it: two cells over two others might stand over one of them each.
    """
    for first, second in one_row_heads():
        if [[bare(text) for text in row] for row in rows[:-1]] != [
            [text for text, _ in row] for row in (first, second)
        ]:
            continue
        wide, lowest = second[0][1], [bare(text) for text in rows[-1]]
        if len(lowest) != figures or lowest != lowest[:wide] * (figures // wide) or sum(n for _, n in first) != figures:
            continue
        placed = []
        col = under = 0
        for entry, (_, width) in enumerate(first):
            is_over = width > wide
            placed.append(Placed(0, entry, col, 1 if is_over else 2, width))
            for at in range(col, col + width if is_over else col, wide):
                placed.append(Placed(1, under, at, 1, wide))
                under += 1
            col += width
        placed += [Placed(2, at, at, 1, 1) for at in range(figures)]
        return sorted(placed, key=lambda cell: (cell.row, cell.col))
    return []


_Widths = list[tuple[int, bool]]


def _widths(head: list[list[str]], figures: int) -> list[_Widths] | None:
    """For each cell of each row its width and whether it reaches down; None unless exactly one way comes out."""
    over = sum(map(len, head)) - figures  # cells that stand over others
    ways = []
    for parents in product(*(_parents(head, level) for level in range(len(head) - 1))):
        if sum(map(len, parents)) == over:
            way = _measured(head, parents)
            if way is not None and sum(width for width, _ in way[0]) == figures:
                ways.append(way)
    return ways[0] if len(ways) == 1 and len(ways[0]) == len(head) else None


def _parents(head: list[list[str]], level: int) -> list[set[int]]:
    """Which cells of a row may stand over others: all, the form's group labels, or those not printed again below.

    One choice for each number of cells.
    """
    row = head[level]
    below = {bare(text) for later in head[level + 1 :] for text in later}
    by_count: dict[int, set[int]] = {}
    for chosen in (
        set(range(len(row))),
        {place for place, text in enumerate(row) if bare(text) in group_labels()},
        {place for place, text in enumerate(row) if bare(text) not in below},
    ):
        if chosen:
            by_count.setdefault(len(chosen), chosen)
    return list(by_count.values())


def _measured(head: list[list[str]], parents: tuple[set[int], ...]) -> list[_Widths] | None:
    """Widths from the lowest row up: each parent takes its share of the cells below it."""
    widths: list[_Widths] = [[(1, True)] * len(head[-1])]
    for level in range(len(head) - 2, -1, -1):
        shares = _shares([width for width, _ in widths[0]], len(parents[level]))
        if shares is None:
            return None
        queue = iter(shares)
        row = [(next(queue), False) if place in parents[level] else (1, True) for place in range(len(head[level]))]
        widths.insert(0, row)
    return widths


def _shares(widths: list[int], count: int) -> list[int] | None:
    """The cells of one row among `count` parents: a parent for each stretch of equal widths, else evenly."""
    if count == 1:
        return [sum(widths)]
    stretches: list[list[int]] = []
    for width in widths:
        if stretches and stretches[-1][-1] == width:
            stretches[-1].append(width)
        else:
            stretches.append([width])
    if len(stretches) == count:
        return [sum(stretch) for stretch in stretches]
    if len(widths) % count or len(stretches) > 1:
        return None
    each = len(widths) // count
    return [sum(widths[place : place + each]) for place in range(0, len(widths), each)]

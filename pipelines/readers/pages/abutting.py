"""Tables that touch one another: told apart where no column goes on from one to the next.

A page may set a table in pieces without any space between them. Their rulings then look like one table's, with columns too
narrow for text where those of two pieces nearly meet, or a header with a table of its own over figures of which none stands
below its own word.
"""

from __future__ import annotations

from itertools import pairwise

from pipelines.readers.pages.lattice import SNAP, Box, Lattice, Ruling, drawn_lines, find_lattices, lattices_of
from pipelines.readers.pages.placing import THINNEST

#: Cells of a header of figures at least, with that of the labels.
FEWEST_CELLS = 3


def tables_of(across: list[Ruling], down: list[Ruling]) -> list[Lattice]:
    """The tables that the rulings of a page make, top to bottom; those `across` are joined as drawn (`drawn_lines`).

    Whoever asks after the cells of a page asks here: by their places the readings of a picture are found again.
    """
    return told_apart(lattices_of(across, drawn_lines(down)), across, down)


def told_apart(lattices: list[Lattice], across: list[Ruling], down: list[Ruling]) -> list[Lattice]:
    """The lattices that rulings of a page make, those of several tables in parts."""
    return [
        part for lattice in lattices for part in (_parts(lattice, across, down) if _is_patched(lattice) else [lattice])
    ]


def _has_thin_columns(lattice: Lattice) -> bool:
    return any(right - left < THINNEST for left, right in pairwise(lattice.xs))


def _is_patched(lattice: Lattice) -> bool:
    """Whether a lattice is of several tables: their columns nearly meet, or are out of step."""
    return _has_thin_columns(lattice) or _is_out_of_step(lattice)


def _is_out_of_step(lattice: Lattice) -> bool:
    """Whether a row has as many cells as the row above it and one of them lies half below one cell, half below another.

    In one table cells part those of another row, or join them.
    """
    rows: dict[int, list[tuple[float, float]]] = {}
    for cell in lattice.cells:
        if cell.row_span == 1:
            rows.setdefault(cell.row, []).append((cell.box[0], cell.box[2]))
    whole = {row for row, cells in rows.items() if cells[0][0] == lattice.xs[0] and cells[-1][1] == lattice.xs[-1]}
    pairs = [(rows[row], rows[row + 1]) for row in whole if row + 1 in whole]
    return any(
        len(upper) == len(lower) >= FEWEST_CELLS
        and all(left == right for cells in (upper, lower) for (_, left), (right, _) in pairwise(cells))
        and any(_overlap(one, other) for one in upper for other in lower)
        for upper, lower in pairs
    )


def _overlap(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two stretches have a part in common, and each one of its own."""
    return one[0] < other[0] < one[1] < other[1] or other[0] < one[0] < other[1] < one[1]


def _parts(lattice: Lattice, across: list[Ruling], down: list[Ruling]) -> list[Lattice]:
    """A lattice in the highest parts whose columns are wide enough; itself where it cannot be parted so.

    Of the heights where a part may end, those come first that no column goes on over: a header belongs to the rows below it.
    """
    _, top, _, bottom = lattice.box
    cuts = [top, *(y for y in lattice.ys[1:-1] if not any(_spans(cell.box, y) for cell in lattice.cells)), bottom]
    parts: list[Lattice] = []
    begin = 0
    while begin < len(cuts) - 1:
        found: list[tuple[bool, int, Lattice]] = []
        for end in range(begin + 1, len(cuts)):
            part = _between(cuts[begin], cuts[end], lattice, across, down)
            if part is None:  # a title over a header is no table by itself
                continue
            if _is_patched(part):
                break
            found.append((not _goes_on(lattice, cuts[end]), end, part))
        if not found:
            return [lattice]
        _, begin, best = max(found, key=lambda each: each[:2])
        parts.append(best)
    return parts


def _spans(box: Box, y: float) -> bool:
    return box[1] < y - SNAP and y + SNAP < box[3]


def _goes_on(lattice: Lattice, y: float) -> bool:
    """Whether a column begins at one place in the rows above and below a height."""
    above, below = ({cell.box[0] for cell in lattice.cells if cell.box[side] == y} for side in (3, 1))
    return len(above & below) > 1


def _between(top: float, bottom: float, whole: Lattice, across: list[Ruling], down: list[Ruling]) -> Lattice | None:
    """The one table that the rulings of a lattice make between two heights; None where they make none, or several."""
    left, _, right, _ = whole.box
    level = [
        line
        for line in across
        if top - SNAP <= line.at <= bottom + SNAP and left - SNAP <= line.start and line.end <= right + SNAP
    ]
    upright = [
        line._replace(start=max(line.start, top), end=min(line.end, bottom))
        for line in down
        if left - SNAP <= line.at <= right + SNAP and line.start < bottom - SNAP and top + SNAP < line.end
    ]
    found = find_lattices(level, upright)
    return found[0] if len(found) == 1 else None

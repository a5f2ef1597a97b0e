"""Tables that touch one another: told apart where no column goes on from one to the next.

A page may set a table in pieces without any space between them. Their rulings then look like one table's, with columns too
narrow for text where those of two pieces nearly meet.
"""

from __future__ import annotations

from itertools import pairwise

from pipelines.readers.pages.lattice import SNAP, Box, Lattice, Ruling, drawn_lines, find_lattices, lattices_of
from pipelines.readers.pages.placing import THINNEST


def tables_of(across: list[Ruling], down: list[Ruling]) -> list[Lattice]:
    """The tables that the rulings of a page make, top to bottom; those `across` are joined as drawn (`drawn_lines`).

    Whoever asks after the cells of a page asks here: by their places the readings of a picture are found again.
    """
    return told_apart(lattices_of(across, drawn_lines(down)), across, down)


def told_apart(lattices: list[Lattice], across: list[Ruling], down: list[Ruling]) -> list[Lattice]:
    """The lattices that rulings of a page make, those of several tables in parts."""
    return [
        part
        for lattice in lattices
        for part in (_parts(lattice, across, down) if _has_thin_columns(lattice) else [lattice])
    ]


def _has_thin_columns(lattice: Lattice) -> bool:
    return any(right - left < THINNEST for left, right in pairwise(lattice.xs))


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
            if part is None or _has_thin_columns(part):
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

"""Tables without rulings whose cells are filled: their backgrounds side by side make a lattice.

What rulings draw is found in `lattice`; boxes that lie behind a whole table or page are none of a cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from pipelines.readers.pages.lattice import MAX_RULINGS, SNAP, Box, Glyph, Lattice, Ruling, find_lattices


def find_filled(fills: Iterable[Box], glyphs: list[Glyph], largest: float) -> list[Lattice]:
    """The tables that backgrounds alone draw: a filled box for every cell with text, its neighbours touching or near.

    A box larger than `largest` (square points) lies behind a whole table or page.
    """
    boxes = [box for box in sorted(set(fills)) if (box[2] - box[0]) * (box[3] - box[1]) < largest]
    if not 4 <= len(boxes) <= MAX_RULINGS / 4:
        return []
    lefts = [box[0] for box in boxes]
    across = [Ruling(y, x0, x1) for x0, y0, x1, y1 in boxes for y in (y0, y1)]
    down = [Ruling(x, y0, y1) for x0, y0, x1, y1 in boxes for x in (x0, x1)]
    found = [
        lattice
        for lattice in find_lattices(across, down)
        if len(lattice.xs) > 2
        and all(_is_filled(cell.box, boxes, lefts) or not _holds(cell.box, glyphs) for cell in lattice.cells)
    ]
    digits = [glyph for glyph in glyphs if glyph.char.isdecimal()]  # a header alone may be filled
    tables = [each for each in found if any(_holds(cell.box, digits) for cell in each.cells)]
    stripes = [each for each in tables if len(each.ys) == 2]
    if len(stripes) > 1:
        return []  # every other row is filled, and the rows between them are of the table, too
    # what is filled beside a table may be the header the page ends with
    return found if len(tables) > len(stripes) else []


def _holds(cell: Box, glyphs: list[Glyph]) -> bool:
    x0, y0, x1, y1 = cell
    return any(x0 < (g.x0 + g.x1) / 2 < x1 and y0 < (g.y0 + g.y1) / 2 < y1 for g in glyphs)


def _is_filled(cell: Box, boxes: list[Box], lefts: list[float]) -> bool:
    """Whether one of the filled boxes, from left to right from `lefts` on, makes up a cell, up to the gaps between cells."""
    near = boxes[bisect_left(lefts, cell[0] - SNAP) : bisect_right(lefts, cell[0] + SNAP)]
    return any(all(abs(side - other) <= SNAP for side, other in zip(cell, box, strict=True)) for box in near)

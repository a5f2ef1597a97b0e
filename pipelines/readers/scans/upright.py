"""Which way up a page lies: one that was fed sideways or upside down is turned by quarters until its words can be read.

Words tell, for rulings look alike from all sides and noughts do too. A few lines of every page are read for it; the other
three ways are tried only where those say little.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pixels.raster import Gray, Raster, straighten
from pipelines.readers.scans.ink import marks_of, outside_inks, type_size
from pipelines.readers.scans.looks import crop_of
from pipelines.readers.scans.recogniser import read_lines

#: The longest lines of a page are looked at, so many first and so many to compare its ways; of each so many characters.
FEW, MANY, CHARACTERS = 3, 8, 12
#: A line is wider than so many times its height, and no lower than this share of the type.
LEAST_WIDE, LEAST_HIGH = 4, 0.6
#: Ideographs seen in a line, each as far as its line is sure: pages that show so many lie upright. Of pages that lie on
#: their side up to 4.2 were measured, for the model knows characters on their back, of pages upside down 0.1.
ENOUGH = 6.0
#: What a line shows at least where characters stand or lie on their back; then turning that way is all there is to try.
LEAST_SEEN, ON_THEIR_BACK = 0.4, 3
#: A page is turned where another way shows so many in all, and so many times as many as the way it lies.
LEAST_SHOWN, MUCH_MORE = 6.0, 1.3
#: Fewer marks are an empty page.
FEWEST_MARKS = 30


def stood_upright(picture: Gray, scale: float, stamped: Gray | None = None) -> Raster:
    """The page as `raster.straighten` sets it straight, turned by quarters first where it lies sideways or upside down."""
    raster = straighten(picture, scale, stamped)
    lines = _lines_of(raster)
    if lines is None or _words_seen(lines[:FEW]) >= ENOUGH * FEW:
        return raster
    seen = _words_seen(lines)
    ways = (ON_THEIR_BACK,) if seen >= LEAST_SEEN * len(lines) else (1, 2, 3)
    shown = {quarters: _words_seen(_lines_of(_laid(raster, quarters)) or []) for quarters in ways}
    quarters = max(ways, key=lambda way: shown[way])
    if shown[quarters] < max(LEAST_SHOWN, MUCH_MORE * seen):
        return raster
    turned = straighten(_turned(picture, quarters), scale, None if stamped is None else _turned(stamped, quarters))
    return replace(turned, way=turned.way.after(_quarter_turn(picture, quarters)))


def _laid(raster: Raster, quarters: int) -> Raster:
    """The page with its paper alone turned: enough to see whether its words can be read so."""
    return replace(raster, paper=_turned(raster.paper, quarters))


def _turned(picture: Gray, quarters: int) -> Gray:
    return np.ascontiguousarray(np.rot90(picture, quarters))


def _quarter_turn(picture: Gray, quarters: int) -> NDArray[np.float64]:
    """From pixels of a picture to those of it turned counter-clockwise by so many quarters."""
    height, width = picture.shape
    ways = {
        1: [[0, 1, 0], [-1, 0, width], [0, 0, 1]],
        2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        3: [[0, -1, height], [1, 0, 0], [0, 0, 1]],
    }
    return np.array(ways[quarters], np.float64)


def _lines_of(raster: Raster) -> list[Gray] | None:
    """The beginnings of the longest lines; None for an empty page."""
    marks = marks_of(raster)
    if len(marks) < FEWEST_MARKS:
        return None
    size = type_size(marks, raster.scale)
    long = [
        ink.box
        for ink in outside_inks([], raster, marks, size)
        if ink.box[2] - ink.box[0] > LEAST_WIDE * (ink.box[3] - ink.box[1])
        and ink.box[3] - ink.box[1] > LEAST_HIGH * size
    ]
    longest = sorted(long, key=lambda box: (box[0] - box[2], box))[:MANY]
    begins = [(x0, y0, min(x1, x0 + round(CHARACTERS * size)), y1) for x0, y0, x1, y1 in longest]
    return [crop_of(raster, box, size, 1.3) for box in begins]


def _words_seen(lines: list[Gray]) -> float:
    """The ideographs that lines show, each counted as far as its line is sure."""
    looks = read_lines(lines)
    return sum(look.sure * sum("\u3400" <= char <= "\u9fff" for char in look.text) for look in looks)

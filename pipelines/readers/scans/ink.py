"""Where ink stands on a page that is a picture: lines of it in cells and outside tables.

Works on the pixels of a page set straight; which lines are cells comes from its rulings, what the ink says is seen by
`looks`, whether a cell holds more than its ink by `ghosts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.document import Reading
from pipelines.readers.pages.lattice import Box, Lattice
from pipelines.readers.pixels.raster import DARK, Raster

Pixels = tuple[int, int, int, int]  # x0, y0, x1, y1
Marks = NDArray[np.int32]

#: Points. Ink smaller than this is a speck of the paper or a stop beside larger ink, never a figure.
SPECK = 1.8
#: Shares of the type size: a minus is at least this wide, and stands this near before its figure.
MINUS, BEFORE = 0.12, 0.6
#: Share of the type size: a hyphen is at least this wide.
HYPHEN = 0.18
#: Share of the height of a line: a piece of its outer strokes is as near to it.
PIECE = 0.15
#: Rows of pixels that a hair line may fall on.
FINE = 2
#: Points. The type size where a page does not show it.
USUAL_SIZE = 9.5
#: Share of the pitch of lines: so near to where a line should end it does; and the ink there, as a share of that of most rows.
NEAR_END, NEARLY_BARE = 0.25, 0.4
#: Fewer marks than this do not tell the size of their type.
FEWEST_MARKS = 20
#: The lightest grey that is ink where the paper has no noise.
LIGHTEST = 205
#: Points. Ink as near to the side of its cell as this may go on beyond it.
AT_EDGE = 1.9
#: Share of the type size: no digit is wider.
DIGIT = 0.55
#: Grey levels, and spreads of the paper's own, below which bare paper does not fall.
BARE, NOISY = 40.0, 4.0
#: So many of a hundred pixels of a figure are as dark as its ink.
DARKEST = 5
#: Points. No word is printed so near to the edge of a page; and how thin a line there is no word.
EDGE, SLIVER = 5.0, 3.0
#: Points. The inside of a cell begins here.
INSIDE = 1.0
#: Points. A side of a table that a page's end cuts goes on this near to its last line, this near to its place, and is no wider.
GOES_ON, ASTRAY, SIDE = 3.0, 1.5, 3.5


@dataclass(slots=True)
class Ink:
    """A line of ink in pixels; `cell` is its cell's place (the key of its reading), None outside tables."""

    box: Pixels
    cell: str | None
    is_whole: bool = (
        True  # False where part of it may be lost: it runs into the side of its cell, or has a ghost beside it
    )
    has_speck: bool = False  # True where a mark as small as a speck stands before it as a minus does
    reading: Reading = field(default_factory=lambda: Reading("", 0.0))


def marks_of(raster: Raster) -> Marks:
    """The connected marks of ink on the page, one row each: x0, y0, x1, y1, area."""
    # as light as the noise of the paper allows: the hair line of a minus is hardly dark
    dark = min(max(255 - 5 * raster.noise, DARK), LIGHTEST)
    _, _, stats, _ = cv2.connectedComponentsWithStats((raster.paper < dark).astype(np.uint8), connectivity=8)
    boxes = stats[1:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA]]
    marks = boxes.astype(np.int32)
    marks[:, 2] += marks[:, 0]
    marks[:, 3] += marks[:, 1]
    return marks


def _is_large(marks: Marks, scale: float) -> NDArray[np.bool_]:
    """Which marks are no specks."""
    sides = np.maximum(marks[:, 2] - marks[:, 0], marks[:, 3] - marks[:, 1])
    return np.asarray(sides >= max(3.0, SPECK / scale), np.bool_)


def table_size(marks: Marks, lattices: Sequence[Lattice], scale: float) -> float:
    """The height of a character inside the tables of a page, which are set smaller than its text; the page's without any."""
    x, y = ((marks[:, at] + marks[:, at + 2]) / 2 * scale for at in (0, 1))
    inside = np.zeros(len(marks), np.bool_)
    for lattice in lattices:
        x0, y0, x1, y1 = lattice.box
        inside |= (x0 < x) & (x < x1) & (y0 < y) & (y < y1)
    return type_size(marks[inside], scale, type_size(marks, scale))


def type_size(marks: Marks, scale: float, usual: float | None = None) -> float:
    """The height of a character in pixels: that of most marks that are as high as type is; `usual` where they are few."""
    heights = (marks[:, 3] - marks[:, 1]).astype(np.float64)
    typical = heights[(heights * scale > 5) & (heights * scale < 16)]
    if len(typical) < FEWEST_MARKS:
        return USUAL_SIZE / scale if usual is None else usual
    # marks are figures and parts of characters; whole characters stand in the upper quarter
    return float(np.clip(np.percentile(typical, 75) * 1.1, 6.5 / scale, 14 / scale))


def _inside(box: Box, raster: Raster) -> Pixels:
    x0, y0, x1, y1 = box
    scale = raster.scale
    height, width = raster.paper.shape
    return (
        max(0, round((x0 + INSIDE) / scale)),
        max(0, round((y0 + INSIDE) / scale)),
        min(width, round((x1 - INSIDE) / scale)),
        min(height, round((y1 - INSIDE) / scale)),
    )


def cell_inks(box: Box, raster: Raster, marks: Marks, size: float, key: str) -> list[Ink]:
    """The lines of ink inside a cell, from top to bottom."""
    left, top, right, bottom = _inside(box, raster)
    middle_x, middle_y = (marks[:, 0] + marks[:, 2]) / 2, (marks[:, 1] + marks[:, 3]) / 2
    within = marks[(middle_x > left) & (middle_x < right) & (middle_y > top) & (middle_y < bottom)]
    # what a painted ruling left standing hugs the side and is a sliver
    sliver = max(2.0, 0.6 / raster.scale)
    hugs = (within[:, 2] <= left + sliver) | (within[:, 0] >= right - sliver) | (within[:, 3] <= top + sliver)
    hugs |= within[:, 1] >= bottom - sliver
    within = within[~hugs]
    large = _is_large(within, raster.scale)
    specks = within[~large].tolist()
    inks = []
    if not large.any() and len(specks) == 1 and _is_dash(specks[0], (top, bottom), size):
        large[:] = True
    bands = [line for band in _bands(within[large], size) for line in _lines(band, raster, size)]
    for band in bands:
        whole = _with_pieces(band, specks)
        minus = [speck[0] for speck in specks if speck[2] <= whole[0] and _is_minus(speck, whole, size)]
        x0, y0, x1, y1 = min([whole[0], *minus]), *whole[1:]
        clipped = (max(x0, left), max(y0, top), min(x1, right), min(y1, bottom))
        inks.append(Ink(clipped, key, _is_inside(clipped, box, raster, size), bool(minus)))
    return inks


def _is_inside(ink: Pixels, box: Box, raster: Raster, size: float) -> bool:
    """Whether a line of ink ends inside its cell.

    One that begins close to a side does where it does not hang together with the ruling there and has room for a digit
    at the other side: what is too wide for its cell reaches to both. Strokes hang together as far as the grey between
    them is as dark as half of the figure's own ink, for a soft picture greys the paper between any two that are close.
    """
    near = [ink[0] * raster.scale < box[0] + AT_EDGE, ink[2] * raster.scale > box[2] - AT_EDGE]
    if not any(near):
        return True
    left, right = round(box[0] / raster.scale), round(box[2] / raster.scale)
    room = right - ink[2] if near[0] else ink[0] - left
    if all(near) or room < DIGIT * size:
        return False
    own = raster.seen[ink[1] : ink[3], max(0, left) : right + 1]
    paper, figure = float(np.percentile(own, 75)), slice(ink[0] - max(0, left), ink[2] - max(0, left))
    bare = paper - max(BARE, NOISY * raster.noise)
    half = (paper + float(np.percentile(own[:, figure], DARKEST))) / 2
    _, parts = cv2.connectedComponents((own < min(bare, half)).astype(np.uint8), connectivity=8)
    side = slice(2) if near[0] else slice(-2, None)
    return bool((own[:, side] < bare).any()) and not (np.intersect1d(parts[:, side], parts[:, figure]) > 0).any()


def _with_pieces(band: Pixels, specks: Sequence[Sequence[int]]) -> Pixels:
    """A line of ink with the pieces of its outer strokes: thin ones of a pale print fall into marks as small as specks."""
    x0, y0, x1, y1 = band
    near = PIECE * (y1 - y0)
    rest = sorted(specks, key=lambda speck: max(x0 - speck[0], speck[2] - x1))
    for left, top, right, bottom, _ in rest:
        is_beside = x0 - near <= right and left <= x1 + near and y0 - near <= bottom and top <= y1 + near
        if is_beside and y0 <= (top + bottom) / 2 <= y1:
            x0, y0, x1, y1 = min(x0, left), min(y0, top), max(x1, right), max(y1, bottom)
    return x0, y0, x1, y1


def _is_minus(speck: Sequence[int], figure: Pixels, size: float) -> bool:
    """Whether a speck stands before a figure as its minus does: flat, and at half of its height."""
    x0, y0, x1, y1, _ = speck
    tall = figure[3] - figure[1]
    stands_between = figure[1] + 0.3 * tall < (y0 + y1) / 2 < figure[3] - 0.2 * tall
    # of a hair line as fine as the pixels no more is seen than that it is wider than high
    flat = y1 - y0 + 1 if y1 - y0 <= FINE else 2 * (y1 - y0)
    is_flat = x1 - x0 >= max(flat, MINUS * size)
    return stands_between and is_flat and x1 <= figure[0] and figure[0] - x1 < BEFORE * size


def _is_dash(speck: Sequence[int], rows: tuple[int, int], size: float) -> bool:
    """Whether the only speck of a cell is a sign for none in small type: flat, and at half of its cell's height."""
    x0, y0, x1, y1, _ = speck
    # a fine one is as wide again as the pixels that soften it
    is_flat = x1 - x0 >= min(2 * (y1 - y0), y1 - y0 + FINE) and x1 - x0 >= HYPHEN * size
    return is_flat and abs((y0 + y1) - (rows[0] + rows[1])) < (rows[1] - rows[0]) / 2


def _bands(marks: Marks, size: float) -> list[Pixels]:
    """Marks gathered into lines by their heights."""
    bands: list[list[int]] = []
    for x0, y0, x1, y1, _ in sorted(marks.tolist(), key=lambda mark: (mark[1], mark[0])):
        if bands and y0 <= bands[-1][3]:
            band = bands[-1]
            band[0], band[2], band[3] = min(band[0], x0), max(band[2], x1), max(band[3], y1)
        else:
            bands.append([x0, y0, x1, y1])
    joined: list[list[int]] = []
    for band in bands:
        # the strokes of 二 or the dot of a stop are no lines of their own
        if joined and band[1] - joined[-1][3] < 0.3 * size and band[3] - joined[-1][1] < 1.2 * size:
            last = joined[-1]
            last[0], last[2], last[3] = min(last[0], band[0]), max(last[2], band[2]), band[3]
        else:
            joined.append(band)
    return [(x0, y0, x1, y1) for x0, y0, x1, y1 in joined]


def _lines(band: Pixels, raster: Raster, size: float) -> list[Pixels]:
    """The lines of a band that is as high as several whose marks touch, cut where there is least ink between them.

    Text without leading stands so. A band in which no row of pixels is nearly bare where a line ends is one of large type.
    """
    x0, y0, x1, y1 = band
    pitch = (y1 - y0) / max(1, round((y1 - y0) / size))
    ink = raster.paper[y0:y1, x0:x1] < DARK
    rows = ink.sum(axis=1)
    cuts = [0]
    for number in range(1, round((y1 - y0) / pitch)):
        near = np.arange(max(0, round((number - NEAR_END) * pitch)), round((number + NEAR_END) * pitch) + 1)
        cuts.append(int(min(near, key=lambda row: (rows[row], abs(row - number * pitch)))))
    if len(cuts) == 1 or rows[cuts[1:]].max() > NEARLY_BARE * np.median(rows):
        return [band]
    lines = []
    for top, bottom in pairwise([*cuts, y1 - y0]):
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        if len(columns):
            lines.append((x0 + int(columns[0]), y0 + top, x0 + int(columns[-1]) + 1, y0 + bottom))
    return lines


def outside_inks(lattices: list[Lattice], raster: Raster, marks: Marks, size: float) -> list[Ink]:
    """The lines of ink outside all tables."""
    mask = np.zeros(raster.paper.shape, np.uint8)
    for x0, y0, x1, y1, _ in marks[_is_large(marks, raster.scale)].tolist():
        is_frame = y1 - y0 >= 6 * size or x1 - x0 >= 12 * size  # or a seal or a picture
        place = ((x0 + x1) / 2 * raster.scale, y0 * raster.scale, y1 * raster.scale)
        is_thin = (x1 - x0) * raster.scale < SIDE
        if not is_frame and not (is_thin and any(_goes_on(*place, lattice) for lattice in lattices)):
            mask[y0:y1, x0:x1] = 1
    for lattice in lattices:
        x0, y0, x1, y1 = (round(value / raster.scale) for value in lattice.box)
        mask[max(0, y0 - 2) : y1 + 3, max(0, x0 - 2) : x1 + 3] = 0
    reach = round(1.6 * size) | 1
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = [[int(v) for v in (s[0], s[1], s[0] + s[2], s[1] + s[3])] for s in stats[1:count]]
    lines: list[list[int]] = []
    for box in sorted(boxes, key=lambda box: -(box[2] - box[0])):
        home = next((line for line in lines if _is_part(box, line, size)), None)
        if home is None:
            lines.append(box)
        else:
            home[0], home[1] = min(home[0], box[0]), min(home[1], box[1])
            home[2], home[3] = max(home[2], box[2]), max(home[3], box[3])
    lines = _characters_whole(lines, size)
    kept = [line for line in lines if line[3] - line[1] < 4 * size and (line[3] - line[1]) * raster.scale > 1.5]
    kept = [line for line in kept if not _is_edge(line, raster)]
    return [Ink((x0, y0, x1, y1), None) for x0, y0, x1, y1 in sorted(kept, key=lambda line: (line[1], line[0]))]


def _goes_on(x: float, top: float, bottom: float, lattice: Lattice) -> bool:
    """Whether a stroke begins below a table's last line, or ends above its first one, where one of its sides would go on."""
    is_near = abs(top - lattice.ys[-1]) < GOES_ON or abs(bottom - lattice.ys[0]) < GOES_ON
    return is_near and any(abs(x - side) < ASTRAY for side in lattice.xs)


def _is_edge(line: list[int], raster: Raster) -> bool:
    """Whether a line is what a scanner saw of the paper's edge: a sliver so near to the side of the page is no word."""
    height, width = raster.paper.shape
    room = EDGE / raster.scale
    is_sliver = min(line[2] - line[0], line[3] - line[1]) < SLIVER / raster.scale
    return is_sliver and (min(line[:2]) < room or line[2] > width - room or line[3] > height - room)


def _characters_whole(lines: list[list[int]], size: float) -> list[list[int]]:
    """The lines with the parts of a character that stands alone put together: the last one of a title is 告, not 生 and 口."""
    whole: list[list[int]] = []
    for line in sorted(lines, key=lambda line: (line[1], line[0])):
        above = next((other for other in reversed(whole) if _is_below(line, other, size)), None)
        if above is None:
            whole.append(list(line))
        else:
            above[0], above[2], above[3] = min(above[0], line[0]), max(above[2], line[2]), line[3]
    return whole


def _is_below(low: list[int], high: list[int], size: float) -> bool:
    """Whether two parts are the lower and the upper one of a single character of any type."""
    wide = max(low[2], high[2]) - min(low[0], high[0])
    shared = min(low[2], high[2]) - max(low[0], high[0])
    tall = max(low[3], high[3]) - high[1]
    return 0.6 * wide < shared and wide < 3 * size and tall < 1.25 * wide and low[1] - high[3] < 0.15 * size


def _is_part(box: list[int], line: list[int], size: float) -> bool:
    """Whether a small piece of ink (a stop, the stroke of a character) belongs to a line."""
    shared = min(box[3], line[3]) - max(box[1], line[1])
    low = min(box[3] - box[1], line[3] - line[1])
    return shared > 0.5 * low and box[0] < line[2] + 1.6 * size and box[2] > line[0] - 1.6 * size

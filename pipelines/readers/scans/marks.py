"""What the marks of a line of ink are, seen apart from what is read there: how many, which of them stops, a lone stroke.

Works on the pixels alone; a reading that its marks contradict is worth nothing, one that they confirm is worth more.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pixels.raster import Gray, Raster
from pipelines.readers.scans.ink import Pixels

Kinds = tuple[int, int, int, int]  # marks that are high, small and low, flat and between, none of these
Stroke = Literal["dash", "slash"]
DASH: Stroke = "dash"
#: The darkest ink of a dash is no higher, in shares of its width; around it a hyphen of small type is as thick as soft.
FLAT = 0.5
SLASH: Stroke = "slash"

#: Marks are seen so many times as large.
ENLARGED = 3
#: Grey levels at which marks are counted, from light to dark.
LEVELS = (200, 170, 140, 110, 80)
#: The same as shares of the darkest ink, for poor ink is nowhere dark.
SHARES = (0.2, 0.3, 0.4, 0.5, 0.65)
#: Shares of the height of a line: a digit is higher than this, and not wider than that.
HIGH, WIDEST = 0.55, 0.9
#: A stop takes half the room of a digit: where no step is wider than so many usual ones there is none. Of figures in 40
#: fonts the widest step has up to 1.23, one that holds a stop 1.28 and more.
MOST_UNEVEN = 1.25
#: Shares of the height of a line: a digit that a stop hangs on is wider.
WIDEST_ALONE = 0.8
#: A slash leans by a quarter of its height and more, an upright 1 by a tenth, an italic one by a fifth.
SLANT = (0.25, 0.9)
#: The ink of a stroke lies this near to a straight line, in shares of its height; the flag of a 1 does not.
STRAIGHT = 0.05
#: Shares of the height of a line with words: characters step by no more than this, and a unit takes so much beside; one
#: with a digit before it takes half a step more.
PITCH, UNIT_ROOM = 1.15, 0.1

#: Shares of the height of a line: ink smaller than this is dust.
DUST = 0.08
#: Where the sides of a nought are held against each other, and how far they bow between, in shares of their height.
ENDS, BOW = (0.12, 0.5, 0.88), 0.05

_FIGURE = re.compile(r"-?[0-9][0-9.,]*")
_WITH_UNIT = re.compile(r"(-?[\d.,]+)([\u4e00-\u9fff]{0,3})")


def counts_of_marks(raster: Raster, box: Pixels, text: str) -> tuple[bool, bool]:
    """Whether, at some darkness, the ink falls into as many marks as the text has characters, and into as many stops.

    Digits are high, stops small and low, a minus stands between. Of a figure with its unit the stops alone are counted.
    """
    figure = _WITH_UNIT.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if figure is None:
        return False, False
    plain, unit = figure[1], figure[2]
    x0, y0, x1, y1 = box
    is_unit_alone = True
    if unit:
        x1 = _before_unit(raster, box, len(plain), len(unit))
        # a digit that the reading lacks would stand on the side of the unit
        is_unit_alone = _width(raster, (x1, y0, box[2], y1)) < (len(unit) * PITCH + UNIT_ROOM) * (y1 - y0)
    large = enlarged(raster, (x0, y0, x1, y1))
    n_stops, n_dashes = sum(char in ".," for char in plain), plain.count("-")
    wanted = (len(plain) - n_stops - n_dashes, n_stops, n_dashes, 0)
    light = large < LEVELS[0]
    pieces = [_kinds_of_marks(large < dark, light) for dark in LEVELS]
    found = [*pieces, *(_kinds_of_columns(large < dark) for dark in levels_of(large))]
    # a stop that is there stands apart at some darkness; where none was read, none may show in the lighter ones, where
    # nothing has vanished yet
    stopped = any(kinds[1] == n_stops for kinds in found) and (n_stops > 0 or not any(kinds[1] for kinds in pieces[:3]))
    if (
        plain.isdecimal()
    ):  # what looks like a stop may be the end of a thin stroke, and one that is not seen leaves its room
        set_so = [_is_evenly_set(large < dark, len(plain)) for dark in (*LEVELS[:3], *levels_of(large)[:3])]
        if set_so.count(None) < len(set_so):
            stopped = True in set_so
    return wanted in found and is_unit_alone, stopped


def _is_evenly_set(dark: NDArray[np.bool_], n_digits: int) -> bool | None:
    """Whether the steps from one digit to the next leave no room for a stop between any two; None where they do not tell.

    Two digits have one step and nothing to hold it against.
    """
    height = dark.shape[0]
    middles = []
    for x0, x1 in _columns(dark):
        if x1 - x0 > WIDEST_ALONE * height or _spread(dark[:, x0:x1]) <= HIGH * height:
            return None
        middles.append((x0 + x1) / 2)
    if len(middles) != n_digits or n_digits < 3:
        return None
    steps = np.sort(np.diff(middles))
    return bool(steps[-1] <= MOST_UNEVEN * steps[(len(steps) - 1) // 2])


def behind_minus(raster: Raster, box: Pixels) -> int | None:
    """Where the digits of a figure begin whose first mark is a minus, in pixels; None where it is none."""
    large = enlarged(raster, box)
    height = large.shape[0]
    for dark in (*LEVELS, *levels_of(large)):
        count, _, stats, _ = cv2.connectedComponentsWithStats((large < dark).astype(np.uint8), connectivity=8)
        marks = sorted((x, y, wide, tall) for x, y, wide, tall, _ in stats[1:count].tolist())
        begin = min((x for x, _, _, tall in marks if tall > HIGH * height), default=None)
        before = [mark for mark in marks if begin is not None and mark[0] + mark[2] <= begin and mark[2] > 0.1 * height]
        if begin is not None and len(before) == 1 and _kind(*before[0][1:], height) == 2:
            return max(0, box[0] - 1) + begin // ENLARGED
    return None


def lone_stroke(raster: Raster, box: Pixels) -> Stroke | None:
    """Which stroke a line's ink is, where it is a single straight one; None where it is anything else."""
    large = enlarged(raster, box)
    levels = levels_of(large)
    ink, core = large < levels[2], large < levels[-1]
    height, width = ink.shape
    if _spread(core) < FLAT * _spread(core.T):
        return DASH
    widths = ink.sum(axis=1)
    rows = np.flatnonzero(widths)
    if len(rows) < 0.7 * height or height < 1.2 * width:
        return None
    count = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)[0]
    middles = (ink * np.arange(width)).sum(axis=1)[rows] / widths[rows]
    slant, base = np.polyfit(rows, middles, 1)
    off = float(np.abs(middles - (slant * rows + base)).max()) / len(rows)
    is_thin = float(widths[rows].max()) <= 0.35 * len(rows)
    return SLASH if count == 2 and is_thin and off <= STRAIGHT and SLANT[0] <= -slant <= SLANT[1] else None


def _width(raster: Raster, box: Pixels) -> int:
    """From the first to the last column with ink."""
    x0, y0, x1, y1 = box
    columns = np.flatnonzero((raster.paper[y0:y1, x0:x1] < LEVELS[1]).any(axis=0))
    return int(columns[-1] - columns[0] + 1) if len(columns) else 0


def _spread(ink: NDArray[np.bool_]) -> int:
    """From the highest to the lowest row with ink."""
    rows = np.flatnonzero(ink.any(axis=1))
    return int(rows[-1] - rows[0] + 1) if len(rows) else 0


def enlarged(raster: Raster, box: Pixels) -> Gray:
    """A line of ink with a pixel of paper around it, `ENLARGED` times as large."""
    x0, y0, x1, y1 = box
    crop = raster.paper[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1]
    return np.asarray(cv2.resize(crop, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC), np.uint8)


def drawn_digits(raster: Raster, box: Pixels, text: str) -> list[tuple[str, Gray, float]]:
    """Each digit of a figure as it is drawn, three times as large, and the grey that its ink is darker than.

    Empty where it has other signs than a figure's, or its ink does not fall into its marks.
    """
    if not _FIGURE.fullmatch(text):
        return []
    large = enlarged(raster, box)
    height = large.shape[0]
    wanted = [char.isdecimal() for char in text]
    for dark in (levels_of(large)[at] for at in (2, 1, 3)):
        marks = list(_apart(large, dark))
        if [tall > HIGH * height for _, _, tall in marks] == wanted:
            drawn = [large[rows, columns] for rows, columns, _ in marks]
            return [(char, digit, dark) for char, digit in zip(text, drawn, strict=True) if char.isdecimal()]
    return []


def _apart(large: Gray, dark: float) -> Iterator[tuple[slice, slice, int]]:
    """The marks of a line from left to right: rows, columns and height in pixels."""
    ink = large < dark
    for x0, x1 in _columns(ink):
        rows = np.flatnonzero(ink[:, x0:x1].any(axis=1))
        tall = int(rows[-1] - rows[0] + 1)
        if max(x1 - x0, tall) > DUST * large.shape[0]:
            yield slice(int(rows[0]), int(rows[-1]) + 1), slice(x0, x1), tall


def levels_of(large: Gray) -> list[float]:
    """Grey levels from light to dark, as shares of the darkest ink."""
    darkest = float(np.percentile(large, 2))
    return [255 - share * (255 - darkest) for share in SHARES]


def _before_unit(raster: Raster, box: Pixels, n_digits: int, n_unit: int) -> int:
    """Where a figure ends and its unit begins: the emptiest column about the place that the widths of both suggest."""
    x0, y0, x1, y1 = box
    wide = (x1 - x0) / (n_digits / 2 + n_unit)  # a character is as wide as two digits
    about = x1 - wide * n_unit
    left, right = max(x0 + 1, round(about - 0.5 * wide)), min(x1, round(about + 0.3 * wide))
    if left >= right:
        return max(x0 + 1, round(about))
    ink = (255 - raster.paper[y0:y1, left:right].astype(np.int32)).sum(axis=0)
    empty = np.flatnonzero(ink <= ink.min() + 0.02 * 255 * (y1 - y0))
    return left + int(min(empty, key=lambda column: (abs(left + column - about), column)))


def _kinds_of_marks(dark: NDArray[np.bool_], light: NDArray[np.bool_]) -> Kinds:
    """The marks as pieces of ink that hang together.

    A low one with ink of the lighter picture above it is a piece of a thin digit that fell apart, no stop.
    """
    height = dark.shape[0]
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    kinds = [0, 0, 0, 0]
    for x, y, wide, tall, _ in stats[1:count].tolist():
        if max(wide, tall) <= 0.06 * height:
            continue
        kind = _kind(y, wide, tall, height)
        if kind == 1 and light[: max(0, y - height // 10), x + wide // 3 : x + wide - wide // 3].any():
            kind = 3
        kinds[kind] += 1
    return kinds[0], kinds[1], kinds[2], kinds[3]


def _kinds_of_columns(dark: NDArray[np.bool_]) -> Kinds:
    """The marks as stretches of columns with ink: digits that fell apart from top to bottom are whole here.

    Digits are of one width in a font: a stretch as wide as two or three of its neighbours is as many that touch.
    """
    height = dark.shape[0]
    kinds = [0, 0, 0, 0]
    high: list[int] = []
    for x0, x1 in _columns(dark):
        rows = np.flatnonzero(dark[:, x0:x1].any(axis=1))
        tall = int(rows[-1] - rows[0] + 1)
        if tall > HIGH * height:
            high.append(x1 - x0)
        elif max(x1 - x0, tall) > 0.08 * height:
            kinds[_kind(int(rows[0]), x1 - x0, tall, height)] += 1
    single = [wide for wide in high if wide <= WIDEST * height]
    usual = max(single, default=0)
    for wide in high:
        n_digits = 1 if wide in single else round(wide / usual) if usual else 0
        if n_digits == 1 or (1 < n_digits < 4 and 0.88 <= wide / (n_digits * usual) <= 1.15):
            kinds[0] += n_digits
        else:
            kinds[3] += 1
    return kinds[0], kinds[1], kinds[2], kinds[3]


def _columns(ink: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where the marks of a line begin and end, from left to right: a nought whose thin ends were lost is one."""
    marks: list[tuple[int, int]] = []
    for begin, end in stretches(np.asarray(ink.any(axis=0))):
        if (
            marks
            and end - marks[-1][0] <= WIDEST * len(ink)
            and _is_nought(ink[:, slice(*marks[-1])], ink[:, begin:end])
        ):
            marks[-1] = marks[-1][0], end
        else:
            marks.append((begin, end))
    return marks


def _is_nought(left: NDArray[np.bool_], right: NDArray[np.bool_]) -> bool:
    """Whether two strokes are the sides of a nought: both bow outwards, within and without."""
    height = len(left)
    if min(_spread(left), _spread(right)) <= HIGH * height:
        return False
    edges = []  # how far each edge lies outwards, at the upper end, in the middle and at the lower end
    for side, outwards in ((left, -1), (right, 1)):
        rows = np.flatnonzero(side.any(axis=1))
        at = [np.flatnonzero(side[rows[min(int(share * len(rows)), len(rows) - 1)]])[[0, -1]] for share in ENDS]
        edges += [[outwards * int(edge) for edge in ends] for ends in zip(*at, strict=True)]
    return all(middle - max(upper, lower) >= BOW * height for upper, middle, lower in edges)


def stretches(inked: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Where runs of inked columns begin and end, from left to right."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8))).tolist()
    return zip(edges[::2], edges[1::2], strict=True)


def _kind(y: int, wide: int, tall: int, height: int) -> int:
    """The place of a mark's kind in `Kinds`."""
    if tall > HIGH * height:
        return 0 if wide <= WIDEST * height else 3
    if tall <= 0.4 * height and wide <= 0.35 * height and y + tall > 0.7 * height:
        return 1
    if tall <= 0.3 * height and 0.25 * height < y + tall / 2 < 0.75 * height:
        return 2
    return 3

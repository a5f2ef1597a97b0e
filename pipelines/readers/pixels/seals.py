"""Seals in colour stamped over a page, lifted off it: the black figures below them stay.

Only coloured ink inside the frame of something as large and as round or square as a seal goes: a figure printed in a
colour elsewhere is a figure. What a seal covers is no proof of a blank; that belongs to `ink`.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pixels.arrays import Colours, Gray, Mask

Hue = tuple[tuple[int, ...], tuple[int, ...]]

#: Points. A seal of an office is 120 across, a square one of a person 50; a red title is wider and lower.
LEAST, MOST = 45.0, 220.0
#: The longer side of a seal is at most this many times the shorter one: oval ones are 45 by 30 millimetres.
LONGEST = 1.7
#: The light colours of an ink and its dark ones, as places in (red, green, blue): red, blue, green, purple, blue-green.
HUES: tuple[Hue, ...] = (((0,), (1, 2)), ((2,), (0, 1)), ((1,), (0, 2)), ((0, 2), (1,)), ((1, 2), (0,)))
#: Grey levels by which its light colours must outdo the dark ones where a seal may be, and where something is tinted by it.
TINT, TINTED = 22, 14
#: The share of the strongest ink's tint that tells ink from what is tinted by it; and how much of it is less strong, in percent.
INK, STRONGEST = 0.35, 95
#: The part of a page that a seal's ink covers at least.
SCARCEST = 1e-4
#: Points. The gaps that poor ink and the rulings below leave in a rim; and the share of a seal's sides that it is as long as.
BROKEN, RIM_SIDE = 4.0, 0.85
#: A picture keeps colours coarser than greys, which leaves a rim around such ink: what is this light is paper.
RIM, RIM_ON_INK = 0.55, 0.8
#: Shares of its ink's tint from which it covers its paper wholly.
FULL = 0.6
#: Points. Strokes of figures on it are narrower than the first, those of a seal's characters than the second.
WIDE = (1.6, 2.4)
#: Points: wider than a ruling is; as long as a run of one at least, which no stroke of a figure is, and as a piece of one
#: behind a stroke of the seal, and what that may take out of it.
RULING, RUN, PIECE, GAP = 2.6, 14.0, 4.0, 7.0
#: Pixels that a ruling is drawn with where a seal's ink lay over it.
LINE = 2
#: Grey levels by which a ruling is darker than what lies beside it.
DARKER = 14
#: Points. The parts of a seal lie as near to one another as this.
NEAR = 9.0
#: Share of its frame that a seal's ink covers; less is a stroke of a pen, more a picture.
SPARSEST, DENSEST = 0.04, 0.7


def lift_seals(colours: Colours, scale: float) -> Gray | None:
    """The page in grey without its seals, `scale` points a pixel; None where it bears none."""
    small = np.asarray(cv2.resize(colours, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), np.uint8)
    lifted: Gray | None = None
    for hue in HUES:
        for x, y, wide, high in _seals(_tint(small, hue) > TINT, 4 * scale, needs_rim=hue is not HUES[0]):
            if lifted is None:
                lifted = np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), np.uint8)
            frame = (slice(max(0, 4 * y - 8), 4 * (y + high) + 8), slice(max(0, 4 * x - 8), 4 * (x + wide) + 8))
            lifted[frame] = _lifted(colours[frame], lifted[frame], hue, scale)
    return lifted


def _seals(ink: Mask, scale: float, *, needs_rim: bool) -> Iterator[tuple[int, int, int, int]]:
    """The frames (left, top, width, height) of what is as large and as round or square as a seal, in ink of one hue.

    Red is the ink of seals; what is of another one is only where its rim runs around it in one piece.
    """
    if ink.mean() < SCARCEST:
        return
    for x, y, wide, high in _frames(ink, NEAR / scale):
        sides = sorted((wide * scale, high * scale))
        share = float(ink[y : y + high, x : x + wide].mean())
        if sides[0] > LEAST and sides[1] < min(MOST, LONGEST * sides[0]) and SPARSEST < share < DENSEST:
            pieces = _frames(ink[y : y + high, x : x + wide], BROKEN / scale) if needs_rim else [(0, 0, wide, high)]
            if any(width > RIM_SIDE * wide and height > RIM_SIDE * high for _, _, width, height in pieces):
                yield x, y, wide, high


def _frames(ink: Mask, near: float) -> list[tuple[int, int, int, int]]:
    """The frames of what lies within so many pixels of one another."""
    half = max(1, round(near / 2))
    padded = cv2.copyMakeBorder(ink.astype(np.uint8), half, half, half, half, cv2.BORDER_CONSTANT)
    grown = cv2.dilate(padded, np.ones((2 * half + 1, 2 * half + 1), np.uint8))
    boxes = cv2.connectedComponentsWithStats(grown)[2]
    return [(x, y, wide - 2 * half, high - 2 * half) for x, y, wide, high, _ in boxes[1:].tolist()]


def _tint(colours: Colours, hue: Hue) -> NDArray[np.int16]:
    """Grey levels by which the light colours of a hue outdo its dark ones."""
    light, dark = (colours[..., list(channels)].astype(np.int16) for channels in hue)
    return np.asarray(light.min(axis=2) - dark.max(axis=2), np.int16)


def _lifted(colours: Colours, grey: Gray, hue: Hue, scale: float) -> Gray:
    """The part of a page inside a seal's frame as it is without that ink: in its lightest colour it is nearly as light as paper.

    A picture keeps colours coarser than greys, so thin black figures on much red look red themselves: there, how much
    darker than that ink they are tells them from it.
    """
    tint = _tint(colours, hue)
    paper = float(np.percentile(grey, 90))
    is_ink = tint > INK * float(np.percentile(tint[tint > TINT], STRONGEST))
    lightest = max(hue[0], key=lambda channel: float(np.median(colours[..., channel][is_ink])))
    ink = float(np.median(colours[..., lightest][is_ink]))
    bare = np.clip(colours[..., lightest].astype(np.float32) * (paper / max(ink, 1.0)), 0, paper)
    bare[bare > RIM * paper] = paper
    full = FULL * float(np.percentile(tint[is_ink], 75))
    wide = _wide(tint > full, scale)
    if wide.any():
        dark = float(np.median(grey[wide]))
        on_ink = np.clip(grey * (paper / max(dark, 1.0)), 0, paper)
        on_ink[on_ink > RIM_ON_INK * paper] = paper
        bare = np.where(wide, on_ink, bare)
    tinted = cv2.dilate((tint > TINTED).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    bare = np.where(tinted, np.maximum(bare, grey), grey).astype(np.uint8)
    for image, shown in ((grey, bare), (grey.T, bare.T)):
        for start, end in _rulings(np.ascontiguousarray(image), scale):
            drawn = cv2.line(np.zeros(image.shape, np.uint8), start, end, 1, LINE) > 0
            shown[drawn] = np.minimum(shown[drawn], np.percentile(image[drawn], 25).astype(np.uint8))
    return bare


def _rulings(grey: Gray, scale: float) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The ends of rulings that run across a seal's frame, or from one of its sides into it: thin straight runs.

    They are darker than what lies beside them, paper or the seal's ink; no stroke of the seal itself reaches a side of its frame
    lengthwise.
    """
    wide, long, short, gap = (2 * round(part / scale / 2) + 1 for part in (RULING, RUN, PIECE, GAP))
    level = cv2.blur(grey, (5, 1))
    thin = cv2.morphologyEx(level, cv2.MORPH_BLACKHAT, np.ones((wide, 1), np.uint8)) > DARKER
    # a run of a page that lies a little aslant goes from row to row
    thick = cv2.dilate(thin.astype(np.uint8), np.ones((3, 1), np.uint8))
    pieces, runs = (cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, size), np.uint8)) for size in (short, long))
    rows, columns = np.nonzero(pieces)
    _, parts = cv2.connectedComponents(runs, connectivity=8)
    for part in np.setdiff1d(np.union1d(parts[:, :2], parts[:, -2:]), [0]).tolist():
        down, across = np.nonzero(parts == part)
        for _ in range(2):  # what hangs on a ruling leaves its straight line
            line = np.polyfit(across, down, 1)
            on_it = np.abs(down - np.polyval(line, across)) <= wide / 2
            down, across = down[on_it], across[on_it]
        along = np.unique(columns[np.abs(rows - np.polyval(line, columns)) <= wide / 2])
        breaks = np.flatnonzero(np.diff(along) > gap)
        stretches = np.split(along, breaks + 1)
        for first, last in ((int(one[0]), int(one[-1])) for one in stretches):
            if first <= across.min() <= last:
                yield (first, round(float(np.polyval(line, first)))), (last, round(float(np.polyval(line, last))))


def _wide(ink: Mask, scale: float) -> Mask:
    """Where coloured ink lies wider than the strokes of a seal's characters, with the figures in it; not along its sides."""
    figure, stroke = (np.ones((reach, reach), np.uint8) for reach in (2 * round(part / scale / 2) + 1 for part in WIDE))
    closed = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, figure)
    return cv2.erode(cv2.morphologyEx(closed, cv2.MORPH_OPEN, stroke), np.ones((3, 3), np.uint8)) > 0

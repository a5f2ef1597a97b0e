"""Red seals stamped over a page, lifted off it: the black figures below them stay.

Only red ink inside the frame of something as large and as round or square as a seal goes: a figure printed in red
elsewhere is a figure. What a seal covers is no proof of a blank; that belongs to `ink`.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pixels import Colours, Gray

#: Points. A seal of an office is 120 across, a square one of a person 50; a red title is wider and lower.
LEAST, MOST = 45.0, 220.0
#: The longer side of a seal is at most this many times the shorter one: oval ones are 45 by 30 millimetres.
LONGEST = 1.7
#: Grey levels by which red must outdo the other colours to be a seal's ink, and to be tinted by it.
RED, TINTED = 60, 14
#: A picture keeps colours coarser than greys, which leaves a rim around red ink: what is this light is paper.
RIM, RIM_ON_RED = 0.55, 0.8
#: Shares of the reddest ink's redness from which it covers its paper wholly.
FULL = 0.6
#: Points. Strokes of figures on red are narrower than the first, those of a seal's characters than the second.
WIDE = (1.6, 2.4)
#: Points. The parts of a seal lie as near to one another as this.
NEAR = 9.0
#: Share of its frame that a seal's ink covers; less is a stroke of a pen, more a picture.
SPARSEST, DENSEST = 0.04, 0.7


def lift_seals(colours: Colours, scale: float) -> Gray | None:
    """The page in grey without its seals, `scale` points a pixel; None where it bears none."""
    small = cv2.resize(colours, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    red = _redness(np.asarray(small, np.uint8)) > RED / 2
    if red.mean() < 1e-4:
        return None
    near = max(3, round(NEAR / scale / 4)) | 1
    closed = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    lifted: Gray | None = None
    for number in range(1, count):
        x, y, wide, high, _ = boxes[number].tolist()
        sides = sorted((4 * wide * scale, 4 * high * scale))
        share = float(red[y : y + high, x : x + wide].mean())
        if not (sides[0] > LEAST and sides[1] < min(MOST, LONGEST * sides[0]) and SPARSEST < share < DENSEST):
            continue
        if lifted is None:
            lifted = np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), np.uint8)
        frame = (slice(max(0, 4 * y - 8), 4 * (y + high) + 8), slice(max(0, 4 * x - 8), 4 * (x + wide) + 8))
        lifted[frame] = _lifted(colours[frame], lifted[frame], scale)
    return lifted


def _redness(colours: Colours) -> NDArray[np.int16]:
    values = colours.astype(np.int16)
    return np.asarray(values[..., 0] - values[..., 1:].max(axis=2), np.int16)


def _lifted(colours: Colours, grey: Gray, scale: float) -> Gray:
    """The part of a page inside a seal's frame as it is without red ink, which is as light in red as the paper nearly is.

    A picture keeps colours coarser than greys, so thin black figures on much red look red themselves: there, how much
    darker than that ink they are tells them from it.
    """
    redness = _redness(colours)
    paper = float(np.percentile(grey, 90))
    is_ink = redness > RED
    if not is_ink.any():
        return grey
    ink = float(np.median(colours[..., 0][is_ink]))
    bare = np.clip(colours[..., 0].astype(np.float32) * (paper / max(ink, 1.0)), 0, paper)
    bare[bare > RIM * paper] = paper
    full = FULL * float(np.percentile(redness[is_ink], 75))
    wide = _wide(redness > full, scale)
    if wide.any():
        dark = float(np.median(grey[wide]))
        on_red = np.clip(grey * (paper / max(dark, 1.0)), 0, paper)
        on_red[on_red > RIM_ON_RED * paper] = paper
        bare = np.where(wide, on_red, bare)
    tinted = cv2.dilate((redness > TINTED).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.where(tinted, np.maximum(bare, grey), grey).astype(np.uint8)


def _wide(red: NDArray[np.bool_], scale: float) -> NDArray[np.bool_]:
    """Where red ink lies wider than the strokes of a seal's characters, with the figures in it; not along its sides."""
    figure, stroke = (np.ones((reach, reach), np.uint8) for reach in (2 * round(part / scale / 2) + 1 for part in WIDE))
    closed = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_CLOSE, figure)
    return cv2.erode(cv2.morphologyEx(closed, cv2.MORPH_OPEN, stroke), np.ones((3, 3), np.uint8)) > 0

"""The paper of a page that is a picture, made white: shadows, tints and grey paper go, and white words on a dark fill turn black.

Works on grey pixels alone; which ink is a ruling is decided in `rulings`.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from pipelines.readers.pixels.arrays import Gray, Mask

#: A fill darker than this, as headers have it, may bear white words; shadows and grey paper are lighter.
DARK_FILL = 150
#: Points.
LEAST_FILL = 10.0
#: A table has a fill for each cell of its header at most; more are a picture.
MOST_FILLS = 60
#: Pixels of the quarter-size page within which a fill reaches on into its corners, and how much lighter it may be there.
CORNER, FILL_SPREAD = 10, 16
#: Shares of the way from the fill to white: what is less light is noise or the halo of black words.
LEAST_LIGHTER = 0.3


def even(picture: Gray, scale: float) -> Gray:
    """The picture with its paper made white: shadows, tinted cells and grey paper go, strokes stay."""
    small = _gray(cv2.resize(picture, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA))
    # wider than the strokes of a title are set, narrower than a tinted cell
    paper = _gray(cv2.medianBlur(small, min(max(3, round(14 / scale / 4)) | 1, 255)))
    paper, dark = _with_fills(paper, small, max(2, round(LEAST_FILL / scale / 4)))
    size = (picture.shape[1], picture.shape[0])
    paper = _gray(cv2.resize(paper, size, interpolation=cv2.INTER_LINEAR))
    evened = _gray(cv2.divide(picture, np.maximum(paper, 1), scale=255.0))
    if dark.any():
        # white on dark: what is lighter than the fill is ink as well
        lighter = (picture.astype(np.float32) - paper) / np.maximum(255.0 - paper, 1.0)
        white = 255 - 255 * np.clip((lighter - LEAST_LIGHTER) / (1 - LEAST_LIGHTER), 0, 1)
        inside = cv2.erode(dark, np.ones((3, 3), np.uint8))
        is_filled = cv2.resize(inside, size, interpolation=cv2.INTER_NEAREST) > 0
        evened[is_filled] = np.minimum(evened, white.astype(np.uint8))[is_filled]
    return evened


def _with_fills(paper: Gray, small: Gray, least: int) -> tuple[Gray, Gray]:
    """The paper with its dark fills in their corners too, which a median rounds off, and where those fills are.

    A fill is `least` pixels wide and high; bold type of a title is dark in places, too.
    """
    below = (paper < DARK_FILL).astype(np.uint8)
    dark = _gray(cv2.morphologyEx(below, cv2.MORPH_OPEN, np.ones((least, least), np.uint8)))
    if not dark.any():
        return paper, dark
    whole, grown = paper.copy(), dark.copy()
    count, parts, boxes, _ = cv2.connectedComponentsWithStats(dark, connectivity=4)
    for number in range(1, min(count, MOST_FILLS + 1)):
        x, y, wide, high, _ = boxes[number].tolist()
        around = (slice(max(0, y - CORNER), y + high + CORNER), slice(max(0, x - CORNER), x + wide + CORNER))
        own = (parts[around] == number).astype(np.uint8)
        fill = int(np.median(small[around][own > 0]))
        alike = (small[around] < fill + FILL_SPREAD).astype(np.uint8)
        own = own & ~_coming_in(small[around] >= fill + FILL_SPREAD, own)
        grown[around][parts[around] == number] = 0
        reach = own
        for _ in range(CORNER):  # only what hangs together with the fill: words beside it do not
            reach = reach | (_gray(cv2.dilate(reach, np.ones((3, 3), np.uint8))) & alike)
        reach = _without_holes(reach, 2 * least)
        is_edge = (reach > 0) & (np.abs(paper[around].astype(np.int16) - fill) > FILL_SPREAD)
        whole[around][is_edge] = fill
        grown[around] = grown[around] | reach
    return whole, grown


def _coming_in(light: Mask, own: Gray) -> Mask:
    """The light places of a fill that hang together with those around it: a corner of a cell that a median rounds off."""
    count, parts = cv2.connectedComponents(light.astype(np.uint8), connectivity=4)
    is_around = np.zeros(count, np.bool_)
    is_around[parts[own == 0]] = True
    is_around[0] = False
    return np.asarray(is_around[parts], np.bool_)


def _without_holes(fill: Gray, most: int) -> Gray:
    """The fill with the holes closed that bold words leave in it, of at most so many pixels in height; a cell is higher."""
    count, parts, boxes, _ = cv2.connectedComponentsWithStats((fill == 0).astype(np.uint8), connectivity=4)
    whole = fill.copy()
    for number in range(1, count):
        x, y, wide, high, _ = boxes[number].tolist()
        is_inside = x > 0 and y > 0 and x + wide < fill.shape[1] and y + high < fill.shape[0]
        if is_inside and high <= most and wide <= 4 * most:
            whole[parts == number] = 1
    return whole


def noise_of(evened: Gray) -> float:
    """The spread of the paper's grey: most pixels are paper, and half of the paper lies below its middle."""
    return float(255 - np.percentile(evened[::3, ::3], 25)) / 0.67


def _gray(image: Any) -> Gray:
    return np.asarray(image, np.uint8)

"""Seals stamped over a page, lifted off it: the black figures below them stay.

A seal is met in three places: here, where one in colour is lifted off; in `copied_seals`, where one is that a copier made
grey; and in `scans/below_seals`, where the figures that it lay over are held against the page with it.

Only coloured ink inside the frame of something as large and as round or square as a seal goes: a figure printed in a
colour elsewhere is a figure. What a seal covers is no proof of a blank; that belongs to `ink`.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pixels.arrays import Colours, Gray, Mask
from pipelines.readers.pixels.copied_seals import lift_copied_seals
from pipelines.readers.pixels.ruled import keep_rulings

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
#: Points on either side within which a seal's ink is as dark; wider than a figure, which must not make it darker.
PRESSED = 8.0
#: Points. Strokes of figures on it are narrower than the first, those of a seal's characters than the second.
WIDE = (1.6, 2.4)
#: Points. The parts of a seal lie as near to one another as this.
NEAR = 9.0
#: Share of its frame that a seal's ink covers; less is a stroke of a pen, more a picture.
SPARSEST, DENSEST = 0.04, 0.7


def lift_seals(picture: Colours | Gray, scale: float) -> Gray | None:
    """The page in grey without its seals, `scale` points a pixel; None where it bears none.

    Those that a copier made grey are looked for where none is in colour.
    """
    if picture.ndim == 2:
        return lift_copied_seals(picture, scale)
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    lifted = _lift_coloured(picture, grey, scale)
    return lift_copied_seals(grey, scale) if lifted is None else lifted


def _lift_coloured(colours: Colours, grey: Gray, scale: float) -> Gray | None:
    """The page without its seals in colour; None where it bears none."""
    small = np.asarray(cv2.resize(colours, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), np.uint8)
    lifted: Gray | None = None
    for hue in HUES:
        for x, y, wide, high in _seals(_tint(small, hue) > TINT, 4 * scale, needs_rim=hue is not HUES[0]):
            lifted = grey.copy() if lifted is None else lifted
            frame = (slice(max(0, 4 * y - 8), 4 * (y + high) + 8), slice(max(0, 4 * x - 8), 4 * (x + wide) + 8))
            bare = _lifted(colours[frame], lifted[frame], hue, scale)
            keep_rulings(lifted, frame, bare, scale)
            lifted[frame] = bare
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
        on_ink = np.clip(grey * (paper / _level(grey, wide & is_ink, scale)), 0, paper)
        on_ink[on_ink > RIM_ON_INK * paper] = paper
        bare = np.where(wide, on_ink, bare)
    tinted = cv2.dilate((tint > TINTED).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.where(tinted, np.maximum(bare, grey), grey).astype(np.uint8)


def _level(grey: Gray, ink: Mask, scale: float) -> NDArray[np.float32]:
    """How light a seal's ink is around each pixel: as most of it, or darker, for it is pressed down more on one side."""
    around = (2 * round(PRESSED / scale) + 1,) * 2
    weight = np.asarray(cv2.blur(ink.astype(np.float32), around), np.float32)
    total = np.asarray(cv2.blur(np.where(ink, grey, 0).astype(np.float32), around), np.float32)
    usual = float(np.median(grey[ink])) if ink.any() else 255.0
    return np.asarray(np.clip(total / np.maximum(weight, 1e-6), 1.0, max(usual, 1.0)), np.float32)


def _wide(ink: Mask, scale: float) -> Mask:
    """Where coloured ink lies wider than the strokes of a seal's characters, with the figures in it; not along its sides."""
    figure, stroke = (np.ones((reach, reach), np.uint8) for reach in (2 * round(part / scale / 2) + 1 for part in WIDE))
    closed = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, figure)
    return cv2.erode(cv2.morphologyEx(closed, cv2.MORPH_OPEN, stroke), np.ones((3, 3), np.uint8)) > 0

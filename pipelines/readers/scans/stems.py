"""Ones and sevens, told by their stems: that of a 1 stands upright, that of a 7 leans.

The model takes a narrow 7 that stands alone for a 1, surely and in every preparation, so no further look helps. This is a
look of its own, at the pixels of one digit. It settles nothing: a figure that its stems contradict is left in doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipelines.readers.pixels.arrays import Mask
from pipelines.readers.pixels.raster import Raster
from pipelines.readers.scans.ink import Ink
from pipelines.readers.scans.marks import drawn_digits

#: The part of a digit's height, from its top, where nothing but the stem is: below the flag or bar, above the foot.
STEM = (0.35, 0.8)
#: How far a stem leans for its height. Of 60 fonts at five sizes upright ones have up to 0.02, sevens 0.18 and
#: more, but for one heavy face; an italic 1 leans as a 7 does. Both are left in doubt.
UPRIGHT, LEANS = 0.08, 0.13


def hold_against_stems(raster: Raster, inks: Sequence[Ink]) -> None:
    """Leave those figures of a page's cells in doubt that have a 1 that leans or a 7 that stands upright."""
    for ink in inks:
        text = ink.reading.text
        if ink.cell is None or ("1" not in text and "7" not in text):
            continue
        if any(
            _is_contradicted(char, lean_of(digit < dark)) for char, digit, dark in drawn_digits(raster, ink.box, text)
        ):
            ink.reading = replace(ink.reading, sure=0.0)


def lean_of(ink: Mask) -> float | None:
    """How far the stem of a digit leans to the right, for its height; None where it is too low to tell."""
    height = len(ink)
    rows = [row for row in range(int(STEM[0] * height), int(STEM[1] * height)) if ink[row].any()]
    if len(rows) < 3:
        return None
    edges = [np.flatnonzero(ink[row])[[0, -1]] for row in rows]
    return -float(np.polyfit(rows, [edge.mean() for edge in edges], 1)[0])


def _is_contradicted(char: str, lean: float | None) -> bool:
    if lean is None:
        return False
    return (char == "1" and lean > LEANS) or (char == "7" and lean < UPRIGHT)

"""Figures below a seal that was lifted off a page, held against the page with it: lifting may have taken strokes off them.

The page with its seal shows every stroke, and more besides. A figure stays sure only where it is seen there as well, both
as it is and with everything as light as the seal's ink made paper. What only that page shows is never put in a figure's
place: it adds to the readings among which the sums of the form choose.
Seals are found and lifted in `pixels/seals`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.document import Reading
from pipelines.readers.pages.lines import is_wide
from pipelines.readers.pixels.paper import even
from pipelines.readers.pixels.raster import Gray, Raster
from pipelines.readers.scans.ink import Ink
from pipelines.readers.scans.looks import CERTAIN, LONGEST_DOUBTFUL, WAVERING, bold, crop_of, merged, plain_text
from pipelines.readers.scans.recogniser import read_lines

#: Grey levels by which a seal darkens what it lies over, those of its ink at least, pixels of it that may change a figure,
#: and the share of the type size within which a digit beside one may be lost.
TINGE, DARKEST_SEAL, TOUCHED, BESIDE = 30, 60.0, 4, 0.6


def _is_short(reading: Reading) -> bool:
    """Whether what was read is no word."""
    return len(reading.text) <= LONGEST_DOUBTFUL and not any(is_wide(char) and char.isalpha() for char in reading.text)


def hold_against_seals(raster: Raster, inks: Sequence[Ink], size: float) -> None:
    """Hold the figures of cells that a seal lies over or close to against the page with it; `size` is that of the type in pixels."""
    stamped = raster.stamped
    if stamped is None:
        return
    figures = [ink for ink in inks if ink.cell and _is_short(ink.reading)]
    tinged = cv2.dilate((cv2.subtract(raster.seen, stamped) > TINGE).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    beside = round(BESIDE * size)
    grown = [
        replace(ink, box=(max(0, ink.box[0] - beside), ink.box[1], ink.box[2] + beside, ink.box[3])) for ink in figures
    ]
    touched = [(ink, wide) for ink, wide in zip(figures, grown, strict=True) if _part(tinged, wide).sum() >= TOUCHED]
    if not touched:
        return
    page = replace(raster, paper=_without_seal(raster, stamped, tinged))
    crops = [crop_of(page, wide.box, size, 1.4) for _, wide in touched]
    with_seal = [crop_of(replace(raster, paper=stamped), ink.box, size, 1.4) for ink, _ in touched]
    looks = zip(*(read_lines(some, others=True) for some in (crops, list(map(bold, crops)), with_seal)), strict=True)
    for (ink, _), (*pair, whole) in zip(touched, looks, strict=True):
        reading = ink.reading
        same = [look for look in pair if plain_text(look.text) == plain_text(reading.text)]
        is_contradicted = not same or any(look.sure > WAVERING for look in pair if look not in same)
        is_contradicted |= plain_text(whole.text) != plain_text(reading.text)
        if is_contradicted:  # part of it may be lost, so no look at the rest of it settles anything
            ink.is_whole = False
            reading = replace(reading, sure=0.0, whole=False)
        if reading.sure < CERTAIN:
            seen = (*reading.looks, *(plain_text(look.text) for look in (*pair, whole)))
            others = (*reading.others, *merged(*pair), *merged(whole, whole))
            reading = replace(reading, looks=seen, others=others)
        ink.reading = reading


def _part(page: NDArray[np.bool_], ink: Ink) -> NDArray[np.bool_]:
    x0, y0, x1, y1 = ink.box
    return page[y0:y1, x0:x1]


def _without_seal(raster: Raster, stamped: Gray, tinged: NDArray[np.bool_]) -> Gray:
    """The page with its seal where everything under the seal that is as light as its ink alone is paper, without rulings."""
    alone = max(DARKEST_SEAL, float(np.median(stamped[tinged])))
    on_seal = np.clip(stamped * (255 / alone), 0, 255).astype(np.uint8)
    page = np.where(tinged, on_seal, even(stamped, raster.scale)).astype(np.uint8)
    reach = round(1 / raster.scale)
    for at, start, end in ((round(line.at), round(line.start), round(line.end)) for line in raster.down):
        page[max(0, start) : end, max(0, at - reach) : at + reach + 1] = 255
    return page

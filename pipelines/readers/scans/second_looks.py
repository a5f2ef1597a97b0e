"""Second looks: figures that the usual looks left in doubt, or that a seal lies over, prepared anew and read again.

Each preparation works on pixels of its own: the line enlarged, sharpened, thinned, strengthened, aired; the page with its
seal. A doubtful figure is settled where all of them see what half of the usual looks saw; one below a seal stays sure only
where it is seen on the page with the seal as well. A reading that no usual look had is never put in its place: it only
adds to those among which the sums of the form choose, so an error of the publisher stays as printed.
The usual looks belong to `looks`, what reading is good enough to the parser.
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
from pipelines.readers.scans.looks import (
    AMOUNT,
    CERTAIN,
    FIGURE,
    LONGEST_DOUBTFUL,
    WAVERING,
    bold,
    crop_of,
    merged,
    plain_text,
)
from pipelines.readers.scans.marks import counts_of_marks
from pipelines.readers.scans.recogniser import Look, read_lines

#: Grey levels by which a seal darkens what it lies over, those of its ink at least, pixels of it that may change a figure,
#: and the share of the type size within which a digit beside one may be lost.
TINGE, DARKEST_SEAL, TOUCHED, BESIDE = 30, 60.0, 4, 0.6
#: A preparation that is less sure of the figure does not bear it out.
LEAST_SURE = 0.8
#: The mean likelihood of the figure over all preparations, and the most that any other may have.
LIKELY, UNLIKELY = 0.9, 0.06
#: Figures of a page that are looked at again; more are no slip of the recogniser.
MOST_AGAIN = 40


def look_again(raster: Raster, inks: Sequence[Ink], size: float) -> None:
    """Look again at the figures of a page's cells that need it; `size` is that of its type, in pixels."""
    if raster.stamped is not None:
        _below_seals(raster, raster.stamped, [ink for ink in inks if ink.cell and _is_short(ink.reading)], size)
    doubtful = [ink for ink in inks if ink.cell and ink.is_whole and not ink.has_speck and _is_doubtful(ink.reading)]
    for ink in doubtful[:MOST_AGAIN]:
        crop = crop_of(raster, ink.box, size, 1.5)
        ink.reading = _borne_out(raster, ink, read_lines([make(crop) for make in WAYS], others=True))


def _is_doubtful(reading: Reading) -> bool:
    """Whether a figure, or an amount with its unit, was read and not surely."""
    text = plain_text(reading.text)
    is_figure = FIGURE.fullmatch(text) is not None or AMOUNT.fullmatch(text) is not None
    return reading.sure < CERTAIN and len(text) <= LONGEST_DOUBTFUL and is_figure


def _is_short(reading: Reading) -> bool:
    """Whether what was read is no word."""
    return len(reading.text) <= LONGEST_DOUBTFUL and not any(is_wide(char) and char.isalpha() for char in reading.text)


def _below_seals(raster: Raster, stamped: Gray, figures: Sequence[Ink], size: float) -> None:
    """Hold figures that a seal lies over or close to against the page with the seal: lifting it may take strokes off them."""
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


def _borne_out(raster: Raster, ink: Ink, looks: Sequence[Look]) -> Reading:
    """The reading of a doubtful figure: certain where all preparations bear it out, and nothing else is likely."""
    reading = ink.reading
    weights: dict[str, float] = {}
    for look in looks:
        for text, weight in merged(look, look):
            weights[text] = weights.get(text, 0.0) + weight / len(looks)
    own = plain_text(reading.text)
    rest = max((weight for text, weight in weights.items() if text != own), default=0.0)
    usual = [plain_text(text) for text in reading.looks]
    agree = all(plain_text(look.text) == own and look.sure >= LEAST_SURE for look in looks)
    if not agree or 2 * usual.count(own) < len(usual) or weights.get(own, 0.0) < LIKELY or rest > UNLIKELY:
        return reading
    counted, stopped = counts_of_marks(raster, ink.box, reading.text)
    again = tuple(look.text for look in looks)
    return replace(reading, sure=CERTAIN, counted=counted, stopped=stopped, again=again)


def _doubled(crop: Gray) -> Gray:
    return np.asarray(cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_LANCZOS4), np.uint8)


def _sharpened(crop: Gray) -> Gray:
    large = _doubled(crop)
    return np.asarray(cv2.addWeighted(large, 1.8, cv2.GaussianBlur(large, (0, 0), 2.0), -0.8, 0), np.uint8)


def _strengthened(crop: Gray) -> Gray:
    """With thicker and darker strokes: hair lines of a thin print stay."""
    large = cv2.resize(crop, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.erode(large, np.ones((3, 3), np.uint8)), np.uint8)


def _thinned(crop: Gray) -> Gray:
    """With thinner strokes: what runs together falls apart."""
    large = cv2.resize(crop, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    return np.asarray(cv2.dilate(large, np.ones((2, 2), np.uint8)), np.uint8)


def _aired(crop: Gray) -> Gray:
    """With more paper around it, at a size of its own."""
    high, wide = crop.shape
    large = cv2.resize(crop, (round(1.5 * wide), round(1.5 * high)), interpolation=cv2.INTER_CUBIC)
    return np.pad(np.asarray(large, np.uint8), ((high // 6,) * 2, (high // 2,) * 2), constant_values=255)


#: What makes another picture of a line.
WAYS = (_doubled, _sharpened, _strengthened, _thinned, _aired)

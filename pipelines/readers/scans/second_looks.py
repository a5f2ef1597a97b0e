"""Second looks: figures that the usual looks left in doubt, prepared anew and read again.

Each preparation works on pixels of its own: the line enlarged, sharpened, thinned, strengthened, aired. A doubtful figure
is settled where all of them see what half of the usual looks saw. A reading that no usual look had is never put in its
place, so an error of the publisher stays as printed.
The usual looks belong to `looks`, figures below a seal to `below_seals`, what reading is good enough to the parser.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipelines.readers.document import Reading
from pipelines.readers.pixels.raster import Gray, Raster
from pipelines.readers.scans.ink import Ink
from pipelines.readers.scans.looks import (
    AMOUNT,
    CERTAIN,
    FIGURE,
    LONGEST_DOUBTFUL,
    LONGEST_FIGURE,
    crop_of,
    merged,
    plain_text,
)
from pipelines.readers.scans.marks import counts_of_marks
from pipelines.readers.scans.recogniser import Look, read_lines

#: A preparation that is less sure of the figure does not bear it out.
LEAST_SURE = 0.8
#: The mean likelihood of the figure over all preparations, and the most that any other may have.
LIKELY, UNLIKELY = 0.9, 0.06
#: A figure whose marks were not counted has nothing else to prove it: the usual looks must be this sure of it, or each
#: preparation certain and no other reading likelier than that.
CERTAIN_UNCOUNTED, UNLIKELY_UNCOUNTED = 0.98, 0.02
#: Figures of a page that are looked at again; more are no slip of the recogniser.
MOST_AGAIN = 40

_NOTE = re.compile(r"\([^()]+\)$")


def look_again(raster: Raster, inks: Sequence[Ink], size: float) -> None:
    """Look again at the figures of a page's cells that need it; `size` is that of its type, in pixels."""
    doubtful = [ink for ink in inks if ink.cell and ink.is_whole and not ink.has_speck and _is_doubtful(ink.reading)]
    for ink in doubtful[:MOST_AGAIN]:
        crop = crop_of(raster, ink.box, size, 1.5)
        ink.reading = _borne_out(raster, ink, read_lines([make(crop) for make in WAYS], others=True))


def _is_doubtful(reading: Reading) -> bool:
    """Whether a figure, or an amount with its unit, was read and not surely, be a note behind it or not."""
    text = plain_text(reading.text)
    figure = _NOTE.sub("", text)
    is_figure = FIGURE.fullmatch(figure) is not None or AMOUNT.fullmatch(figure) is not None
    needed = CERTAIN if reading.counted else CERTAIN_UNCOUNTED
    is_short = len(figure) <= LONGEST_DOUBTFUL and len(text) <= LONGEST_FIGURE
    return reading.sure < needed and is_short and is_figure


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
    is_own = all(plain_text(look.text) == own for look in looks) and 2 * usual.count(own) >= len(usual)
    least = min(look.sure for look in looks)
    if not is_own or least < LEAST_SURE or weights.get(own, 0.0) < LIKELY or rest > UNLIKELY:
        return reading
    counted, stopped = counts_of_marks(raster, ink.box, reading.text)
    is_clear = least >= CERTAIN and rest <= UNLIKELY_UNCOUNTED
    sure = max(reading.sure, CERTAIN_UNCOUNTED if is_clear and not counted else CERTAIN)
    again = tuple(look.text for look in looks)
    return replace(reading, sure=sure, counted=counted, stopped=stopped, again=again)


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

"""Second looks at lines outside tables that count something: prepared anew and read again where the usual looks left doubt.

A claim has no sum to prove it. Its line is settled where nearly all preparations see what a usual look saw, and no look
that is rather sure of anything has another figure in it. Titles are left out, for there each look must see the same; cells
belong to `second_looks` and `second_labels`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.readers.document import Reading
from pipelines.readers.pixels.raster import Raster
from pipelines.readers.scans.ink import Ink
from pipelines.readers.scans.looks import LEAST_NAME, WAVERING, crop_of, is_title, words_alone
from pipelines.readers.scans.recogniser import Look, read_lines
from pipelines.readers.scans.second_looks import WAYS

#: Preparations that may have seen something else than the others.
MOST_ASTRAY = 1
#: A shorter line counts nothing.
SHORTEST = 6
#: Lines of a page that are looked at again, at half a second each; more are no slip of the recogniser.
MOST_AGAIN = 6

_DIGIT = re.compile(r"\d")
_FIGURES = re.compile(r"\d[\d.,:]*%?|[〇零一二两三四五六七八九十百千万亿]+")


def look_at_lines_again(raster: Raster, inks: Sequence[Ink], size: float) -> None:
    """Look again at the lines outside tables that have figures and are in doubt; `size` is that of the type, in pixels."""
    doubtful = [ink for ink in inks if ink.cell is None and _is_doubtful(ink, size)]
    for ink in doubtful[:MOST_AGAIN]:
        crop = crop_of(raster, ink.box, size, 1.5)
        ink.reading = _borne_out(ink.reading, read_lines([make(crop) for make in WAYS]))


def _is_doubtful(ink: Ink, size: float) -> bool:
    text = ink.reading.text
    is_in_doubt = ink.reading.sure < LEAST_NAME and len(text) >= SHORTEST and _DIGIT.search(text) is not None
    return is_in_doubt and not is_title(ink, text, size)


def _borne_out(reading: Reading, looks: Sequence[Look]) -> Reading:
    """The line as nearly all preparations and one usual look saw it, as sure as the second surest; else as it was read."""
    for text in sorted(set(reading.looks), key=lambda text: (text != reading.text, text)):
        same = sorted(look.sure for look in looks if words_alone(look.text) == words_alone(text))
        others = [look.text for look in looks if look.sure > WAVERING]
        is_alone = all(_figures_of(other) == _figures_of(text) for other in (*others, *reading.looks))
        if len(same) >= len(looks) - MOST_ASTRAY and is_alone:
            return replace(reading, text=text, sure=same[-2], again=tuple(look.text for look in looks))
    return reading


def _figures_of(text: str) -> list[str]:
    return [figure.rstrip(".,:") for figure in _FIGURES.findall(words_alone(text))]

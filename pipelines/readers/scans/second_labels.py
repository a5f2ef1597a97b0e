"""Second looks at short labels: words of a cell that no table of the form or of statistics prints, prepared anew and read again.

A label of two characters cannot be told from its damaged self, so there a look decides, and the closed list of the form
says which look: one label of it must be seen by several looks at each of its lines, and no other one by any. Figures
belong to `second_looks`, what a damaged longer label means to the parser.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from math import prod

from pipelines.readers.group_labels import printed_labels, statistics_labels, statistics_units
from pipelines.readers.pages.label_lines import squashed
from pipelines.readers.pages.lines import is_wide
from pipelines.readers.pixels.raster import Raster
from pipelines.readers.scans.ink import Ink
from pipelines.readers.scans.looks import crop_of
from pipelines.readers.scans.recogniser import read_lines
from pipelines.readers.scans.second_looks import WAYS

#: What is longer is known by the rest of it.
LONGEST_SHORT = 12
#: Looks at a line that must have seen its part of the label; one saw what is as likely to it as this. Of a poor print 其他 is
#: 共他 to every look, and 其他 the next likely.
FEWEST_LOOKS, LIKELY = 2, 0.1
#: A label of statistics that is less certain is looked at again, though it is one.
CERTAIN_WORDS = 0.75
#: Labels of a page that are looked at again, and ways in which the looks at the lines of one are put together.
MOST_AGAIN, MOST_WAYS = 20, 500


def look_at_labels_again(raster: Raster, inks: Sequence[Ink], size: float) -> None:
    """Read anew the short labels of a page that the form does not know, and take what it knows of what was seen."""
    cells: dict[str, list[Ink]] = {}
    for ink in inks:
        if ink.cell:
            cells.setdefault(ink.cell, []).append(ink)
    unknown = [lines for lines in cells.values() if _is_unknown(lines)]
    for lines in unknown[:MOST_AGAIN]:
        looks = [_looks_at(raster, ink, size) for ink in lines]
        if prod(map(len, looks)) > MOST_WAYS:
            continue
        named = {_plain("".join(way)): way for way in product(*looks) if _is_known("".join(way))}
        if len(named) != 1:
            continue
        (label,) = named.values()
        if all(seen[text] >= FEWEST_LOOKS for seen, text in zip(looks, label, strict=True)):
            for ink, seen, text in zip(lines, looks, label, strict=True):
                ink.reading = replace(ink.reading, text=text, again=(text,) * seen[text])


def _is_unknown(lines: Sequence[Ink]) -> bool:
    text = "".join(ink.reading.text for ink in lines)
    has_words = any(is_wide(char) and char.isalpha() for char in text)
    if not has_words or len(_plain(text)) > LONGEST_SHORT:
        return False
    # no place in a form bears a line of statistics out
    is_doubtful = _is_of_statistics(text) and min(ink.reading.sure for ink in lines) < CERTAIN_WORDS
    return is_doubtful or not _is_known(text)


def _is_known(text: str) -> bool:
    return _plain(text) in printed_labels() or _is_of_statistics(text)


def _is_of_statistics(text: str) -> bool:
    return _plain(text) in statistics_labels() or _plain(text) in statistics_units()


def _plain(text: str) -> str:
    """A label without its number, marks and 其中, which lines of the statistics table have before theirs."""
    return squashed(squashed(text).removeprefix("其中").lstrip("0123456789"))


def _looks_at(raster: Raster, ink: Ink, size: float) -> Counter[str]:
    """What looks saw in a line, the usual ones and those at its preparations, each with how many saw it or nearly did."""
    crop = crop_of(raster, ink.box, size, 1.5)
    again = read_lines([make(crop) for make in WAYS], others=True)
    likely = [text for look in again for text, weight in look.others if weight >= LIKELY]
    return Counter("".join(text.split()) for text in (*ink.reading.looks, *(look.text for look in again), *likely))

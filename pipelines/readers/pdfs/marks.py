"""Which characters of a PDF page are no text of it: letters of stamps and watermarks, and white ones that nobody sees.

Their colours tell, and what they lie over. Characters themselves are read in `text.py`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from statistics import median

from pipelines.readers.pages.lattice import Box, Glyph
from pipelines.readers.pdfs import pdfium
from pipelines.readers.pdfs.objects import WHITE
from pipelines.readers.pdfs.pdfium import Handle, Values

#: Letters of a watermark are larger than the text they lie under by more than this.
_WATERMARK = 1.6
#: Ink lighter than this (of 255) is pale; a title may be set so, but crosses no other text.
_NOT_INK = 90
#: The share of another character that a mark over it covers; boxes of lines set close share less.
_OVER = 0.3
#: The channels of a colour lie further apart than this (of 255); a stamp is red, or blue.
_NOT_GREY = 100

_Colour = tuple[int, int, int, int]


def marks_of(
    text: Handle, glyphs: list[Glyph], indexes: list[int], aslant: list[tuple[int, Box]], backs: list[Box] | None
) -> set[int]:
    """The places in `glyphs`, whose characters have `indexes` in the text, of those that are no text.

    `aslant` are the characters set aslant, `backs` what is filled behind white letters; None where there is none to see.
    """
    colours = _Colours(text)
    marks = _of_stamps(colours, glyphs, indexes, aslant) | _of_watermarks(colours, glyphs, indexes)
    return marks if backs is None else marks | _white_on_white(colours, glyphs, indexes, backs)


class _Colours:
    """The colours of a page's characters; one buffer serves all pages."""

    _seen = Values(ctypes.c_uint, 4)

    def __init__(self, text: Handle) -> None:
        self.text = text

    def of(self, index: int) -> _Colour:
        """Red, green, blue and how much of it covers what lies below; black where the file says nothing."""
        if not pdfium.fill_of_char(self.text, index, *self._seen.refs):
            return 0, 0, 0, 255
        red, green, blue, alpha = self._seen.seen
        return red, green, blue, alpha

    def white(self, indexes: list[int]) -> list[int]:
        """The places in `indexes` of the characters that are set in white."""
        fill_of, text, refs, seen = pdfium.fill_of_char, self.text, self._seen.refs, self._seen.seen
        return [
            place
            for place, index in enumerate(indexes)
            if fill_of(text, index, *refs) and seen[0] >= WHITE and min(seen[1:3]) >= WHITE
        ]


def _of_stamps(colours: _Colours, glyphs: list[Glyph], indexes: list[int], aslant: list[tuple[int, Box]]) -> set[int]:
    """The places of upright letters of a stamp: in the colour of letters set aslant, and among those."""
    marks: set[int] = set()
    letters: dict[tuple[int, int, int], list[Box]] = {}
    for index, box in aslant:
        colour = colours.of(index)[:3]
        if max(colour) - min(colour) > _NOT_GREY:
            letters.setdefault(colour, []).append(box)
    for colour, boxes in letters.items():
        x0, y0 = min(box[0] for box in boxes), min(box[1] for box in boxes)
        x1, y1 = max(box[2] for box in boxes), max(box[3] for box in boxes)
        for place, glyph in enumerate(glyphs):
            is_among = x0 < (glyph.x0 + glyph.x1) / 2 < x1 and y0 < (glyph.y0 + glyph.y1) / 2 < y1
            if is_among and colours.of(indexes[place])[:3] == colour:
                marks.add(place)
    return marks


def _white_on_white(colours: _Colours, glyphs: list[Glyph], indexes: list[int], backs: Sequence[Box]) -> set[int]:
    """The places of white letters with nothing behind them that is not white: nobody sees them."""
    return {place for place in colours.white(indexes) if not _is_backed(glyphs[place], backs)}


def _is_backed(glyph: Glyph, backs: Sequence[Box]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return any(x0 < x < x1 and y0 < y < y1 for x0, y0, x1, y1 in backs)


def _of_watermarks(colours: _Colours, glyphs: list[Glyph], indexes: list[int]) -> set[int]:
    """The places of large letters, pale or coloured, under or over the text and not meant to be read with it."""
    if not glyphs:
        return set()
    least = _WATERMARK * median([glyph.y1 - glyph.y0 for glyph in glyphs[:: len(glyphs) // 100 + 1]])
    large = [place for place, glyph in enumerate(glyphs) if glyph.y1 - glyph.y0 > least]
    pale = {place: colour for place in large if _is_no_ink(colour := colours.of(indexes[place]))}
    others = [glyph for place, glyph in enumerate(glyphs) if place not in pale] if pale else []
    crossing = {colour for place, colour in pale.items() if _crosses(glyphs[place], others)}
    return {place for place, colour in pale.items() if colour in crossing}


def _is_no_ink(colour: _Colour) -> bool:
    """Whether a character is set pale, from 0 for black to 255 for nothing to be seen, or in a colour."""
    red, green, blue, alpha = colour
    shade = (0.3 * red + 0.59 * green + 0.11 * blue - 255) * alpha / 255 + 255
    return shade > _NOT_INK or max(red, green, blue) - min(red, green, blue) > _NOT_GREY


def _crosses(glyph: Glyph, others: list[Glyph]) -> bool:
    """Whether a character lies over a good part of another."""
    for other in others:
        wide = min(glyph.x1, other.x1) - max(glyph.x0, other.x0)
        tall = min(glyph.y1, other.y1) - max(glyph.y0, other.y0)
        if wide > 0 and tall > 0 and wide * tall > _OVER * (other.x1 - other.x0) * (other.y1 - other.y0):
            return True
    return False

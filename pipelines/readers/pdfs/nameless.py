"""The characters of a page whose fonts do not name them: where each stands, and which of them look the same.

The text layer tells the first, the pixels of the page the second: characters with the same pixels at the same height of
their line are of one shape. What is written nowhere in the layer but shows on the page makes it none of these. Which
character a shape is belongs to `shapes`.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.pages.lattice import Box
from pipelines.readers.pages.sheet import Page
from pipelines.readers.pdfs import pdfium
from pipelines.readers.pdfs.pdfium import Handle, Values
from pipelines.readers.pdfs.text import Setting, turned_box
from pipelines.readers.pdfs.view import View, turns_of

Gray = NDArray[np.uint8]
#: Dots an inch: as fine as pictures are read; finer, PDFium would draw each character anew instead of copying one.
DOTS = 200
#: Square points. No page of a report is larger than A2.
LARGEST = 2_100_000.0
#: Darker than this is ink.
INK = 200
#: Rulings are drawn with pens of so many pixels at either side; what is darker, higher, wider and more than this is a mark.
PEN, DARK, LEAST_HIGH, LEAST_WIDE, LEAST_INK = 3, 140, 6, 2, 8
#: A dot before an item of a list is no wider or higher than so many pixels.
BULLET = 14
#: Characters at heights that differ by less than this share of their size stand on one line; what lies farther on is a gap.
LEVEL, MOST_BLANKS = 0.2, 4.0
#: Characters reach so far below their line, in shares of their size.
_BELOW = 0.25
#: Quarters of a turn: what is turned by no more is upright, or on its side.
_UPRIGHT = 0.05
Code = tuple[int, int, int]
#: The code of what is set aslant, a watermark or a stamp: ink that is of no text.
_ASLANT: Code = (-1, 0, 0)
_NOTHING = (0.0,) * 4, (0.0,) * 4, 0.0, None


class Char(NamedTuple):
    """A character: its box in points from the upper left corner, its ink in pixels, and the number of its shape."""

    box: Box
    ink: tuple[int, int, int, int]
    line: int  # the height in pixels it stands on
    shape: int
    code: Code | None  # its font, and what that says of it
    spaced: bool


@dataclass(slots=True)
class Sheet:
    """A page as it shows, and its characters in the order of the file.

    It is to be closed after all sheets are read: an open page's fonts keep their addresses, which tell them apart.
    """

    page: Page
    image: Gray
    shown: Any  # of `pypdfium2`
    chars: list[Char] = field(default_factory=list)


def sheet_of(pdf: Any, page: Page, numbers: dict[tuple[object, ...], int]) -> Sheet | None:
    """The characters of a page, left open, with their shapes; None for a page that shows otherwise than it is set.

    Shapes that are not in `numbers` are numbered on there.
    """
    shown = pdf[page.number - 1]
    text = pdfium.load_text(ctypes.cast(shown.raw, Handle))
    found = dict(numbers)  # those of a page that is not taken in the end are not to be looked at
    try:
        sheet = _seen(shown, text, page, found)
    finally:
        pdfium.close_text(text)
    if sheet is None:
        shown.close()
    else:
        numbers |= found
    return sheet


def _seen(shown: Any, text: Handle, page: Page, numbers: dict[tuple[object, ...], int]) -> Sheet | None:
    width, height = shown.get_size()
    turns, turned = turns_of(text), shown.get_rotation()
    if (turned and not turns) or width * height > LARGEST:
        return None
    bitmap = shown.render(scale=DOTS / 72, grayscale=True, rotation=(90 * turns - turned) % 360)
    image = np.array(bitmap.to_numpy(), np.uint8).reshape(bitmap.height, bitmap.width, -1)[..., 0]
    bitmap.close()
    image = _on_white(image, page)
    bare = _without_rulings(image, page)
    sheet = Sheet(page, image, shown)
    spaced = False
    marks: list[tuple[int, int, int, int]] = []
    for box, tight, line, code in _characters(ctypes.cast(shown.raw, Handle), text, turns):
        ink = _ink(image if code else bare, tight)
        if ink is None:
            spaced = True
            continue
        if code == _ASLANT:
            marks.append(ink)
            continue
        x0, y0, x1, y1 = ink
        level = round(line)
        cut = image[y0:y1, x0:x1]
        # a comma and an inverted one, a full stop and a raised one are one shape at two heights
        key = (cut.shape, cut.tobytes(), (y1 - level) // 3)
        sheet.chars.append(Char(box, ink, level, numbers.setdefault(key, len(numbers)), code, spaced))
        spaced = False
    return sheet if _is_covered(bare, [*marks, *(char.ink for char in sheet.chars)]) else None


def _on_white(image: Gray, page: Page) -> Gray:
    """A page with what shows on its dark fills turned to black on white: sites set the words of a banner in white."""
    turned = image.copy()
    for box in page.fills:
        x0, y0, x1, y1 = (max(round(place * DOTS / 72), 0) for place in box)
        fill = image[y0:y1, x0:x1]
        if fill.size and (ground := np.median(fill)) < DARK:
            # its edge shows as a frame of its own
            turned[max(y0 - PEN, 0) : y1 + PEN, max(x0 - PEN, 0) : x1 + PEN] = 255
            turned[y0:y1, x0:x1] = 255 - np.clip((fill - ground) * (255 / (255 - ground)), 0, 255)
    return turned


def _without_rulings(image: Gray, page: Page) -> Gray:
    """A page without its rulings and the fills that are dark."""
    bare = image.copy()
    for lines, turned in ((page.across, bare), (page.down, bare.T)):
        for at, start, end in lines:
            near, begin, stop = (round(place * DOTS / 72) for place in (at, start, end))
            turned[max(near - PEN, 0) : near + PEN + 1, max(begin - PEN, 0) : stop + PEN] = 255
    return bare


def _is_covered(bare: Gray, inks: list[tuple[int, int, int, int]]) -> bool:
    """Whether nothing that may be a character shows besides those that the text layer has."""
    left = bare < DARK
    for x0, y0, x1, y1 in inks:
        left[max(y0 - 1, 0) : y1 + 1, max(x0 - 1, 0) : x1 + 1] = False
    stats = cv2.connectedComponentsWithStats(left.astype(np.uint8), connectivity=8)[2][1:]
    heights, widths, areas = (stats[:, at] for at in (cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH, cv2.CC_STAT_AREA))
    marks = (heights >= LEAST_HIGH) & (widths >= LEAST_WIDE) & (areas >= LEAST_INK)
    sides = np.maximum(heights, widths)
    bullets = (sides <= BULLET) & (np.minimum(heights, widths) > 0.75 * sides) & (areas > 0.7 * heights * widths)
    return not bool((marks & ~bullets).any())


def _characters(handle: Handle, text: Handle, turns: int) -> Iterator[tuple[Box, Box, float, Code | None]]:
    """Of each upright character its box, that of its ink, its line's height and its code, with the text turned upright.

    The first is in points, the others in pixels. What its font says is a blank may be a character, as its code may be any;
    it has no box of its own, and no code.
    """
    shown, loose, tight, origin = (
        Values(ctypes.c_float, 4), Values(ctypes.c_float, 4), Values(ctypes.c_double, 4), Values(ctypes.c_double, 2)
    )  # fmt: skip
    pdfium.page_box(handle, shown.ref)
    left, top, right, bottom = shown.seen
    view = View(left, bottom, right, top, turns)
    setting = Setting(text)
    for index in range(pdfium.count_chars(text)):
        item = pdfium.object_of_char(text, index)
        if not item or not pdfium.origin_of_char(text, index, *origin.refs):
            yield _NOTHING
            continue
        x, y, _, _ = view.box(*origin.seen, *origin.seen)
        if _is_aslant(setting, index):
            yield _NOTHING[0], _in_pixels(view.box(*_around(setting, index, origin.seen))), 0.0, _ASLANT
            continue
        said = pdfium.unicode_of(text, index), pdfium.is_unnamed(text, index)
        if said == (0x20, 0):
            size = setting.size(index)
            is_gap = pdfium.is_generated(text, index)
            if is_gap:
                yield _NOTHING  # it parts what follows from what stands before
            for begin, end in _places_of_blanks(text, index, view, (x, y), size, 0.0 if is_gap else size):
                place = begin, y - 0.86 * size, end, y + 0.14 * size
                yield place, _in_pixels(place), y * DOTS / 72, None
        elif pdfium.box_of_char(text, index, loose.ref) and pdfium.tight_box_of_char(text, index, *tight.refs):
            left, top, right, bottom = loose.seen
            placed = turned_box(setting, index, (left, bottom, right, top)) if turns else (left, bottom, right, top)
            if placed is not None:
                left, right, bottom, top = tight.seen
                code = pdfium.font_of(item) or 0, *said
                yield view.box(*placed), _in_pixels(view.box(left, bottom, right, top)), y * DOTS / 72, code


def _is_aslant(setting: Setting, index: int) -> bool:
    quarter = setting.angle(index) / (math.pi / 2)
    return abs(quarter - round(quarter)) > _UPRIGHT


def _around(setting: Setting, index: int, origin: Sequence[float]) -> Box:
    """The box around a character set aslant, of which PDFium tells none."""
    size, angle = setting.size(index), setting.angle(index)
    along, up = (size * math.cos(angle), -size * math.sin(angle)), (size * math.sin(angle), size * math.cos(angle))
    xs = [origin[0] + a * along[0] + b * up[0] for a in (0, 1) for b in (-_BELOW, 1)]
    ys = [origin[1] + a * along[1] + b * up[1] for a in (0, 1) for b in (-_BELOW, 1)]
    return min(xs), min(ys), max(xs), max(ys)


def _in_pixels(box: Box) -> Box:
    x0, y0, x1, y1 = box
    return x0 * DOTS / 72, y0 * DOTS / 72, x1 * DOTS / 72, y1 * DOTS / 72


def _places_of_blanks(
    text: Handle, index: int, view: View, origin: tuple[float, float], size: float, least: float
) -> Iterator[tuple[float, float]]:
    """From where to where the blanks at a place reach, up to the character after them on its line; `least` far without one.

    Of several in a row PDFium tells the first alone, and of one after a gap the gap: each may be a character of a word.
    """
    x, y = origin
    place = Values(ctypes.c_double, 2)
    reach = least
    if pdfium.object_of_char(text, index + 1) and pdfium.origin_of_char(text, index + 1, *place.refs):
        other, line, _, _ = view.box(*place.seen, *place.seen)
        if abs(line - y) < LEVEL * size and 0 <= other - x < MOST_BLANKS * size:
            reach = other - x
    for at in range(round(reach / size) or bool(least)):
        yield x + at * size, x + min((at + 1) * size, reach)


def _ink(image: Gray, box: Box) -> tuple[int, int, int, int] | None:
    """The box in pixels of the ink within a tight box; None where it shows nothing."""
    x0, y0 = max(round(box[0]), 0), max(round(box[1]), 0)
    dark = image[y0 : max(round(box[3]), y0 + 1), x0 : max(round(box[2]), x0 + 1)] < INK
    rows, columns = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
    if not len(rows):
        return None
    return x0 + int(columns[0]), y0 + int(rows[0]), x0 + int(columns[-1]) + 1, y0 + int(rows[-1]) + 1

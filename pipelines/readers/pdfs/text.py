"""The characters of a PDF page as glyphs, with the text upright and the origin above left.

Hidden text, watermarks and what lies outside the page as shown are left out; a character that its font does not name
is U+FFFD. Lines and words are made of them in `lines`.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from pipelines.readers.characters import character_of
from pipelines.readers.document import UNNAMED, UnreadableError
from pipelines.readers.pages.lattice import Box, Glyph
from pipelines.readers.pages.off_paper import EDGE
from pipelines.readers.pdfs import pdfium
from pipelines.readers.pdfs.marks import marks_of
from pipelines.readers.pdfs.objects import INVISIBLE, PageObjects
from pipelines.readers.pdfs.pdfium import Handle, Values
from pipelines.readers.pdfs.view import View
from pipelines.reasons import because

#: A page of text holds 1,000 to 3,000 characters; past this it is no page of a report.
MAX_CHARS_PER_PAGE = 50_000
#: What PDFium puts in the place of a hyphen at the end of a line.
_HYPHENS = frozenset((0x02, 0xFFFE))
_HYPHEN, _BLANK = "\x02", " "
_NO_CHARACTERS = frozenset((0xFFFD, 0xFFFF))
#: No-break, ideographic and other blanks, the soft hyphen, and marks without a width.
_BLANKS = frozenset((0xA0, 0xAD, 0x2002, 0x2003, 0x2009, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x3000, 0xFEFF))
_FIRST_IDEOGRAPH = "\u4e00"
#: Boxes of East Asian characters are as high as wide, up to the leading that fonts give them.
_TOO_HIGH = 1.8
#: Fewer boxes than this share are too high by chance; and how far of its size a character reaches above its line.
_FEW, _ABOVE = 0.05, 0.86
#: With less room than this share of its width between it and an edge, the character behind one does not show.
_ROOM = 0.2
#: What PDFium writes is read before it writes again, so that one of each serves all pages.
_BOX, _UNITS = Values(ctypes.c_float, 4), Values(ctypes.c_ushort, 2 * MAX_CHARS_PER_PAGE + 1)


def glyphs_of(
    text: Handle, view: View, number: int, objects: PageObjects, drawn: tuple[float, float] = (0.0, 0.0)
) -> list[Glyph]:
    """The visible characters in the order of the file; those whose font names no character are U+FFFD.

    So are those beside the page where its tables, `drawn` from x to x, reach: a cell that shows nothing is not blank there.
    """
    count = pdfium.count_chars(text)
    if count > MAX_CHARS_PER_PAGE:
        raise UnreadableError(because("too_many_characters", page=number, most=MAX_CHARS_PER_PAGE))
    # Local names: the loop runs for every character of a report.
    ref, seen = _BOX.ref, _BOX.seen
    box_of, is_unnamed, box = pdfium.box_of_char, pdfium.is_unnamed, view.box
    new: Callable[..., Glyph] = tuple.__new__  # of the arguments in a tuple: half the cost of naming them
    low, high, height, hidden, turned = view.low, view.high, view.height, objects.hidden, objects.turned
    view_left, view_top = view.left, view.bottom + view.up
    glyphs: list[Glyph] = []
    indexes: list[int] = []
    aslant: list[tuple[int, Box]] = []
    setting = Setting(text)
    spaced = False
    for index, written in enumerate(_characters(text, count)):
        char = read_as(written)
        if char <= _BLANK:
            if not char:
                continue  # the second half of the one before
            if char == _HYPHEN and pdfium.is_hyphen(text, index):
                char = "-"
            elif written != "\ufffe" and not is_unnamed(text, index) and (written != "\0" or not _shows(text, index)):
                spaced = True
                continue
            else:
                char = UNNAMED  # the code of the glyph in its font, not of a character
        if not box_of(text, index, ref):
            continue
        if hidden and _is_invisible(text, index):
            continue
        left, top, right, bottom = seen
        if turned:
            placed = turned_box(setting, index, (left, bottom, right, top))
            if placed is None:
                aslant.append((index, box(left, bottom, right, top)))
                continue  # a watermark or a stamp
            x0, y0, x1, y1 = box(*placed)
        else:  # `view.box` without turns
            x0, y0, x1, y1 = left - view_left, view_top - top, right - view_left, view_top - bottom
        if x1 <= low or y1 <= 0 or x0 >= high or y0 >= height or y1 <= y0:
            if glyphs and not spaced and _goes_on(glyphs[-1], x0, y0, x1, y1):
                glyphs.append(Glyph(glyphs[-1].x1, *glyphs[-1][1:4], UNNAMED))  # the edge of the page cuts a word
                indexes.append(index)
            elif drawn[0] < x0 and x1 < drawn[1] and y1 > max(y0, 0) and y0 < height:
                glyphs.append(Glyph(x0, y0, x1, y1, UNNAMED, spaced))
                indexes.append(index)
            continue
        glyphs.append(new(Glyph, (x0, y0, x1, y1, UNNAMED if is_unnamed(text, index) else char, spaced)))
        indexes.append(index)
        spaced = False
    glyphs = _as_high_as_wide(setting, glyphs, indexes, view)
    backs = [box(*back) for back in objects.backs] if objects.whitened else None
    marks = marks_of(text, glyphs, indexes, aslant, backs)
    glyphs = [glyph for place, glyph in enumerate(glyphs) if place not in marks] if marks else glyphs
    # a page cut out around a table ends with it at both sides
    is_left, is_right = drawn[0] <= low + EDGE, drawn[1] >= high - EDGE
    is_left, is_right = is_left and (low > 0 or not is_right), is_right and (high < view.width or not is_left)
    return list(_open_at(glyphs, low, high, is_left, is_right)) if is_left or is_right else glyphs


def _open_at(glyphs: list[Glyph], low: float, high: float, is_left: bool, is_right: bool) -> Iterator[Glyph]:
    """The glyphs, and one without a name beside each that stands at an edge where tables are cut: more may stand behind it.

    A program leaves characters out that would not show at all.
    """
    for glyph in glyphs:
        yield glyph
        room, middle = _ROOM * (glyph.x1 - glyph.x0), (glyph.x0 + glyph.x1) / 2
        is_at_edge = (is_left and glyph.x0 < low + room) or (is_right and glyph.x1 > high - room)
        if is_at_edge and glyph.char != UNNAMED:
            yield Glyph(middle, glyph.y0, middle, glyph.y1, UNNAMED)


def _characters(text: Handle, count: int) -> Sequence[str]:
    """What PDFium read, for each index: all at once where that leaves none out, which holds for most pages.

    PDFium counts a rare character as two; it stands at the first of them, and nothing at the second.
    """
    if pdfium.text_of(text, 0, count, _UNITS.ref) == count + 1:
        characters = bytes(_UNITS.seen[:count]).decode("utf-16-le", "surrogatepass")
        if len(characters) == count:
            return characters
    halves = [chr(pdfium.unicode_of(text, index)) for index in range(count)]
    for index, (high, low) in enumerate(pairwise(halves)):
        if "\ud800" <= high <= "\udbff" and "\udc00" <= low <= "\udfff":
            halves[index : index + 2] = [(high + low).encode("utf-16", "surrogatepass").decode("utf-16"), ""]
    return halves


@cache
def read_as(char: str) -> str:
    """What a character stands for: a blank, what may be a hyphen, no character or the one that a radical looks like."""
    if not char:
        return char
    code = ord(char)
    if code in _HYPHENS:
        return _HYPHEN
    if code <= 0x20 or code in _BLANKS:
        return _BLANK
    if 0xD800 <= code <= 0xF8FF or code in _NO_CHARACTERS:  # also half of a character, with nothing to make it whole
        return UNNAMED
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return character_of(char)
    return char


class Setting:
    """How the characters of a page are set; one buffer of each kind serves all pages."""

    _place = Values(ctypes.c_double, 2)
    _matrix = Values(ctypes.c_float, 6)

    def __init__(self, text: Handle) -> None:
        self.text = text

    def angle(self, index: int) -> float:
        """How far a character is turned clockwise."""
        return float(pdfium.angle_of_char(self.text, index))

    def origin(self, index: int) -> tuple[float, float] | None:
        """Where on its line a character begins, from below left; None where PDFium does not say."""
        if not pdfium.origin_of_char(self.text, index, *self._place.refs):
            return None
        x, y = self._place.seen
        return x, y

    def size(self, index: int) -> float:
        """The type size of a character as it shows on the page, in points."""
        pdfium.matrix_of_char(self.text, index, self._matrix.ref)
        a, b = self._matrix.seen[:2]
        return float(pdfium.size_of_char(self.text, index)) * (math.hypot(a, b) or 1.0)


def _as_high_as_wide(setting: Setting, glyphs: list[Glyph], indexes: list[int], view: View) -> list[Glyph]:
    """The glyphs with boxes of the type's height: some programs write fonts whose boxes reach into the lines around.

    Other fonts of the page may have boxes as they should be, so each character is held against its own size, and set on
    its line anew.
    """
    wide = [
        glyph for glyph in glyphs[:: len(glyphs) // 200 + 1] if glyph.char >= _FIRST_IDEOGRAPH and glyph.x1 > glyph.x0
    ]
    if sum(_is_too_high(glyph, glyph.x1 - glyph.x0) for glyph in wide) <= _FEW * len(wide):
        return glyphs
    new: Callable[..., Glyph] = tuple.__new__
    lines: dict[
        tuple[float, float], tuple[float, float | None]
    ] = {}  # of the height of a box, which a whole line shares
    found: list[Glyph] = []
    for glyph, index in zip(glyphs, indexes, strict=True):
        x0, y0, x1, y1, char, spaced = glyph
        size = x1 - x0  # of an ideograph; others are narrower than they are high
        if 0 < size <= (y1 - y0) / _TOO_HIGH:
            if (y0, y1) not in lines:
                lines[y0, y1] = setting.size(index), _line_below(setting, index, (y0 + y1) / 2, view)
            own, line = lines[y0, y1]
            size = size if char >= _FIRST_IDEOGRAPH else own
            if line is not None and y1 - y0 >= _TOO_HIGH * size:
                above = 0.5 if view.turns else _ABOVE
                y0, y1 = line - above * size, line + (1 - above) * size
        found.append(new(Glyph, (x0, y0, x1, y1, char, spaced)))
    return found


def _is_too_high(glyph: Glyph, size: float) -> bool:
    return glyph.y1 - glyph.y0 >= _TOO_HIGH * size


def _line_below(setting: Setting, index: int, middle: float, view: View) -> float | None:
    """The height at which a character stands on its line, of one set upwards its `middle`; None where PDFium does not say."""
    origin = setting.origin(index)
    if origin is None:
        return None
    return middle if view.turns else view.box(*origin, *origin)[1]


def _goes_on(last: Glyph, x0: float, y0: float, x1: float, y1: float) -> bool:
    """Whether a character out of sight stands beside one that is seen."""
    size = last.y1 - last.y0
    is_beside = min(abs(x0 - last.x1), abs(last.x0 - x1)) < 0.3 * size
    return is_beside and min(last.y1, y1) - max(last.y0, y0) > 0.5 * min(size, y1 - y0)


def _shows(text: Handle, index: int) -> bool:
    """Whether a character has an outline: one whose code is nought passes for named, and is of a font without names."""
    place = Values(ctypes.c_double, 4)
    if not pdfium.tight_box_of_char(text, index, *place.refs):
        return False
    left, right, bottom, top = place.seen
    return right > left and top > bottom


def _is_invisible(text: Handle, index: int) -> bool:
    text_object = pdfium.object_of_char(text, index)
    return bool(text_object) and pdfium.render_mode(text_object) == INVISIBLE


def turned_box(setting: Setting, index: int, box: Box) -> Box | None:
    """The box of a character on a page with turned text, in page coordinates; None when it is set aslant.

    PDFium places the boxes of turned characters of some fonts beside them; the origin tells where they stand.
    """
    quarter = setting.angle(index) / (math.pi / 2)
    if not quarter:
        return box
    if abs(quarter - round(quarter)) > 0.05:
        return None
    origin = setting.origin(index)
    if origin is None:
        return box
    x, y = origin
    size = setting.size(index)
    reach = 0.3 * size
    is_near = box[0] - reach <= x <= box[2] + reach and box[1] - reach <= y <= box[3] + reach
    if is_near and max(box[2] - box[0], box[3] - box[1]) < 1.6 * size:
        return box
    along, up = (size, 0.85 * size) if pdfium.unicode_of(setting.text, index) >= 0x2E80 else (size / 2, 0.75 * size)
    ahead_x, ahead_y = ((1, 0), (0, -1), (-1, 0), (0, 1))[round(quarter) % 4]  # clockwise
    up_x, up_y = -ahead_y, ahead_x
    xs = [x - 0.15 * size * up_x, x + along * ahead_x + up * up_x]
    ys = [y - 0.15 * size * up_y, y + along * ahead_y + up * up_y]
    return min(xs), min(ys), max(xs), max(ys)

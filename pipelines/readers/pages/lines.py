"""Glyphs to lines of text: the reading order of characters that a page only places.

Horizontal lines, vertical columns (header text set upright or turned) and the joining of wrapped lines belong here;
tables belong to `lattice`, paragraphs and pages to `readers/placed.py`.
"""

from __future__ import annotations

import re
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from pipelines.readers.document import UNNAMED
from pipelines.readers.pages.lattice import Box, Glyph

#: Of two characters on one line the second begins behind this share of the narrower one; marks, set close, behind less.
OVERPRINT, OVERLAPPED = 0.65, 0.3
#: Lines nearer than this share of the type size lie over one another.
PRINTED_OVER = 0.6
#: Boxes that share this much of the lower one's height stand on one line; fonts give boxes of several heights.
LEVEL = 0.6
#: A character less high than this share of its line may be thin; of two lines it is of the one whose characters are nearer by
#: this share of its width.
_THIN, _NEARER = 0.9, 0.5
#: Marks that hang from the line their number stands on; where a font draws each character in a box of its own, below it.
HANGING = frozenset(",.，．")
#: Characters nearer to one another than half of this share of the type size, in both directions, lie on a heap.
HEAPED = 0.5
#: Gaps that differ by less than this share of the type size are even.
EVEN = 0.25
#: A gap wider than this share of the type size parts two Latin words or two figures.
WORD_GAP = 0.25
#: A gap wider than this many characters parts two phrases that stand on one line.
PHRASE_GAP = 2.0
#: The type of a title is at least so many times as large as that of what stands beside it.
OTHER_TYPE = 1.2
#: A gap wider than this parts a word from a figure: a label from the first figure of its row.
FIGURE_GAP = 0.8
#: Cell margins of both sides as word processors set them (2 x 5.4 points) and a little for justification.
MARGINS = 12.0
#: A line whose characters leave more than this share of the type size between them may be set wide.
AIRY = 0.5


class Line(NamedTuple):
    """A line of text and its box; `size` is its type size in points, `air` what its characters are set apart by."""

    text: str
    box: Box
    size: float
    first_width: float
    air: float = 0.0


def is_wide(char: str) -> bool:
    """Whether a character is of the East Asian kind that is set without blanks."""
    return char >= "\u2e80" or char in _WIDE


def _is_ideograph(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


_LEFT = attrgetter("x0")
_WIDE = frozenset("“”‘’—…·")
#: A number with a mark between its digits and blanks between its signs; figures of several columns have no such mark.
_SPREAD = re.compile(r"[-+]?\s?\d[\d\s]*[,.][\d\s,.]*\d(?:\s?[万亿元])*")


def lines_of(glyphs: list[Glyph]) -> list[Line]:
    """Horizontal lines from top to bottom, each from left to right."""
    if not glyphs:
        return []
    if len(glyphs) == 1:
        return [line_of(glyphs)]
    return [line_of(line) for line in glyphs_by_line(glyphs)]


def glyphs_by_line(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each line from left to right, the lines from top to bottom."""
    if not glyphs:
        return []
    if min([g.y1 for g in glyphs]) > max([g.y0 + g.y1 for g in glyphs]) / 2:
        return [sorted(glyphs)]  # every box reaches below every middle: one line, the usual case in a cell
    lines: list[list[Glyph]] = []
    thin: list[tuple[int, Glyph]] = []
    top = bottom = 0.0
    for glyph in sorted(sorted(glyphs, key=_LEFT), key=_middle):
        # Some fonts give thin boxes to thin characters (一, a dash): what lies inside a line's height is on the line.
        # A line is as high as its highest box: what lies between two lines must not make them one.
        y0, y1 = glyph.y0, glyph.y1
        if top == y0 < y1 == bottom and lines:
            lines[-1].append(glyph)  # most are as high as the one before
            continue
        shared = (y1 if y1 < bottom else bottom) - (y0 if y0 > top else top)  # noqa: FURB136 - a third of calling them
        height, own = bottom - top, y1 - y0
        if lines and (shared > LEVEL * height or shared > LEVEL * own or (shared > 0 and glyph.char in HANGING)):
            lines[-1].append(glyph)
            if own > height:
                top, bottom = y0, y1
            elif own < _THIN * height:
                thin.append((len(lines) - 1, glyph))
        else:
            lines.append([glyph])
            top, bottom = y0, y1
    for at, glyph in thin:
        _put_beside(glyph, at, lines)
    return [sorted(line) for line in lines if line]


def _put_beside(glyph: Glyph, at: int, lines: list[list[Glyph]]) -> None:
    """Move a thin character from a line to the next one where both share its height and that one's characters are nearer.

    Lines of two cells overlap in height where one cell has more of them than the other.
    """
    own = [other for other in lines[at] if other is not glyph]
    below = [
        other for line in lines[at + 1 : at + 2] for other in line if other.y0 <= glyph.y0 and glyph.y1 <= other.y1
    ]
    if own and below and _distance(glyph, below) + _NEARER * (glyph.x1 - glyph.x0) < _distance(glyph, own):
        lines[at] = own
        lines[at + 1].append(glyph)


def _distance(glyph: Glyph, others: list[Glyph]) -> float:
    return min(max(other.x0 - glyph.x1, glyph.x0 - other.x1) for other in others)


def by_type(line: list[Glyph]) -> list[list[Glyph]]:
    """A line in parts, those that stand far from one another in types of two sizes: a title, and a menu beside it."""
    parts, begin = [], 0
    for at, (left, right) in enumerate(pairwise(line), 1):
        if right.x0 - left.x1 > PHRASE_GAP * (left.y1 - left.y0):
            sizes = [_type_size(part) for part in (line[begin:at], line[at:])]
            if min(sizes) > 0 and max(sizes) > OTHER_TYPE * min(sizes):
                parts.append(line[begin:at])
                begin = at
    return [*parts, line[begin:]]


def _type_size(glyphs: list[Glyph]) -> float:
    """How wide the ideographs of a part of a line are that stand first; 0 without any."""
    return next((glyph.x1 - glyph.x0 for glyph in glyphs if _is_ideograph(glyph.char)), 0.0)


def _middle(glyph: Glyph) -> float:
    return glyph.y0 + glyph.y1


def line_of(glyphs: list[Glyph]) -> Line:
    """Glyphs of one line, from left to right, as its text; UNNAMED stands where two lie over one another."""
    x0, top, right, bottom, last_char, _ = first = glyphs[0]
    last_x = x0
    parts = [last_char]
    sizes = [right - x0] if last_char >= "\u2e80" else []
    last_right = right
    inked = right - x0
    for x0, y0, x1, y1, char, spaced in glyphs[1:]:
        size = bottom - top
        step = x0 - last_x
        if step < OVERPRINT * size:
            if char == last_char and step < 0.15 * size:
                continue  # printed twice with a small shift: how some programs make bold type
            narrower = min(x1 - x0, last_right - last_x)
            if last_char in HANGING:  # a font that is not in the file gives a point the box of a digit
                narrower /= 2
            if step < OVERPRINT * narrower and (
                step < OVERLAPPED * narrower or (_is_ideograph(char) and _is_ideograph(last_char))
            ):
                parts.append(UNNAMED)  # printed over one another: neither can be read
        if spaced or x0 - last_right > WORD_GAP * size:
            wide, last_wide = is_wide(char), is_wide(last_char)
            least = PHRASE_GAP if wide and last_wide else FIGURE_GAP if wide or last_wide else WORD_GAP
            if x0 - last_right > least * size or not (wide or last_wide):
                parts.append(" ")
        parts.append(char)
        if char >= "\u2e80":
            sizes.append(x1 - x0)
        if y0 < top or y1 > bottom:
            top, bottom = min(top, y0), max(bottom, y1)
        right = x1 if x1 > right else right  # noqa: FURB136 - a third of calling `max`
        inked += x1 - x0
        last_x, last_right, last_char = x0, x1, char
    # Fonts disagree about how high their boxes reach; an East Asian character is as wide as its type size.
    sizes = sorted(sizes) or sorted([g.y1 - g.y0 for g in glyphs])
    size = sizes[len(sizes) // 2]
    air = _air(glyphs) if right - first.x0 - inked > AIRY * size else 0.0
    return Line("".join(parts), (first.x0, top, right, bottom), size, first.x1 - first.x0, air)


def _air(glyphs: list[Glyph]) -> float:
    """How far most characters of a line are set apart, as on the grid of a page; two with a gap between them are not."""
    gaps = sorted(right.x0 - left.x1 for left, right in pairwise(glyphs))
    return max(gaps[(len(gaps) - 1) // 2], 0.0) if len(gaps) > 1 else 0.0


def cell_text(glyphs: list[Glyph], width: float) -> tuple[str, bool]:
    """The text of a cell `width` points wide, and whether its last line is full, so that it may go on elsewhere.

    Wrapped lines are joined, a line break stands where a line ends before the margin.
    """
    if not glyphs:
        return "", False
    if len(glyphs) == 1:  # a digit alone, the most frequent cell
        x0, y0, x1, y1, char, _ = glyphs[0]
        next_width = x1 - x0 if char >= "\u2e80" else (y1 - y0) * (0.5 if char.isascii() else 1.0)
        return char, width - (x1 - x0) <= next_width + MARGINS
    heights = [glyph.y0 + glyph.y1 for glyph in glyphs]
    is_level = heights.count(heights[0]) == len(heights)  # most cells
    if not is_level and _is_vertical(glyphs):
        return _vertical_text(glyphs), True
    if _is_heap(glyphs):
        return "".join(glyph.char for glyph in glyphs), True
    lines = [line_of(sorted(glyphs))] if is_level else lines_of(glyphs)
    text = lines[0].text if len(lines) > 1 else _spread_number(glyphs, lines[0])
    for upper, lower in pairwise(lines):
        text += (UNNAMED if _is_printed_over(upper, lower) else join_mark(upper, lower, width)) + lower.text
    last = lines[-1]
    # The next character would be of the kind of the last one; figures are half as wide as words.
    return text, is_full(last, last.size * (0.5 if last.text[-1].isascii() else 1.0), width)


def _spread_number(glyphs: list[Glyph], line: Line) -> str:
    """The text of a cell's only line, a number whose signs are set evenly apart being one number still."""
    if " " not in line.text or not _SPREAD.fullmatch(line.text):
        return line.text
    gaps = [right.x0 - left.x1 for left, right in pairwise(sorted(glyphs)) if right.char.isascii()]
    is_even = max(gaps) - min(gaps) < EVEN * line.size
    return line.text.replace(" ", "") if is_even else line.text


def _is_printed_over(upper: Line, lower: Line) -> bool:
    """Whether two lines of a cell lie over one another: words of a cell beside or above it run into this one."""
    pitch = (lower.box[1] + lower.box[3] - upper.box[1] - upper.box[3]) / 2
    shared = min(upper.box[2], lower.box[2]) - max(upper.box[0], lower.box[0])
    return shared > 0 and pitch < PRINTED_OVER * min(upper.size, lower.size)


def is_full(line: Line, next_width: float, width: float) -> bool:
    """Whether a line was broken because the next character, `next_width` wide, no longer fitted."""
    return width - (line.box[2] - line.box[0]) <= next_width + line.air + MARGINS


def join_mark(upper: Line, lower: Line, width: float) -> str:
    """What stands between two lines of one cell: nothing or a blank inside a wrapped text, else a line break."""
    if not is_full(upper, lower.first_width, width):
        return "\n"
    is_latin = upper.text[-1].isascii() and upper.text[-1].isalpha() and lower.text[0].isascii()
    return " " if is_latin and lower.text[0].isalpha() else ""


def _is_vertical(glyphs: list[Glyph]) -> bool:
    """Whether characters follow one another downwards or upwards in the file: the text is set vertically."""
    steps = 0
    last_x0, last_y0, last_x1, last_y1, _, _ = glyphs[0]
    for x0, y0, x1, y1, _, _ in glyphs:
        upright = y0 + y1 - last_y0 - last_y1
        if upright:  # most stand level with the one before
            size = 0.6 * max(last_y1 - last_y0, last_x1 - last_x0)
            if -size < x0 + x1 - last_x0 - last_x1 < size and (upright > size or upright < -size):
                steps += 1
        last_x0, last_y0, last_x1, last_y1 = x0, y0, x1, y1
    return steps > 0.5 * (len(glyphs) - 1)


def _is_heap(glyphs: list[Glyph]) -> bool:
    """Whether words lie over one another at one place: vertical text in a font that does not say how high its characters are.

    The order of the file is all that tells how they are read, so figures are not read so.
    """
    x0, y0, x1, y1, first, _ = glyphs[0]
    if not _is_ideograph(first):
        return False
    size = max(x1 - x0, y1 - y0)
    for upper, lower in pairwise(glyphs):
        across, down = lower.x0 + lower.x1 - upper.x0 - upper.x1, lower.y0 + lower.y1 - upper.y0 - upper.y1
        if not _is_ideograph(lower.char) or lower.char == upper.char or max(abs(across), abs(down)) > HEAPED * size:
            return False
    return True


def _vertical_text(glyphs: list[Glyph]) -> str:
    """Vertical text in the order of the file, the one thing that tells columns right to left from turned lines.

    One column whose characters stand in no order in the file is read from top to bottom.
    """
    steps = [right.y0 - left.y0 for left, right in pairwise(glyphs)]
    width = max(glyph.x1 - glyph.x0 for glyph in glyphs)
    is_column = max(glyph.x1 for glyph in glyphs) - min(glyph.x0 for glyph in glyphs) < 1.5 * width
    if is_column and min(steps) < 0 < max(steps):
        glyphs = sorted(glyphs, key=lambda glyph: glyph.y0)
    kept = glyphs[:1]
    for glyph in glyphs[1:]:
        reach = 0.3 * (glyph.y1 - glyph.y0)
        if not any(
            glyph.char == other.char and abs(glyph.x0 - other.x0) + abs(glyph.y0 - other.y0) < reach for other in kept
        ):
            kept.append(glyph)
    return "".join(glyph.char for glyph in kept)

"""What a PDF page draws besides its characters: rulings, filled boxes, pictures, and how its text objects are set.

Boxes are in page coordinates (origin below left). What is a table among them belongs to `lattice`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable

from pypdfium2 import raw

from pipelines.readers.document import UnreadableError
from pipelines.readers.pages.lattice import THICK, Box, drawn_boxes, is_thin
from pipelines.readers.pdfs import pdfium
from pipelines.readers.pdfs.clips import Ruled, sides_of
from pipelines.readers.pdfs.outlines import (
    LEAST_LETTER,
    MOST_ROUND,
    Matrix,
    is_frame,
    is_lettering,
    is_one_outline,
    is_rounded,
    point_at,
    rectangle_of,
    sides,
    sides_between,
    subpaths,
)
from pipelines.readers.pdfs.pdfium import Handle, Values
from pipelines.reasons import because

#: Objects on one page: a table draws some hundreds, a map tens of thousands.
MAX_OBJECTS_PER_PAGE = 50_000
#: Points of one path: a dotted border has some thousands.
MAX_SEGMENTS_PER_PATH = 50_000
#: A third of an A5 page: a picture as large as this may show a table.
LARGE_PICTURE = 60_000.0
#: Points across and down. So may one that is as wide as half a page, and as high as a head with a row of figures.
WIDE_PICTURE = (250.0, 40.0)

#: Segments of letters drawn as outlines, some twenty a letter: so many on a page without characters are its text.
MOST_ORNAMENT = 4_000

INVISIBLE = 3
#: PDFium gives a stroked line's box room for its corners: twice the width of its pen.
_PENS = 2
#: On white paper no one sees what is as light as this, of 255.
WHITE = 250


class PageObjects:
    """`lines` are thin boxes, `fills` wider filled ones; `hidden` tells of invisible text, `turned` of text not upright.

    `whitened` tells of text in white, which shows on `backs` alone: fills of any shape that are not white, and pictures.
    `sides` are from where to where rulings show.
    """

    # What PDFium writes is read before it writes again, so that one of each serves all pages.
    _bounds = Values(ctypes.c_float, 4)
    _mode = Values(ctypes.c_int, 2)
    _colour = Values(ctypes.c_uint, 4)
    _place = Values(ctypes.c_float, 2)
    _matrix = Values(ctypes.c_float, 6)

    def __init__(self, page: Handle, number: int) -> None:
        self.lines: list[Box] = []
        self.fills: list[Box] = []
        self.backs: list[Box] = []
        self.pictured = self.hidden = self.turned = self.whitened = False
        self._number = number
        self._seen = 0
        self._picture_area = 0.0
        self._lettering = 0
        self._embedded: dict[int | None, bool] = {}
        self._ruled: list[Ruled] = []
        count, of_page = pdfium.count_objects(page), pdfium.object_at
        self._visit(count, (of_page(page, index) for index in range(count)), None, 0)
        self.sides = sides_of(self._ruled)

    @property
    def is_lettered(self) -> bool:
        """Whether outlines of letters enough for a text are drawn, as programs leave them that write no fonts."""
        return self._lettering > MOST_ORNAMENT

    def _visit(self, count: int, items: Iterable[Handle], matrix: Matrix | None, depth: int) -> None:
        self._seen += count
        if self._seen > MAX_OBJECTS_PER_PAGE:
            raise UnreadableError(because("too_many_objects", page=self._number, most=MAX_OBJECTS_PER_PAGE))
        kind_of = pdfium.kind_of
        for item in items:
            kind = kind_of(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self._text(item, matrix)
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(item, matrix)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._picture(item, matrix)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 8:
                inner = _product(self._matrix_of(item), matrix)
                within = pdfium.count_inner(item)
                self._visit(within, (pdfium.inner_at(item, index) for index in range(within)), inner, depth + 1)

    def _picture(self, item: Handle, matrix: Matrix | None) -> None:
        box = self._box(item, matrix)
        if box is None:
            return
        self.backs.append(box)
        # a scanner may cut a page into strips
        self._picture_area += (box[2] - box[0]) * (box[3] - box[1])
        is_wide = box[2] - box[0] > WIDE_PICTURE[0] and box[3] - box[1] > WIDE_PICTURE[1]
        self.pictured = self.pictured or is_wide or self._picture_area > LARGE_PICTURE

    def _box(self, item: Handle, matrix: Matrix | None) -> Box | None:
        if not pdfium.bounds_of(item, *self._bounds.refs):
            return None
        left, bottom, right, top = self._bounds.seen
        return (left, bottom, right, top) if matrix is None else _transformed(matrix, left, bottom, right, top)

    def _rectangle(self, item: Handle, segments: int, matrix: Matrix) -> Box | None:
        """The box of a path that is one upright rectangle and not thin, as most of a table's are; None for another."""
        a, b, c, d, e, f = matrix
        if not 4 <= segments <= 5 or b or c:
            return None
        part_at, point_of = pdfium.segment_at, pdfium.segment_point
        seen, (x, y), points = self._place.seen, self._place.refs, []
        for index in range(segments):
            part = part_at(item, index)
            # a curve has three points, so one among these shows at the second or at the third
            if 0 < index < 3 and pdfium.segment_kind(part) != raw.FPDF_SEGMENT_LINETO:
                return None
            if not point_of(part, x, y):
                return None
            points.append(tuple(seen))
        (ax, ay), second, (cx, cy), fourth = points[:4]
        one, other = (ax, cy), (cx, ay)
        if (second, fourth) not in ((one, other), (other, one)) or (segments == 5 and points[4] != points[0]):
            return None
        x0, x1, y0, y1 = a * ax + e, a * cx + e, d * ay + f, d * cy + f
        box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        return None if is_thin(box) else box

    def _matrix_of(self, item: Handle) -> Matrix:
        if not pdfium.matrix_of(item, self._matrix.ref):
            return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
        a, b, c, d, e, f = self._matrix.seen
        return a, b, c, d, e, f

    def _text(self, item: Handle, matrix: Matrix | None) -> None:
        if pdfium.render_mode(item) == INVISIBLE:
            self.hidden = True
            return
        if not self.whitened:
            self.whitened = self._is_white(item)
        if not self.turned and pdfium.matrix_of(item, self._matrix.ref):
            a, b, c, d, _, _ = self._matrix.seen
            if matrix is not None:
                a, b = _product((a, b, c, d, 0.0, 0.0), matrix)[:2]
            self.turned = a <= 0 or abs(b) > 0.05 * a
        font = pdfium.font_of(item)
        embedded = self._embedded.get(font)
        if embedded is None:
            embedded = self._embedded[font] = bool(font) and pdfium.is_embedded(Handle(font)) == 1
        if not embedded:
            self._give_width(item)

    def _is_white(self, item: Handle) -> bool:
        seen = self._colour.seen
        return bool(pdfium.colour_of(item, *self._colour.refs)) and seen[0] >= WHITE and min(seen[1:3]) >= WHITE

    def _give_width(self, item: Handle) -> None:
        """Keep PDFium from passing over a single character whose font is not in the file.

        Without a font the character has no outline, and PDFium leaves text objects of no width out of the text: a `0`
        alone in its cell would read as a blank. An outline drawn with a pen has a width whatever the font.
        """
        if pdfium.bounds_of(item, *self._bounds.refs) and self._bounds.seen[2] - self._bounds.seen[0] < 0.05:
            pdfium.set_render_mode(item, raw.FPDF_TEXTRENDERMODE_STROKE)
            pdfium.transform(item, 1, 0, 0, 1, 0, 0)  # has the bounds computed anew

    def _path(self, item: Handle, matrix: Matrix | None) -> None:
        pdfium.draw_mode(item, *self._mode.refs)
        filled, stroked = self._mode.seen
        if not filled and not stroked:
            return
        box = self._box(item, matrix)
        if box is None:
            return
        thin = is_thin(box)
        if filled and not thin and not self._is_white(item):
            self.backs.append(box)
        segments = pdfium.count_segments(item)
        if segments > MAX_SEGMENTS_PER_PATH:
            raise UnreadableError(because("too_many_points", page=self._number, most=MAX_SEGMENTS_PER_PATH))
        if thin and (segments == 2 or (segments < 6 and is_one_outline(item, segments))):
            self.lines.append(box)
            if matrix is None:
                self._ruled.append((box[0], box[2], item))
        elif segments > 2 or (stroked and min(box[2] - box[0], box[3] - box[1]) <= _PENS * THICK):
            whole = _product(self._matrix_of(item), matrix)
            if segments > LEAST_LETTER and is_lettering(item, segments, box):
                parts = [*subpaths(item, segments, whole, self._place)] if not filled and segments <= MOST_ROUND else []
                if not is_rounded(parts, box):
                    self._lettering += segments
                    return
            corners = self._rectangle(item, segments, whole)
            if corners is not None:
                self.lines.extend(sides(corners) if stroked else ())
                if matrix is None and stroked:
                    self._ruled.append((box[0], box[2], item))
                if filled and not stroked:
                    self.fills.append(corners)
                return
            outlines = [*subpaths(item, segments, whole, self._place)]
            for points in outlines:
                self.lines.extend(drawn_boxes(points, stroked=bool(stroked)))
            boxes = [] if not filled or stroked else [each for points in outlines if (each := rectangle_of(points))]
            if filled == raw.FPDF_FILLMODE_ALTERNATE and len(boxes) == len(outlines) and is_frame(boxes):
                self.lines.extend(sides_between(*boxes))
            else:
                self.fills.extend(boxes)


def _product(inner: Matrix, outer: Matrix | None) -> Matrix:
    """The matrix that applies `inner` first, then `outer`."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _transformed(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    corners = [point_at(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)

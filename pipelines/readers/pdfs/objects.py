"""What a PDF page draws besides its characters: rulings, filled boxes, pictures, and how its text objects are set.

Boxes are in page coordinates (origin below left). What is a table among them belongs to `lattice`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from itertools import islice, repeat

from pypdfium2 import raw

from pipelines.readers.document import UnreadableError
from pipelines.readers.pages.lattice import THICK, Box, drawn_boxes, is_thin
from pipelines.readers.pdfs import pdfium
from pipelines.readers.pdfs.clips import Ruled, sides_of
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
#: A letter with a curve has more segments than this; its box is no larger than so many points.
_LEAST_LETTER, _LARGEST_LETTER = 8, 45.0
#: A box with rounded corners has four curves on each of its two outlines; a path with more is a run of letters.
_MOST_CURVES = 8
#: On white paper no one sees what is as light as this, of 255.
WHITE = 250
_Matrix = tuple[float, float, float, float, float, float]


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

    def _visit(self, count: int, items: Iterable[Handle], matrix: _Matrix | None, depth: int) -> None:
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

    def _picture(self, item: Handle, matrix: _Matrix | None) -> None:
        box = self._box(item, matrix)
        if box is None:
            return
        self.backs.append(box)
        # a scanner may cut a page into strips
        self._picture_area += (box[2] - box[0]) * (box[3] - box[1])
        is_wide = box[2] - box[0] > WIDE_PICTURE[0] and box[3] - box[1] > WIDE_PICTURE[1]
        self.pictured = self.pictured or is_wide or self._picture_area > LARGE_PICTURE

    def _box(self, item: Handle, matrix: _Matrix | None) -> Box | None:
        if not pdfium.bounds_of(item, *self._bounds.refs):
            return None
        left, bottom, right, top = self._bounds.seen
        return (left, bottom, right, top) if matrix is None else _transformed(matrix, left, bottom, right, top)

    def _rectangle(self, item: Handle, segments: int, matrix: _Matrix) -> Box | None:
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

    def _matrix_of(self, item: Handle) -> _Matrix:
        if not pdfium.matrix_of(item, self._matrix.ref):
            return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
        a, b, c, d, e, f = self._matrix.seen
        return a, b, c, d, e, f

    def _text(self, item: Handle, matrix: _Matrix | None) -> None:
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

    def _path(self, item: Handle, matrix: _Matrix | None) -> None:
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
        if thin and (segments == 2 or (segments < 6 and _is_one_outline(item, segments))):
            self.lines.append(box)
            if matrix is None:
                self._ruled.append((box[0], box[2], item))
        elif segments > 2 or (stroked and min(box[2] - box[0], box[3] - box[1]) <= _PENS * THICK):
            whole = _product(self._matrix_of(item), matrix)
            if segments > _LEAST_LETTER and _is_lettering(item, segments, box):
                self._lettering += segments
                return
            corners = self._rectangle(item, segments, whole)
            if corners is not None:
                self.lines.extend(_sides(corners) if stroked else ())
                if matrix is None and stroked:
                    self._ruled.append((box[0], box[2], item))
                if filled and not stroked:
                    self.fills.append(corners)
                return
            outlines = [*_subpaths(item, segments, whole, self._place)]
            for points in outlines:
                self.lines.extend(drawn_boxes(points, stroked=bool(stroked)))
            boxes = [] if not filled or stroked else [each for points in outlines if (each := _rectangle(points))]
            if filled == raw.FPDF_FILLMODE_ALTERNATE and len(boxes) == len(outlines) and _is_frame(boxes):
                self.lines.extend(_sides(boxes[0]))
            else:
                self.fills.extend(boxes)


def _sides(box: Box) -> tuple[Box, Box, Box, Box]:
    x0, y0, x1, y1 = box
    return (x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)


def _is_frame(boxes: list[Box]) -> bool:
    """Whether two boxes, one in the other, leave no more between them than rulings are thick."""
    return len(boxes) == 2 and all(abs(one - other) <= THICK for one, other in zip(*boxes, strict=True))


def _is_one_outline(item: Handle, segments: int) -> bool:
    """Whether a path of few segments is one outline: two lines in one path may have a gap between them."""
    parts = map(pdfium.segment_at, repeat(item), range(1, segments))
    return raw.FPDF_SEGMENT_MOVETO not in map(pdfium.segment_kind, parts)


def _is_lettering(item: Handle, segments: int, box: Box) -> bool:
    """Whether a path with curves is as small as a letter or has as many as a word: straight strokes are no rulings there."""
    is_small = max(box[2] - box[0], box[3] - box[1]) <= _LARGEST_LETTER
    most = 0 if is_small else 3 * _MOST_CURVES  # a curve has three points
    kinds = (pdfium.segment_kind(pdfium.segment_at(item, index)) for index in range(segments))
    curved = (kind for kind in kinds if kind == raw.FPDF_SEGMENT_BEZIERTO)
    return next(islice(curved, most, None), None) is not None


def _subpaths(item: Handle, segments: int, matrix: _Matrix, place: Values) -> Iterator[list[tuple[float, float]]]:
    """The outlines of a path as points in page coordinates; a curve stands as its end point's place, not as a line.

    `place` takes each point as PDFium gives it.
    """
    x, y = place.refs
    points: list[tuple[float, float]] = []
    for index in range(segments):
        segment = pdfium.segment_at(item, index)
        kind = pdfium.segment_kind(segment)
        if not pdfium.segment_point(segment, x, y):
            continue
        here = _point(matrix, *place.seen)
        if kind != raw.FPDF_SEGMENT_LINETO and points:
            if len(points) > 1:
                yield points
            points = []
        points.append(here)
        if pdfium.segment_closes(segment) and len(points) > 1:
            yield [*points, points[0]]
            points = [points[0]]
    if len(points) > 1:
        yield points


def _rectangle(points: list[tuple[float, float]]) -> Box | None:
    """The box that an outline draws; None when it is thin or no upright rectangle."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = (min(xs), min(ys), max(xs), max(ys))
    is_upright = 4 <= len(points) <= 6 and all(
        min(x - box[0], box[2] - x) < 0.1 and min(y - box[1], box[3] - y) < 0.1 for x, y in points
    )
    return box if is_upright and not is_thin(box) else None


def _product(inner: _Matrix, outer: _Matrix | None) -> _Matrix:
    """The matrix that applies `inner` first, then `outer`."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _point(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _transformed(matrix: _Matrix, left: float, bottom: float, right: float, top: float) -> Box:
    corners = [_point(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)

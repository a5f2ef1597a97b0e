"""What a PDF page draws besides its characters: rulings, filled boxes, pictures, and how its text objects are set.

Boxes are in page coordinates (origin below left). What is a table among them belongs to `lattice`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

from pypdfium2 import raw

from pipelines.readers import pdfium
from pipelines.readers.document import UnreadableError
from pipelines.readers.lattice import THICK, Box, drawn_boxes, is_thin
from pipelines.reasons import because

#: Objects on one page: a table draws some hundreds, a map tens of thousands.
MAX_OBJECTS_PER_PAGE = 50_000
#: Points of one path: a dotted border has some thousands.
MAX_SEGMENTS_PER_PATH = 50_000
#: A third of an A5 page: a picture as large as this may show a table.
LARGE_PICTURE = 60_000.0
#: Points across and down. So may one that is as wide as half a page, and as high as a head with a row of figures.
WIDE_PICTURE = (250.0, 40.0)

INVISIBLE = 3
#: On white paper no one sees what is as light as this, of 255.
WHITE = 250
_Matrix = tuple[float, float, float, float, float, float]


class PageObjects:
    """`lines` are thin boxes, `fills` wider filled ones; `hidden` tells of invisible text, `turned` of text not upright.

    `whitened` tells of text in white, which shows on `backs` alone: fills of any shape that are not white, and pictures.
    """

    def __init__(self, page: int, number: int) -> None:
        self.lines: list[Box] = []
        self.fills: list[Box] = []
        self.backs: list[Box] = []
        self.pictured = self.hidden = self.turned = self.whitened = False
        self._number = number
        self._seen = 0
        self._picture_area = 0.0
        self._embedded: dict[int, bool] = {}
        self._bounds = (ctypes.c_float * 4)()
        at = ctypes.addressof(self._bounds)
        self._refs = (at, at + 4, at + 8, at + 12)
        self._mode = (ctypes.c_int * 2)()
        self._fill = ctypes.addressof(self._mode)
        self._stroke = self._fill + 4
        self._colour = (ctypes.c_uint * 4)()
        at = ctypes.addressof(self._colour)
        self._channels = (at, at + 4, at + 8, at + 12)
        self._place = (ctypes.c_float * 2)()
        self._place_refs = (ctypes.addressof(self._place), ctypes.addressof(self._place) + 4)
        self._matrix = raw.FS_MATRIX()
        self._matrix_at = ctypes.addressof(self._matrix)
        for index in range(pdfium.count_objects(page)):
            self._visit(pdfium.object_at(page, index), None, 0)

    def _visit(self, item: int, matrix: _Matrix | None, depth: int) -> None:
        self._seen += 1
        if self._seen > MAX_OBJECTS_PER_PAGE:
            raise UnreadableError(because("too_many_objects", page=self._number, most=MAX_OBJECTS_PER_PAGE))
        kind = pdfium.kind_of(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            self._text(item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = self._box(item, matrix)
            if box:
                self.backs.append(box)
            # a scanner may cut a page into strips
            self._picture_area += (box[2] - box[0]) * (box[3] - box[1]) if box else 0.0
            is_wide = box is not None and box[2] - box[0] > WIDE_PICTURE[0] and box[3] - box[1] > WIDE_PICTURE[1]
            self.pictured = self.pictured or is_wide or self._picture_area > LARGE_PICTURE
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 8:
            inner = _product(self._matrix_of(item), matrix)
            for index in range(pdfium.count_inner(item)):
                self._visit(pdfium.inner_at(item, index), inner, depth + 1)

    def _box(self, item: int, matrix: _Matrix | None) -> Box | None:
        if not pdfium.bounds_of(item, *self._refs):
            return None
        left, bottom, right, top = self._bounds
        return (left, bottom, right, top) if matrix is None else _transformed(matrix, left, bottom, right, top)

    def _rectangle(self, item: int, segments: int, matrix: _Matrix) -> Box | None:
        """The box of a path that is one upright rectangle and not thin, as most of a table's are; None for another."""
        a, b, c, d, e, f = matrix
        if not 4 <= segments <= 5 or b or c:
            return None
        parts = [pdfium.segment_at(item, index) for index in range(segments)]
        # a curve has three points, so one among these shows at the second or at the third
        if any(pdfium.segment_kind(part) != raw.FPDF_SEGMENT_LINETO for part in parts[1:3]):
            return None
        place, (x, y), points = self._place, self._place_refs, []
        for part in parts:
            if not pdfium.segment_point(part, x, y):
                return None
            points.append((place[0], place[1]))
        (ax, ay), second, (cx, cy), fourth = points[:4]
        if {second, fourth} != {(ax, cy), (cx, ay)} or (segments == 5 and points[4] != points[0]):
            return None
        x0, x1, y0, y1 = a * ax + e, a * cx + e, d * ay + f, d * cy + f
        box = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        return None if is_thin(box) else box

    def _matrix_of(self, item: int) -> _Matrix:
        if not pdfium.matrix_of(item, self._matrix_at):
            return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
        m = self._matrix
        return m.a, m.b, m.c, m.d, m.e, m.f

    def _text(self, item: int, matrix: _Matrix | None) -> None:
        if pdfium.render_mode(item) == INVISIBLE:
            self.hidden = True
            return
        if not self.whitened:
            self.whitened = self._is_white(item)
        if not self.turned and pdfium.matrix_of(item, self._matrix_at):
            m = self._matrix
            a, b = (m.a, m.b) if matrix is None else _product((m.a, m.b, m.c, m.d, 0.0, 0.0), matrix)[:2]
            self.turned = a <= 0 or abs(b) > 0.05 * a
        font = pdfium.font_of(item) or 0
        embedded = self._embedded.get(font)
        if embedded is None:
            embedded = self._embedded[font] = bool(font) and pdfium.is_embedded(font) == 1
        if not embedded:
            self._give_width(item)

    def _is_white(self, item: int) -> bool:
        if not pdfium.colour_of(item, *self._channels):
            return False
        colour = self._colour  # most text is black, and slicing costs more than the call
        return colour[0] >= WHITE and colour[1] >= WHITE and colour[2] >= WHITE

    def _give_width(self, item: int) -> None:
        """Keep PDFium from passing over a single character whose font is not in the file.

        Without a font the character has no outline, and PDFium leaves text objects of no width out of the text: a `0`
        alone in its cell would read as a blank. An outline drawn with a pen has a width whatever the font.
        """
        if pdfium.bounds_of(item, *self._refs) and self._bounds[2] - self._bounds[0] < 0.05:
            pdfium.set_render_mode(item, raw.FPDF_TEXTRENDERMODE_STROKE)
            pdfium.transform(item, 1, 0, 0, 1, 0, 0)  # has the bounds computed anew

    def _path(self, item: int, matrix: _Matrix | None) -> None:
        pdfium.draw_mode(item, self._fill, self._stroke)
        filled, stroked = self._mode
        if not filled and not stroked:
            return
        box = self._box(item, matrix)
        if box is None:
            return
        if filled and not is_thin(box) and not self._is_white(item):
            self.backs.append(box)
        segments = pdfium.count_segments(item)
        if segments > MAX_SEGMENTS_PER_PATH:
            raise UnreadableError(because("too_many_points", page=self._number, most=MAX_SEGMENTS_PER_PATH))
        if is_thin(box) and (segments == 2 or (segments < 6 and _is_one_outline(item, segments))):
            self.lines.append(box)
        elif segments > 2:
            whole = _product(self._matrix_of(item), matrix)
            corners = self._rectangle(item, segments, whole)
            if corners is not None:
                self.lines.extend(_sides(corners) if stroked else ())
                if filled and not stroked:
                    self.fills.append(corners)
                return
            outlines = [*_subpaths(item, segments, whole)]
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


def _is_one_outline(item: int, segments: int) -> bool:
    """Whether a path of few segments is one outline: two lines in one path may have a gap between them."""
    return all(
        pdfium.segment_kind(pdfium.segment_at(item, index)) != raw.FPDF_SEGMENT_MOVETO for index in range(1, segments)
    )


def _subpaths(item: int, segments: int, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    """The outlines of a path as points in page coordinates; a curve stands as its end point's place, not as a line."""
    place = (ctypes.c_float * 2)()
    x, y = ctypes.addressof(place), ctypes.addressof(place) + 4
    points: list[tuple[float, float]] = []
    for index in range(segments):
        segment = pdfium.segment_at(item, index)
        kind = pdfium.segment_kind(segment)
        if not pdfium.segment_point(segment, x, y):
            continue
        here = _point(matrix, place[0], place[1])
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

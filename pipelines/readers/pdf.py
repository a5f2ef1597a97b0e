"""PDF bytes to a Document: characters and rulings as PDFium finds them on each page.

Only extraction belongs here; the table geometry is in `lattice`, lines in `lines`, paragraphs and tables over several
pages in `pages`. A page whose figures are a picture has no text to read: it is refused, not guessed.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

from pipelines.readers.document import Document, UnreadableError
from pipelines.readers.lattice import Box, Glyph, drawn_boxes, is_thin, rulings_of
from pipelines.readers.pages import Page, document_of_pages

#: Reports have 5 to 40 pages; a yearbook of some hundred is no report.
MAX_PAGES = 300
#: A page of text holds 1,000 to 3,000 characters; past this it is no page of a report.
MAX_CHARS_PER_PAGE = 50_000
#: Paths on one page: a table draws some hundreds, a map tens of thousands.
MAX_OBJECTS_PER_PAGE = 50_000
#: A page with fewer characters than this holds no report text: a page number or a stamp over a scan.
FEW_CHARS = 20
#: Above this share of characters that the fonts do not name, the text layer says nothing that can be trusted.
MAX_UNNAMED_SHARE = 0.1

# PDFium puts a font of the machine in the place of one that is not in the file. The characters and their widths stand in
# the file all the same, and a reading must not depend on what fonts a machine has; without them it is also twice as fast.
raw.FPDF_SetSystemFontInfo(None)

_UNNAMED = "\ufffd"
_INVISIBLE = 3
_NO_TEXT = "no text layer: the pages are pictures; the figures can be read by OCR alone."


def read(data: bytes) -> Document:
    """The document of a PDF with a text layer; UnreadableError when locked, damaged, too large or without text."""
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError("The PDF is locked with a password; ask for an open copy.") from error
        raise UnreadableError("The PDF is broken or cut short; fetch the file again.") from error
    try:
        count = len(pdf)
        if count > MAX_PAGES:
            raise UnreadableError(f"The PDF has {count} pages, more than the {MAX_PAGES} a report may have.")
        pages = [_page(pdf, number) for number in range(count)]
        meta = {key.lower(): value for key, value in pdf.get_metadata_dict(skip_empty=True).items()}
    finally:
        pdf.close()
    _check_text_layer(pages)
    pictures = [str(page.number) for page in pages if page.pictured and len(page.glyphs) < FEW_CHARS]
    if pictures:
        meta["picture_pages"] = " ".join(pictures)
    whole = b"%%EOF" in data[-2048:]
    return Document("pdf", tuple(document_of_pages(pages)), meta, whole)


def _check_text_layer(pages: list[Page]) -> None:
    total = sum(len(page.glyphs) for page in pages)
    if total < FEW_CHARS:
        raise UnreadableError(_NO_TEXT)
    unnamed = sum(glyph.char == _UNNAMED for page in pages for glyph in page.glyphs)
    if unnamed > MAX_UNNAMED_SHARE * total:
        raise UnreadableError("no text layer: the fonts do not say which characters they show; read it by OCR.")


def _page(pdf: pdfium.PdfDocument, index: int) -> Page:
    page = raw.FPDF_LoadPage(pdf, index)
    if not page:
        raise UnreadableError(f"Page {index + 1} of the PDF is broken; fetch the file again.")
    try:
        objects = _Objects(page, index + 1)
        text = raw.FPDFText_LoadPage(page)
        if not text:
            raise UnreadableError(f"The text of page {index + 1} cannot be read; fetch the file again.")
        try:
            view = _view(page, text)
            glyphs = _glyphs(text, view, index + 1, hidden=objects.invisible)
        finally:
            raw.FPDFText_ClosePage(text)
    finally:
        raw.FPDF_ClosePage(page)
    across, down = rulings_of(view.box(*line) for line in objects.lines)
    return Page(index + 1, view.width, view.height, glyphs, across, down, objects.pictured)


class _View:
    """How page coordinates (origin below left) show with the text upright (origin above left)."""

    def __init__(self, left: float, bottom: float, right: float, top: float, turns: int) -> None:
        self.left, self.bottom = left, bottom
        self.across, self.up = right - left, top - bottom
        self.turns = turns % 4
        sides = (self.across, self.up)
        self.width, self.height = sides if self.turns % 2 == 0 else sides[::-1]

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle as shown: x0, y0, x1, y1 from the upper left corner."""
        x0, x1 = left - self.left, right - self.left
        y0, y1 = bottom - self.bottom, top - self.bottom
        if self.turns == 0:
            return x0, self.up - y1, x1, self.up - y0
        if self.turns == 1:
            return y0, x0, y1, x1
        if self.turns == 2:
            return self.across - x1, y0, self.across - x0, y1
        return self.up - y1, self.across - x1, self.up - y0, self.across - x0


def _view(page: raw.FPDF_PAGE, text: raw.FPDF_TEXTPAGE) -> _View:
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPage_GetCropBox(page, *edges) and not raw.FPDFPage_GetMediaBox(page, *edges):
        edges = [ctypes.c_float(value) for value in (0, 0, 612, 792)]
    left, bottom, right, top = (edge.value for edge in edges)
    return _View(left, bottom, right, top, _turns(text))


def _turns(text: raw.FPDF_TEXTPAGE) -> int:
    """Quarter turns to the right that set the text upright: it may be set sideways, whatever way the page is shown."""
    count = raw.FPDFText_CountChars(text)
    turns = [0, 0, 0, 0]
    for index in range(0, count, max(count // 40, 1)):
        angle = raw.FPDFText_GetCharAngle(text, index)  # clockwise
        if angle >= 0:
            turns[-round(angle / (math.pi / 2)) % 4] += 1
    best = max(range(4), key=lambda turn: (turns[turn], -turn))
    return best if turns[best] > 0.7 * sum(turns) else 0


def _glyphs(text: raw.FPDF_TEXTPAGE, view: _View, number: int, *, hidden: bool) -> list[Glyph]:
    """The visible characters in the order of the file; those whose font names no character are U+FFFD."""
    count = raw.FPDFText_CountChars(text)
    if count > MAX_CHARS_PER_PAGE:
        raise UnreadableError(f"Page {number} has more than {MAX_CHARS_PER_PAGE} characters; no report is set so.")
    rect = raw.FS_RECTF()
    by_ref = ctypes.byref(rect)
    # Local names: the loop runs for every character of a report.
    unicode_of, box_of, is_unnamed = (
        raw.FPDFText_GetUnicode,
        raw.FPDFText_GetLooseCharBox,
        raw.FPDFText_HasUnicodeMapError,
    )
    width, height, box = view.width, view.height, view.box
    glyphs: list[Glyph] = []
    spaced = False
    tall = 0.0
    for index in range(count):
        code = unicode_of(text, index)
        if code in _HYPHENS and raw.FPDFText_IsHyphen(text, index):
            code = 0x2D
        elif code <= 0x20 or code in _BLANKS:
            spaced = True
            if code or not is_unnamed(text, index):
                continue
        if not box_of(text, index, by_ref):
            continue
        x0, y0, x1, y1 = box(rect.left, rect.bottom, rect.right, rect.top)
        if x1 <= 0 or y1 <= 0 or x0 >= width or y0 >= height or y1 <= y0:
            continue
        if hidden and _is_invisible(text, index):
            continue
        # A watermark runs aslant in large type; the angle costs a call, so only large characters are asked.
        if tall and y1 - y0 > 1.6 * tall and _is_aslant(text, index):
            continue
        tall = tall or y1 - y0
        is_private = 0xE000 <= code <= 0xF8FF or code in _NO_CHARACTERS
        char = _UNNAMED if is_private or is_unnamed(text, index) else chr(code)
        glyphs.append(Glyph(x0, y0, x1, y1, char, spaced))
        spaced = False
    return glyphs


#: What PDFium puts in the place of a hyphen at the end of a line.
_HYPHENS = frozenset((0x02, 0xFFFE))
_NO_CHARACTERS = frozenset((0xFFFD, 0xFFFE, 0xFFFF))
#: No-break, ideographic and other blanks, the soft hyphen, and marks without a width.
_BLANKS = frozenset((0xA0, 0xAD, 0x2002, 0x2003, 0x2009, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x3000, 0xFEFF))


def _is_aslant(text: raw.FPDF_TEXTPAGE, index: int) -> bool:
    angle = raw.FPDFText_GetCharAngle(text, index) / (math.pi / 2)
    return abs(angle - round(angle)) > 0.05


def _is_invisible(text: raw.FPDF_TEXTPAGE, index: int) -> bool:
    text_object = raw.FPDFText_GetTextObject(text, index)
    return bool(text_object) and raw.FPDFTextObj_GetTextRenderMode(text_object) == _INVISIBLE


_Matrix = tuple[float, float, float, float, float, float]


class _Objects:
    """What a page draws besides text: `lines` (thin boxes in page coordinates), pictures, invisible text."""

    def __init__(self, page: raw.FPDF_PAGE, number: int) -> None:
        self.lines: list[Box] = []
        self.pictured = False
        self.invisible = False
        self.number = number
        self.seen = 0
        self._bounds = [ctypes.c_float() for _ in range(4)]
        self._refs = [ctypes.byref(value) for value in self._bounds]
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        for index in range(raw.FPDFPage_CountObjects(page)):
            self._visit(raw.FPDFPage_GetObject(page, index), None, 0)

    def _visit(self, item: raw.FPDF_PAGEOBJECT, matrix: _Matrix | None, depth: int) -> None:
        self.seen += 1
        if self.seen > MAX_OBJECTS_PER_PAGE:
            raise UnreadableError(f"Page {self.number} draws more than {MAX_OBJECTS_PER_PAGE} objects; no report does.")
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(item, matrix)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            if raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE:
                self.invisible = True
            else:
                self._give_width(item)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self.pictured = self.pictured or self._covers(item)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 8:
            inner = _product(_matrix_of(item), matrix)
            for index in range(raw.FPDFFormObj_CountObjects(item)):
                self._visit(raw.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _box(self, item: raw.FPDF_PAGEOBJECT, matrix: _Matrix | None) -> Box | None:
        if not raw.FPDFPageObj_GetBounds(item, *self._refs):
            return None
        left, bottom, right, top = (value.value for value in self._bounds)
        return (left, bottom, right, top) if matrix is None else _transformed(matrix, left, bottom, right, top)

    def _give_width(self, item: raw.FPDF_PAGEOBJECT) -> None:
        """Keep PDFium from passing over a single character whose font is not in the file.

        Without a font the character has no outline, and PDFium leaves text objects of no width out of the text: a `0`
        alone in its cell would read as a blank. An outline drawn with a pen has a width whatever the font.
        """
        if raw.FPDFPageObj_GetBounds(item, *self._refs) and self._bounds[2].value - self._bounds[0].value < 0.05:
            raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_STROKE)
            raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 0, 0)  # has the bounds computed anew

    def _covers(self, item: raw.FPDF_PAGEOBJECT) -> bool:
        """Whether a picture is large enough to show a table."""
        box = self._box(item, None)
        return box is not None and (box[2] - box[0]) * (box[3] - box[1]) > 60_000  # a third of an A5 page

    def _path(self, item: raw.FPDF_PAGEOBJECT, matrix: _Matrix | None) -> None:
        raw.FPDFPath_GetDrawMode(item, self._fill, self._stroke)
        if not self._fill.value and not self._stroke.value:
            return
        box = self._box(item, matrix)
        if box is None:
            return
        segments = raw.FPDFPath_CountSegments(item)
        if is_thin(box) and (segments == 2 or (segments < 6 and _is_one_outline(item, segments))):
            self.lines.append(box)
        elif segments > 2:
            whole = _product(_matrix_of(item), matrix)
            stroked = bool(self._stroke.value)
            for points in _subpaths(item, whole):
                self.lines.extend(drawn_boxes(points, stroked=stroked))


def _is_one_outline(item: raw.FPDF_PAGEOBJECT, segments: int) -> bool:
    """Whether a path of few segments is one outline: two lines in one path may have a gap between them."""
    return all(
        raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(item, index)) != raw.FPDF_SEGMENT_MOVETO
        for index in range(1, segments)
    )


def _matrix_of(item: raw.FPDF_PAGEOBJECT) -> _Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


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


def _subpaths(item: raw.FPDF_PAGEOBJECT, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
    """The outlines of a path as points in page coordinates; a curve stands as its end point's place, not as a line."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        here = _point(matrix, x.value, y.value)
        if kind != raw.FPDF_SEGMENT_LINETO and points:
            if len(points) > 1:
                yield points
            points = []
        points.append(here)
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            yield [*points, points[0]]
            points = [points[0]]
    if len(points) > 1:
        yield points

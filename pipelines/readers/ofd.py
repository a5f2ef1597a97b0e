"""OFD bytes (GB/T 33190) to a Document: a zip of XML pages with placed characters and paths.

Only extraction belongs here; geometry, lines and pages are shared with PDF (`lattice`, `lines`, `pages`).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from pipelines.readers.document import Document, Grid, Text, UnreadableError
from pipelines.readers.lattice import Box, Glyph, drawn_boxes, rulings_of
from pipelines.readers.packages import MAX_DEPTH, member_bytes, open_package, parse_xml
from pipelines.readers.pages import Page, document_of_pages
from pipelines.readers.raised import OBJECT
from pipelines.reasons import because

#: OFD measures in millimetres, the shared geometry in points.
_POINTS = 72 / 25.4
MAX_PAGES = 300
MAX_CHARS_PER_PAGE = 50_000
FEW_CHARS = 20
#: Square points from which a picture may show a table, and points up to which it is a dot or a line.
_LARGE, _SMALL = 60_000, 3
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
#: The numbers each path operator takes; only moves and lines draw rulings.
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

_Matrix = tuple[float, float, float, float, float, float]
_SAME: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read(data: bytes) -> Document:
    """The document of an OFD file; UnreadableError when it is damaged, locked, too large or without text."""
    package = open_package(data)
    by_path = {name.replace("\\", "/").lstrip("/"): name for name in package.namelist()}
    top = next((path for path in sorted(by_path) if path.lower().endswith("ofd.xml")), None)
    if top is None:
        raise UnreadableError(because("not_ofd"))
    reader = _Package(package, by_path)
    root = reader.xml(top)
    target = root.findtext(".//{*}DocRoot")
    if not target:
        raise UnreadableError(because("ofd_names_none"))
    document = reader.join(top, target.strip())
    pages = list(_pages(reader, document))
    if sum(glyph.char != OBJECT for page in pages for glyph in page.glyphs) < FEW_CHARS:
        raise UnreadableError(because("ofd_no_text"))
    meta = {}
    for element in root.iterfind(".//{*}DocInfo/*"):
        if element.text and element.text.strip():
            meta[etree.QName(element).localname.lower()] = element.text.strip()
    blocks = document_of_pages(pages)
    return Document("ofd", tuple(clean for block in blocks if (clean := _without_marks(block)) is not None), meta)


def _without_marks(block: Text | Grid) -> Text | Grid | None:
    """A block without the marks of pictures beside words: only a cell that shows nothing else keeps its mark."""
    if isinstance(block, Text):
        words = block.text.replace(OBJECT, "").strip()
        return replace(block, text=words) if words else None
    cells = tuple(
        replace(cell, text=cell.text.replace(OBJECT, "").strip() or OBJECT) if OBJECT in cell.text else cell
        for cell in block.cells
    )
    return replace(block, cells=cells)


class _Package:
    """The parts of an OFD package by their path, in whatever spelling the package has them."""

    def __init__(self, package: zipfile.ZipFile, by_path: dict[str, str]) -> None:
        self.package, self.by_path = package, by_path

    def xml(self, path: str) -> etree._Element:
        return parse_xml(member_bytes(self.package, self.by_path.get(path, path)), path)

    def join(self, base: str, target: str) -> str:
        """A part named in `base`: from the package's root where it begins with a slash, else beside `base`."""
        if target.startswith("/"):
            return target.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))


def _pages(reader: _Package, document: str) -> Iterator[Page]:
    root = reader.xml(document)
    common = _numbers(root.findtext(".//{*}CommonData/{*}PageArea/{*}PhysicalBox"))
    entries = root.findall(".//{*}Pages/{*}Page")
    if len(entries) > MAX_PAGES:
        raise UnreadableError(because("ofd_too_many_pages", n=len(entries), most=MAX_PAGES))
    for number, entry in enumerate(entries, 1):
        content = reader.xml(reader.join(document, entry.get("BaseLoc", "")))
        area = _numbers(content.findtext("{*}Area/{*}PhysicalBox")) or common
        if len(area) != 4:
            raise UnreadableError(because("ofd_no_size", page=number))
        page = _Page(number)
        for layer in content.iterfind("{*}Content/{*}Layer"):
            page.walk(layer, 0)
        across, down = rulings_of(page.boxes)
        yield Page(number, area[2] * _POINTS, area[3] * _POINTS, page.glyphs, across, down, page.pictured)


class _Page:
    def __init__(self, number: int) -> None:
        self.number = number
        self.glyphs: list[Glyph] = []
        self.boxes: list[Box] = []
        self.pictured = False

    def walk(self, element: etree._Element, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise UnreadableError(because("ofd_too_deep", page=self.number, most=MAX_DEPTH))
        for child in element:
            if child.get("Visible") == "false" or child.get("Alpha") == "0":
                continue
            name = etree.QName(child).localname
            if name == "PageBlock":
                self.walk(child, depth + 1)
            elif name == "TextObject":
                self.text(child)
            elif name == "PathObject":
                self.path(child)
            elif name == "ImageObject":
                self.image(_numbers(child.get("Boundary")))

    def image(self, box: list[float]) -> None:
        """A picture: one as large as a table is told of the page, a smaller one leaves its mark where it lies."""
        if len(box) != 4:
            return
        x, y, width, height = (value * _POINTS for value in box)
        if width * height > _LARGE:
            self.pictured = True
        elif min(width, height) > _SMALL:
            middle, centre = x + width / 2, y + height / 2
            self.glyphs.append(Glyph(middle - 1, centre - 1, middle + 1, centre + 1, OBJECT, False))

    def text(self, element: etree._Element) -> None:
        place, matrix = _placed(element)
        size = _first(element.get("Size"), 0.0)
        for code in element.iterfind("{*}TextCode"):
            words = code.text or ""
            x, y = _first(code.get("X"), 0.0), _first(code.get("Y"), 0.0)
            across, down = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
            spaced = False
            for at, char in enumerate(words):
                step = across[at] if at < len(across) else 0.0
                if char.isspace():
                    spaced = True
                else:
                    wide = size if char >= "\u2e80" else (min(step, size) if step else size / 2)
                    corners = [_point(matrix, x, y - 0.85 * size), _point(matrix, x + wide, y + 0.15 * size)]
                    xs, ys = [place[0] + cx for cx, _ in corners], [place[1] + cy for _, cy in corners]
                    box = [value * _POINTS for value in (min(xs), min(ys), max(xs), max(ys))]
                    self.glyphs.append(Glyph(box[0], box[1], box[2], box[3], char, spaced))
                    spaced = False
                x += step
                y += down[at] if at < len(down) else 0.0
        if len(self.glyphs) > MAX_CHARS_PER_PAGE:
            raise UnreadableError(because("too_many_characters", page=self.number, most=MAX_CHARS_PER_PAGE))

    def path(self, element: etree._Element) -> None:
        stroked, filled = element.get("Stroke", "true") == "true", element.get("Fill", "false") == "true"
        data = element.findtext("{*}AbbreviatedData")
        if not data or not (stroked or filled):
            return
        place, matrix = _placed(element)
        for points in _outlines(data):
            shown = [_point(matrix, x, y) for x, y in points]
            on_page = [((place[0] + x) * _POINTS, (place[1] + y) * _POINTS) for x, y in shown]
            self.boxes.extend(drawn_boxes(on_page, stroked=stroked))


def _placed(element: etree._Element) -> tuple[tuple[float, float], _Matrix]:
    """Where an object's own coordinates lie on the page."""
    boundary = _numbers(element.get("Boundary"))
    ctm = _numbers(element.get("CTM"))
    place = (boundary[0], boundary[1]) if len(boundary) == 4 else (0.0, 0.0)
    if len(ctm) != 6:
        return place, _SAME
    return place, (ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5])


def _point(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _outlines(data: str) -> Iterator[list[tuple[float, float]]]:
    """The outlines of a path: runs of straight lines; a curve ends a run."""
    points: list[tuple[float, float]] = []
    tokens = data.replace(",", " ").split()
    at = 0
    while at < len(tokens):
        operator = tokens[at]
        count = _OPERANDS.get(operator)
        if count is None:
            at += 1
            continue
        values = _numbers(" ".join(tokens[at + 1 : at + 1 + count]))
        at += 1 + count
        if operator == "C":
            if len(points) > 1:
                points.append(points[0])
            continue
        if len(values) < 2:
            continue
        if operator != "L" and points:
            if len(points) > 1:
                yield points
            points = []
        points.append((values[-2], values[-1]))
    if len(points) > 1:
        yield points


def _deltas(text: str | None) -> list[float]:
    """The steps between characters; `g 3 4.2` stands for three steps of 4.2."""
    tokens = (text or "").split()
    steps: list[float] = []
    at = 0
    while at < len(tokens) and len(steps) < MAX_CHARS_PER_PAGE:
        if tokens[at] == "g" and at + 2 < len(tokens):
            steps.extend([_first(tokens[at + 2], 0.0)] * min(int(_first(tokens[at + 1], 0.0)), MAX_CHARS_PER_PAGE))
            at += 3
        else:
            steps.append(_first(tokens[at], 0.0))
            at += 1
    return steps


def _numbers(text: str | None) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text or "")]


def _first(text: str | None, default: float) -> float:
    return next(iter(_numbers(text)), default)

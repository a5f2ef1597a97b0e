"""OFD bytes (GB/T 33190) to a Document: a zip of XML pages with placed characters and paths.

Only extraction belongs here; the package's parts are found by `ofd_parts`, and geometry, lines and pages are shared with
PDF (`pages`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from pipelines.readers.document import Document, Grid, Text, UnreadableError, led
from pipelines.readers.office.ofd_parts import Package, Parts
from pipelines.readers.packages import MAX_DEPTH, open_package
from pipelines.readers.pages.lattice import Box, Glyph, drawn_boxes, rulings_of
from pipelines.readers.placed import Page, document_of_pages
from pipelines.readers.raised import OBJECT
from pipelines.readers.scans.pictured import MOST_PICTURES, with_pictured_tables
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


def read(data: bytes) -> Document:
    """The document of an OFD file; UnreadableError when it is damaged, locked, too large or shows nothing."""
    package = Package(open_package(data))
    top = package.find("ofd.xml")
    if top is None:
        raise UnreadableError(because("not_ofd"))
    root = package.xml(top)
    target = root.findtext(".//{*}DocRoot")
    if not target:
        raise UnreadableError(because("ofd_names_none"))
    pages, pictures = _pages(Parts(package, package.join(top, target.strip())))
    meta = {}
    for element in root.iterfind(".//{*}DocInfo/*"):
        if element.text and element.text.strip():
            meta[etree.QName(element).localname.lower()] = element.text.strip()
    if sum(glyph.char != OBJECT for page in pages for glyph in page.glyphs) < FEW_CHARS:
        return _scanned(pictures, meta)
    blocks = document_of_pages(pages)
    document = Document("ofd", tuple(clean for block in blocks if (clean := _without_marks(block)) is not None), meta)
    return with_pictured_tables(document, pictures)


def _scanned(pictures: list[bytes], meta: dict[str, str]) -> Document:
    """The document of pages that are pictures alone."""
    if not pictures:
        raise UnreadableError(because("ofd_no_text"))
    from pipelines.readers.picture import read_together

    return replace(led(read_together(pictures), "pictures"), format="ofd", meta=meta)


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


def _pages(parts: Parts) -> tuple[list[Page], list[bytes]]:
    """The pages of a document, and the large pictures on them in their order."""
    common = _numbers(parts.root.findtext(".//{*}CommonData/{*}PageArea/{*}PhysicalBox"))
    entries = parts.root.findall(".//{*}Pages/{*}Page")
    if len(entries) > MAX_PAGES:
        raise UnreadableError(because("ofd_too_many_pages", n=len(entries), most=MAX_PAGES))
    pages: list[Page] = []
    pictures: dict[str, bytes] = {}
    for number, entry in enumerate(entries, 1):
        content = parts.package.xml(parts.package.join(parts.path, entry.get("BaseLoc", "")))
        area = _numbers(content.findtext("{*}Area/{*}PhysicalBox")) or common
        if len(area) != 4:
            raise UnreadableError(because("ofd_no_size", page=number))
        page = _Page(number, parts)
        for layer in _layers(content, parts):
            page.walk(layer, _Placed(), 0)
        across, down = rulings_of(page.boxes)
        pages.append(Page(number, area[2] * _POINTS, area[3] * _POINTS, page.glyphs, across, down, bool(page.pictures)))
        for name in page.pictures:
            picture = parts.picture(name) if len(pictures) < MOST_PICTURES else None
            if picture is not None:
                pictures[name] = picture
    return pages, list(pictures.values())


def _layers(content: etree._Element, parts: Parts) -> Iterator[etree._Element]:
    """The layers of a page from the bottom up: templates behind it, its own, templates before it."""
    used = [
        (use.get("ZOrder"), parts.templates.get(use.get("TemplateID", ""))) for use in content.iterfind("{*}Template")
    ]
    behind = [template for order, template in used if order != "Foreground"]
    before = [template for order, template in used if order == "Foreground"]
    for source in (*behind, content, *before):
        if source is not None:
            yield from source.iterfind("{*}Content/{*}Layer")


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where an object's own millimetres lie on the page: a matrix and a shift, (x, y) to (ax + cy + e, bx + dy + f)."""

    matrix: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.matrix
        return a * x + c * y + e, b * x + d * y + f

    def inside(self, element: etree._Element) -> _Placed:
        """Where the coordinates of an object lie that stands in these: by its matrix, then from its boundary's corner."""
        boundary, ctm = _numbers(element.get("Boundary")), _numbers(element.get("CTM"))
        x, y = boundary[:2] if len(boundary) == 4 else (0.0, 0.0)
        own = ctm if len(ctm) == 6 else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
        a, b, c, d, _, _ = self.matrix
        e, f = self.point(own[4] + x, own[5] + y)
        return _Placed(
            (
                a * own[0] + c * own[1],
                b * own[0] + d * own[1],
                a * own[2] + c * own[3],
                b * own[2] + d * own[3],
                e,
                f,
            )
        )


class _Page:
    def __init__(self, number: int, parts: Parts) -> None:
        self.number, self.parts = number, parts
        self.glyphs: list[Glyph] = []
        self.boxes: list[Box] = []
        self.pictures: list[str] = []  # the numbers of those that may show a table

    def walk(self, element: etree._Element, placed: _Placed, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise UnreadableError(because("ofd_too_deep", page=self.number, most=MAX_DEPTH))
        for child in element:
            if child.get("Visible") == "false" or child.get("Alpha") == "0" or not isinstance(child.tag, str):
                continue
            name = etree.QName(child).localname
            if name == "PageBlock":
                self.walk(child, placed, depth + 1)
            elif name == "TextObject":
                self.text(child, placed.inside(child))
            elif name == "PathObject":
                self.path(child, placed.inside(child))
            elif name == "ImageObject":
                self.image(child, placed)
            elif name == "CompositeObject":
                unit = self.parts.units.get(child.get("ResourceID", ""))
                for content in unit.iterfind("{*}Content") if unit is not None else ():
                    self.walk(content, placed.inside(child), depth + 1)

    def image(self, element: etree._Element, placed: _Placed) -> None:
        """A picture: one as large as a table is told of the page, a smaller one leaves its mark where it lies."""
        box = _numbers(element.get("Boundary"))
        if len(box) != 4:
            return
        (x0, y0), (x1, y1) = placed.point(box[0], box[1]), placed.point(box[0] + box[2], box[1] + box[3])
        width, height = abs(x1 - x0) * _POINTS, abs(y1 - y0) * _POINTS
        if width * height > _LARGE:
            self.pictures.append(element.get("ResourceID", ""))
        elif min(width, height) > _SMALL:
            middle, centre = (x0 + x1) / 2 * _POINTS, (y0 + y1) / 2 * _POINTS
            self.glyphs.append(Glyph(middle - 1, centre - 1, middle + 1, centre + 1, OBJECT, False))

    def text(self, element: etree._Element, placed: _Placed) -> None:
        size = _first(element.get("Size"), 0.0)
        x0 = y0 = 0.0
        for code in element.iterfind("{*}TextCode"):
            words = code.text or ""
            # a run that does not say where it begins has the place of the one before
            x0, y0 = x, y = _first(code.get("X"), x0), _first(code.get("Y"), y0)
            across, down = _deltas(code.get("DeltaX")), _deltas(code.get("DeltaY"))
            spaced = False
            for at, char in enumerate(words):
                step = across[at] if at < len(across) else 0.0
                if char.isspace():
                    spaced = True
                else:
                    wide = size if char >= "\u2e80" else (min(step, size) if step else size / 2)
                    corners = [placed.point(x, y - 0.85 * size), placed.point(x + wide, y + 0.15 * size)]
                    xs, ys = [cx for cx, _ in corners], [cy for _, cy in corners]
                    box = [value * _POINTS for value in (min(xs), min(ys), max(xs), max(ys))]
                    self.glyphs.append(Glyph(box[0], box[1], box[2], box[3], char, spaced))
                    spaced = False
                x += step
                y += down[at] if at < len(down) else 0.0
        if len(self.glyphs) > MAX_CHARS_PER_PAGE:
            raise UnreadableError(because("too_many_characters", page=self.number, most=MAX_CHARS_PER_PAGE))

    def path(self, element: etree._Element, placed: _Placed) -> None:
        stroked, filled = element.get("Stroke", "true") == "true", element.get("Fill", "false") == "true"
        data = element.findtext("{*}AbbreviatedData")
        if not data or not (stroked or filled):
            return
        for points in _outlines(data):
            shown = [placed.point(x, y) for x, y in points]
            self.boxes.extend(drawn_boxes([(x * _POINTS, y * _POINTS) for x, y in shown], stroked=stroked))


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

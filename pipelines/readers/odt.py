"""OpenDocument bytes (ODT, ODS) to a Document: what is shown of the body, in reading order.

Deleted and hidden text, notes, comments, hidden rows, columns and sheets do not count. A table inside a cell is a grid
of its own behind the outer one. What labels mean is not known here.
"""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from pipelines.readers.document import Cell, Document, Grid, Text, UnreadableError
from pipelines.readers.packages import MAX_CELLS_PER_TABLE, MAX_DEPTH, member_bytes, open_package, parse_xml
from pipelines.readers.raised import OBJECT
from pipelines.readers.sheets import cell_name, divided
from pipelines.reasons import because

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _TABLE = f"{{{_NS}office:1.0}}", f"{{{_NS}text:1.0}}", f"{{{_NS}table:1.0}}"
_STYLE, _DRAW = f"{{{_NS}style:1.0}}", f"{{{_NS}drawing:1.0}}"
_FO = f"{{{_NS}xsl-fo-compatible:1.0}}"
#: Blank rows and cells are written once with a count; more than this of anything filled is no report.
_MAX_REPEAT = 1_000

_SKIPPED = frozenset(
    {
        f"{_TEXT}tracked-changes",
        f"{_TEXT}note",
        f"{_TEXT}ruby-text",
        f"{_TEXT}hidden-text",
        f"{_TEXT}hidden-paragraph",
        f"{_OFFICE}annotation",
        f"{_OFFICE}forms",
        f"{_TEXT}sequence-decls",
    }
)
_ROW_GROUPS = frozenset({f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"})
_COLUMN_GROUPS = frozenset({f"{_TABLE}table-header-columns", f"{_TABLE}table-columns", f"{_TABLE}table-column-group"})
_SPACES = re.compile(r"[ \t\r\f\xa0]+")


def read(data: bytes) -> Document:
    """The document of an ODT or ODS file; UnreadableError when it is damaged, locked or past the limits."""
    package = open_package(data)
    names = package.namelist()
    if "META-INF/manifest.xml" in names and b"encryption-data" in member_bytes(package, "META-INF/manifest.xml"):
        raise UnreadableError(because("locked_opendocument"))
    root = parse_xml(member_bytes(package, "content.xml"), "content.xml")
    body = next((part for part in root.iter(f"{_OFFICE}text", f"{_OFFICE}spreadsheet")), None)
    if body is None:
        raise UnreadableError(because("opendocument_of_neither"))
    roots = [root]
    if "styles.xml" in names:
        roots.append(parse_xml(member_bytes(package, "styles.xml"), "styles.xml"))
    kind = "ods" if body.tag == f"{_OFFICE}spreadsheet" else "odt"
    walker = _Walker(_styles(roots), sheets=kind == "ods")
    walker.container(body, "", 0)
    return Document(kind, tuple(walker.blocks), _meta(package))


@dataclass(frozen=True, slots=True)
class _Style:
    parent: str
    hidden: bool | None
    centred: bool | None
    level: int | None
    shown: bool


def _styles(roots: list[etree._Element]) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    for root in roots:
        for style in root.iter(f"{_STYLE}style"):
            text, paragraph = style.find(f"{_STYLE}text-properties"), style.find(f"{_STYLE}paragraph-properties")
            table = style.find(f"{_STYLE}table-properties")
            level = style.get(f"{_STYLE}default-outline-level", "")
            display = None if text is None else text.get(f"{_TEXT}display")
            if text is not None and text.get(f"{_STYLE}text-line-through-style", "none") != "none":
                display = "none"  # struck out: no longer said
            align = None if paragraph is None else paragraph.get(f"{_FO}text-align")
            styles.setdefault(
                style.get(f"{_STYLE}name", ""),
                _Style(
                    parent=style.get(f"{_STYLE}parent-style-name", ""),
                    hidden=None if display is None else display == "none",
                    centred=None if align is None else align == "center",
                    level=int(level) if level.isdecimal() else None,
                    shown=table is None or table.get(f"{_TABLE}display", "true") != "false",
                ),
            )
    return styles


class _Walker:
    """Collects the blocks of a body."""

    def __init__(self, styles: dict[str, _Style], *, sheets: bool) -> None:
        self.styles = styles
        self.sheets = sheets
        self.blocks: list[Text | Grid] = []
        self.opening = True  # nothing but centred paragraphs so far: the title

    def chain(self, name: str) -> Iterator[_Style]:
        """A style and those it is based on, nearest first."""
        for _ in range(MAX_DEPTH):
            style = self.styles.get(name)
            if style is None:
                return
            yield style
            name = style.parent

    def container(self, element: etree._Element, prefix: str, depth: int) -> None:
        """Walk paragraphs, lists, sections and tables."""
        if depth > MAX_DEPTH:
            raise UnreadableError(because("opendocument_too_deep", most=MAX_DEPTH))
        paragraphs = tables = 0
        for child in _flat(element):
            if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
                paragraphs += 1
                self.paragraph(child, f"{prefix}p[{paragraphs}]", depth)
            elif child.tag == f"{_TABLE}table":
                tables += 1
                name = child.get(f"{_TABLE}name", "") if self.sheets else f"{prefix}table[{tables}]"
                self.table(child, name, depth)
            elif child.tag.startswith(_DRAW):
                for box in child.iter(f"{_DRAW}text-box"):
                    self.container(box, prefix, depth + 1)

    def paragraph(self, element: etree._Element, locator: str, depth: int) -> None:
        """One paragraph or heading, and behind it what its text boxes hold."""
        text, boxes = self.words(element)
        styles = list(self.chain(element.get(f"{_TEXT}style-name", "")))
        if text:
            outline = element.get(f"{_TEXT}outline-level", "1")
            level = int(outline) if element.tag == f"{_TEXT}h" and outline.isdecimal() else 0
            level = level or next((style.level for style in styles if style.level is not None), 0)
            centred = next((style.centred for style in styles if style.centred is not None), False)
            self.opening = self.opening and centred and not level
            self.blocks.append(Text(text, 1 if self.opening else level, locator))
        for number, box in enumerate(boxes, 1):
            self.container(box, f"{locator}/box[{number}]/", depth + 1)

    def words(self, paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
        """A paragraph's visible text and its text boxes."""
        parts: list[str] = []
        boxes: list[etree._Element] = []
        if not self._is_hidden(paragraph):
            self._collect(paragraph, parts, boxes)
        lines = (_SPACES.sub(" ", line).strip() for line in "".join(parts).split("\n"))
        return "\n".join(line for line in lines if line), boxes

    def _is_hidden(self, element: etree._Element) -> bool:
        name = element.get(f"{_TEXT}style-name", "")
        return next((style.hidden for style in self.chain(name) if style.hidden is not None), False)

    def _collect(self, element: etree._Element, parts: list[str], boxes: list[etree._Element]) -> None:
        # A line break in the file is a blank; only markup breaks a line.
        parts.append((element.text or "").replace("\n", " "))
        for child in element:
            if child.tag == f"{_TEXT}s":
                count = child.get(f"{_TEXT}c", "1")
                parts.append(" " * min(int(count), 100) if count.isdecimal() else " ")
            elif child.tag == f"{_TEXT}tab":
                parts.append("\t")
            elif child.tag == f"{_TEXT}line-break":
                parts.append("\n")
            elif child.tag.startswith(_DRAW):
                boxes.extend(child.iter(f"{_DRAW}text-box"))
            elif child.tag not in _SKIPPED and not (child.tag == f"{_TEXT}span" and self._is_hidden(child)):
                self._collect(child, parts, boxes)
            parts.append((child.tail or "").replace("\n", " "))

    def table(self, element: etree._Element, locator: str, depth: int) -> None:
        """A table as a grid, and the tables inside its cells behind it; a table of one cell only frames what it holds."""
        self.opening = False
        if not all(style.shown for style in self.chain(element.get(f"{_TABLE}style-name", ""))):
            return
        inner: list[tuple[etree._Element, str]] = []
        grid = self._grid(element, locator, inner)
        if self.sheets:
            grid = _cut(grid)
            self.blocks.extend(divided(list(grid.cells), grid.n_rows, grid.n_cols))
        elif len(grid.cells) == 1 and inner:
            self.blocks.extend([Text(grid.cells[0].text, 0, grid.cells[0].locator)] if grid.cells[0].text else [])
        elif grid.cells:
            self.blocks.append(grid)
        if depth > MAX_DEPTH:
            raise UnreadableError(because("opendocument_too_deep", most=MAX_DEPTH))
        for child, where in inner:
            if child.tag == f"{_TABLE}table":
                self.table(child, where, depth + 1)
            else:
                self.container(child, where, depth + 1)

    def _grid(self, element: etree._Element, locator: str, inner: list[tuple[etree._Element, str]]) -> Grid:
        hidden = _hidden_columns(element)
        cells: list[Cell] = []
        reaches: list[tuple[int, int]] = []  # for each cell its row in the file and the rows it spans there
        shown: list[int] = []  # the rows of the file that are shown
        in_file = width = 0
        for row in _rows(element):
            repeat = _number(row, "number-rows-repeated", 1)
            line = list(self._cells(row, locator, in_file, inner, hidden))
            is_blank = not any(cell.text for cell, _ in line)
            if row.get(f"{_TABLE}visibility", "visible") != "visible" or (is_blank and repeat > 1):
                in_file += repeat  # hidden, or the blank rest of a sheet
                continue
            if repeat > _MAX_REPEAT:
                raise UnreadableError(because("row_repeated", most=_MAX_REPEAT))
            for _ in range(repeat):
                reaches.extend((in_file, reach) for _, reach in line)
                cells.extend(replace(cell, row=len(shown)) for cell, _ in line)
                width = max([width, *(cell.col + cell.col_span for cell, _ in line)])
                shown.append(in_file)
                in_file += 1
                if len(cells) > MAX_CELLS_PER_TABLE:
                    raise UnreadableError(because("too_many_cells", most=MAX_CELLS_PER_TABLE))
        spanned = tuple(
            replace(cell, row_span=max(bisect_left(shown, first + reach) - bisect_left(shown, first), 1))
            if reach > 1
            else cell
            for cell, (first, reach) in zip(cells, reaches, strict=True)
        )
        return Grid(len(shown), width, spanned, locator)

    def _cells(
        self,
        row: etree._Element,
        locator: str,
        in_file: int,
        inner: list[tuple[etree._Element, str]],
        hidden: set[int],
    ) -> Iterator[tuple[Cell, int]]:
        """The cells that begin in a row, hidden columns left out, each with the rows it spans in the file."""
        col = place = 0
        for cell in row:
            if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                continue
            repeat = _number(cell, "number-columns-repeated", 1)
            place += 1
            where = (
                f"{locator}!{cell_name(in_file, col)}" if self.sheets else f"{locator}/tr[{in_file + 1}]/tc[{place}]"
            )
            text = "" if cell.tag == f"{_TABLE}covered-table-cell" else self._cell_text(cell, where, inner)
            if cell.tag == f"{_TABLE}covered-table-cell" or (not text and repeat > _MAX_REPEAT):
                col += repeat  # covered by its neighbours, or the blank rest of a sheet's row
                continue
            if repeat > _MAX_REPEAT:
                raise UnreadableError(because("cell_repeated", most=_MAX_REPEAT))
            span = min(_number(cell, "number-columns-spanned", 1), _MAX_REPEAT)
            for _ in range(repeat):
                shown = [at for at in range(col, col + span) if at not in hidden]
                if shown:
                    before = sum(at < shown[0] for at in hidden)
                    found = Cell(text, 0, shown[0] - before, 1, len(shown), where)
                    yield found, _number(cell, "number-rows-spanned", 1)
                col += 1

    def _cell_text(self, cell: etree._Element, where: str, inner: list[tuple[etree._Element, str]]) -> str:
        lines = []
        tables = 0
        for child in _flat(cell):
            if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
                text, boxes = self.words(child)
                if text:
                    lines.append(text)
                inner.extend((box, f"{where}/box[{number}]/") for number, box in enumerate(boxes, 1))
            elif child.tag == f"{_TABLE}table":
                tables += 1
                inner.append((child, f"{where}/table[{tables}]"))
        return "\n".join(lines) or (OBJECT if _shows_picture(cell) else "")


def _shows_picture(cell: etree._Element) -> bool:
    """Whether a picture or a formula stands in a paragraph of a cell; one bound to the page belongs to no cell."""
    return any(
        frame.get(f"{_TEXT}anchor-type") != "page" and frame.find(f".//{_DRAW}text-box") is None
        for paragraph in cell.iter(f"{_TEXT}p")
        for frame in paragraph.iterfind(f".//{_DRAW}frame")
    )


def _flat(element: etree._Element) -> Iterator[etree._Element]:
    """The blocks of an element, with those of its lists and visible sections in their place."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_TEXT}section" and child.get(f"{_TEXT}display", "true") != "true":
            continue
        if child.tag.startswith(_TEXT) and child.tag not in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield from _flat(child)
        else:
            yield child


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in _ROW_GROUPS and child.get(f"{_TABLE}display", "true") != "false":
            yield from _rows(child)


def _hidden_columns(table: etree._Element) -> set[int]:
    hidden: set[int] = set()
    col = 0
    stack = list(reversed(table))
    while stack:
        element = stack.pop()
        if element.tag in _COLUMN_GROUPS:
            stack.extend(reversed(element))
        elif element.tag == f"{_TABLE}table-column":
            repeat = _number(element, "number-columns-repeated", 1)
            if element.get(f"{_TABLE}visibility", "visible") != "visible":
                hidden.update(range(col, col + min(repeat, _MAX_REPEAT)))
            col += repeat
    return hidden


def _number(element: etree._Element, name: str, default: int) -> int:
    value = element.get(_TABLE + name, "")
    return max(int(value), 1) if value.isdecimal() and len(value) < 9 else default


def _cut(grid: Grid) -> Grid:
    """The grid without the blank rows and columns behind its last text: a sheet's formatted rest."""
    filled = [cell for cell in grid.cells if cell.text]
    if not filled:
        return Grid(0, 0, (), grid.locator)
    rows = max(cell.row + cell.row_span for cell in filled)
    cols = max(cell.col + cell.col_span for cell in filled)
    cells = tuple(cell for cell in grid.cells if cell.row < rows and cell.col < cols)
    return Grid(min(rows, grid.n_rows), cols, cells, grid.locator)


def _meta(package: zipfile.ZipFile) -> dict[str, str]:
    if "meta.xml" not in package.namelist():
        return {}
    root = parse_xml(member_bytes(package, "meta.xml"), "meta.xml")
    meta: dict[str, str] = {}
    for element in root.iter():
        if not len(element) and element.text and element.text.strip():
            meta.setdefault(etree.QName(element).localname.lower(), element.text.strip())
    return meta

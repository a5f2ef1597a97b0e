"""OpenDocument bytes (ODT, ODS) to a Document: what is shown of the body, in reading order.

Deleted and hidden text, notes, comments, hidden rows, columns and sheets do not count. A table inside a cell is a grid
of its own behind the outer one. What labels mean is not known here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from pipelines.readers.document import LONGEST_CELL, Cell, Document, Grid, Text, UnreadableError
from pipelines.readers.office.odt_covered import ADDED, COVERED, add_covered
from pipelines.readers.office.odt_deleted import drop_deleted
from pipelines.readers.office.odt_rows import MAX_REPEAT, hidden_columns, number_of, rows_of, used_columns
from pipelines.readers.office.odt_styles import NS, TABLE, TEXT, Style, Styles, read_styles
from pipelines.readers.office.printed_lines import printed_lines
from pipelines.readers.packages import MAX_CELLS_PER_TABLE, MAX_DEPTH, member_bytes, open_package, parse_xml
from pipelines.readers.raised import OBJECT, add_run, is_number_of_note
from pipelines.readers.workbooks.sheets import cell_name, divided
from pipelines.reasons import because

_OFFICE, _DRAW = f"{{{NS}office:1.0}}", f"{{{NS}drawing:1.0}}"
#: What is drawn and holds paragraphs.
_BOXES = tuple(f"{_DRAW}{name}" for name in ("text-box", "custom-shape", "rect"))
_HREF = "{http://www.w3.org/1999/xlink}href"
_IN_BRACKETS = re.compile(r"\(\d[\d,.]*\)")
_SKIPPED = frozenset(
    {
        f"{TEXT}tracked-changes",
        f"{TEXT}note",
        f"{TEXT}ruby-text",
        f"{TEXT}hidden-text",
        f"{TEXT}hidden-paragraph",
        f"{_OFFICE}annotation",
        f"{_OFFICE}forms",
        f"{TEXT}sequence-decls",
    }
)


def read(data: bytes) -> Document:
    """The document of an ODT or ODS file, packed or laid flat; UnreadableError when it is damaged, locked or past the limits."""
    if not data.startswith(b"PK"):
        root = parse_xml(data.lstrip(), "content.xml")
        return _document([root], root)
    package = open_package(data)
    names = package.namelist()
    if "META-INF/manifest.xml" in names and b"encryption-data" in member_bytes(package, "META-INF/manifest.xml"):
        raise UnreadableError(because("locked_opendocument"))
    roots = [parse_xml(member_bytes(package, name), name) for name in ("content.xml", "styles.xml") if name in names]
    meta = parse_xml(member_bytes(package, "meta.xml"), "meta.xml") if "meta.xml" in names else None
    return _document(roots, meta)


def _document(roots: list[etree._Element], meta: etree._Element | None) -> Document:
    """The document whose body is in the first of some parts; all of them declare styles."""
    body = next((part for part in roots[0].iter(f"{_OFFICE}text", f"{_OFFICE}spreadsheet")), None)
    if body is None:
        raise UnreadableError(because("opendocument_of_neither"))
    drop_deleted(body)
    kind = "ods" if body.tag == f"{_OFFICE}spreadsheet" else "odt"
    walker = _Walker(read_styles(roots), sheets=kind == "ods")
    walker.container(body, "", 0)
    return Document(kind, tuple(walker.blocks), {} if meta is None else _meta(meta), pictures=tuple(walker.pictures))


class _Walker:
    """Collects the blocks of a body."""

    def __init__(self, styles: Styles, *, sheets: bool) -> None:
        self.styles = styles
        self.sheets = sheets
        self.blocks: list[Text | Grid] = []
        self.pictures: list[int] = []
        self.faint: list[int] = []  # the parts of a paragraph that are too faint to be seen beside others
        self.was_raised = False
        self.link = ""  # where the words lead that are read
        self.opening = True  # nothing but centred paragraphs so far: the title

    def container(self, element: etree._Element, prefix: str, depth: int) -> None:
        """Walk paragraphs, lists, sections and tables."""
        if depth > MAX_DEPTH:
            raise UnreadableError(because("opendocument_too_deep", most=MAX_DEPTH))
        paragraphs = tables = 0
        for child in _flat(element):
            if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                paragraphs += 1
                self.paragraph(child, f"{prefix}p[{paragraphs}]", depth)
            elif child.tag == f"{TABLE}table":
                tables += 1
                name = child.get(f"{TABLE}name", "") if self.sheets else f"{prefix}table[{tables}]"
                self.table(child, name, depth)
            elif child.tag.startswith(_DRAW):
                for box in child.iter(*_BOXES):
                    self.container(box, prefix, depth + 1)

    def paragraph(self, element: etree._Element, locator: str, depth: int) -> None:
        """One paragraph or heading, and behind it what its text boxes hold."""
        text, boxes = self.words(element)
        if not boxes and next(element.iter(f"{_DRAW}image", f"{_DRAW}object"), None) is not None:
            self.pictures.append(len(self.blocks))
        styles = list(self.styles.chain(element.get(f"{TEXT}style-name", "")))
        if text:
            outline = element.get(f"{TEXT}outline-level", "1")
            level = int(outline) if element.tag == f"{TEXT}h" and outline.isdecimal() else 0
            level = level or next((style.level for style in styles if style.level is not None), 0)
            centred = next((style.centred for style in styles if style.centred is not None), False)
            self.opening = self.opening and centred and not level
            self.blocks.append(Text(text, 1 if self.opening else level, locator))
        for number, box in enumerate(boxes, 1):
            self.container(box, f"{locator}/box[{number}]/", depth + 1)

    def words(self, paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
        """A paragraph's visible text and its text boxes; what is too faint to be seen beside other words is none."""
        parts: list[str] = []
        boxes: list[etree._Element] = []
        self.faint = []
        self.was_raised = False
        if not self._is_hidden(paragraph):
            self._collect(paragraph, parts, boxes)
        seen = [part for place, part in enumerate(parts) if place not in self.faint]
        text = "".join(seen if "".join(seen).strip() else parts)
        return printed_lines(text), boxes

    def _is_hidden(self, element: etree._Element) -> bool:
        name = element.get(f"{TEXT}style-name", "")
        return next((style.hidden for style in self.styles.chain(name) if style.hidden is not None), False)

    def _say(self, text: str | None, parts: list[str], styles: list[Style]) -> None:
        if not text:
            return
        text = text.replace("\n", " ")  # a line break in the file is a blank; only markup breaks a line
        is_raised = bool(next((style.raised for style in styles if style.raised is not None), False))
        is_raised = is_raised or is_number_of_note(text, self.link)
        add_run(parts, text, is_raised=is_raised, again=self.was_raised)
        self.was_raised = is_raised
        if any(style.is_faint for style in styles):
            self.faint.append(len(parts) - 1)

    def _collect(self, element: etree._Element, parts: list[str], boxes: list[etree._Element]) -> None:
        is_span = element.tag == f"{TEXT}span"
        styles = list(self.styles.chain(element.get(f"{TEXT}style-name", ""))) if is_span else []
        around = self.link
        if element.tag == f"{TEXT}a" and (place := element.get(_HREF, "")).startswith("#"):
            self.link = f"HYPERLINK \\l {place}"
        self._say(element.text, parts, styles)
        for child in element:
            if child.tag == f"{TEXT}s":
                count = child.get(f"{TEXT}c", "1")
                parts.append(" " * min(int(count), 100) if count.isdecimal() else " ")
            elif child.tag == f"{TEXT}tab":
                parts.append("\t")
            elif child.tag == f"{TEXT}line-break":
                parts.append("\n")
            elif child.tag.startswith(_DRAW):
                boxes.extend(child.iter(*_BOXES))
            elif child.tag not in _SKIPPED and not (child.tag == f"{TEXT}span" and self._is_hidden(child)):
                self._collect(child, parts, boxes)
            self._say(child.tail, parts, styles)
        self.link = around

    def table(self, element: etree._Element, locator: str, depth: int) -> None:
        """A table as a grid, and the tables inside its cells behind it; a table of one cell only frames what it holds."""
        self.opening = False
        if not all(style.shown for style in self.styles.chain(element.get(f"{TABLE}style-name", ""))):
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
            if child.tag == f"{TABLE}table":
                self.table(child, where, depth + 1)
            else:
                self.container(child, where, depth + 1)

    def _grid(self, element: etree._Element, locator: str, inner: list[tuple[etree._Element, str]]) -> Grid:
        hidden = hidden_columns(element)
        cells: list[Cell] = []
        reaches: list[tuple[int, int]] = []  # for each cell its row in the file and the rows it spans there
        shown: list[int] = []  # the rows of the file that are shown
        in_file = width = 0
        rows = list(rows_of(element))
        add_covered(rows)
        used = max(map(used_columns, rows), default=0) if self.sheets else 0
        for row in rows:
            repeat = number_of(row, "number-rows-repeated", 1)
            line = list(self._cells(row, locator, in_file, inner, hidden, used))
            is_blank = not any(cell.text for cell, _ in line)
            if row.get(f"{TABLE}visibility", "visible") != "visible" or (is_blank and repeat > 1):
                in_file += repeat  # hidden, or the blank rest of a sheet
                continue
            if repeat > MAX_REPEAT:
                raise UnreadableError(because("row_repeated", most=MAX_REPEAT))
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
        width: int,
    ) -> Iterator[tuple[Cell, int]]:
        """The cells that begin in a row of a table so wide, hidden columns left out, each with the rows it spans in the file."""
        col = place = 0
        for cell in row:
            if cell.tag not in {f"{TABLE}table-cell", COVERED}:
                continue
            repeat = number_of(cell, "number-columns-repeated", 1)
            place += ADDED not in cell.attrib
            where = (
                f"{locator}!{cell_name(in_file, col)}" if self.sheets else f"{locator}/tr[{in_file + 1}]/tc[{place}]"
            )
            text = "" if cell.tag == COVERED else self._cell_text(cell, where, inner)
            if cell.tag == COVERED:
                col += repeat
                continue
            if not text and repeat > MAX_REPEAT:
                repeat = max(width - col, 0)  # the blank rest of a sheet's row, as far as others reach
            if repeat > MAX_REPEAT:
                raise UnreadableError(because("cell_repeated", most=MAX_REPEAT))
            span = min(number_of(cell, "number-columns-spanned", 1), MAX_REPEAT)
            for _ in range(repeat):
                shown = [at for at in range(col, col + span) if at not in hidden]
                if shown:
                    before = sum(at < shown[0] for at in hidden)
                    found = Cell(text, 0, shown[0] - before, 1, len(shown), where)
                    yield found, number_of(cell, "number-rows-spanned", 1)
                col += 1

    def _cell_text(self, cell: etree._Element, where: str, inner: list[tuple[etree._Element, str]]) -> str:
        lines = []
        tables = 0
        for child in _flat(cell):
            if child.tag in {f"{TEXT}p", f"{TEXT}h"}:
                text, boxes = self.words(child)
                if text:
                    lines.append(text)
                inner.extend((box, f"{where}/box[{number}]/") for number, box in enumerate(boxes, 1))
            elif child.tag == f"{TABLE}table":
                tables += 1
                inner.append((child, f"{where}/table[{tables}]"))
        if tables and not lines:
            small = "\n".join(text for p in cell.iter(f"{TEXT}p") if (text := self.words(p)[0]))
            lines = [small] if len(small) <= LONGEST_CELL else []
        if len(lines) == 1 and _IN_BRACKETS.fullmatch(lines[0]) and cell.get(f"{_OFFICE}value", "").startswith("-"):
            return f"-{lines[0][1:-1]}"  # as accounts write what is less than nothing
        return "\n".join(lines) or (OBJECT if _shows_more(cell) else "")


def _shows_more(cell: etree._Element) -> bool:
    """Whether a cell without words shows something all the same: a picture, words in a drawing, a value never written out.

    A nought for which an empty line is written is one that its format does not show.
    """
    if cell.get(f"{_OFFICE}value-type", "string") not in {"string", "void"}:
        return cell.get(f"{_OFFICE}value") != "0" or cell.find(f"{TEXT}p") is None
    return any(
        (drawn.tag == f"{_DRAW}frame" and drawn.find(f".//{_DRAW}text-box") is None)
        or any(text.strip() for part in drawn.iter(f"{TEXT}p") for text in part.itertext())
        for drawn in cell.iter(etree.Element)
        if str(drawn.tag).startswith(_DRAW)
    )


def _flat(element: etree._Element) -> Iterator[etree._Element]:
    """The blocks of an element, with those of its lists and visible sections in their place."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{TEXT}section" and child.get(f"{TEXT}display", "true") != "true":
            continue
        if child.tag.startswith(TEXT) and child.tag not in {f"{TEXT}p", f"{TEXT}h"}:
            yield from _flat(child)
        else:
            yield child


def _cut(grid: Grid) -> Grid:
    """The grid without the blank rows and columns behind its last text: a sheet's formatted rest."""
    filled = [cell for cell in grid.cells if cell.text]
    if not filled:
        return Grid(0, 0, (), grid.locator)
    rows = max(cell.row + cell.row_span for cell in filled)
    cols = max(cell.col + cell.col_span for cell in filled)
    cells = tuple(cell for cell in grid.cells if cell.row < rows and cell.col < cols)
    return Grid(min(rows, grid.n_rows), cols, cells, grid.locator)


def _meta(root: etree._Element) -> dict[str, str]:
    """The file's own properties by their lower-case names."""
    holder = next(root.iter(f"{_OFFICE}meta"), None)
    meta: dict[str, str] = {}
    for element in () if holder is None else holder.iter(etree.Element):
        if not len(element) and element.text and element.text.strip():
            meta.setdefault(etree.QName(element).localname.lower(), element.text.strip())
    return meta

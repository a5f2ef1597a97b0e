"""DOCX bytes to a Document: what Word shows of the body, in reading order.

Deleted and hidden text, comments, notes, page headers and footers do not count. Tables lay out by their declared
spans; a table inside a cell is a grid of its own behind the outer one. What labels mean is not known here.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from pipelines.readers.document import LONGEST_CELL, UNNAMED, Cell, Document, Grid, Text, UnreadableError
from pipelines.readers.office import docx_styles
from pipelines.readers.office.docx_drawn import DRAWN, MATH, chosen, formula_text, is_placeholder, shows_more
from pipelines.readers.office.docx_fields import FIELD_MARKS, Fields
from pipelines.readers.office.docx_parts import CHUNK, OBJECT_IN_TEXT, Parts, targets_of
from pipelines.readers.office.docx_pictures import pictures_of
from pipelines.readers.office.docx_spans import is_deleted_cell, is_hidden_row, merge_of, places_before, spans_of
from pipelines.readers.office.printed_lines import printed_lines
from pipelines.readers.packages import (
    MAX_CELLS_PER_TABLE,
    MAX_DEPTH,
    core_properties,
    first_child,
    member_bytes,
    open_package,
    parse_xml,
)
from pipelines.readers.raised import OBJECT, add_run, is_number_of_note
from pipelines.readers.scans.pictured import lacks_tables, with_pictured_tables
from pipelines.reasons import because

_W = docx_styles.W
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

#: Containers that only wrap what they hold.
_WRAPPERS = frozenset(
    _W + name
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo")
)
_TEXT_OF = {
    _W + "tab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
}


def read(data: bytes) -> Document:
    """The document of a DOCX file; UnreadableError when it is damaged, locked or past the limits."""
    package = open_package(data)
    part = _main_part(package)
    root = parse_xml(docx_styles.plain(member_bytes(package, part)), "document.xml")
    body = first_child(root, f"{_W}body")
    if body is None:
        raise UnreadableError(because("no_word_body"))
    shows_parts = next(body.iter(CHUNK, OBJECT_IN_TEXT), None) is not None
    parts = Parts(package, targets_of(package, part)) if shows_parts else None
    document = replace(document_of(body, docx_styles.read_styles(package), parts), meta=core_properties(package))
    return with_pictured_tables(document, pictures_of(package, part, root)) if lacks_tables(document) else document


def document_of(body: etree._Element, styles: docx_styles.Styles, parts: Parts | None = None) -> Document:
    """The document of a body, whatever file it comes from; `parts` are what else of its package it shows."""
    walker = _Walker(styles, parts)
    walker.container(body)
    return Document("docx", tuple(_with_title(walker.blocks, walker.centred)))


def _main_part(package: zipfile.ZipFile) -> str:
    """The part the package's relationships call the document; Word may name it otherwise than document.xml."""
    names = set(package.namelist())
    if "_rels/.rels" in names:
        for relation in parse_xml(member_bytes(package, "_rels/.rels"), "_rels/.rels"):
            target = (relation.get("Target") or "").lstrip("/")
            if (relation.get("Type") or "").endswith("/officeDocument") and target in names:
                return target
    if "word/document.xml" in names:
        return "word/document.xml"
    raise UnreadableError(because("no_word_document"))


class _Walker:
    """Collects the blocks of a body; `centred` names the indexes of centred paragraphs."""

    def __init__(self, styles: docx_styles.Styles, parts: Parts | None) -> None:
        self.styles = styles
        self.parts = parts
        self.blocks: list[Text | Grid] = []
        self.centred: set[int] = set()
        self.was_raised = False
        self.fields = Fields()

    def container(self, element: etree._Element, prefix: str = "", depth: int = 0) -> None:
        """Walk paragraphs and tables of a body, a text box, or a cell that only wraps a page."""
        if depth > MAX_DEPTH:
            raise UnreadableError(because("word_too_deep", most=MAX_DEPTH))
        counts = {"p": 0, "table": 0}
        for child in _unwrapped(element):
            if child.tag == f"{_W}p":
                counts["p"] += 1
                self.paragraph(child, f"{prefix}p[{counts['p']}]", depth)
            elif child.tag == f"{_W}tbl":
                counts["table"] += 1
                self.table(child, f"{prefix}table[{counts['table']}]", depth)
            elif child.tag == CHUNK and self.parts is not None:
                self.blocks += self.parts.chunk(child)

    def paragraph(self, element: etree._Element, locator: str, depth: int) -> None:
        """One paragraph, and behind it what its text boxes hold."""
        properties = first_child(element, f"{_W}pPr")
        style_id = docx_styles.style_id(properties, "pStyle")
        text, boxes = self.words(element)
        if text:
            level = docx_styles.outline(properties)
            if level is None:
                level = self.styles.level(style_id)
            centred = docx_styles.centred(properties)
            if centred or (centred is None and self.styles.centred(style_id)):
                self.centred.add(len(self.blocks))
            self.blocks.append(Text(text, level, locator))
        for number, box in enumerate(boxes, 1):
            self.container(box, f"{locator}/box[{number}]/", depth + 1)
        if self.parts is not None:
            self.blocks += self.parts.in_paragraph(element)

    def words(self, paragraph: etree._Element, *, is_inked: bool = False) -> tuple[str, list[etree._Element]]:
        """A paragraph's visible text and the contents of its text boxes; `is_inked` when white letters in it are unseen."""
        self.was_raised = False
        if self.styles.hidden(docx_styles.style_id(first_child(paragraph, f"{_W}pPr"), "pStyle")):
            return "", []
        parts = [OBJECT] if docx_styles.turns_figures(paragraph) else []
        boxes: list[etree._Element] = []
        for run in _unwrapped(paragraph):
            if run.tag == f"{_W}r":
                if not (is_inked and docx_styles.is_faint(run)):
                    self._run(run, parts, boxes)
            elif run.tag.startswith(MATH):
                parts.append(formula_text(run))
        return printed_lines("".join(parts)), boxes

    def _run(self, run: etree._Element, parts: list[str], boxes: list[etree._Element]) -> None:
        properties = first_child(run, f"{_W}rPr")
        look = self.styles.look(properties)
        if look.hidden or look.struck:
            return
        for child in _unwrapped(run):
            tag = child.tag
            if tag == f"{_W}t" and self.fields.is_asked:
                parts.append(OBJECT)  # which of what is written the outer field shows, its own result says
            elif tag == f"{_W}t":
                text = (child.text or "").replace("\n", " ")
                is_raised = bool(look.raised) or is_number_of_note(text, self.fields.around(run))
                add_run(parts, text, is_raised=is_raised, again=self.was_raised)
                self.was_raised = is_raised
            elif tag in FIELD_MARKS:
                parts.append(self.fields.take(child))
            elif tag in _TEXT_OF:
                parts.append(_TEXT_OF[tag])
            elif tag == f"{_W}sym":
                parts.append(UNNAMED)  # a picture font: which sign it shows is not in the file
            elif tag == f"{_W}ruby":
                for base in child.iterfind(f"{_W}rubyBase/{_W}r"):
                    self._run(base, parts, boxes)
            elif tag in DRAWN:
                boxes.extend(child.iter(f"{_W}txbxContent"))

    def table(self, element: etree._Element, locator: str, depth: int) -> None:
        """A table as a grid, and behind it the tables inside its cells; a table of one cell only frames what it holds."""
        in_file = [row for row in _unwrapped(element) if row.tag == f"{_W}tr"]
        shown = [place for place, row in enumerate(in_file) if not is_hidden_row(row)]
        rows = [in_file[place] for place in shown]
        all_cells = [
            [cell for cell in _unwrapped(row) if cell.tag == f"{_W}tc" and not is_deleted_cell(cell)] for row in rows
        ]
        if sum(map(len, all_cells)) == 1:
            number = next(number for number, row in enumerate(all_cells) if row)
            self.container(all_cells[number][0], f"{locator}/tr[{shown[number] + 1}]/tc[1]/", depth + 1)
            return
        if _is_frame(all_cells):
            for number, row_cells in enumerate(all_cells):
                for place, cell in enumerate(row_cells, 1):
                    self.container(cell, f"{locator}/tr[{shown[number] + 1}]/tc[{place}]/", depth + 1)
            return
        inner: list[tuple[etree._Element, str]] = []
        cells: list[Cell] = []
        spans = spans_of(element, rows, all_cells)
        open_cells: dict[int, int] = {}  # first column -> index of the cell a vertical merge may extend
        width = 0
        for number, (row, row_cells) in enumerate(zip(rows, all_cells, strict=True)):
            col = places_before(row)
            for place, cell in enumerate(row_cells, 1):
                where = f"{locator}/tr[{shown[number] + 1}]/tc[{place}]"
                properties = first_child(cell, f"{_W}tcPr")
                span = spans[number][place - 1]
                if merge_of(properties, "hMerge") == "continue" and cells and cells[-1].row == number:
                    cells[-1] = replace(cells[-1], col_span=cells[-1].col_span + span)
                elif merge_of(properties, "vMerge") == "continue" and _reaches(cells, open_cells.get(col), number):
                    upper = cells[open_cells[col]]
                    cells[open_cells[col]] = replace(upper, row_span=upper.row_span + 1)
                else:
                    open_cells[col] = len(cells)
                    cells.append(Cell(self._cell_text(cell, where, inner), number, col, 1, span, where))
                col += span
                width = max(width, col)
            if len(cells) > MAX_CELLS_PER_TABLE:
                raise UnreadableError(because("too_many_cells", most=MAX_CELLS_PER_TABLE))
        self.blocks.append(Grid(len(rows), width, tuple(cells), locator))
        for child, where in inner:
            if child.tag == f"{_W}tbl":
                self.table(child, where, depth + 1)
            else:
                self.container(child, where, depth + 1)
        if depth > MAX_DEPTH:
            raise UnreadableError(because("word_too_deep", most=MAX_DEPTH))

    def _cell_text(self, cell: etree._Element, where: str, inner: list[tuple[etree._Element, str]]) -> str:
        """A cell's own lines; tables and boxes inside it are put on `inner`.

        A small table is what the cell prints where nothing else stands in it.
        """
        lines = []
        tables = 0
        is_inked = docx_styles.shows_ink(cell)
        for child in _unwrapped(cell):
            if child.tag == f"{_W}p":
                text, boxes = self.words(child, is_inked=is_inked)
                if text:
                    lines.append(text)
                inner.extend((box, f"{where}/box[{number}]/") for number, box in enumerate(boxes, 1))
            elif child.tag == f"{_W}tbl":
                tables += 1
                inner.append((child, f"{where}/table[{tables}]"))
        if tables and not lines:
            small = "\n".join(text for p in cell.iter(f"{_W}p") if (text := self.words(p, is_inked=is_inked)[0]))
            lines = [small] if len(small) <= LONGEST_CELL else []
        return "\n".join(lines) or (OBJECT if shows_more(cell) else "")


def _is_frame(rows: list[list[etree._Element]]) -> bool:
    """Whether a table only places others on the page: one stands in it, and no row has words in two cells."""
    if not any(first_child(cell, f"{_W}tbl") is not None for row in rows for cell in row):
        return False
    return all(sum(any(t.text for t in cell.iter(f"{_W}t")) for cell in row) <= 1 for row in rows)


def _unwrapped(element: etree._Element) -> Iterator[etree._Element]:
    """The children of an element, with the contents of wrappers in their place.

    Of alternatives the first one that Word knows counts: the others repeat it for older programs.
    """
    for child in element:
        if element.tag == f"{_W}p" and is_placeholder(child):
            continue
        if child.tag in _WRAPPERS:
            yield from _unwrapped(child)
        elif child.tag == f"{_MC}AlternateContent":
            option = chosen(child)
            if option is not None:
                yield from _unwrapped(option)
        else:
            yield child


def _reaches(cells: list[Cell], index: int | None, row: int) -> bool:
    """Whether a cell ends just above `row`, so that a vertical merge may go on with it."""
    return index is not None and cells[index].row + cells[index].row_span == row


def _with_title(blocks: list[Text | Grid], centred: set[int]) -> list[Text | Grid]:
    """Raise the centred paragraphs a document opens with to level 1: most reports print their title without a style."""
    titled = list(blocks)
    for index, block in enumerate(blocks):
        if not isinstance(block, Text) or block.level or index not in centred:
            break
        titled[index] = replace(block, level=1)
    return titled

"""Reports as Word documents: cells merged by gridSpan and vMerge, headings as bold paragraphs."""

from __future__ import annotations

import io
from datetime import datetime, time

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as Paragraph_

from crawlers.sandbox.render.blocks import Heading, Paragraph, Sheet
from crawlers.sandbox.render.fixed_zip import with_fixed_times
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.story import Printed


def render(copy: Printed, layout: Layout) -> bytes:
    """A .docx file; the same report gives the same bytes."""
    document = docx.Document()
    _set_up(document, copy)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(copy.title)
    run.bold, run.font.size = True, Pt(18)
    for block in copy.blocks:
        if isinstance(block, Heading):
            document.add_paragraph().add_run(block.text).bold = True
        elif isinstance(block, Paragraph):
            document.add_paragraph(block.text).paragraph_format.first_line_indent = Pt(24)
        else:
            _add_table(document, block, tracked=layout.style == "tracked")
            document.add_paragraph()
    out = io.BytesIO()
    document.save(out)
    return with_fixed_times(out.getvalue())


def _set_up(document: Document, copy: Printed) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "FangSong", Pt(10.5)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    stamp = datetime.combine(copy.published_on, time(9, 30))
    properties = document.core_properties
    properties.title, properties.author = copy.title, copy.issuer
    properties.created = properties.modified = stamp


def _add_table(document: Document, sheet: Sheet, *, tracked: bool) -> None:
    table = document.add_table(sheet.n_rows, sheet.n_cols, style="Table Grid")
    # taken once, before merging: `table.cell` walks the whole table at each call
    grid = [list(row.cells) for row in table.rows]
    for box in sheet.boxes:
        cell = grid[box.row][box.col]
        if box.rows > 1 or box.cols > 1:
            cell = cell.merge(grid[box.row + box.rows - 1][box.col + box.cols - 1])
        paragraph = cell.paragraphs[0]
        paragraph.text = box.text
        if tracked and box.text and not box.heading:
            _track(paragraph)
        if box.cell or box.heading:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _track(paragraph: Paragraph_) -> None:
    """Put what a paragraph says in as a revision, behind the words it replaces and others that are hidden."""
    run = paragraph.runs[0]
    hidden = paragraph.add_run("8")
    hidden.font.hidden = True
    for tag, said in (("w:del", paragraph.add_run()), ("w:ins", run)):
        revision = OxmlElement(tag)
        revision.set(qn("w:id"), "1")
        revision.set(qn("w:author"), "示例")
        said._r.addprevious(revision)
        revision.append(said._r)
        if tag == "w:del":
            gone = OxmlElement("w:delText")
            gone.text = "9"
            said._r.append(gone)

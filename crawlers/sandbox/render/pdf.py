"""Reports as PDF with a text layer: ruled tables, broken over pages, in the standard Chinese font."""

from __future__ import annotations

import io
from html import escape

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, SimpleDocTemplate, Spacer, Table
from reportlab.platypus import Paragraph as PdfParagraph

from crawlers.sandbox.render.blocks import Heading, Paragraph, Sheet
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.story import Printed

#: Named, not embedded: every PDF reader maps it to a Chinese font of its own.
_FONT = "STSong-Light"
_WIDTH = A4[0] - 40 * mm

_TITLE = ParagraphStyle("title", fontName=_FONT, fontSize=18, leading=26, alignment=TA_CENTER, wordWrap="CJK")
_HEADING = ParagraphStyle(
    "heading", fontName=_FONT, fontSize=14, leading=24, firstLineIndent=28, wordWrap="CJK", keepWithNext=1
)
_PROSE = ParagraphStyle("prose", fontName=_FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
_LABEL = ParagraphStyle("label", fontName=_FONT, fontSize=9, leading=12, wordWrap="CJK")
_CENTRED = ParagraphStyle("centred", parent=_LABEL, alignment=TA_CENTER)
#: Styles without rulings, and to which edge they set figures and their headings.
_UNRULED = {
    style: ParagraphStyle(style, parent=_LABEL, alignment=alignment)
    for style, alignment in (("unruled", TA_CENTER), ("left", TA_LEFT), ("right", TA_RIGHT))
}


def render(copy: Printed, layout: Layout) -> bytes:
    """A PDF file; the same report gives the same bytes."""
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        title=copy.title,
        author=copy.issuer,
        invariant=1,  # no clock and no random id in the file
    )
    flow: list[Flowable] = [PdfParagraph(escape(copy.title), _TITLE), Spacer(1, 8 * mm)]
    last: Sheet | None = None
    for block in copy.blocks:
        if isinstance(block, Heading):
            # the long table starts its own page, so that it breaks where the layout says
            flow += [PageBreak()] if layout.broken and block.text.startswith("三") else []
            flow.append(PdfParagraph(escape(block.text), _HEADING))
        elif isinstance(block, Paragraph):
            flow.append(PdfParagraph(escape(block.text), _PROSE))
        else:
            flow += [PageBreak()] if layout.broken and last and last.table == block.table else []
            flow += [_table(block, layout.style), Spacer(1, 4 * mm)]
            last = block
    document.build(flow, onFirstPage=_number_page, onLaterPages=_number_page)
    return out.getvalue()


def line(text: str) -> bytes:
    """A PDF of one line."""
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont(_FONT, 20)
    canvas.drawString(20 * mm, 250 * mm, text)
    canvas.save()
    return out.getvalue()


def _number_page(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(_FONT, 10)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, f"- {document.page} -")


def _table(sheet: Sheet, style: str) -> Table:
    """A table; where it runs over a page its heading rows stand once, as word processors print it."""
    places: list[list[object]] = [[""] * sheet.n_cols for _ in range(sheet.n_rows)]
    spans = []
    for box in sheet.boxes:
        places[box.row][box.col] = PdfParagraph(
            escape(box.text).replace("\n", "<br/>"),
            _UNRULED.get(style, _CENTRED) if box.cell or box.heading else _LABEL,
        )
        if box.rows > 1 or box.cols > 1:
            spans.append(("SPAN", (box.col, box.row), (box.col + box.cols - 1, box.row + box.rows - 1)))
    rules: list[tuple[object, ...]] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if style not in _UNRULED:
        rules.append(("GRID", (0, 0), (-1, -1), 0.5, black))
    padding = [(f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    return Table(places, colWidths=_widths(sheet), style=[*rules, *padding, *spans])


def _widths(sheet: Sheet) -> list[float]:
    """The three label columns of the requests table are wider than its columns of numbers."""
    if sheet.table == "requests":
        n_figures = sheet.n_cols - 3
        figures = min(15 * mm, (_WIDTH - 70 * mm) / n_figures)
        return [18 * mm, 20 * mm, _WIDTH - 38 * mm - n_figures * figures, *[figures] * n_figures]
    return [_WIDTH / sheet.n_cols] * sheet.n_cols

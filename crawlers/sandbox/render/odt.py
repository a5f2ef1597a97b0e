"""Reports as OpenDocument texts: spans by number, covered places written out."""

from __future__ import annotations

import io
import zipfile
from html import escape

from crawlers.sandbox.render.blocks import Heading, Sheet
from crawlers.sandbox.render.fixed_zip import with_fixed_times
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.story import Printed

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "text", "table")
)
_MIME = "application/vnd.oasis.opendocument.text"
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def render(copy: Printed, layout: Layout) -> bytes:
    """An .odt file; the same report gives the same bytes."""
    parts = [_heading(copy.title, 1)]
    for block in copy.blocks:
        if isinstance(block, Sheet):
            parts.append(_table(block, len(parts)))
        else:
            parts.append(_heading(block.text, 2) if isinstance(block, Heading) else _paragraph(block.text))
    content = (
        f'<office:document-content {_NAMESPACES} office:version="1.3"><office:body><office:text>{"".join(parts)}'
        "</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in (("mimetype", _MIME), ("META-INF/manifest.xml", _MANIFEST), ("content.xml", content)):
            package.writestr(name, text)
    return with_fixed_times(out.getvalue())


def _heading(text: str, level: int) -> str:
    return f'<text:h text:outline-level="{level}">{escape(text)}</text:h>'


def _paragraph(text: str) -> str:
    return f"<text:p>{escape(text)}</text:p>"


def _table(sheet: Sheet, number: int) -> str:
    starts = {(box.row, box.col): box for box in sheet.boxes}
    rows = []
    for row in range(sheet.n_rows):
        cells = []
        for col in range(sheet.n_cols):
            box = starts.get((row, col))
            if box is None:
                cells.append("<table:covered-table-cell/>")
                continue
            spans = f'table:number-columns-spanned="{box.cols}" table:number-rows-spanned="{box.rows}"'
            words = "".join(map(_paragraph, box.text.split("\n")))
            cells.append(f"<table:table-cell {spans}>{words}</table:table-cell>")
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return (
        f'<table:table table:name="table{number}"><table:table-column table:number-columns-repeated="{sheet.n_cols}"/>'
        f"{''.join(rows)}</table:table>"
    )

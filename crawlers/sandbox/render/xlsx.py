"""Reports as Excel workbooks: one sheet of merged ranges, the prose in rows above and below the tables."""

from __future__ import annotations

import io
import re
from datetime import datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from crawlers.sandbox.render.blocks import Sheet
from crawlers.sandbox.render.fixed_zip import with_fixed_times
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.story import Printed

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)")
#: The width of the widest official table.
_COLUMNS = 15


def render(copy: Printed, layout: Layout) -> bytes:
    """A .xlsx file; the same report gives the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    stamp = datetime.combine(copy.published_on, time(9, 30))
    book.set_properties({"title": copy.title, "author": copy.issuer, "created": stamp})
    page = book.add_worksheet("年报")
    cell = book.add_format({"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"})
    sums = book.add_format({"border": 1, "align": "center", "num_format": '#,##0"件"'})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    page.merge_range(0, 0, 0, _COLUMNS - 1, copy.title, words)
    row = 1
    for block in copy.blocks:
        if isinstance(block, Sheet):
            _write_sheet(page, block, row, cell, sums if layout.style == "computed" else None)
            row += block.n_rows + 1
        else:
            page.merge_range(row, 0, row, _COLUMNS - 1, block.text, words)
            row += 1
    book.close()
    return with_fixed_times(out.getvalue())


def _write_sheet(page: Worksheet, sheet: Sheet, top: int, style: Format, sums: Format | None) -> None:
    """Whole numbers are written as numbers, everything else as text, as offices fill such sheets; as formulas with `sums`."""
    for box in sheet.boxes:
        row, col = top + box.row, box.col
        printed = int(box.text) if not box.heading and _WHOLE.fullmatch(box.text) else box.text
        if box.rows > 1 or box.cols > 1:
            page.merge_range(row, col, row + box.rows - 1, col + box.cols - 1, printed, style)
        elif isinstance(printed, int) and sums:
            page.write_formula(row, col, f"=SUM({printed},0)", sums, printed)
        elif isinstance(printed, int):
            page.write_number(row, col, printed, style)
        else:
            page.write_string(row, col, printed, style)

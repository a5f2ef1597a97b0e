"""Prints a grid on pages as word processors do: borders at each page break, text cut between its lines.

A break is (row, lines): before that row when it has no more lines than that, else behind that many lines of text inside the row.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipelines.readers.document import Cell, Grid

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

SIZE, LEADING, PAD = 9.0, 12.0, 4.0
LEFT, TOP = 60.0, 760.0
Draw = Callable[[Canvas, float, float, float, float], None]


def stroked(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """Borders as one stroked rectangle a cell."""
    canvas.rect(x0, y0, x1 - x0, y1 - y0)


def lined(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """Borders as four lines a cell."""
    canvas.lines([(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)])


def filled(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """Borders as thin filled rectangles, as word processors draw them."""
    for x, y, w, h in ((x0, y0, x1 - x0, 0.5), (x0, y1, x1 - x0, 0.5), (x0, y0, 0.5, y1 - y0), (x1, y0, 0.5, y1 - y0)):
        canvas.rect(x, y, w, h, stroke=0, fill=1)


def wrapped(text: str, width: float) -> list[str]:
    """The lines of a text in a cell `width` points wide."""
    lines = [""]
    for char in text:
        if lines[-1] and pdfmetrics.stringWidth(lines[-1] + char, FONT, SIZE) > width - 2 * PAD:
            lines.append("")
        lines[-1] += char
    return lines if text else []


def column_edges(grid: Grid, width: float = 480.0) -> list[float]:
    """Wide columns for words, narrow ones for figures."""
    shares = [1.0] * grid.n_cols
    if grid.n_cols == 10:
        shares[:3] = [0.6, 0.9, 2.6]
    total = sum(shares)
    return [LEFT + width * sum(shares[:place]) / total for place in range(grid.n_cols + 1)]


def printed_pdf(
    grid: Grid, breaks: Sequence[tuple[int, int]] = (), repeat: int = 0, draw: Draw = stroked, texts: bool = True
) -> bytes:
    """The grid as a PDF, with `repeat` header rows printed again on each page, a heading above and a page number below."""
    xs = column_edges(grid)
    lines = {cell: wrapped(cell.text, xs[cell.col + cell.col_span] - xs[cell.col]) for cell in grid.cells}
    heights = _row_heights(grid, lines)
    tops = [sum(heights[:row]) for row in range(grid.n_rows + 1)]
    single = [(cell.row, len(lines[cell])) for cell in grid.cells if cell.row_span == 1]
    most = [max((count for at, count in single if at == row), default=0) for row in range(grid.n_rows)]
    # A row of one line is not cut.
    cuts = sorted({tops[row] + (PAD + n * LEADING if 0 < n < most[row] else 0) for row, n in breaks})
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    bounds = [0.0, *cuts, tops[-1]]
    left = dict(lines)
    for number, (start, end) in enumerate(itertools.pairwise(bounds), 1):
        canvas.setLineWidth(0.5)
        canvas.setFont(FONT, 12)
        if texts:
            canvas.drawCentredString(A4[0] / 2, 40, f"- {number} -")
            if number == 1:
                canvas.drawString(LEFT + 24, TOP + 20, "示例说明文字，并非标题。")
        y = TOP
        if number > 1 and repeat:
            y = _part(canvas, grid, dict(lines), xs, tops, (0.0, tops[repeat]), y, draw)
        _part(canvas, grid, left, xs, tops, (start, end), y, draw)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _row_heights(grid: Grid, lines: dict[Cell, list[str]]) -> list[float]:
    heights = [LEADING + 2 * PAD] * grid.n_rows
    for cell in sorted(grid.cells, key=lambda cell: cell.row_span):
        need = len(lines[cell]) * LEADING + 2 * PAD
        have = sum(heights[cell.row : cell.row + cell.row_span])
        heights[cell.row + cell.row_span - 1] += max(need - have, 0)
    return heights


def _part(
    canvas: Canvas,
    grid: Grid,
    lines: dict[Cell, list[str]],
    xs: list[float],
    tops: list[float],
    bounds: tuple[float, float],
    y: float,
    draw: Draw,
) -> float:
    """Print what lies between two heights of the table with its upper edge at `y`; gives back the lower edge.

    Takes from `lines` what finds room; the rest is left for the next page.
    """
    start, end = bounds
    canvas.setFont(FONT, SIZE)
    for cell in grid.cells:
        top, bottom = tops[cell.row], tops[cell.row + cell.row_span]
        if bottom <= start or top >= end:
            continue
        upper, lower = max(top, start) - start, min(bottom, end) - start
        draw(canvas, xs[cell.col], y - lower, xs[cell.col + cell.col_span], y - upper)
        room = len(lines[cell]) if bottom <= end else int((lower - upper - PAD + 0.01) // LEADING)
        for number, line in enumerate(lines[cell][:room]):
            canvas.drawString(xs[cell.col] + PAD, y - upper - PAD - number * LEADING - SIZE, line)
        lines[cell] = lines[cell][room:]
    return y - (end - start)

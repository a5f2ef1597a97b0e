"""Pages drawn by hand for the PDF tests: words, tables, pictures, and a grid set with centred text as browsers set it."""

from __future__ import annotations

import io
from collections.abc import Callable

from paper import FONT, LEADING, LEFT, PAD, SIZE, column_edges, wrapped
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from pipelines.readers.document import Grid


def drawn(draw: Callable[[Canvas, int], None], *, size=A4, pages: int = 1, **options) -> bytes:
    """A PDF whose pages are drawn by `draw(canvas, page number)`."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, **options)
    for number in range(1, pages + 1):
        canvas.setFont(FONT, 10)
        draw(canvas, number)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def words(
    canvas: Canvas, y: float = 700, text: str = "这是一段示例文字，用来说明页面上确有文字，而不是一幅图片。"
) -> None:
    """A line of prose."""
    canvas.drawString(72, y, text)


def table(
    canvas: Canvas, cells: list[list[str]], x: float = 72, y: float = 600, width: float = 60, height: float = 20
) -> None:
    """A ruled table of equal cells."""
    for row, line in enumerate(cells):
        for col, text in enumerate(line):
            canvas.rect(x + col * width, y - (row + 1) * height, width, height)
            canvas.drawString(x + col * width + 4, y - (row + 1) * height + 6, text)


def draw_centred(
    canvas: Canvas,
    grid: Grid,
    top: float,
    labels: int,
    cell: Callable | None = None,
    edges: tuple[float, float] = (0.5, 0.5),
) -> None:
    """The grid without rulings, words and figures in the middle of their cells, the first `labels` columns at the left.

    `edges` say where words and where figures are set: 0 at the left of their cells, 1 at the right.
    `cell(canvas, x0, y0, x1, y1)` draws what lies under each cell.
    """
    xs = column_edges(grid)
    texts = {cell: wrapped(cell.text, xs[cell.col + cell.col_span] - xs[cell.col]) for cell in grid.cells}
    heights = [LEADING + 2 * PAD] * grid.n_rows
    for each in sorted(grid.cells, key=lambda each: each.row_span):
        have = sum(heights[each.row : each.row + each.row_span])
        heights[each.row + each.row_span - 1] += max(len(texts[each]) * LEADING + 2 * PAD - have, 0)
    ys = [top - sum(heights[:row]) for row in range(grid.n_rows + 1)]
    for each in grid.cells:
        x0, x1 = xs[each.col], xs[each.col + each.col_span]
        upper, lower = ys[each.row], ys[each.row + each.row_span]
        if cell:
            cell(canvas, x0, lower, x1, upper)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setFont(FONT, SIZE)
        y = (upper + lower) / 2 + len(texts[each]) * LEADING / 2
        for number, line in enumerate(texts[each]):
            wide = pdfmetrics.stringWidth(line, FONT, SIZE)
            share = 0 if each.col < labels else edges[each.text.isdecimal()]
            x = x0 + PAD + share * (x1 - x0 - 2 * PAD - wide)
            canvas.drawString(x, y - number * LEADING - SIZE, line)


__all__ = ["LEFT", "draw_centred", "drawn", "table", "words"]

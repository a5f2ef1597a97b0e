"""Rows of the form whose words a document prints, though no reader gave their figures a place."""

from dataclasses import replace

import pytest

from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parsing.report import read_reports
from pipelines.readers import read_document
from pipelines.readers.document import Grid

OWN = make_figures(5, "示例市水利局", 2023, "2021")


@pytest.mark.parametrize(
    ("text", "codes"),
    [("", set()), ("{}000000|0", {"row_outside_tables"}), ("{} 0 0 0 0", {"row_outside_tables"})],
)
def test_a_row_is_not_left_out_whose_label_and_figures_stand_in_one_cell(text, codes):
    document = read_document(render(OWN, "html", "plain"))
    grid = next(block for block in document.blocks if isinstance(block, Grid) and block.n_rows > 20)
    texts = [[cell.text for cell in grid.cells if cell.row == row and cell.text] for row in range(grid.n_rows)]
    row = next(row for row, found in enumerate(texts) if found[0][0].isdigit() and found[1:] == ["0"] * 7)
    label = next(cell for cell in grid.cells if cell.row == row)
    glued = replace(label, text=text.format(label.text), col_span=grid.n_cols - label.col)
    cells = tuple(glued if cell is label else cell for cell in grid.cells if cell is label or cell.row != row)
    blocks = tuple(replace(grid, cells=cells) if block is grid else block for block in document.blocks)
    (report,) = read_reports(replace(document, blocks=blocks))
    assert {reason.code for reason in report.reasons} == codes

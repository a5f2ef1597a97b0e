"""Tables cut by a page break and made one again, from their pieces alone."""

from __future__ import annotations

import pytest

from pipelines.readers.pieces import Piece, PieceCell, join_pieces


def piece(page: int, label: str, figures: list[str]) -> Piece:
    """One row of a table on a page: its label and its figures in columns so narrow that one character fills them."""
    texts = [label, *figures]
    cells = [PieceCell(0, col, 1, 1, text, (f"page {page}",), full=True) for col, text in enumerate(texts)]
    return Piece([0.0, 60.0, *(60.0 + 12 * n for n in range(1, len(texts)))], 1, cells, page, f"page {page}")


@pytest.mark.parametrize("figure", ["无", "零", "3件", "—", "4"])
def test_figures_above_and_below_a_break_are_two_even_where_words_stand_for_them(figure):
    joined = join_pieces(piece(1, "甲类", [figure, "2", figure]), piece(2, "2.乙类", [figure, figure, "1"]))
    assert joined is not None
    rows = [[cell.text for cell in joined.edge_row(row)] for row in range(joined.n_rows)]
    assert rows == [["甲类", figure, "2", figure], ["2.乙类", figure, figure, "1"]]


def test_the_label_of_a_group_goes_on_below_the_break():
    upper, lower = piece(1, "丙组的", ["甲类", "4"]), piece(2, "名称", ["1.乙类", "5"])
    joined = join_pieces(upper, lower)
    assert joined is not None
    assert [(cell.text, cell.row_span) for cell in joined.cells if cell.col == 0] == [("丙组的名称", 2)]

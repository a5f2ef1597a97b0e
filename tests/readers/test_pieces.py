"""Tables cut by a page break and made one again, from their pieces alone."""

from __future__ import annotations

import pytest

from pipelines.readers.group_labels import column_labels, row_labels
from pipelines.readers.pages.joining import join_pieces
from pipelines.readers.pages.pieces import Piece, PieceCell


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


def test_words_that_both_pages_print_of_one_cell_are_printed_once_and_figures_are_not():
    upper, lower = piece(1, "丙组", ["甲类", "1"]), piece(2, "丙组", ["1.乙类", "1"])
    joined = join_pieces(upper, lower)
    assert joined is not None
    assert [(cell.text, cell.row_span) for cell in joined.cells if cell.col == 0] == [("丙组", 2)]
    joined = join_pieces(piece(1, "甲类", ["1", "2"]), piece(2, "", ["1", "2"]))
    assert joined is not None
    assert [cell.text for cell in joined.edge_row(0)] == ["甲类", "11", "22"]


def test_columns_of_labels_that_a_page_draws_nothing_of_are_those_of_the_page_before():
    upper, lower = piece(1, "丙组", ["1.甲类", "4"]), piece(2, "2.乙类", ["5"])
    lower.xs = [upper.xs[0] + x for x in upper.xs[1:]]
    joined = join_pieces(upper, lower)
    assert joined is not None
    assert [[cell.text for cell in joined.edge_row(row)] for row in (0, 1)] == [
        ["丙组", "1.甲类", "4"],
        ["丙组", "2.乙类", "5"],
    ]


def test_a_row_cut_between_its_figures_and_its_label_is_one_where_its_borders_are_not_drawn_there():
    above, below = piece(1, "丙组", ["丁组", "", "4", "1"]), piece(2, "", ["", "甲类", "", ""])
    groups = [cell._replace(row_span=2) for cell in above.cells[:2]]
    rows = [cell._replace(row=1) for cell in above.cells[2:]]
    above.cells = [*groups, *(cell._replace(row=0, text="3") for cell in rows), *rows]
    above.n_rows = 2
    undrawn = below.cells[0]._replace(col_span=2)  # the blanks of both columns of groups
    below.cells = [undrawn, *below.cells[2:]]
    joined = join_pieces(above, below)
    assert joined is not None
    assert [cell.text for cell in joined.edge_row(1)] == ["丙组", "丁组", "甲类", "4", "1"]
    assert joined.n_rows == 2


def test_the_unit_of_a_figure_is_no_label_of_a_row_beside_that_of_a_group():
    upper, lower = piece(1, "甲类的数量", ["条", "4"]), piece(2, "乙类的数量", ["件", "5"])
    upper.cells[1:] = [cell._replace(full=False) for cell in upper.cells[1:]]
    joined = join_pieces(upper, lower)
    assert joined is not None
    assert [[cell.text for cell in joined.edge_row(row)] for row in (0, 1)] == [
        ["甲类的数量", "条", "4"],
        ["乙类的数量", "件", "5"],
    ]


def test_figures_above_a_break_and_one_with_its_label_below_it_are_of_one_row():
    upper, lower = piece(1, "", ["4", "0", ""]), piece(2, "1.甲类", ["", "", "4（其中修订3件）"])
    joined = join_pieces(upper, lower)
    assert joined is not None
    assert [[cell.text for cell in joined.edge_row(row)] for row in range(joined.n_rows)] == [
        ["1.甲类", "4", "0", "4（其中修订3件）"]
    ]


def test_a_number_with_a_thousands_mark_goes_on_below_a_break():
    joined = join_pieces(piece(1, "甲类", ["1,20", "8"]), piece(2, "", ["4", ""]))
    assert joined is not None
    assert [cell.text for cell in joined.edge_row(0)] == ["甲类", "1,204", "8"]


def halves(label: str) -> tuple[str, str]:
    return label[:6], label[6:]


def rows_of(joined: Piece | None) -> list[list[str]]:
    assert joined is not None
    return [[cell.text for cell in joined.edge_row(row)] for row in range(joined.n_rows)]


def loose(part: Piece) -> Piece:
    """The same, in columns with room for more characters."""
    part.cells = [cell._replace(full=False) for cell in part.cells]
    return part


def test_a_label_of_the_form_goes_on_below_a_break_though_its_line_had_room_for_more():
    label = max(row_labels(), key=len)
    above, below = halves(label)
    joined = join_pieces(loose(piece(1, above, ["4", "0"])), loose(piece(2, below, ["", ""])))
    assert rows_of(joined) == [[label, "4", "0"]]
    other = join_pieces(loose(piece(1, "示例甲类", ["4", "0"])), loose(piece(2, "示例乙类", ["", ""])))
    assert len(rows_of(other)) == 2


def test_digits_below_a_break_without_a_label_are_of_the_row_above_and_no_number_of_their_own():
    joined = join_pieces(loose(piece(1, "甲类", ["34", "7"])), loose(piece(2, "", ["9", ""])))
    assert rows_of(joined) == [["甲类", "34\n9", "7"]]


def test_a_number_that_a_break_cuts_may_have_a_note_behind_its_last_digit():
    upper, lower = piece(1, "丙组", ["（七）甲类", "66", "7"]), piece(2, "丙组", ["", "", "8（其中修订77件）"])
    group = upper.cells[0]._replace(row_span=2, text="")
    upper.cells = [
        group,
        *(c._replace(row=0, text="1") for c in upper.cells[1:]),
        *(c._replace(row=1) for c in upper.cells[1:]),
    ]
    upper.n_rows = 2
    assert rows_of(join_pieces(upper, lower))[1] == ["丙组", "（七）甲类", "66", "78（其中修订77件）"]


def test_a_label_over_columns_that_a_break_cuts_is_one_though_no_label_stands_right_of_it():
    label = min(column_labels(), key=lambda words: (abs(len(words) - 2), words))
    upper, lower = loose(piece(1, "丙组", ["甲类", label[0]])), loose(piece(2, "", ["乙类", label[1:]]))
    joined = join_pieces(upper, lower)
    assert joined is not None
    assert [(cell.text, cell.row_span) for cell in joined.cells if cell.col == 2] == [(label, 2)]


def test_figures_on_both_sides_of_a_break_are_not_given_the_label_that_it_cuts_twice():
    above, below = halves(max(row_labels(), key=len))
    joined = join_pieces(loose(piece(1, above, ["4", "1"])), loose(piece(2, below, ["（其中修订3件）", ""])))
    assert rows_of(joined) == [[above, "4", "1"], [below, "（其中修订3件）", ""]]


def test_a_ruling_that_parts_every_label_of_a_header_near_a_break_is_none():
    first, second, third = [label for label in sorted(column_labels()) if len(label) == 4][:3]

    def joined(*lower: str) -> Piece | None:
        below = piece(2, first[:3], [second[:3], third])
        rest = [cell._replace(row=1, text=text) for cell, text in zip(below.cells, lower, strict=True)]
        below.cells, below.n_rows = [*below.cells, *rest], 2
        return join_pieces(loose(piece(1, "丙组", ["", ""])), loose(below))

    assert rows_of(joined(first[3:], second[3:], ""))[1:] == [[first, second, third]] * 2
    assert rows_of(joined(first[3:], "4", ""))[1:] == [[first[:3], second[:3], third], [first[3:], "4", ""]]


def test_a_table_goes_on_where_its_next_page_was_held_a_little_further_from_the_camera():
    upper, lower = loose(piece(1, "甲类", list("1234"))), loose(piece(2, "乙类", list("5678")))
    upper.xs = [80.0, 300.0, 340.0, 380.0, 420.0, 460.0]
    lower.xs = [90.0 + (x - 80.0) * 0.97 for x in upper.xs]
    assert rows_of(join_pieces(upper, lower)) == [["甲类", *"1234"], ["乙类", *"5678"]]
    lower.xs[2] += 12.0  # no column of the first
    assert join_pieces(upper, lower) is None
    two = loose(piece(2, "乙类", ["5"]))
    two.xs = [85.0, 85.0 + 220 * 1.015, 85.0 + 380 * 1.015]
    assert rows_of(join_pieces(upper, two)) == [["甲类", *"1234"], ["乙类", "5"]]
    two.xs = [two.xs[0], two.xs[2]]  # nothing inside it tells
    two.cells = [two.cells[0]._replace(text="丙类")]
    assert join_pieces(upper, two) is None


def test_a_table_of_many_columns_goes_on_where_its_next_page_was_held_much_further_from_the_camera():
    upper, lower = loose(piece(1, "甲类", list("1234567"))), loose(piece(2, "乙类", list("7654321")))
    upper.xs = [80.0, 280.0, *(310.0 + 30 * n for n in range(7))]
    lower.xs = [90.0 + (x - 80.0) * 0.9 for x in upper.xs]
    assert rows_of(join_pieces(upper, lower)) == [["甲类", *"1234567"], ["乙类", *"7654321"]]
    lower.xs[4] += 12.0  # no column of the first
    assert join_pieces(upper, lower) is None


def test_rows_that_a_page_parts_a_little_beside_where_the_page_before_does_have_the_same_columns():
    upper, lower = piece(1, "甲类", ["1", "2", "3"]), piece(2, "乙类", ["4", "5", "6"])
    upper.xs, lower.xs = [0.0, 60.0, 100.0, 140.0, 180.0], [0.0, 60.0, 105.0, 140.0, 180.0]
    joined = join_pieces(upper, lower)
    assert rows_of(joined) == [["甲类", "1", "2", "3"], ["乙类", "4", "5", "6"]]
    assert joined.grid().n_cols == 4


def test_a_header_row_that_a_break_cuts_between_the_lines_of_its_labels_is_one_though_a_half_is_a_label():
    upper = loose(piece(1, "结果", ["结果", "其他", "尚未", ""]))
    lower = loose(piece(2, "维持", ["纠正", "结果", "审结", "总计"]))
    assert rows_of(join_pieces(upper, lower)) == [["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]]
    apart = loose(piece(1, "甲类", ["其他", "总计"])), loose(piece(2, "乙类", ["结果", "总计"]))
    assert rows_of(join_pieces(*apart)) == [["甲类", "其他", "总计"], ["乙类", "结果", "总计"]]


def test_a_label_is_one_though_a_page_draws_a_border_below_its_first_part_and_another_at_its_end():
    label = max(row_labels(), key=len)
    above, below = halves(label)
    upper, lower = loose(piece(1, above, ["", ""])), loose(piece(2, below, ["4", "0"]))
    margin = upper.cells[0]._replace(row=1, text="")
    upper.cells = [upper.cells[0], *(cell._replace(row_span=2) for cell in upper.cells[1:]), margin]
    upper.n_rows = 2
    joined = join_pieces(upper, lower)
    assert joined is not None
    assert {(cell.text, cell.row, cell.row_span) for cell in joined.cells} == {(label, 0, 2), ("4", 0, 2), ("0", 0, 2)}

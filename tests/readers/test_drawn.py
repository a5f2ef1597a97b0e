"""A table drawn with signs has the cells and spans of the same table in a page; a crooked drawing is not read as one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_layouts import shape

from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render_together
from pipelines.readers import html, text

TABLES = ("┌──┬──┐", "│a │b │", "├──┼──┤", "│c │12│", "└──┴──┘")


def texts(grid):
    """The texts of a grid by rows; what a span covers is left out."""
    found = [[] for _ in range(grid.n_rows)]
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.col)):
        found[cell.row].append(cell.text)
    return found


def grids(*lines: str):
    return text.read("\n".join(lines).encode()).grids


@given(st.integers(0, 10_000), st.sampled_from([("2021", 2022), ("2019", 2020)]), st.booleans())
@settings(max_examples=15, deadline=None)
def test_drawn_tables_have_the_shape_they_have_as_markup(seed, form, joined):
    edition, year = form
    report = make_figures(seed, "示例县水利局", year, edition)
    page = html.read(render_together([report], "html", "joined" if joined else "plain"))
    drawn = text.read(render_together([report], "text", "drawn_joined" if joined else "drawn"))
    assert [shape(grid) for grid in drawn.grids] == [shape(grid) for grid in page.grids]


def test_a_cell_of_several_lines_is_one_cell():
    (grid,) = grids("+----+---+", "|本年| 3 |", "|新收|   |", "+----+---+", "|结转| 4 |", "+----+---+")
    assert texts(grid) == [["本年\n新收", "3"], ["结转", "4"]]


def test_the_number_of_a_label_may_stand_alone_on_its_first_line():
    lines = [
        "+------+----+",
        "| 2.   | 5  |",
        "| 其他 |    |",
        "+------+----+",
        "| 结转 | 7  |",
        "| 3    |    |",
        "+------+----+",
    ]
    (grid,) = grids(*lines[:4])
    assert texts(grid) == [["2.\n其他", "5"]]
    (grid,) = grids(lines[0], "| 2    | 5  |", "| .其他|    |", lines[3])
    assert texts(grid) == [["2\n.其他", "5"]]
    (grid,) = grids(*lines)
    assert ["结转\n3", "7"] not in texts(grid)  # a figure below words is a row's


def test_rows_that_no_line_sets_apart_are_rows():
    (grid,) = grids("+------+---+", "| 项目 | n |", "+------+---+", "| 新收 | 3 |", "| 结转 | 4 |", "+------+---+")
    assert texts(grid) == [["项目", "n"], ["新收", "3"], ["结转", "4"]]


def test_a_lone_dash_between_upright_lines_is_a_cell_and_no_line():
    (grid,) = grids("┌──┬─┐", "│结│-│", "└──┴─┘")
    assert texts(grid) == [["结", "-"]]


@pytest.mark.parametrize("narrow", [True, False])
def test_signs_that_some_consoles_print_wide_may_take_one_column_or_two(narrow):
    (grid,) = grids("┌────┬──┐", "│“a” │12│" if narrow else "│“a│12│", "└────┴──┘")
    assert texts(grid)[0][1] == "12"


def test_upright_lines_that_do_not_meet_the_level_ones_make_no_drawn_table():
    crooked = (*TABLES[:3], "│ccc │12│", TABLES[4])
    assert all(cell.locator.startswith("line") for grid in grids(*crooked) for cell in grid.cells)
    assert texts(grids(*TABLES)[0]) == [["a", "b"], ["c", "12"]]


def test_a_drawing_right_below_another_is_a_table_of_its_own():
    first, second = grids(*TABLES, "  ┌────┐", "  │d   │", "  ├──┬─┤", "  │e │7│", "  └──┴─┘")
    assert texts(first) == [["a", "b"], ["c", "12"]]
    assert texts(second) == [["d"], ["e", "7"]]

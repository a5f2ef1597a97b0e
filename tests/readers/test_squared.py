"""Rows that lack what tall cells above cover get their columns back where the widths tell which; else they stay as written."""

import pytest
from reader_layouts import FORM, disputes_grid, figures, requests_grid, shape

from pipelines.readers import markdown
from pipelines.readers.document import Grid
from pipelines.readers.spans.ragged import Entry, Row
from pipelines.readers.spans.squared import squared

BUILDERS = {"requests": requests_grid, "disputes": disputes_grid}


def rows(*lines: str) -> list[Row]:
    return [Row([Entry(part.strip(), at) for part in line.split("|")]) for at, line in enumerate(lines, 1)]


def square(*lines: str) -> list[list[str]] | None:
    found = squared(rows(*lines))
    return None if found is None else [[entry.text or "." for entry in row.entries] for row in found]


def written_out(grid: Grid) -> str:
    """Blanks behind wide cells and nothing for what tall ones cover."""
    lines = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        lines[cell.row] += [cell.text, *[""] * (cell.col_span - 1)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


@pytest.mark.parametrize("name", sorted(BUILDERS))
def test_the_figures_of_the_form_stand_under_their_header_again(name):
    grid = BUILDERS[name](figures(name))
    (back,) = markdown.read(written_out(grid).encode()).grids
    digits = {(cell.row, cell.col, cell.text) for cell in grid.cells if cell.text.isdigit()}
    assert {(cell.row, cell.col, cell.text) for cell in back.cells if cell.text.isdigit()} == digits
    top = min(row for row, _, _ in digits)
    assert [cell for cell in shape(back) if cell[0] < top] == [cell for cell in shape(grid) if cell[0] < top]


def test_a_label_beside_several_rows_takes_its_column_in_each():
    assert square("x | | a | b", "u | v | 1 | 2", "w | 3 | 4", "t | | 5 | 6") == [
        ["x", ".", "a", "b"],
        ["u", "v", "1", "2"],
        [".", "w", "3", "4"],
        ["t", ".", "5", "6"],
    ]


def test_a_row_without_a_figure_keeps_its_blanks_under_the_header():
    assert square("x | | a | b", "u | v | 1 | 2", "w | | ")[2] == [".", "w", ".", "."]


def test_rows_that_only_end_early_stay_as_they_are():
    assert square("x | a | b", "u | 1 | 2", "v | 1") is None


def test_figures_that_end_early_below_a_header_are_not_put_under_its_last_columns():
    assert square("x | x | y | y", "a | b | c | d", "1 | | 2") is None


def test_a_header_in_which_two_choices_of_cells_fit_stays_as_it_is():
    group = FORM.tables["requests"].blocks[0].columns[1].under[0]
    assert square(f"x | | a | b | {group} |", "c | d | e", "u | v | 1 | 2 | 3 | 4") is None


def test_a_blank_that_was_put_in_stands_nowhere_in_the_file():
    found = squared(rows("x | | a | b", "u | v | 1 | 2", "w | 3 | 4"))
    assert [entry.line for entry in found[2].entries] == [0, 3, 3, 3]

"""Tables whose spans lie: set right where one way fits, refused where a figure may be missing."""

from itertools import groupby

import pytest

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from pipelines.parsing.numbers import read_number
from pipelines.parsing.tables.labels import label_index
from pipelines.parsing.tables.matching import Matcher
from pipelines.parsing.tables.slipped import with_wide_corner
from pipelines.readers.document import Cell, Grid
from pipelines.readers.html import read
from warehouse.form import load_form, load_forms

BLOCK = load_form("2021").tables["requests"].blocks[0]
ORGANISATIONS = [column for column in BLOCK.columns if column.under]


@pytest.fixture
def figures():
    found = expected_cells(make_figures(11, "示例市水利局", 2023, "2021"))
    return {key: value for key, value in found.items() if key[0] == "requests"}


def printed(figures, *, longer=0, inner=0, which=0, wide=5, corner=3, top=None, tail=0, without=None):
    """The table as it is printed, its first group's cell `longer` than its rows, the inner one `which` by `inner`, the last
    label wider by `tail`, with a cell over all columns as wide as `top`.
    """
    first, last = BLOCK.columns[0].label, BLOCK.columns[-1].label
    rows = [
        f"<td rowspan=2 colspan={corner}><td rowspan=2>{first}<td colspan={wide}>{ORGANISATIONS[0].under[0]}<td rowspan=2>{last}"
    ]
    if top:
        rows = [f"<td rowspan=3 colspan={corner}><td colspan={top}>{BLOCK.columns_under}", rows[0].split("<td", 2)[2]]
        rows[1] = f"<td{rows[1]}"
    rows.append("".join(f"<td>{column.label}" for column in ORGANISATIONS))
    groups = [list(lines) for _, lines in groupby(BLOCK.rows, key=lambda line: line.under)]
    outer = sum(len(lines) for lines in groups if lines[0].under)
    opened = False
    for lines in groups:
        under = lines[0].under
        for place, line in enumerate(lines):
            cells = ""
            if under and not opened:
                cells += f"<td rowspan={outer + longer}>{under[0]}"
                opened = True
            if len(under) > 1 and place == 0:
                lies = under == [lines[0].under for lines in groups if len(lines[0].under) > 1][which]
                cells += f"<td rowspan={len(lines) + (inner if lies else 0)}>{under[1]}"
            more = tail if line == BLOCK.rows[-1] else 0
            cells += f"<td colspan={3 - len(under) + more}>{line.number}.{line.label}"
            shown = [f"{figures['requests', line.key, column.key]:g}" for column in BLOCK.columns]
            rows.append(cells + "".join(f"<td>{text}" for text in shown[: -1 if line.key == without else None]))
    return "<table>" + "".join(f"<tr>{row}" for row in rows) + "</table>"


def read_values(page):
    found = Matcher(label_index(), load_forms(), 2023).read(read(page.encode()).grids)
    return {
        (block.table, row, column): read_number(cell.text, money=False, signed=False).value
        for block in found.blocks
        if block.table not in found.doubts
        for (row, column), cell in block.cells.items()
    }


@pytest.mark.parametrize(
    "lie",
    [
        {},
        {"longer": 1},
        {"longer": 3},
        {"longer": -1},
        {"longer": -2},
        {"inner": 1},
        {"inner": -1},
        {"inner": 1, "which": -2},
        {"wide": 6},
        {"wide": 7},
        {"corner": 2},
        {"corner": 1},
        {"top": 7},
        {"top": 7, "wide": 6},
        {"top": 8, "wide": 6},
        {"tail": 1},
        {"tail": 2},
    ],
)
def test_a_span_that_lies_moves_no_figure(figures, lie):
    assert read_values(printed(figures, **lie)) == figures


@pytest.mark.parametrize("lie", [{"longer": 1}, {"inner": 1}, {"corner": 2}, {"tail": 1}])
def test_a_row_that_slipped_and_lacks_a_figure_takes_the_table_out(figures, lie):
    without = BLOCK.rows[-1].key if lie.keys() & {"longer", "tail"} else "unavailable_not_held"
    assert read_values(printed(figures, **lie, without=without)) == {}


def test_a_row_that_slipped_may_leave_any_figure_blank_but_the_first(figures):
    row = BLOCK.rows[-1]
    shown = [f"<td>{figures['requests', row.key, column.key]:g}" for column in BLOCK.columns]
    page, _, end = printed(figures, tail=1).rpartition("".join(shown))
    blank = {place: "".join([page, *shown[:place], "<td>", *shown[place + 1 :], end]) for place in (0, 5)}
    left = {key: value for key, value in figures.items() if key != ("requests", row.key, BLOCK.columns[5].key)}
    assert {key: value for key, value in read_values(blank[5]).items() if value is not None} == left
    assert read_values(blank[0]) == {}


@pytest.mark.parametrize("has_rest", [False, True])
def test_a_slipped_row_may_begin_with_a_blank_where_no_label_leaves_one_beside_it(figures, has_rest):
    row, other = BLOCK.rows[-3], BLOCK.rows[0]
    first = f"{row.number}.{row.label}<td>"
    before, _, behind = printed(figures, longer=-2).partition(first)
    page = before + first + "<td" + behind.partition("<td")[2]
    if has_rest:
        page = page.replace(
            f"<td colspan=3>{other.number}.{other.label}", f"<td colspan=2>{other.number}.{other.label}<td>"
        )
    left = {key: value for key, value in figures.items() if key != ("requests", row.key, BLOCK.columns[0].key)}
    assert {key: value for key, value in read_values(page).items() if value is not None} == ({} if has_rest else left)


def test_a_table_whose_first_row_is_empty_stays_as_it_is():
    cells = tuple(Cell(text, 1 + place // 2, place % 2) for place, text in enumerate(("示例", "姓名", "示例", "名称")))
    grid = Grid(3, 2, cells)
    assert with_wide_corner(grid) is grid

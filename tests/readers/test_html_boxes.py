"""Tables drawn with boxes: read where their rows and columns are certain, left as words where not."""

from dataclasses import replace
from itertools import groupby, pairwise

import pytest
import reader_layouts as layouts

from pipelines.parse import parse_bytes
from pipelines.readers.document import Grid
from pipelines.readers.html import read
from pipelines.readers.markup.box_bands import bands_of, placed_band

VALUES = {table: layouts.figures(table) for table in ("requests", "disputes", "proactive")}
GRIDS = [
    layouts.proactive_grid(VALUES["proactive"]),
    layouts.requests_grid(VALUES["requests"]),
    layouts.disputes_grid(VALUES["disputes"]),
]
#: How rows and cells are said: by style, by a sheet of the page, by role, by nothing but their nesting.
WAYS = {
    "style": ('<div style="display:table">', '<div style="display:table-row">', 'div style="display:table-cell"'),
    "sheet": ('<div class="t">', '<div class="r">', 'div class="c"'),
    "role": ('<div role="table">', '<div role="row">', 'div role="cell"'),
    "nothing": ("<ul>", "<li>", "span"),
}


def page(body: str) -> bytes:
    css = ".t{display:table}.r{display:table-row}.c{display:table-cell}"
    title = "示例市水利局2022年政府信息公开工作年度报告"
    return (
        f"<html><head><style>{css}</style></head><body><h1>{title}</h1><p>一、总体情况</p>{body}<p>完</p></body></html>"
    ).encode()


def rows_of(grid: Grid, spans: str) -> list[list[tuple[str, str]]]:
    """(text, attributes) of each cell by row: spans said, covered places printed blank, or nothing said of them."""
    if spans == "blank":
        lattice = grid.lattice()
        return [
            [(cell.text if cell and (cell.row, cell.col) == (row, col) else "", "") for col, cell in enumerate(line)]
            for row, line in enumerate(lattice)
        ]
    said = "" if spans == "lost" else ' aria-colspan="{}" aria-rowspan="{}"'
    return [
        [(cell.text, said.format(cell.col_span, cell.row_span)) for cell in line]
        for _, line in groupby(grid.cells, key=lambda cell: cell.row)
    ]


def boxes(grid: Grid, way: str, spans: str) -> str:
    table, row, cell = WAYS[way]
    lines = (
        row
        + "".join(f"<{cell}{said}>{text}</{cell.split()[0]}>" for text, said in line)
        + f"</{row[1:].split()[0].rstrip('>')}>"
        for line in rows_of(grid, spans)
    )
    return table + "".join(lines) + f"</{table[1:].split()[0].rstrip('>')}>"


def right_and_wrong(data: bytes) -> tuple[int, int]:
    """How many figures of a page come back as printed, and how many otherwise."""
    wanted = {(table, *key): text for table, cells in VALUES.items() for key, text in cells.items()}
    read_cells = {
        (cell.table, cell.row, cell.column): cell.text
        for report in parse_bytes(data).reports
        for cell in report.cells
        if cell.text
    }
    right = sum(wanted.get(key) == text for key, text in read_cells.items())
    return right, len(read_cells) - right


@pytest.mark.parametrize("spans", ["said", "blank", "lost"])
@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_form_drawn_with_boxes_is_read_whole_or_refused_in_part_but_never_wrong(way, spans):
    right, wrong = right_and_wrong(page("".join(boxes(grid, way, spans) for grid in GRIDS)))
    assert wrong == 0
    assert right >= 175  # the requests; a smaller block may be left out


@pytest.mark.parametrize("way", sorted(WAYS))
def test_boxes_whose_spans_are_said_give_the_whole_form(way):
    assert right_and_wrong(page("".join(boxes(grid, way, "said") for grid in GRIDS))) == (200, 0)


PLACED = {
    "spans": lambda cell: f"grid-column:span {cell.col_span};grid-row:span {cell.row_span}",
    "areas": lambda cell: f"grid-area:{cell.row + 1}/{cell.col + 1}/span {cell.row_span}/span {cell.col_span}",
    "ends": lambda c: f"grid-area:{c.row + 1}/{c.col + 1}/{c.row + c.row_span + 1}/{c.col + c.col_span + 1}",
}


@pytest.mark.parametrize("said", sorted(PLACED))
def test_a_grid_of_a_style_sheet_is_placed_as_browsers_place_it(said):
    body = "".join(
        f'<div style="display:grid;grid-template-columns:repeat({grid.n_cols},1fr)">'
        + "".join(f'<div style="{PLACED[said](cell)}">{cell.text}</div>' for cell in grid.cells)
        + "</div>"
        for grid in GRIDS
    )
    assert right_and_wrong(page(body)) == (200, 0)


def _drawn(cells, n_cols: int) -> bytes:
    placed = "".join(f'<div style="{PLACED["areas"](cell)}">{cell.text}</div>' for cell in cells)
    return page(f'<div style="display:grid;grid-template-columns:repeat({n_cols},1fr)"><!-- -->{placed}</div>')


def test_boxes_that_say_their_places_stand_there_in_whatever_order_they_are_told():
    grid = GRIDS[2]
    (read_grid,) = read(_drawn(sorted(grid.cells, key=lambda cell: (-cell.row, cell.col)), grid.n_cols)).grids
    assert [(cell.row, cell.col, cell.text) for cell in read_grid.cells] == [
        (cell.row, cell.col, cell.text) for cell in grid.cells
    ]


def test_a_box_that_would_reach_past_its_grid_ends_with_it():
    grid = GRIDS[2]
    wide = [replace(cell, col_span=cell.col_span + 3) if cell.text.endswith("讼") else cell for cell in grid.cells]
    assert right_and_wrong(_drawn(wide, grid.n_cols))[1] == 0


def test_boxes_put_over_one_another_are_no_table():
    grid = GRIDS[2]
    over = [replace(cell, col=cell.col - 1) if cell.row == 3 and cell.col == 4 else cell for cell in grid.cells]
    assert read(_drawn(over, grid.n_cols)).grids == []


@pytest.mark.parametrize(("high", "n_grids"), [(999, 0), (20, 1)])
def test_boxes_that_cover_more_than_any_form_are_no_table(high, n_grids):
    boxes_ = "".join(
        f'<div style="grid-row:span {high if cell.row == 3 else cell.row_span};grid-column:span {cell.col_span}">{cell.text}</div>'
        for cell in [*GRIDS[2].cells, *GRIDS[2].cells[-15:]]
    )
    drawn = page(f'<div style="display:grid;grid-template-columns:repeat({GRIDS[2].n_cols},1fr)">{boxes_}</div>')
    assert len(read(drawn).grids) == n_grids


@pytest.mark.parametrize("nought", ["无", ""])
def test_a_table_of_boxes_that_holds_no_figure_is_still_a_table(nought):
    empty = layouts.disputes_grid(dict.fromkeys(VALUES["disputes"], nought))
    grid = read(page(boxes(empty, "role", "said"))).grids[0]
    assert [cell.text for cell in grid.cells if cell.row == 3] == [nought] * 15


def test_boxes_of_labels_with_nothing_below_them_stay_text():
    labels = [cell.text for cell in GRIDS[2].cells if cell.row < 3]
    rows = (f'<div role="row"><span>{one}</span><span>{other}</span></div>' for one, other in pairwise(labels))
    menu = "".join(rows)
    assert read(page(f'<div role="table">{menu}</div>')).grids == []


def test_a_cell_of_boxes_says_where_it_stands():
    from lxml import etree

    data = page(boxes(GRIDS[1], "role", "said"))
    tree = etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))
    for cell in read(data).grids[0].cells:
        assert "".join("".join(tree.xpath(cell.locator)[0].itertext()).split()) == "".join(cell.text.split())


def test_lists_of_the_page_around_the_form_stay_text():
    menu = "<ul>" + "".join(f"<li><a>栏目{n}</a><span>2023-01-0{n}</span></li>" for n in range(1, 9)) + "</ul>"
    assert read(page(menu)).grids == []
    facts = "<div><span>发布机构：</span><span>示例市水利局</span></div><div><span>日期：</span><span>2023-01-05</span></div>"
    texts = [text.text for text in read(page(facts + boxes(GRIDS[1], "nothing", "said"))).texts]
    assert "发布机构：示例市水利局" in texts


def test_a_row_of_the_form_whose_figures_are_all_blank_is_one_of_figures():
    blank = ["（一）予以公开", "", "", ""]
    rows = [["", "自然人", "商业企业", "总计"], ["1.属于国家秘密", "1", "", "1"], blank, ["3.其他", "", "", ""]]
    assert bands_of(rows) == [[0, 1, 2, 3]]
    assert [place[:3] for place in placed_band(rows, 4) if place[0] == 2] == [(2, at, at) for at in range(4)]
    assert bands_of([*rows[:2], ["自然人", "商业企业", "其他", ""], rows[1]]) == [[0, 1], [2, 3]]

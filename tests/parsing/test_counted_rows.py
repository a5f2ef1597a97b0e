"""Text taken out of a paper: labels in pieces around their figures, rows told by the count of figures, or nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render.blocks import Sheet
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.story import headline, story
from crawlers.sandbox.render.taken_out import by_cell, by_height
from pipelines.parse import parse_bytes
from pipelines.parsing.flattened.counted_rows import counted_row, counted_rows
from pipelines.parsing.flattened.paper_lines import read_lines
from warehouse.form import load_form

AGENCY = "示例市水利局"
FORMS = st.sampled_from([("2021", 2023), ("2019", 2020)])


def taken_out(report, order, room=4, change=lambda sheet: sheet) -> bytes:
    """The report as text taken out of its paper, `change` made to each of its tables first."""
    lines = [headline(report, Layout())]
    for block in story(report, Layout()):
        lines += order(change(block), room) if isinstance(block, Sheet) else [block.text]
    return "\n".join(lines).encode()


def read(data: bytes):
    return parse_bytes(data).reports[0]


def held(found, table=None):
    cells = {(cell.table, cell.row, cell.column): cell.value for cell in found.cells if cell.state == "reported"}
    return {key: value for key, value in cells.items() if table in {None, key[0]}}


@given(st.integers(0, 10**6), FORMS, st.sampled_from([by_height, by_cell]), st.integers(3, 9))
def test_text_taken_out_of_a_paper_is_read_exactly_or_refused(seed, form, order, room):
    edition, year = form
    report = make_figures(seed, AGENCY, year, edition)
    expected = expected_cells(report)
    found = read(taken_out(report, order, room))
    for key, value in held(found).items():
        assert value == expected[key], key
    assert found.status == "accepted" or found.reasons


@pytest.mark.parametrize("order", [by_height, by_cell])
@pytest.mark.parametrize(("edition", "year"), [("2021", 2023), ("2019", 2020)])
def test_labels_in_pieces_around_their_figures_do_not_hide_the_rows(order, edition, year):
    report = make_figures(5, AGENCY, year, edition)
    found = read(taken_out(report, order))
    expected = {key: value for key, value in expected_cells(report).items() if key[0] in {"requests", "disputes"}}
    assert {**held(found, "requests"), **held(found, "disputes")} == expected


def renamed(sheet: Sheet, names: dict[str, str]) -> Sheet:
    """The table with the words of some cells put in place of others."""
    return replace(sheet, boxes=tuple(replace(box, text=names.get(box.text, box.text)) for box in sheet.boxes))


def requests_lines(sheet_change=lambda sheet: sheet, order=by_height):
    report = make_figures(5, AGENCY, 2023, "2021")
    sheets = [block for block in story(report, Layout()) if isinstance(block, Sheet) and block.table == "requests"]
    return order(sheet_change(sheets[0]), 4)


REQUESTS = load_form("2021").tables["requests"].blocks[0]
DISPUTES = load_form("2021").tables["disputes"].blocks[0]


def test_the_rows_are_told_with_the_lines_they_stand_in():
    lines = requests_lines()
    rows = counted_rows(read_lines(["三、收到和处理政府信息公开申请情况", *lines]), REQUESTS, adds_up=True)
    assert [row.row.key for row in rows] == [row.key for row in REQUESTS.rows]
    assert all(lines[row.line - 1].split()[-7:] == list(row.figures) for row in rows)


@pytest.mark.parametrize("order", [by_height, by_cell])
@pytest.mark.parametrize(
    "names",
    [
        {"商业企业": "科研机构", "科研机构": "商业企业"},
        {"1.属于国家秘密": "6.属于四类过程性信息", "6.属于四类过程性信息": "1.属于国家秘密"},
        {"2.重复申请": "2.示例申请"},
        {"3.要求提供公开出版物": "3.要求提供公开出版物及其他"},
    ],
    ids=["columns exchanged", "rows exchanged", "another label", "a longer label"],
)
def test_nothing_is_said_where_the_words_are_not_the_form_s_in_its_order(names, order):
    assert counted_rows(read_lines(requests_lines(order=order)), REQUESTS, adds_up=True) is not None
    assert (
        counted_rows(read_lines(requests_lines(lambda sheet: renamed(sheet, names), order)), REQUESTS, adds_up=True)
        is None
    )


def test_nothing_is_said_where_a_row_is_missing_or_stands_twice():
    lines = requests_lines()
    row = next(number for number, line in enumerate(lines) if "国家秘" in line)
    figures = next(number for number in range(row, len(lines)) if lines[number].split()[-1].isdigit())
    assert counted_rows(read_lines(lines[:figures] + lines[figures + 1 :]), REQUESTS, adds_up=True) is None
    assert counted_rows(read_lines(lines[: figures + 1] + lines[figures:]), REQUESTS, adds_up=True) is None


def test_a_sum_that_does_not_hold_leaves_the_table_out():
    report = make_figures(5, AGENCY, 2023, "2021")
    key = ("requests", "granted", "natural_person")
    text = taken_out(report, by_height).decode()
    line = next(line for line in text.splitlines() if "予以公" in line and line.split()[-1].isdigit())
    first = line.split()[-7]
    broken = text.replace(line, line.replace(f" {first} ", f" {int(first) + 1} ", 1))
    assert broken != text
    assert key not in held(read(broken.encode()))


def test_disputes_side_by_side_are_told_by_their_header_in_pieces_and_only_in_the_form_s_order():
    report = make_figures(5, AGENCY, 2023, "2021")
    (sheet,) = (block for block in story(report, Layout()) if isinstance(block, Sheet) and block.table == "disputes")
    expected = [str(report.value("disputes", row.key, col.key)) for row in DISPUTES.rows for col in DISPUTES.columns]
    assert list(counted_row(read_lines(by_height(sheet, 2)), DISPUTES).figures) == expected
    for one, other in (("结果维持", "结果纠正"), ("未经复议直接起诉", "复议后起诉")):
        assert counted_row(read_lines(by_height(renamed(sheet, {one: other, other: one}), 2)), DISPUTES) is None


@pytest.mark.parametrize(("printed", "times"), [("{:,}".format, 1000), (lambda figure: str(figure or "-"), 1)])
def test_figures_with_marks_between_thousands_and_signs_for_none_are_counted_and_add_up(printed, times):
    def change(sheet):
        boxes = (
            replace(box, text=printed(int(box.text) * times)) if box.cell and box.text.isdigit() else box
            for box in sheet.boxes
        )
        return replace(sheet, boxes=tuple(boxes)) if sheet.table == "requests" else sheet

    report = make_figures(5, AGENCY, 2023, "2021")
    expected = {key: value * times for key, value in expected_cells(report).items() if key[0] == "requests"}
    found = read(taken_out(report, by_height, 8, change))
    cells = {key: cell.value or 0 for cell in found.cells if (key := (cell.table, cell.row, cell.column)) in expected}
    assert cells == expected


@pytest.mark.parametrize(("places", "is_read"), [((30, 40, 82), True), ((76, 40, 82), False), ((30, 40, 20), False)])
def test_words_of_a_header_in_lines_of_their_own_are_told_apart_by_their_places(places, is_read):
    person, group, total = places
    columns = "商业企业 科研机构 社会公益组织 法律服务机构 其他"
    header = ["法人或其他组织", REQUESTS.note, columns, *sorted(("自然人", "总计"), key=lambda name: name == "总计")]
    indents = [group + 6, 0, group, person, total]
    report = make_figures(5, AGENCY, 2023, "2021")
    sheet = next(block for block in story(report, Layout()) if isinstance(block, Sheet) and block.table == "requests")
    first = REQUESTS.rows[0].label[:4]
    rows = by_height(sheet, 60)
    rows = rows[next(at for at, row in enumerate(rows) if first in row) :]
    lines = read_lines([*header, *rows], [*indents, *[0] * len(rows)])
    assert (counted_rows(lines, REQUESTS, adds_up=True) is not None) is is_read
    assert counted_rows(read_lines([*header, *rows]), REQUESTS, adds_up=True) is None


def test_a_hundred_thousand_lines_of_figures_are_no_table():
    lines = read_lines(["自然人 商业企业", "1 0 0 0 0 0 1"] * 50_000)
    assert counted_rows(lines, REQUESTS, adds_up=True) is None


def test_the_number_of_a_page_does_not_fill_up_a_row_with_a_blank_cell():
    documents = load_form("2021").tables["proactive"].blocks[0]
    report = make_figures(5, AGENCY, 2023, "2021")
    sheet = next(block for block in story(report, Layout(cut=True)) if isinstance(block, Sheet))
    lines = by_height(sheet, 9)
    row = next(number for number, line in enumerate(lines) if line.startswith(documents.rows[0].label))
    name, *figures = lines[row].split()
    assert counted_rows(read_lines(lines), documents, adds_up=False) is not None
    blank = [*lines[:row], " ".join([name, *figures[1:]]), "7", *lines[row + 1 :]]
    assert counted_rows(read_lines(blank), documents, adds_up=False) is None


def test_the_rest_of_a_figure_that_a_narrow_column_cut_is_not_left_behind():
    documents = load_form("2021").tables["proactive"].blocks[0]
    lines = ["信息内容 本年制发件数 本年废止件数 现行有效件数", "规章 0 0 1", "行政规范性文件 0 0 1134"]
    assert counted_rows(read_lines(lines), documents, adds_up=False) is not None
    assert counted_rows(read_lines([*lines, "1"]), documents, adds_up=False) is None
    assert counted_rows(read_lines([*lines[:2], "1", lines[2]]), documents, adds_up=False) is None


@pytest.mark.parametrize(("first", "second"), [("结果 结果", "维持 纠正"), ("结果 结果", "纠正 维持")])
def test_names_of_two_lines_around_those_of_one_are_told_column_by_column(first, second):
    upper, lower = (
        " ".join([f"{head}  {tail}        "] * 3) for head, tail in ((first, "其他 尚未"), (second, "结果 审结"))
    )
    total = " ".join([" " * 16 + "总计    "] * 3)
    header = [
        "行政复议                 行政诉讼",
        " " * 24 + "未经复议直接起诉         复议后起诉",
        upper,
        total,
        lower,
    ]
    figures = " ".join(map(str, range(15)))
    lines = read_lines(
        [*(line.strip() for line in header), figures], [len(line) - len(line.lstrip()) for line in [*header, figures]]
    )
    assert (counted_row(lines, DISPUTES) is not None) is (second == "维持 纠正")

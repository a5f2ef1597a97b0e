"""Tables of an earlier year or of another body beside a report's own are set aside, and never taken for its own."""

from dataclasses import replace

import pytest

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parsing.flattened.flat import read_flat
from pipelines.parsing.report import read_reports
from pipelines.parsing.tables.captions import is_of_year_before
from pipelines.readers import read_document
from pipelines.readers.document import Cell, Grid, Text
from warehouse.form import load_forms

AGENCY = "示例市水利局"
OWN = make_figures(5, AGENCY, 2023, "2021")
OTHER = make_figures(6, AGENCY, 2022, "2021")


def shown(report):
    return read_document(render(report, "html", "plain"))


def grids(report, *, wanted):
    """The tables of a report: `requests`, `disputes` or all of them."""
    word = {"requests": "新收", "disputes": "结果维持"}.get(wanted, "")
    return [grid for grid in shown(report).grids if any(word in cell.text for cell in grid.cells)]


def read(*, above, other, place="end", own=None):
    """The report with another's tables under lines, at its end or before its own tables; `own` are its own tables, else all."""
    document = shown(OWN)
    blocks = [block for block in document.blocks if own is None or not isinstance(block, Grid) or block in own]
    at = len(blocks) if place == "end" else next(n for n, block in enumerate(blocks) if isinstance(block, Grid)) - 1
    blocks[at:at] = [*(Text(line, 0, f"added[{n}]") for n, line in enumerate(above)), *other]
    (report,) = read_reports(replace(document, blocks=tuple(blocks)))
    return report


def values(report):
    return {(cell.table, cell.row, cell.column): cell.value for cell in report.cells}


@pytest.mark.parametrize(
    "line",
    [
        "附件2：2022年度政府信息公开申请情况统计表",
        "附：上年度（2022年）收到和处理政府信息公开申请情况",
        "2022年度政府信息公开情况",
        "局属事业单位收到和处理政府信息公开申请情况",
        "附表：市水文中心2023年度申请情况统计表",
        "表2 2022年收到和处理政府信息公开申请情况",
    ],
)
@pytest.mark.parametrize("wanted", ["requests", "all"])
def test_tables_that_a_line_gives_to_an_earlier_year_or_another_body_leave_the_own_ones_to_be_read(line, wanted):
    report = read(above=[line, "三、收到和处理政府信息公开申请情况"], other=grids(OTHER, wanted=wanted))
    if wanted == "all" and "申请" in line:  # the line speaks of one table, so the others below it are nobody's
        assert report.status == "quarantined"
        return
    assert (report.status, values(report)) == ("accepted", expected_cells(OWN))
    assert [note.code for note in report.notes] == ["set_aside"]
    assert line in report.notes[0]


def test_a_report_without_such_tables_says_nothing_of_them():
    assert read(above=[], other=[]).notes == ()


def test_a_table_of_another_body_before_the_own_one_is_set_aside_too():
    line = "市水文中心收到和处理政府信息公开申请情况"
    report = read(above=[line], other=grids(OTHER, wanted="requests"), place="before")
    assert (report.status, values(report)) == ("accepted", expected_cells(OWN))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("市水文中心收到和处理政府信息公开申请情况", "of_other_body"),
        ("下属单位情况", "of_other_body"),
        ("（一）局属事业单位：", "of_other_body"),
        ("示例市教育局", "of_other_body"),
        ("下屬單位情況", "of_other_body"),
        ("附：2022年數據", "of_year_before"),
        ("2022年度收到和处理政府信息公开申请情况", "of_year_before"),
    ],
)
def test_the_only_table_of_its_kind_is_no_table_of_the_report_where_a_line_gives_it_to_another(line, code):
    own = [grid for grid in shown(OWN).grids if grid not in grids(OWN, wanted="requests")]
    report = read(above=[line], other=grids(OTHER, wanted="requests"), own=own)
    assert code in [reason.code for reason in report.reasons]
    assert {cell.value for cell in report.cells if cell.table == "requests"} <= {None}


@pytest.mark.parametrize(
    "line",
    [
        "市水利局收到和处理政府信息公开申请情况表",
        "示例市水利局2023年度申请情况统计表",
        "收到和处理申请情况",
        "示例市水利局",
        "具体情况如下：",
        "示例市人民政府",
    ],
)
def test_a_table_under_a_name_of_the_report_s_own_body_is_its_own(line):
    own = [grid for grid in shown(OWN).grids if grid not in grids(OWN, wanted="requests")]
    report = read(above=[line], other=grids(OWN, wanted="requests"), own=own)
    assert (report.status, values(report)) == ("accepted", expected_cells(OWN))


def in_one_grid(*pieces):
    """Lines and grids below one another in one grid, as a sheet has them."""
    width = max(piece.n_cols for piece in pieces if isinstance(piece, Grid))
    cells, row = [], 0
    for piece in pieces:
        own = piece.cells if isinstance(piece, Grid) else (Cell(piece, 0, 0, 1, width, "added"),)
        cells += [replace(cell, row=cell.row + row) for cell in own]
        row += piece.n_rows if isinstance(piece, Grid) else 1
    return Grid(row, width, tuple(cells), "sheet")


@pytest.mark.parametrize("line", ["2022年度数据", "市水文中心收到和处理政府信息公开申请情况"])
def test_tables_below_such_a_line_inside_a_sheet_are_set_aside_or_refused(line):
    own, other = grids(OWN, wanted="all"), grids(OTHER, wanted="requests")
    texts = [block for block in shown(OWN).blocks if isinstance(block, Text)]
    for tables, is_read in ((own, True), ([grid for grid in own if grid not in grids(OWN, wanted="requests")], False)):
        document = replace(shown(OWN), blocks=(*texts, in_one_grid(*tables, line, *other)))
        (report,) = read_reports(document)
        assert (report.status == "accepted") is is_read
        if is_read:
            assert values(report) == expected_cells(OWN)
        else:
            assert {cell.value for cell in report.cells if cell.table == "requests"} <= {None}


@pytest.mark.parametrize("place", ["end", "before"])
def test_a_blank_form_beside_the_own_tables_says_nothing_else_than_they(place):
    (grid,) = grids(OTHER, wanted="requests")
    blank = replace(grid, cells=tuple(replace(c, text="" if c.text.isdigit() else c.text) for c in grid.cells))
    report = read(above=["附件：格式样表"], other=[blank], place=place)
    assert (report.status, values(report)) == ("accepted", expected_cells(OWN))


@pytest.mark.parametrize(
    ("agency", "one", "other"),
    [
        ("示例市水利局", "各科室", "市水文中心"),
        ("示例市水利局", "甲水库", "局属事业单位"),
        ("示例市人民政府", "市直部门", "乡镇街道"),
        ("示例市人民政府", "全市", "乡镇街道"),
        ("示例市水利局", "局机关", "局属事业单位"),
    ],
)
def test_a_part_of_a_body_is_not_the_whole_because_another_part_stands_beside_it(agency, one, other):
    document = shown(make_figures(5, agency, 2023, "2021"))
    (own,) = [grid for grid in document.grids if any("新收" in cell.text for cell in grid.cells)]
    what = "收到和处理政府信息公开申请情况"
    at = document.blocks.index(own)
    tables = (Text(one + what, 0, "one"), own, Text(other + what, 0, "other"), *grids(OTHER, wanted="requests"))
    (report,) = read_reports(replace(document, blocks=(*document.blocks[:at], *tables, *document.blocks[at + 1 :])))
    assert report.agency == agency
    assert (report.status == "accepted") is (one in {"全市", "局机关"})
    assert report.reasons == () or [reason.code for reason in report.reasons] == ["of_other_body"]


@pytest.mark.parametrize("year", ["上", "2022"])
@pytest.mark.parametrize(("words", "is_before"), [("年度结转政府信息公开申请数量", False), ("年度申请情况", True)])
def test_what_was_carried_over_from_a_year_before_is_of_the_report_s_own(year, words, is_before):
    assert is_of_year_before(year + words, 2023) is is_before


def cut(grid, row):
    """A table cut before a row, as the end of a page cuts it."""
    top = tuple(cell for cell in grid.cells if cell.row < row)
    rest = tuple(replace(cell, row=cell.row - row) for cell in grid.cells if cell.row >= row)
    return replace(grid, n_rows=row, cells=top), replace(grid, n_rows=grid.n_rows - row, cells=rest)


@pytest.mark.parametrize("between", [[], ["（续表）"], ["- 3 -", "续上表"]])
@pytest.mark.parametrize("rest", [1, 6])
@pytest.mark.parametrize("line", ["2022年度申请情况", "市水文中心收到和处理政府信息公开申请情况"])
def test_the_rest_of_another_s_table_is_no_rest_of_the_own_one(line, rest, between):
    (other,) = grids(OTHER, wanted="requests")
    top, end = cut(other, other.n_rows - rest)
    pieces = [top, *(Text(words, 0, "between") for words in between), end]
    report = read(above=[line], other=pieces)
    assert (report.status, values(report)) == ("accepted", expected_cells(OWN))

    document = shown(OWN)
    (own,) = [grid for grid in document.grids if any("新收" in cell.text for cell in grid.cells)]
    at = document.blocks.index(own)
    tables = (cut(own, own.n_rows - rest)[0], Text(line, 0, "line"), *pieces)
    (report,) = read_reports(replace(document, blocks=(*document.blocks[:at], *tables, *document.blocks[at + 1 :])))
    assert report.status == "quarantined"
    right = expected_cells(OWN)
    assert all(value in {None, right[name]} for name, value in values(report).items())


def test_a_blank_table_may_be_the_report_s_own_beside_one_that_nobody_is_named_for():
    document = shown(OWN)
    (own,) = [grid for grid in document.grids if any("新收" in cell.text for cell in grid.cells)]
    blank = replace(own, cells=tuple(replace(c, text="" if c.text.isdigit() else c.text) for c in own.cells))
    blocks = [blank if block is own else block for block in document.blocks]
    (report,) = read_reports(
        replace(document, blocks=(*blocks, Text("附件1", 0, "line"), *grids(OTHER, wanted="requests")))
    )
    assert [reason.code for reason in report.reasons] == ["two_sets"]


def blanked(grid):
    return replace(grid, cells=tuple(replace(c, text="" if c.text.isdigit() else c.text) for c in grid.cells))


def with_disputes(*pieces, caption="附件1"):
    """The own report with these in place of its disputes table, the last one behind the report below a caption."""
    document = shown(OWN)
    (own,) = grids(OWN, wanted="disputes")
    at = document.blocks.index(own)
    tables = (*document.blocks[:at], *pieces[:-1], *document.blocks[at + 1 :], Text(caption, 0, "line"), pieces[-1])
    (report,) = read_reports(replace(document, blocks=tables))
    return report


def test_a_row_that_a_page_s_end_cut_has_its_figures_in_the_half_right_below_the_blank_one():
    document = shown(OWN)
    (own,) = grids(OWN, wanted="requests")
    at = next(cell.row for cell in own.cells if cell.text.startswith("二、上年结转"))
    upper = [replace(cell, text="" if cell.text.isdigit() else cell.text) for cell in own.cells if cell.row == at]
    lower = [replace(cell, row=cell.row + 1) for cell in own.cells if cell.row >= at]
    cells = [*(cell for cell in own.cells if cell.row < at), *upper, *lower]
    cut = replace(own, n_rows=own.n_rows + 1, cells=tuple(cells))
    (report,) = read_reports(
        replace(document, blocks=tuple(cut if block == own else block for block in document.blocks))
    )
    assert (report.status, values(report)) == ("accepted", expected_cells(OWN))


def test_a_line_left_free_between_a_header_and_its_figures_takes_none_of_them_away():
    document = shown(OWN)
    (own,) = grids(OWN, wanted="disputes")
    last = max(cell.row for cell in own.cells)
    moved = [replace(cell, row=last + 1) for cell in own.cells if cell.row == last]
    free = [replace(cell, text="") for cell in own.cells if cell.row == last]
    apart = replace(own, n_rows=own.n_rows + 1, cells=(*(c for c in own.cells if c.row < last), *free, *moved))
    (report,) = read_reports(
        replace(document, blocks=tuple(apart if block == own else block for block in document.blocks))
    )
    assert (report.status, values(report)) == ("accepted", expected_cells(OWN))


def test_a_blank_table_of_disputes_takes_no_figures_of_another_table_that_nobody_is_named_for():
    (own,), (other,) = grids(OWN, wanted="disputes"), grids(OTHER, wanted="disputes")
    report = with_disputes(blanked(own), other)
    assert {reason.code for reason in report.reasons} == {"blank_and_filled"}
    assert not any(cell.value for cell in report.cells if cell.table == "disputes")
    assert with_disputes(own, blanked(other)).status == "accepted"


def test_a_blank_line_of_disputes_in_running_text_takes_no_figures_of_a_second_header():
    header = "行政复议 行政诉讼\n结果维持 结果纠正 其他结果 尚未审结 总计 未经复议直接起诉 复议后起诉\n"
    header += " ".join(["结果维持 结果纠正 其他结果 尚未审结 总计"] * 2) + "\n"
    figures = "1 2 3 4 10 1 0 0 0 1 2 0 0 0 2\n"
    forms = load_forms()
    shown = [f"四、行政复议、行政诉讼情况\n{header}", f"五、问题\n附件\n{header}{figures}"]
    assert read_flat(shown[1:], forms, frozenset())[1].get(("disputes", "disputes")) is None
    blocks, doubts = read_flat(shown, forms, frozenset())
    assert not [block for block in blocks if block.table == "disputes"]
    assert {reason.code for (table, _), reason in doubts.items() if table == "disputes"} == {"table_twice"}


@pytest.mark.parametrize(("above", "is_form"), [((), True), (("2023年，我局未发生行政复议。",), False)])
def test_a_blank_table_is_no_form_because_a_line_before_the_report_s_own_sentences_speaks_of_one(above, is_form):
    (own,), (other,) = grids(OWN, wanted="disputes"), grids(OTHER, wanted="disputes")
    report = with_disputes(*(Text(line, 0, "line") for line in ("报告格式", *above)), blanked(own), other)
    assert (report.status == "accepted") is is_form
    assert {reason.code for reason in report.reasons} == (set() if is_form else {"blank_and_filled"})


def test_a_header_in_a_table_of_its_own_below_the_name_of_a_form_stays_above_its_rows():
    document = shown(OWN)
    (own,) = grids(OWN, wanted="requests")
    head, rows = cut(own, min(cell.row for cell in own.cells if "新收" in cell.text))
    at = document.blocks.index(own)
    tables = (Text("统计表样表", 0, "line"), head, rows)
    (report,) = read_reports(replace(document, blocks=(*document.blocks[:at], *tables, *document.blocks[at + 1 :])))
    assert (report.status, values(report)) == ("accepted", expected_cells(OWN))


def test_figures_of_disputes_whose_header_was_lost_are_not_those_of_the_table_that_has_one():
    (own,), (other,) = grids(OWN, wanted="disputes"), grids(OTHER, wanted="disputes")
    last = max(cell.row for cell in own.cells)
    figures = tuple(replace(cell, row=0) for cell in own.cells if cell.row == last)
    report = with_disputes(replace(own, n_rows=1, cells=figures), other)
    assert [reason.code for reason in report.reasons] == ["headless_row"]


def test_two_sets_that_no_line_tells_apart_stay_refused():
    report = read(above=["附件"], other=grids(OTHER, wanted="requests"))
    assert [reason.code for reason in report.reasons] == ["two_sets"]


@pytest.mark.parametrize(
    ("line", "status"),
    [("0 0 0 1 1 0 0 2 0 2 0 0 0 1 1", "quarantined"), ("2024 1 25", "accepted"), ("- 3 -", "accepted")],
)
def test_a_blank_line_of_a_table_is_doubtful_where_a_line_of_figures_stands_right_behind_it(line, status):
    document = shown(OWN)
    (own,) = grids(OWN, wanted="disputes")
    at = document.blocks.index(own)
    blocks = (*document.blocks[:at], blanked(own), Text(line, 0, "line"), *document.blocks[at + 1 :])
    (report,) = read_reports(replace(document, blocks=blocks))
    assert report.status == status
    assert {reason.code for reason in report.reasons} == ({"figures_outside_tables"} if status != "accepted" else set())
    wanted = {cell: figure for cell, figure in expected_cells(OWN).items() if cell[0] != "disputes"}
    assert {cell: figure for cell, figure in values(report).items() if cell[0] != "disputes"} == wanted


@pytest.mark.parametrize("repeated", [(), ("- 3 -",), ("四、政府信息公开行政复议、行政诉讼情况",)])
def test_a_header_at_the_end_of_a_page_is_printed_again_over_its_row(repeated):
    document = shown(OWN)
    (own,) = grids(OWN, wanted="disputes")
    head, _ = cut(own, max(cell.row for cell in own.cells))
    at = document.blocks.index(own)
    between = (Text(line, 0, "line") for line in repeated)
    (report,) = read_reports(replace(document, blocks=(*document.blocks[:at], head, *between, *document.blocks[at:])))
    assert (report.status, values(report)) == ("accepted", expected_cells(OWN))


def test_a_line_that_stands_above_both_headers_does_not_part_them():
    document = shown(OWN)
    (own,) = grids(OWN, wanted="disputes")
    head, _ = cut(own, max(cell.row for cell in own.cells))
    at = document.blocks.index(own)
    line = Text("填报单位：示例市水利局", 0, "line")
    (report,) = read_reports(replace(document, blocks=(*document.blocks[:at], line, head, line, *document.blocks[at:])))
    assert (report.status, values(report)) == ("accepted", expected_cells(OWN))


@pytest.mark.parametrize("line", ["附件1", "注：以下为各镇街汇总数字", "无其他需要报告的事项。"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_table_behind_other_words_is_not_the_one_whose_header_has_no_row(line, times):
    (own,), (other,) = grids(OWN, wanted="disputes"), grids(OTHER, wanted="disputes")
    head, _ = cut(own, max(cell.row for cell in own.cells))
    for _ in range(times):  # nor where such tables were met before
        report = with_disputes(head, other, caption=line)
    assert [reason.code for reason in report.reasons] == ["header_without_rows"]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("2023年，我局未发生行政复议、行政诉讼。", {"denied_by_chapter"}),
        ("本年度无。", {"denied_by_chapter"}),
        ("2023年，我局没有败诉案件，具体情况见附件。", set()),
        ("2023年，我局收到行政复议3件，没有行政诉讼。", set()),
    ],
)
def test_a_table_with_figures_is_not_that_of_a_chapter_which_says_that_there_was_nothing(said, codes):
    (own,) = grids(OWN, wanted="disputes")
    report = with_disputes(Text(said, 0, "line"), own)
    assert {reason.code for reason in report.reasons} == codes


@pytest.mark.parametrize(("wanted", "status"), [("disputes", "not_a_report"), ("requests", "quarantined")])
def test_a_page_that_no_title_calls_a_report_is_one_only_where_it_has_most_of_the_form(wanted, status):
    document = replace(shown(OWN), meta={}, blocks=(Text("2023年度案件统计表", 1, "line"), *grids(OWN, wanted=wanted)))
    (report,) = read_reports(document)
    assert report.status == status
    assert "other_title" in {reason.code for reason in report.reasons}


def test_the_name_of_a_chapter_without_its_number_names_no_body():
    own = make_figures(5, AGENCY, 2020, "2019")
    document = shown(own)
    (table,) = grids(own, wanted="disputes")
    at = document.blocks.index(table)
    heading = Text("因政府信息公开工作被申请行政复议、提起行政诉讼情况", 0, "line")
    (report,) = read_reports(replace(document, blocks=(*document.blocks[: at - 1], heading, *document.blocks[at:])))
    assert (report.status, values(report)) == ("accepted", expected_cells(own))


def test_a_chapter_among_the_rows_of_a_sheet_says_that_there_was_nothing_too():
    words = ["四、政府信息公开行政复议、行政诉讼情况", "2023年未发生。", "五、存在的主要问题"]
    sheet = Grid(3, 2, tuple(Cell(text, row, 0, 1, 2, f"sheet {row}") for row, text in enumerate(words)))
    (own,) = grids(OWN, wanted="disputes")
    report = with_disputes(sheet, own)
    assert {reason.code for reason in report.reasons} == {"denied_by_chapter"}

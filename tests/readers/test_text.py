"""Plain text to documents: tables that word processors leave as tabs."""

import pytest

from pipelines.readers import sniff
from pipelines.readers.document import Grid
from pipelines.readers.text import blocks_of_text, read


def grids(text: str) -> list[Grid]:
    return [block for block in blocks_of_text(text) if isinstance(block, Grid)]


def texts(found: Grid) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in found.lattice()]


def test_a_cell_a_line_with_blank_lines_between_rows_is_a_table():
    (found,) = grids("段落\n\t项\n\t甲\n\t乙\n\n\t一\n\t1\n\t2\n\n\n尾")
    assert texts(found) == [["项", "甲", "乙"], ["一", "1", "2"]]


def test_a_row_a_line_with_tabs_between_cells_is_a_table():
    (found,) = grids("项\t甲\t乙\n一\t1\t2\n")
    assert texts(found) == [["项", "甲", "乙"], ["一", "1", "2"]]


def test_a_cell_broken_over_lines_is_one_cell():
    (found,) = grids("\t结果\n\n维持\n\t总\n计\n\n\t1\n\t2\n\n")
    assert [cell.text for cell in found.cells] == ["结果\n维持", "总\n计", "1", "2"]


def test_words_behind_a_table_do_not_join_its_last_figure():
    blocks = blocks_of_text("\t项\n\t甲\n\n\t一\n\t1\n\n标题\n\t丙\n\t丁\n\n\t二\n\t3\n")
    assert [getattr(block, "text", None) for block in blocks] == [None, "标题", None]


def test_an_empty_cell_below_a_label_belongs_to_the_label_above():
    (found,) = grids("\t组\n\t名\n\t数\n\n\t甲\n\t子\n\t1\n\n\t\n\t丑\n\t2\n")
    assert texts(found) == [["组", "名", "数"], ["甲", "子", "1"], ["甲", "丑", "2"]]


def test_an_empty_cell_among_figures_is_a_blank():
    (found,) = grids("\t项\n\t甲\n\t乙\n\n\t一\n\t\n\t2\n\n\t二\n\t\n\t\n\n\t三\n\t3\n\t\n")
    assert texts(found)[1:] == [["一", "", "2"], ["二", "", ""], ["三", "3", ""]]


def test_column_spans_are_worked_out_from_the_row_below():
    (found,) = grids("\t项\n\t人\n\t组织\n\t计\n\n\t\n\t\n\t企\n\t校\n\t会\n\t\n\n\t一\n\t1\n\t2\n\t3\n\t4\n\t10\n")
    assert texts(found)[0] == ["项", "人", "组织", "组织", "组织", "计"]
    assert texts(found)[1] == ["项", "人", "企", "校", "会", "计"]


def test_a_label_left_of_fewer_label_columns_reaches_to_the_figures():
    (found,) = grids("\t项\n\t甲\n\t乙\n\n\t组\n\t子\n\t丑\n\t1\n\t2\n\n\t总\n\t3\n\t4\n")
    assert texts(found)[-1] == ["总", "总", "总", "3", "4"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_system_are_lines(newline):
    text = newline.join(["一", "", "\t项", "\t甲", "", "\t子", "\t1"])
    assert texts(read(text.encode()).grids[0]) == [["项", "甲"], ["子", "1"]]


def test_every_cell_says_its_line():
    (found,) = grids("标题\n\t项\n\t甲\n\n\t一\n\t1\n")
    assert [cell.locator for cell in found.cells] == ["line 2", "line 3", "line 5", "line 6"]


def test_a_row_that_lacks_a_figure_is_short_or_keeps_none_apart():
    (found,) = grids("项\t甲\t乙\t丙\n一\t1\t2\t3\n二\t4\t5\t6\n三\t7\t8\n")
    assert texts(found)[3] == ["三", "7", "8", None]
    (found,) = grids("\t项\n\t甲\n\t乙\n\t丙\n\n\t一\n\t1\n\t2\n\t3\n\n\t二\n\t4\n\t5\n\t6\n\n\t三\n\t7\n\t8\n")
    assert texts(found)[3] == ["三", "7 | 8", "7 | 8", "7 | 8"]


def test_header_rows_a_cell_a_line_without_blanks_are_placed_by_their_columns_below():
    (found,) = grids("\t项\n\t人\n\n\t甲\n\t乙\n\n\t一\n\t1\n\t2\n\n\t二\n\t3\n\t4\n")
    assert texts(found)[:3] == [["项", "人", "人"], ["项", "甲", "乙"], ["一", "1", "2"]]


@pytest.mark.parametrize("figures", [("1", "", "", "4"), ("", "2", "3", ""), ("", "", "", "")])
def test_blanks_among_figures_do_not_hide_that_a_header_a_cell_a_line_has_none(figures):
    cells = [f"\t{figure}\n" for figure in figures]
    (found,) = grids("\t项\n\t人\n\n\t甲\n\t乙\n\n\t一\n" + "".join(cells[:2]) + "\n\t二\n" + "".join(cells[2:]))
    assert texts(found)[:2] == [["项", "人", "人"], ["项", "甲", "乙"]]
    assert texts(found)[2:] == [["一", *figures[:2]], ["二", *figures[2:]]]


def test_a_last_row_of_blanks_alone_stands_below_a_header_a_cell_a_line():
    (found,) = grids("\t行政复议\n\t行政诉讼\n\n\t结果维持\n\t总计\n\t结果维持\n\t总计\n\n\t\n\t\n\t\n\t\n")
    assert texts(found)[0] == ["行政复议", "行政复议", "行政诉讼", "行政诉讼"]
    assert texts(found)[2] == ["", "", "", ""]


def test_fields_beside_one_another_over_a_header_are_no_part_of_it():
    (found,) = grids("填报单位：示例局\t单位：件\n项\t甲\n子\t丑\n一\t1\t2\n二\t3\t4\n")
    assert texts(found)[1:] == [["项", "甲", "甲"], ["项", "子", "丑"], ["一", "1", "2"], ["二", "3", "4"]]


def test_a_quoted_cell_of_a_copied_sheet_keeps_its_lines_and_a_quotation_alone_opens_none():
    (found,) = grids('"项\n目"\t甲\n"说""一""\n声"\t1\n二\t2\n')
    assert texts(found) == [["项\n目", "甲"], ['说"一"\n声', "1"], ["二", "2"]]
    (found,) = grids('项\t"甲\n一\t1\n二\t2\n')
    assert texts(found) == [["项", '"甲'], ["一", "1"], ["二", "2"]]


@pytest.mark.parametrize("bar", ["|", "｜", "│"])
def test_a_row_a_line_with_bars_between_cells_is_a_table(bar):
    (found,) = grids(f"项 {bar} 甲 {bar} 乙\n---{bar}---{bar}---\n{bar} 一 {bar} 1 {bar} 2 {bar}\n")
    assert texts(found) == [["项", "甲", "乙"], ["一", "1", "2"]]


def test_bars_at_the_edges_of_a_row_alone_stand_beside_blanks():
    (found,) = grids("甲|乙\n丙|丁|丙|丁\n|1||\n")
    assert texts(found) == [["甲", "甲", "乙", "乙"], ["丙", "丁", "丙", "丁"], ["", "1", "", ""]]


@pytest.mark.parametrize("mark", ["\t", "┃"])
def test_header_rows_with_a_blank_for_each_cell_that_reaches_down_into_them_are_laid_over_the_figures(mark):
    rows = [
        ["项", "甲"],
        ["", "自然人", "法人或其他组织", "总计"],
        ["", "", "商业企业", "其他", ""],
        ["一", "1", "2", "3", "6"],
        ["二", "子二", "1", "2", "3", "6"],
    ]
    (found,) = grids("\n".join(mark.join(row) for row in rows))
    assert texts(found)[:3] == [
        ["项", "项", "甲", "甲", "甲", "甲"],
        ["项", "项", "自然人", "法人或其他组织", "法人或其他组织", "总计"],
        ["项", "项", "自然人", "商业企业", "其他", "总计"],
    ]


def test_a_bar_at_the_edge_of_a_row_leaves_a_cell_blank_where_the_rule_has_none_there():
    page = "项| | **甲**| 乙| 丙\n---|---|---|---|---\n组| 子| **1**| 2| 3\n| 丑| | 5|   \n"
    assert sniff(page.encode()) == "text"
    (found,) = grids(page)
    assert texts(found) == [["项", "项", "甲", "乙", "丙"], ["组", "子", "1", "2", "3"], ["", "丑", "", "5", ""]]


def test_spans_written_out_as_blanks_are_given_back():
    (found,) = grids("项\t\t人\t组织\t\t计\n\t\t\t企\t校\t\n组\t子\t1\t2\t3\t6\n\t丑\t4\t5\t6\t15\n")
    assert texts(found)[0] == ["项", "项", "人", "组织", "组织", "计"]
    assert texts(found)[2:] == [["组", "子", "1", "2", "3", "6"], ["", "丑", "4", "5", "6", "15"]]


def test_a_row_of_blanks_straight_below_the_last_header_of_a_sheet_prints_its_figures_blank():
    head = "结果维持\t总计\n"
    (found,) = grids(f"{head}1\t1\n\t\n{head}\t\n")
    assert texts(found)[2:] == [["结果维持", "总计"], ["", ""]]
    (apart,) = grids(f"{head}\t\n1\t1\n")
    assert texts(apart) == [["结果维持", "总计"], ["1", "1"]]


def test_a_table_that_goes_on_over_the_end_of_a_page_is_one():
    lines = (
        "信息内容       本年制发件数     现行有效件数",
        "规章             1            2",
        "规范性文件          3            4",
    )
    (found,) = grids("\n".join([lines[0], f"{lines[1]}\n\f{lines[2]}\n"]))
    assert [(row[0], row[2]) for row in texts(found)[1:]] == [("规章", "2"), ("规范性文件", "4")]
    assert found.cells[-1].locator == "line 3/cell 3"


def test_blanks_that_were_stripped_behind_headers_are_there_again():
    rows = ("行政复议\t\t行政诉讼\t", "结果维持\t总计\t未经复议直接起诉\t", "\t\t结果维持\t总计", "1\t1\t2\t2")
    (whole,) = grids("\n".join(rows))
    (found,) = grids("\n".join(row.rstrip() if row[0] != "\t" else row for row in rows))
    assert texts(found) == texts(whole)
    assert texts(found)[0] == ["行政复议", "行政复议", "行政诉讼", "行政诉讼"]


def test_a_header_whose_corner_is_left_blank_in_every_row_of_it_stands_above_the_figures():
    (found,) = grids("\t\t人\t组织\t\t计\n\t\t\t企\t校\t\n组\t子\t1\t2\t3\t6\n\t丑\t4\t5\t6\t15\n")
    assert texts(found)[0][2:] == ["人", "组织", "组织", "计"]
    assert texts(found)[2:] == [["组", "子", "1", "2", "3", "6"], ["", "丑", "4", "5", "6", "15"]]


def test_a_row_of_the_form_with_its_figures_left_blank_is_no_header_though_its_label_bears_no_number():
    rows = ["项\t项\t人\t组织\t组织\t计", "项\t项\t人\t企\t校\t计", "结果\t甲\t1\t2\t3\t6"]
    blank = "（三）不予公开\t属于国家秘密\t\t\t\t"
    (found,) = grids("\n".join([*rows, blank, "结果\t乙\t1\t2\t3\t6"]))
    assert texts(found)[3] == ["（三）不予公开", "属于国家秘密", "", "", "", ""]
    assert all(cell.col_span == 1 for cell in found.cells)


def test_a_page_written_in_one_line_is_read_part_by_part():
    parts = [f"第{n}格" for n in range(150)]
    document = read("|".join(parts).encode())
    assert [found.text for found in document.texts] == parts
    assert {found.locator for found in document.texts} == {"line 1"}


def test_a_table_written_in_one_line_is_read_part_by_part_and_rows_that_long_are_none():
    parts = [f"第{n}格" for n in range(30)]
    assert [found.text for found in read("|".join(parts).encode()).texts] == parts
    assert grids("\n".join(["|".join(parts)] * 2))


def test_a_line_drawn_below_a_heading_is_no_text_and_marks_of_emphasis_are_none_of_its_words():
    document = read("# 报告\n======\n**一、总体情况**\n  ---- ------\n".encode())
    assert [(found.text, found.level) for found in document.texts] == [("报告", 1), ("一、总体情况", 0)]


def test_a_piece_without_a_header_keeps_the_blank_places_of_its_labels():
    (grid,) = grids("三、结果\t（一）公开\t\t5\t6\n\t（三）不予\t1.秘密\t7\t8\n\t\t2.其他\t9\t1\n")
    assert [row[3:] for row in texts(grid)] == [["5", "6"], ["7", "8"], ["9", "1"]]


def test_a_line_with_two_paragraphs_and_cells_is_a_page_and_a_row_with_a_remark_is_none():
    first, second = "本年度收到的申请均已按期办结。" * 2, "下一年度将继续做好这项工作。" * 2
    page = "|".join([first, "总计", "12", second] + ["另一段文字" * 5] * 4)
    assert [found.text for found in read(page.encode()).texts][:3] == [first, "总计", "12"]
    assert texts(grids(f"总计|12|{first}\n合计|13|{second}\n")[0])[0][:2] == ["总计", "12"]


RULED = """\
  ------------ ------------ ---- ------
  信息内容     本年制发件数 废止 有效
  规章         5                 12
               〇           /
  ------------ ------------ ---- ------
"""


def test_columns_that_dashes_rule_keep_their_blanks():
    (grid,) = read(RULED.encode()).grids
    rows = [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.n_rows)]
    assert rows == [["信息内容", "本年制发件数", "废止", "有效"], ["规章", "5", "", "12"], ["", "〇", "/", ""]]


OF_SEVERAL_LINES = """\
  ------------ ------------ ---- ------
  信息内容     本年制发件数 废止 有效

  规章\\        5                 12

  行政规范性   \\-\\          /     7
  文件
  ------------ ------------ ---- ------
"""


def test_rows_of_several_lines_that_blank_lines_set_apart_stand_in_ruled_columns_too():
    (grid,) = read(OF_SEVERAL_LINES.encode()).grids
    assert texts(grid)[1:] == [["规章", "5", "", "12"], ["行政规范性\n文件", "-", "/", "7"]]


def test_words_that_bear_a_style_are_words():
    page = '[示例市水利局]{style="font-family:\\"宋体\\""}[2023]{lang="EN-US" .x}年\n[见[附件]{.u}]{#a}\n[链接]{不是}'
    assert [found.text for found in read(page.encode()).texts] == ["示例市水利局2023年", "见附件", "[链接]{不是}"]


def test_words_far_apart_are_two_paragraphs_and_a_figure_stays_with_its_words():
    page = "栏目导航            示例市水利局2023年度报告\n示例市水利局      2023年度报告\n全年受理          12件\n全年受理          12\n"
    assert [found.text for found in read(page.encode()).texts] == [
        "栏目导航",
        "示例市水利局2023年度报告",
        "示例市水利局      2023年度报告",
        "全年受理",
        "12件",
        "全年受理          12",
    ]


def test_pieces_of_a_header_stay_in_their_line_however_far_apart_they_stand():
    page = "        行政复议                        行政诉讼\n   商业企              科研机\n"
    assert [found.text.split() for found in read(page.encode()).texts] == [
        ["行政复议", "行政诉讼"],
        ["商业企", "科研机"],
    ]


def test_radicals_that_fonts_name_in_the_place_of_characters_are_these():
    assert [found.text for found in read("⼀、⻓沙市⼈⼤".encode()).texts] == ["一、长沙市人大"]


def test_a_line_that_a_sheet_quotes_as_a_whole_is_its_words():
    page = '"示例市水利局2023年度报告"\t\t\n"一、情况"\n"甲"和"乙"\n'
    assert [found.text for found in read(page.encode()).texts] == ["示例市水利局2023年度报告", "一、情况", '"甲"和"乙"']


def test_a_ruled_column_without_a_word_and_a_ruled_row_without_one_stay():
    page = RULED.replace("废止", "    ").replace("〇           /", "〇            ")
    page = page.replace("  规章", f"{' ' * 41}\n  规章")
    (grid,) = read(page.encode()).grids
    assert grid.n_cols == 4
    assert [cell.text for cell in grid.cells if cell.col == 3] == ["有效", "12", ""]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5                 12", "5           4     12"),  # stands between two columns
        ("〇           /\n  ------------ ------------", "〇           /\n  -------------------------"),
        ("  规章", "\n  规章"),
    ],
)
def test_lines_that_break_the_ruling_are_not_read_by_it(old, new):
    changed = RULED.replace(old, new)
    assert changed != RULED
    grids = read(changed.encode()).grids
    assert not any((cell.text, cell.row, cell.col) == ("〇", 2, 1) for grid in grids for cell in grid.cells)


def test_a_row_of_bars_without_a_word_begins_no_header():
    assert grids("! 甲 | 乙\n|\n| 丙\n")


@pytest.mark.parametrize(("line", "text"), [("0", "3\n0"), ("注：示例数据", "3")])
def test_digits_below_a_figure_in_a_cell_of_their_own_line_are_not_lost_and_words_are_no_part_of_it(line, text):
    (grid, *_) = read(f"\t规章\n\t6\n\t0\n\t3\n{line}\n\n\t规范性文件\n\t1\n\t0\n\t9\n".encode()).grids
    assert [cell.text for cell in grid.cells if cell.row == 0][3] == text


def test_the_fields_above_a_text_are_none_of_its_words_and_name_its_title():
    document = read("---\r\ntitle: 示例报告\r\ndate: 2024-01-01\r\n---\r\n\r\n前言\r\n".encode())
    assert document.meta == {"title": "示例报告"}
    assert [block.text for block in document.blocks] == ["前言"]


def test_lines_of_dashes_around_words_that_are_no_fields_stay_text():
    document = read("---\n前言\n---\n正文\n".encode())
    assert [block.text for block in document.blocks] == ["前言", "正文"]


def test_labels_of_a_header_that_stand_far_apart_are_one_line():
    columns = "商业企业 科研机构     法律服务机构 其他"
    assert [block.text for block in blocks_of_text(columns)] == [columns]
    assert len(blocks_of_text("关于我们 联系方式     网站地图 使用帮助")) == 2


@pytest.mark.parametrize("break_", ["  ", ""])
def test_rows_that_a_tool_folded_are_whole_where_it_marks_the_ends_of_lines(break_):
    head = f"甲| 乙| 丙| 丁{break_}\n---|---|---|---{break_}\n"
    rows = f"子| 1|\n2| 3{break_}\n丑| 4| 5|\n6{break_}\n寅| 7| 8| 9{break_}\n"
    grids = [block for block in blocks_of_text(f"{head}{rows}\n完") if isinstance(block, Grid)]
    shown = [[cell.text if cell else "" for cell in row] for grid in grids for row in grid.lattice()]
    whole = [["子", "1", "2", "3"], ["丑", "4", "5", "6"], ["寅", "7", "8", "9"]]
    assert (shown[1:] == whole) == bool(break_)

"""Pipe tables come back with the spans that their cells still tell of; what they do not tell is not guessed."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reader_layouts import (
    FORM,
    REPORTS,
    disputes_grid,
    figures,
    figures_by_label,
    proactive_grid,
    requests_grid,
    shape,
)

from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parse import parse_bytes
from pipelines.readers import markdown, packages, read_document, sniff
from pipelines.readers.document import Grid, UnreadableError
from pipelines.readers.spans.spanless import place_header
from warehouse.form import load_form

BUILDERS = {"requests": requests_grid, "disputes": disputes_grid, "proactive": proactive_grid}


def pipes(grid: Grid, separator: bool = True) -> str:
    """Only the cells that begin in a row, and blanks behind them: how spans get lost."""
    rows: list[list[str]] = [[] for _ in range(grid.n_rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    lines = ["| " + " | ".join(row + [""] * (grid.n_cols - len(row))) + " |" for row in rows]
    if separator:
        lines.insert(1, "|" + "---|" * grid.n_cols)
    return "\n".join(lines)


def header_of(grid: Grid, labels: int) -> list[tuple[int, int, int, int, str]]:
    first = min(cell.row for cell in grid.cells if cell.text.isdigit())
    return sorted(item for item in shape(grid) if item[0] < first)


def read(text: str):
    return markdown.read(text.encode())


@pytest.mark.parametrize("separator", [True, False])
@pytest.mark.parametrize("name", ["requests", "disputes"])
def test_a_header_without_its_spans_gets_them_back(name, separator):
    grid = BUILDERS[name](figures(name))
    (back,) = read(pipes(grid, separator)).grids
    shift = grid.n_cols - back.n_cols  # a label column that no row names by itself is not told of
    want = [
        (row, max(col - shift, 0), rows, cols - (shift if not col and shift else 0), text)
        for row, col, rows, cols, text in header_of(grid, 3)
    ]
    assert header_of(back, 3) == sorted(want)


@given(st.sampled_from(sorted(BUILDERS)), st.integers(0, 2**32), st.sampled_from(["", "-", "0"]))
@settings(max_examples=40, deadline=None)
def test_every_figure_keeps_its_column_whichever_cells_are_blank(name, pattern, blank):
    values = {
        key: blank if pattern >> place % 32 & 1 else value for place, (key, value) in enumerate(figures(name).items())
    }
    grid = BUILDERS[name](values)
    if not any(value.isdigit() and int(value) for value in values.values()):
        return
    document = read(pipes(grid))
    heads = {text: column.split("/")[-1] for _, column, text in figures_by_label(document)}
    for (_, column_key), text in values.items():
        if text and text not in {"-", "0"} and text in heads:
            labels = {
                "".join(line.label.split())
                for block in FORM.tables[name].blocks
                for line in block.columns
                if line.key == column_key
            }
            assert heads[text] in labels


def test_a_table_without_figures_in_its_last_columns_is_as_wide_as_its_header():
    values = dict.fromkeys(figures("disputes"), "")
    values["review", "upheld"] = "5"
    (back,) = read(pipes(disputes_grid(values))).grids
    assert back.n_cols == 15
    assert [cell.text for cell in back.cells if cell.row == back.n_rows - 1] == ["5"] + [""] * 14


def test_a_header_that_does_not_come_out_is_not_laid_out():
    assert place_header([["角", "甲", "乙", "丙"], ["丁", "戊"]], 1, 4) is None
    assert place_header([["角", "甲", "乙"]], 1, 3) is None


def test_a_list_of_words_as_long_as_a_form_is_no_header_and_is_not_tried_out_in_every_way():
    assert place_header([["角", "甲", "乙", "丙"]] * 200, 1, 3) is None


def test_headings_keep_their_level_and_emphasis_goes():
    document = read("# 标题 #\n\n## **一、**情况\n\n正文**重点**\n")
    assert [(text.text, text.level) for text in document.texts] == [("标题", 1), ("一、情况", 2), ("正文重点", 0)]
    assert document.texts[2].locator == "line 5"


def test_links_are_their_words_and_the_title_of_another_page_is_told_from_the_file_s_own():
    title = "示例市水利局2023年政府信息公开工作年度报告"
    page = (
        f"[{title}](http://www.example.gov.cn/1.html)\n\n# 附件\n\n- [{title}](2.html) 2024-01-20\n\n见[条例](3.html)。"
    )
    blocks = read(page).texts
    assert [(text.text.strip("- "), text.is_linked) for text in blocks] == [
        (title, False),
        ("附件", False),
        (f"{title} 2024-01-20", True),
        ("见条例。", False),
    ]


def test_the_number_of_a_note_that_a_link_leads_to_is_none_of_the_figure_s_digits():
    (grid,) = read("| 项 | 数 |\n| --- | --- |\n| 甲 | 7[1](#n1) |\n| 乙 | [71](a.html) |").grids
    assert [cell.text for cell in grid.cells if cell.col == 1] == ["数", "7[1]", "71"]


def test_an_escaped_bar_is_text_and_a_break_is_a_line():
    (grid,) = read("| 项 | 数 |\n|---|---|\n| 甲\\|乙<br>丙 | 1 |").grids
    assert [cell.text for cell in grid.cells] == ["项", "数", "甲|乙\n丙", "1"]
    assert grid.cells[-1].locator == "line 3/cell 2"


def test_a_table_written_as_markup_is_read_as_browsers_do():
    document = read(
        "前\n\n<table><tr><td rowspan=2>项<td colspan=2>数<tr><td>甲<td>乙\n<tr><td>一<td>1<td>2</table>\n\n后\n"
    )
    (grid,) = document.grids
    assert [[cell.text for cell in row if cell] for row in grid.lattice()] == [
        ["项", "数", "数"],
        ["项", "甲", "乙"],
        ["一", "1", "2"],
    ]
    assert [text.text for text in document.texts] == ["前", "后"]


def test_an_amount_with_its_unit_is_a_figure():
    (grid,) = read("| 项 | 数 | 额 |\n|---|---|---|\n| 甲 | 6 | 251000元 |").grids
    assert shape(grid) >= {(1, 1, 1, 1, "6"), (1, 2, 1, 1, "251000元")}


def test_a_word_for_nothing_among_the_figures_is_no_label():
    grid = disputes_grid({key: "无" if place % 3 else "4" for place, key in enumerate(figures("disputes"))})
    (back,) = read(pipes(grid)).grids
    assert shape(back) == shape(grid)
    (back,) = read("| 项 | 数 | 额 |\n|---|---|---|\n| 甲 | 无 | 3 |\n| 乙 | 无 | 无 |").grids
    assert {(cell.row, cell.col) for cell in back.cells if cell.text == "无"} == {(1, 1), (2, 1), (2, 2)}


def test_the_tables_of_the_ocr_copy_of_shuyang_2025_come_back():
    path = REPORTS / "shuyang_county_2025_ocr.md"
    if not path.exists():
        pytest.skip("the real reports lie beside the repository")
    grids = markdown.read(path.read_bytes()).grids
    assert grids[0].n_rows, grids[0].n_cols == (3, 4)
    rows = {
        grid.lattice()[-1][0].text: [cell.text for cell in grid.lattice()[-1][1:]] for grid in grids if grid.n_cols == 8
    }
    assert ["31", "0", "0", "0", "0", "0", "31"] in rows.values()


def test_empty_files_and_endless_tables_are_refused():
    with pytest.raises(UnreadableError, match="empty"):
        read(" \n")
    row = "| 1 " * 100 + "|\n"
    with pytest.raises(UnreadableError, match="no report is that large"):
        read("| 项 " * 100 + "|\n" + row * (packages.MAX_CELLS_PER_TABLE // 100 + 1))


def _padded(rows: list[list[str]]) -> str:
    width = max(map(len, rows))
    return "\n".join("| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows)


GROUP = FORM.tables["requests"].blocks[0].columns[1].under[-1]
HEAD = [["项", "甲", GROUP, "计"], ["乙", "丙"]]
BODY = [["一", "1", "2", "3", "6"], ["二", "子", "4", "5", "6", "15"], ["丑", "7", "8", "9", "24"]]


def _lattices(text: str) -> list[list[list[str | None]]]:
    return [[[cell.text if cell else None for cell in row] for row in grid.lattice()] for grid in read(text).grids]


def test_a_row_that_numbers_the_columns_is_no_row_of_the_table():
    numbers = [["", "1", "2", "3", "4"]]
    assert _lattices(_padded(HEAD + numbers + BODY)) == _lattices(_padded(HEAD + BODY))


def test_a_remark_behind_the_figures_is_no_label():
    remarked = [[*HEAD[0], "注"], HEAD[1], [*BODY[0], "含上年"], [*BODY[1], ""], [*BODY[2], ""]]
    (found,) = _lattices(_padded(remarked))
    assert [row[-1] for row in found] == ["注", "注", "含上年", "", ""]
    assert [row[2:-1] for row in found[2:]] == [["1", "2", "3", "6"], ["4", "5", "6", "15"], ["7", "8", "9", "24"]]


def test_a_header_in_a_table_of_its_own_and_rows_without_one_keep_their_columns():
    head, body = _lattices(_padded(HEAD) + "\n\n" + _padded(BODY))
    assert head == [["项", "甲", GROUP, GROUP, "计"], ["项", "甲", "乙", "丙", "计"]]
    assert body == [["一", "一", *"1236"], ["二", "子", "4", "5", "6", "15"], ["丑", "丑", "7", "8", "9", "24"]]


def test_the_forms_groups_are_known_in_traditional_characters():
    traditional = GROUP.replace("组织", "組織")
    plain = _lattices(_padded(HEAD + BODY))
    assert traditional != GROUP
    assert _lattices(_padded(HEAD + BODY).replace(GROUP, traditional))[0][1:] == plain[0][1:]


def test_a_table_without_a_single_figure_is_no_failure_of_the_reader():
    blank = make_figures(301, "示例市人民政府办公室", 2022, "2021", scope="office")
    parsed = parse_bytes(render(blank, "md", "written_out_blank")).reports[0]
    assert parsed.status == "accepted" or parsed.reasons


def test_a_table_without_a_word_has_no_rows():
    assert [(grid.n_rows, grid.n_cols) for grid in read("|  |  |\n| --- | --- |\n|  |  |\n").grids] == [(0, 0)]


FULL = ["项目 | 自然人 | 总计", ":---: | :---: | :---:", "示例 | 3 | 5", "另一例 | 0 | 2"]


@pytest.mark.parametrize("lines", [FULL, [f"> | {line} |" for line in FULL]], ids=["without outer bars", "quoted"])
def test_a_table_is_read_without_its_marks(lines):
    (grid,) = read_document("\n".join(["> 示例报告", "", *lines]).encode()).grids
    texts = [[cell.text if cell else None for cell in row] for row in grid.lattice()]
    assert texts == [line.split(" | ") for line in (FULL[0], *FULL[2:])]


def test_tables_of_unequal_width_and_height_set_beside_each_other_keep_their_titles_and_columns():
    blocks = load_form("2019").tables["proactive"].blocks
    one, other = next(pair for pair in pairwise(blocks) if len(pair[0].columns) != len(pair[1].columns))
    heads = [[block.corner, *(column.label for column in block.columns)] for block in (one, other)]
    bodies = [
        [[row.label, *map(str, range(7, 7 + len(block.columns)))] for row in block.rows] for block in (one, other)
    ]
    rows = [
        [one.heading[0], other.heading[0]],
        [*heads[0], *heads[1]],
        [*bodies[0][0], *bodies[1][0]],
        *bodies[0][1:],
    ]
    width = len(rows[1])
    (grid,) = read("\n".join("| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |" for cells in rows)).grids
    assert [(cell.text, cell.col, cell.col_span) for cell in grid.cells if cell.row == 0] == [
        (one.heading[0], 0, len(heads[0])),
        (other.heading[0], len(heads[0]), len(heads[1])),
    ]
    assert [cell.text for cell in grid.cells if cell.row == 2] == rows[2]


def test_a_line_that_crosses_between_the_columns_ends_the_header_as_org_tables_print_it():
    (grid,) = read("| 项 | 数 |\n|----+----|\n| 示例 | 1 |").grids
    assert [cell.text for cell in grid.cells] == ["项", "数", "示例", "1"]


def test_rows_that_write_a_wide_cell_s_words_in_each_column_keep_their_blanks():
    grid = requests_grid(figures("requests"))
    rows = [["" if cell is None else cell.text for cell in row] for row in grid.lattice()]
    blank = [row[:-7] + [""] * 7 if at == 7 else row for at, row in enumerate(rows)]
    (found,) = read(
        "\n".join("| " + " | ".join(row) + " |" for row in [list(map(str, range(len(rows[0])))), *blank])
    ).grids
    texts = [[cell.text for cell in found.cells if cell.row == at + 1] for at in range(len(blank))]
    assert texts[7] == blank[7]


def test_markdown_among_the_tags_of_a_page_is_read_as_such_unless_something_is_hidden():
    rows = "| 规章 | 5 | <span>3</span> |\n|---|---|---|\n| 许可 | <p>5</p><p>3</p> | 1 |"
    page = f'<div class="a">\n\n<p align="center">示例局年报</p>\n\n{rows}\n\n</div>\n'
    assert sniff(page.encode()) == "markdown"
    document = read(page)
    assert [text.text for text in document.texts] == ["示例局年报"]
    assert [cell.text for cell in document.grids[0].cells] == ["规章", "5", "3", "许可", "5\n3", "1"]
    hidden = ("display:none", "color: #fff", "font-size:0", "opacity:0", "text-indent:-999px")
    others = [f'<span style="{style}">9</span>' for style in hidden]
    for other in (*others, "<div hidden>9</div>", "<script>9</script>", "<table><tr><td>9</td></tr></table>"):
        assert sniff((other + page).encode()) == "html"
    for style in ("color:#333; background-color:#fff", "font-size:16px"):
        assert sniff((f'<span style="{style}">9</span>' + page).encode()) == "markdown"


def test_a_table_inside_a_remark_is_none():
    rows = "| 规章 | {} |\n|---|---|\n| 许可 | 1 |\n"
    document = read(f"示例局年报\n\n<!--\n{rows.format(9)}-->\n\n{rows.format(5)}")
    assert [[cell.text for cell in grid.cells] for grid in document.grids] == [["规章", "5", "许可", "1"]]
    assert document.grids[0].locator == "line 9"


def test_what_a_converter_writes_around_words_is_not_read():
    document = read("::: {.content}\n# 示例局年报 {#示例局年报 .title}\n正文\n:::\n")
    assert [(text.text, text.level) for text in document.texts] == [("示例局年报", 1), ("正文", 0)]


@pytest.mark.parametrize("words", ["未制发", "2020年", "无变化"])
@pytest.mark.parametrize("place", [1, 2, 3])
def test_words_where_a_figure_would_stand_do_not_shift_the_figures_of_their_row(words, place):
    block = FORM.tables["proactive"].blocks[0]
    row = [block.rows[0].label, "0", "4", "3"]
    row[place] = words
    lines = [["", *[column.label for column in block.columns]], row, [block.rows[1].label, "5", "6", "7"]]
    (found,) = read("\n".join("| " + " | ".join(line) + " |" for line in lines)).grids
    assert [[cell.text for cell in found.cells if cell.col == col and cell.row] for col in range(1, found.n_cols)] == [
        [one, other] for one, other in zip(row[1:], ["5", "6", "7"], strict=True)
    ]


def test_a_row_that_the_lines_of_a_cell_broke_stays_one_row():
    table = "| 示例 | 去年 | 今年 |\n| --- | --- | --- |\n| 许可 | 27 | 2\n971 |\n| 处罚 | 1\n2\n3 | 7 |\n"
    (found,) = read(table + "正文 |\n").grids
    assert [[cell.text for cell in found.cells if cell.row == row] for row in (1, 2)] == [
        ["许可", "27", "2\n971"],
        ["处罚", "1\n2\n3", "7"],
    ]


def test_markdown_whose_tables_are_written_as_markup_is_read_as_markdown():
    table = '<table border="1">\n<tr><td rowspan="2">许可</td><td>5</td></tr>\n<tr><td>3</td></tr>\n</table>\n'
    text = f"---\ntitle: 示例局年报\n---\n\n**示例局\\\n2022年年报**\n\n### 一、总体情况\n\n{table}\n正文\n"
    assert sniff(text.encode()) == "markdown"
    document = read(text)
    assert document.meta == {"title": "示例局年报"}
    assert [block.text for block in document.texts] == ["示例局", "2022年年报", "一、总体情况", "正文"]
    assert [(cell.text, cell.row_span) for cell in document.grids[0].cells] == [("许可", 2), ("5", 1), ("3", 1)]
    for page in ("<body>" + text, text + "<script>9</script>", text + '<p style="display:none">9</p>'):
        assert sniff(page.encode()) == "html"


def test_a_drawn_table_is_one_among_markdown_too():
    document = read(
        "# 示例局年报\n\n+------+---+\n| 许可 | 5 |\n+------+---+\n| 处罚 | 3 |\n+------+---+\n\n| 甲 | 乙 |\n|---|---|\n| 许可 | 1 |\n"
    )
    assert [[cell.text for cell in grid.cells] for grid in document.grids] == [
        ["许可", "5", "处罚", "3"],
        ["甲", "乙", "许可", "1"],
    ]


def test_signs_that_are_not_seen_are_no_part_of_a_cell():
    document = read("| 示例 | \u200b今年 |\n| --- | --- |\n| \u200b许可\ufeff | \u200b5 |\n")
    assert [cell.text for cell in document.grids[0].cells] == ["示例", "今年", "许可", "5"]


def test_the_fields_of_a_tool_are_no_text_but_those_that_a_publisher_names_are():
    assert read("---\ntitle: >\n  示例局年报\ntags:\n- 年报\n---\n| 甲 | 1 |\n|---|---|\n").meta == {
        "title": "示例局年报"
    }
    document = read("---\n标题: 示例局年报\n发布机构: 示例局\n---\n| 甲 | 1 |\n|---|---|\n")
    assert [block.text for block in document.texts] == ["标题: 示例局年报", "发布机构: 示例局"]


@pytest.mark.parametrize(
    "rows",
    [
        ["行政复议 | 行政诉讼", "未经复议直接起诉 | 复议后起诉"],
        ["行政诉讼 | 行政复议", "未经复议直接起诉 | 复议后起诉"],
    ],
)
def test_a_header_that_lists_its_own_cells_alone_lies_over_the_routes_as_the_form_prints_them(rows):
    leaves = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    lines = [rows[0], "|".join(["---"] * 15), rows[1], " | ".join(leaves), " | ".join(map(str, range(15)))]
    grid = markdown.read("\n".join(f"| {line} |" for line in lines).encode()).grids[0]
    over = ["行政复议"] * 5 + ["行政诉讼"] * 10
    under = ["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5
    shown = [[cell.text if cell else "" for cell in row] for row in grid.lattice()]
    assert (shown[:2] == [over, under]) == rows[0].startswith("行政复议")


def test_tables_drawn_with_signs_beside_tables_of_markup_are_markdown():
    drawn = "+----+---+\n| 甲 | 5 |\n+----+---+\n"
    tagged = "<table>\n<tr><td>乙</td><td>6</td></tr>\n</table>\n"
    document = read_document(f"示例报告\n\n{drawn}\n{tagged}".encode())
    assert [[cell.text for cell in grid.cells] for grid in document.grids] == [["甲", "5"], ["乙", "6"]]
    assert sniff(f"<html><body><pre>{drawn}</pre>{tagged}</body></html>".encode()) == "html"


def test_markdown_inside_the_cells_of_a_table_of_markup_marks_no_words():
    tagged = "# 示例报告\n\n<table>\n<tr>\n<td>\n\n**甲**\n\n</td>\n<td>\n\n**5**\n\n</td>\n</tr>\n</table>\n"
    (grid,) = read_document(tagged.encode()).grids
    assert [cell.text for cell in grid.cells] == ["甲", "5"]

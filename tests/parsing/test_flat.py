"""Tables whose cells ran together: cut where the sums leave one way, refused where they leave two or none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from crawlers.sandbox.figures import expected_cells, load_reports, with_figure
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parse import parse_bytes
from pipelines.parsing.flattened.flat import read_flat
from pipelines.parsing.tables.captions import without_years_before
from warehouse.form import load_form, load_forms

AGENCY = "示例市水利局"


def read(report, layout="flat"):
    return parse_bytes(render(report, "text", layout)).reports[0]


def held(report):
    return {(cell.table, cell.row, cell.column): cell.value for cell in report.cells if cell.state == "reported"}


@given(st.integers(0, 10**6), st.sampled_from([("2021", 2023), ("2019", 2020)]))
@settings(max_examples=40, deadline=None)
def test_a_flattened_report_is_exact_or_refused_and_never_wrong(seed, form):
    edition, year = form
    report = make_figures(seed, AGENCY, year, edition)
    expected = expected_cells(report)
    found = read(report)
    for key, value in held(found).items():
        assert value == expected[key], key
    assert found.status == "accepted" or found.reasons


def without_markup(report, gap):
    """The words of the page's cells and paragraphs with only `gap` between them, as tools for scraping give them."""
    page = html.document_fromstring(render(report, "html", "plain"))
    for element in page.xpath("//script|//style"):
        element.drop_tree()
    return gap.join(words for text in page.itertext() if (words := text.strip()))


@given(st.integers(0, 10**6), st.sampled_from([" ", "\n", "\t", "|", " | "]))
@settings(max_examples=15, deadline=None)
def test_the_words_of_a_page_are_read_with_whatever_stands_between_its_cells(seed, gap):
    report = make_figures(seed, AGENCY, 2023, "2021")
    (found,) = parse_bytes(without_markup(report, gap).encode()).reports
    assert (found.status, found.agency, found.report_year) == ("accepted", AGENCY, 2023)
    assert held(found) == expected_cells(report)


def test_traditional_characters_counters_and_words_for_none_are_read_between_blanks():
    report = make_figures(4, AGENCY, 2023, "2021")
    for layout in ("traditional", "counted", "noughts_worded"):
        page = html.document_fromstring(render(report, "html", layout))
        cells = " ".join(words for text in page.itertext() if (words := text.strip()))
        found = parse_bytes(cells.encode()).reports[0]
        assert found.status == "accepted", (layout, found.reasons)
        assert all(value == expected_cells(report)[key] for key, value in held(found).items())


def test_the_requests_of_a_published_report_are_settled_by_the_sums():
    report = load_reports()["pingtan-2021"]
    found = read(report)
    expected = {key: value for key, value in expected_cells(report).items() if key[0] == "requests"}
    assert {key: value for key, value in held(found).items() if key[0] == "requests"} == expected
    assert {cell.method for cell in found.cells if cell.table == "requests"} == {"split+identity"}


@pytest.mark.parametrize("turned", ["“三安全一稳定”", "”三安全一稳定“", "‘三安全一稳定’"])
def test_marks_of_quotation_and_names_of_chapters_without_numbers_end_a_label_and_a_table(turned):
    report = make_figures(5, AGENCY, 2023, "2021")
    text = without_markup(report, "").replace("“三安全一稳定”", turned)
    for chapter in load_form("2021").chapters.values():
        text = text.replace(f"{chapter.section}、{chapter.label}", chapter.label)
    expected = {key: value for key, value in expected_cells(report).items() if key[0] == "requests"}
    (found,) = parse_bytes(text.encode()).reports
    assert {key: value for key, value in held(found).items() if key[0] == "requests"} == expected


def test_figures_that_no_sum_settles_are_left_out_with_the_reason():
    found = read(load_reports()["pingtan-2021"])
    assert found.status == "quarantined"
    assert "normative_documents" in found.reasons[0]
    assert not any(cell.row == "normative_documents" for cell in found.cells)


def test_a_publisher_s_wrong_sum_is_refused_in_flattened_text_and_never_mended():
    report = load_reports()["pingtan-2021"]
    key = ("requests", "granted", "total")
    wrong = with_figure(report, key, expected_cells(report)[key] + 1)
    found = read(wrong)
    assert held(found).get(key) is None
    assert any("way to cut them" in reason for reason in found.reasons)


def test_row_labels_in_prose_are_no_table():
    prose = "本年新收政府信息公开申请数量12件，上年结转政府信息公开申请数量3件。" * 3
    page = f"<html><body><h1>{AGENCY}2023年政府信息公开工作年度报告</h1><p>{prose}</p></body></html>"
    assert not parse_bytes(page.encode()).reports[0].cells


BLOCK = load_form("2021").tables["requests"].blocks[0]


def write_requests(figures, number=lambda line: line.number, between="", deep=False, subtotals=False):
    """The requests table run together, as copied from a page; `number` writes the numbers of the labels.

    `subtotals` adds a column behind the organisations' that adds them up.
    """
    labels = [column.label for column in BLOCK.columns]
    group = BLOCK.columns[1].under[0]
    upper = [labels[0], group, *labels[1:]] if deep else [labels[0], group, labels[6], *labels[1:6]]
    words = [BLOCK.note, BLOCK.columns_under, *upper, *["小计"] * subtotals]
    seen = set()
    for row in BLOCK.rows:
        words += [under for under in row.under if under not in seen]
        seen |= set(row.under)
        words.append(number(row) + row.label)
        values = [figures["requests", row.key, column.key] for column in BLOCK.columns]
        if subtotals:
            values.insert(-1, str(sum(map(int, values[1:-1]))))
        words += values
    return between.join(words) + between + "四、政府信息公开行政复议"


def requests_of(lines):
    held = {
        (table, block.key) for table in ("disputes", "proactive") for block in load_form("2021").tables[table].blocks
    }
    held |= {("proactive", block.key) for block in load_form("2019").tables["proactive"].blocks}
    found, _ = read_flat(lines, load_forms(), held)
    return {("requests", *name): cell.text for block in found for name, cell in block.cells.items()}


def printed(seed, scope="area"):
    figures = expected_cells(make_figures(seed, AGENCY, 2023, "2021", scope=scope))
    return {key: f"{value:.0f}" for key, value in figures.items() if key[0] == "requests"}


NUMBERS = {
    "as in the form": lambda line: f"{line.number}." if line.number.isdigit() else line.number,
    "none": lambda line: "",
    "bare": lambda line: line.number,
    "in circles": lambda line: chr(ord("①") + int(line.number) - 1) if line.number.isdigit() else line.number,
    "in brackets": lambda line: f"（{line.number.strip('（）')}）",
}


@pytest.mark.parametrize("between", ["", " "])
@pytest.mark.parametrize("seed", range(3))
def test_a_column_of_subtotals_in_running_text_is_told_from_the_form_s(seed, between):
    figures = printed(seed)
    assert requests_of([write_requests(figures, between=between, subtotals=True)]) == figures


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("style", NUMBERS)
@pytest.mark.parametrize("seed", range(3))
def test_the_requests_are_settled_however_their_rows_are_numbered(seed, style, deep):
    figures = printed(seed)
    assert requests_of([write_requests(figures, NUMBERS[style], deep=deep)]) == figures


@given(st.integers(0, 10**4), st.integers(0, 2**31))
@settings(max_examples=20, deadline=None)
def test_the_requests_of_a_whole_region_are_settled_or_refused(seed, more):
    figures = printed(seed)
    for offset in range(1, 4):
        other = printed(more + offset)
        figures = {key: str(int(value) + int(other[key])) for key, value in figures.items()}
    assert requests_of([write_requests(figures)]) in ({}, figures)


@pytest.mark.parametrize("seed", range(3))
def test_a_cell_a_line_and_a_line_broken_inside_a_number_are_settled(seed):
    figures = printed(seed)
    assert requests_of(write_requests(figures, between="\n").split("\n")) == figures
    whole = write_requests(figures)
    assert requests_of([whole[at : at + 37] for at in range(0, len(whole), 37)]) == figures


def test_dashes_between_blanks_keep_their_places():
    figures = {key: "-" if value == "0" else value for key, value in printed(1).items()}
    assert requests_of([write_requests(figures, between=" ")]) == figures


def test_a_row_without_any_figure_is_blank_and_one_that_lacks_some_is_refused():
    figures = printed(2)
    row = next(row.key for row in BLOCK.rows if figures["requests", row.key, "total"] == "0")
    blank = {key: "" if key[1] == row else value for key, value in figures.items()}
    assert requests_of([write_requests(blank)]) == blank
    figures["requests", row, "business"] = ""
    assert requests_of([write_requests(figures)]) == {}


def test_a_row_that_is_missing_is_not_sought_in_the_prose_below():
    figures = printed(1)
    whole = write_requests(figures)
    last = BLOCK.rows[-1].label
    assert requests_of([whole.replace(last, ""), f"我局{last}3件。"]) == {}


def test_a_table_printed_twice_is_read_where_both_agree():
    figures, others = printed(1), printed(3)
    assert requests_of([write_requests(figures), write_requests(figures)]) == figures
    assert requests_of([write_requests(figures), write_requests(others)]) == {}


def test_a_second_line_of_disputes_without_a_label_is_a_doubt_as_a_page_number_is_not():
    block = load_form("2021").tables["disputes"].blocks[0]
    columns = " ".join(column.label for column in block.columns)
    header = ["行政复议 行政诉讼", f"{columns} 未经复议直接起诉 复议后起诉", f"{columns} {columns}"]
    row = "1 0 0 2 3 0 0 0 0 0 0 0 0 0 0"
    for more, n in ((["- 3 -"], 1), (["2 1 0 0 3 0 0 0 0 0 0 0 0 0 0"], 0)):
        blocks, doubts = read_flat([*header, row, *more], load_forms(), set())
        assert (len(blocks), len(doubts)) == (n, 1 - n)


@pytest.mark.parametrize("between", ["\n", " "])
@pytest.mark.parametrize(
    ("figures", "n"),
    [
        ("25 1 3 26 55 22 43 51 34 150 53 6 48 41 148", 1),
        ("25 13 26 64 22 43 51 34 150 53 6 48 41 148", 0),  # 25|1|32|6|64 adds up
        ("20 50 70 4 313 5 322 91 227 2 2 322", 0),  # 2|0|5|0|7 0|4|313|5|322 adds up
    ],
)
def test_figures_that_are_set_apart_are_not_cut_where_some_are_lacking(figures, n, between):
    block = load_form("2021").tables["disputes"].blocks[0]
    columns = [column.label for column in block.columns]
    header = ["行政复议", "行政诉讼", *columns, "未经复议直接起诉", "复议后起诉", *columns, *columns]
    blocks, doubts = read_flat([*header, *figures.replace(" ", between).split("\n")], load_forms(), set())
    assert (len(blocks), len(doubts)) == (n, 1 - n)


def test_side_by_side_figures_that_may_lack_noughts_left_blank_are_refused():
    block = load_form("2021").tables["disputes"].blocks[0]
    columns = [column.label for column in block.columns]
    header = ["行政复议", "行政诉讼", *columns, "未经复议直接起诉", "复议后起诉", *columns, *columns]
    both = "83757102" + "263148276" + "779124"  # 8|37|57|102 is 83|7|5|7|102, too
    for figures, n in ((both, 0), ("1000100000" + "00000", 1)):
        blocks, doubts = read_flat([*header, figures], load_forms(), set())
        assert (len(blocks), len(doubts)) == (n, 1 - n)


@given(st.integers(0, 30), st.data())
@settings(max_examples=40, deadline=None)
def test_a_changed_figure_is_never_mended(seed, data):
    figures = printed(seed, "agency")
    key = data.draw(st.sampled_from(sorted(figures)))
    figures[key] = str(int(figures[key]) + data.draw(st.integers(1, 30)))
    assert requests_of([write_requests(figures)]) in ({}, figures)


@pytest.mark.parametrize("sign", ["—", "/", "无"])
def test_signs_for_none_that_run_together_with_figures_are_figures_of_their_own(sign):
    figures = printed(3)
    shown = {name: sign if figure == "0" else figure for name, figure in figures.items()}
    assert requests_of([write_requests(shown)]) == shown


def test_figures_that_run_together_with_their_units_are_cut_behind_them():
    figures = {name: f"{figure}件" for name, figure in printed(3).items()}
    assert requests_of([write_requests(figures)]) == figures


def test_pairs_of_signs_may_be_one_figure_each_and_are_not_cut():
    """Cut apart they would add up here: 0, 3, 8, 11, 22 and 29, -, -, 1, 30 and -, -, 0, 9, 9."""
    block = load_form("2021").tables["disputes"].blocks[0]
    columns = "".join(column.label for column in block.columns)
    groups = "".join(dict.fromkeys(label for row in block.rows for label in (*row.under, row.label)))
    held = {("requests", "requests")} | {
        ("proactive", part.key) for form in load_forms().values() for part in form.tables["proactive"].blocks
    }
    found, doubts = read_flat([f"{groups}{columns * 3}038112229--130--099"], load_forms(), held)
    assert not found
    assert doubts


def in_paragraphs(figures):
    return [f"<p>{line}</p>" for line in without_markup(figures, "\n").splitlines()]


MENU = [f"<p>{name}</p>" for name in ("2023年", "2022年度", "2021年政府信息公开年报")]


@pytest.mark.parametrize(("above", "below"), [(MENU, []), ([], MENU)])
def test_earlier_years_in_a_menu_around_a_flattened_report_leave_its_figures_as_they_are(above, below):
    report = make_figures(1, AGENCY, 2023, "2021")
    (found,) = parse_bytes("".join([*above, *in_paragraphs(report), *below]).encode()).reports
    assert found.status == "accepted"
    assert held(found) == expected_cells(report)


def test_flattened_figures_below_a_line_on_an_earlier_year_are_left_out():
    figures, others = printed(1), printed(3)
    own, before = write_requests(figures), write_requests(others)
    line = "2022年情况："
    assert requests_of(without_years_before([own, line, before], 2023)) == figures
    assert requests_of(without_years_before([line, before, "2023年情况：", own], 2023)) == figures
    assert requests_of(without_years_before([line, before], 2023)) == {}
    title = f"<p>{AGENCY}2023年政府信息公开工作年度报告</p>"
    (found,) = parse_bytes(f"{title}<p>{line}</p><p>{before}</p>".encode()).reports
    assert "of_year_before" in [reason.code for reason in found.reasons]
    assert not held(found)


def test_a_cipher_between_blanks_is_a_nought_and_one_in_a_year_is_none():
    report = make_figures(5, AGENCY, 2023, "2021")
    page = without_markup(report, " ")
    assert " 0 " in page
    found = parse_bytes(page.replace(" 0 ", " 〇 ").replace(" 0 ", " 〇 ").encode()).reports[0]
    assert (found.status, found.report_year) == ("accepted", 2023)
    assert held(found) == expected_cells(report)


@pytest.mark.parametrize("mark", ["⑤", "(5)"])
def test_a_last_row_with_a_marked_figure_is_not_taken_for_a_blank_one(mark):
    page = "信息内容 本年制发件数 本年废止件数 现行有效件数 规章 89 0 0 行政规范性文件 {} 0 0 第二十条第（五）项"
    place = ("proactive", load_form("2021").tables["proactive"].blocks[0].key)
    found, _ = read_flat([page.format(5)], load_forms(), set())
    assert place in {(block.table, block.block.key) for block in found}
    found, doubts = read_flat([page.format(mark)], load_forms(), set())
    assert not found
    assert place in doubts


@pytest.mark.parametrize("behind", [["行政强制"], ["行政强制", "7"]])
def test_a_figure_said_before_the_first_label_is_not_passed_over(behind):
    lines = ["信息内容", "本年处理决定数量", "3", "行政处罚", "5687", *behind, "第二十条第（八）项"]
    found, _ = read_flat(lines, load_forms(), set())
    assert "5687" not in {block.cells["penalties", "decisions"].text for block in found}

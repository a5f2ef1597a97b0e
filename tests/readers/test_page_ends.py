"""Heads, feet and numbers of pages in text taken out of a paper go; rows, headers and what names the report stay."""

import re

import pytest

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from crawlers.sandbox.render.blocks import Sheet
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.story import headline, story
from crawlers.sandbox.render.taken_out import by_height
from pipelines.parse import parse_bytes
from pipelines.readers.text import read

HEAD = "示例市水利局 2021 年资料汇编"


def texts(written: str) -> list[str]:
    return [found.text for found in read(written.encode()).texts]


def page(name: str) -> str:
    return "".join(f"{name}第{line}行写明的内容\n" for line in range(12))


def test_numbers_of_pages_that_count_one_by_one_and_feeds_between_them_are_no_text():
    page = "".join(f"第{line}行\n" for line in range(12))
    document = read(f"{page}- 2 -\f{page}- 3 -\f下文\n第 4 页 共 8 页\n-\n".encode())
    assert [found.text for found in document.texts][24:] == ["下文", "-"]


@pytest.mark.parametrize(
    "text", ["规章\n- 2 -\n下文\n", "规章\n- 1 -\n文件\n- 2 -\n", "甲\n" * 12 + "- 3 -\n" + "乙\n" * 12 + "- 9 -\n"]
)
def test_a_number_between_dashes_that_may_be_three_cells_stays(text):
    assert [found.text for found in read(text.encode()).texts] == text.split("\n")[:-1]


@pytest.mark.parametrize("counted", ["{} / 3", "- {} -", "第 {} 页 共 3 页"])
def test_a_head_beside_numbers_that_count_the_pages_is_said_once(counted):
    written = "".join(f"{HEAD}\n{page(name)}{counted.format(at)}\n" for at, name in enumerate("甲乙丙", 1))
    kept = texts(written)
    assert kept.count(HEAD) == 1
    assert len(kept) == 1 + 3 * 12


def test_form_feeds_tell_pages_however_short_and_feet_go_from_every_page():
    written = "\f".join(f"{HEAD}\n{name}段\n内部资料请勿外传 2021\n{at} / 3\n" for at, name in enumerate("甲乙丙", 1))
    assert texts(written) == [HEAD, "甲段", "乙段", "丙段"]


@pytest.mark.parametrize(
    "line",
    [
        "四、结转下年度继续办理 0 0 0 0 0 0 0",
        "行政强制 3",
        "示例市水利局的说明 3 4",
        "商业企业 科研机构 社会公益组织 法律服务机构 其他",
        "行政诉讼数 件 5",
        "12",
        "总计",
    ],
)
def test_what_may_be_a_row_or_a_header_stays_though_every_page_ends_or_begins_with_it(line):
    for written in ("\f".join([f"{line}\n{page(n)}" for n in "甲乙丙"]), "\f".join([page(n) + line for n in "甲乙丙"])):
        assert texts(written).count(line) == 3


def test_words_that_one_page_alone_begins_with_stay():
    assert texts(f"{page('甲')}\f{HEAD}\n{page('乙')}\f{page('丙')}").count(HEAD) == 1


@pytest.mark.parametrize(
    "written", ["1 / 2\n" + "甲\n" * 12 + "1 / 2\n", "甲\n" * 12 + "1 / 2\n" + "乙\n" * 12 + "2 / 9\n"]
)
def test_figures_that_do_not_count_the_pages_stay(written):
    assert texts(written) == written.split("\n")[:-1]


@pytest.mark.parametrize("counted", ["- {} -", "{} / 9", "file:///report.html {}/9"])
@pytest.mark.parametrize(("edition", "year"), [("2021", 2023), ("2019", 2020)])
def test_a_table_that_pages_break_between_head_and_foot_is_read_whole(edition, year, counted):
    report = make_figures(5, "示例市水利局", year, edition)
    lines = [headline(report, Layout())]
    for block in story(report, Layout()):
        lines += by_height(block, 4) if isinstance(block, Sheet) else [block.text]
    pages = [lines[at : at + 30] for at in range(0, len(lines), 30)]
    written = "\f".join("\n".join([HEAD, *own, counted.format(at)]) for at, own in enumerate(pages, 1))
    found = parse_bytes(written.encode()).reports[0]
    expected = {key: value for key, value in expected_cells(report).items() if key[0] == "requests"}
    assert {
        key: cell.value for cell in found.cells if (key := (cell.table, cell.row, cell.column)) in expected
    } == expected


@pytest.mark.parametrize("is_broken", [False, True])
def test_reports_of_several_years_that_begin_a_page_each_keep_their_titles(is_broken):
    reports = [make_figures(seed, "示例市水利局", year, "2021") for seed, year in ((5, 2021), (6, 2022), (7, 2023))]
    written = "\f".join(render(report, "text", "tabbed").decode() for report in reports)
    if is_broken:
        written = re.sub(r"^\W?示例市水利局(?=20\d\d年)", "示例市水利局\n", written, flags=re.MULTILINE)
    found = parse_bytes(written.encode()).reports
    assert [report.report_year for report in found] == [2021, 2022, 2023]
    assert {report.status for report in found} == {"accepted"}

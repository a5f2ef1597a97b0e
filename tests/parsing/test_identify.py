"""Whose report of which year a document is, or that it is none."""

from datetime import date

import pytest

from pipelines.parsing.identify import identify, is_report_title
from pipelines.readers.html import read

TITLES = {
    "示例市教育局2022年政府信息公开工作年度报告": ("示例市教育局", 2022, "agency"),
    "2022年示例市教育局政府信息公开工作年度报告": ("示例市教育局", 2022, "agency"),
    "示例市教育局政府信息公开工作2025年度报告": ("示例市教育局", 2025, "agency"),
    "示例市教育局 2025 年政府信息 公开工作年度报告": ("示例市教育局", 2025, "agency"),
    "示例市教育局２０２３年度政府信息公开年报": ("示例市教育局", 2023, "agency"),
    "示例市二〇二三年政府信息公开工作年度报告": ("示例市人民政府", 2023, "area"),
    "示例市2024年政府信息公开工作年度报告": ("示例市人民政府", 2024, "area"),
    "示例市人民政府2024年政府信息公开工作年度报告": ("示例市人民政府", 2024, "area"),
    "示例市人民政府办公室2024年政府信息公开工作年度报告": ("示例市人民政府办公室", 2024, "office"),
    "2019年示例省人民政府办公厅政府信息公开工作年度报告": ("示例省人民政府办公厅", 2019, "office"),
    "示例综合实验区2021年度政府信息公开工作年度报告": ("示例综合实验区管委会", 2021, "area"),
    "示例市财政局政府信息公开年报（2023年）": ("示例市财政局", 2023, "agency"),
    "示例市财政局2023年政府信息公开工作报告": ("示例市财政局", 2023, "agency"),
    "示例市财政局2023年度政府信息公开工作年度报告（文字版）": ("示例市财政局", 2023, "agency"),
}
NO_TITLES = [
    "关于报送2024年政府信息公开工作年度报告的通知",
    "示例市政府网站工作年度报表（2023年度）",
    "示例市2023年法治政府建设年度报告",
    "示例市住房公积金2023年年度报告",
    "示例市教育局政府信息公开指南",
    "示例市教育局2023年部门预算公开",
    "政府信息公开",
    "示例市教育局2023年工作报告",
]


def page(title: str = "", body: str = "", head: str = ""):
    return read(f"<html><head>{head}</head><body><h1>{title}</h1>{body}</body></html>".encode())


@pytest.mark.parametrize(("title", "expected"), TITLES.items())
def test_agency_year_and_scope_come_from_the_title(title, expected):
    found = identify(page(title))
    assert (found.agency, found.report_year, found.scope) == expected
    assert found.reasons == ()


@pytest.mark.parametrize("title", NO_TITLES)
def test_what_is_no_report_is_told_by_its_title(title):
    assert not is_report_title(title)
    found = identify(page(title))
    assert found.title is None
    assert title[:10] in found.reasons[0]


def test_a_title_cut_in_two_lines_is_joined():
    found = identify(page("示例市教育局2022年政府信息公开工作", "<p>年度报告</p>"))
    assert (found.agency, found.report_year) == ("示例市教育局", 2022)


def test_the_page_s_own_title_tag_goes_before_its_lines_and_a_site_suffix_is_cut():
    tag = "<meta name=ArticleTitle content='示例市教育局2022年政府信息公开工作年度报告'>"
    assert identify(page("政府信息公开", head=tag)).agency == "示例市教育局"
    title = "<title>示例市教育局2022年政府信息公开工作年度报告-示例市人民政府门户网站</title>"
    assert identify(page("", head=title)).agency == "示例市教育局"


def test_a_year_that_the_title_lacks_comes_from_the_period_sentence():
    body = "<p>数据统计期限自2023年1月1日起至12月31日止。</p>"
    found = identify(page("示例市教育局政府信息公开工作年度报告", body))
    assert found.report_year == 2023
    assert found.period == (date(2023, 1, 1), date(2023, 12, 31))


def test_the_year_is_never_taken_from_the_date_of_publication():
    found = identify(page("示例市教育局政府信息公开工作年度报告", "<p>发布日期：2024-01-30</p>"))
    assert found.report_year is None
    assert found.printed_on == date(2024, 1, 30)
    assert "year" in found.reasons[0]


def test_an_agency_that_the_title_lacks_comes_from_the_publisher_the_page_names():
    found = identify(page("2023年政府信息公开工作年度报告", "<p>发布机构：示例市水利局</p>"))
    assert found.agency == "示例市水利局"


def test_a_report_of_no_named_agency_says_so():
    assert "whose" in identify(page("2023年政府信息公开工作年度报告")).reasons[0]


def test_a_credit_code_is_read_where_the_page_prints_one_and_not_where_it_prints_two():
    title = "示例市水利局2023年政府信息公开工作年度报告"
    assert identify(page(title, "<p>索引号 11990100004428039E/2023-1</p>")).credit_code == "11990100004428039E"
    assert identify(page(title, "<p>11990100004428039E 11990100004428040E</p>")).credit_code is None

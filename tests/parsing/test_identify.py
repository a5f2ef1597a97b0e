"""Whose report of which year a document is, or that it is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identity_pages import BODY, CORE, KNOWN, NONE, REFUSED, page

from pipelines.parsing.identity.identify import identify, is_report_title
from pipelines.parsing.report import read_reports

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


@pytest.mark.parametrize("name", KNOWN)
def test_body_year_and_scope_come_from_the_page_s_own_words(name):
    shown, agency, year, scope = KNOWN[name]
    found = identify(shown.document())
    assert (found.agency, found.report_year, found.scope) == (agency, year, scope)
    assert found.reasons == ()
    assert found.kind in {"report", "publication"}


@pytest.mark.parametrize("name", REFUSED)
def test_a_page_that_leaves_body_or_year_open_is_refused_with_its_reason(name):
    shown, word = REFUSED[name]
    found = identify(shown.document())
    assert found.title is not None
    assert any(word in reason for reason in found.reasons), found
    (report,) = read_reports(shown.document())
    assert report.status != "accepted"


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_report_is_named_in_plain_words(name):
    shown, words = NONE[name]
    (report,) = read_reports(shown.document())
    assert report.status == "not_a_report"
    assert words in report.reasons[0]
    assert report.reasons[0].endswith(".")
    assert (report.agency, report.report_year) == (None, None)


@pytest.mark.parametrize("title", NO_TITLES)
def test_a_line_of_another_kind_is_no_title(title):
    assert not is_report_title(title)


def test_the_page_s_own_title_tag_goes_before_its_lines_and_a_site_suffix_is_cut():
    title = "示例市教育局2022年政府信息公开工作年度报告"
    assert identify(page("政府信息公开", articletitle=title).document()).agency == "示例市教育局"
    found = identify(page("", title=f"{title}-示例市人民政府门户网站").document())
    assert (found.agency, found.title) == ("示例市教育局", title)


@pytest.mark.parametrize(
    "title", ["20年来示例市水利局政府信息公开工作报告", "示例市水利局成立20年政府信息公开工作报告"]
)
def test_a_number_of_years_is_no_year_of_two_digits(title):
    assert identify(page(title).document()).report_year is None


def test_the_year_is_never_taken_from_the_date_of_publication():
    found = identify(page("示例市教育局政府信息公开工作年度报告", "发布日期：2024-01-30").document())
    assert found.report_year is None
    assert found.printed_on == date(2024, 1, 30)


@pytest.mark.parametrize(
    "line",
    [
        "[发布时间] 2024-01-30",
        "发布于 2024.1.30",
        "发布日期: 20240130",
        "信息发布时间 ２０２４—０１—３０",
        "成文日期：2024-01-10 发布日期：2024-01-30",
        "更新时间：2024-02-05 发布时间：2024-01-30",
        "发布时间：\n2024-01-30",
        "[ 2024-01-30 09:15 ]",
        "2024/01/30 来源：示例市教育局",
    ],
)
def test_the_day_of_publication_is_told_from_other_days_however_it_is_printed(line):
    found = identify(page("示例市教育局2023年政府信息公开工作年度报告", *line.split("\n")).document())
    assert found.printed_on == date(2024, 1, 30)


@pytest.mark.parametrize(
    "line", ["更新时间：2024-02-05", "更新时间：\n2024-02-05", "今天是\n2024年2月5日", "2023年12月31日"]
)
def test_the_day_of_an_update_of_a_visit_or_in_words_is_no_date_of_publication(line):
    found = identify(page("示例市教育局2023年政府信息公开工作年度报告", *line.split("\n")).document())
    assert found.printed_on is None


def test_the_period_of_the_data_is_no_date_of_publication():
    found = identify(page("示例市教育局2023年政府信息公开年报", "统计时间：2023-01-01至2023-12-31").document())
    assert found.printed_on is None
    assert found.period == (date(2023, 1, 1), date(2023, 12, 31))


def test_a_credit_code_is_read_where_the_page_prints_one_and_not_where_it_prints_two():
    title = "示例市水利局2023年政府信息公开工作年度报告"
    one = page(title, "索引号 11990100004428039E/2023-1").document()
    assert identify(one).credit_code == "11990100004428039E"
    assert identify(page(title, "11990100004428039E 11990100004428040E").document()).credit_code is None


PLACES = st.sampled_from(["示例市", "示例县", "示例省示例市", "示例自治州", "示例市示例区"])
BODIES = st.sampled_from(
    ["教育局", "城乡建设委员会", "人民政府", "人民政府办公室", "发展和改革局", "市场监督管理局", "乡村振兴局"]
)
DIGITS = "〇一二三四五六七八九"


@given(PLACES, BODIES, st.integers(2008, 2026), st.data())
def test_every_shape_of_a_title_says_the_same(place, body, year, data):
    words = data.draw(
        st.sampled_from(["政府信息公开工作年度报告", "政府信息公开年报", "信息公开年度报告", "政府信息公开工作报告"])
    )
    numerals = "".join(DIGITS[int(digit)] for digit in str(year))
    printed = data.draw(
        st.sampled_from([f"{year}年", f"{year}年度", f"{numerals}年", f"{numerals}年度", f" {year} 年"])
    )
    name = place + body
    cut = data.draw(st.integers(0, len(words)))
    pieces = data.draw(st.permutations([name, printed]))
    lines = data.draw(
        st.sampled_from(
            [
                ["".join(pieces) + words],
                [*pieces, words],
                [name, printed + words],
                ["".join(pieces) + words[:cut], words[cut:]],
                [name + words, f"（{printed}）"],
            ]
        )
    )
    found = identify(page("首页", *[line for line in lines if line], "示例：全年情况如下。").document())
    assert (found.agency, found.report_year) == (name, year)


MENU = st.sampled_from(
    [
        "新闻中心",
        "互动交流",
        "政务服务中心",
        "政务公开",
        "走进示例",
        "办事大厅",
        "通知公告",
        "政府信息公开年报",
        "信息公开目录",
        "专题专栏",
        "部门",
        "打印",
        "2022年",
        "示例市人民政府门户网站",
    ]
)


@given(st.lists(MENU, max_size=5), st.lists(MENU, max_size=3), st.data())
def test_what_a_menu_prints_is_never_taken_for_the_body(above, below, data):
    title = "2023年政府信息公开工作年度报告"
    shape = data.draw(
        st.sampled_from([["示例市教育局" + title], ["示例市教育局", title], ["示例市教育局2023年", title[5:]], [title]])
    )
    found = identify(page(*above, *shape, *below, "示例：全年情况如下。", headings=0).document())
    assert found.agency in {"示例市教育局", None}
    if len(shape) == 1 and shape[0] != title:
        assert (found.agency, found.report_year) == ("示例市教育局", 2023)
    assert found.report_year in {2023, None}


def test_a_menus_title_of_another_year_leaves_the_year_open_unless_the_text_names_it():
    lines = ("2022年", "政府信息公开年报", "2023年政府信息公开工作年度报告")
    found = identify(page(*lines, "示例：全年情况如下。", headings=0).document())
    assert found.report_year is None
    assert any("several years" in reason for reason in found.reasons)
    menu = ("2022年", "2022年", "2022年")  # bears no year out, as nobody speaks there
    assert identify(page(*lines, *menu, "示例：全年情况如下。", headings=0).document()).report_year is None
    told = "本报告数据统计期限自2022年1月1日起至2022年12月31日止。"
    assert identify(page(*lines, told, headings=0).document()).report_year == 2022


def test_a_body_s_name_on_the_line_below_its_title_is_no_part_of_the_title():
    found = identify(page(f"示例市商务局2021年{CORE}示例市商务局", BODY, headings=0).document())
    assert (found.title, found.agency) == (f"示例市商务局2021年{CORE}", "示例市商务局")

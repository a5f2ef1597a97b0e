"""Whole pages with all that portals print around a report: menus, tables of names, links to other reports, footers."""

import re

import pytest

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.parse import parse_bytes

AGENCY, YEAR = "示例市教育局", 2023
TITLE = f"{AGENCY}{YEAR}年政府信息公开工作年度报告"
REPORT = make_figures(5, AGENCY, YEAR, "2021")
_PAGE = render(REPORT, "html", "plain").decode()
BODY = re.sub(
    r"<h1[^>]*>.*?</h1>", "", re.search(r"<body[^>]*>(.*)</body>", _PAGE, re.DOTALL)[1], count=1, flags=re.DOTALL
)
BLANK = re.sub(r"<p.*?</p>", "", re.sub(r"(<td[^>]*>)\s*-?[\d.,]+\s*(</td>)", r"\1\2", BODY), flags=re.DOTALL)
PERIOD = "自2023年1月1日起至2023年12月31日"

NAV = "<ul><li>首页</li><li>新闻中心</li><li>政务公开</li><li>办事服务</li><li>互动交流</li></ul>"
MENU = "<ul><li>政府信息公开指南</li><li>政府信息公开制度</li><li>政府信息公开年报</li><li>依申请公开</li></ul>"
CRUMB = "<div>当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>政府信息公开年报</a> &gt; 2022年</div>"
OTHERS = "".join(
    f"<li>示例市{name}局2023年度政府信息公开工作年度报告</li>" for name in ("水利", "财政", "民政", "审计")
)
RELATED = f"<div>相关阅读</div><ul>{OTHERS}<li>上一篇：示例市教育局2022年政府信息公开工作年度报告</li></ul>"
FOOT = (
    "<div>主办单位：示例市人民政府办公室 承办：示例市大数据局</div><ul><li>示例市财政局</li><li>示例市水利局</li></ul>"
)


def names(title, publisher=AGENCY):
    return (
        "<table><tr><td>索引号</td><td>SL-2024-1</td><td>主题分类</td><td>政务公开</td></tr>"
        f"<tr><td>发布机构</td><td>{publisher}</td><td>发布日期</td><td>2024-01-20</td></tr>"
        f"<tr><td>名称</td><td colspan=3>{title}</td></tr></table>"
    )


def page(body, title="", article=""):
    meta = f"<meta name='ArticleTitle' content='{article}'>" if article else ""
    return parse_bytes(f"<html><head><title>{title}</title>{meta}</head><body>{body}</body></html>".encode()).reports


H1 = f"<h1>{TITLE}</h1>"
SHORT = "2023年政府信息公开工作年度报告"
ACCEPTED = {
    "everything at once": (NAV + MENU + CRUMB + names(TITLE) + H1 + BODY + RELATED + FOOT, f"{TITLE}_示例市", TITLE),
    "links to others above": (NAV + RELATED + MENU + CRUMB + H1 + BODY + FOOT, "示例市人民政府", ""),
    "links to others above and no heading": (NAV + RELATED + f"<p>{TITLE}</p>" + BODY + FOOT, "", ""),
    "a title in pieces": (
        NAV
        + "<p><span>示例市</span><span>教育局</span></p><p><span>20</span><span>23</span>年政府信息公开</p><p>工作年度报告</p>"
        + BODY,
        "政府信息公开年报_示例市教育局",
        "",
    ),
    "no body but in the table of names": (NAV + MENU + names(SHORT) + f"<h1>{SHORT}</h1>" + BODY + FOOT, "", ""),
    "no body but a source": (MENU + f"<h1>{SHORT}</h1><div>来源：{AGENCY} 浏览次数：12</div>" + BODY + FOOT, "", ""),
    "no year but in the period": (NAV + f"<h1>{AGENCY}政府信息公开工作年度报告</h1>" + BODY + FOOT, "", ""),
    "a title to print": (NAV + H1 + BODY + f"<div>打印标题：{TITLE}</div><div>{TITLE}</div>" + FOOT, "", ""),
    "an announcement with the report": (
        f"<h1>{AGENCY}关于公布2023年政府信息公开工作年度报告的公告</h1>" + BODY,
        "",
        "",
    ),
    "a page named after its column": (NAV + H1 + BODY + FOOT, "政府信息公开目录_示例市人民政府", ""),
    "columns with headings of their own": (
        f"<h3>政策解读</h3><h3>法治政府建设年度报告</h3><ul><li>通知公告</li></ul>{H1}" + BODY,
        "",
        "",
    ),
    "a file of it": (H1 + f"<p>附件：{TITLE}.docx</p>" + BODY, "", ""),
    "a bare name under the site's": (
        f"<div>{AGENCY}</div><div>信息公开</div><h1>教育局{SHORT}</h1><div>发布机构：{AGENCY}</div>" + BODY,
        "",
        "",
    ),
    "a slip in the period": (H1 + BODY.replace(PERIOD, "自2022年1月1日起至2023年12月31日"), "", ""),
}
REFUSED = {
    "another year in the period": (H1 + BODY.replace(PERIOD, "自2022年1月1日起至2022年12月31日"), "", "2022"),
    "the period of another year and no year in the title": (
        f"<h1>{AGENCY}政府信息公开工作年度报告</h1>" + BODY.replace(PERIOD, "自2022年1月1日起至2022年12月31日"),
        "",
        "2022",
    ),
    "signed by another body": (H1 + BODY + "<p>示例市水利局</p><p>2024年1月20日</p>", "", "signed"),
    "the page's title of another year": (f"<h1>{TITLE.replace('2023', '2022')}</h1>" + BODY, TITLE, "2022"),
    "no title": (BODY, "", "title"),
}
NONE = {
    "an order with the blank form": f"<h1>关于做好2023年政府信息公开工作年度报告编制工作的通知</h1><p>附件</p>{H1}{BLANK}",
    "an announcement without the report": f"<h1>{AGENCY}关于印发{SHORT}的通知</h1>{BLANK}",
    "an interpretation": f"<h1>《{TITLE}》解读</h1>{BODY}",
    "a report on the rule of law": f"<h1>{AGENCY}2023年法治政府建设年度报告</h1><ul><li>{TITLE}</li></ul>",
    "a list": f"<h1>政府信息公开年报</h1><ul>{OTHERS}</ul>",
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_report_is_found_among_all_that_a_page_prints(name):
    (found,) = page(*ACCEPTED[name])
    assert (found.agency, found.report_year, found.status) == (AGENCY, YEAR, "accepted"), found.reasons
    assert {(cell.table, cell.row, cell.column): cell.value for cell in found.cells} == expected_cells(REPORT)


@pytest.mark.parametrize("name", REFUSED)
def test_a_page_that_contradicts_itself_is_quarantined(name):
    body, title, word = REFUSED[name]
    (found,) = page(body, title)
    assert found.status == "quarantined"
    assert None in (found.agency, found.report_year)
    assert any(word in reason for reason in found.reasons)


@pytest.mark.parametrize("name", NONE)
def test_a_page_about_reports_is_none(name):
    (found,) = page(NONE[name])
    assert found.status == "not_a_report", found.reasons
    assert found.cells == ()

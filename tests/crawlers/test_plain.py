"""Plain reports, of which no tree is grown: what reading their tree would find on them is nothing."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, TextResponse

from crawlers.platforms.parts import pages
from crawlers.platforms.parts.continued import further_pages
from crawlers.platforms.parts.plain import is_plain_report
from crawlers.platforms.parts.rows import links_to_reports
from crawlers.sandbox.figures import edition_of_year
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import LAYOUTS, render
from crawlers.text import as_text

URL = "http://www.example.gov.cn/nb/t2025_7.html"
#: What stands around the reports of many sites, and holds none.
AROUND = [
    "<a href='/'>首页</a> &gt; <a href='../'>政府信息公开年报</a>",
    "<img src='/images/logo.png'><img src='/img/share_wx.png' alt=''>",
    "<style>.date { color: red }</style><script>var at = 'nb/';</script>",
    "<!-- <p>主动公开</p> -->",
    "<p>上一篇：<a href='t2025_6.html'>示例县教育局2024年政府信息公开工作年度报告</a>",
]
#: What holds a report, shows one, or goes on in one.
HANGING = [
    "<a href='/f.pdf'>附件</a>",
    "<A HREF=/f.PDF>附件",
    "<a href='/f?id=7'>年报.docx</a>",
    "<a href='/system/_content/download.jsp?wbfileid=7'>附件</a>",
    "<td onclick=\"LookFile('/x.pdf')\">查看年报</td>",
    "<script>showVsbpdfIframe('/__local/x.pdf')</script>",
    "<div class='TRS_Editor'><img src='W020250120.png'></div>",
    "<iframe src='bg.htm'></iframe>",
    "<embed src='x.ofd'>",
    "<a href='t2025_7_1.html'>2</a>",
    "<a href='?page=2'>下一页</a>",
    "<script>createPageHTML(3, 0, 't2025_7', 'html');</script>",
]


@cache
def whole() -> str:
    return render(make_figures(1, "示例县教育局", 2024, edition_of_year(2024)), "html", "plain").decode()


def page(body: str, encoding: str = "utf-8") -> TextResponse:
    found = as_text(HtmlResponse(URL, body=body.encode(encoding)))
    assert found is not None
    return found


def has_something(shown: TextResponse) -> bool:
    collects = links_to_reports(shown) > 0 and not pages.is_report(shown)
    return bool(pages.files(shown) or further_pages(shown) or collects)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("words", ["", *AROUND])
def test_a_report_with_nothing_but_a_site_around_it_is_plain(words: str, encoding: str) -> None:
    shown = page(whole().replace("utf-8", encoding).replace("</body>", f"{words}</body>"), encoding)
    assert is_plain_report(shown)
    assert pages.is_report(shown)
    assert not has_something(shown)


@pytest.mark.parametrize("words", HANGING)
def test_a_report_on_which_a_file_hangs_or_that_goes_on_is_not_plain(words: str) -> None:
    assert not is_plain_report(page(whole().replace("</body>", f"{words}</body>")))


@pytest.mark.parametrize("layout", sorted(LAYOUTS["html"]))
def test_a_plain_report_of_any_layout_has_nothing_else_to_read(layout: str) -> None:
    report = make_figures(2, "示例县民政局", 2024, edition_of_year(2024))
    shown = page(render(report, "html", layout).decode())
    assert not (is_plain_report(shown) and has_something(shown))


@given(
    pieces=st.lists(st.tuples(st.integers(0, 30_000), st.sampled_from([*AROUND, *HANGING, "</a>", "<a>", "<b", ">"])))
)
def test_whatever_stands_wherever_on_a_plain_report_is_nothing_to_ask_for(pieces: list[tuple[int, str]]) -> None:
    text = whole()
    for place, piece in pieces:
        text = text[:place] + piece + text[place:]
    shown = page(text)
    assert not (is_plain_report(shown) and has_something(shown))


def test_a_list_of_reports_and_a_page_that_links_to_its_chapters_are_not_plain() -> None:
    chapters = "总体情况 主动公开 依申请公开 行政复议 问题 其他事项"
    linked = "".join(f"<a href='s{number}.html'>{words}</a>" for number, words in enumerate(chapters.split()))
    for body in (linked, f"<p>{linked}{'示例文字' * 900}</p>", f"<p title='{chapters}'>{'示例文字' * 900}</p>"):
        assert not is_plain_report(page(f"<html><body>{body}</body></html>"))

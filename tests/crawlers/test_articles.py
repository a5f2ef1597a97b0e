"""Reports on several pages: each page is archived as it came, and the report is read from all of them together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from portal_server import Reply, Site, balanced, crawl, entry, title, trs_list, trs_row
from scrapy.http import HtmlResponse

from crawlers.platforms.parts.continued import further_pages
from crawlers.sandbox.figures import edition_of_year
from crawlers.sandbox.invent import make_figures
from crawlers.sandbox.render import render
from pipelines.assets.parsed_reports import archived_documents
from pipelines.parse import parse_bytes
from warehouse.archive import load_captures, read_payload
from warehouse.home import Home

AT = "http://www.example.gov.cn/nb/t2025_7.html"
NAMES = [
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
]


def article(body: str, url: str = AT) -> HtmlResponse:
    return HtmlResponse(url, body=f"<html><body><h1>示例</h1>{body}</body></html>".encode(), encoding="utf-8")


@pytest.mark.parametrize(
    ("body", "url", "expected"),
    [
        ("1 <a href='t2025_7_1.html'>2</a> <a href='t2025_7_1.html'>下一页</a>", AT, ["t2025_7_1.html"]),
        ("<script>createPageHTML(3, 0, 't2025_7', 'html');</script>", AT, ["t2025_7_1.html", "t2025_7_2.html"]),
        ("<a href='?id=7&page=2'>下一页</a>", AT.replace("t2025_7.html", "show.jsp?id=7"), ["show.jsp?id=7&page=2"]),
        (
            "".join(f"<a href='s{k}.html'>{name}</a>" for k, name in enumerate(NAMES)),
            AT,
            [f"s{k}.html" for k in range(5)],
        ),
        ("<a href='t2025_8.html'>下一篇</a><a href='index_1.html'>2</a>", AT, []),
        ("<script>createPageHTML(3, 0, 'index', 'html');</script>", AT, []),
        ("<a href='show.jsp?id=8'>2</a>", AT.replace("t2025_7.html", "show.jsp?id=7"), []),
        ("".join(f"<a href='/zc/s{k}.html'>{name}</a>" for k, name in enumerate(NAMES)), AT, []),
    ],
    ids=["numbers", "a script", "a query", "sections", "next article", "a list's pager", "another id", "a menu"],
)
def test_an_article_goes_on_where_its_own_name_does_or_its_sections_stand(
    body: str, url: str, expected: list[str]
) -> None:
    assert [one.rsplit("/", 1)[-1] for one in further_pages(article(body, url))] == expected


def test_a_report_on_two_pages_is_archived_page_by_page_and_read_whole(site: Site, tmp_path: Path) -> None:
    figures = make_figures(1, "示例市第1局", 2024, edition_of_year(2024))
    whole = render(figures, "html", "plain")
    found = re.search(rb"<body[^>]*>(.*)</body>", whole, re.DOTALL)
    assert found
    cut = found[1].index('<p style="text-indent:2em;"><strong>四、'.encode())
    first, second = found[1][:cut], found[1][cut:]

    def put(path: str, body: bytes, encoding: str) -> None:
        text = f"<html><meta charset={encoding}><body><h1>示例市第1局年报</h1><div id='zoom'>{body.decode()}</div></body></html>"
        site.pages[path] = Reply(text.encode(encoding), headers={"Content-Type": "text/html"})

    at, on = "/nb/202501/t20250115_1001.html", "/nb/202501/t20250115_1001_1.html"
    site.pages["/nb/"] = trs_list([trs_row(1)])
    put(at, first + f"<a href='{on}'>下一页</a>".encode(), "gb18030")
    put(on, second + f"<a href='{at}'>上一页</a>".encode(), "utf-8")
    entries, home = [entry("a", site.url + "/nb/")], Home(tmp_path)
    visit = crawl(tmp_path, entries, "r1").portal("a")
    assert (visit["verdict"], visit["archived"], balanced(visit)) == ("complete", 2, True)
    captures = load_captures(home)
    assert {row["role"]: row["via"] for row in captures.to_dicts() if row["role"] in {"page", "part"}} == {
        "page": site.url + "/nb/",
        "part": site.url + at,
    }
    (document,) = archived_documents(captures, "a").values()
    assert (document["role"], document["url"], document["link_title"]) == ("joined", site.url + at, title(1))
    read = parse_bytes(read_payload(home, document, captures)).reports
    expected = parse_bytes(whole).reports[0]
    assert [(one.status, one.cells) for one in read] == [(expected.status, expected.cells)]

    assert crawl(tmp_path, entries, "r2", "--recheck", "all").portal("a")["unchanged"] == 2
    assert load_captures(home).filter(role="joined").height == 1
    put(on, second.replace("其他需要报告".encode(), "其他要报告".encode(), 1), "utf-8")
    assert crawl(tmp_path, entries, "r3", "--recheck", "all").portal("a")["archived"] == 1
    assert load_captures(home).filter(role="joined").height == 2

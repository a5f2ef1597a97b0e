"""Adapters find every row of a list and nothing else, whatever the quirks of its family."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from portal_server import (
    Reply,
    Seen,
    Site,
    crawl,
    datastore,
    entry,
    jpage_unit,
    record,
    report,
    title,
    trs_list,
    trs_row,
)
from scrapy.http import HtmlResponse

from crawlers.outcome import FailedError
from crawlers.platforms import ADAPTERS, choose
from crawlers.platforms.hanweb_jpage import HanwebJpage
from crawlers.platforms.trs import Trs

COLUMN = "http://www.example.gov.cn/zfxxgknb/"


def page(body: str | Reply, url: str = COLUMN) -> HtmlResponse:
    return HtmlResponse(url, body=body.bytes if isinstance(body, Reply) else body.encode(), encoding="utf-8")


# --- TRS ---------------------------------------------------------------------------------------------


def test_a_trs_row_gives_the_whole_title_and_the_date_it_prints() -> None:
    listing = Trs().read_list(page(trs_list([trs_row(1, day="2025/01/13"), trs_row(2, day="[2025-02-03]")])))
    assert [link.title for link in listing.links] == [title(1), title(2)]
    assert [link.listed_on for link in listing.links] == [date(2025, 1, 13), date(2025, 2, 3)]
    assert listing.links[0].url == COLUMN + "202501/t20250115_1001.html"


def test_a_date_inside_the_title_is_not_the_date_of_the_row() -> None:
    listing = Trs().read_list(page(trs_list([trs_row(1, text="2023年1月1日起的政府信息公开年报", day="01-15")])))
    assert listing.links[0].listed_on is None


def test_related_articles_in_a_pop_up_menus_and_empty_items_are_no_rows() -> None:
    row = (
        '<li><a href="./202501/t20250115_1.html" title="甲年报">甲年报</a><div class="popbox"><ul>'
        '<li><a href="../jd/t20250115_9.html">解读</a></li></ul></div><span>2025-01-15</span></li>'
    )
    listing = Trs().read_list(page(trs_list([row])))
    assert [link.title for link in listing.links] == ["甲年报"]


def test_rows_in_a_table_and_files_as_rows_are_rows() -> None:
    rows = '<table><tr><td><a href="./t20250115_1.html">甲</a></td><td>2025-01-15</td></tr></table>'
    files = '<ul><li><a href="./P020250115.pdf">乙</a></li></ul>'
    assert [link.title for link in Trs().read_list(page(rows + files)).links] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("pager", "first_asks"),
    [
        ('createPageHTML(3, 0, "index", "html");', ["index_1.html", "index_2.html"]),
        ("createPageHTML( 2 ,0,'list','shtml')", ["list_1.shtml"]),
        ("var countPage = 3", ["index_1.html", "index_2.html"]),
        ("maxPage = parseInt('2')", ["index_1.html"]),
        ('createPageHTML(1, 0, "index", "html");', []),
        ('//createPageHTML(9, 0, "index", "html");', []),
    ],
)
def test_every_known_pager_of_a_trs_list_is_read(pager: str, first_asks: list[str]) -> None:
    body = f"<html><script type='text/javascript'>{pager}</script><ul>{trs_row(1)}</ul></html>"
    assert [ask.url.rsplit("/", 1)[1] for ask in Trs().read_list(page(body)).asks] == first_asks


def test_a_next_page_that_cannot_be_followed_leaves_the_list_open() -> None:
    body = f"<ul>{trs_row(1)}</ul><a href='javascript:void(0)'>下一页</a>"
    assert "next page" in (Trs().read_list(page(body)).open_end or "")


def test_the_pager_of_another_family_with_the_same_name_is_not_taken_for_trs() -> None:
    ucap = page("<script>createPageHTML('page_div', 22, 1, 'common_list', 'shtml', 325)</script>")
    assert Trs().recognise(ucap) == 0


# --- Hanweb jpage ------------------------------------------------------------------------------------


def test_a_jpage_column_gives_its_rows_its_true_total_and_its_further_groups() -> None:
    body = jpage_unit("11", [record(1), record(2), record(3), record(4)], total=10)
    listing = HanwebJpage().read_list(page(body, "http://www.example.gov.cn/col/col7/index.html"))
    assert [link.title for link in listing.links] == [title(n) for n in (1, 2, 3, 4)]
    assert listing.links[0].url == "http://www.example.gov.cn/art/2025/1/15/art_7_1.html"
    assert listing.declared_rows == 10
    proxy = "http://www.example.gov.cn/module/web/jpage/dataproxy.jsp?"
    assert [ask.url for ask in listing.asks] == [
        proxy + "startrecord=5&endrecord=8&perpage=2",
        proxy + "startrecord=9&endrecord=10&perpage=2",
    ]
    form = dict(listing.asks[0].form)
    assert (form["unitid"], form["columnid"], form["path"], form["webname"]) == ("11", "7", "/", "示例市")
    assert ("X-Requested-With", "XMLHttpRequest") in listing.asks[0].headers


def test_the_same_list_for_telephones_is_paged_once() -> None:
    rows = [record(n) for n in (1, 2, 3, 4)]
    twice = jpage_unit("22", rows[:2], total=6, group=1) + jpage_unit("11", rows, total=6)
    listing = HanwebJpage().read_list(page(twice))
    assert listing.declared_rows == 6
    assert {dict(ask.form)["unitid"] for ask in listing.asks} == {"11"}


def test_two_different_lists_on_one_page_are_both_paged() -> None:
    both = jpage_unit("11", [record(1), record(2)], 9) + jpage_unit("22", [record(7), record(8)], 5)
    assert HanwebJpage().read_list(page(both)).declared_rows == 14


@pytest.mark.parametrize(
    "row",
    [
        "<record><![CDATA[<li><a href='/art/2025/1/15/art_7_1.html' title='甲'>甲</a></li>]]></record>",
        '<record><![CDATA[<tr><td><a href="/art/2025/1/15/art_7_1.html">甲</a></td></tr>]]></record>',
        "<record><a href=/art/2025/1/15/art_7_1.html>甲</a></record>",
    ],
)
def test_list_items_table_rows_and_bare_records_are_read(row: str) -> None:
    store = f"<datastore><recordset>{row}<record><![CDATA[ ]]></record></recordset></datastore>"
    assert [link.title for link in HanwebJpage().read_list(page(store)).links] == ["甲"]


# --- choosing ----------------------------------------------------------------------------------------


def test_each_family_is_recognised_by_its_own_marks() -> None:
    assert choose("auto", page(trs_list([trs_row(1)]))).name == "trs"
    assert choose("auto", page(jpage_unit("1", [record(1)], 1))).name == "hanweb-jpage"
    assert choose("hanweb_jpage", page(jpage_unit("1", [record(1)], 1))).name == "hanweb-jpage"


@pytest.mark.parametrize(
    ("platform", "words"),
    [("auto", "no adapter recognises"), ("trs", "rebuilt"), ("unheard-of", "no adapter is called")],
)
def test_a_page_nobody_knows_is_refused_in_plain_words(platform: str, words: str) -> None:
    with pytest.raises(FailedError, match=words):
        choose(platform, page("<html><div id='app'></div><script src='/vue.js'></script></html>"))


def test_an_empty_page_is_no_list_of_any_family() -> None:
    assert all(adapter.recognise(page("<html></html>")) == 0 for adapter in ADAPTERS)


# --- files of a page ---------------------------------------------------------------------------------


def files(body: str) -> list[str]:
    return [link.url.removeprefix(COLUMN) for link in Trs().read_page(page(body))]


def test_attachments_viewers_and_download_servlets_are_files_of_a_page() -> None:
    body = """<div class="TRS_Editor"><a href="./P0202501.pdf">报告</a><iframe src="/js/viewer.html?file=b.pdf"></iframe>
      <a href="javascript:void(0)" onclick="LookFile('c.docx')">附件</a>
      <a href="download.jsp?filename=0a1b.doc">年报</a><embed src="d.ofd"><a href="t20250115_1.html">上一篇</a></div>
      <div class="fj">附件：<a href="e.zip">数据</a></div><footer><a href="app.pdf">手机版</a></footer>"""
    assert files(body) == ["P0202501.pdf", "b.pdf", "c.docx", "download.jsp?filename=0a1b.doc", "d.ofd", "e.zip"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div class=con><iframe src='/pdfjs/web/viewer.html?file=a.pdf'></iframe></div>", ["a.pdf"]),
        ("<div class=con><a href='#' onclick=\"LookFile('b.ofd')\">查看</a></div>", ["b.ofd"]),
        ("<div class=con><img src='1.jpg'><img src='logo.png'></div><div id=footer><img src='2.jpg'></div>", ["1.jpg"]),
        ("<div class=con>详见PDF</div><div id=footer><a href='c.pdf'>使用说明</a></div>", []),
        ("<div id=zoom>正文</div><div class='m-file-download'><a href='d.pdf'>点击查看</a></div>", ["d.pdf"]),
        ("<div id=zoom>正文</div><p><a href='e.docx'>Word版</a></p>", ["e.docx"]),
    ],
    ids=["a viewer", "a click", "pictures", "the foot of the site", "among attachments", "a version"],
)
def test_a_page_that_calls_itself_a_report_gives_up_its_files_under_names_that_nobody_knows(
    body: str, expected: list[str]
) -> None:
    assert files(f"<h1>示例县2024年政府信息公开工作年度报告</h1>{body}") == expected


def test_pictures_count_only_where_no_table_and_no_file_holds_the_figures() -> None:
    picture = '<img src="W0202501.jpg"><img src="/images/icon.png">'
    table = "<table>" + "<tr><td>1</td></tr>" * 9 + "</table>"
    assert files(f"<div class='TRS_Editor'>{picture}</div>") == ["W0202501.jpg"]
    assert files(f"<div class='TRS_Editor'>{picture}{table}</div>") == []
    assert files(f"<div class='TRS_Editor'>{picture}<a href='a.pdf'>附件</a></div>") == ["a.pdf"]


def test_a_picture_of_a_table_may_lie_in_a_folder_of_images_load_late_or_have_no_ending_of_a_picture() -> None:
    pictures = "<img src='images/t1.jpg'><img src='data:image/gif;base64,R0' data-src='p/2.png'><img src='a/0/3.image'>"
    adornment = (
        "<img src='images/icon_pdf.gif'><img src='images/share.png'><img src='images/4.png' width='16'>"
        "<img src='5.png' style='margin:0; height: 20px'><img src='qr.png'><img src='a/qrs88.png'>"
    )
    body = f"<img src='images/top.png'><div class='TRS_Editor'>{pictures}{adornment}</div>"
    assert files(body) == ["images/t1.jpg", "p/2.png", "a/0/3.image", "a/qrs88.png"]


# --- over the wire -----------------------------------------------------------------------------------


def test_paged_lists_of_both_families_are_walked_to_their_end(new_site: Callable[[], Site], tmp_path: Path) -> None:
    trs, alike, jpage, by_page, blob = (new_site() for _ in range(5))
    for number in range(1, 8):
        for one in (trs, alike):
            one.pages[f"/nb/202501/t20250115_{1000 + number}.html"] = report(number)
        for one in (jpage, by_page, blob):
            one.pages[f"/art/2025/1/15/art_7_{number}.html"] = report(number)
    chunks = [[1, 2, 3], [4, 5, 6], [7]]
    for place, numbers in enumerate(chunks):
        rows = trs_list(map(trs_row, numbers), 3, place)
        trs.pages["/nb/" if not place else f"/nb/index_{place}.html"] = rows
        alike.pages["/nb/" if not place else f"/nb/index_{place + 1}.html"] = rows
    alike.pages["/nb/index_1.html"] = trs_list(map(trs_row, chunks[0]), 3)  # the first page again

    def records(seen: Seen) -> Reply:
        assert "unitid=11" in seen.body
        assert seen.method == "POST"
        first, last = (int(part.split("=")[1]) for part in seen.path.split("?")[1].split("&")[:2])
        return Reply(datastore(map(record, range(first, last + 1))), headers={"Content-Type": "text/xml"})

    def numbered(seen: Seen) -> Reply:
        asked = dict(part.split("=") for part in seen.path.split("?")[1].split("&"))
        number = int(asked.get("page", "1"))  # heeds the page alone
        return Reply(datastore(map(record, range(number * 2 - 1, min(number * 2, 7) + 1))))

    column = jpage_unit("11", map(record, (1, 2, 3, 4)), 7)
    for one, answer in ((jpage, records), (by_page, numbered), (blob, lambda _: Reply(datastore([])))):
        one.pages["/col/col7/index.html"] = Reply(f"<html>{column}</html>")
        one.pages["/module/web/jpage/dataproxy.jsp"] = answer
    done = crawl(
        tmp_path,
        [entry("trs", trs.url + "/nb/"), entry("alike", alike.url + "/nb/")]
        + [
            entry(name, one.url + "/col/col7/index.html")
            for name, one in (("jpage", jpage), ("by-page", by_page), ("blob", blob))
        ],
    )
    assert done.code == 0, done.stderr
    for name in ("trs", "alike", "jpage", "by-page"):
        found = done.portal(name)
        assert (found["verdict"], found["archived"]) == ("complete", 7), (name, found)
    silent_half = done.portal("blob")  # the proxy answers, but with nothing
    assert (silent_half["verdict"], silent_half["archived"]) == ("partial", 4)
    assert "declares 7 rows and showed 4" in silent_half["reason"]


def test_a_list_that_loses_pages_or_fits_no_adapter_says_so(new_site: Callable[[], Site], tmp_path: Path) -> None:
    broken, gap, strange, repeats, empty = (new_site() for _ in range(5))
    broken.pages["/nb/"] = Reply("error", 500)
    for number in range(1, 10):
        for one in (gap, repeats):
            one.pages[f"/nb/202501/t20250115_{1000 + number}.html"] = report(number)
    gap.pages["/nb/"] = trs_list(map(trs_row, (1, 2, 3)), 3)
    gap.pages["/nb/index_1.html"] = Reply("error", 500)
    gap.pages["/nb/index_2.html"] = trs_list(map(trs_row, (7, 8, 9)), 3, 2)
    repeats.pages["/nb/"] = trs_list(map(trs_row, (1, 2, 3)), 9)
    for place in range(1, 10):
        repeats.pages[f"/nb/index_{place}.html"] = repeats.pages["/nb/"]
    strange.pages["/nb/"] = Reply("<html><div id='app'></div></html>")
    empty.pages["/nb/"] = trs_list([trs_row(1, text="市政府召开常务会议")])
    sites = {"broken": broken, "gap": gap, "strange": strange, "repeats": repeats, "empty": empty}
    done = crawl(tmp_path, [entry(name, one.url + "/nb/") for name, one in sites.items()])
    verdicts = {name: (done.portal(name)["verdict"], done.portal(name)["discovered"]) for name in sites}
    assert verdicts == {
        "broken": ("failed", 0),
        "gap": ("partial", 6),
        "strange": ("failed", 0),
        "repeats": ("partial", 3),
        "empty": ("silent", 0),
    }
    assert done.portal("broken")["reason"] == "the server answered HTTP 500"
    assert len(broken.asked("/nb/")) == 3  # bounded attempts
    assert "index_1.html: the server answered HTTP 500" in done.portal("gap")["reason"]
    assert "no adapter recognises" in done.portal("strange")["reason"]
    assert len(repeats.asked("/nb/index_1.html")) == 1
    assert sum("/nb/index" in seen.path for seen in repeats.log) < 7  # an endless list is not walked for ever

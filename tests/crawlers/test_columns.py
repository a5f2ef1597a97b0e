"""From a home page or a column to every report: the way to the column, its tree, and the traps on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from paper_portal import HOST, PaperPortal, Walked, li, listed, page, title
from portal_server import Reply, Site, balanced, crawl, entry, report, trs_list, trs_row

from crawlers.links import column_kind
from crawlers.platforms.parts import pages
from crawlers.platforms.parts.anchors import leads_to
from crawlers.platforms.parts.rows import has_slug, rows

REPORT = "<p>一、总体情况</p><p>二、主动公开情况</p><p>三、收到和处理申请情况</p><p>四、行政复议</p><p>五、存在的主要问题</p>"
REPORT += "<p>其他需要报告的事项</p><p>" + "本机关为示例机关，文字均为示例。" * 20 + "</p>"


def menu(*entries: tuple[str, str], name: str = "", more: str = "") -> str:
    anchors = "".join(f'<p><a href="{href}">{words}</a></p>' for words, href in entries)
    head = f'<title>{name}_示例县</title><meta name="ColumnName" content="{name}">' if name else "<title>示例县</title>"
    return f"<html><head>{head}</head><body>{anchors}{more}</body></html>"


def report_page(year: int, agency: str = "示例县教育局") -> str:
    return f'<html><head><meta name="ArticleTitle" content="{title(year, agency)}"></head><body>{REPORT}</body></html>'


def leaf(*years: int, agency: str = "示例县教育局") -> str:
    return listed(*(li(f"./202401/t20240120_{year}.html", title(year, agency)) for year in years))


def asked(found: Walked) -> list[str]:
    return [wanted.url.removeprefix(HOST) for wanted in found.asked]


# --- words and addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("政府信息公开年报", "annual"),
        ("政府信息公开工作年度报告", "annual"),
        ("信息公开年报 >", "annual"),
        ("部门年报(56)", "annual"),
        ("2024年", "year"),
        ("2024年度", "year"),
        ("2024年政府信息公开年报", "year"),
        ("市本级", "class"),
        ("县（市）区", "class"),
        ("乡镇街道", "class"),
        ("示例县教育局", "agency"),
        ("政府信息公开", "openness"),
        ("政务公开", "openness"),
        ("政府网站工作年度报表", None),
        ("法治政府建设年度报告", None),
        ("政府信息公开指南", None),
        ("新闻中心", None),
        ("办事大厅", None),
        ("首页", None),
        ("15", None),
        ("", None),
    ],
)
def test_the_words_of_a_link_name_the_kind_of_column_it_leads_to(words: str, kind: str | None) -> None:
    assert column_kind(words) == kind


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/zfxxgknb/202401/t20240120_91.html", "article"),
        ("/art/2024/1/9/art_7_91.html", "article"),
        ("/col/col12/art/2026/art_937addaabbccddeeff00112233445566.html", "article"),
        ("/info/1050/64208.htm", "article"),
        ("/gkmlpt/content/4/4942/post_4942475.html", "article"),
        ("/zfxxgknb/2022/zzfxxgknb/content_1903590", "article"),
        ("/csrc/c100028/c7661513/content.shtml", "article"),
        ("/gongkai/channel_c_1/doc_6376edd31ea126b6b8541164.html", "article"),
        ("/XxgkAnnualReport/show/6378.html", "article"),
        ("/2026/01-08/1371044.html", "article"),
        ("/public/content/38194471", "article"),
        ("/wzxxgknb/2025/xx.pdf", "file"),
        ("/zwgk/zfxxgknb/", "folder"),
        ("/zwgk/zfxxgknb/2024n", "folder"),
        ("/mzj/zfxxgknb52/2392195/index.html", "folder"),
        ("/swz/c1/common_list_2.shtml", "folder"),
        ("/col/col46355/index.html", "folder"),
        ("/nb/moved.html", "page"),
    ],
)
def test_the_address_alone_tells_articles_from_folders(path: str, shape: str) -> None:
    assert leads_to(HOST + path) == shape


def test_folders_named_as_columns_of_annual_reports_are_known() -> None:
    for path in ("/zwgk/zfxxgknb/", "/xxgknb2024n/", "/gknb2024/", "/x/xxgknb_15147/", "/zfxxgknb.htm", "/ndbg/a.html"):
        assert has_slug(HOST + path), path
    for path in ("/zwgk/", "/wzndbb/", "/news/", "/xwzx/2024/"):
        assert not has_slug(HOST + path), path


# --- the way to the column ---------------------------------------------------------------------------------


def test_a_home_page_is_searched_over_section_and_column_to_the_reports() -> None:
    portal = PaperPortal({"/": menu(("首页", "/"), ("政务公开", "/zwgk/"), ("互动交流", "/hd/"))})
    portal.pages["/zwgk/"] = menu(("政府信息公开指南", "/zn/"), ("政府信息公开", "/zfxxgk/"))
    portal.pages["/zfxxgk/"] = menu(("政府信息公开年报", "/zfxxgknb/"), ("依申请公开", "/ysq/"))
    portal.pages["/zfxxgknb/"] = leaf(2022, 2023)
    found = portal.walk("/")
    assert found.years == [2022, 2023]
    assert asked(found) == ["/", "/zwgk/", "/zfxxgk/", "/zfxxgknb/"]  # nothing else is looked into


def test_a_column_further_than_three_hops_is_not_searched_for() -> None:
    portal = PaperPortal({"/": menu(("政务公开", "/a/"))})
    portal.pages["/a/"] = menu(("信息公开", "/b/"))
    portal.pages["/b/"] = menu(("政府信息公开", "/c/"))
    portal.pages["/c/"] = menu(("政府信息公开年报", "/d/"))
    portal.pages["/d/"] = leaf(2023)
    found = portal.walk("/")
    assert found.reports == []
    assert "/d/" not in asked(found)


def test_a_link_that_only_says_more_means_the_heading_it_stands_beside() -> None:
    block = '<div><h3>政府信息公开年报</h3><a href="/zfxxgknb/">更多&gt;&gt;</a></div>'
    portal = PaperPortal({"/": menu(("首页", "/"), more=block), "/zfxxgknb/": leaf(2023)})
    assert portal.walk("/").years == [2023]


def test_a_frame_of_the_same_host_holds_the_list_and_a_visitor_counter_is_never_asked() -> None:
    frames = '<iframe src="/visitcount.jsp?id=3"></iframe><iframe src="leaf/index.html"></iframe>'
    frames += '<iframe src="http://other.example.com/x.html"></iframe>'
    portal = PaperPortal({"/zfxxgknb/": menu(name="政府信息公开年报", more=frames)})
    portal.pages["/zfxxgknb/leaf/index.html"] = leaf(2023)
    found = portal.walk()
    assert found.years == [2023]
    assert asked(found) == ["/zfxxgknb/", "/zfxxgknb/leaf/index.html"]


def test_a_page_whose_script_sends_its_reader_on_is_followed() -> None:
    portal = PaperPortal({"/zfxxgknb/": "<html><body><script>window.location.href='/gk/nb/';</script></body></html>"})
    portal.pages["/gk/nb/"] = leaf(2023)
    assert portal.walk().years == [2023]


def test_a_table_of_agencies_and_years_is_read_cell_by_cell() -> None:
    cells = "".join(f"<td><a href='/n/{year}/7.html'>查看</a></td>" for year in (2022, 2023))
    table = f"<table><tr><th>单位</th><th>2022年</th><th>2023年</th></tr><tr><td>示例县教育局</td>{cells}</tr></table>"
    found = PaperPortal({"/hz.html": menu(name="政府信息公开年报", more=table)}).walk("/hz.html")
    assert [(link.title, link.url) for link in found.reports] == [
        (f"{year}年示例县教育局", f"{HOST}/n/{year}/7.html") for year in (2022, 2023)
    ]


def test_inside_its_column_a_report_need_not_say_what_it_reports_on() -> None:
    rows = (
        ("示例县教育局2023年度报告", 1),
        ("2022年年报", 2),
        ("示例企业2023年度报告", 3),
        ("2023年年报编制工作的通知", 4),
    )
    shown = listed(
        *(li(f"./202401/t20240120_{n}.html", words) for words, n in rows), head="<title>政府信息公开年报</title>"
    )
    assert [link.title for link in PaperPortal({"/zfxxgknb/": shown}).walk().reports] == [
        words for words, _ in rows[:2]
    ]


def test_the_first_page_of_a_mixed_list_without_a_report_does_not_hide_those_of_the_second() -> None:
    pager = '<script>createPageHTML(2, 0, "index", "html")</script>'
    mixed = listed(
        li("./202402/t20240201_1.html", "示例县开展防汛演练"),
        '<li><a href="/nb/">政府信息公开年报</a></li>',
        more=pager,
    )
    portal = PaperPortal({"/tzgg/": mixed, "/tzgg/index_1.html": leaf(2023), "/nb/": menu(name="政府信息公开年报")})
    assert portal.walk("/tzgg/").years == [2023]


# --- the tree ------------------------------------------------------------------------------------------------


def test_a_tree_of_years_classes_and_agencies_is_walked_to_its_leaves() -> None:
    at = "/zfxxgknb/"
    portal = PaperPortal({at: menu(("2023年", "2020_504392/"), ("2022年", "2022n/"), name="政府信息公开年报")})
    portal.pages[at + "2020_504392/"] = menu(("市政府部门", "bm/"), ("乡镇街道", "xz/"), name="政府信息公开年报")
    portal.pages[at + "2020_504392/bm/"] = menu(
        ("示例县教育局", "jyj/"), ("示例县财政局", "czj/"), name="政府信息公开年报"
    )
    portal.pages[at + "2020_504392/bm/jyj/"] = leaf(2023)
    portal.pages[at + "2020_504392/bm/czj/"] = leaf(2023, agency="示例县财政局")
    portal.pages[at + "2020_504392/xz/"] = leaf(2023, agency="示例镇")
    portal.pages[at + "2022n/"] = leaf(2022)
    found = portal.walk()
    assert len(found.reports) == 4
    assert found.years == [2022, 2023, 2023, 2023]  # of the titles; the folder 2020 says nothing
    assert found.is_whole


def test_years_beside_a_list_are_followed_and_the_menus_of_the_site_are_not() -> None:
    years = '<a href="?nf=2022">2022年</a>'
    nav = '<div class="header"><a href="/jyj/">示例县教育局</a></div><a href="/zwgk/">政府信息公开</a>'
    first = listed(li("./202401/t20240120_2023.html", title(2023)), more=years + nav)
    portal = PaperPortal({"/zfxxgknb/": first, "/zfxxgknb/?nf=2022": leaf(2022)})
    found = portal.walk()
    assert found.years == [2022, 2023]
    assert asked(found) == ["/zfxxgknb/", "/zfxxgknb/?nf=2022"]


def test_the_column_page_that_is_the_report_is_a_document() -> None:
    portal = PaperPortal(
        {"/zfnbhz/": menu(("示例县人民政府办公室", "srmzfbgs/"), ("2022年", "2022n/"), name="政府信息公开年报")}
    )
    portal.pages["/zfnbhz/srmzfbgs/"] = report_page(2023, "示例县人民政府办公室")
    portal.pages["/zfnbhz/2022n/"] = leaf(2022)
    found = portal.walk("/zfnbhz/")
    assert sorted(found.paths) == ["/zfnbhz/2022n/202401/t20240120_2022.html", "/zfnbhz/srmzfbgs/"]
    assert PaperPortal({"/257/44838/index.htm": report_page(2025)}).walk("/257/44838/index.htm").years == [2025]


def test_a_folder_named_as_a_report_is_opened_to_see_whether_it_is_one_or_a_list_of_them() -> None:
    rows_ = [li("./2392195/index.html", title(2023)), li("./2022n/", title(2022))]
    portal = PaperPortal({"/zfxxgknb/": listed(*rows_)})
    portal.pages["/zfxxgknb/2392195/index.html"] = (
        "<html><body><div class='content'><img src='/f/1.jpg'></div></body></html>"
    )
    portal.pages["/zfxxgknb/2022n/"] = leaf(2022, agency="示例县财政局")
    found = portal.walk()
    assert sorted(found.paths) == ["/zfxxgknb/2022n/202401/t20240120_2022.html", "/zfxxgknb/2392195/index.html"]


def test_links_that_name_only_the_agency_or_the_year_are_reports_inside_the_column() -> None:
    body = (
        '<ul><li><a href="/wzxxgknb/2025/jyj.pdf">教育局</a></li><li><a href="/a/t20240101_1.html">2023年</a></li></ul>'
    )
    inside = f"<html><head><title>2024年政府信息公开年报汇总_示例县</title></head><body>{body}</body></html>"
    assert [link.is_report for link in rows(page(inside, HOST + "/hz/"))] == [True, True]
    outside = f"<html><head><title>通知公告_示例县</title></head><body>{body}</body></html>"
    assert not any(link.is_report for link in rows(page(outside, HOST + "/tz/")))


def test_a_table_of_agencies_and_years_has_a_report_in_every_cell() -> None:
    cells = "".join(f'<td><a href="/nb/{n}00001.html">{title(n)}</a></td>' for n in (2021, 2022, 2023))
    found = PaperPortal({"/zfxxgknb/": f"<html><table><tr><td>教育局</td>{cells}</tr></table></html>"}).walk()
    assert found.years == [2021, 2022, 2023]


def test_a_link_that_says_only_look_here_takes_the_words_of_its_row() -> None:
    row = f'<tr><td>1</td><td>{title(2023)}</td><td>2024-01-20</td><td><a href="/nb/100001.html">查看</a></td></tr>'
    assert PaperPortal({"/zfxxgknb/": f"<html><table>{row}</table></html>"}).walk().years == [2023]


def test_rows_that_stand_as_records_in_a_script_are_rows() -> None:
    script = f'<script>var list = [{{"title":"{title(2023)}","url":"/channel_1/doc_5f9fa491ab327f36e4c13060.html"}}];</script>'
    found = PaperPortal({"/gongkai/channel_5f9fa491/": listed(more=script)}).walk("/gongkai/channel_5f9fa491/")
    assert found.years == [2023]


# --- the end of a list ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        '<a href="javascript:void(0)">下一页</a>',
        "<div>共9页</div>",
        "<script>Pager({prefix:'index',suffix:'html'})</script>",
    ],
)
def test_a_list_that_surely_goes_on_out_of_reach_is_never_called_whole(more: str) -> None:
    body = listed(f'<li><a href="./1000001.html">{title(2023)}</a><span>2024-01-20</span></li>', more=more)
    assert not PaperPortal({"/zfxxgknb/nb.html": body}).walk("/zfxxgknb/nb.html").is_whole


def test_a_promised_page_that_shows_the_first_one_again_is_a_lost_page() -> None:
    first = listed(li("./t20240120_1.html", title(2023)), more='<script>createPageHTML(2, 0, "index", "html")</script>')
    found = PaperPortal({"/zfxxgknb/": first, "/zfxxgknb/index_1.html": first}).walk()
    assert (found.years, found.is_whole) == ([2023], False)


def test_a_soft_404_in_place_of_the_last_page_is_a_lost_page() -> None:
    first = listed(li("./t20240120_1.html", title(2023)), more='<script>createPageHTML(2, 0, "index", "html")</script>')
    gone = "<html><body>您访问的页面不存在</body></html>"
    found = PaperPortal({"/zfxxgknb/": first, "/zfxxgknb/index_1.html": gone, "/zfxxgknb/index_2.html": gone}).walk()
    assert not found.is_whole


def test_a_calendar_without_end_is_not_walked() -> None:
    days = "".join(f'<a href="/rl/?d={day}">{day}</a>' for day in range(1, 29))
    calendar = f'<div class="rili">{days}<a href="/rl/?m=2">下个月</a></div>'
    portal = PaperPortal({"/zfxxgknb/": listed(li("./t20240120_1.html", title(2023)), more=calendar)})
    portal.pages["/rl/"] = listed(more=calendar)
    assert asked(portal.walk()) == ["/zfxxgknb/"]


def test_years_that_lead_to_years_without_end_stop_at_a_bounded_depth() -> None:
    def years(wanted) -> str:  # type: ignore[no-untyped-def]
        year = int(wanted.url.rsplit("=", 1)[-1]) if "=" in wanted.url else 2024
        return menu((f"{year - 1}年", f"?y={year - 1}"), (f"{year + 1}年", f"?y={year + 1}"), name="政府信息公开年报")

    assert len(asked(PaperPortal({"/zfxxgknb/": years}).walk())) < 12


def test_a_list_that_repeats_its_rows_has_each_report_once_and_is_whole() -> None:
    call = "<script>createPageHTML('page_div', 1, 1, 'common_list', 'shtml', 4)</script>"
    rows_ = [li(f"/c1/{n}00000.shtml", title(2000 + n)) for n in (21, 22, 23, 22)]
    found = PaperPortal({"/c1/common_list.shtml": listed(*rows_, more=call)}).walk("/c1/common_list.shtml")
    assert (found.years, found.is_whole) == ([2021, 2022, 2023], True)


def test_a_list_shown_twice_for_screens_and_telephones_does_not_make_up_for_lost_rows() -> None:
    call = "<script>createPageHTML('page_div', 1, 1, 'common_list', 'shtml', 4)</script>"
    rows_ = [li(f"/c1/{n}00000.shtml", title(2000 + n)) for n in (21, 22, 21, 22)]
    found = PaperPortal({"/c1/common_list.shtml": listed(*rows_, more=call)}).walk("/c1/common_list.shtml")
    assert found.evidence.short_lists == ["the list declares 4 rows and showed 2"]


# --- traps, over the wire --------------------------------------------------------------------------------------


def test_copies_of_one_report_under_other_addresses_are_one_document(site: Site, tmp_path: Path) -> None:
    at = "/nb/202501/t20250115_1001.html"
    site.pages["/nb/"] = trs_list(
        [
            trs_row(1),
            trs_row(1, href=f"{at}#top"),
            trs_row(1, href=f"{at}?t=1705300000000"),
            trs_row(1, href="/gate/big5/x.gov.cn/nb/t20250115_1.html"),
        ]
    )
    site.pages[at] = report(1)
    found = crawl(tmp_path, [entry("a", site.url + "/nb/")]).portal("a")
    assert (found["verdict"], found["archived"], found["out_of_scope"]) == ("complete", 1, 1)
    assert "traditional characters" in found["reasons"][0]["reason"]
    assert len(site.asked(at)) == 1


def test_a_mirror_with_hijacked_pages_and_off_registry_links_is_never_asked(
    new_site: Callable[[], Site], tmp_path: Path
) -> None:
    site, mirror = new_site(), new_site()
    site.pages["/"] = Reply(menu(("政府信息公开年报", mirror.url + "/nb/"), ("政府信息公开", "/zwgk/")))
    site.pages["/zwgk/"] = Reply(menu(("政府信息公开年报", "/nb/")))
    site.pages["/nb/"] = trs_list([trs_row(1), trs_row(2, href=mirror.url + "/nb/202501/t20250115_1002.html")])
    site.pages["/nb/202501/t20250115_1001.html"] = report(1)
    found = crawl(tmp_path, [entry("a", site.url + "/")]).portal("a")
    assert not mirror.log
    assert balanced(found)


def test_an_article_that_collects_reports_leads_to_them_and_false_friends_stay_out(site: Site, tmp_path: Path) -> None:
    body = "".join(
        f'<p><a href="/jg/2025/01-{n}/10000{n}.html">示例{n}局2024年政府信息公开工作年度报告</a></p>'
        for n in (11, 12, 13)
    )
    body += '<p><a href="/jg/2025/01-14/1000014.html">示例市2024年法治政府建设年度报告</a></p>'
    site.pages["/nb/"] = trs_list([trs_row(1, text="示例市2024年政府信息公开工作年度报告集中公开")])
    site.pages["/nb/202501/t20250115_1001.html"] = Reply(f"<html><div class='TRS_Editor'>{body}</div></html>")
    for n in (11, 12, 13):
        site.pages[f"/jg/2025/01-{n}/10000{n}.html"] = report(n)
    found = crawl(tmp_path, [entry("a", site.url + "/nb/")]).portal("a")
    assert (found["verdict"], found["archived"]) == ("complete", 4)
    assert not site.asked("/jg/2025/01-14/1000014.html")


@pytest.mark.parametrize("wall", ["login", "challenge"])
def test_a_login_or_a_challenge_in_place_of_a_column_is_a_wall_and_no_document(
    wall: str, site: Site, tmp_path: Path
) -> None:
    login = Reply("<html><title>用户登录</title><form><input type='password'></form></html>")
    challenge = Reply("<script>document.cookie='__jsl_clearance_s=1'</script>", 521)
    site.pages["/"] = Reply(menu(("政府信息公开年报", "/nb/")))
    site.pages["/nb/"] = login if wall == "login" else challenge
    found = crawl(tmp_path, [entry("a", site.url + "/")]).portal("a")
    assert (found["verdict"], found["archived"]) == ("blocked", 0)


def test_whether_a_page_is_a_report_is_told_by_its_words_and_not_by_its_links() -> None:
    assert pages.is_report(page(report_page(2023)))
    menu_of_sections = "".join(
        f"<a href='#{n}'>{words}</a>"
        for n, words in enumerate(("总体情况", "主动公开", "依申请公开", "行政复议", "问题"))
    )
    assert not pages.is_report(page(f"<html><body>{menu_of_sections * 20}</body></html>"))


def test_an_empty_column_of_annual_reports_is_silence_and_no_document() -> None:
    portal = PaperPortal(
        {"/": menu(("政府信息公开年报", "/zfxxgknb/")), "/zfxxgknb/": menu(("首页", "/"), name="政府信息公开年报")}
    )
    assert portal.walk("/").reports == []
    portal.pages["/zfxxgknb/"] = "<html><div id='app'></div></html>"
    found = portal.walk("/")
    assert found.reports == []
    assert "no adapter recognises" in found.evidence.lost_pages[0]


def test_a_column_page_that_shows_only_the_pictures_of_a_report_is_a_document() -> None:
    portal = PaperPortal({"/zfxxgknb/": menu(("2023年", "2023n/"), name="政府信息公开年报")})
    portal.pages["/zfxxgknb/2023n/"] = (
        "<html><body><div class='content'><img src='1.jpg'><img src='2.jpg'></div></body></html>"
    )
    assert portal.walk().paths == ["/zfxxgknb/2023n/"]


def test_rows_beside_the_list_do_not_end_it_before_its_last_page() -> None:
    call = "<script>createPageHTML('page_div', 3, 1, 'common_list', 'shtml', 3)</script>"
    aside = [li(f"/news/{n}00000.shtml", f"示例县第{n}次会议") for n in range(10, 14)]
    at = "/c1/common_list{}.shtml".format
    portal = PaperPortal()
    for place, year in ((1, 2023), (2, 2022), (3, 2021)):
        body = listed(li(f"/c1/{year}00.shtml", title(year)), *aside, more=call)
        portal.pages[at("" if place == 1 else f"_{place}")] = body
    assert portal.walk(at("")).years == [2021, 2022, 2023]

"""The same wire in other hands: lists as servers with other quotes, numbers, totals, scripts and frames write them."""

from __future__ import annotations

import html
import json
from datetime import date
from functools import partial
from urllib.parse import parse_qsl, urlsplit

import pytest
from paper_portal import HOST, PaperPortal, li, listed, page, title
from scrapy.http import JsonResponse

from crawlers import links
from crawlers.fetch import Wanted
from crawlers.platforms.parts import pages
from crawlers.platforms.parts.anchors import date_in
from crawlers.platforms.parts.answers import put_together, read_json, written
from crawlers.wire.soft import flaw
from warehouse.registry import Portal

REPORT = (
    "<p>一、总体情况</p><p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p><p>四、行政复议、行政诉讼情况</p>"
    f"<p>五、存在的主要问题及改进情况</p><p>六、其他需要报告的事项</p><p>{'示例文字' * 50}</p>"
)


def query(wanted: Wanted) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(wanted.url).query, keep_blank_values=True))


# --- jpage ---------------------------------------------------------------------------------------------------

YEARS = range(2024, 2015, -1)


def record(year: int, *, escaped: bool = False) -> str:
    row = f"<LI><A HREF='/art/{year}/1/9/art_7_{year}.html' TITLE='{title(year)}'>示例…</A><b>[{year}.01.09]</b></LI>"
    return f"<record>{html.escape(row)}</record>" if escaped else f"<record><![CDATA[{row}]]></record>"


def store(years: list[int], **given: bool) -> str:
    return f"<datastore><recordset>{''.join(record(year, **given) for year in years)}</recordset></datastore>"


def jpage(options: str, inside: str | None, param: str = "") -> PaperPortal:
    held = "" if inside is None else f'\n<script type="text/xml">{inside}</script>'
    script = f"{param} $(function(){{ jQuery('#9').jpage({{ {options} }}); }});"
    column = f"<html><body><div id='9'>{held}</div><script>{script}</script></body></html>"

    def proxy(wanted: Wanted) -> str | None:
        form, asked = dict(wanted.form), query(wanted)
        if (form.get("columnid"), form.get("unitid")) != ("7", "9"):
            return store([])
        return store(
            [*YEARS][int(asked["startrecord"]) - 1 : int(asked["endrecord"])], escaped="&lt;" in (inside or "")
        )

    return PaperPortal({"/col/col7/index.html": column, "/module/web/jpage/dataproxy.jsp": proxy})


NAMED = "totalRecord : '9', groupSize : 2, proxyUrl : '/module/web/jpage/dataproxy.jsp', perPage : '2', ajaxParam : "
PARAM = "var param_9 = {col : 1, webid : 3, columnid : 7, unitid : '9'};"


@pytest.mark.parametrize(
    ("options", "inside", "param"),
    [
        (NAMED + "param_9", "<?xml version='1.0'?>" + store([2024, 2023, 2022, 2021]), PARAM),
        (NAMED + '{"webid":3,"columnid":7,"unitid":"9"}', store([2024, 2023, 2022, 2021]), ""),
        (NAMED + "param_9", store([2024, 2023, 2022, 2021], escaped=True), PARAM),
        (NAMED + "param_9", store([]), PARAM),
        (NAMED + "param_9", None, PARAM),
    ],
    ids=["spaces and strings", "the form inside the call", "escaped records", "an empty store", "no store at all"],
)
def test_a_jpage_list_is_read_whole_however_its_page_writes_it(options: str, inside: str | None, param: str) -> None:
    found = jpage(options, inside, param).walk("/col/col7/index.html")
    assert (found.adapter and found.adapter.name, found.years, found.is_whole) == ("hanweb-jpage", sorted(YEARS), True)


def test_the_total_and_the_form_of_a_jpage_list_may_stand_in_its_first_group_alone() -> None:
    way = '<nextgroup><![CDATA[<a href="/x/dataproxy.jsp?page=1&amp;webid=3&amp;columnid=7&amp;unitid=9"></a>]]></nextgroup>'
    inside = store([2024, 2023, 2022, 2021]).replace("<datastore>", f"<datastore>{way}<totalrecord>9</totalrecord>")
    found = jpage("groupSize:2, perPage:2", inside).walk("/col/col7/index.html")
    assert (found.years, found.is_whole) == (sorted(YEARS), True)


# --- the servlet of annual reports -----------------------------------------------------------------------------


BY_LINK = "<a href='xxgkAnnualReport.jsp?area=B'>示例县财政局</a>"
BY_SCRIPT = "<script>var zNodes=[{id:1,name:'示例县',children:[{name:'示例县财政局',url:'xxgkAnnualReport.jsp?area=B'}]}];</script>"


def servlet(wanted: Wanted, agencies: str) -> str:
    asked = query(wanted)
    year = int(asked.get("fbtime", "2023"))
    choices = f"{agencies}<select><option>2023年</option></select>"
    shown = f"<h1>{title(year)}</h1>{REPORT}" if year in {2023, 2022} and asked.get("area") in {"A", "B"} else "暂无"
    return f"<html><body>{choices}<div>{shown}</div></body></html>"


@pytest.mark.parametrize("agencies", [BY_LINK, BY_SCRIPT], ids=["links", "a tree that a script draws"])
def test_the_years_below_are_asked_for_where_the_registry_s_year_has_no_report_yet(agencies: str) -> None:
    at = "/module/xxgk/xxgkAnnualReport.jsp"
    found = PaperPortal({at: partial(servlet, agencies=agencies)}).walk(f"{at}?area=A&fbtime=2025")
    asked = sorted(tuple(parse_qsl(urlsplit(path).query)) for path in found.paths)
    assert asked == [(("area", area), ("fbtime", year)) for area in "AB" for year in ("2022", "2023")]


# --- pagers ----------------------------------------------------------------------------------------------------


def test_the_next_page_may_lie_behind_a_click_on_words_that_are_no_link() -> None:
    way = "<span onclick=\"location.href='index_1.html'\">下一页</span><em>1/2</em>"
    portal = PaperPortal({"/zfxxgknb/": listed(li("./202401/t20240120_1.html", title(2023)), more=way)})
    portal.pages["/zfxxgknb/index_1.html"] = listed(li("./202301/t20230120_2.html", title(2022)), more="<em>2/2</em>")
    assert portal.walk().years == [2022, 2023]


@pytest.mark.parametrize("is_told", [True, False], ids=["the script names its address", "nothing does"])
def test_a_button_loads_further_rows_until_none_come_and_where_nobody_says_from_where_the_list_is_open(
    is_told: bool,
) -> None:
    script = "<script>$('#more').click(function(){$.get('/nb/more.jsp?page='+n,show)})</script>" if is_told else ""
    way = f"<a id='more' href='javascript:;'>加载更多</a>{script}"
    portal = PaperPortal({"/zfxxgknb/": listed(li("/nb/1.html", title(2023)), more=way)})
    portal.pages |= {f"/nb/more.jsp?page={n}": li(f"/nb/{n}.html", title(2024 - n)) for n in (2, 3)}
    portal.pages["/nb/more.jsp?page=4"] = "<p></p>"
    found = portal.walk()
    assert (found.years, found.is_whole) == (([2021, 2022, 2023], True) if is_told else ([2023], False))


def test_a_pager_in_a_comment_of_the_markup_is_not_the_list_s() -> None:
    calls = "<!-- <script>createPageHTML(1, 0, 'index', 'html');</script> -->"
    calls += "<script><!--\ncreatePageHTML( '2' , '0' , \"index\" , \"html\" ); //--></script>"
    portal = PaperPortal({"/zfxxgknb/": listed(li("./202401/t20240120_1.html", title(2023)), more=calls)})
    portal.pages["/zfxxgknb/index_1.html"] = listed(li("./202301/t20230120_2.html", title(2022)), more=calls)
    assert portal.walk().years == [2022, 2023]


@pytest.mark.parametrize(
    "row",
    [
        '<li><a href="{url}" title="{title}">示例县…<span>[2025-01-20]',
        "<li><a href={url}><span class=t>{title}<span class=d>2025-01-20\n",
        "<dt><a href={url}>{title}<dd>2025-01-20",
        "<p><font><a href={url}><b>{title}</font></b> (2025/1/20)",
        '<li><a href="{url}"><em>2025-01-20</em>{title}</a></li>',
        '<li><a href="{url}">{title}（2025年1月20日）</a></li>',
    ],
)
def test_rows_that_are_never_closed_and_days_within_links_are_read_as_a_browser_shows_them(row: str) -> None:
    urls = {year: f"/nb/{year}0117.html" for year in (2024, 2023, 2022)}
    rows = "".join(row.format(url=url, title=title(year)) for year, url in urls.items())
    found = PaperPortal({"/zfxxgknb/": f"<html><title>政府信息公开年报</title><ul>{rows}</ul>"}).walk()
    assert found.years == [2022, 2023, 2024]
    assert {link.url: link.title for link in found.reports} == {HOST + url: title(y) for y, url in urls.items()}
    assert {link.listed_on for link in found.reports} == {date(2025, 1, 20)}


def test_numbers_of_a_ucap_pager_may_be_strings() -> None:
    call = "<script>createPageHTML( 'page_div' , \"2\" , \"1\" , 'common_list' , 'shtml' , \"2\" )</script>"
    name = "/swz/c1/202401/{}.shtml".format
    portal = PaperPortal({"/swz/c1/common_list.shtml": listed(li(name("a" * 32), title(2023)), more=call)})
    portal.pages["/swz/c1/common_list_2.shtml"] = listed(li(name("b" * 32), title(2022)), more=call)
    found = portal.walk("/swz/c1/common_list.shtml")
    assert (found.years, found.is_whole) == ([2022, 2023], True)


def test_a_page_of_another_name_in_place_of_a_further_page_is_a_lost_page() -> None:
    call = "<script>createPageHTML(2, 0, 'index', 'html')</script>"
    named = "<title>政府信息公开年报</title>"
    portal = PaperPortal({"/zfxxgknb/": listed(li("./202401/t20240120_1.html", title(2023)), more=call, head=named)})
    news = listed(li("/xw/t20240120_9.html", "市长调研"), head="<title>示例县人民政府</title>")
    portal.pages |= {"/zfxxgknb/index_1.html": news, "/zfxxgknb/index_2.html": news}
    assert [str(one) for one in portal.walk().evidence.lost_pages] == [
        f"{HOST}/zfxxgknb/index_1.html: another page answered in place of the list's"
    ]


# --- end points ------------------------------------------------------------------------------------------------


def test_a_query_that_a_script_puts_together_is_asked_whole() -> None:
    script = """<script>var siteId = "6781961", organId = 1681; var catId='67'; function load(i){ $.ajax({url:
    "/site/label/8888?labelName=publicInfoList&siteId="+siteId+"&organId="+organId+"&catId="+catId+"&file=%2Fx&pageSize=1&pageIndex="+i})}
    </script>"""

    def label(wanted: Wanted) -> str:
        asked = query(wanted)
        assert [asked[name] for name in ("siteId", "organId", "catId", "file")] == ["6781961", "1681", "67", "/x"]
        year = 2024 - int(asked["pageIndex"])
        row = li(f"/public/1681/{year}.html", title(year)) if year > 2021 else ""
        return f"<div><ul>{row}</ul><a href='javascript:;' paged='2'>尾页</a></div>"

    portal = PaperPortal({"/public/column/1681": listed(more=script), "/site/label/8888": label})
    found = portal.walk("/public/column/1681?type=4")
    assert (found.adapter and found.adapter.name, found.years, found.is_whole) == ("anhui", [2022, 2023], True)


def test_a_full_fragment_that_tells_no_number_of_pages_is_followed_until_nothing_comes() -> None:
    data = "{labelName:'publicInfoList',siteId:'1',organId:'1681',pageSize:1,file:'/x'}"
    column = listed(more=f"<script>$.ajax({{url:'/site/label/8888',data:{data}}})</script>")

    def label(wanted: Wanted) -> str:
        year = 2024 - int(query(wanted)["pageIndex"])
        return f"<ul>{li(f'/public/1681/{year}.html', title(year)) if year > 2021 else ''}</ul>"

    found = PaperPortal({"/public/column/1681": column, "/site/label/8888": label}).walk("/public/column/1681")
    assert (found.years, found.is_whole) == ([2022, 2023], True)


def test_a_server_that_gives_fewer_rows_than_asked_for_is_paged_by_what_it_gives() -> None:
    script = "<script>var siteInfo={'projectName':'EWB-FRONT','siteGuid':'g'};/*getgovinfolist*/</script>"

    def point(wanted: Wanted) -> str:
        number = json.loads(wanted.json or "{}")["pageIndex"]
        row = {"infourl": f"/009/{number}00001.html", "title": title(2024 - number), "realtitle": "null"}
        return json.dumps({"custom": json.dumps({"data": [row] if number < 4 else [], "total": "3"})})

    portal = PaperPortal({"/govInfoPub.html": f"<html>{script}<p>示例</p></html>"})
    portal.pages["/EWB-FRONT/rest/lightfrontaction/getgovinfolist"] = point
    found = portal.walk("/govInfoPub.html?categorynum=009")
    assert (found.adapter and found.adapter.name, found.years, found.is_whole) == ("epoint", [2021, 2022, 2023], True)


def test_a_row_without_a_page_stands_for_the_file_it_names() -> None:
    channel = "0123456789abcdef0123456789abcdef"
    script = "<script>$.get('/getLocalList?channelCode=c5', load)</script>"
    portal = PaperPortal({"/mas/c5/zfxxgk_list.shtml": listed(more=script)})
    portal.pages["/getLocalList"] = json.dumps({"results": {"channelLevel": [{"channelId": channel}]}})
    row = {"title": f"<em>{title(2023)}</em>", "url": "null", "resList": [{"filePath": "/mas/files/1.pdf"}]}
    portal.pages[f"/searchList/{channel}"] = json.dumps({"data": {"total": "1", "rows": "18", "results": [row]}})
    found = portal.walk("/mas/c5/zfxxgk_list.shtml")
    assert [(link.url, link.title) for link in found.reports] == [(f"{HOST}/mas/files/1.pdf", title(2023))]


def test_the_numbers_of_a_catalogue_s_tree_may_be_strings() -> None:
    node = {"id": "21206", "name": "政府信息公开年报", "parent_id": "7", "children": None}
    tree = json.dumps([{"id": "7", "name": "公开", "parent_id": "0", "children": [node]}])
    one = {"title": title(2023), "url": "/gkmlpt/content/0/1/post_1.html", "create_time": "1705708800"}
    portal = PaperPortal({"/gkmlpt/index": f"<html><script>window._CONFIG={{SID:755001,TREE:{tree}}}</script></html>"})
    portal.pages["/gkmlpt/api/all/21206"] = json.dumps({"total": "1", "articles": [one]})
    assert portal.walk("/gkmlpt/index").years == [2023]


@pytest.mark.parametrize("call", ["/**/cb(%s);", "typeof cb === 'function' && cb(%s);", "jQuery1_2(%s)", "%s"])
def test_a_call_around_json_may_be_guarded(call: str) -> None:
    assert read_json(page(call % '{"result": "x"}')) == {"result": "x"}


def test_what_a_script_writes_is_read_as_json_or_as_a_script_writes_it() -> None:
    assert written("x = [{id:1, name:'甲', open:true,},]", 4) == [{"id": 1, "name": "甲", "open": True}]
    assert written('x = {"a": "b"} ;', 4) == {"a": "b"}
    assert written("x = f(1)", 4) is None
    assert put_together("var a = 5; u('/p?a='+a+'&b=' + i)", "/p?a=", 20) == "/p?a=5&b="


# --- from the home page, and trees -----------------------------------------------------------------------------

COLUMN = listed(li("content_1.html", title(2023)), li("content_2.html", title(2022)))


@pytest.mark.parametrize(
    "home",
    [
        "<a href='/zfxxgknb/'><img src='/i.png' alt='政府信息公开年报'></a>",
        "<map><area href='/zfxxgknb/' alt='政府信息公开年报'></map>",
        "<iframe src='/menu.html'></iframe><iframe src='/top.html'></iframe>",
    ],
    ids=["a picture of words", "an area of a picture", "a menu in a frame"],
)
def test_the_column_is_found_where_no_words_link_to_it(home: str) -> None:
    menu = "<html><body><ul><li><a href='/zfxxgknb/'>政府信息公开年报</a></li></ul></body></html>"
    portal = PaperPortal({"/": f"<html><body>{home}</body></html>", "/menu.html": menu, "/zfxxgknb/": COLUMN})
    portal.pages["/top.html"] = "<html><body><p>示例县</p></body></html>"
    found = portal.walk("/")
    assert (found.years, found.is_whole) == ([2022, 2023], True)


NODES = "[{id:1,pId:0,name:'政府部门'},{id:2,pId:1,name:'示例县教育局',url:'/jyj/zfxxgknb/',target:'_self'}]"


@pytest.mark.parametrize(
    "tree",
    [
        "<select onchange='go(this.value)'><option>请选择</option><option value='/jyj/zfxxgknb/'>教育局</option></select>",
        f"<ul class='ztree'></ul><script>var zNodes = {NODES};</script>",
        "<select><option value='/jyj/zfxxgknb/'>2023年</option></select>",
    ],
    ids=["a choice of bodies", "a tree in a script", "a choice of years"],
)
def test_a_tree_that_is_no_list_of_links_is_followed_too(tree: str) -> None:
    column = f"<html><title>部门政府信息公开年报</title><body>{tree}</body></html>"
    found = PaperPortal({"/bmnb/": column, "/jyj/zfxxgknb/": COLUMN}).walk("/bmnb/")
    assert (found.years, found.is_whole) == ([2022, 2023], True)


def test_a_report_in_a_frame_keeps_the_title_of_the_page_around_it() -> None:
    around = f"<html><title>{title(2023)}</title><body><iframe src='./bg.htm'></iframe></body></html>"
    portal = PaperPortal({"/zfxxgknb/": listed(more="<ul><li><a href='2023n/index.html'>2023年</a></li></ul>")})
    portal.pages |= {"/zfxxgknb/2023n/index.html": around}
    portal.pages["/zfxxgknb/2023n/bg.htm"] = f"<html><title>Word</title><body>{REPORT}</body></html>"
    assert [(one.url, one.title) for one in portal.walk().reports] == [(f"{HOST}/zfxxgknb/2023n/bg.htm", title(2023))]


def test_the_registry_s_own_page_may_be_a_report_in_a_viewer() -> None:
    shown = "<iframe src='/pdfjs/viewer.html?file=%2Fx.pdf'></iframe>"
    portal = PaperPortal({"/zfnb/2023n/": f"<html><title>{title(2023)}</title><body>{shown}</body></html>"})
    assert portal.walk("/zfnb/2023n/").years == [2023]


# --- articles --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "file"),
    [
        (
            "<script>var fj='<a appendix=\"true\" href=\"./P02025.pdf\">报告.pdf</a>'; document.write('附件：'+fj)</script>",
            "P02025.pdf",
        ),
        ("<div id='v_news_content'><a href='/__local/x.pdf'><img src='/icon_pdf.gif'></a></div>", "/__local/x.pdf"),
        (
            '<script>_CONFIG={DETAIL:{"content":"<p>见附件</p>","attachment":[{"name":"a","url":"/a/1.pdf"}]}}</script>',
            "/a/1.pdf",
        ),
        ("<div class='content'><iframe src='bg.htm'></iframe></div>", "bg.htm"),
    ],
    ids=["written by a script", "a picture of a file", "named beside the article", "a page in a frame"],
)
def test_what_holds_the_report_is_found_beside_the_words_of_its_page(body: str, file: str) -> None:
    shown = page(f"<html><title>{title(2023)}</title><body>{body}</body></html>")
    assert [url for url, _ in pages.files(shown)] == [shown.urljoin(file)]


def test_a_frame_beside_a_whole_report_is_no_part_of_it() -> None:
    shown = page(f"<html><body><div class='content'>{REPORT}</div><iframe src='/links.html'></iframe></body></html>")
    assert pages.files(shown) == []


def test_data_for_a_program_is_no_document() -> None:
    portal = Portal(id="paper", name="示例县", adcode="990001", list_url=HOST + "/")
    told = page('{"code": 500, "msg": "系统异常"}')
    found = flaw(told, "page", told.url, portal)
    assert found
    assert found.kind == "data"
    assert flaw(told, "list", told.url, portal) is None
    assert flaw(JsonResponse(told.url, body=b'[{"code": 500}]'), "page", told.url, portal) == found


@pytest.mark.parametrize("seconds", [0, 3])
def test_a_page_that_sends_on_to_its_file_is_followed_and_not_taken_for_an_empty_one(seconds: int) -> None:
    portal = Portal(id="paper", name="示例县", adcode="990001", list_url=HOST + "/")
    told = page(f"<html><head><meta http-equiv='refresh' content='{seconds};url=/x.pdf'></head><body></body></html>")
    assert flaw(told, "page", told.url, portal) is None


def test_a_page_that_reloads_itself_after_a_while_is_an_empty_one() -> None:
    portal = Portal(id="paper", name="示例县", adcode="990001", list_url=HOST + "/")
    told = page("<html><head><meta http-equiv='refresh' content='30;url=/x.pdf'></head><body></body></html>")
    assert flaw(told, "page", told.url, portal)


def test_a_row_that_leads_to_a_viewer_leads_to_the_file_it_shows() -> None:
    rows = listed(
        li("/pdfjs/web/viewer.html?file=%2Fu%2F2023.pdf", title(2023)), li("/down.jsp?file=2022.pdf", title(2022))
    )
    found = PaperPortal({"/zfxxgknb/": rows}).walk()
    assert sorted(found.paths) == ["/down.jsp?file=2022.pdf", "/u/2023.pdf"]


def test_a_tree_of_hundreds_of_bodies_is_read_to_its_end() -> None:
    def bodies(wanted: Wanted) -> str:
        return listed(more="".join(f"<p><a href='b{n}/xxgknb/'>第{n}单位</a></p>" for n in range(60)))

    def column(wanted: Wanted) -> str:
        body, year = (int(part.strip("bn")) for part in (wanted.url.split("/")[-3], wanted.url.split("/")[-4]))
        return listed(li(f"content_{year}{body:02d}9.html", title(year, f"示例县第{body}局")))

    years = [2023, 2022, 2021, 2020]
    portal = PaperPortal({"/nb/": listed(more="".join(f"<p><a href='{year}n/'>{year}年</a></p>" for year in years))})
    portal.pages |= {f"/nb/{year}n/": bodies for year in years}
    portal.pages |= {f"/nb/{year}n/b{n}/xxgknb/": column for year in years for n in range(60)}
    found = portal.walk("/nb/")
    assert (len(found.reports), found.is_whole) == (240, True)


@pytest.mark.parametrize(
    "words",
    [
        "示例\u200b县2024年政府信息\u200b公开工作年度报告",
        "示例县关于2024年度政府信息公开工作情况的报告",
        "示例县2024年 政 府 信 息 公 开 年 报",
    ],
)
def test_marks_that_nobody_sees_and_small_words_do_not_hide_a_report(words: str) -> None:
    assert links.judge(words).kind == "report"


@pytest.mark.parametrize(
    "text",
    [
        "2025.1.20",
        "２０２５－０１－２０",
        "20250120",
        "20 2025-01",
        "2025—01—20",
        "(2025年01月20日)",
        "2025/1/20 10:00:00",
        "20日 2025年1月",
    ],
)
def test_a_date_is_read_however_a_list_prints_it(text: str) -> None:
    assert date_in(text) == date(2025, 1, 20)


@pytest.mark.parametrize("text", ["01-20", "120250120", "2025-13-01", "2025-1-201", "20 01-2025"])
def test_what_is_no_whole_date_is_none(text: str) -> None:
    assert date_in(text) is None


def test_a_button_for_more_rows_leaves_a_list_of_any_family_open() -> None:
    rows = [li(f"./202501/t20250115_{number}.html", title(2020 + number)) for number in range(3)]
    walked = PaperPortal({"/zfxxgknb/": listed(*rows, more="<a href='javascript:;'>加载更多</a>")}).walk()
    assert len(walked.reports) == len(rows)
    assert not walked.is_whole


def test_rows_behind_the_end_of_a_page_put_together_of_whole_ones_are_read() -> None:
    head = "<html><head><title>站点</title></head><body><div class='header'><a href='/'>首页</a></div></body></html>"
    rows = [li(f"./202501/t20250115_{number}.html", title(2020 + number)) for number in range(3)]
    portal = PaperPortal({"/zfxxgknb/": head + listed(*rows[:2]) + f"<p>附</p><ul>{rows[2]}</ul>"})
    assert portal.walk().years == [2020, 2021, 2022]


PAGE_TWO = "./202301/t20230120_2.html"


@pytest.mark.parametrize(
    ("way", "second"),
    [
        ("<a class='next' href='?page=2'>›</a>", "?page=2"),
        ("<a href='?page=1'>«</a><a href='?page=2'>»</a>", "?page=2"),
        (
            "<select onchange=\"location.href='?pageno='+this.value\"><option value=1>第1页<option value=2>第2页</select>",
            "?pageno=2",
        ),
        (
            "<select name='topage'><option value='index.html'>1</option><option value='list_2.html'>2</option></select>",
            "list_2.html",
        ),
    ],
    ids=["a sign", "signs to both sides", "a choice that a script follows", "a choice of addresses"],
)
def test_the_next_page_may_be_a_sign_or_a_choice(way: str, second: str) -> None:
    portal = PaperPortal({"/zfxxgknb/": listed(li("./202401/t20240120_1.html", title(2023)), more=way)})
    portal.pages[f"/zfxxgknb/{second}"] = listed(li(PAGE_TWO, title(2022)))
    found = portal.walk()
    assert (found.years, found.is_whole) == ([2022, 2023], True)


@pytest.mark.parametrize(
    "beside",
    [
        "<a class='slick-next' href='#'>›</a><a class='next' href='/zc/10001.html'>→</a>",
        "<select name='month'><option value=1>1</option><option value=2>2</option></select>",
        "<a disabled='disabled'>下一页</a>",
    ],
    ids=["signs of other things", "months to choose", "a link that is switched off"],
)
def test_what_only_looks_like_a_way_to_the_next_page_leaves_a_list_whole(beside: str) -> None:
    found = PaperPortal({"/zfxxgknb/": listed(li("./202401/t20240120_1.html", title(2023)), more=beside)}).walk()
    assert (found.years, found.is_whole) == ([2023], True)


def test_a_choice_of_pages_that_nothing_makes_into_addresses_leaves_the_list_open() -> None:
    choice = "<select id='pages'><option value=1>第1页</option><option value=2>第2页</option></select>"
    assert not PaperPortal({"/zfxxgknb/": listed(li("/nb/t20240120_1.html", title(2023)), more=choice)}).walk().is_whole


def test_a_card_whose_picture_stands_before_its_title_is_a_row_by_its_title() -> None:
    card = "<div><a href='{0}'><img src='/i.jpg'></a><h4><a href='{0}'>{1}</a></h4><p>摘要<a href='{0}'>查看更多</a></p></div>"
    cards = "".join(card.format(f"/art/{year}/1/20/art_{year}.html", title(year)) for year in (2024, 2023))
    assert PaperPortal({"/zfxxgknb/": f"<html><body>{cards}</body></html>"}).walk().years == [2023, 2024]


def test_a_list_named_as_those_of_a_family_may_have_another_s_pager() -> None:
    count = "<script>var countPage = 2; var currentPage = 0;</script>"
    portal = PaperPortal({"/nb/list.shtml": listed(li("/nb/202401/t20240120_1.html", title(2023)), more=count)})
    portal.pages["/nb/list_1.shtml"] = listed(li("/nb/202301/t20230120_2.html", title(2022)), more=count)
    assert portal.walk("/nb/list.shtml").years == [2022, 2023]

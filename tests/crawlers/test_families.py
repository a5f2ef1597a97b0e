"""Each family of content systems in the shape in which its wire was recorded: rows, pages, end, totals, files."""

from __future__ import annotations

import base64
import json
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from paper_portal import HOST, PaperPortal, li, listed, page, title
from portal_server import balanced
from scrapy.http import HtmlResponse

from crawlers.fetch import Wanted, as_text
from crawlers.platforms import ADAPTERS, THRESHOLD, choose
from crawlers.platforms.trs import Trs
from crawlers.sandbox.answer import Replica, Request
from crawlers.sandbox.plans import FAMILIES, PortalPlan, load_plans
from crawlers.sandbox.server import running_sandbox
from warehouse.archive import load_captures
from warehouse.home import Home

#: The adapter that reads each content system of the sandbox.
READS = {
    "trs": "trs",
    "hanweb": "hanweb-jpage",
    "jpaas": "hanweb-jpaas",
    "annual": "generic",  # the page that leads to the servlet
    "gkmlpt": "gkmlpt",
    "ucap": "ucap",
    "ucap-json": "ucap",
    "vsb": "vsb",
    "anhui": "anhui",
    "anhui-xxgk": "anhui-xxgk",
    "truecms": "truecms",
    "epoint": "epoint",
    "ilist": "ilist",
    "shanghai": "shanghai",
    "tree": "generic",
    "channel": "generic",
    "jsp": "generic",
}
PLANS = {plan.id.removeprefix("sandbox-family-"): plan for plan in load_plans(FAMILIES)}


def query(wanted: Wanted) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(wanted.url).query, keep_blank_values=True))


# --- every replica is known by its own adapter and read whole ----------------------------------------------


def first_page(plan: PortalPlan) -> HtmlResponse:
    answer = Replica(plan).answer(Request("GET", plan.column))
    found = as_text(HtmlResponse(HOST + plan.column, body=answer.body, headers=dict(answer.headers)))
    assert isinstance(found, HtmlResponse)
    return found


@pytest.mark.parametrize("family", sorted(PLANS))
def test_no_family_is_taken_for_another(family: str) -> None:
    shown = first_page(PLANS[family])
    scores = {adapter.name: adapter.recognise(shown) for adapter in ADAPTERS}
    own = READS[PLANS[family].cms]
    assert choose("auto", shown).name == own
    assert scores[own] >= THRESHOLD
    assert all(score < scores[own] for name, score in scores.items() if name != own), scores


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory):
    import subprocess
    import sys

    home = tmp_path_factory.mktemp("families")
    with running_sandbox(plans=FAMILIES) as sandbox:
        summary = home / "summary.json"
        asked = [sys.executable, "-m", "crawlers", "--home", str(home), "--run-id", "r1"]
        asked += ["--portals", str(sandbox.registry_path), "--summary", str(summary)]
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=240)
        assert done.returncode == 0, done.stderr
        yield sandbox, json.loads(summary.read_text(encoding="utf-8")), load_captures(Home(home))


@pytest.mark.parametrize("family", sorted(PLANS))
def test_the_replica_of_every_family_is_crawled_whole(family: str, crawled) -> None:
    sandbox, summary, captures = crawled
    portal = sandbox.portals[f"sandbox-family-{family}"]
    found = summary["portals"][portal.plan.id]
    # a page that only leads to the servlet is of no family; what it leads to is
    read = "hanweb-annual" if portal.plan.cms == "annual" else READS[portal.plan.cms]
    assert (found["verdict"], found["platform"]) == ("complete", read), found
    assert balanced(found)
    rows = captures.filter(portal_id=portal.plan.id).filter(captures.filter(portal_id=portal.plan.id)["status"] == 200)
    sent = {(row["role"], row["payload_sha256"]) for row in rows.to_dicts() if row["role"] in {"page", "attachment"}}
    entries = [entry for entry in portal.entries if entry.report]
    assert len([role for role, _ in sent if role == "page"]) == len(entries)
    assert len([role for role, _ in sent if role == "attachment"]) == sum(entry.attached for entry in entries)
    further = {row["payload_sha256"] for row in rows.to_dicts() if row["role"] == "part"}
    in_parts = sum(not entry.attached for entry in entries) if family == "jsp" else 0
    assert len(further) == captures.filter(portal_id=portal.plan.id, role="joined").height == in_parts
    assert found["archived"] == len(sent) + len(further)


# --- static lists ------------------------------------------------------------------------------------------


def test_ucap_pages_are_numbered_from_two_and_their_rows_are_counted() -> None:
    call = "<script>createPageHTML('page_div', 2, 1, 'common_list', 'shtml', 3)</script>"
    name = "/swz/c100123/202401/{}.shtml".format
    first = listed(li(name("a" * 32), title(2023)), li(name("b" * 32), title(2022)), more=call)
    portal = PaperPortal({"/swz/c100123/common_list.shtml": first})
    portal.pages["/swz/c100123/common_list_2.shtml"] = listed(li(name("c" * 32), title(2021)), more=call)
    found = portal.walk("/swz/c100123/common_list.shtml")
    assert (found.years, found.is_whole) == ([2021, 2022, 2023], True)
    portal.pages["/swz/c100123/common_list_2.shtml"] = listed(more=call)
    assert portal.walk("/swz/c100123/common_list.shtml").evidence.short_lists == [
        "the list declares 3 rows and showed 2"
    ]


def test_vsb_pages_run_downwards_and_the_way_on_is_followed_not_computed() -> None:
    mark = "<!--Announced by Visual SiteBuilder 9-->"

    def shown(year: int, after: str) -> str:
        way = (
            f'<span class="p_pages"><span class="p_next p_fun"><a href="{after}">下页</a></span></span>'
            if after
            else ""
        )
        return listed(li(f"/info/1050/{year}.htm", title(year)), more=way, head=mark)

    portal = PaperPortal({"/zfxxgk/zfxxgknb.htm": shown(2023, "zfxxgknb/2.htm")})
    portal.pages["/zfxxgk/zfxxgknb/2.htm"] = shown(2022, "1.htm")
    portal.pages["/zfxxgk/zfxxgknb/1.htm"] = shown(2021, "")
    found = portal.walk("/zfxxgk/zfxxgknb.htm")
    assert (found.adapter and found.adapter.name, found.years, found.is_whole) == ("vsb", [2021, 2022, 2023], True)


def test_the_pager_of_yunnan_is_read_out_of_its_base64() -> None:
    pager = base64.b64encode(quote("<a href='index_1.html'>下一页</a>").encode()).decode()
    more = f'<div id="pages">{pager}</div><script>window.atob(1)</script>'
    portal = PaperPortal({"/zfxxgknb/": listed(li("./202401/t20240120_1.html", title(2023)), more=more)})
    portal.pages["/zfxxgknb/index_1.html"] = listed(li("./202301/t20230120_2.html", title(2022)))
    assert portal.walk().years == [2022, 2023]


def test_the_pager_object_of_look_alikes_is_read() -> None:
    more = "<script>Pager({prefix:'index',suffix:'html',current:0,size:2})</script>"
    portal = PaperPortal({"/zfxxgknb/": listed(li("./202401/t20240120_1.html", title(2023)), more=more)})
    portal.pages["/zfxxgknb/index_2.html"] = listed(li("./202301/t20230120_2.html", title(2022)))
    assert portal.walk().years == [2022, 2023]  # index_1 answers 404, so the second page is index_2


@pytest.mark.parametrize("table", [False, True])
def test_both_layouts_of_xxgkcontent_are_read_and_pages_are_asked_for_until_nothing_comes(table: bool) -> None:
    def shown(year: int) -> str:
        href = f"/XxgkAnnualReport/show/{year}.html"
        if table:
            row = f'<tr><td>1</td><td class="bt"><a href="{href}">{title(year)}</a></td><td class="cwrq">2024-01-05</td></tr>'
            return f'<html><body><div class="search-list"><table><tbody>{row}</tbody></table></div></body></html>'
        return f'<html><body><section class="m-tglist"><ul>{li(href, title(year))}</ul></section></body></html>'

    at = "/XxgkContent/showList/974/0/page_{}.html".format
    portal = PaperPortal({at(1): shown(2023), at(2): shown(2022)})
    found = portal.walk(at(1))
    assert (found.adapter and found.adapter.name, found.years, found.is_whole) == ("anhui-xxgk", [2022, 2023], True)


def test_ilist_pages_go_by_cur_page_until_the_last_repeats_itself() -> None:
    at = "/info/iList.jsp?node_id=GKmzs&site_id=S&cat_id=15971&tm_id=69"

    def servlet(wanted: Wanted) -> str:
        year = 2024 - min(int(query(wanted).get("cur_page", "1")), 2)
        return f'<html><div class="list_div">{li(f"/gk/GKmzs/{year}001.htm", title(year))}</div></html>'

    found = PaperPortal({"/info/iList.jsp": servlet}).walk(at)
    assert (found.adapter and found.adapter.name, found.years, found.is_whole) == ("ilist", [2022, 2023], True)


@pytest.mark.parametrize(
    "way",
    ['<div class="page"><a href="index_2.html">下一页</a></div>', '<ul class="pagination" totalpage="2"></ul>', ""],
    ids=["a link", "an attribute", "nothing"],
)
def test_shanghai_s_second_page_is_index_2_and_its_articles_lie_in_the_folder_of_a_day(way: str) -> None:
    portal = PaperPortal(
        {"/nw12344/index.html": listed(li(f"/nw12344/20240131/{'a' * 32}.html", title(2023)), more=way)}
    )
    portal.pages["/nw12344/index_2.html"] = listed(li(f"/nw12344/20230131/{'b' * 32}.html", title(2022)))
    found = portal.walk("/nw12344/index.html")
    assert (found.adapter and found.adapter.name, found.years) == ("shanghai", [2022, 2023])


# --- lists behind end points ---------------------------------------------------------------------------------

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def unit_page(tag: str = "信息列表") -> str:
    said = f"{{'parseType':'bulidstatic','webId':'3185','tplSetId':'o0Yc','pageType':'column','tagId':'{tag}',"
    said += "'editType':'null','pageId':'12'}"
    return f'<html><script src="/unitbuild.js?v=4" webId="3185" url="{UNIT}" queryData="{said}"></script></html>'


def unit(wanted: Wanted, *, bare: bool = False) -> str:
    asked = query(wanted)
    told = json.loads(asked.get("paramJson", "{}"))
    number = int(asked.get("pageNo", 1)) if bare else told.get("pageNo", 1)
    hrefs = {1: "//www.example.gov.cn/art/2024/1/9/art_12_1.html", 2: f"/col/col12/art/2023/art_{'a' * 32}.html"}
    row = f'<li><a title="{title(2024 - number)}" href="{hrefs[number]}">示例…</a><span class="bt-right">2024-01-09</span></li>'
    pager = f'<table class="pagination" rows="1" unitid="x" count="2" pageNo="{number}" queryData="{{}}"></table>'
    return json.dumps({"success": True, "code": "200", "data": {"html": f"<ul>{row}</ul>{pager}"}})


def test_a_jpaas_unit_is_asked_with_the_query_of_its_tag_and_paged_inside_one_parameter() -> None:
    found = PaperPortal({"/zfxxgknb/": unit_page(), UNIT: unit}).walk()
    assert (found.adapter and found.adapter.name, found.years, found.is_whole) == ("hanweb-jpaas", [2022, 2023], True)
    first, second = (query(wanted) for wanted in found.asked[1:])
    assert (first["tagId"], first["parseType"], first["editType"]) == ("信息列表", "bulidstatic", "null")
    assert json.loads(second["paramJson"]) == {"pageNo": 2, "pageSize": 1}
    assert "editType" not in second
    assert found.reports[0].url == "http://www.example.gov.cn/art/2024/1/9/art_12_1.html"  # protocol-relative


def test_a_jpaas_server_that_heeds_the_bare_page_number_alone_is_read_too() -> None:
    found = PaperPortal({"/zfxxgknb/": unit_page(), UNIT: lambda wanted: unit(wanted, bare=True)}).walk()
    assert (found.years, found.is_whole) == ([2022, 2023], True)


def test_a_jpaas_server_that_cannot_make_the_list_is_evidence_of_a_lost_page() -> None:
    answer = json.dumps({"success": False, "message": "系统繁忙", "code": "500"})
    found = PaperPortal({"/zfxxgknb/": unit_page(), UNIT: answer}).walk()
    assert "系统繁忙" in found.evidence.lost_pages[0]


TREE = (
    "window._CONFIG = { SID: '755001', TREE: [{id: 5, name: '机构概况', parent_id: 0, post_count: 3, jump_url: '', children: "
    "[]}, {id: 7, name: '政府信息公开', parent_id: 0, post_count: 0, jump_url: '', children: [{id: 21206, "
    "name: '政府信息公开年报', parent_id: 7, post_count: 726, jump_url: '', children: []}]}], SERVICE_AREA_ID: 1 };"
)


def articles(wanted: Wanted) -> str:
    number = int(query(wanted)["page"])
    count = 100 if number == 1 else 3
    rows = [
        {
            "id": number * 1000 + place,
            "title": title(2000 + place % 24, f"示例{number}{place}局"),
            "type": "normal",
            "url": f"http://www.example.gov.cn/gkmlpt/content/0/963/post_{number * 1000 + place}.html",
            "create_time": 1705708800,
        }
        for place in range(count)
    ]
    told = {"classify": {"id": 21206, "name": "政府信息公开年报", "post_count": 726}, "total": 103, "articles": rows}
    return json.dumps(told)


def test_a_catalogue_without_a_column_of_reports_has_them_among_all_its_articles() -> None:
    tree = TREE.replace("政府信息公开年报", "其他法定信息")

    def everything(wanted: Wanted) -> str:
        told = json.loads(articles(wanted)) | {"classify": {"id": 0, "name": "全部"}}
        for place, one in enumerate(told["articles"]):
            one["title"] = one["title"] if place % 50 == 0 else f"示例局关于工作的通知{place}"
        return json.dumps(told)

    portal = PaperPortal({"/gkmlpt/index": f"<html><script>{tree}</script></html>", "/gkmlpt/api/all/0": everything})
    found = portal.walk("/gkmlpt/index")
    assert (len(found.reports), len(found.asked), found.is_whole) == (3, 3, True)


@pytest.mark.parametrize("fragment", ["", "#21206"])
def test_a_catalogue_is_listed_by_its_total_and_not_by_what_was_ever_posted(fragment: str) -> None:
    portal = PaperPortal({"/gkmlpt/index": f"<html><script>{TREE}</script></html>", "/gkmlpt/api/all/21206": articles})
    found = portal.walk(f"/gkmlpt/index{fragment}")
    assert (found.adapter and found.adapter.name, len(found.reports), found.is_whole) == ("gkmlpt", 103, True)
    assert [query(wanted) for wanted in found.asked[1:]] == [
        {"page": "1", "sid": "755001"},
        {"page": "2", "sid": "755001"},
    ]
    assert found.reports[0].listed_on == date(2024, 1, 20)


def test_the_files_of_a_catalogue_s_article_are_found_in_the_json_of_its_script() -> None:
    content = json.dumps(
        {"content": '<p>见附件</p><a class="nfw-cms-attachment" href="/a/963149.pdf" alt="年报.pdf">年报</a>'}
    )
    article = f"<html><script>window._CONFIG = {{ SID: '2', DETAIL: {content}, TREE: [] }};</script></html>"
    assert [link.url for link in Trs().read_page(page(article))] == [HOST + "/a/963149.pdf"]


def results(wanted: Wanted) -> str:
    number = int(query(wanted)["page"])
    row = {"title": title(2024 - number), "url": f"//www.example.gov.cn/c1/c76{number}/content.shtml", "memo": "null"}
    blank = {"title": "null", "url": "null"}
    rows = [row | {"publishedTimeStr": "2024-01-28 15:15:26"}, *([blank] if number == 2 else [])]
    return json.dumps({"data": {"page": number, "rows": 1, "total": 3 if number else 0, "results": rows}})


def test_ucap_s_end_point_is_paged_and_the_word_null_is_no_value() -> None:
    channel = "0123456789abcdef0123456789abcdef"
    script = f"<ul></ul><script>$.get('/searchList/{channel}?_isAgg=true&_isJson=true&_pageSize=1&page=1')</script>"
    portal = PaperPortal({"/csrc/c100028/zfxxgk_list.shtml": listed(more=script), f"/searchList/{channel}": results})
    portal.pages[f"/searchList/{channel}"] = lambda wanted: results(wanted) if int(query(wanted)["page"]) < 3 else None
    found = portal.walk("/csrc/c100028/zfxxgk_list.shtml")
    assert (found.adapter and found.adapter.name, found.years) == ("ucap", [2022, 2023])
    assert found.reports[0].listed_on == date(2024, 1, 28)
    assert "HTTP 404" in found.evidence.lost_pages[0]


def test_the_channel_of_a_ucap_list_is_asked_for_where_the_page_names_its_code_alone() -> None:
    script = "<script>$.get('/getChannelList?channelCode=c101935', load)</script>"
    portal = PaperPortal({"/sat/c101935/common_list.shtml": listed(more=script)})
    portal.pages["/getChannelList"] = json.dumps({"results": {"channelId": "feedfeedfeedfeedfeedfeedfeedfeed"}})
    one = {"title": title(2023), "url": "/sat/c101935/c5/content.shtml"}
    answer = json.dumps({"data": {"page": 1, "rows": 18, "total": 1, "results": [one]}})
    portal.pages["/searchList/feedfeedfeedfeedfeedfeedfeedfeed"] = answer
    assert portal.walk("/sat/c101935/common_list.shtml").years == [2023]


def test_ucap_s_file_list_is_asked_with_a_json_body() -> None:
    channel = "61eaab3127b040d4950fff177f09e561"
    script = f"<script>var channelId = '{channel}'; post('/getFileListByCodeId', load)</script>"

    def files(wanted: Wanted) -> str:
        body = json.loads(wanted.json or "{}")
        assert body["channelId"] == channel
        rows = [
            {"title": title(2000 + n, f"示例{body['page']}局"), "url": f"/sat/{body['page']}/c{n}/content.html"}
            for n in range(20)
        ]
        return json.dumps({"results": {"data": {"total": 32, "results": rows if body["page"] == 1 else rows[:12]}}})

    portal = PaperPortal({"/n8/c102384r/index.html": listed(more=script), "/getFileListByCodeId": files})
    found = portal.walk("/n8/c102384r/index.html")
    assert (len(found.reports), found.is_whole) == (32, True)


def test_anhui_s_fragments_are_asked_with_the_template_the_page_names() -> None:
    data = 'labelName:"publicInfoList",siteId:"6781961",organId:"1681",catId:"6708461",pageSize:15,file:"/x/list_2020"'
    column = listed(more=f'<script>$.ajax({{url:"/zwgk/site/label/8888",data:{{{data}}}}})</script>')

    def label(wanted: Wanted) -> str:
        asked = query(wanted)
        assert (asked["file"], asked["siteId"], asked["organId"], asked["catId"]) == (
            "/x/list_2020",
            "6781961",
            "1681",
            "6708461",
        )
        year = 2024 - int(asked["pageIndex"])
        row = f'<li class="xxgk_navli"><a title="{title(year)}" href="/public/1681/{year}.html">x</a></li>'
        return f'<ul class="xxgk_nav_list">{row}</ul><script>Ls.page({{pageCount:2,totalcount:2}})</script>'

    path = "/public/column/1681?type=4&catId=6708461&action=list&nav=3"
    found = PaperPortal({path: column, "/zwgk/site/label/8888": label}).walk(path)
    assert (found.adapter and found.adapter.name, found.years, found.is_whole) == ("anhui", [2022, 2023], True)
    empty = PaperPortal({path: column, "/zwgk/site/label/8888": "<p>暂无相关信息</p>"}).walk(path)
    assert (empty.reports, empty.is_whole) == ([], True)


@pytest.mark.parametrize("told", ["totalRecord:25", "totalRecord:$total"])
def test_truecms_gives_its_first_rows_in_the_page_and_the_others_in_jsonp_to_a_page_that_asks(told: str) -> None:
    hidden = "".join(f"<ul>{li(f'/a/content/{n}.html', title(2000 + n))}</ul>" for n in range(3))
    options = f"{told},proxyUrl:'/TrueCMS/messageController/getMessage.do',"
    options += "ajaxParam:{columnId:'c3c8b896-0000-4000-8000-00000000001a'}"
    column = f'<html><div id="initData" style="display:none">{hidden}</div><script>$("#l").jpage({{{options}}})</script></html>'

    def messages(wanted: Wanted) -> str | None:
        asked = query(wanted)
        if "Referer" not in dict(wanted.headers) or int(asked["perpage"]) > 50:
            return None
        numbers = range(int(asked["startrecord"]) - 1, min(int(asked["endrecord"]), 25))
        rows = "".join(f"<record><![CDATA[{li(f'/a/content/{n}.html', title(2000 + n))}]]></record>" for n in numbers)
        return f"cb({json.dumps({'result': f'<datastore><recordset>{rows}</recordset></datastore>'})})"

    portal = PaperPortal({"/a/zfxxgknb.html": column, "/TrueCMS/messageController/getMessage.do": messages})
    found = portal.walk("/a/zfxxgknb.html")
    assert (found.adapter and found.adapter.name, len(found.reports), found.is_whole) == ("truecms", 25, True)
    del portal.pages["/TrueCMS/messageController/getMessage.do"]
    found = portal.walk("/a/zfxxgknb.html")
    assert (len(found.reports), found.is_whole) == (3, False)  # a server that is gone is no end of the list


def test_ucap_s_fragments_are_paged_by_the_number_asked_for_where_their_pager_calls_a_script() -> None:
    column = "<html><script>load('/es-search/search/c55?_template=ucap/list_ejs&_isAgg=1&_pageSize=2&page=1')</script></html>"

    def search(wanted: Wanted) -> str:
        number = int(query(wanted)["page"])
        rows = "".join(
            li(f"/c55/202401/{n:032x}.shtml", title(2000 + n)) for n in range(number * 2 - 2, min(number * 2, 5))
        )
        return f"<ul>{rows}</ul><div>共3页 <a href='javascript:void(0)' onclick='go({number + 1})'>下一页</a></div>"

    found = PaperPortal({"/c55/zfxxgk_list.shtml": column, "/es-search/search/c55": search}).walk(
        "/c55/zfxxgk_list.shtml"
    )
    assert (found.adapter and found.adapter.name, len(found.reports), found.is_whole) == ("ucap", 5, True)


def test_pages_counted_by_a_variable_are_named_as_the_rows_are() -> None:
    shown = {
        number: listed(
            *(li(f"./202401/t20240120_{n}.htm", title(2000 + n)) for n in range(number * 2, number * 2 + 2)),
            more="<a href='/index.html'>首页</a><script>var countPage = 2;</script>",
        )
        for number in range(2)
    }
    found = PaperPortal({"/zfxxgknb/": shown[0], "/zfxxgknb/index_1.htm": shown[1]}).walk()
    assert (len(found.reports), found.is_whole) == (4, True)


def test_the_last_page_of_a_list_that_says_how_many_it_has_is_its_end() -> None:
    def shown(number: int) -> str:
        on = f"<a href='/nb/list?page={number + 1}'>下一页</a>" if number < 3 else "<span>下一页</span>"
        rows = (li(f"/nb/{n}0000.html", title(2000 + n)) for n in range(number * 2, number * 2 + 2))
        return listed(*rows, more=f"<div>共3页 {on}</div>")

    portal = PaperPortal({"/nb/list": lambda wanted: shown(int(query(wanted).get("page", 1)))})
    found = portal.walk("/nb/list")
    assert (len(found.reports), found.is_whole, len(found.asked)) == (6, True, 3)


def test_epoint_s_list_is_asked_in_json_once_a_script_has_named_the_site() -> None:
    column = '<html><script src="/js/webBuilderCommon.js"></script><script>api("getgovinfolist")</script></html>'

    def infos(wanted: Wanted) -> str:
        body = json.loads(wanted.json or "{}")
        assert (body["categorynum"], body["siteGuid"]) == ("003002", "7eb5f7f1")
        count = 50 if body["pageIndex"] == 1 else 2
        rows = [
            {
                "infourl": f"/003/{body['pageIndex']}/{n}.html",
                "title": "示例…",
                "realtitle": title(2000 + n % 24, f"示例{n}局"),
            }
            for n in range(count)
        ]
        return json.dumps({"custom": {"data": rows, "total": 52}})

    portal = PaperPortal(
        {"/js/webBuilderCommon.js": 'var siteInfo={"projectName":"/EWB-FRONT","siteGuid":"7eb5f7f1"};'}
    )
    portal.pages["/dynamic/govInfoPub.html"] = column
    portal.pages["/EWB-FRONT/rest/lightfrontaction/getgovinfolist"] = infos
    found = portal.walk("/dynamic/govInfoPub.html?deptcode=1&categorynum=003002")
    assert (found.adapter and found.adapter.name, len(found.reports), found.is_whole) == ("epoint", 52, True)


@pytest.mark.parametrize(
    "call",
    [
        "$.post('/module/xxgk/search.jsp?infotypeId=B0303&area=11370800004312466C&divid=div1')",
        "$.ajax({url:'/module/xxgk/search.jsp?isAllList=1&vc_title=',data:'infotypeId=B0303&area=11370800004312466C'})",
    ],
    ids=["in the address", "in the data sent"],
)
def test_hanweb_s_catalogue_is_paged_by_its_own_words_and_only_titles_tell_the_reports(call: str) -> None:
    column = f"<html><script>{call}</script></html>"

    def search(wanted: Wanted) -> str:
        asked = dict(wanted.form)
        assert (asked["area"], asked["infotypeId"]) == ("11370800004312466C", "B0303")
        year = 2024 - int(asked["currpage"])
        row = '<tr class="tr_main_value_{}"><td><a class="bt_link" href="/art/2024/1/9/art_{}.html" title="{}">x</a></td></tr>'
        rows = row.format("odd", f"7_{year}", title(year)) + row.format("even", f"9_{year}", "示例县气象灾害应急预案")
        return f"<table>{rows}</table>共2页&nbsp;"

    portal = PaperPortal({"/col/col33381/index.html": column, "/module/xxgk/search.jsp": search})
    found = portal.walk("/col/col33381/index.html?vc_xxgkarea=11370800004312466C&number=B0303")
    assert (found.adapter and found.adapter.name, found.years, found.is_whole) == ("hanweb-xxgk", [2022, 2023], True)


REPORT = "<p>一、总体情况</p><p>二、主动公开情况</p><p>三、收到和处理申请情况</p><p>四、行政复议</p><p>五、存在的主要问题</p>"
REPORT += "<p>其他需要报告的事项</p><p>" + "本机关为示例机关，文字均为示例。" * 20 + "</p>"


def test_the_servlet_of_annual_reports_is_asked_for_year_after_year_until_none_answers() -> None:
    def servlet(wanted: Wanted) -> str:
        year = int(query(wanted)["fbtime"])
        there = year in {2018, 2019, 2021, 2022}  # one year without a report is not the end
        return f"<html><body><h1>{title(year)}</h1>{REPORT}</body></html>" if there else ""

    portal = PaperPortal({"/module/xxgk/xxgkAnnualReport.jsp": servlet})
    found = portal.walk("/module/xxgk/xxgkAnnualReport.jsp?area=11371082004363781R&fbtime=2019")
    assert (found.adapter and found.adapter.name, found.is_whole) == ("hanweb-annual", True)
    assert found.years == [2018, 2019, 2021, 2022]
    assert len(found.asked) < 10


def test_a_jpage_list_that_does_not_say_how_long_it_is_goes_on_until_nothing_new_comes() -> None:
    def records(*numbers: int) -> str:
        rows = "".join(
            f"<record><![CDATA[{li(f'/art/2024/1/9/art_7_{n}.html', title(2000 + n))}]]></record>" for n in numbers
        )
        return f"<datastore><recordset>{rows}</recordset></datastore>"

    options = "groupSize:1,proxyUrl:'/module/jpage/dataproxy.jsp',perPage:2,ajaxParam:param_1"
    column = (
        f'<html><div id="1"><script type="text/xml">{records(1, 2)}</script></div>'
        f"<script>var param_1={{col:1,unitid:'1',columnid:7}};$('#1').jpage({{{options}}});</script></html>"
    )

    def proxy(wanted: Wanted) -> str:
        first = int(query(wanted)["startrecord"])
        return records(*range(first, min(first + 1, 5) + 1)) if first <= 5 else records()

    found = PaperPortal({"/col/col7/index.html": column, "/module/jpage/dataproxy.jsp": proxy}).walk(
        "/col/col7/index.html"
    )
    assert (len(found.reports), found.is_whole) == (5, True)


def test_an_end_point_that_answers_a_page_in_place_of_data_is_a_lost_page() -> None:
    portal = PaperPortal({"/gkmlpt/index": f"<html><script>{TREE}</script></html>"})
    portal.pages["/gkmlpt/api/all/21206"] = "<html>您访问的页面不存在</html>"
    found = portal.walk("/gkmlpt/index")
    assert "did not answer with the data" in found.evidence.lost_pages[0]


def test_a_button_a_span_or_a_script_that_opens_a_file_gives_it_up() -> None:
    body = (
        "<p>年度报告<input type='button' value='查看' onclick=\"window.open('/x/a.pdf')\"></p>"
        "<p><span onclick=\"LookFile('/x/b.docx', 1)\">附件：年度报告</span><i onclick=\"vote('/x/c.jsp')\">赞</i></p>"
        "<script>var pdfUrl = '/x/d.pdf?v=2'; pdfjsLib.getDocument(pdfUrl)</script><script>ad('/x/e.pdf')</script>"
    )
    found = [link.url.removeprefix(HOST) for link in Trs().read_page(page(f"<html><body>{body}</body></html>"))]
    assert found == ["/x/a.pdf", "/x/b.docx", "/x/d.pdf?v=2"]


def test_viewers_download_pages_and_strange_elements_give_up_their_files() -> None:
    body = """<div id="vsb_content"><script>showVsbpdfIframe("/__local/A/x.pdf","100%")</script>
    <a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=12">附件</a></div>
    <div id="attribute"><span class="gk fj">附件<file href="/wcm.files/upload/a.pdf">年报</file></span></div>
    <div class="fj">附件：<a href="/api-gateway/file-download?fileUrl=abc&fileName=%E5%B9%B4%E6%8A%A5.docx">年报</a></div>"""
    found = [link.url.removeprefix(HOST) for link in Trs().read_page(page(f"<html><body>{body}</body></html>"))]
    assert sorted(found) == [
        "/__local/A/x.pdf",
        "/api-gateway/file-download?fileUrl=abc&fileName=%E5%B9%B4%E6%8A%A5.docx",
        "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=12",
        "/wcm.files/upload/a.pdf",
    ]


def test_the_empty_answer_of_every_family_is_no_list_of_another() -> None:
    for body in ("<html></html>", "{}", "[]", "cb({})", "", "<html><body><div id='app'></div></body></html>"):
        shown = HtmlResponse(HOST, body=body.encode(), encoding="utf-8")
        assert all(adapter.recognise(shown) < THRESHOLD for adapter in ADAPTERS), body


def test_the_demo_does_not_hold_the_portals_of_the_families(tmp_path: Path) -> None:
    assert {plan.id for plan in load_plans()}.isdisjoint(plan.id for plan in load_plans(FAMILIES))
    assert {READS[plan.cms] for plan in load_plans(FAMILIES)} >= {a.name for a in ADAPTERS} - {
        "hanweb-xxgk",
        "hanweb-annual",
    }

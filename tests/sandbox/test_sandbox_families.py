"""The replicas of the other content systems speak their wire, quirks included."""

import json
from urllib.parse import quote, urlencode

import pytest

from crawlers.sandbox.answer import Replica, Request
from crawlers.sandbox.plans import FAMILIES, load_plans
from crawlers.sandbox.wire.jpaas import SERVLET, UNIT

PLANS = {plan.id.removeprefix("sandbox-family-"): plan for plan in load_plans(FAMILIES)}


def replica(name: str) -> Replica:
    return Replica(PLANS[name])


def get(one: Replica, target: str, **headers: str):
    return one.answer(Request("GET", target, headers))


def post(one: Replica, target: str, body: dict):
    return one.answer(Request("POST", target, {"content-type": "application/json"}, json.dumps(body)))


@pytest.mark.parametrize("name", sorted(set(PLANS) - {"annual", "vsb"}))
def test_every_report_of_a_family_is_carried_once(name):
    one = replica(name)
    carried = [resource.carries for resource in one.site.resources.values() if resource.carries]
    assert sorted(carried) == sorted(entry.report.key for entry in one.entries if entry.report)


def test_a_jpaas_unit_pages_by_one_parameter_or_by_the_bare_number_and_never_by_both():
    for name, by_parameter in (("jpaas", True), ("jpaas-bare", False)):
        query = {"tagId": "信息列表", "webId": "3185"}
        wrapped = urlencode(query | {"paramJson": '{"pageNo":2,"pageSize":2}'})
        bare = urlencode(query | {"pageNo": "2", "pageSize": "2"})
        shown = [json.loads(get(replica(name), f"{UNIT}?{given}").body)["data"]["html"] for given in (wrapped, bare)]
        assert ['pageNo="2"' in markup for markup in shown] == [by_parameter, not by_parameter]


def test_the_menu_s_unit_has_no_rows_and_the_list_s_counts_its_own():
    told = json.loads(get(replica("jpaas"), f"{UNIT}?webId=3185&tagId={quote('导航')}").body)
    assert "count=" not in told["data"]["html"]
    told = json.loads(get(replica("jpaas"), f"{UNIT}?webId=3185&tagId={quote('信息列表')}").body)
    assert 'count="4"' in told["data"]["html"]


def test_the_servlet_answers_a_year_without_a_report_with_nothing():
    one = replica("annual")
    column = get(one, one.plan.column).body.decode()
    area = column.split("area=")[1].split("&")[0]
    assert get(one, f"{SERVLET}?area={area}&fbtime=2023").body
    answer = get(one, f"{SERVLET}?area={area}&fbtime=1999")
    assert (answer.status, answer.body) == (200, b"")


def test_the_catalogue_s_total_is_less_than_what_was_ever_posted_and_one_row_leads_elsewhere():
    told = json.loads(get(replica("gkmlpt"), "/gkmlpt/api/all/21206?page=1&sid=990001").body)
    assert told["total"] == len(told["articles"]) < told["classify"]["post_count"]
    assert [one["type"] for one in told["articles"]].count("url") == 1
    assert get(replica("gkmlpt"), "/gkmlpt/api/all/21206?page=1&sid=1").status == 404


def test_a_catalogue_s_article_is_json_in_its_script():
    one = replica("gkmlpt")
    path = next(path for path, resource in one.site.resources.items() if resource.kind == "page" and resource.carries)
    body = get(one, path).body.decode()
    detail, _ = json.JSONDecoder().raw_decode(body, body.index("DETAIL: ") + 8)
    assert "<table" in detail["content"]
    assert "<table" not in body


def test_vsb_counts_its_pages_down_in_gbk_and_names_its_files_in_raw_bytes():
    one = replica("vsb")
    first = get(one, one.plan.column)
    assert "utf-8" in dict(first.headers)["Content-Type"].lower()
    assert 'href="zfxxgknb/2.htm">下页' in first.body.decode("gbk")
    assert 'href="1.htm">下页' in get(one, "/zfxxgk/zfxxgknb/2.htm").body.decode("gbk")
    assert "p_next_d" in get(one, "/zfxxgk/zfxxgknb/1.htm").body.decode("gbk")
    page = next(path for path, found in one.site.resources.items() if b"download.jsp" in found.body)
    href = get(one, page).body.decode().split('appendix">')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    named = dict(get(one, href).headers)["Content-Disposition"]
    assert "示例申县教育局" in named.encode("latin-1").decode("gbk")


def test_ucap_says_how_many_rows_it_has_and_writes_null_as_a_word():
    one = replica("ucap")
    assert "createPageHTML('page_div', 3, 1, 'common_list', 'shtml', 5)" in get(one, one.plan.column).body.decode()
    one = replica("ucap-json")
    point = next(iter(one.site.feeds))
    told = json.loads(get(one, f"{point}?page=1").body)["data"]
    assert told["results"][-1]["url"] == "null"
    assert told["total"] == 4


def test_anhui_s_end_point_gives_nothing_to_who_does_not_name_the_template():
    one = replica("anhui")
    point = next(iter(one.site.feeds))
    known = {"labelName": "publicInfoList", "siteId": "6781961", "organId": "1681", "catId": "6708461"}
    assert "暂无" in get(one, f"{point}?{urlencode(known)}").body.decode()
    shown = get(one, f"{point}?{urlencode(known | {'file': '/sxxgk/publicInfoList_newest2020'})}").body.decode()
    assert "pageCount:2" in shown


def test_truecms_wants_to_know_which_page_asks_and_gives_few_rows_at_once():
    one = replica("truecms")
    point = next(iter(one.site.feeds))
    column = get(one, one.plan.column).body.decode().split("columnId:'")[1].split("'")[0]
    asked = f"{point}?startrecord=3&endrecord=5&columnId={column}&callback=cb"
    assert get(one, f"{asked}&perpage=20").status == 404
    assert get(one, f"{asked}&perpage=20", referer="http://x/").body.count(b"<record>") == 3
    assert get(one, f"{asked}&perpage=100", referer="http://x/").body.count(b"<record>") == 0


def test_epoint_wants_a_json_body_that_names_the_site():
    one = replica("epoint")
    point = next(iter(one.site.feeds))
    site = json.loads(get(one, "/js/webBuilderCommon.js").body.decode().split("=", 1)[1].split(";")[0])
    body = {"deptcode": "001", "categorynum": "003002", "siteGuid": site["siteGuid"], "pageIndex": 1, "pageSize": 50}
    told = json.loads(post(one, point, body).body)["custom"]
    assert (len(told["data"]), told["total"]) == (3, 3)
    assert all(row["title"] != row["realtitle"] for row in told["data"])
    assert json.loads(post(one, point, body | {"siteGuid": "x"}).body)["custom"]["data"] == []


def test_the_tree_s_folders_lie_about_the_year_and_one_report_is_a_column_page():
    one = replica("tree")
    menu = get(one, one.plan.column).body.decode()
    assert '"/zwgk/zfxxgknb/2022n/">2023年' in menu
    assert "<table" in get(one, "/zwgk/zfxxgknb/szf/").body.decode()
    assert "下一月" in get(one, "/rl/2024/1/").body.decode()

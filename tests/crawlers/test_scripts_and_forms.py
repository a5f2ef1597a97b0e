"""Lists whose ways on are no links: forms that scripts send, choices, data that scripts load or hold, clicks on blocks."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from paper_portal import PaperPortal, li, listed, page, title

from crawlers.fetch import Wanted
from crawlers.links import is_one_of_its_column
from crawlers.platforms.parts import pages
from crawlers.wire import blocking

YEARS = [2021, 2022, 2023, 2024]


def row(year: int) -> str:
    return li(f"/nb/{10000 + year}.html", title(year))


def asked(wanted: Wanted) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(wanted.url).query).items()} | dict(wanted.form)


# --- further pages -----------------------------------------------------------------------------------------------


def pages_of_two(number: int, more: str) -> str:
    return listed(*map(row, YEARS[(number - 1) * 2 : number * 2]), more=more, head="<title>政府信息公开年报</title>")


@pytest.mark.parametrize("method", ["post", "get"])
def test_a_pager_that_sends_a_form_is_followed_to_its_last_page(method: str) -> None:
    def column(wanted: Wanted) -> str:
        sent = asked(wanted)
        number = int(sent.get("pageNo", 1))
        assert number == 1 or sent["channel"] == "77"
        form = f"<form method={method} action='/nb/list.do'><input type=hidden name=channel value=77>"
        form += f"<input type=hidden name=pageNo value={number}></form>"
        return pages_of_two(number, f"{form}共2页 <a href='javascript:goPage({number + 1})'>下一页</a>")

    found = PaperPortal({"/nb/list.do": column}).walk("/nb/list.do")
    assert (found.years, found.is_whole) == (YEARS, True)


@pytest.mark.parametrize("goes", ["location.href='?page='+n;", "if(n>0){window.location = '/nb/?page=' + n + '&x=1'}"])
def test_a_pager_whose_script_puts_the_number_into_an_address_is_followed(goes: str) -> None:
    def column(wanted: Wanted) -> str:
        number = int(asked(wanted).get("page", 1))
        way = f"共2页 <a href='javascript:' onclick='jump({number + 1})'>下一页</a><script>function jump(n) {{ {goes} }}</script>"
        return pages_of_two(number, way)

    found = PaperPortal({"/nb/": column}).walk("/nb/")
    assert (found.years, found.is_whole) == (YEARS, True)


def test_a_postback_is_sent_with_the_state_of_its_page() -> None:
    def column(wanted: Wanted) -> str:
        sent = dict(wanted.form)
        number = int(sent.get("__EVENTARGUMENT", 1))
        assert number == 1 or (sent["__VIEWSTATE"], sent["__EVENTTARGET"]) == ("dDw=", "Pager")
        links = "".join(f"<a href=\"javascript:__doPostBack('Pager','{one}')\">{one}</a>" for one in (1, 2))
        return pages_of_two(
            number, f"<form method=post><input type=hidden name=__VIEWSTATE value='dDw='></form>{links}"
        )

    assert PaperPortal({"/nb/list.aspx": column}).walk("/nb/list.aspx").years == YEARS


def test_a_total_and_a_size_in_a_script_are_a_pager_and_hold_the_list_to_its_total() -> None:
    script = "<script>var totalCount = 4, pageSize = 2; draw('pager', totalCount, pageSize);</script>"
    portal = PaperPortal({"/nb/index.html": pages_of_two(1, script), "/nb/index_2.html": pages_of_two(2, script)})
    assert (portal.walk("/nb/index.html").years, portal.walk("/nb/index.html").is_whole) == (YEARS, True)
    del portal.pages["/nb/index_2.html"]
    assert [str(one) for one in portal.walk("/nb/index.html").evidence.short_lists] == [
        "the list declares 4 rows and showed 2"
    ]


# --- choices and clicks ------------------------------------------------------------------------------------------

OPTIONS = "".join(f"<option value={year}>{year}年</option>" for year in reversed(YEARS))


@pytest.mark.parametrize(
    "select",
    [
        "<select onchange=\"location.href='/nb/list.jsp?year='+this.value\">{}</select>",
        "<select id=y>{}</select><script>$('#y').change(function(){{location.href='/nb/list.jsp?year='+$(this).val()}})</script>",
        "<select onchange='go(this)'>{}</select><script>function go(s){{window.location = '?year=' + s.value + '&x=1';}}</script>",
        "<form action='/nb/list.jsp'><select name=year>{}</select><input type=submit></form>",
    ],
    ids=["in place", "by a handler", "in a function", "a form"],
)
def test_the_years_of_a_select_are_columns_whatever_makes_their_addresses(select: str) -> None:
    def column(wanted: Wanted) -> str:
        head = "<title>政府信息公开年报</title>"
        return listed(row(int(asked(wanted).get("year", 2024))), more=select.format(OPTIONS), head=head)

    assert PaperPortal({"/nb/list.jsp": column}).walk("/nb/list.jsp").years == YEARS


def test_blocks_that_a_click_leads_on_from_are_columns_and_rows() -> None:
    rows = "".join(
        f"<li onclick=\"window.open('/nb/{10000 + year}.html')\"><b>{title(year)}</b><i>{year + 1}-01-20</i></li>"
        for year in YEARS
    )
    kept = f"<a href='javascript:;' data-href='/nb/5.html'>{title(2020)}</a>"
    portal = PaperPortal({"/nb/": listed(rows, kept)})
    portal.pages["/zfxxgk/"] = "<html><div onclick=\"location='/nb/'\">政府信息公开年报</div></html>"
    portal.pages["/"] = "<html><a href='/zfxxgk/'>政府信息公开</a></html>"
    found = portal.walk("/")
    assert found.years == [2020, *YEARS]
    assert {str(link.listed_on) for link in found.reports} == {"None", *(f"{year + 1}-01-20" for year in YEARS)}
    assert title(2024) in {link.title for link in found.reports}


# --- data --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        "$.getJSON('/api/list', {{channel: 77, page: 1, size: 3}}, draw);",
        "$.ajax({{url: '/api/list', type: 'get', data: {{channel: '77', page: 1, size: 3}}, success: draw}});",
        "fetch('/api/list?channel=77&page=1&size=3').then(draw);",
    ],
    ids=["getJSON", "ajax", "fetch"],
)
def test_data_that_a_script_loads_from_an_end_point_it_names_are_read_to_their_total(call: str) -> None:
    def data(wanted: Wanted) -> str:
        assert asked(wanted)["channel"] == "77"
        first = int(asked(wanted)["page"]) * 3 - 3
        rows = [{"title": title(year), "url": f"/d/{year}.html", "time": f"{year + 1}-01-20"} for year in YEARS]
        return json.dumps({"code": 0, "data": {"totalCount": 4, "list": rows[first : first + 3]}}, ensure_ascii=False)

    column = f"<html><title>政府信息公开年报</title><div id=l></div><script>{call.format()}</script></html>"
    found = PaperPortal({"/nb/": column, "/api/list": data}).walk("/nb/")
    assert (found.years, found.is_whole) == (YEARS, True)


@pytest.mark.parametrize(
    ("answer", "lost", "short"),
    [
        ({"code": 500, "msg": "系统繁忙"}, 1, 0),
        ({"success": False}, 1, 0),
        ({"data": {"total": 4, "rows": [{"title": title(2024), "url": "/d/1.html"}]}}, 0, 1),
        ({"code": 200, "data": {"total": 0, "rows": []}}, 0, 0),
    ],
    ids=["an error", "no success", "fewer rows than its total", "an empty list"],
)
def test_an_end_point_that_errs_is_a_lost_page_and_one_that_gives_too_little_a_short_list(
    answer: dict[str, object], lost: int, short: int
) -> None:
    column = "<html><title>政府信息公开年报</title><script>$.get('/api/list', draw)</script></html>"
    found = PaperPortal({"/nb/": column, "/api/list": json.dumps(answer, ensure_ascii=False)}).walk("/nb/").evidence
    assert (len(found.lost_pages), len(found.short_lists)) == (lost, short)


def test_a_tree_that_a_script_loads_leads_to_its_columns_and_a_fragment_is_a_list() -> None:
    tree = [{"name": "教育局", "url": "/nb/jyj/", "children": [{"name": "财政局", "url": "/nb/czj/"}]}]
    portal = PaperPortal({"/nb/tree.json": json.dumps(tree, ensure_ascii=False)})
    portal.pages["/nb/"] = "<html><title>政府信息公开年报</title><script>$.get('/nb/tree.json',draw)</script></html>"
    portal.pages["/nb/jyj/"] = listed(row(2023))
    portal.pages["/nb/czj/"] = "<html><div id=l></div><script>$('#l').load('/nb/czj.jsp');</script></html>"
    portal.pages["/nb/czj.jsp"] = f"<ul>{row(2024)}</ul>"
    assert portal.walk("/nb/").years == [2023, 2024]


def test_strings_side_by_side_in_a_script_are_a_row_where_one_is_a_report_s_title() -> None:
    script = (
        f"<script>var a=[];a[0]=['{title(2023)}','/d/1.html','2024-01-20'];add(\"{title(2024)}\", '\\/d\\/2.html');"
    )
    script += "a[1]=['市长调研','/d/3.html'];</script>"
    found = PaperPortal({"/nb/": f"<html><title>政府信息公开年报</title>{script}</html>"}).walk("/nb/")
    assert sorted((str(link.listed_on), link.url[-9:]) for link in found.reports) == [
        ("2024-01-20", "/d/1.html"),
        ("None", "/d/2.html"),
    ]


def test_a_title_that_is_cut_behind_its_year_is_one_of_its_column() -> None:
    assert is_one_of_its_column("示例县教育局2024年政府信…")
    assert is_one_of_its_column("示例县教育局2024年度...")
    assert not is_one_of_its_column("示例县教育局2024年工作要…")


def test_a_script_that_sets_a_cookie_and_asks_again_is_a_wall() -> None:
    def wall(body: str) -> str | None:
        return blocking.recognise(200, "http://a.gov.cn/nb/", "text/html", [], body.encode())

    challenge = "<script>document.cookie='acw_sc__v2='+hash(arg1);location.reload();</script>"
    assert wall(f"<html>{challenge}</html>") == "challenge"
    assert wall(f"<html>{challenge}<ul>{''.join(map(row, YEARS))}</ul></html>") is None
    assert wall("<html><script>location.href='/nb/index.html'</script></html>") is None


def test_a_page_without_words_until_its_scripts_have_run_is_a_shell() -> None:
    shell = "<html><title>示例县</title><body><div id=app>加载中…</div><script src='/js/app.js'></script></body></html>"
    assert pages.is_shell(page(shell))
    assert not pages.is_shell(page(shell.replace("加载中…", row(2024))))
    assert not pages.is_shell(page("<html><body></body></html>"))

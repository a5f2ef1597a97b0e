"""Lists that grow in place: read to their end where the page says what it loads, and never taken for whole where it does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from paper_portal import PaperPortal, li, listed, title

from crawlers.fetch import Wanted

SIZE = 3
YEARS = [*range(2024, 2016, -1)]
OTHERS = (
    "<div><ul>"
    + "".join(li(f"/zc/{day}0001.html", f"关于示例事项{day}的通知") for day in range(10, 16))
    + "</ul>{}</div>"
)


def path(year: int) -> str:
    return f"/art/{year}/1/20/art_{year}.html"


def rows(page: int) -> str:
    years = YEARS[(page - 1) * SIZE : page * SIZE] if page > 0 else []
    return "".join(li(path(year), title(year)) for year in years)


def records(page: int) -> list[dict[str, str]]:
    return [{"title": title(year), "url": path(year)} for year in YEARS[(page - 1) * SIZE : page * SIZE]]


def number(wanted: Wanted, key: str) -> int:
    sent = wanted.json or ""
    told = json.loads(sent) if sent else dict(wanted.form or parse_qsl(urlsplit(wanted.url).query))
    return int(told.get(key, 1))


def markup(key: str = "page") -> Callable[[Wanted], str]:
    return lambda wanted: rows(number(wanted, key)) or "<p></p>"


def data(key: str) -> Callable[[Wanted], str]:
    return lambda wanted: json.dumps({"code": 0, "data": {"total": len(YEARS), "list": records(number(wanted, key))}})


def packed(key: str) -> Callable[[Wanted], str]:
    return lambda wanted: json.dumps({"success": True, "html": rows(number(wanted, key))})


def button(more: str, script: str = "") -> str:
    return more + (f"<script>{script}</script>" if script else "")


BUTTON = "<button id='more' type='button'>加载更多</button>"
WAYS = {
    "an address and a number": (button(BUTTON, "var n=1; $.get('/nb/more.jsp?page=' + (++n), show);"), markup()),
    "a template": (
        button("<span>点击查看更多</span>", "let n = 1; fetch(`/nb/more.jsp?pn=${++n}&size=3`)"),
        markup("pn"),
    ),
    "pieces counted from nought": (button(BUTTON, "var i=0; i++; $.get('piece_' + i + '.html', show)"), None),
    "a call with values": (
        button(
            "<a href='javascript:;' onclick='more()'>查看更多</a>",
            "var no=1, col='a7';\n$.ajax({url:'/nb/more.jsp', data:{columnId: col, pageNo: no, pageSize: 3}})",
        ),
        data("pageNo"),
    ),
    "a call that posts": (
        button(BUTTON, "var cur=1; $.post('/nb/more.jsp', {catId: 7, pageNum: cur, rows: 3}, show)"),
        data("pageNum"),
    ),
    "a call that posts JSON": (
        button(
            BUTTON,
            "var id='x';var n=1;\n$.ajax({url:'/nb/more.jsp', type:'post', data: JSON.stringify({id: id, pageNum: n, size: 3})})",
        ),
        data("pageNum"),
    ),
    "a component": (
        button(
            "<a @click='next'>加载更多</a>",
            "new Vue({data:{page:1,limit:3}, methods:{next(){ axios.get('/nb/more.jsp',{params:{page:this.page,limit:this.limit}}) }}})",
        ),
        data("page"),
    ),
    "a wrapped answer": (
        button(BUTTON, "var p=1; $.ajax({url:'/nb/more.jsp', dataType:'jsonp', data:{pageIndex: p, rows: 3}})"),
        lambda wanted: f"show({data('pageIndex')(wanted)});",
    ),
    "markup in JSON": (button(BUTTON, "var p=2; $.getJSON('/nb/more.jsp', {\"pageNo\": p}, show)"), packed("pageNo")),
    "scrolling": (
        button("", "var p=1; $(window).scroll(function(){ $.get('/nb/more.jsp?pageIndex=' + (++p)) })"),
        data("pageIndex"),
    ),
    "an address of the button's": ("<div data-url='/nb/more.jsp?page=2'><i></i>加载更多</div>", markup()),
    "rows counted": (
        "<a class='m' data-url='/nb/more.jsp?start=3&num=3' href='javascript:;'>加载更多</a>",
        lambda wanted: rows(number(wanted, "start") // SIZE + 1) or "<p></p>",
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_list_is_read_to_its_end_where_its_page_says_what_a_button_loads(way: str) -> None:
    more, answer = WAYS[way]
    portal = PaperPortal({"/zfxxgknb/": listed(rows(1), more=more)})
    if answer:
        portal.pages["/nb/more.jsp"] = answer
    else:
        portal.pages |= {f"/zfxxgknb/piece_{page - 1}.html": listed(rows(page)) for page in (2, 3)}
    found = portal.walk()
    assert (found.years, found.is_whole) == (sorted(YEARS), True)


@pytest.mark.parametrize("words", ["点击加载更多", "查看更多"])
def test_a_button_that_is_a_link_to_the_next_page_is_followed_as_one(words: str) -> None:
    def answer(wanted: Wanted) -> str:
        page = number(wanted, "page")
        more = f"<div class='loadmore'><a href='?page={page + 1}'>{words}</a></div>" if page < 3 else ""
        return listed(rows(page), more=more)

    found = PaperPortal({"/zfxxgknb/": answer}).walk()
    assert (found.years, found.is_whole) == (sorted(YEARS), True)


def test_a_button_that_submits_a_form_with_the_number_of_the_next_page_is_followed() -> None:
    def answer(wanted: Wanted) -> str:
        page = number(wanted, "page")
        form = (
            f"<form><input type='hidden' name='page' value='{page + 1}'><input type='submit' value='加载更多'></form>"
        )
        return listed(rows(page), more=form if page < 3 else "")

    found = PaperPortal({"/zfxxgknb/": answer}).walk()
    assert (found.years, found.is_whole) == (sorted(YEARS), True)


@pytest.mark.parametrize(
    "more",
    [
        "<div id='more'>点击加载更多</div>",
        "<input type='button' value='查看更多'>",
        "<button data-url='/nb/more' data-page='1'>查看更多</button>",
        button(BUTTON, "$.get('/nb/more?page=' + n + '&sign=' + signed(n), show)"),
        button(BUTTON, "$.post('/nb/more', {pageNo: n, token: token}, show)"),
        "<span>共8条</span>",
        "<p>本栏目共有 <em>8</em> 条信息</p>",
    ],
)
def test_a_list_is_open_where_nothing_says_where_its_further_rows_are(more: str) -> None:
    walked = PaperPortal({"/zfxxgknb/": listed(rows(1), more=more) + OTHERS}).walk()
    assert (len(walked.reports), walked.is_whole) == (SIZE, False)


def test_a_list_that_tells_its_number_of_rows_in_an_attribute_is_open_where_it_shows_fewer() -> None:
    page = listed(rows(1)).replace("<ul>", "<ul data-total='8'>")
    assert not PaperPortal({"/zfxxgknb/": page}).walk().is_whole


@pytest.mark.parametrize(
    "page",
    [
        listed(rows(1), more="<b>（共3条）</b><a href='javascript:;'>加载更多</a>") + OTHERS.format(""),
        listed(rows(1)) + OTHERS.format("<a href='javascript:;'>加载更多</a>"),
        listed(rows(1)) + OTHERS.format("<a href='/zc/'>查看更多</a>"),
        listed(rows(1), more="<div>没有更多了</div>"),
        listed(rows(1), more="<p>上年度主动公开政府信息共8条</p>"),
    ],
    ids=["as many rows as are said", "a button of another block", "a link to another column", "no more", "a sentence"],
)
def test_a_list_is_whole_where_all_its_rows_are_there_and_a_button_is_dead_or_another_s(page: str) -> None:
    walked = PaperPortal({"/zfxxgknb/": page}).walk()
    assert (len(walked.reports), walked.is_whole) == (SIZE, True)


@pytest.mark.parametrize("last", ["", "<a href='javascript:;'>加载更多</a>"], ids=["no button", "a dead button"])
@pytest.mark.parametrize("total", [8, 11])
def test_the_rows_that_a_list_says_it_has_are_those_of_all_its_pages(last: str, total: int) -> None:
    def answer(wanted: Wanted) -> str:
        page = number(wanted, "page")
        way = f"<a href='?page={page + 1}'>下一页</a>" if page < 3 else last
        return listed(rows(page), more=f"<p>共{total}条</p>{way}")

    found = PaperPortal({"/zfxxgknb/": answer}).walk()
    assert (found.years, found.is_whole) == (sorted(YEARS), total == len(YEARS))


SCRIPTED = button(BUTTON, "var n=1; $.get('/nb/more.jsp?page=' + (++n), show);")


@pytest.mark.parametrize(
    ("answer", "seen", "is_whole"),
    [
        (lambda wanted: rows(1), 3, False),  # the number is not read
        (lambda wanted: rows(min(number(wanted, "page"), 3)), 8, True),  # the last page for ever
        (lambda wanted: "<p></p>", 3, True),
        (lambda wanted: '{"code": 500, "msg": "错误"}', 3, False),
        (lambda wanted: None, 3, False),
        (lambda wanted: "<p>暂无更多数据</p>", 3, True),
        (lambda wanted: "<list><item><name>示例</name></item></list>", 3, False),  # nobody knows how to read it
        (lambda wanted: rows(2) if number(wanted, "page") == 2 else None, 6, True),
    ],
)
def test_an_end_point_is_asked_until_it_brings_nothing_new(
    answer: Callable[[Wanted], str | None], seen: int, is_whole: bool
) -> None:
    walked = PaperPortal({"/zfxxgknb/": listed(rows(1), more=SCRIPTED), "/nb/more.jsp": answer}).walk()
    assert (len(walked.reports), walked.is_whole) == (seen, is_whole)
    assert len(walked.asked) <= 5


@pytest.mark.parametrize("first", [0, 1])
def test_a_page_without_rows_is_read_from_the_first_page_that_its_script_loads(first: int) -> None:
    script = "layui.flow.load({done: function(page, next){ $.get('/nb/list?page=' + page, next) }})"

    def answer(wanted: Wanted) -> str:
        asked = int(parse_qs(urlsplit(wanted.url).query)["page"][0])
        return json.dumps({"total": len(YEARS), "data": records(asked + 1 - first)}) if asked >= first else "{}"

    page = f"<html><title>政府信息公开年报</title><ul id='flow'></ul><script>var page={first};{script}</script></html>"
    found = PaperPortal({"/zfxxgknb/": page, "/nb/list": answer}).walk()
    assert (found.years, found.is_whole) == (sorted(YEARS), True)

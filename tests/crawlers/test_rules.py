"""The crawler's small rules: which titles are reports, which answers are walls, which addresses are followed."""

from __future__ import annotations

import gc
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, Response

from crawlers import bodies, scope
from crawlers.ledger import Evidence, Ledger, summary_of, verdict
from crawlers.links import judge
from crawlers.outcome import OUTCOMES
from crawlers.platforms.parts.anchors import join
from crawlers.reasons import because
from crawlers.settings import delay_of
from crawlers.text import Page, as_text
from crawlers.wire import blocking, robots
from crawlers.wire.downloader import scrapy_settings
from warehouse.registry import Portal

# --- titles ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("聊城市大数据局2022年政府信息公开工作年度报告", 2022),
        ("平潭综合实验区2015年度政府信息公开工作年度报告", 2015),
        ("政府信息 公开工作年度报告", None),
        ("住建局 2025 年政府信息公开工作年度报告", 2025),
        ("某局政府信息公开工作2025年度报告", 2025),
        ("2025年政府信息公开工作报告", 2025),
        ("2019年度政府信息公开工作报告", 2019),
        ("沭阳县发展和改革局2023年政府信息公开年度报告-沭阳县发改局", 2023),
        ("2024年政府信息公开年报（图解）", 2024),
        ("某局２０２３年政府信息公开年报", 2023),
        ("2014年政府信息公开情况统计表", 2014),
        ("2008年政府信息公開工作年度報告", 2008),
        ("关于印发某局2025年政府信息公开工作年度报告的通知", 2025),
        ("关于公布2024年政府信息公开工作年度报告的公告", 2024),
        ("示例市财政局2023年政府信息公开工作年度报告", 2023),
        ("示例市企业服务局2023年政府信息公开年报", 2023),
        ("示例市住房公积金管理中心2023年政府信息公开工作年度报告", 2023),
        ("市委督查室2023年度政府信息公开年报", 2023),
        ("2023年政府信息公开年报-示例市政府网站", 2023),
        ("示例市大数据局2022年政府信息公开工…", 2022),
        ("示例市大数据局2022年政府信息公开年...", 2022),
    ],
)
def test_every_published_spelling_announces_a_report(title: str, year: int | None) -> None:
    found = judge(title)
    assert (found.kind, found.year) == ("report", year)


@pytest.mark.parametrize(
    "title",
    [
        "2024年政府网站工作年度报表",
        "某局2024年法治政府建设年度报告",
        "示例市住房公积金2023年年度报告",
        "某中心事业单位法人年度报告书",
        "关于做好企业年报公示工作的通告",
        "关于做好2025年政府信息公开工作年度报告编制工作的通知",
        "关于报送2024年政府信息公开年报的通知",
        "政府信息公开工作年度报告格式",
        "示例市召开政府信息公开工作年度报告编写培训会",
    ],
)
def test_false_friends_are_named_with_what_they_are(title: str) -> None:
    found = judge(title)
    assert found.kind == "false_friend"
    assert found.reason


@pytest.mark.parametrize("title", ["首页", "市政府召开常务会议", "政府信息公开指南", "2024年工作要点", ""])
def test_other_titles_are_neither(title: str) -> None:
    assert judge(title).kind == "other"


# --- walls -------------------------------------------------------------------------------------------

JSL = b"<script>document.cookie=('_')+('_jsl_clearance_s=1');location.href=location.pathname</script>"
LOGIN = "<html><title>用户登录</title><form><input type='password'></form></html>".encode()


@pytest.mark.parametrize(
    ("status", "body", "cookies", "kind"),
    [
        (521, b"", [], "jsl"),
        (200, b'<script>document.cookie="__jsl_clearance_s=x"</script>', [], "jsl"),
        (200, b';go({"bts":["a"],"tn":"__jsl_clearance_s"})', [], "jsl"),
        (403, JSL, ["__jsluid_h=abc"], "jsl"),
        (412, b"<html>", [], "riversec"),
        (202, b"<script>$_ts=window['$_ts']</script>", [], "riversec"),
        (202, b"", ["FSSBBIl1UgzbN7N80S=1; Path=/"], "riversec"),
        (403, b"Forbidden", [], "waf"),
        (405, b"", [], "waf"),
        (468, b"", [], "waf"),
        (200, "<html>您的请求已被拦截，请联系管理员</html>".encode(), [], "waf"),
        (
            200,
            "<table><tr><td>您访问的URL有可能造成安全威胁，访问被阻断。</td></tr></table><li>返回</li>".encode(),
            [],
            "waf",
        ),
        (200, "<li><a href='t1.html'>网站防火墙采购公告</a></li><li>政府信息公开年报</li>".encode(), [], None),
        (200, "<html>请完成安全验证后继续访问</html>".encode(), [], "captcha"),
        (200, LOGIN, [], "login"),
        (401, b"", [], "login"),
        (200, b"", [], None),
        (202, b"accepted", [], None),
        (404, b"none", [], None),
        (500, b"oops", [], None),
        (200, ("<p>访问被拒绝的原因有很多，本文逐一说明。</p>" * 40).encode(), [], None),
        (200, ("政府信息公开年报" + "，非法请求已被拦截" * 3).encode(), [], None),
    ],
)
def test_walls_are_told_from_pages(status: int, body: bytes, cookies: list[str], kind: str | None) -> None:
    url = "http://a.gov.cn/x.html"
    assert blocking.recognise(status, url, "text/html; charset=utf-8", cookies, body) == kind


def test_the_bytes_of_a_file_are_never_read_for_words() -> None:
    body = "访问被拦截 __jsl_clearance".encode()
    assert blocking.recognise(200, "http://a.gov.cn/x.pdf", "application/pdf", [], body) is None


# --- robots ------------------------------------------------------------------------------------------


def test_robots_that_cannot_be_read_close_the_host_and_missing_ones_open_it() -> None:
    url = "http://a.gov.cn/nb/"
    assert not robots.read(503, None, b"").allows(url)
    assert not robots.read(429, None, b"").allows(url)
    assert not robots.closed("timeout").allows(url)
    assert robots.read(404, None, b"").allows(url)
    assert robots.read(200, "text/html", b"<html>Disallow: /</html>").allows(url)
    assert robots.read(200, "text/plain", b" <!DOCTYPE html>").allows(url)


def test_the_rules_for_everyone_and_for_us_by_name_are_obeyed() -> None:
    text = b"User-agent: *\nDisallow: /private/\nCrawl-delay: 7\n\nUser-agent: gongkai\nDisallow: /nb/\n"
    rules = robots.read(200, "text/plain", text)
    assert not rules.allows("http://a.gov.cn/nb/1.html")
    assert rules.allows("http://a.gov.cn/zwgk/1.html")
    everyone = robots.read(200, "text/plain", text.replace(b"gongkai", b"another"))
    assert not everyone.allows("http://a.gov.cn/private/1.html")
    assert everyone.delay == 7


# --- addresses ---------------------------------------------------------------------------------------

REAL = Portal(id="real", name="示例", adcode="371500", list_url="https://www.liaocheng.gov.cn/nb/")
BOX = Portal(id="box", name="示例", adcode="371500", list_url="http://127.0.0.1:8000/nb/", sandbox=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.liaocheng.gov.cn/a.html",
        "http://liaocheng.gov.cn/a.html",
        "http://rsj.liaocheng.gov.cn/a.html",
        "https://www.liaocheng.gov.cn:443/a.html",
    ],
)
def test_hosts_below_the_portal_s_own_name_are_followed(url: str) -> None:
    assert scope.refusal(REAL, url) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://www.dezhou.gov.cn/a.html",
        "http://www.liaocheng.gov.cn.example.com/a.html",
        "http://liaocheng.example.com/a.html",
        "http://mirror-liaocheng.gov.cn/a.html",
        "http://127.0.0.1/a.html",
        "http://localhost/a.html",
        "http://10.0.0.8/a.html",
        "http://169.254.169.254/latest/",
        "http://[::1]/a.html",
        "http://122.137.242.24:8080/pub/a.html",
        "ftp://www.liaocheng.gov.cn/a.pdf",
        "file:///etc/passwd",
        "http://user:word@www.liaocheng.gov.cn/",
        "http://www.liaocheng.gov.cn:8443/",
        "http://www.liaocheng.gov.cn./a.html",
        "http:///a.html",
        "http://www.liaocheng.gov.cn/gate/big5/www.liaocheng.gov.cn/a.html",
    ],
)
def test_everything_else_is_left_alone_with_a_reason(url: str) -> None:
    assert scope.refusal(REAL, url)


def test_a_sandbox_portal_keeps_to_its_own_host_and_port() -> None:
    assert scope.refusal(BOX, "http://127.0.0.1:8000/x") is None
    assert scope.refusal(BOX, "http://127.0.0.1:8001/x")
    assert scope.refusal(BOX, "http://www.liaocheng.gov.cn/x")


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("HTTP://WWW.a.gov.cn:80/x.html#top", "http://www.a.gov.cn/x.html"),
        ("http://a.gov.cn/x.html;jsessionid=0A1B?id=3", "http://a.gov.cn/x.html?id=3"),
        ("http://a.gov.cn/x.pdf?t=1705300000000", "http://a.gov.cn/x.pdf"),
        ("http://a.gov.cn/x?id=7&_=0.123&page=2", "http://a.gov.cn/x?id=7&page=2"),
        ("http://a.gov.cn/a/../b/./c.html", "http://a.gov.cn/b/c.html"),
        ("http://a.gov.cn/../../c/..", "http://a.gov.cn/"),
        ("http://a.gov.cn", "http://a.gov.cn/"),
        ("http://a.gov.cn/年报.pdf", "http://a.gov.cn/%E5%B9%B4%E6%8A%A5.pdf"),
        ("http://a.gov.cn/x?t=12", "http://a.gov.cn/x?t=12"),
        ("https://a.gov.cn:443/x/y.html", "https://a.gov.cn/x/y.html"),
        ("http://a.gov.cn:8080/x/y.html", "http://a.gov.cn:8080/x/y.html"),
        # nothing to take hours over
        (f"http://a.gov.cn/{'a' * 90}!", f"http://a.gov.cn/{'a' * 90}!"),
    ],
)
def test_one_address_has_one_spelling(url: str, same: str) -> None:
    assert scope.canonical(url) == same
    assert scope.canonical(same) == same


@given(address=st.from_regex(r"(\./|/|\.\./)?[a-z_.-]{0,4}(/[a-z.]{0,3}){0,2}(\?[a-z]=1)?", fullmatch=True))
def test_an_address_below_its_page_leads_where_any_other_of_its_spellings_does(address: str) -> None:
    shown = HtmlResponse("http://a.gov.cn/x/y/index.html?b=1/2", body=b"<html></html>", encoding="utf-8")
    assert join(shown, address) == shown.urljoin(address)


def test_a_page_whose_tree_was_grown_goes_with_its_last_reader_and_needs_no_collector() -> None:
    page = as_text(HtmlResponse("http://a.gov.cn/x", body="<p>公开</p>".encode(), encoding="utf-8"))
    assert isinstance(page, Page)
    page.grow()
    assert page.css("p::text").getall() == ["公开"]
    seen = weakref.ref(page)
    gc.disable()
    try:
        del page
        assert seen() is None
    finally:
        gc.enable()


def test_markup_that_no_header_calls_so_is_a_page_with_all_that_was_said_of_it() -> None:
    told = as_text(Response("http://a.gov.cn/x", status=404, body="<html>公开</html>".encode("gbk"), flags=["partial"]))
    assert told is not None
    assert (told.status, told.flags, told.text) == (404, ["partial"], "<html>公开</html>")


def test_no_real_portal_is_asked_fast_and_the_registry_s_delay_is_the_shortest_pause() -> None:
    hasty = REAL.model_copy(update={"delay": 0.0})
    assert delay_of(hasty) > 0
    assert delay_of(BOX.model_copy(update={"delay": 0.0})) == 0
    slots = scrapy_settings([REAL, hasty.model_copy(update={"id": "b"})])["DOWNLOAD_SLOTS"]
    one = slots["www.liaocheng.gov.cn"]
    assert one["concurrency"] == 1
    assert one["delay"] * (1 - one["jitter"]) >= REAL.delay


# --- the ledger --------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from([None, *OUTCOMES]))), st.booleans())
def test_the_balance_holds_whatever_happens_to_the_documents(
    events: list[tuple[int, str | None]], finished: bool
) -> None:
    ledger = Ledger()
    for number, outcome in events:
        url = f"http://a.gov.cn/{number}"
        ledger.discover(url)
        if outcome:
            try:
                ledger.settle(url, outcome, because("damaged_body"))  # type: ignore[arg-type]
            except ValueError:
                continue  # it had its outcome
    if finished:
        ledger.close(because("stopped"))
    counts = ledger.balance()
    assert counts["discovered"] == sum(counts[name] for name in OUTCOMES) == len({n for n, _ in events})
    assert len(ledger.reasons()) == counts["failed"] + counts["blocked"] + counts["out_of_scope"]


def test_a_document_is_settled_once_and_only_if_discovered() -> None:
    ledger = Ledger()
    with pytest.raises(ValueError, match="no entry"):
        ledger.settle("http://a.gov.cn/1", "archived")
    ledger.discover("http://a.gov.cn/1")
    ledger.settle("http://a.gov.cn/1", "archived")
    with pytest.raises(ValueError, match="already"):
        ledger.settle("http://a.gov.cn/1", "failed", because("stopped"))


SEEN = {"listed": True, "rows": {"a", "b"}, "reports": 2}


@pytest.mark.parametrize(
    ("evidence", "failed", "kind"),
    [
        (SEEN, 0, "complete"),
        (SEEN | {"short_lists": [because("short_list", declared=3, seen=2)]}, 0, "partial"),
        (SEEN | {"lost_pages": [because("is_file")]}, 0, "partial"),
        (SEEN | {"open_end": because("pager_blind")}, 0, "partial"),
        (SEEN | {"shortfalls": [because("expected", least=9, key="2024", seen=2)]}, 0, "partial"),
        (SEEN, 1, "partial"),
        (SEEN | {"reports": 0}, 0, "silent"),
        (SEEN | {"silence": because("frozen", newest=2023, due=2024, by="2025-01-31")}, 0, "silent"),
        (SEEN | {"silence": because("frozen", newest=2023, due=2024, by="2025-01-31")}, 1, "partial"),
        (SEEN | {"signs": [because("reports_moved", n=2)]}, 0, "complete"),
        (SEEN | {"reports": 0, "lost_pages": ["p2"]}, 0, "partial"),
        (SEEN | {"wall": "jsl"}, 0, "blocked"),
        ({"error": because("http_status", status=500)}, 0, "failed"),
        ({}, 0, "failed"),
    ],
)
def test_the_verdict_is_drawn_from_evidence(evidence: dict, failed: int, kind: str) -> None:
    found, reason = verdict(Evidence(**evidence), {"failed": failed, "blocked": 0})
    assert found == kind
    assert (reason is None) == (kind == "complete")


def test_an_entry_of_the_summary_carries_counts_and_reasons() -> None:
    ledger = Ledger()
    ledger.discover("http://a.gov.cn/1")
    entry = summary_of("trs", ledger, Evidence(**SEEN))
    reason = {"reason": "not finished", "reason_code": "not_finished", "reason_zh": "未完成"}
    reason |= {"url": "http://a.gov.cn/1", "outcome": "failed", "via": None}
    assert entry["reasons"] == [reason]
    assert (entry["verdict"], entry["platform"]) == ("partial", "trs")


# --- charsets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("declared", ["utf-8", "gbk", "iso-8859-1", "nonsense"])
def test_a_page_is_read_in_its_true_charset_whatever_the_header_says(encoding: str, declared: str) -> None:
    body = "<html><li>政府信息公开年度报告</li></html>".encode(encoding)
    answer = HtmlResponse("http://a.gov.cn/", body=body, headers={"Content-Type": f"text/html; charset={declared}"})
    page = as_text(answer)
    assert page is not None
    assert "政府信息公开年度报告" in page.text


def test_a_file_is_no_text_and_a_page_without_a_type_is() -> None:
    assert as_text(Response("http://a.gov.cn/a.pdf", body=b"%PDF-1.7\n<<")) is None
    assert as_text(Response("http://a.gov.cn/a", body=b" <html></html>")) is not None


@pytest.mark.parametrize(
    ("title", "is_other"),
    [
        ("聊城市水利局2024年政府信息公开工作年度报告", False),
        ("市水利局2024年政府信息公开工作年度报告", False),
        ("2024年聊城市水利局政府信息公开工作年度报告", False),
        ("2024年政府信息公开工作年度报告", False),
        ("聊城市教育局2024年政府信息公开工作年度报告", True),
        ("关于2023年度市财政局政府信息公开工作的报告", True),
    ],
)
def test_a_title_on_a_body_s_own_column_that_names_another_body_is_told(title: str, is_other: bool) -> None:
    portal = Portal(
        id="slj", name="聊城市水利局", adcode="371500", list_url="http://slj.liaocheng.gov.cn/", scope="agency"
    )
    assert bodies.is_of_another(portal, title) is is_other

"""Whole crawls against portals on loopback: every document gets its outcome, every portal its verdict."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
from portal_server import (
    UNTOLD,
    Reply,
    Site,
    balanced,
    crawl,
    entry,
    report,
    title,
    trs_list,
    trs_row,
    trs_site,
)

from warehouse.archive import load_captures, read_payload, verify
from warehouse.home import Home

SECTIONS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "行政复议",
    "存在的主要问题",
    "其他需要报告的事项",
)


def test_one_document_s_failure_costs_no_other(new_site: Callable[[], Site], tmp_path: Path) -> None:
    site, other = new_site(), new_site()
    trs_site(site, range(1, 13))
    trs_site(other, range(1, 3))
    at = "/zfxxgknb/202501/t20250115_{}.html".format
    site.pages[at(1001)] = Reply("error", 500)
    site.pages[at(1002)] = Reply("gone", 404)
    site.pages[at(1003)] = Reply("<html>half", announce=5000)
    site.pages[at(1004)] = Reply(gzip.compress(os.urandom(900))[:-9], headers={"Content-Encoding": "gzip"})
    site.pages[at(1005)] = Reply("")
    site.pages[at(1006)] = Reply(status=302, headers={"Location": "/"})
    site.pages["/"] = Reply("<html>首页</html>")
    site.pages[at(1007)] = Reply(status=302, headers={"Location": at(1007)})
    site.pages[at(1008)] = Reply("<html><li>首页</li><h1>您访问的页面不存在或已删除</h1></html>")
    site.pages[at(1009)] = Reply("<html>因系统升级维护，网站暂停访问，不便之处敬请谅解。</html>")
    site.pages[at(1010)] = Reply("<html><div id='app'></div><script src='/app.js'></script></html>")
    site.pages[at(1011)] = Reply("<html><div>政府信息公开工作年度报告一、总体情况", announce=UNTOLD)
    done = crawl(tmp_path, [entry("a", site.url + "/zfxxgknb/"), entry("b", other.url + "/zfxxgknb/")])
    found = done.portal("a")
    reasons = {str(int(one["url"][-9:-5]) - 1000): one["reason"] for one in found["reasons"]}
    assert reasons == {
        "1": "the server answered HTTP 500",
        "2": "the server answered HTTP 404",
        "3": "the answer ended before its announced length",
        "4": "the body is cut, damaged or unpacks to far more than a document",
        "5": "the body is empty",
        "6": "it redirects to the home page",
        "7": "the redirects do not end",
        "8": "the page says that what was asked for is not there",
        "9": "the site says that it is under maintenance",
        "10": "the page is an empty frame",
        "11": "the answer ends in its middle",
    }
    assert (found["verdict"], found["archived"], found["failed"]) == ("partial", 1, 11)
    assert done.portal("b")["verdict"] == "complete"
    assert balanced(found)
    assert balanced(done.summary["balance"])
    assert done.summary["balance"]["discovered"] == 14
    captures = load_captures(Home(tmp_path))
    assert {302, 404, 500} <= set(captures["status"].to_list())  # what went wrong is archived too
    good = captures.filter(pl.col("role") == "page", pl.col("status") == 200, pl.col("blocked_kind").is_null())
    assert good["url"].n_unique() == 3  # and no reader takes it for a document
    assert verify(Home(tmp_path)).ok


def test_every_answer_stands_in_the_archive_with_its_origin(site: Site, tmp_path: Path) -> None:
    page = Reply(
        f"<html><title>{title(1)}</title><div class='TRS_Editor'><a href='./P0202501.pdf'>附件</a></div></html>"
    )
    site.pages["/nb/"] = trs_list([trs_row(1), trs_row(2, href="/nb/moved.html")])
    site.pages["/nb/202501/t20250115_1001.html"] = page
    site.pages["/nb/202501/P0202501.pdf"] = Reply(b"%PDF-1.7", headers={"Content-Type": "application/pdf"})
    site.pages["/nb/moved.html"] = Reply(status=301, headers={"Location": "/nb/new.html"})
    site.pages["/nb/new.html"] = report(2)
    done = crawl(tmp_path, [entry("a", site.url + "/nb/")])
    assert (done.portal("a")["verdict"], done.portal("a")["archived"]) == ("complete", 3)
    home = Home(tmp_path)
    rows = {row["url"].removeprefix(site.url): row for row in load_captures(home).to_dicts()}
    assert {path: row["role"] for path, row in rows.items()} == {
        "/robots.txt": "robots",
        "/nb/": "list",
        "/nb/202501/t20250115_1001.html": "page",
        "/nb/202501/P0202501.pdf": "attachment",
        "/nb/moved.html": "page",
        "/nb/new.html": "page",
    }
    first = rows["/nb/202501/t20250115_1001.html"]
    assert (first["via"], first["link_title"]) == (site.url + "/nb/", title(1))
    assert str(first["listed_on"]) == "2025-01-15"
    assert rows["/nb/202501/P0202501.pdf"]["via"] == first["url"]
    assert rows["/nb/new.html"]["via"] == site.url + "/nb/moved.html"
    assert read_payload(home, first) == page.bytes


def test_false_friends_old_reports_and_other_hosts_are_out_of_scope_with_their_reason(
    site: Site, tmp_path: Path
) -> None:
    site.pages["/nb/"] = trs_list(
        [
            trs_row(1),
            trs_row(2, text="2024年政府网站工作年度报表"),
            trs_row(3, text=title(3, 2016)),
            trs_row(4, href="http://mirror.example.com/nb/t20250115_4.html"),
            trs_row(5, text="市政府召开常务会议"),
        ]
    )
    site.pages["/nb/202501/t20250115_1001.html"] = report(1, "<a href='http://files.example.com/a.pdf'>附件</a>")
    found = crawl(tmp_path, [entry("a", site.url + "/nb/", since=2018)]).portal("a")
    reasons = [(one["outcome"], one["reason"]) for one in found["reasons"]]
    assert reasons == [
        ("out_of_scope", "a work table of a government website"),
        ("out_of_scope", "its year 2016 is before 2018"),
        ("out_of_scope", "mirror.example.com is not the host of the sandbox portal"),
        ("out_of_scope", "files.example.com is not the host of the sandbox portal"),
    ]
    assert (found["verdict"], found["discovered"], found["archived"]) == ("complete", 5, 1)
    assert balanced(found)


def test_a_redirect_out_of_the_portal_is_not_followed(new_site: Callable[[], Site], tmp_path: Path) -> None:
    site, other = new_site(), new_site()
    trs_site(site, [1, 2])
    site.pages["/zfxxgknb/202501/t20250115_1001.html"] = Reply(
        status=302, headers={"Location": other.url + "/stolen.html"}
    )
    found = crawl(tmp_path, [entry("a", site.url + "/zfxxgknb/")]).portal("a")
    assert (found["out_of_scope"], found["archived"]) == (1, 1)
    assert not other.log


# --- night after night -------------------------------------------------------------------------------


def test_the_next_night_asks_conditionally_and_archives_only_what_changed(site: Site, tmp_path: Path) -> None:
    home = Home(tmp_path)
    trs_site(site, [1, 2, 3])
    at = "/zfxxgknb/202501/t20250115_100{}.html".format
    site.pages[at(1)] = report(1, "<a href='f.pdf'>附件</a>")  # has an ETag: answers 304
    site.pages["/zfxxgknb/202501/f.pdf"] = Reply(b"%PDF-1", headers={"Last-Modified": "Wed, 15 Jan 2025 08:00:00 GMT"})
    site.pages[at(2)] = Reply(report(2).body)  # has none: sends the same bytes
    entries = [entry("a", site.url + "/zfxxgknb/")]
    first = crawl(tmp_path, entries, "r1").portal("a")
    assert (first["archived"], first["unchanged"]) == (4, 0)
    site.pages[at(3)] = report(3, "<p>一个数字改了</p>")
    second = crawl(tmp_path, entries, "r2", "--recheck", "all").portal("a")
    assert (second["archived"], second["unchanged"], second["verdict"]) == (1, 3, "complete")
    assert balanced(second)
    pdf = site.asked("/zfxxgknb/202501/f.pdf")[1]
    assert pdf.headers["If-Modified-Since"] == "Wed, 15 Jan 2025 08:00:00 GMT"
    captures = load_captures(home)
    night = {row["url"]: row for row in captures.to_dicts() if row["run_id"] == "r2"}
    assert (night[site.url + at(1)]["status"], night[site.url + at(1)]["record_type"]) == (304, "revisit")
    assert (night[site.url + at(2)]["status"], night[site.url + at(2)]["record_type"]) == (200, "revisit")
    assert (night[site.url + at(3)]["status"], night[site.url + at(3)]["record_type"]) == (200, "response")
    both = [row for row in captures.to_dicts() if row["url"] == site.url + at(3)]
    assert "一个数字改了" not in read_payload(home, both[0]).decode()
    assert "一个数字改了" in read_payload(home, both[1]).decode()
    third = crawl(tmp_path, entries, "r3", "--recheck", "all").portal("a")
    assert (third["archived"], third["unchanged"]) == (0, 4)
    assert verify(home).ok


def test_a_condition_about_one_address_is_not_put_to_the_one_it_now_leads_to(site: Site, tmp_path: Path) -> None:
    trs_site(site, [1])
    old, new = "/zfxxgknb/202501/t20250115_1001.html", "/zfxxgknb/moved.html"
    entries = [entry("a", site.url + "/zfxxgknb/")]
    crawl(tmp_path, entries, "r1")
    site.pages[new] = report(1, "<p>another page under the same ETag</p>")
    site.pages[new].headers = report(1).headers  # type: ignore[union-attr]
    site.pages[old] = Reply(status=302, headers={"Location": new})
    assert crawl(tmp_path, entries, "r2", "--recheck", "all").portal("a")["archived"] == 1
    assert "If-None-Match" in site.asked(old)[1].headers
    assert "If-None-Match" not in site.asked(new)[0].headers


def test_a_damaged_document_is_fetched_again_whole(site: Site, tmp_path: Path) -> None:
    home = Home(tmp_path)
    trs_site(site, [1])
    entries = [entry("a", site.url + "/zfxxgknb/")]
    crawl(tmp_path, entries, "r1")
    row = load_captures(home).filter(role="page").to_dicts()[0]
    path = home.warc / row["warc_file"]
    data = bytearray(path.read_bytes())
    data[row["warc_offset"] + 60] ^= 0xFF
    path.write_bytes(data)
    done = crawl(tmp_path, entries, "r2")
    assert "It is fetched again" in done.stderr
    again = load_captures(home).filter(role="page", run_id="r2").to_dicts()[0]
    assert again["record_type"] == "response"
    assert read_payload(home, row["payload_sha256"]) == report(1).bytes
    assert [problem.offset for problem in verify(home).problems] == [row["warc_offset"]] * 2


def test_a_portal_that_falls_silent_or_loses_half_its_list_is_seen_in_the_same_night(
    new_site: Callable[[], Site], tmp_path: Path
) -> None:
    silent, halved, expected, moved, hijacked = (new_site() for _ in range(5))
    for one in (silent, halved, expected, moved, hijacked):
        trs_site(one, range(1, 7))
    whole = "".join(f"<p>{word}：示例若干字的正文，说明本年度的有关工作。</p>" for word in SECTIONS * 2)
    hijacked.pages["/zfxxgknb/202501/t20250115_1003.html"] = report(3, whole)
    names = {"silent": silent, "halved": halved, "expected": expected, "moved": moved, "other": hijacked}
    entries = [entry(name, one.url + "/zfxxgknb/") for name, one in names.items()]
    entries[2]["expect"] = {"2024": 7, "links": 6}
    first = crawl(tmp_path, entries, "r1")
    assert [first.portal(name)["verdict"] for name in names] == [
        *("complete", "complete", "partial", "complete", "complete")
    ]
    assert "expected 7 reports (2024), the list names 6" in first.portal("expected")["reason"]
    silent.pages["/zfxxgknb/"] = trs_list([])
    halved.pages["/zfxxgknb/"] = trs_list(map(trs_row, [1, 2]))
    old = dict(moved.pages)
    moved.pages.clear()
    trs_site(moved, range(1, 7), "/zwgk/gknb/")
    moved.pages["/"] = Reply(
        "<html><title>示例市</title><a href='/yw/'>要闻</a><a href='/zwgk/gknb/'>政府信息公开年报</a></html>"
    )
    notice = "<html><title>公告</title><div class='TRS_Editor'>因内容有误，原政府信息公开工作年度报告已撤回，更正后另行公布。</div></html>"
    hijacked.pages["/zfxxgknb/202501/t20250115_1003.html"] = Reply(notice)
    second = crawl(tmp_path, entries, "r2", "--recheck", "all")
    signs = {sign["reason_code"] for sign in second.portal("moved")["signs"]}
    assert (second.portal("moved")["verdict"], old.keys() & moved.pages.keys()) == ("complete", set())
    assert signs >= {"found_again", "reports_moved"}
    assert [sign["reason_code"] for sign in second.portal("other")["signs"]].count("reports_emptied") == 1
    assert second.portal("silent")["verdict"] == "silent"
    assert second.portal("halved")["verdict"] == "partial"
    assert "4 of the 6 documents of earlier runs" in second.portal("halved")["reason"]


# --- the command -------------------------------------------------------------------------------------


def test_the_command_says_in_one_sentence_why_it_could_not_run(site: Site, tmp_path: Path) -> None:
    trs_site(site, [1])
    entries = [entry("a", site.url + "/zfxxgknb/")]
    unknown = crawl(tmp_path / "one", entries, "r1", "--portal", "b")
    assert (unknown.code, unknown.summary) == (1, {})
    assert "has no portal b" in unknown.stderr
    broken = crawl(tmp_path / "two", [entries[0] | {"adcode": "37"}])
    assert broken.code == 1
    assert "adcode" in broken.stderr
    assert "Traceback" not in unknown.stderr + broken.stderr


def test_only_the_portals_asked_for_are_visited(site: Site, tmp_path: Path) -> None:
    trs_site(site, [1])
    entries = [entry(name, site.url + "/zfxxgknb/", enabled=name != "off") for name in ("a", "b", "off")]
    assert list(crawl(tmp_path / "1", entries).summary["portals"]) == ["a", "b"]
    assert list(crawl(tmp_path / "2", entries, "r1", "--portal", "off").summary["portals"]) == ["off"]


def test_a_page_that_upsets_an_adapter_is_that_portal_s_failure_alone(
    new_site: Callable[[], Site], tmp_path: Path
) -> None:
    good, odd = new_site(), new_site()
    trs_site(good, [1])
    rows = [trs_row(1), trs_row(2, href="http://[oops/t20250115_2.html"), trs_row(3, href="javascript:void(0)")]
    odd.pages["/zfxxgknb/"] = trs_list(rows)
    odd.pages["/zfxxgknb/202501/t20250115_1001.html"] = Reply("<html>年度报告".encode() + bytes(range(256)) * 40)
    done = crawl(tmp_path, [entry("good", good.url + "/zfxxgknb/"), entry("odd", odd.url + "/zfxxgknb/")])
    assert done.portal("good")["verdict"] == "complete"
    assert done.portal("odd")["archived"] == 1
    assert balanced(done.portal("odd"))


def test_under_dagster_pipes_the_summary_reaches_the_orchestrator(site: Site, tmp_path: Path) -> None:
    from dagster import PipesSubprocessClient, asset, materialize
    from portal_server import command

    trs_site(site, [1, 2])
    asked = command(tmp_path, [entry("a", site.url + "/zfxxgknb/")], "r1")
    told = []

    @asset(required_resource_keys={"pipes"})
    def captures(context):  # type: ignore[no-untyped-def]
        done = context.resources.pipes.run(command=asked, context=context)
        told.extend(done.get_custom_messages())
        return done.get_materialize_result()

    assert materialize([captures], resources={"pipes": PipesSubprocessClient()}).success
    assert json.dumps(told[0]["balance"], sort_keys=True) == json.dumps(
        {"archived": 2, "blocked": 0, "discovered": 2, "failed": 0, "out_of_scope": 0, "unchanged": 0}
    )

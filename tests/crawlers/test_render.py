"""Lists that only a browser draws: what is asked for them, what is kept of them, and where they end."""

from __future__ import annotations

import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest
from portal_server import Reply, Site, crawl, entry, report
from scrapy.http import HtmlResponse

from crawlers.outcome import FailedError
from crawlers.wire.render import Browser, executable
from warehouse.archive import load_captures, read_payload
from warehouse.home import Home

LIST = "/gongkai/channel_c_5f9fa491ab327f36e4c13060/"
ROWS = [
    {"t": f"示例县{name}2025年政府信息公开工作年度报告", "u": f"doc_{number:024x}.html"}
    for number, name in enumerate(("教育局", "民政局", "司法局"), 0x6376EDD3)
]
DRAWS = """<html><head><title>政府信息公开年报</title><link rel="stylesheet" href="/look.css"></head>
<body><img src="/logo.png"><div id="app"></div><script src="/app.js"></script></body></html>"""
APP = """fetch('/api/rows', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: '{"page":1}'})
  .then((answer) => answer.json())
  .then((rows) => { document.getElementById('app').innerHTML = '<ul>' + rows.map(
    (row) => `<li><a href="${row.u}">${row.t}</a><span>2026-01-20</span></li>`).join('') + '</ul>'; });"""


@pytest.fixture
def scripted(site: Site) -> Site:
    """A portal whose list a script draws from an end point's JSON."""
    pytest.importorskip("playwright")
    if executable() is None:
        pytest.skip("no Chromium on this machine (set GONGKAI_CHROMIUM or install one)")
    site.pages[LIST] = Reply(DRAWS)
    site.pages["/app.js"] = Reply(APP, headers={"Content-Type": "application/javascript"})
    told = json.dumps(ROWS, ensure_ascii=False)
    site.pages["/api/rows"] = lambda seen: (
        Reply(told, headers={"Content-Type": "application/json"}) if '"page":1' in seen.body else Reply("[]")
    )
    for number, row in enumerate(ROWS):
        site.pages[LIST + row["u"]] = report(number)
    return site


def at(site: Site) -> dict[str, object]:
    return entry("a", site.url + LIST) | {"render": "browser"}


@pytest.mark.browser
def test_a_list_drawn_by_a_script_is_read_and_every_byte_of_it_kept_for_what_it_is(
    scripted: Site, tmp_path: Path
) -> None:
    found = crawl(tmp_path, [at(scripted)]).portal("a")
    assert (found["verdict"], found["archived"]) == ("complete", 3), str(found)
    asked = [one.path for one in scripted.log]
    assert sorted(asked) == sorted(["/robots.txt", LIST, "/app.js", "/api/rows", *(LIST + row["u"] for row in ROWS)])
    assert all(one.headers["User-Agent"].startswith("gongkai/") for one in scripted.log)
    rows = {row["url"].removeprefix(scripted.url): row for row in load_captures(Home(tmp_path)).to_dicts()}
    drawn = [row for row in load_captures(Home(tmp_path)).to_dicts() if row["role"] == "rendered"]
    assert [row["record_type"] for row in drawn] == ["resource"]
    assert ROWS[0]["t"].encode() in read_payload(Home(tmp_path), drawn[0])
    assert json.loads(read_payload(Home(tmp_path), rows["/api/rows"])) == ROWS


@pytest.mark.browser
def test_a_wall_before_the_rows_is_a_wall_and_robots_hold_for_scripts_too(scripted: Site, tmp_path: Path) -> None:
    wall = "<script>document.cookie='__jsl_clearance_s=1';location.href=location.pathname</script>"
    scripted.pages["/api/rows"] = Reply(wall, 521, {"Set-Cookie": "__jsluid_s=1"})
    found = crawl(tmp_path / "wall", [at(scripted)]).portal("a")
    assert (found["verdict"], [one.path for one in scripted.log].count("/api/rows")) == ("blocked", 1), found
    scripted.log.clear()
    scripted.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /api/\n", headers={"Content-Type": "text/plain"})
    assert crawl(tmp_path / "robots", [at(scripted)]).portal("a")["verdict"] != "complete"
    assert "/api/rows" not in [one.path for one in scripted.log]


def test_without_the_extra_the_portal_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)

    async def draw() -> None:
        await Browser().draw(HtmlResponse("http://127.0.0.1/", body=b"<html>"), None, monotonic() + 5)  # type: ignore[arg-type]

    # in a thread of its own, for the tests of the pages leave a loop running in theirs
    with ThreadPoolExecutor(1) as thread, pytest.raises(FailedError, match=r"pip install '\.\[browser\]'"):
        thread.submit(asyncio.run, draw()).result()

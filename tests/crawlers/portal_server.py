"""Small portals on loopback for the crawler's tests: scripted answers, a log of what was asked, and a crawl to run."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

#: An answer that announces no length and ends with the connection.
UNTOLD = -1


@dataclass
class Reply:
    """What a page answers; `announce` lies about the length or leaves it UNTOLD, `hold` keeps the client waiting before the body."""

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    announce: int | None = None
    hold: float = 0.0

    @property
    def bytes(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass
class Seen:
    """One request the server got."""

    method: str
    path: str
    headers: dict[str, str]
    body: str
    began: float
    ended: float = 0.0


Page = Reply | Callable[[Seen], Reply]


class Site:
    """A portal: pages by path (query and all, else without), and the log of its requests."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.log: list[Seen] = []
        self._lock = threading.Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.answer(self)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length).decode()
        seen = Seen(handler.command, handler.path, dict(handler.headers), body, time.monotonic())
        with self._lock:
            self.log.append(seen)
        page = self.pages.get(handler.path) or self.pages.get(urlsplit(handler.path).path) or Reply("none", 404)
        reply = page(seen) if callable(page) else page
        etag = reply.headers.get("ETag")
        if etag and etag == handler.headers.get("If-None-Match"):
            reply = Reply(status=304, headers={"ETag": etag})
        time.sleep(reply.hold)
        seen.ended = time.monotonic()
        try:
            self._send(handler, reply)
        except OSError:
            return  # the client has gone, as some tests mean it to

    @staticmethod
    def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        handler.send_response(reply.status)
        headers = {"Content-Type": "text/html; charset=utf-8"} | reply.headers
        for name, value in headers.items():
            handler.send_header(name, value)
        if reply.status != 304:
            size = len(reply.bytes) if reply.announce is None else reply.announce
            if reply.announce != UNTOLD:
                handler.send_header("Content-Length", str(size))
        handler.end_headers()
        handler.wfile.write(reply.bytes)
        if reply.announce is not None:
            handler.close_connection = True

    def asked(self, path: str) -> list[Seen]:
        """The requests for a path."""
        return [seen for seen in self.log if seen.path.split("?")[0] == path.split("?", maxsplit=1)[0]]

    def documents_asked(self) -> list[str]:
        """The paths asked for besides robots.txt and lists."""
        return [seen.path for seen in self.log if "/t20" in seen.path or "/art/" in seen.path]

    def most_at_once(self) -> int:
        """The most requests the server had open at the same time."""
        marks = sorted([(seen.began, 1) for seen in self.log] + [(seen.ended, -1) for seen in self.log])
        level = most = 0
        for _, step in marks:
            level += step
            most = max(most, level)
        return most


class Lateness:
    """How late this process came to run at worst while it watched, in seconds: what a server may be late in noting a request.

    Next to nothing on a quiet machine; on a busy one, what two marks of the log may stand too near to each other.
    """

    _STEP = 0.01

    def __enter__(self) -> Lateness:
        self.seconds = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.is_set():
            began = time.monotonic()
            time.sleep(self._STEP)
            self.seconds = max(self.seconds, time.monotonic() - began - self._STEP)


# --- pages -------------------------------------------------------------------------------------------


def title(number: int, year: int = 2024) -> str:
    return f"示例市第{number}局{year}年政府信息公开工作年度报告"


def report(number: int, extra: str = "") -> Reply:
    body = f"<html><title>{title(number)}</title><div class='TRS_Editor'><p>示例 {number}</p>{extra}</div></html>"
    return Reply(body, headers={"ETag": f'"{number}-{len(extra)}"'})


def trs_row(number: int, text: str = "", href: str = "", day: str = "2025-01-15") -> str:
    href = href or f"./202501/t20250115_{1000 + number}.html"
    text = text or title(number)
    short = text if len(text) < 20 else text[:18] + "…"
    return f'<li><a href="{href}" target="_blank" title="{text}">{short}</a><span>{day}</span></li>'


def trs_list(rows: Iterable[str], pages: int = 1, current: int = 0) -> Reply:
    pager = f'<script type="text/javascript">createPageHTML({pages}, {current}, "index", "html");</script>'
    menu = '<ul><li><a href="../">首页</a></li><li><a href="./">政府信息公开年报</a></li></ul>'
    return Reply(f"<html>{menu}<ul class='u-list'>{''.join(rows)}<li class='empty'></li></ul>{pager}</html>")


def trs_site(site: Site, numbers: Iterable[int], folder: str = "/zfxxgknb/") -> None:
    """A whole one-page TRS portal with a report behind each row."""
    numbers = list(numbers)
    site.pages[folder] = trs_list(map(trs_row, numbers))
    for number in numbers:
        site.pages[f"{folder}202501/t20250115_{1000 + number}.html"] = report(number)


def record(number: int, text: str = "") -> str:
    text = text or title(number)
    return (
        f'<record><![CDATA[ <li class="row"><a title=\'{text}\' target="_blank" '
        f'href="/art/2025/1/15/art_7_{number}.html"> {text[:8]}…</a><span>2025-01-15</span> </li> ]]></record>'
    )


def datastore(records: Iterable[str]) -> str:
    stray = "<record><![CDATA[<li style=<br/>]]></record>"
    return (
        '<datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&columnid=7"></a>]]>'
        f"</nextgroup><recordset><ul></ul>{''.join(records)}{stray}</recordset></datastore>"
    )


def jpage_unit(unit: str, records: Iterable[str], total: int, per_page: int = 2, group: int = 2) -> str:
    options = f"groupSize:{group},proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:{per_page},ajaxParam:param_{unit}"
    return (
        f'<div id="{unit}"><script type="text/xml">{datastore(records)}</script></div>'
        f"<script>var param_{unit} = {{col:1,appid:'1',webid:3,path:'/',columnid:7,sourceContentType:1,"
        f"unitid:'{unit}',webname:'示例市',permissiontype:0}}; function jpage_{unit}(){{"
        f"$('#{unit}').jpage({{themeName:'default',totalRecord:1000,dataBefore:'<ul class=\"a\">',{options}}});}};"
        f"$(function(){{$('#{unit}').jpage({{themeName:'default',totalRecord:{total},"
        f"dataStore:$('#{unit}').children('script').html(),{options}}});}});</script>"
    )


# --- a crawl ---------------------------------------------------------------------------------------------


@dataclass
class Crawled:
    """A finished crawl process."""

    code: int
    stderr: str
    summary: dict[str, Any]

    def portal(self, portal_id: str) -> dict[str, Any]:
        return self.summary["portals"][portal_id]


def entry(portal_id: str, url: str, **given: Any) -> dict[str, Any]:
    known = {"name": "示例市", "adcode": "371500", "platform": "auto", "sandbox": True, "delay": 0}
    return {"id": portal_id, "list_url": url} | known | given


def command(home: Path, entries: list[dict[str, Any]], run_id: str, *more: str) -> list[str]:
    registry, summary = home / "registry.yaml", home / f"{run_id}.json"
    home.mkdir(parents=True, exist_ok=True)
    registry.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    given = ["--home", str(home), "--run-id", run_id, "--portals", str(registry), "--summary", str(summary)]
    return [sys.executable, "-m", "crawlers", *given, *more]


def crawl(home: Path, entries: list[dict[str, Any]], run_id: str = "r1", *more: str) -> Crawled:
    asked = command(home, entries, run_id, *more)
    done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=120)
    path = home / f"{run_id}.json"
    summary = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return Crawled(done.returncode, done.stderr, summary)


def balanced(counts: dict[str, Any]) -> bool:
    parts = ("archived", "unchanged", "failed", "blocked", "out_of_scope")
    return counts["discovered"] == sum(counts[name] for name in parts)

"""Portals are treated politely even when things go wrong: one request at a time, walls respected, robots obeyed."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from portal_server import Lateness, Reply, Seen, Site, balanced, crawl, entry, report, trs_list, trs_row, trs_site

from crawlers.settings import CONTACT
from warehouse.archive import load_captures
from warehouse.home import Home

NB = "/zfxxgknb/"
JSL = Reply("<script>document.cookie='__jsl_clearance_s=1'</script>", 521, {"Set-Cookie": "__jsluid_s=1"})


def test_one_request_at_a_time_the_delay_apart_under_our_own_name(site: Site, tmp_path: Path) -> None:
    trs_site(site, range(4))
    trs_site(site, range(4), "/other/")
    for path, page in site.pages.items():
        if isinstance(page, Reply) and "/t20250115_1001" in path:
            page.hold = 0.7  # longer than the delay: the next request must wait for the answer too
    trs_site(site, range(2), "/third/")
    # a host of another name behind the same address
    named = site.url.replace("127.0.0.1", "localhost") + "/third/"
    entries = [entry("a", site.url + NB, delay=0.1), entry("b", site.url + "/other/", delay=0.2)]
    with Lateness() as late:
        done = crawl(tmp_path, [*entries, entry("c", named, delay=0.2)])
    assert [done.portal(name)["verdict"] for name in ("a", "b", "c")] == ["complete"] * 3
    assert site.most_at_once() == 1
    starts = sorted(seen.began for seen in site.log)
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    # they share the host or its address, so the longer delay holds; the log is the server's, a little later than the start
    assert min(gaps) > 0.15 - late.seconds
    assert starts[-1] - starts[0] > 0.15 * len(gaps) - late.seconds  # and none is made up for by the next
    assert all(CONTACT in seen.headers["User-Agent"] for seen in site.log)
    assert all(seen.headers["User-Agent"].startswith("gongkai/") for seen in site.log)
    assert len(site.asked("/robots.txt")) == 2


@pytest.mark.parametrize("where", ["list", "document", "robots"])
def test_a_wall_blocks_the_portal_by_its_kind_and_the_host_is_left_alone(
    where: str, new_site: Callable[[], Site], tmp_path: Path
) -> None:
    walls = {
        "jsl": JSL,
        "riversec": Reply("<script>$_ts={}</script>", 412),
        "waf": Reply("<html>访问被拦截</html>"),
        "login": Reply("<html><title>统一身份认证登录</title><input type='password'></html>"),
    }
    sites = {kind: new_site() for kind in walls}
    path = {"list": NB, "document": f"{NB}202501/t20250115_1002.html", "robots": "/robots.txt"}[where]
    for kind, one in sites.items():
        trs_site(one, range(1, 6))
        one.pages[path] = walls[kind]
    done = crawl(tmp_path, [entry(kind, one.url + NB) for kind, one in sites.items()])
    captures = load_captures(Home(tmp_path))
    for kind, one in sites.items():
        found = done.portal(kind)
        assert found["verdict"] == "blocked", (kind, found)
        assert kind in found["reason"]
        assert one.log[-1].path == path  # nothing was asked after the wall
        assert len(one.asked(path)) == 1
        expected = {"list": (0, 0), "document": (1, 4), "robots": (0, 0)}[where]
        assert (found["archived"], found["blocked"]) == expected
        assert balanced(found)
        walled = captures.filter(portal_id=kind).drop_nulls("blocked_kind")
        assert walled["blocked_kind"].to_list() == [kind]


def test_a_wall_on_a_further_list_page_blocks_what_was_found_before_it(site: Site, tmp_path: Path) -> None:
    trs_site(site, range(1, 4))
    site.pages[NB] = trs_list(map(trs_row, range(1, 4)), 3)
    site.pages[f"{NB}index_1.html"] = JSL
    found = crawl(tmp_path, [entry("a", site.url + NB)]).portal("a")
    assert (found["verdict"], found["discovered"], found["blocked"]) == ("blocked", 3, 3)
    assert not site.documents_asked()


def test_what_robots_txt_disallows_is_not_fetched(new_site: Callable[[], Site], tmp_path: Path) -> None:
    whole, part, html, late = (new_site() for _ in range(4))
    for one in (whole, part, html, late):
        trs_site(one, range(1, 4))
    whole.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /")
    part.pages["/robots.txt"] = Reply(f"User-agent: gongkai\nDisallow: {NB}202501/t20250115_1002.html")
    html.pages["/robots.txt"] = Reply("<html>Disallow: /</html>")
    late.pages["/robots.txt"] = Reply(status=301, headers={"Location": "/r.txt"})
    late.pages["/r.txt"] = Reply("User-agent: *\nDisallow: /", headers={"Content-Type": "text/plain"})
    for one in (whole, part):
        one.pages["/robots.txt"].headers["Content-Type"] = "text/plain"  # type: ignore[union-attr]
    page = new_site()
    trs_site(page, range(1, 4))
    page.pages[NB] = trs_list(map(trs_row, range(1, 4)), 3)
    page.pages["/robots.txt"] = Reply(f"User-agent: *\nDisallow: {NB}index_", headers={"Content-Type": "text/plain"})
    names = {"whole": whole, "part": part, "html": html, "late": late, "page": page}
    done = crawl(tmp_path, [entry(name, one.url + NB) for name, one in names.items()])
    assert (done.portal("whole")["verdict"], len(whole.log)) == ("blocked", 1)
    assert "robots.txt disallows" in done.portal("whole")["reason"]
    assert (done.portal("part")["verdict"], done.portal("part")["blocked"]) == ("partial", 1)
    assert f"{NB}202501/t20250115_1002.html" not in part.documents_asked()
    assert done.portal("html")["verdict"] == "complete"
    assert (done.portal("page")["verdict"], done.portal("page")["archived"]) == ("partial", 3)
    assert (done.portal("late")["verdict"], len(late.log)) == ("blocked", 2)


def test_a_robots_txt_that_cannot_be_read_closes_the_host(new_site: Callable[[], Site], tmp_path: Path) -> None:
    sites = {"busy": new_site(), "broken": new_site(), "silent": new_site()}
    for one in sites.values():
        trs_site(one, [1])
    sites["busy"].pages["/robots.txt"] = Reply("", 503)
    sites["broken"].pages["/robots.txt"] = Reply("User-agent: *", announce=900)
    sites["silent"].pages["/robots.txt"] = Reply("User-agent: *", hold=8)
    given = [entry(name, one.url + NB) for name, one in sites.items()]
    done = crawl(tmp_path, given, "r1", "--budget", "3")
    for name, one in sites.items():
        found = done.portal(name)
        assert found["verdict"] == "failed"
        assert "robots.txt could not be read" in found["reason"], name
        assert {seen.path for seen in one.log} == {"/robots.txt"}
    assert "HTTP 503" in done.portal("busy")["reason"]
    assert len(sites["busy"].log) == 3


def test_retry_after_is_honoured_in_seconds_and_as_a_date(new_site: Callable[[], Site], tmp_path: Path) -> None:
    seconds, moment = new_site(), new_site()
    path = f"{NB}202501/t20250115_1001.html"

    def once(one: Site, status: int, value: Callable[[], str]) -> Callable[[Seen], Reply]:
        return lambda _: Reply("", status, {"Retry-After": value()}) if len(one.asked(path)) == 1 else report(1)

    for one in (seconds, moment):
        trs_site(one, [1, 2])
    seconds.pages[path] = once(seconds, 429, lambda: "1")
    soon = lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=2.2), usegmt=True)  # noqa: E731
    moment.pages[path] = once(moment, 503, soon)
    with Lateness() as late:
        done = crawl(tmp_path, [entry("seconds", seconds.url + NB), entry("moment", moment.url + NB)])
    for name, one in (("seconds", seconds), ("moment", moment)):
        assert done.portal(name)["verdict"] == "complete"
        first, second = one.asked(path)
        between = [seen for seen in one.log if first.ended < seen.began < second.began]
        assert not between  # the whole host is left in peace
        assert second.began - first.ended >= 0.9 - late.seconds


def test_a_host_that_asks_for_more_time_than_there_is_gets_it(site: Site, tmp_path: Path) -> None:
    trs_site(site, [1, 2, 3])
    path = f"{NB}202501/t20250115_1002.html"
    site.pages[path] = Reply("", 503, {"Retry-After": "3600"})
    found = crawl(tmp_path, [entry("a", site.url + NB)]).portal("a")
    assert (found["verdict"], found["archived"], found["failed"]) == ("partial", 1, 2)
    assert site.log[-1].path == path
    assert len(site.asked(path)) == 1
    assert "left alone" in found["reasons"][1]["reason"]


def test_the_pause_robots_txt_asks_for_is_kept(site: Site, tmp_path: Path) -> None:
    trs_site(site, [1])
    text = Reply("User-agent: *\nCrawl-delay: 0.5", headers={"Content-Type": "text/plain"})
    site.pages["/robots.txt"] = text
    with Lateness() as late:
        crawl(tmp_path, [entry("a", site.url + NB)])
    starts = [seen.began for seen in site.log]
    assert len(starts) == 3
    assert starts[2] - starts[1] > 0.4 - late.seconds


def test_a_slow_portal_spends_its_own_time_only(new_site: Callable[[], Site], tmp_path: Path) -> None:
    slow, quick = new_site(), new_site()
    trs_site(slow, range(1, 30))
    trs_site(quick, range(1, 4))
    for page in slow.pages.values():
        assert isinstance(page, Reply)
        page.hold = 0.4
    given = [entry("slow", slow.url + NB), entry("quick", quick.url + NB)]
    done = crawl(tmp_path, given, "r1", "--budget", "3")
    assert done.portal("quick")["verdict"] == "complete"
    found = done.portal("slow")
    assert found["verdict"] == "partial"
    assert found["discovered"] == 29
    assert 0 < found["archived"] < 20
    assert balanced(found)
    assert "visit ended before" in found["reasons"][-1]["reason"]


def test_a_real_portal_that_resolves_into_a_private_network_is_refused(site: Site, tmp_path: Path) -> None:
    name = socket.gethostname()
    try:
        socket.getaddrinfo(name, 80)
    except OSError:
        pytest.skip("this machine's own name does not resolve")
    port = site.url.rsplit(":", 1)[1]
    entries = [entry("a", f"http://{name}:{port}{NB}", sandbox=False)]
    found = crawl(tmp_path, entries).portal("a")
    assert found["verdict"] == "failed"
    assert "private address" in found["reason"] or "no host name" in found["reason"]
    assert not site.log


def test_cookies_asked_for_by_a_redirect_to_itself_are_sent_back(site: Site, tmp_path: Path) -> None:
    trs_site(site, [1])
    page = site.pages[NB]
    assert isinstance(page, Reply)
    gate = Reply(status=302, headers={"Location": NB, "Set-Cookie": "CT6T=1; Path=/"})
    site.pages[NB] = lambda seen: page if "CT6T=1" in seen.headers.get("Cookie", "") else gate
    assert crawl(tmp_path, [entry("a", site.url + NB)]).portal("a")["verdict"] == "complete"


def test_certificates_are_verified_unless_the_registry_says_otherwise(tmp_path: Path) -> None:
    key, cert = _self_signed(tmp_path)
    rows = trs_list([trs_row(1)]).bytes

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == NB else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(rows)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        url = f"https://127.0.0.1:{server.server_address[1]}{NB}"
        strict = crawl(tmp_path / "strict", [entry("a", url)]).portal("a")
        lenient = crawl(tmp_path / "lenient", [entry("a", url, verify_tls=False)]).portal("a")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert strict["verdict"] == "failed"
    assert "certificate" in strict["reason"]
    assert lenient["discovered"] == 1


def _self_signed(folder: Path) -> tuple[Path, Path]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sample")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(now - timedelta(days=1))
    cert = builder.not_valid_after(now + timedelta(days=9)).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "cert.pem").write_bytes(cert.public_bytes(pem))
    return folder / "key.pem", folder / "cert.pem"

"""The server of the site: headers, reading only, loopback."""

import threading
import urllib.error
import urllib.request

import pytest

from dashboards.serve import SiteError, make_server


@pytest.fixture
def base(site):
    server = make_server(site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    assert server.server_address[0] == "127.0.0.1"
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def get(url: str, method: str = "GET"):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=10) as reply:
            return reply.status, reply.headers, reply.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_every_answer_forbids_what_a_page_does_not_need(base):
    for path in ("/", "/compare.html", "/nothing.html"):
        _, headers, _ = get(base + path)
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe-eval" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Python" not in headers["Server"]


def test_pages_are_never_kept_and_hashed_assets_always(base, site):
    assert get(base + "/index.html")[1]["Cache-Control"] == "no-store"
    asset = next((site / "assets").glob("core.*.js"))
    _, headers, body = get(f"{base}/assets/{asset.name}")
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert body == asset.read_bytes()
    data = next(site.glob("data/*/zh/words.js"))
    assert get(f"{base}/{data.relative_to(site)}")[1]["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/assets/", "/data/", "/../site/index.html", "/%2e%2e/%2e%2e/etc/passwd", "/none.html"]
)
def test_folders_and_what_lies_outside_are_not_shown(base, path):
    assert get(base + path)[0] == 404


def test_what_lies_beside_a_site_in_its_release_can_be_taken_and_nothing_else(tmp_path):
    release = tmp_path / "release"
    for name in (
        "site/index.html",
        "tables/mart_run.parquet",
        "gongkai.duckdb",
        "reference/agency.parquet",
        "manifest.json",
    ):
        (release / name).parent.mkdir(parents=True, exist_ok=True)
        (release / name).write_text(name, encoding="utf-8")
    with make_server(release / "site") as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        assert get(base + "/tables/mart_run.parquet")[2] == b"tables/mart_run.parquet"
        assert get(base + "/gongkai.duckdb")[2] == b"gongkai.duckdb"
        for path in (
            "/reference/agency.parquet",
            "/tables/none.parquet",
            "/tables/../reference/agency.parquet",
            "/run_results.json",
        ):
            assert get(base + path)[0] == 404
        server.shutdown()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(base, method):
    assert get(base + "/index.html", method)[0] == 501


def test_a_folder_without_a_site_is_refused(tmp_path):
    with pytest.raises(SiteError, match="holds no site"):
        make_server(tmp_path)


def test_a_taken_port_is_said_in_one_sentence(site):
    with make_server(site) as first, pytest.raises(SiteError, match="choose another port"):
        make_server(site, port=first.server_port)


def test_a_swapped_release_is_seen_by_the_next_request(site, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name, encoding="utf-8")
    published = tmp_path / "published"
    published.symlink_to("one")
    server = make_server(published)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/"
    assert get(url)[2] == b"one"
    (tmp_path / "next").symlink_to("two")
    (tmp_path / "next").replace(published)
    assert get(url)[2] == b"two"
    server.shutdown()
    server.server_close()
    thread.join()

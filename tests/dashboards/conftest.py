"""A built site and a real Chromium for the tests of the pages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from browser_pages import CHROMIUM_ARGUMENTS, Watched, check_inside, find_chromium
from release_database import RUN_ID, make_database
from release_figures import CITIES, LIAOCHENG, OTHERS

from dashboards.build import build_site
from dashboards.places import Places
from dashboards.serve import make_server


@pytest.fixture(scope="session")
def database(tmp_path_factory) -> Path:
    return make_database(tmp_path_factory.mktemp("release") / "gongkai.duckdb")


@pytest.fixture(scope="session")
def site(database, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    build_site(database, folder, RUN_ID)
    return folder


@pytest.fixture(scope="session")
def small_sites(tmp_path_factory) -> dict[str, Path]:
    """Sites of a release without any report and of one with one report."""
    sites = {}
    for name, agencies, with_run in (("empty", (), False), ("one", (LIAOCHENG,), True)):
        folder = tmp_path_factory.mktemp(name)
        sites[name] = folder / "site"
        build_site(make_database(folder / "gongkai.duckdb", agencies, with_run=with_run), sites[name], name)
    return sites


@pytest.fixture(scope="session")
def large_site(database, tmp_path_factory) -> Path:
    """The site as of a country: its bodies do not fit one chunk, and not all that have a figure open a comparison."""
    folder = tmp_path_factory.mktemp("large") / "site"
    build_large(database, folder)
    return folder


@pytest.fixture(scope="session")
def cities_site(tmp_path_factory) -> Path:
    """One bureau in eight cities, each with something of its own."""
    folder = tmp_path_factory.mktemp("cities")
    build_site(make_database(folder / "gongkai.duckdb", CITIES), folder / "site", RUN_ID)
    return folder / "site"


@pytest.fixture(scope="session")
def growing_sites(tmp_path_factory) -> list[Path]:
    """Two sites as of a country, the second of four times as many bodies and regions of the same kind."""
    sites = []
    for copies in (3, 12):
        folder = tmp_path_factory.mktemp("growing")
        bodies = tuple(
            replace(body, id=f"{body.id}-{copy}", adcode=f"9901{copy:02d}", reports=body.reports[-1:])
            for copy in range(copies)
            for body in OTHERS[:6]
        )
        build_large(make_database(folder / "gongkai.duckdb", bodies), folder / "site")
        sites.append(folder / "site")
    return sites


def build_large(database: Path, folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Places, "chunk", 4)
        patch.setattr(Places, "member_chunk", 3)
        patch.setattr("dashboards.leader_files.LEADERS", 5)
        patch.setattr("dashboards.catalog.LEADERS", 5)
        patch.setattr("dashboards.catalog.TO_A_LOOKUP", 4)
        patch.setattr("dashboards.render.ROWS", 2)
        patch.setattr("dashboards.regions.TO_A_FILE", 3)
        patch.setattr("dashboards.agency_files.MOST", 2)
        patch.setattr("dashboards.search_index.MOST", 3)
        patch.setattr("dashboards.search_index.TO_A_FILE", 6)
        build_site(database, folder, RUN_ID)


@pytest.fixture(scope="session")
def answer(database) -> Iterator[Callable[..., list[tuple]]]:
    """Ask the database itself."""
    with duckdb.connect(str(database), read_only=True) as con:
        yield lambda sql, *values: con.execute(sql, list(values)).fetchall()


@pytest.fixture(scope="session")
def chromium():
    executable = find_chromium()
    if executable is None:
        pytest.skip("no Chromium on this machine (set GONGKAI_CHROMIUM or install one)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def address(site) -> Iterator[dict[str, str]]:
    """The site's two ways to be read: out of its folder and over HTTP."""
    server = make_server(site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield {"file": site.as_uri(), "http": f"http://127.0.0.1:{server.server_port}"}
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def watch(chromium) -> Iterator[Callable[..., Watched]]:
    """Open pages below an address; the test fails at its end when one complained or asked for something outside."""
    opened: list[Watched] = []
    contexts = []

    def start(base: str, *, width: int = 1366, height: int = 768, scheme: str = "light") -> Watched:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="zh-CN", accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        watched = Watched(page, base)
        page.on("console", lambda message: watched.problems.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: watched.problems.append(f"error: {error}"))
        page.on("request", lambda request: check_inside(watched, request.url))
        opened.append(watched)
        return watched

    yield start
    for context in contexts:
        context.close()
    assert [problem for watched in opened for problem in watched.problems] == []

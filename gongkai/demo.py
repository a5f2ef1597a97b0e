"""The demo: sandbox portals on loopback, one whole refresh, the answers it gives and where everything lies.

A person's first minutes with the project; the night itself is the one that `refresh` runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from crawlers.sandbox.decisions import decide
from gongkai import show, show_runs
from pipelines.night import single_writer
from pipelines.refresh import run_night
from warehouse.home import Home, write_json
from warehouse.published import ask
from warehouse.registry import load_registry
from warehouse.release import current_release

#: The portals' addresses are their identity in the archive, so the ports stay the same from one demo to the next.
FIRST_PORT = 18670
_READY_SECONDS = 60.0
#: Whose newest report, an invented one, has had a digit changed when the demo is run again.
_EDITED = "sandbox-notice"

_GROWTH = """
select agency_name, report_year, request_count, prior_request_count, prior_source, request_growth, request_growth_status
from mart_agency_year where agency_name = '聊城市大数据局' order by report_year
"""
_SHARES = """
select outcome_group, request_count, share from mart_outcome_share
where agency_name = '聊城市大数据局' and report_year = 2022 and outcome_key is null and request_count > 0
order by share desc, outcome_group
"""
_COMPARISON = """
select agency_name, request_count, round(disclosure_rate, 3) as disclosure_rate, request_growth_status
from mart_agency_year where report_year = 2024 order by request_count desc nulls last, agency_name
"""
_QUESTIONS = (
    ("Growth of requests, 聊城市大数据局", _GROWTH),
    ("Outcome shares, 聊城市大数据局 2022", _SHARES),
    ("Agencies compared, 2024", _COMPARISON),
)


class DemoError(Exception):
    """The demo cannot run here; the message is one plain sentence with what to do."""


def run_demo(home: Home) -> None:
    """Run the demo in `home`; DemoError where the home holds data of real portals or the night fails."""
    started = time.monotonic()
    _mark(home)
    decide(home)
    os.environ["GONGKAI_PROGRESS"] = "1"
    is_again = current_release(home) is not None
    # the lock first: a home that cannot be written, or is being written, is told before the portals are made
    with single_writer(home), sandbox(edited=_EDITED if is_again else None) as registry:
        show.say(f"Sandbox portals are up on loopback ({registry}).")
        if told := moved(registry):
            show.say(told)
        outcome = run_night(home, registry, recheck="all" if is_again else None)
    show_runs.run(outcome.summary, as_json=False)
    if not outcome.is_done:
        raise DemoError(outcome.problem or "The night failed.")
    for title, query in _QUESTIONS:
        answer = ask(home, query)
        show.say("")
        show.table(answer.columns, answer.rows, title=title)
    _farewell(home, outcome.summary["balance"], time.monotonic() - started)


def _farewell(home: Home, balance: dict[str, int], seconds: float) -> None:
    option = "" if Home.locate() == home else f" --home {home.root}"
    command = Path(sys.executable).with_name("gongkai")
    shown = os.path.relpath(command) if command.is_relative_to(Path.cwd()) else str(command)
    show.say("")
    if balance["unchanged"] and not balance["archived"]:
        show.say(f"Nothing had changed: {balance['unchanged']} documents are as they were archived before.")
    elif balance["unchanged"]:
        show.say(f"New or changed documents: {balance['archived']}; unchanged: {balance['unchanged']}.")
    show.say(f"Done in {seconds:.0f} seconds.")
    show.say(f"The database: {home.database}")
    show.say(f"The site:     {home.published / 'site' / 'index.html'}")
    show.say("Try next:")
    show.say(f"  {shown} explain 聊城市大数据局 2022 requests.new_received.total{option}")
    show.say(
        f'  {shown} sql "select agency_name, report_year, request_count from mart_agency_year order by all"{option}'
    )
    show.say(f"  {shown} serve{option}")


def _mark(home: Home) -> None:
    """Keep made-up figures out of a home of real ones."""
    if home.demo_marker.exists():
        return
    if home.captures.exists() and any(home.captures.glob("*.parquet")):
        raise DemoError(
            f"The home {home.root} holds reports of its own; give the demo another one, as `gongkai demo --home demo-data`."
        )
    home.create()
    write_json(
        home.demo_marker,
        {"note": "This home was made by the demo; its portals are replicas and some figures are 示例."},
    )


@contextmanager
def sandbox(edited: str | None = None) -> Iterator[Path]:
    """The sandbox portals as a process of their own while the block runs, one report `edited` since; gives their registry."""
    with tempfile.TemporaryDirectory(prefix="gongkai-demo-") as folder:
        registry = Path(folder) / "portals.yaml"
        command = [
            sys.executable,
            "-m",
            "crawlers.sandbox",
            "--registry",
            str(registry),
            "--ports-from",
            str(FIRST_PORT),
            *(["--edited", edited] if edited else []),
        ]
        log = Path(folder) / "sandbox.log"
        with log.open("wb") as output:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT)
            try:
                _wait(process, registry, log)
                yield registry
            finally:
                process.terminate()
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def moved(registry: Path) -> str | None:
    """What it means that portals are not on their usual ports, where other programs listen there; None where all are."""
    portals = load_registry(registry)
    usual = range(FIRST_PORT, FIRST_PORT + len(portals))
    strangers = sum(urlsplit(portal.list_url).port not in usual for portal in portals)
    if not strangers:
        return None
    return (
        f"Something else listens on {strangers} of the ports {usual.start} to {usual.stop - 1}, so as many portals stand at other "
        "addresses this time and all their documents count as new; end it, often another demo, to have them known again."
    )


def _wait(process: subprocess.Popen[bytes], registry: Path, log: Path) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while not registry.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            words = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:] or ["it said nothing"]
            raise DemoError(f"The sandbox portals did not start: {words[0]}")
        time.sleep(0.05)

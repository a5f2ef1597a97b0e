"""A crash at any instant needs only "run it again": nothing archived is lost, nothing unfinished is forgotten."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from portal_server import Reply, Site, balanced, command, crawl, entry, report, trs_site

from warehouse.archive import load_captures, read_payload, reindex, verify
from warehouse.home import Home

NB = "/zfxxgknb/"
COUNT = 12


def wait_until(site: Site, documents: int) -> None:
    """Wait until so many documents were asked for; bounded."""
    for _ in range(1000):
        if len(site.documents_asked()) >= documents:
            return
        time.sleep(0.02)
    raise AssertionError("the crawl never came so far")


@pytest.mark.parametrize("seed", range(6))
def test_after_kill_9_at_any_point_a_second_run_has_everything(seed: int, site: Site, tmp_path: Path) -> None:
    chance = random.Random(seed)
    trs_site(site, range(COUNT))
    entries = [entry("a", site.url + NB, delay=0.02)]
    started = command(tmp_path, entries, "r1")
    with subprocess.Popen(started, stderr=subprocess.DEVNULL) as process:
        wait_until(site, chance.randrange(COUNT))
        time.sleep(chance.random() / 20)
        process.send_signal(signal.SIGKILL)
    answered = [seen.path for seen in site.log if seen.ended and "/t2025" in seen.path]
    home = Home(tmp_path)
    left = list(home.warc.glob("r1-*")) and not (home.captures / "r1.parquet").exists()
    asked_before = len(site.documents_asked())
    done = crawl(tmp_path, entries, "r2")
    assert ("was killed" in done.stderr) == bool(left)
    captures = load_captures(home)
    before = captures.filter(run_id="r1", role="page")["url"].to_list()
    assert len(before) >= len(answered) - 1  # at most the exchange being written is lost
    found = done.portal("a")
    assert found["verdict"] == "complete"
    assert (found["unchanged"], found["archived"]) == (len(before), COUNT - len(before))
    assert balanced(found)
    assert len(site.documents_asked()) - asked_before == COUNT - len(before)  # what is archived is not fetched again
    pages = captures.filter(role="page").sort("url").to_dicts()
    assert [read_payload(home, row) for row in pages] == [report(n).bytes for n in range(COUNT)]
    assert verify(home).ok
    index = {path.name: path.read_bytes() for path in home.captures.glob("*.parquet")}
    reindex(home)
    assert {path.name: path.read_bytes() for path in home.captures.glob("*.parquet")} == index


def test_on_sigterm_the_crawl_ends_soon_with_index_and_summary(site: Site, tmp_path: Path) -> None:
    trs_site(site, range(COUNT))
    stuck = Reply("<html>late</html>", hold=30)
    site.pages[f"{NB}202501/t20250115_1003.html"] = stuck
    waiting = [entry(f"w{number}", site.url + NB) for number in range(20)]  # more than are visited at once
    started = command(tmp_path, [entry("a", site.url + NB), *waiting], "r1")
    with subprocess.Popen(started, stderr=subprocess.PIPE, text=True) as process:
        wait_until(site, 4)
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate(timeout=10)
    stuck.hold = 0
    assert process.returncode == 0
    assert "Traceback" not in stderr
    summary = json.loads((tmp_path / "r1.json").read_text(encoding="utf-8"))
    assert summary["stopped"]
    assert len(summary["portals"]) == 21
    for found in summary["portals"].values():
        assert found["verdict"] == "partial"
        assert "stopped" in found["reason"]
        assert balanced(found)
    reasons = [one["reason"] for found in summary["portals"].values() for one in found["reasons"]]
    assert reasons
    assert set(reasons) == {"stopped"}
    home = Home(tmp_path)
    assert (home.captures / "r1.parquet").exists()
    assert verify(home).ok
    assert not [note for note in verify(home).notes if note.kind == "torn"]


def test_a_disk_that_fills_ends_the_crawl_with_one_sentence_and_a_sound_archive(site: Site, tmp_path: Path) -> None:
    trs_site(site, range(COUNT))
    big = "".join(random.Random(1).choices("0123456789abcdef", k=60_000))
    site.pages[f"{NB}202501/t20250115_1003.html"] = report(3, f"<p>{big}</p>")
    asked = command(tmp_path, [entry("a", site.url + NB)], "r1")
    limit = ["bash", "-c", 'ulimit -f 24; exec "$@"', "limit", *asked]  # blocks of 1024 bytes
    done = subprocess.run(limit, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1, done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    home = Home(tmp_path)
    assert crawl(tmp_path, [entry("a", site.url + NB)], "r2").portal("a")["verdict"] == "complete"
    assert verify(home).ok

"""What becomes of faulty portals: one crawl over one portal a fault, a second after they have changed, a third for a few."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from portal_server import balanced

from crawlers.sandbox.acts import ACTS
from crawlers.sandbox.answer import LISTINGS
from crawlers.sandbox.faults import Faults
from crawlers.sandbox.server import Sandbox, running_sandbox
from warehouse.archive import load_captures
from warehouse.home import Home

#: The fault a portal shows in the first crawl; what the crawl must say of it: verdict, reason's code, reports archived.
FIRST = {
    "jsl-second-step": ("blocked", "robots_closed", 0),
    "riversec-412": ("blocked", "robots_closed", 0),
    "riversec-202": ("blocked", "robots_closed", 0),
    "waf-468": ("blocked", "robots_closed", 0),
    "waf-403": ("blocked", "robots_closed", 0),
    "waf-page": ("blocked", "robots_closed", 0),
    "captcha": ("blocked", "robots_closed", 0),
    "login": ("blocked", "robots_closed", 0),
    "maintenance": ("failed", "maintenance", 0),
    "robots-disallows": ("blocked", "robots_disallows", 0),
    "robots-challenge": ("blocked", "robots_closed", 0),
    "robots-page": ("complete", None, 3),
    "busy-once": ("complete", None, 3),
    "busy-for-a-day": ("failed", "asked_to_wait", 0),
    "drip": ("partial", "documents_failed", 2),
    "list-repeats": ("partial", "lost_pages", 2),
    "list-declares-more": ("partial", "short_list", 3),
    "soft-404": ("partial", "documents_failed", 2),
    "broken-gzip": ("partial", "documents_failed", 2),
    "gzip-bomb": ("partial", "documents_failed", 2),
    "cut-without-length": ("partial", "documents_failed", 2),
    "redirect-loop": ("partial", "documents_failed", 2),
    "redirect-away": ("partial", "documents_led_away", 2),
    "hijacked": ("partial", "documents_failed", 2),
}
KINDS = {
    "jsl-second-step": "jsl", "riversec-412": "riversec", "riversec-202": "riversec", "waf-468": "waf", "waf-403": "waf",
    "waf-page": "waf", "captcha": "captcha", "login": "login", "robots-challenge": "jsl",
}  # fmt: skip
OF_ONE = {
    "drip": {"no_answer_in_time", "budget_spent"},
    "soft-404": {"not_there"},
    "broken-gzip": {"damaged_body"},
    "gzip-bomb": {"damaged_body"},
    "cut-without-length": {"cut_in_middle"},
    "redirect-loop": {"endless_redirects"},
    "redirect-away": {"led_away"},
    "hijacked": {"foreign_page"},
}
#: What has happened to a portal when it is visited again: verdict, reason's code, codes of what was noticed, archived.
SECOND = {
    "half-listed": ("partial", "half_listed", set(), 0),
    "withdrawn": ("complete", None, {"reports_withdrawn"}, 0),
    "gone": ("partial", "documents_failed", {"reports_withdrawn"}, 0),
    "emptied": ("silent", "names_no_report", {"fell_silent"}, 0),
    "redesigned": ("complete", None, {"redesigned", "reports_moved"}, 3),
    "late": ("complete", None, {"new_reports"}, 1),
    "taken-over": ("partial", "documents_failed", set(), 0),
    "stood-still": ("silent", "frozen", set(), 0),
    "edited": ("complete", None, set(), 1),
    "visited": ("complete", None, set(), 3),
    "same": ("complete", None, set(), 0),
}
#: The faults of the second crawl, where a name is not the fault's own.
SHOWN = {
    "late": Faults(),
    "taken-over": Faults(shows=frozenset({"hijacked"})),
    "stood-still": Faults(),
    "edited": Faults(changed_digit=True),
    "visited": Faults(changed_nonce=True),
    "same": Faults(),
}


def plan(name: str) -> dict[str, Any]:
    is_hanweb = name == "list-declares-more"
    return {
        "id": f"sandbox-{name}", "name": "示例市", "adcode": "990100", "cms": "hanweb" if is_hanweb else "trs",
        "column": "/col/col7/index.html" if is_hanweb else "/zfxxgknb/col7/", "rows": 2, "robots": "allow",
        "series": [{"agency": "示例市教育局", "seed": 7, "first": 2022, "last": 2024}],
    }  # fmt: skip


@dataclass
class Crawls:
    """The summaries of the crawls so far, by run."""

    home: Path
    sandbox: Sandbox
    runs: dict[str, dict[str, Any]] = field(default_factory=dict)

    def run(self, run_id: str, *more: str) -> None:
        summary = self.home / "runs" / f"{run_id}.json"
        given = ["--home", str(self.home), "--run-id", run_id, "--portals", str(self.sandbox.registry_path)]
        asked = [sys.executable, "-m", "crawlers", *given, "--summary", str(summary), "--budget", "20", *more]
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=240)
        assert done.returncode == 0, done.stderr
        self.runs[run_id] = json.loads(summary.read_text(encoding="utf-8"))["portals"]

    def of(self, run_id: str, name: str) -> dict[str, Any]:
        entry: dict[str, Any] = self.runs[run_id][f"sandbox-{name}"]
        return entry

    def captures(self, run_id: str, name: str) -> pl.DataFrame:
        return load_captures(Home(self.home)).filter(portal_id=f"sandbox-{name}", run_id=run_id)


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    """Three crawls: over all faults, over what changes with time, and over what was restored."""
    home = tmp_path_factory.mktemp("faults")
    (home / "runs").mkdir()
    plans = home / "plans.yaml"
    plans.write_text(yaml.safe_dump([plan(name) for name in (*FIRST, *SECOND)]), encoding="utf-8")
    with running_sandbox(plans=plans) as sandbox:
        made = Crawls(home, sandbox)
        for name in FIRST:
            sandbox.set_faults(f"sandbox-{name}", Faults(shows=frozenset({name})))
        sandbox.set_faults("sandbox-late", Faults(shows=frozenset({"late"})))
        made.run("r1")
        _age(home / "runs" / "r1.json", "sandbox-stood-still")
        for name in SECOND:
            sandbox.set_faults(f"sandbox-{name}", SHOWN.get(name, Faults(shows=frozenset({name}))))
        later = [*SECOND, "busy-for-a-day", "waf-page"]
        for name in later[-2:]:
            sandbox.set_faults(f"sandbox-{name}")
        made.run("r2", "--recheck", "all", *(word for name in later for word in ("--portal", f"sandbox-{name}")))
        for name in ("withdrawn", "gone"):
            sandbox.set_faults(f"sandbox-{name}")
        made.run("r3", "--portal", "sandbox-withdrawn", "--portal", "sandbox-gone", "--portal", "sandbox-redesigned")
        yield made


def _age(path: Path, portal_id: str) -> None:
    """Let a run say that its newest reports were there before those of the next year were due."""
    summary = json.loads(path.read_text(encoding="utf-8"))
    summary["portals"][portal_id]["listed"]["newest_since"] = "2025-01-20"
    path.write_text(json.dumps(summary), encoding="utf-8")


def test_every_fault_that_the_sandbox_can_show_is_tried_here() -> None:
    assert ACTS.keys() == FIRST.keys()
    assert {name for name in SECOND if name not in SHOWN or name == "late"} == (LISTINGS - {"frozen"}) | {"gone"}


@pytest.mark.parametrize("name", FIRST)
def test_a_faulty_portal_gets_the_verdict_and_the_reason_of_its_fault(name: str, crawls: Crawls) -> None:
    found = crawls.of("r1", name)
    assert (found["verdict"], found["reason_code"], found["archived"]) == FIRST[name], found
    assert (found["reason_zh"] is None) == (found["reason"] is None)
    assert balanced(found)


@pytest.mark.parametrize("name", KINDS)
def test_a_wall_is_named_by_its_kind_and_asked_nothing_more(name: str, crawls: Crawls) -> None:
    assert f"kind {KINDS[name]}" in crawls.of("r1", name)["reason"]
    assert crawls.captures("r1", name)["blocked_kind"].to_list() == [KINDS[name]]
    until = [hit.target for hit in crawls.sandbox.hits(f"sandbox-{name}")]
    assert until[:1] == ["/robots.txt"]
    assert len(until) == 1 or name == "waf-page"  # that one is well again in the second crawl


@pytest.mark.parametrize("name", OF_ONE)
def test_a_damaged_or_foreign_document_is_no_document_and_costs_no_other(name: str, crawls: Crawls) -> None:
    (reason,) = crawls.of("r1", name)["reasons"]
    assert reason["reason_code"] in OF_ONE[name]
    captures = crawls.captures("r1", name)
    good = captures.filter((pl.col("role") == "page") & (pl.col("status") == 200) & pl.col("blocked_kind").is_null())
    assert reason["url"] not in good["url"].to_list()


@pytest.mark.parametrize("name", SECOND)
def test_what_happened_to_a_portal_is_told_apart_in_the_next_run(name: str, crawls: Crawls) -> None:
    before, found = crawls.of("r1", name), crawls.of("r2", name)
    assert before["verdict"] == "complete"
    noticed = {sign["reason_code"] for sign in found["signs"]} - {"frozen"}
    verdict, code, signs, archived = SECOND[name]
    assert (found["verdict"], found["reason_code"], noticed, found["archived"]) == (verdict, code, signs, archived)
    assert balanced(found)


@pytest.mark.parametrize("name", ["busy-for-a-day", "waf-page"])
def test_a_portal_that_is_well_again_is_read_whole(name: str, crawls: Crawls) -> None:
    assert (crawls.of("r2", name)["verdict"], crawls.of("r2", name)["archived"]) == ("complete", 3)


@pytest.mark.parametrize("name", ["withdrawn", "gone"])
def test_a_report_that_is_back_is_asked_for_at_once_and_said_to_be_back(name: str, crawls: Crawls) -> None:
    found = crawls.of("r3", name)
    assert found["verdict"] == "complete"
    assert "reports_restored" in {sign["reason_code"] for sign in found["signs"]}


def test_reports_that_moved_once_are_not_missed_at_their_old_addresses_afterwards(crawls: Crawls) -> None:
    found = crawls.of("r3", "redesigned")
    assert (found["verdict"], {sign["reason_code"] for sign in found["signs"]} - {"frozen"}) == ("complete", set())


def test_no_portal_was_asked_two_things_at_once(crawls: Crawls) -> None:
    for name in (*FIRST, *SECOND):
        hits = sorted(crawls.sandbox.hits(f"sandbox-{name}"), key=lambda hit: hit.began)
        assert all(one.ended <= other.began for one, other in pairwise(hits)), name

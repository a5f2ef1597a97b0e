"""Whatever a portal answers, and wherever a visit breaks off, every document has one outcome and the portal a verdict."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from portal_server import balanced, trs_list, trs_row
from scrapy import Request
from scrapy.http import HtmlResponse

from crawlers import scope, visit
from crawlers.context import Context
from crawlers.fetch import Answer, Wanted
from crawlers.ledger import VERDICTS
from crawlers.memory.history import History, nights
from crawlers.memory.known import Known, Last, due
from crawlers.outcome import BlockedError, FailedError, OutOfScopeError
from crawlers.platforms.trs import Trs
from crawlers.reasons import because
from warehouse.home import Home
from warehouse.registry import Portal

TODAY = date(2026, 3, 1)
PORTAL = Portal(id="a", name="示例", adcode="371500", list_url="http://127.0.0.1:9/nb/", sandbox=True)
EVENTS = ("page", "file", "failed", "wall", "elsewhere", "bug", "odd page", "stop")


def context(home: Path) -> Context:
    earlier = [*nights(Home(home))]
    return Context(Home(home), [PORTAL], None, Known(earlier), History(earlier), TODAY, say=lambda _: None)  # type: ignore[arg-type]


def answer(wanted: Wanted, body: str) -> Answer:
    row = dict.fromkeys(("etag", "last_modified", "content_type", "blocked_kind", "warc_file"))
    row |= {"url": wanted.url, "status": 200, "payload_sha256": body, "record_type": "response"}
    row |= {"warc_offset": 0, "warc_length": 0, "fetched_at": datetime(2026, 3, 1, tzinfo=UTC)}
    return Answer(HtmlResponse(wanted.url, body=body.encode(), encoding="utf-8"), row)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.sampled_from(EVENTS), max_size=8), list_event=st.sampled_from(["page", *EVENTS]))
def test_every_document_has_one_outcome_even_when_callbacks_crash(
    events: list[str], list_event: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happenings = iter([list_event, *events])

    async def fetch(_crawler: object, _portal: object, _deadline: float, wanted: Wanted) -> Answer:
        await asyncio.sleep(0)
        event = next(happenings, "page")
        if event == "failed":
            raise FailedError(because("http_status", status=500), 500)
        if event == "wall":
            raise BlockedError("jsl", because("wall_before", kind="jsl"))
        if event == "elsewhere":
            raise OutOfScopeError(because("not_below", host="a.gov.cn", name="b.gov.cn"))
        if event == "bug":
            raise KeyError("oops")
        if event == "stop":
            raise asyncio.CancelledError
        if wanted.role == "list":
            return answer(wanted, trs_list(map(trs_row, range(len(events)))).bytes.decode())
        return answer(wanted, "odd" if event == "odd page" else "<html><a href='f.pdf'>附件</a></html>")

    def read_page(self: Trs, page: HtmlResponse) -> tuple[Any, ...]:
        if page.text == "odd":
            raise ZeroDivisionError
        return ordinary(self, page)

    ordinary = Trs.read_page
    monkeypatch.setattr(visit, "fetch", fetch)
    monkeypatch.setattr(Trs, "read_page", read_page)
    one = visit.Visit(None, context(tmp_path), PORTAL)  # type: ignore[arg-type]
    with ThreadPoolExecutor(1) as thread:  # a thread has no running event loop, whatever ran before in this process
        found = thread.submit(asyncio.run, one.walk()).result()
    assert balanced(found)
    assert found["verdict"] in VERDICTS
    lost = found["failed"] + found["blocked"]
    assert (found["verdict"] == "complete") <= (lost == 0)
    assert len(found["reasons"]) == lost + found["out_of_scope"]
    assert all(one["reason"] for one in found["reasons"])
    if "wall" in events and list_event in {"page", "file", "odd page"} and found["blocked"]:
        assert found["verdict"] == "blocked"


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20),
    st.text("ab=&%20?t_1年", max_size=12),
)
def test_the_canonical_address_is_the_one_that_is_sent(path: str, query: str) -> None:
    try:
        url = scope.canonical(f"http://127.0.0.1:9/{path}?{query}")
    except ValueError:
        return
    assert Request(url).url == url
    assert scope.canonical(url) == url


def test_the_last_good_capture_keeps_its_validators_over_an_answer_304(tmp_path: Path) -> None:
    known = context(tmp_path).known
    row = {"url": "u", "status": 200, "payload_sha256": "p1", "etag": '"1"', "last_modified": None}
    row |= {"content_type": "text/html", "blocked_kind": None, "record_type": "response", "warc_file": "f"}
    row |= {"warc_offset": 1, "warc_length": 2, "fetched_at": datetime(2026, 3, 1, tzinfo=UTC)}
    row |= {"run_id": "r1", "portal_id": "a"}
    known.remember(row)
    known.remember(row | {"status": 304, "etag": None, "content_type": None, "record_type": "revisit"})
    last = known.last("u")
    assert last is not None
    assert (last.payload_sha256, last.etag, last.content_type) == ("p1", '"1"', "text/html")
    known.remember(row | {"status": 500, "payload_sha256": "p2"})
    known.remember(row | {"status": 200, "payload_sha256": "p3", "blocked_kind": "waf"})
    assert known.last("u") == last
    known.remember(row | {"etag": None, "payload_sha256": "p4"})
    assert known.last("u") == Last("u", "p4", None, None, "text/html", asked_on=TODAY, finished=False)


def test_every_known_document_is_asked_for_when_all_are_to_be_rechecked() -> None:
    assert due(None, "all", TODAY)
    assert due(Last("u", "p", None, None, None, asked_on=TODAY, finished=True), "all", TODAY)

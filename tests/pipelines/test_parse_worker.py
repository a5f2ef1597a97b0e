"""Parsing at the edge: a document may kill its worker, and costs itself alone."""

import os
import time
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from crawlers.sandbox.figures import load_reports
from crawlers.sandbox.render import render
from pipelines import parse, parsed
from pipelines.assets.parsed_reports import settle_strangers
from pipelines.parse import parse_many, parser_version
from pipelines.workers import parser_pool
from warehouse.archive import ArchiveError
from warehouse.home import Home
from warehouse.registry import Portal
from warehouse.schema import PARSED

GOOD = render(load_reports()["liaocheng-bigdata-2022"], "html", "plain")
OTHER = render(load_reports()["huaian-2024"], "html", "plain")


def deadly(data: bytes, *, with_rows: bool) -> parse.Parsed:
    """Stands for a reader that crashes, hangs or eats memory on some bytes."""
    if data == b"dies":
        os._exit(7)
    if data == b"aborts":
        os.abort()
    if data == b"waits":
        time.sleep(600)
    while data == b"spins":
        pass
    if data == b"eats":
        bytearray(8 * 1024**3)
    if data == b"errs":
        raise ZeroDivisionError("a fault of the reader")
    return _real(data, with_rows=with_rows)


_real = parse.parse_bytes


@pytest.fixture
def deadly_reader(monkeypatch):
    monkeypatch.setattr(parse, "parse_bytes", deadly)


@pytest.mark.parametrize(
    ("data", "patience", "words"),
    [
        (b"dies", 30, "died"),
        (b"aborts", 30, "library that reads this format gave up"),
        (b"waits", 3, "longer than 6 seconds by the clock"),
        (b"spins", 30, "longer than 2 seconds of processor"),  # which a busy machine gives in its own time
        (b"eats", 30, "memory"),
        (b"errs", 30, "a fault of the reader"),
    ],
)
def test_a_document_that_kills_hangs_or_overfills_its_worker_costs_itself_alone(deadly_reader, data, patience, words):
    documents = [("a", GOOD), ("bad", data), ("b", GOOD), ("c", GOOD)]
    with parser_pool(2) as pool:
        found = dict(parse_many(documents, pool, seconds=2, patience=patience))
    assert [found[name].reports[0].status for name in "abc"] == ["accepted"] * 3
    assert found["bad"].reports[0].status == "quarantined"
    assert words in found["bad"].reports[0].reasons[0]


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path).create()


@pytest.fixture(scope="module")
def pool():
    with parser_pool(2) as running:
        yield running


@pytest.fixture
def parse_portal(pool):
    return lambda home, portal, documents, entry=None: parsed.parse_portal(home, portal, documents, pool, entry)


def loaders(**documents):
    return {name: (lambda data=data: data) for name, data in documents.items()}


def rows(home, table):
    return pq.read_table(home.parsed / "portal=p" / f"{table}.parquet", partitioning=None).to_pylist()


def test_parsing_again_parses_nothing_and_changes_no_byte(parse_portal, home):
    first = parse_portal(home, "p", loaders(aa=GOOD, bb=OTHER))
    before = {path.name: path.read_bytes() for path in (home.parsed / "portal=p").iterdir()}
    again = parse_portal(home, "p", loaders(aa=GOOD, bb=OTHER))
    assert (first.fresh, again.fresh) == (2, 0)
    assert {path.name: path.read_bytes() for path in (home.parsed / "portal=p").iterdir()} == before
    assert sorted(before) == sorted(f"{name}.parquet" for name in PARSED)


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-9])])
def test_a_file_of_facts_that_is_lost_or_damaged_is_mended_by_reading_the_documents_again(parse_portal, home, spoil):
    parse_portal(home, "p", loaders(aa=GOOD))
    before = {path.name: path.read_bytes() for path in (home.parsed / "portal=p").iterdir()}
    spoil(home.parsed / "portal=p" / "rows.parquet")
    assert parse_portal(home, "p", loaders(aa=GOOD)).fresh == 1
    assert {path.name: path.read_bytes() for path in (home.parsed / "portal=p").iterdir()} == before


def entry(adcode, name):
    return Portal(id="p", name=name, adcode=adcode, list_url="http://www.example.gov.cn/")


def test_a_report_whose_own_words_name_a_body_elsewhere_is_none_of_the_portal_s_until_its_entry_says_otherwise(
    parse_portal, home
):
    result = parse_portal(home, "p", loaders(aa=GOOD, bb=OTHER), entry("371500", "聊城市"))
    assert (result.by_status, [row["reason_codes"] for row in result.refused]) == (
        {"accepted": 1, "not_a_report": 1},
        [["other_place"]],
    )
    assert {row["document_sha256"] for row in rows(home, "cells")} == {"aa"}
    assert parse_portal(home, "p", loaders(aa=GOOD, bb=OTHER), entry("371500", "聊城市")).fresh == 0
    mended = parse_portal(home, "p", loaders(aa=GOOD, bb=OTHER), entry("000000", "示例"))
    assert (mended.fresh, mended.by_status) == (1, {"accepted": 2})


def test_a_new_document_is_added_and_the_others_are_kept(parse_portal, home):
    parse_portal(home, "p", loaders(aa=GOOD))
    result = parse_portal(home, "p", loaders(aa=GOOD, bb=OTHER))
    assert (result.documents, result.fresh, result.by_status) == (2, 1, {"accepted": 2})
    assert {row["document_sha256"] for row in rows(home, "cells")} == {"aa", "bb"}
    assert len(rows(home, "cells")) == 400


def test_the_order_documents_come_in_changes_no_byte(parse_portal, home, tmp_path):
    parse_portal(home, "p", loaders(aa=GOOD, bb=OTHER))
    other = Home(tmp_path / "other").create()
    parse_portal(other, "p", loaders(bb=OTHER))
    parse_portal(other, "p", loaders(bb=OTHER, aa=GOOD))
    for name in PARSED:
        one, two = (place.parsed / "portal=p" / f"{name}.parquet" for place in (home, other))
        assert one.read_bytes() == two.read_bytes()


def test_a_run_killed_between_two_files_is_mended_by_the_next(parse_portal, home):
    parse_portal(home, "p", loaders(aa=GOOD))
    kept = (home.parsed / "portal=p" / "documents.parquet").read_bytes()
    parse_portal(home, "p", loaders(aa=GOOD, bb=OTHER))
    (home.parsed / "portal=p" / "documents.parquet").write_bytes(kept)  # as if killed before the last file
    result = parse_portal(home, "p", loaders(aa=GOOD, bb=OTHER))
    assert result.fresh == 1
    assert len(rows(home, "cells")) == 400


def test_facts_of_another_parser_version_are_parsed_anew(parse_portal, home, monkeypatch):
    parse_portal(home, "p", loaders(aa=GOOD))
    monkeypatch.setattr(parsed, "parser_version", lambda: "another")
    assert parse_portal(home, "p", loaders(aa=GOOD)).fresh == 1
    assert {row["parser_version"] for row in rows(home, "documents")} == {"another"}


def test_damaged_bytes_are_named_and_stop_no_other_document(parse_portal, home):
    def damaged():
        raise ArchiveError("The record at 0 of x.warc.gz no longer has its digest; run `gongkai archive verify`.")

    result = parse_portal(home, "p", {**loaders(aa=GOOD), "bb": damaged})
    assert result.by_status == {"accepted": 1}
    assert "digest" in result.refused[0]["reasons"][0]


def test_a_portal_without_documents_has_its_four_empty_tables(parse_portal, home):
    parse_portal(home, "p", {})
    for name, schema in PARSED.items():
        table = pq.read_table(home.parsed / "portal=p" / f"{name}.parquet", partitioning=None)
        assert table.num_rows == 0
        assert table.schema.names == schema.names


def test_the_parser_version_is_a_digest_of_the_code_that_reads():
    assert len(parser_version()) == 12


def test_a_report_elsewhere_that_only_its_file_shows_is_counted_out_of_scope_in_the_night_that_got_it():
    counts = {"discovered": 3, "archived": 2, "unchanged": 1, "failed": 0, "blocked": 0, "out_of_scope": 0}
    summary = {"run_id": "r", "balance": counts, "portals": {"a": counts | {"verdict": "complete", "reasons": []}}}
    got = {"portal_id": "a", "url": "http://a.gov.cn/f.pdf", "via": "http://a.gov.cn/1.html", "record_type": "response"}
    told = {"reason_codes": ["other_place"], "reasons": ["of elsewhere"], "reasons_zh": ["他处"]}
    file, old = ({"portal_id": "a", "url": f"http://a.gov.cn/{name}.pdf", **told} for name in ("f", "old"))
    settled = settle_strangers(summary, [file, old], pl.DataFrame([got]))
    for one in (settled["balance"], settled["portals"]["a"]):
        assert (one["archived"], one["out_of_scope"], one["unchanged"]) == (1, 1, 1)
    assert [(one["url"], one["via"], one["outcome"]) for one in settled["portals"]["a"]["reasons"]] == [
        (got["url"], got["via"], "out_of_scope")
    ]
    assert settle_strangers(summary, [old], pl.DataFrame([got])) == summary


def test_a_run_that_is_interrupted_waits_for_no_document_that_is_still_to_be_read():
    waiting = []

    def interrupted():
        with parser_pool(1) as pool:
            waiting.extend(pool.schedule(time.sleep, args=(5,)) for _ in range(3))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not [one for one in waiting if one.done() and not one.cancelled()]

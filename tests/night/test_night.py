"""One night, end to end: from the portals' pages to the published figures, and the promises that one night shows."""

import csv
import hashlib
import io
import itertools
import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cookbook_answers import ANSWERS, ENDED, FORMER, RENAMED, cut, printed_reports

from crawlers.sandbox.figures import expected_cells, load_reports
from warehouse import archive
from warehouse.cookbook import recipe, recipes
from warehouse.published import ask

pytestmark = pytest.mark.night

OUTCOMES = ("archived", "unchanged", "failed", "blocked", "out_of_scope")


def test_requests_of_liaocheng_grew_from_an_implied_two_to_four(nights):
    found = nights.ask(
        "select request_count, prior_request_count, prior_source, request_growth, request_growth_status "
        "from mart_agency_year where agency_name = '聊城市大数据局' and report_year = 2022"
    )
    assert found == [(4, 2, "implied", 1.0, "small_base")]


def test_outcome_shares_of_liaocheng_are_a_quarter_a_quarter_and_a_half(nights):
    found = dict(
        nights.ask(
            "select outcome_group, share from mart_outcome_share where agency_name = '聊城市大数据局' "
            "and report_year = 2022 and outcome_key is null and request_count > 0"
        )
    )
    assert found == {"granted": 0.25, "partly_granted": 0.25, "unavailable": 0.5}


def test_pingtan_has_its_series(nights):
    found = nights.ask(
        "select report_year, request_count from mart_agency_year where agency_name = '平潭综合实验区管委会' order by 1"
    )
    assert found == [(2021, 70), (2022, 74), (2024, 218)]


def test_agencies_compare_in_one_year(nights):
    found = dict(
        nights.ask("select agency_name, request_count from mart_agency_year where report_year = 2024 order by 1")
    )
    assert found["淮安市人民政府"] == 3119
    assert found["平潭综合实验区管委会"] == 218
    assert len(found) >= 6


def test_a_body_renamed_on_record_carries_on_its_series_and_its_former_self_is_missed_no_more(nights):
    rename = nights.ask("select predecessor_name, successor_name, kind from bridge_agency_lineage")
    assert rename == [(FORMER, RENAMED, "rename")]
    assert nights.ask(
        "select prior_request_count, prior_source, request_growth_status from mart_agency_year "
        "where agency_name = $1 and report_year = $2",
        RENAMED,
        ENDED,
    ) == [(printed_reports()[FORMER, ENDED - 1].value("requests", "new_received", "total"), "reported", "ok")]
    states = nights.ask("select distinct state from mart_coverage where agency_name = $1", FORMER)
    assert states == [("accepted",)]


def test_a_body_of_two_functions_is_ranked_in_each(nights):
    found = nights.ask(
        "select category, agency_name from category_ranks('disclosure_rate') where report_year = 2022 "
        "and category in ('教育', '文旅', '体育') order by category, rank_in_category"
    )
    assert found == [
        ("体育", RENAMED),
        ("体育", "示例丙县教育体育局"),
        ("教育", "示例市教育局"),
        ("教育", "示例丙县教育体育局"),
        ("文旅", RENAMED),
    ]


@pytest.mark.parametrize("name", ["huaian-2024", "liaocheng-bigdata-2022", "shanghai-office-2019", "pingtan-2022"])
def test_every_cell_of_a_published_report_is_in_the_database(nights, name):
    report = load_reports()[name]
    found = nights.ask(
        "select table_key, row_key, column_key, value from fct_report_cell where agency_name = $1 and report_year = $2",
        report.agency,
        report.report_year,
    )
    assert {tuple(row[:3]): row[3] for row in found} == expected_cells(report)


def test_the_run_balances_and_names_every_portal_that_went_wrong(nights):
    summary = nights.first
    assert summary["balance"]["discovered"] == sum(summary["balance"][name] for name in OUTCOMES)
    portals = summary["portals"]
    for portal in portals.values():
        assert portal["discovered"] == sum(portal[name] for name in OUTCOMES)
    assert portals["sandbox-liaocheng"]["verdict"] == "complete"
    assert (portals["sandbox-broken"]["verdict"], "500" in portals["sandbox-broken"]["reason"]) == ("failed", True)
    assert (portals["sandbox-challenge"]["verdict"], "jsl" in portals["sandbox-challenge"]["reason"]) == (
        "blocked",
        True,
    )
    assert (portals["sandbox-shell"]["verdict"], "recognise" in portals["sandbox-shell"]["reason"]) == ("failed", True)
    refused = {(row["portal_id"], row["status"]) for row in summary["refused"]}
    assert ("sandbox-notice", "not_a_report") in refused
    assert ("sandbox-truncated", "quarantined") in refused
    empty = portals["sandbox-empty"]["reasons"] + [
        row for row in summary["refused"] if row["portal_id"] == "sandbox-empty"
    ]
    assert empty


def test_explain_leads_from_the_figure_to_the_archived_bytes(nights):
    found = json.loads(nights.run("explain", "聊城市大数据局", "2022", "requests.new_received.total", "--json").stdout)
    assert (found["value"], found["printed_text"], found["state"]) == (4, "4", "reported")
    assert urlsplit(found["source_url"]).hostname == "127.0.0.1"
    captures = archive.load_captures(nights.home).filter(warc_file=found["warc_file"], warc_offset=found["warc_offset"])
    row = captures.row(0, named=True)
    assert row["payload_sha256"] == found["document_sha256"]
    assert "聊城市大数据局" in archive.read_payload(nights.home, row).decode()


def test_explain_says_what_there_is_where_something_is_not(nights):
    for words, said in [
        (("某某局", "2022", "requests.new_received.total"), "No agency is called 某某局"),
        (("聊城市大数据局", "1999", "requests.new_received.total"), "there are: 2022"),
        (("聊城市大数据局", "2022", "requests.nothing.total"), "has no cell"),
        (("聊城市大数据局", "2022", "nothing"), "TABLE.ROW.COLUMN"),
    ]:
        done = nights.run("explain", *words, check=False)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_sql_answers_as_table_json_and_csv_and_a_wrong_query_is_one_sentence(nights):
    query = "select agency_name, request_count from mart_agency_year where report_year = 2024 order by 2 desc limit 2"
    assert "淮安市人民政府" in nights.run("sql", query).stdout
    assert json.loads(nights.run("sql", query, "--json").stdout)[0]["request_count"] == 3119
    rows = list(csv.reader(io.StringIO(nights.run("sql", query, "--csv").stdout)))
    assert rows[1] == ["淮安市人民政府", "3119"]
    assert json.loads(nights.run("sql", "select 1 / 0 as none", "--json").stdout) == [{"none": None}]
    wrong = nights.run("sql", "select nothing from nowhere", check=False)
    assert wrong.returncode == 1
    assert "Traceback" not in wrong.stderr


def test_sql_can_neither_write_nor_reach_other_files(nights):
    for query in (
        "create table x as select 1",
        "select * from read_text('/etc/hostname')",
        "copy (select 1) to '/tmp/x.csv'",
    ):
        assert nights.run("sql", query, check=False).returncode == 1


def test_the_archive_verifies_and_the_release_is_as_its_manifest_says(nights):
    assert "whole" in nights.run("archive", "verify").stdout
    assert "as its manifest says" in nights.run("release", "verify").stdout
    assert nights.first["published"] in nights.run("release", "list").stdout


def test_every_table_and_column_carries_a_comment(nights):
    assert nights.ask("select table_name from duckdb_tables() where comment is null or comment = ''") == []
    assert (
        nights.ask("select table_name, column_name from duckdb_columns() where not internal and comment is null") == []
    )


def test_an_unknown_portal_is_refused_in_one_sentence(nights):
    done = nights.run("crawl", "no-such-portal", check=False)
    assert done.returncode == 1
    assert "no-such-portal" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_writer_is_turned_away_while_one_writes(nights):
    from pipelines.night import single_writer

    with single_writer(nights.home):
        done = nights.run("refresh", check=False)
    assert done.returncode == 1
    assert str(os.getpid()) in done.stderr
    assert "Traceback" not in done.stderr


def test_promise_01_no_fetched_document_is_lost_or_altered(nights):
    result = archive.verify(nights.home)
    assert result.ok
    captures = archive.load_captures(nights.home)
    documents = captures.filter((captures["role"] != "robots") & (captures["record_type"] == "response"))
    assert len(documents) > 60
    for row in documents.iter_rows(named=True):
        assert hashlib.sha256(archive.read_payload(nights.home, row)).hexdigest() == row["payload_sha256"]
    file = min(nights.home.warc.glob("*.warc.gz"))
    whole = file.read_bytes()
    try:
        file.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
        assert not archive.verify(nights.home).ok
    finally:
        file.write_bytes(whole)


def test_promise_04_no_number_without_a_document(nights):
    orphans = nights.ask("select count(*) from fct_report_cell where value is not null and document_sha256 is null")
    assert orphans == [(0,)]
    digests = nights.ask("select distinct document_sha256 from fct_report_cell")
    for (digest,) in digests:
        assert hashlib.sha256(archive.read_payload(nights.home, digest)).hexdigest() == digest


def test_promise_05_a_blank_is_never_a_zero(nights):
    found = nights.ask(
        "select state, count(*), count(value), count(implied_value) from fct_report_cell "
        "where agency_name = '上海市人民政府办公厅' and state = 'blank' group by 1"
    )
    assert len(found) == 1
    _, blanks, values, implied = found[0]
    assert (blanks > 100, values) == (True, 0)
    assert 0 < implied < blanks
    # the row totals that are blank though not nought stay unknown, and so do the metrics that need them
    assert nights.ask(
        "select value from fct_report_cell where agency_name = '上海市人民政府办公厅' and row_key = 'granted' and column_key = 'total'"
    ) == [(None,)]


def test_promise_08_portals_are_treated_politely_even_when_things_go_wrong(nights):
    for portal_id in nights.sandbox.portals:
        hits = nights.sandbox.hits(portal_id)
        assert hits, portal_id
        assert hits[0].target == "/robots.txt"
        assert all("gongkai" in hit.headers.get("user-agent", "") for hit in hits)
        assert all("+http" in hit.headers.get("user-agent", "") for hit in hits)
        for earlier, later in itertools.pairwise(hits):
            assert later.began >= earlier.ended - 0.05, f"{portal_id}: two requests at a time"
    challenged = nights.sandbox.hits("sandbox-challenge")
    assert {hit.target for hit in challenged} == {"/robots.txt"}
    assert len([hit for hit in nights.sandbox.hits("sandbox-broken") if hit.target != "/robots.txt"]) <= 4


def test_promise_10_a_figure_that_cannot_be_read_with_certainty_is_refused(nights):
    found = nights.ask(
        "select count(*) from fct_report_cell where agency_name = '平潭综合实验区管委会' and report_year = 2024 "
        "and row_key = 'normative_documents' and value is not null"
    )
    assert found == [(0,)]
    status = nights.ask(
        "select status from fct_report where agency_name = '平潭综合实验区管委会' and report_year = 2024"
    )
    assert status == [("quarantined",)]


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_query_of_the_cookbook_answers_what_the_portals_print(nights, name):
    found = cut(name, ask(nights.home, recipe(name).sql).records())
    expected = ANSWERS[name][1](printed_reports())
    assert len(found) == len(expected), found
    for row, known in zip(found, expected, strict=True):
        assert list(row) == [pytest.approx(value) if isinstance(value, float) else value for value in known]


@pytest.mark.parametrize("name", ["carry-over-breaks", "growth-with-predecessors", "largest-rises"])
def test_the_portals_of_the_demo_print_something_that_the_query_is_about(name):
    assert ANSWERS[name][1](printed_reports())


def test_every_query_of_the_cookbook_has_its_answer_checked():
    assert {one.name for one in recipes()} == set(ANSWERS)


def test_a_query_of_the_cookbook_is_asked_by_its_name_and_a_file_by_its_path(nights, tmp_path):
    known = nights.run("sql", "largest-rises", "--csv").stdout
    (tmp_path / "mine.sql").write_text(recipe("largest-rises").sql, encoding="utf-8")
    assert nights.run("sql", "--file", tmp_path / "mine.sql", "--csv").stdout == known
    assert len(list(csv.reader(io.StringIO(known)))) == 1 + len(ANSWERS["largest-rises"][1](printed_reports()))


def test_the_notebook_runs_from_its_first_cell_to_its_last(nights, monkeypatch):
    monkeypatch.setenv("GONGKAI_HOME", str(nights.home.root))
    notebook = json.loads((Path(__file__).parents[2] / "docs" / "analysis.ipynb").read_text(encoding="utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] for cell in cells)
    names: dict = {}
    for cell in cells:
        exec("".join(cell["source"]), names)
    assert names["series"]["request_count"].to_list() == [
        row[1] for row in ANSWERS["growth-of-one-agency"][1](printed_reports())
    ]

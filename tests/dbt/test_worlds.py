"""Worlds that differ from the sample: the first night, shuffled facts, bodies with codes, sentences against tables."""

import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
from datetime import UTC, date, timedelta
from pathlib import Path

from dbt_elsewhere import table_digests
from dbt_world import (
    AREA,
    EDUCATION,
    NIGHT,
    SAMPLE,
    WATER,
    World,
    figures,
    growth_claim,
    portal,
    sample_world,
)

from warehouse.cookbook import FOLDER as QUERIES


def city(**registry) -> World:
    return World(portals=[portal("sample", "示例市", "990100", sandbox=True), *registry.values()])


def test_the_first_night_without_a_document_builds_whole_and_empty(build):
    empty = build(world=World())
    assert empty.broken == []
    assert "skipped" not in empty.statuses.values()
    assert empty.row("select count(*) from fct_report") == 0
    assert empty.row("select count(*) from mart_metric") == 0
    assert empty.row("select count(*) from dict_metric") > 50


#: The models at a time or DuckDB's threads, the hash seed, the folder of the home, and the rest of the environment. An
#: ASCII locale makes any text that is opened without saying its encoding fail or differ.
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Pacific/Kiritimati"}
ELSEWHERE = {
    "dbt, four models at a time": ("dbt", 4, 1, "home", ASCII),
    "one thread": ("compiled", 1, 20261, "数据 home", {"LC_ALL": "C.UTF-8", "TZ": "America/St_Johns"}),
    "eight threads": ("compiled", 8, 4294967295, "a/deeper/home", ASCII | {"TZ": "Asia/Shanghai"}),
}


def test_order_threads_zone_locale_hash_seed_and_place_leave_the_tables_as_they_are(compiled, tmp_path):
    shutil.copytree(compiled.root / "candidate", tmp_path / "dbt")
    sample_world().write(tmp_path / "two")
    # dbt puts columns in the order of the contract, its SQL alone does not: each is held to its own kind
    here = {
        "dbt": table_digests(tmp_path / "dbt"),
        "compiled": table_digests(compiled.build(tmp_path / "two", threads=2).database.parent),
    }
    assert len(here["dbt"]) > 25
    sql = {"dbt": "dbt", "compiled": str(tmp_path / "compiled")}
    Path(sql["compiled"]).write_bytes(pickle.dumps(compiled))
    script = Path(__file__).with_name("dbt_elsewhere.py")
    for name, (way, threads, seed, folder, settings) in ELSEWHERE.items():
        made = subprocess.run(
            [sys.executable, script, tmp_path / str(seed) / folder, str(seed), str(threads), sql[way]],
            env={**os.environ, **settings, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(script.parents[2])},
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        assert json.loads(made.stdout.splitlines()[-1]) == here[way], name


def test_a_code_seen_once_is_the_body_s_key_in_every_year(replay):
    world = city()
    code = "11990100MB0000001X"
    world.report("sample", SAMPLE, 2022, figures("2021", 3, granted=3))
    world.report("sample", SAMPLE, 2023, figures("2021", 6, granted=6), credit_code=code)
    made = replay(world)
    assert made.rows("select distinct agency_id from fct_report") == [(code,)]
    assert made.row("select request_growth from mart_agency_year where report_year = 2023") == 1


def test_a_code_that_a_site_prints_on_every_page_is_no_body_s_key(replay):
    world = city()
    for agency in (SAMPLE, WATER):
        world.report("sample", agency, 2023, figures("2021", 3, granted=3), credit_code="11990100MB0000001X")
    made = replay(world)
    ids = {agency_id for (agency_id,) in made.rows("select agency_id from fct_report")}
    assert len(ids) == 2
    assert all(agency_id.startswith("990100-") for agency_id in ids)


def test_a_body_renamed_under_one_code_keeps_its_series_and_both_names(replay):
    world = city()
    for year, name in ((2022, SAMPLE), (2023, "示例市数据局")):
        world.report("sample", name, year, figures("2021", 20, granted=20), credit_code="11990100MB0000001X")
    made = replay(world)
    assert made.rows("select agency_name, report_year, request_growth_status from mart_agency_year order by 2") == [
        ("示例市数据局", 2022, "missing_prior"),
        ("示例市数据局", 2023, "ok"),
    ]
    assert made.rows("select printed_name from dim_agency_name order by first_report_year") == [
        (SAMPLE,),
        ("示例市数据局",),
    ]


def test_a_division_that_no_list_knows_stands_below_the_one_its_code_says(replay):
    world = city()
    codes = {"980000": "甲", "981200": "乙", "981203": "丙"}
    for code, name in codes.items():
        world.report("sample", f"示例{name}局", 2023, figures("2021", 4, granted=4), credit_code=f"11{code}MB0000001X")
    made = replay(world)
    assert made.rows("select adcode, name, level, parent_adcode from dim_region where source is null order by 1") == [
        ("980000", None, "province", None),
        ("981200", None, "prefecture", "980000"),
        ("981203", None, "county", "981200"),
    ]
    # a county that no prefecture holds: the list knows better than the code
    assert made.row("select parent_adcode from dim_region where adcode = '429004' and valid_to is null") == "420000"


def test_two_bodies_of_one_name_in_two_cities_stay_two(replay):
    world = city(other=portal("other", "另一示例市", "990200", sandbox=True))
    for key in ("sample", "other"):
        world.report(key, "财政局", 2023, figures("2021", 3, granted=3), text=key)
    made = replay(world)
    assert made.row("select count(*) from dim_agency where agency_name = '财政局'") == 2


def test_a_document_added_by_hand_finds_its_body_where_portals_show_it(replay):
    world = city()
    world.report("sample", SAMPLE, 2023, figures("2021", 20, granted=20))
    world.report("inbox", SAMPLE, 2022, figures("2021", 10, granted=10), url="http://www.sample.gov.cn/old.pdf")
    made = replay(world)
    assert made.broken == []
    assert made.row("select count(*), any_value(portal_id) from dim_agency") == (1, "sample")
    assert made.row("select request_growth from mart_agency_year where report_year = 2023") == 1


def test_a_name_keeps_the_document_it_was_first_met_in_though_the_page_changes_its_frame(replay):
    world = city()
    first, *_ = [
        world.report(
            "sample", SAMPLE, 2023, figures("2021", 4, granted=4), text=f"frame {day}", seen=NIGHT - timedelta(days=day)
        )
        for day in (9, 8, 7, 6, 5)
    ]
    made = replay(world)
    assert made.row("select document_sha256 from dim_agency_name") == first


FLAGGED = """select report_year, row_key, column_key from fct_report_cell
    where flag = 'in_finding' order by all"""


def test_a_reported_prior_wins_and_the_sentence_that_contradicts_it_is_a_finding(replay):
    world = city()
    world.report("sample", SAMPLE, 2022, figures("2021", 3, granted=3))
    world.report("sample", SAMPLE, 2023, figures("2021", 4, granted=4), claims=(growth_claim(100, [2]),))
    made = replay(world)
    assert made.row(
        """select prior_request_count, prior_source, round(request_growth, 3) from mart_agency_year
        where report_year = 2023"""
    ) == (3, "reported", 0.333)
    assert made.row(
        "select rule_id, place, printed, expected, delta, sentence from mart_finding where report_year = 2023"
    ) == ("X5", "new_received", 2, 3, -1, "比上年增加100%")
    assert made.row("select explanation_en from mart_finding where report_year = 2023").startswith(
        "The prose implies 2 for"
    )
    assert made.row(
        """select agency_name, region_name, report_year, agrees_with_prior, implied_prior_min, implied_prior_max
        from fct_claim"""
    ) == (SAMPLE, "示例市", 2023, False, 2, 2)
    assert made.rows(FLAGGED) == [(2023, "new_received", "total")]


def test_a_quoted_prior_that_last_year_s_report_does_not_print_is_a_finding(replay):
    world = city()
    world.report("sample", SAMPLE, 2022, figures("2021", 3, granted=3))
    claim = growth_claim(100, [], sentence="较2022年的2件增长100%", quoted_prior=2, verdict="not_assessable")
    world.report("sample", SAMPLE, 2023, figures("2021", 4, granted=4), claims=(claim,))
    made = replay(world)
    assert made.row("select rule_id, place, printed, expected, delta from mart_finding") == (
        "X4",
        "new_received",
        2,
        3,
        -1,
    )
    assert made.row("select printed_prior, quoted_prior, agrees_with_prior, percent, base_year from fct_claim") == (
        3, 2, None, 100, None,
    )  # fmt: skip
    assert made.rows(FLAGGED) == [(2023, "new_received", "total")]


def test_a_sentence_that_disagrees_with_its_table_is_a_finding_beside_the_sums(replay):
    claim = {
        "kind": "count",
        "measure": "new_received",
        "value": 5.0,
        "sentence": "收到5件",
        "verdict": "mismatch",
        "held_against": ["requests.new_received.total"],
    }
    world = city()
    row = claim | {"verdict_detail": "one_row:unavailable_not_held"}
    world.report("sample", WATER, 2023, figures("2021", 90, granted=90))
    world.report("sample", SAMPLE, 2023, figures("2021", 4, granted=4), claims=(claim, row))
    made = replay(world)
    cells = ["requests.new_received.total"]
    assert made.rows("select rule_id, place, severity, printed, expected, cells from mart_finding order by place") == [
        ("claim:count", "new_received", "warning", 5, 4, cells),
        ("claim:count", "new_received#2", "warning", 5, 4, cells),
    ]
    assert made.row("select max(len(in_finding)) from kept.kept_document") == 1  # once, though two sentences name it
    assert "5 where the table has 4" in made.row("select any_value(explanation_en) from mart_finding")
    assert made.rows(FLAGGED) == [(2023, "new_received", "total")]
    # what the wrong figure happens to be is told in the words of the form, never by its key
    for language in ("zh", "en"):
        label = made.row(f"select distinct row_{language} from dim_form_cell where row_key = 'unavailable_not_held'")
        told = made.row(f"select explanation_{language} from mart_finding where place = 'new_received#2'")
        assert label in told
        assert "unavailable_not_held" not in told


def test_a_carry_over_that_breaks_is_shown_with_its_gap(replay):
    world = city()
    world.report("sample", SAMPLE, 2022, figures("2021", 10, 0, 3, granted=7))
    world.report("sample", SAMPLE, 2023, figures("2021", 10, 2, 0, granted=12))
    made = replay(world)
    assert made.rows(
        "select column_key, prior_value, current_value, gap from mart_continuity where status = 'breaks' order by 1"
    ) == [("natural_person", 3, 2, -1), ("total", 3, 2, -1)]


def test_what_carries_on_is_taken_as_corrected_and_nothing_is_expected_of_a_stock_that_was_not_printed(replay):
    world = city()
    old = {year: figures("2019", 4, granted=4) for year in (2019, 2020)}
    item = next(place[:2] for place in old[2019] if place[2] == "items_change")
    old[2019][*item, "items_last_year"], old[2019][*item, "items_change"] = 10, 2
    old[2020][*item, "items_last_year"] = 12
    for year, values in old.items():
        world.report("sample", SAMPLE, year, values, edition="2019")
    world.report(
        "sample", WATER, 2021, figures("2021", 4, granted=4) | {("proactive", "normative_documents", "in_force"): None}
    )
    world.report("sample", WATER, 2022, figures("2021", 4, granted=4))
    cell = "requests.carried_in.total"
    world.corrections = [
        {"agency": WATER, "year": 2022, "cell": cell, "expect": 0, "value": 1, "source": "示例", **DECIDED}
    ]
    made = replay(world)
    asked = (
        "select prior_value, expected_value, current_value, gap, status, skipped_because from mart_continuity where "
    )
    assert made.row(f"{asked} (row_key, column_key) = ('{item[1]}', 'items_last_year')") == (
        10,
        12,
        12,
        0,
        "holds",
        None,
    )
    assert made.row(f"{asked} row_key = 'normative_documents' and column_key = 'in_force'") == (
        None, None, 0, None, "skipped", "prior_not_printed",
    )  # fmt: skip
    assert made.row(f"{asked} agency_name = '{WATER}' and row_key = 'carried_in' and column_key = 'total'") == (
        0, 0, 1, 1, "breaks", None,
    )  # fmt: skip


def test_a_report_that_went_and_came_back_is_three_versions(replay):
    world = city()
    first, second = figures("2021", 4, granted=4), figures("2021", 5, granted=5)
    second["disputes", "review", "upheld"] = None
    for days, values in ((30, first), (20, second), (10, first)):
        world.report("sample", SAMPLE, 2023, values, seen=NIGHT - timedelta(days=days))
    made = replay(world)
    assert made.row("select n_versions from fct_report") == 3
    versions = made.rows("select version_number, is_current, version_id, supersedes from fct_report_version order by 1")
    assert [version[:2] for version in versions] == [(1, False), (2, False), (3, True)]
    assert [version[3] for version in versions] == [None, versions[0][2], versions[1][2]]
    assert made.row("select request_count from mart_agency_year") == 4
    upheld = "disputes.review.upheld"
    requests = [
        f"requests.{row}.{column}"
        for row in ("granted", "new_received", "total_handled")
        for column in ("natural_person", "total")
    ]
    url = made.row("select source_url from fct_report")
    assert made.rows(
        "select old_version_id, new_version_id, source_url, cells_changed from mart_revision order by 1"
    ) == [
        (versions[0][2], versions[1][2], url, [f"{upheld}: 0 -> blank", *(f"{name}: 4 -> 5" for name in requests)]),
        (versions[1][2], versions[2][2], url, [f"{upheld}: blank -> 0", *(f"{name}: 5 -> 4" for name in requests)]),
    ]
    # these differ between the two documents that spoke, each kept once though one spoke twice
    assert made.row("select count(*), count(distinct document) from kept.kept_changed") == (14, 2)


DECIDED = {"decided_by": "示例", "decided_on": "2026-04-01", "note": "the attached table prints 6"}


def a_report_of(new: int):
    world = city()
    world.report("sample", SAMPLE, 2023, figures("2021", new, granted=new))
    cell = "requests.new_received.total"
    world.corrections = [
        {"agency": SAMPLE, "year": 2023, "cell": cell, "expect": 5, "value": 6, "source": "示例", **DECIDED},
        {"agency": "示例市无名局", "year": 2023, "cell": cell, "expect": 5, "value": 6, "source": "示例", **DECIDED},
    ]
    return world


def test_a_correction_takes_the_place_of_the_figure_it_expects_and_is_seen_as_one(replay):
    made = replay(a_report_of(5))
    assert made.broken == []  # the applicants as printed add to the total as printed: no reason to hold the night up
    assert made.row("select request_count from mart_agency_year") == 6
    assert made.row(
        "select value, printed_text, flag from fct_report_cell "
        "where (table_key, row_key, column_key) = ('requests', 'new_received', 'total')"
    ) == (6, "5", "corrected")
    assert made.rows(
        """select agency_name, table_key, row_key, column_key, printed_value, is_applied, not_applied_because
        from mart_correction order by 1"""
    ) == [
        (SAMPLE, "requests", "new_received", "total", 5, True, None),
        ("示例市无名局", "requests", "new_received", "total", None, False, "no report of this body and year is known"),
    ]


def test_a_correction_ends_by_itself_when_the_report_prints_another_figure(replay):
    made = replay(a_report_of(7))
    assert made.row("select request_count from mart_agency_year") == 7
    assert made.row("select count(*) from fct_report_cell where flag = 'corrected'") == 0
    assert made.row(f"select not_applied_because from mart_correction where agency_name = '{SAMPLE}'").startswith(
        "the report prints another number"
    )


def test_a_body_of_two_functions_is_ranked_once_in_each_by_the_column_in_its_first(replay):
    world = city()
    both = "示例市教育体育局"
    handled = {both: 31, EDUCATION: 33, "示例市体育局": 30, "示例市体育发展局": 32, "示例市体育中心": 29}
    for name, count in handled.items():
        world.report("sample", name, 2023, figures("2021", count, granted=count - 1, declined_repeat=1))
    world.report("sample", AREA, 2023, figures("2021", 999, granted=999), scope="area")
    made = replay(world)
    assert made.row(f"select categories from dim_agency where agency_name = '{both}'") == ["教育", "体育"]
    assert made.rows(
        """select category, agency_name, rank_in_category, category_n, percentile_in_category
        from category_ranks('disclosure_rate') order by category, rank_in_category"""
    ) == [
        ("体育", "示例市体育发展局", 1, 3, 1),
        ("体育", both, 2, 3, 0.5),
        ("体育", "示例市体育局", 3, 3, 0),
        ("教育", EDUCATION, 1, 2, 1),
        ("教育", both, 2, 2, 0),
    ]
    assert made.row(
        f"""select rank_in_category, category_n, percentile_in_category from mart_metric
        where agency_name = '{both}' and metric_key = 'disclosure_rate'"""
    ) == (2, 2, 0)
    query = (QUERIES / "same-bureau-across-cities.sql").read_text(encoding="utf-8")
    asked = query.replace("'财政'", "'体育'").replace("2022", "2023").rstrip()
    assert made.rows(f"select agency_name, rank_in_category, category_n from ({asked}) order by rank_in_category") == [
        ("示例市体育发展局", 1, 3),
        (both, 2, 3),
        ("示例市体育局", 3, 3),
        ("示例市体育中心", None, None),
    ]


def test_pools_say_how_many_of_the_expected_reports_were_read_and_grow_by_their_sums(replay):
    world = city()
    for year, count in ((2022, 20), (2023, 30)):
        world.report("sample", WATER, year, figures("2021", count, granted=count))
    torn = {
        "status": "quarantined",
        "reason_codes": ["ends_early"],
        "reasons": ["the table is cut off"],
        "reasons_zh": ["表格残缺"],
    }
    world.report("sample", "示例市水务局", 2023, figures("2021", 40, granted=40), **torn)
    made = replay(world)
    assert made.row("select reasons, reasons_zh from fct_report where status = 'quarantined'") == (
        torn["reasons"],
        torn["reasons_zh"],
    )
    for table, pool in (("mart_category_year", "category = '水利'"), ("mart_region_year", "adcode = '990100'")):
        assert made.rows(
            f"""select report_year, pooled, n_agencies, coverage from {table}
            where {pool} and metric_key = 'request_growth' order by 1"""
        ) == [(2022, None, 0, 1), (2023, 0.5, 1, 0.5)], table


def test_a_verdict_stays_with_its_finding_and_with_no_other(replay):
    world = city()
    values = figures("2021", 5, granted=5)
    values["requests", "granted", "total"] = 4
    world.report("sample", SAMPLE, 2023, values)
    world.verdicts = [
        {"agency": SAMPLE, "year": 2023, "rule": "A2", "place": "total", "verdict": "publisher_error", **DECIDED}
    ]
    made = replay(world)
    found = dict(made.rows("select rule_id || ':' || place, verdict from mart_finding"))
    assert found.pop("A2:total") == "publisher_error"
    assert found
    assert set(found.values()) == {None}


def test_the_warehouse_says_what_it_said_on_a_past_night(replay):
    world = city()
    for days, new in ((30, 4), (20, 5), (8, 7)):
        made_of = figures("2021", new, granted=new) | {("disputes", "review", "upheld"): None}  # blank in all of them
        world.report("sample", SAMPLE, 2023, made_of, seen=NIGHT - timedelta(days=days))
    world.report("sample", SAMPLE, 2022, figures("2021", 9, granted=9), seen=NIGHT - timedelta(days=10))
    # a cell that all three versions print alike, and a person reads otherwise in the last
    cell = "requests.carried_in.total"
    world.corrections = [
        {"agency": SAMPLE, "year": 2023, "cell": cell, "expect": 0, "value": 1, "source": "示例", **DECIDED}
    ]
    made = replay(world)
    assert made.row("select is_applied from mart_correction")
    # each version once for its time, and of the three no more cells than differ: three rows in two columns, and the corrected one
    assert made.rows("select report_id[-4:], count(*) from kept.kept_spoken group by 1 order by 1") == [
        ("2022", 1),
        ("2023", 3),
    ]
    assert made.row("select count(*) from kept.kept_changed") == 3 * 7

    def said(days: int) -> list[tuple]:
        moment = (NIGHT - timedelta(days=days)).astimezone(UTC).replace(tzinfo=None)
        return made.rows(
            f"select report_year, value from cells_as_of(timestamp '{moment}') "
            "where (table_key, row_key, column_key) = ('requests', 'new_received', 'total') order by 1"
        )

    assert said(31) == []
    assert said(30) == [(2023, 4)]
    assert said(20) == [(2023, 5)]
    assert said(0) == [(2022, 9), (2023, 7)]
    today = "select report_id, table_key, row_key, column_key, value, state from {} order by all"
    assert made.rows(today.format("cells_as_of(now()::timestamp)")) == made.rows(today.format("fct_report_cell"))
    assert made.rows("select report_id, version_id from reports_as_of(now()::timestamp) order by 1") == made.rows(
        "select report_id, version_id from fct_report order by 1"
    )
    for between, years in (
        ((25, 15), {"2023"}),
        ((25, 0), {"2022", "2023"}),
        ((31, 0), {"2022", "2023"}),
        ((9, 0), {"2023"}),
    ):
        earlier, later = (f"timestamp '{(NIGHT - timedelta(days=days)).astimezone(UTC):%F %T}'" for days in between)
        changed = made.rows(
            f"""select report_id, table_key, row_key, column_key, old_value, new_value, old_state, new_state
            from cells_changed({earlier}, {later}) order by all"""
        )
        assert {row[0][-4:] for row in changed} == years
        assert (cell in {".".join(row[1:4]) for row in changed}) == (between[1] == 0)
        assert changed == made.rows(
            f"""select report_id, table_key, row_key, column_key, before.value, today.value, before.state, today.state
            from cells_as_of({earlier}) as before full join cells_as_of({later}) as today
                using (report_id, table_key, row_key, column_key)
            where (before.value, before.state) is distinct from (today.value, today.state) order by all"""
        )


def test_a_copy_speaks_for_the_nights_on_which_the_page_said_less(replay):
    world = city()
    whole, mended = figures("2021", 4, granted=4), figures("2021", 5, granted=5)
    half = {place: value if place[0] == "requests" else None for place, value in whole.items()}
    for days, values in ((30, whole), (20, half), (10, mended)):
        world.report("sample", SAMPLE, 2023, values, seen=NIGHT - timedelta(days=days))
    copy = "http://www.sample.gov.cn/bg/2023/copy.pdf"
    world.report("sample", SAMPLE, 2023, whole, seen=NIGHT - timedelta(days=25), url=copy, role="attachment")
    made = replay(world)

    def speaks(days: int) -> list[tuple]:
        moment = f"timestamp '{(NIGHT - timedelta(days=days)).astimezone(UTC):%F %T}'"
        return made.rows(f"select source_url = '{copy}', version_id[-2:] from reports_as_of({moment})")

    found = {days: speaks(days) for days in (31, 30, 25, 20, 11, 10)}
    assert found == {
        31: [],
        30: [(False, "v1")],
        25: [(False, "v1")],
        20: [(True, "v1")],
        11: [(True, "v1")],
        10: [(False, "v3")],
    }


def test_a_sentence_that_was_wrong_and_was_mended_is_a_finding_that_was_closed(replay):
    def said(count: int, verdict: str) -> dict:
        return {
            "kind": "count",
            "measure": "new_received",
            "value": float(count),
            "sentence": f"收到{count}件",
            "verdict": verdict,
            "held_against": ["requests.new_received.total"],
        }

    world = city()
    made = figures("2021", 4, granted=4)
    world.report("sample", SAMPLE, 2023, made, claims=(said(5, "mismatch"),), seen=NIGHT - timedelta(days=9))
    world.report("sample", SAMPLE, 2023, made, claims=(said(4, "match"),))
    built = replay(world)
    mended = built.row("select version_id from fct_report")
    assert built.row("select rule_id, place, printed, resolved_by_version, first_seen_at from mart_finding") == (
        "claim:count",
        "new_received",
        5,
        mended,
        (NIGHT - timedelta(days=9)).replace(tzinfo=None),
    )
    assert built.row("select resolves_finding from mart_revision") == ["claim:count:new_received"]
    assert built.row("select count(*) from fct_report_cell where flag is not null") == 0


def test_what_a_version_mended_and_a_later_one_broke_again_is_open_and_still_told_of_the_version(replay):
    world = city()
    broken = figures("2021", 5, granted=5)
    broken["requests", "granted", "total"] = 4
    never_mended = {("disputes", "review", "total"): 9}
    for days, values in ((30, broken), (20, figures("2021", 5, granted=5)), (10, broken)):
        world.report("sample", SAMPLE, 2023, values | never_mended, seen=NIGHT - timedelta(days=days))
    made = replay(world)
    assert made.rows("select rule_id, first_seen_at::date, resolved_by_version from mart_finding order by 1") == [
        ("A2", date(2026, 2, 18), None),
        ("A3", date(2026, 2, 18), None),
        ("A4", date(2026, 2, 18), None),
    ]
    assert made.rows("select new_version_id[-2:], resolves_finding from mart_revision order by 1") == [
        ("v2", ["A2:total", "A3:granted"]),
        ("v3", []),
    ]


def test_a_report_whose_address_answers_that_it_is_gone_says_since_when_until_it_is_there_again(replay):
    world = city()
    for name, answers in (
        (SAMPLE, [(5, 404), (4, 404)]),
        (WATER, [(5, 404), (4, 200)]),
        (EDUCATION, [(5, 503)]),
        (AREA, [(5, 200)]),
    ):
        sha = world.report("sample", name, 2023, figures("2021", 4, granted=4), seen=NIGHT - timedelta(days=9))
        url = world.captures[-1]["url"]
        for days, status in answers:
            answered = sha if status == 200 else f"{status:064d}"
            world.seen("sample", answered, url, NIGHT - timedelta(days=days), status=status)
    made = replay(world)
    assert made.rows("select agency_name, gone_since::date from fct_report where gone_since is not null") == [
        (SAMPLE, date(2026, 3, 15))
    ]


def test_reports_of_the_old_regulation_were_due_at_the_end_of_march(replay):
    world = city()
    for year in (2018, 2019):
        made = figures("2019", 4, granted=4)
        world.report("sample", SAMPLE, year, made, edition="2019", printed_on=date(year + 1, 3, 1))
    made = replay(world)
    assert made.rows("select report_year, publication_lag_days from mart_agency_year order by 1") == [
        (2018, -30),
        (2019, 30),
    ]
    assert made.rows("select report_year, is_late from mart_coverage where report_id is not null order by 1") == [
        (2018, False),
        (2019, True),
    ]


def test_a_blocked_portal_stays_in_sight_when_a_later_run_goes_elsewhere(replay):
    world = city(walled=portal("walled", "示例壬县", "990128"), silent=portal("silent", "示例癸县", "990129"))
    world.report("sample", SAMPLE, 2024, figures("2021", 4, granted=4))
    world.run("20260319T183000Z-0000", {"walled": {"verdict": "blocked", "reason": "a wall"}})
    slow = {"verdict": "complete", "platform": "trs", "reason": "one page was slow"}
    later = {"sample": slow, "silent": {"verdict": "failed", "reason": "no list"}}
    world.run("20260320T183000Z-0000", later)
    made = replay(world)
    assert made.row(
        """select state, evidence, last_checked_at is not null from mart_coverage
        where agency_name = '示例壬县人民政府' and report_year = 2024"""
    ) == ("blocked", "http://www.walled.gov.cn/bg/: a wall", True)
    assert made.rows("select run_id, portal_id, platform, verdict, reason from fct_run_portal order by 1") == [
        ("20260319T183000Z-0000", "walled", None, "blocked", "a wall"),
        ("20260320T183000Z-0000", "sample", "trs", "complete", "one page was slow"),
        ("20260320T183000Z-0000", "silent", None, "failed", "no list"),
    ]
    assert made.rows(
        """select evidence = source_url, evidence_zh = source_url from mart_coverage join fct_report using (report_id)"""
    ) == [(True, True)]
    assert made.row("select count(*) from dim_agency where region_name = '示例癸县'") == 0
    # the key that its reports would give it, so that its series goes on once it lets us in
    key = hashlib.sha256("示例壬县人民政府".encode()).hexdigest()[:8]
    assert made.row("select agency_id from dim_agency where region_name = '示例壬县'") == f"990128-{key}"
    assert made.row("select level, parent_adcode from dim_region where adcode = '990128'") == ("county", "990100")


def test_a_name_that_came_back_has_a_row_for_each_time(replay):
    world = city()
    code = "11990100MB0000001X"
    shas = {
        year: world.report("sample", name, year, figures("2021", 4, granted=4), credit_code=code)
        for year, name in (
            (2019, SAMPLE), (2020, SAMPLE), (2021, "示例市数据局"), (2023, "示例市数据局"), (2024, SAMPLE),
        )
    }  # fmt: skip
    made = replay(world)
    assert made.rows(
        """select printed_name, first_report_year, last_report_year, document_sha256, agency_name, region_name, source
        from dim_agency_name order by 2"""
    ) == [
        (SAMPLE, 2019, 2020, shas[2019], SAMPLE, "示例市", "its own report for 2019"),
        ("示例市数据局", 2021, 2023, shas[2021], SAMPLE, "示例市", "its own report for 2021"),
        (SAMPLE, 2024, 2024, shas[2024], SAMPLE, "示例市", "its own report for 2024"),
    ]


def test_a_change_after_a_nought_that_the_sums_prove_says_that_it_rests_on_one(replay):
    total = ("requests", "new_received", "total")
    world = city()
    world.report("sample", SAMPLE, 2022, figures("2021", 0) | {total: None}, implied=(total,))
    world.report("sample", WATER, 2022, figures("2021", 0))
    for agency in (SAMPLE, WATER, EDUCATION):
        world.report("sample", agency, 2023, figures("2021", 3, granted=3))
    made = replay(world)
    assert made.rows(
        """select agency_name, round(value, 3), quality, refused_because from mart_metric
        where report_year = 2023 and metric_key = 'request_log_change' order by 1"""
    ) == [
        (SAMPLE, 1.386, "uses_implied", None),
        (EDUCATION, None, None, "missing_prior"),
        (WATER, 1.386, "reported", None),
    ]


def test_a_sentence_edited_alone_is_a_revision_too(replay):
    world = city()
    for days, percent in ((30, 100), (10, 33.3)):
        world.report(
            "sample",
            SAMPLE,
            2023,
            figures("2021", 4, granted=4),
            claims=(growth_claim(percent, [2] if percent == 100 else [3]),),
            seen=NIGHT - timedelta(days=days),
        )
    made = replay(world)
    assert made.row("select cells_changed, sentences_changed from mart_revision") == (
        [],
        ["- 比上年增加100%", "+ 比上年增加33.3%"],
    )
    assert made.row("select prior_request_count from mart_agency_year") == 3


def test_an_unreadable_new_version_leaves_the_last_good_one_and_says_so(replay):
    world = city()
    world.report("sample", SAMPLE, 2023, figures("2021", 4, granted=4), seen=NIGHT - timedelta(days=9))
    world.report(
        "sample",
        SAMPLE,
        2023,
        figures("2021", 5, granted=5),
        status="quarantined",
        reason_codes=["ends_early"],
        reasons=["the table is cut off"],
        reasons_zh=["表格残缺"],
    )
    made = replay(world)
    assert made.row("select status, is_stale, n_versions, reported_cells from fct_report") == (
        "accepted",
        True,
        2,
        200,
    )
    assert made.row("select request_count from mart_agency_year") == 4
    assert made.row("select version_id from reports_as_of(now()::timestamp)") == made.row(
        "select version_id from fct_report"
    )


def test_an_attachment_takes_title_and_dates_from_the_page_that_links_it(replay):
    world = city()
    page = "http://www.sample.gov.cn/bg/t1.html"
    world.seen("sample", "page-sha", page, NIGHT, link_title="年报", listed_on=None)
    world.documents.append(
        {
            "portal_id": "sample",
            "document_sha256": "page-sha",
            "report_index": 0,
            "status": "not_a_report",
            "printed_on": (NIGHT - timedelta(days=60)).date(),
        }
    )
    world.report(
        "sample",
        SAMPLE,
        2025,
        figures("2021", 4, granted=4),
        role="attachment",
        url="http://www.sample.gov.cn/bg/t1.pdf",
        via=page,
        printed_on=None,
    )
    made = replay(world)
    assert made.row("select source_url, page_url, link_title, published_on_source from fct_report") == (
        "http://www.sample.gov.cn/bg/t1.pdf",
        page,
        "年报",
        "page",
    )
    assert made.row("select publication_lag_days from mart_agency_year") == -12


def test_a_blank_that_nothing_proves_leaves_the_metric_empty_with_its_reason(replay):
    world = city()
    values = figures("2021", 40, granted=40)
    values["requests", "refused_state_secret", "total"] = None
    values["requests", "declined_repeat", "total"] = None
    values["requests", "carried_in", "business"] = values["requests", "carried_out", "business"] = None
    world.report("sample", SAMPLE, 2023, values)
    made = replay(world)
    assert made.row(
        "select share, quality, request_count from fct_request_outcome "
        "where outcome_key = 'refused_state_secret' and column_key = 'total'"
    ) == (None, None, None)
    assert made.row(
        "select share, request_count, quality from mart_outcome_share where outcome_group = 'refused' and outcome_key is null"
    ) == (None, None, None)
    assert made.row(
        "select new_received, carried_in, total_handled, carried_out from fct_request_flow where column_key = 'business'"
    ) == (0, None, 0, None)
    assert made.row("select refusal_rate, full_disclosure_rate from mart_agency_year") == (None, 1)
    assert made.row("select granted_count, refused_count, declined_count from mart_agency_year") == (40, None, None)
    assert made.row("select refused_because, comparable from mart_metric where metric_key = 'refusal_rate'") == (
        "unknown_cells",
        True,
    )


def with_lineage(monkeypatch, folder, steps: str) -> None:
    """Let the worlds written from here on be built with these steps of reorganisation."""
    import dbt_world

    from warehouse import reference_data
    from warehouse.reference_files import REFERENCE

    for path in REFERENCE.glob("*.yaml"):
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "lineage.yaml").write_text(steps, encoding="utf-8")
    monkeypatch.setattr(
        dbt_world,
        "write_reference",
        lambda home, portals, reference: reference_data.write_reference(home, portals, reference, files=folder),
    )


def test_growth_over_a_split_is_withheld(replay, monkeypatch, tmp_path):
    with_lineage(
        monkeypatch,
        tmp_path,
        f"- {{predecessor: {WATER}, successor: {SAMPLE}, kind: split, effective_on: 2023-05-01, source: 示例}}\n",
    )
    world = city()
    for year, count in ((2022, 40), (2023, 20)):
        world.report("sample", SAMPLE, year, figures("2021", count, granted=count))
        world.report("sample", WATER, year, figures("2021", count, granted=count))
    made = replay(world)
    assert made.rows(
        "select distinct request_growth_status, request_growth, request_log_change from mart_agency_year where report_year = 2023"
    ) == [("split", None, None)]
    assert made.row("select predecessor_name, successor_name, kind from bridge_agency_lineage") == (
        WATER,
        SAMPLE,
        "split",
    )


def test_a_body_renamed_on_record_is_compared_with_its_former_self(replay, monkeypatch, tmp_path):
    with_lineage(
        monkeypatch,
        tmp_path,
        f"- {{predecessor: {WATER}, successor: 示例市水务局, kind: rename, effective_on: 2023-02-01, source: 示例}}\n",
    )
    world = city()
    world.report("sample", WATER, 2022, figures("2021", 40, 0, 3, granted=37))
    world.report("sample", "示例市水务局", 2023, figures("2021", 60, 2, 0, granted=62))
    made = replay(world)
    assert made.row(
        """select prior_request_count, prior_source, request_growth, request_growth_status from mart_agency_year
        where report_year = 2023"""
    ) == (40, "reported", 0.5, "ok")
    assert made.row(
        "select prior_value, current_value, gap, status from mart_continuity where rule_id = 'X1' and column_key = 'total'"
    ) == (3, 2, -1, "breaks")
    assert made.row("select printed_name, kind, source from dim_agency_name where kind is not null") == (
        "示例市水务局",
        "rename",
        "示例",
    )
    assert (
        made.row(
            "select prior_share from mart_outcome_share where outcome_group = 'granted' and outcome_key is null and report_year = 2023"
        )
        == 1
    )


def test_a_step_names_only_the_body_and_the_name_it_speaks_of(replay, monkeypatch, tmp_path):
    new = "示例市水务局"
    with_lineage(
        monkeypatch,
        tmp_path,
        f"- {{predecessor: {WATER}, successor: {new}, successor_adcode: '990100', kind: rename,"
        " effective_on: 2023-02-01, source: 示例}\n",
    )
    world = city(other=portal("other", "示例乙市", "990200", sandbox=True))
    for year, name in ((2022, "示例市水利水务局"), (2023, new)):
        world.report("sample", name, year, figures("2021", 4, granted=4), credit_code="11990100MB0000002X")
    world.report("other", new, 2023, figures("2021", 4, granted=4))
    made = replay(world)
    assert made.rows("select printed_name, region_name, kind from dim_agency_name order by all") == [
        ("示例市水利水务局", "示例市", None),
        (new, "示例乙市", None),
        (new, "示例市", "rename"),
    ]
    assert made.rows("select distinct level from dim_agency") == [("prefecture",)]  # as their division's code says


def test_the_whole_area_is_named_by_its_scope_whatever_its_name(replay):
    world = city()
    world.report("sample", "示例经济开发区管理委员会", 2023, figures("2021", 4, granted=4), scope="area")
    world.report("sample", "示例高新区管理委员会", 2023, figures("2021", 4, granted=4))
    world.report("sample", "示例议事会", 2023, figures("2021", 1, granted=1) | {("disputes", "review", "total"): 2})
    made = replay(world)
    assert made.rows("select agency_name, kind, classified_by from dim_agency order by 1") == [
        ("示例经济开发区管理委员会", "government", "proposed"),
        ("示例议事会", None, "unknown"),
        ("示例高新区管理委员会", "dispatched", "proposed"),
    ]
    # what is no whole area, be its kind unknown, has no population; two reviews over one request are two hundred a hundred
    assert made.rows(
        """select metric_key, value, refused_because from mart_metric
        where agency_name = '示例议事会' and metric_key in ('disclosure_rate', 'requests_per_10k', 'review_rate') order by 1"""
    ) == [("disclosure_rate", 1, None), ("requests_per_10k", None, "whole_areas_only"), ("review_rate", 200, None)]
    assert (
        made.row(
            """select share from mart_outcome_share
        where agency_name = '示例议事会' and outcome_group = 'granted' and outcome_key is null"""
        )
        == 1
    )

"""Worlds that differ from the sample: the first night, shuffled facts, pools and coverage of a city."""

import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from dbt_elsewhere import table_digests
from dbt_world import AREA, EDUCATION, NIGHT, SAMPLE, WATER, World, city, figures, growth_claim, portal, sample_world


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


def test_pools_say_how_many_of_the_expected_reports_were_read_and_grow_by_their_sums(replay):
    world = city()
    begins = "示例市水利工程局"  # a change after nought is none, so it belongs to no sum of changes
    unknown = {("requests", "refused_third_party", "total"): None, ("disputes", "review", "total"): None}
    for year, count, first in ((2022, 20, 0), (2023, 30, 7)):
        made_of = figures("2021", count, granted=count - 10, refused_third_party=10) | {
            ("disputes", "review", "total"): 5
        }
        world.report("sample", WATER, year, made_of)
        world.report("sample", begins, year, figures("2021", first, granted=first) | unknown)
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
        ) == [(2022, None, 0, 1), (2023, 0.5, 1, 2 / 3)], table
        # nor does the number of those it handled belong to the base, where it is not known how many it refused
        assert made.rows(
            f"""select metric_key, pooled, n_agencies from {table} where {pool} and report_year = 2023
            and metric_key in ('disclosure_rate', 'refusal_rate', 'review_rate') order by 1"""
        ) == [("disclosure_rate", 67 / 77, 3), ("refusal_rate", 10 / 70, 2), ("review_rate", 100 * 5 / 70, 2)], table


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
    world = city(
        walled=portal("walled", "示例壬县", "990128"),
        shut=portal("shut", "示例辛县", "990127"),
        silent=portal("silent", "示例癸县", "990129"),
    )
    world.report("sample", SAMPLE, 2024, figures("2021", 4, granted=4))
    world.run("20260319T183000Z-0000", {"walled": {"verdict": "blocked", "reason": "a wall"}})
    slow = {"verdict": "complete", "platform": "trs", "reason": "one page was slow"}
    login = {"verdict": "blocked", "reason": "a login", "reason_zh": "须登录"}
    later = {"sample": slow, "silent": {"verdict": "failed", "reason": "no list"}, "shut": login}
    world.run("20260320T183000Z-0000", later)
    made = replay(world)
    walled, shut = "http://www.walled.gov.cn/bg/", "http://www.shut.gov.cn/bg/"
    assert made.rows(
        """select agency_name, evidence, evidence_zh, last_checked_at is not null from mart_coverage
        where state = 'blocked' and report_year = 2024 order by 1 desc"""
    ) == [
        ("示例辛县人民政府", f"{shut}: a login", f"{shut}：须登录", True),
        # a reason that nobody put into Chinese is shown as it is
        ("示例壬县人民政府", f"{walled}: a wall", f"{walled}：a wall", True),
    ]
    assert made.rows("select run_id, portal_id, platform, verdict, reason from fct_run_portal order by 1") == [
        ("20260319T183000Z-0000", "walled", None, "blocked", "a wall"),
        ("20260320T183000Z-0000", "sample", "trs", "complete", "one page was slow"),
        ("20260320T183000Z-0000", "shut", None, "blocked", "a login"),
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


def test_a_run_tells_its_counts_each_under_its_own_name(replay):
    world = city()
    world.report("sample", SAMPLE, 2024, figures("2021", 4, granted=4))
    counts = {"archived": 1, "unchanged": 2, "failed": 3, "blocked": 4, "out_of_scope": 5}
    run = world.run("20260320T183000Z-0000", **counts)
    run |= {"parsed": {"documents": 9, "quarantined": 6}, "published_digest": "0f"}
    told = {
        "url": "http://www.sample.gov.cn/a",
        "outcome": "failed",
        "reason_code": "http_status",
        "reason": "it said 500",
    }
    run["portals"] = {"sample": {"verdict": "partial", "reasons": [told, told | {"reason_zh": "返回500"}]}}
    made = replay(world)
    assert made.rows(
        "select run_id, portal_id, ordinal, url, outcome, reason_code, reason, reason_zh from fct_run_reason order by ordinal"
    ) == [
        (run["run_id"], "sample", ordinal, *told.values(), reason_zh)
        for ordinal, reason_zh in enumerate((None, "返回500"))
    ]
    columns = ", ".join(("run_id", "discovered", *counts, "parsed", "quarantined", "published_digest"))
    assert made.row(f"select {columns} from mart_run") == (run["run_id"], 15, 1, 2, 3, 4, 5, 9, 6, "0f")
    assert made.row("select started_at, ended_at from mart_run") == (
        datetime(2026, 3, 20, 18, 30),  # noqa: DTZ001  the database keeps UTC without a zone
        datetime(2026, 3, 20, 18, 32),  # noqa: DTZ001
    )


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


def test_a_blank_that_nothing_proves_leaves_the_metric_empty_with_its_reason(replay):
    world = city()
    values = figures("2021", 40, granted=40)
    values["requests", "refused_state_secret", "total"] = None
    values["requests", "declined_repeat", "total"] = None
    values["requests", "carried_in", "business"] = values["requests", "carried_out", "business"] = None
    values["requests", "total_handled", "research"] = None
    values["proactive", "fees", "amount_cny_10k"] = None
    world.report("sample", SAMPLE, 2023, values)
    made = replay(world)
    for pool in ("mart_region_year", "mart_category_year"):
        assert made.row(f"select pooled, n_agencies from {pool} where metric_key = 'fee_income_cny_10k'") == (None, 0)
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
    assert made.row("select total_handled from fct_request_flow where column_key = 'research'") is None
    assert made.row("select refusal_rate, full_disclosure_rate from mart_agency_year") == (None, 1)
    assert made.row("select granted_count, refused_count, declined_count from mart_agency_year") == (40, None, None)
    assert made.row("select refused_because, comparable from mart_metric where metric_key = 'refusal_rate'") == (
        "unknown_cells",
        True,
    )


def test_a_portal_that_shuts_us_out_tonight_keeps_the_bodies_that_were_read_there(replay):
    world = city(area=portal("area", "示例壬县", "990128"), organ=portal("organ", "示例辛局", "990127", scope="agency"))
    world.report("area", "示例壬县财政局", 2023, figures("2021", 4, granted=4))
    world.report("area", "示例壬县人民政府", 2023, figures("2021", 9, granted=9), scope="area")
    world.report("organ", "示例辛局", 2023, figures("2021", 5, granted=5))
    world.report("sample", AREA, 2023, figures("2021", 7, granted=7), scope="area")
    # a file that came later says nothing of when the portal was looked at
    late = NIGHT + timedelta(days=3)
    world.report("sample", WATER, 2023, figures("2021", 7, granted=7), role="attachment", seen=late)
    shut = {"verdict": "blocked", "reason": "a wall"}
    opened = {"verdict": "complete", "reason": None}
    # one that was shut the night before lets us in again: its last verdict counts
    world.run("20260319T183000Z-0000", {"area": shut, "organ": opened, "sample": shut})
    world.run("20260320T183000Z-0000", {"area": shut, "organ": shut, "sample": opened})
    made = replay(world)
    assert made.broken == []
    assert made.rows(
        """select agency_name, max(report_year) filter (state = 'accepted'), any_value(state) filter (report_year = 2024)
        from mart_coverage group by 1 order by 1"""
    ) == [
        ("示例壬县人民政府", 2023, "blocked"),
        ("示例壬县财政局", 2023, "missing"),
        (AREA, 2023, "missing"),
        (WATER, 2023, "missing"),
        ("示例辛局", 2023, "missing"),
    ]
    assert made.rows(
        f"select distinct last_checked_at from mart_coverage where agency_name in ('{AREA}', '{WATER}')"
    ) == [(NIGHT.replace(tzinfo=None),)]


def test_a_run_that_has_not_ended_speaks_of_the_day_it_began(replay):
    world = city()
    early, begun = datetime(2026, 1, 20, tzinfo=UTC), datetime(2026, 2, 2, tzinfo=UTC)
    world.report("sample", SAMPLE, 2025, figures("2021", 4, granted=4), seen=early, printed_on=early.date())
    run = world.run("20260202T000000Z-0000")
    run["started_at"], run["ended_at"] = begun.isoformat(), None
    build = replay(world)
    assert build.row("select is_expected, is_late from mart_coverage where report_year = 2025") == (True, False)


def test_nothing_is_expected_before_it_is_due_on_the_last_day_that_the_archive_speaks_of(replay):
    world = city()
    early = datetime(2026, 1, 20, tzinfo=UTC)
    for name, year in ((SAMPLE, 2025), (WATER, 2025), (WATER, 2024)):
        made = figures("2021", 40, granted=40)
        world.report("sample", name, year, made, seen=early - timedelta(days=year - 2024), printed_on=early.date())
    build = replay(world)
    assert build.rows(
        "select agency_name, report_year, state, is_expected, is_late from mart_coverage order by 1, 2"
    ) == [
        (SAMPLE, 2025, "accepted", False, False),
        (WATER, 2024, "accepted", True, True),
        (WATER, 2025, "accepted", False, False),
    ]
    # of a year whose reports are not yet due nobody can say how many are in
    assert build.rows(
        """select report_year, pooled, coverage from mart_region_year where metric_key = 'disclosure_rate' order by 1"""
    ) == [(2024, 1, 1), (2025, 1, None)]
    assert build.rows(
        """select report_year, pooled, coverage from mart_category_year where metric_key = 'disclosure_rate'
        and category = '水利' order by 1"""
    ) == [(2024, 1, 1), (2025, 1, None)]


def test_a_report_of_words_alone_has_its_year_with_every_count_empty(replay):
    world = city()
    for name, claims in ((SAMPLE, (growth_claim(100, [2]),)), (WATER, ())):
        sha = world.report("sample", name, 2007, {}, claims=claims)
        world.find("documents", document_sha256=sha)["edition"] = "prose"
    build = replay(world)
    assert build.rows(
        "select agency_name, edition, request_count, prior_request_count from mart_agency_year order by 1"
    ) == [
        (SAMPLE, "prose", None, 2),
        (WATER, "prose", None, None),
    ]
    assert build.rows("select agency_name, reported_cells, edition from fct_report order by 1") == [
        (SAMPLE, 0, "prose"),
        (WATER, 0, "prose"),
    ]
    assert build.rows("select distinct edition from mart_metric") == [("prose",)]
    assert build.rows("select distinct metric_key from mart_metric where value is not null") == [
        ("publication_lag_days",)
    ]

"""Every test of the warehouse can fail: for each a world or a table with one defect, and it alone objects."""

from collections.abc import Callable

import pytest
from dbt_bench import PROJECT, Bench, Build
from dbt_world import EDUCATION, HUAIAN, LIAOCHENG, PINGTAN, SAMPLE, WATER, World, sample_world

Change = Callable[[World], object]


def _cell(world: World, agency: str, year: int, row: str, column: str = "total") -> dict:
    document = [
        doc["document_sha256"]
        for doc in world.documents
        if (doc["agency"], doc["report_year"]) == (agency, year) and doc["format"] == "html"
    ][-1]
    return world.find("cells", document_sha256=document, row_key=row, column_key=column)


def a_report_without_a_capture(world: World) -> None:
    lost = _cell(world, LIAOCHENG, 2022, "new_received")["document_sha256"]
    world.captures = [row for row in world.captures if row["payload_sha256"] != lost]


def a_report_captured_only_by_an_error_page(world: World) -> None:
    lost = _cell(world, LIAOCHENG, 2022, "new_received")["document_sha256"]
    world.find("captures", payload_sha256=lost)["status"] = 404


def a_blank_with_a_zero(world: World) -> None:
    _cell(world, LIAOCHENG, 2022, "carried_in", "business")["state"] = "blank"


def a_printed_number_with_a_proof_beside_it(world: World) -> None:
    _cell(world, LIAOCHENG, 2022, "carried_in", "business")["implied_value"] = 0.0


def a_cell_with_a_misspelt_column(world: World) -> None:
    _cell(world, LIAOCHENG, 2022, "carried_in", "business")["column_key"] = "busines"


def a_cell_of_an_unknown_state(world: World) -> None:
    cell = _cell(world, LIAOCHENG, 2022, "carried_in", "business")
    cell |= {"state": "smudged", "value": None, "printed_text": "?"}


def a_cell_read_twice(world: World) -> None:
    world.cells.append(dict(_cell(world, LIAOCHENG, 2022, "carried_in", "business")))


def a_broken_sum_that_is_said_to_hold(world: World) -> None:
    # both sides of the row change, so only the sum over the outcomes breaks
    for column in ("natural_person", "total"):
        _cell(world, LIAOCHENG, 2022, "granted", column)["value"] = 2.0


def a_row_whose_applicants_do_not_add_up_though_it_is_said_to_hold(world: World) -> None:
    _cell(world, LIAOCHENG, 2022, "new_received", "natural_person")["value"] = 3.0


def a_run_that_lost_an_address(world: World) -> None:
    world.runs[-1]["balance"]["discovered"] += 1


def a_form_that_lost_a_row(world: World) -> None:
    world.lost_rows = ("coercion",)
    world.cells = [cell for cell in world.cells if cell["row_key"] != "coercion"]


IN_THE_FACTS: dict[str, tuple[Change, str]] = {
    change.__name__: (change, failing)
    for change, failing in [
        (a_report_without_a_capture, "assert_every_report_read_leads_to_an_archived_document"),
        (a_report_captured_only_by_an_error_page, "assert_every_report_read_leads_to_an_archived_document"),
        (a_blank_with_a_zero, "assert_only_printed_numbers_have_a_value"),
        (a_printed_number_with_a_proof_beside_it, "assert_a_proved_value_stands_beside_no_printed_one"),
        (a_cell_with_a_misspelt_column, "assert_every_cell_is_on_its_form"),
        (a_cell_of_an_unknown_state, "accepted_values_kept_reading_state"),
        (a_cell_read_twice, "assert_a_report_has_a_cell_once"),
        (a_broken_sum_that_is_said_to_hold, "assert_outcome_shares_add_to_one_where_the_table_adds_up"),
        (
            a_row_whose_applicants_do_not_add_up_though_it_is_said_to_hold,
            "assert_applicants_add_to_the_total_where_the_row_adds_up",
        ),
        (a_run_that_lost_an_address, "assert_the_last_run_balances"),
        (a_form_that_lost_a_row, "assert_every_metric_is_made_of_measures_of_the_form"),
    ]
}


@pytest.mark.parametrize("defect", sorted(IN_THE_FACTS))
def test_a_defect_in_the_facts_trips_its_own_test_alone(replay, defect):
    change, failing = IN_THE_FACTS[defect]
    broken = replay(sample_world(change)).broken
    assert len(broken) == 1, broken
    assert broken[0].startswith(failing)


#: Said and not refused: its severity is `warn`.
WARNING = "assert_every_portal_with_facts_is_in_the_registry"


def _of(agency: str, year: int, metric: str | None = None) -> str:
    where = f"agency_name = '{agency}' and report_year = {year}"
    return f"{where} and metric_key = '{metric}'" if metric else where


IN_THE_TABLES: dict[str, tuple[str, str]] = {
    "growth over a base of nought": (
        f"update mart_agency_year set request_growth = 4 where {_of(SAMPLE, 2021)}",
        "assert_growth_follows_from_its_base",
    ),
    "a small base that is not said": (
        f"update mart_agency_year set request_growth_status = 'ok' where {_of(LIAOCHENG, 2022)}",
        "assert_growth_follows_from_its_base",
    ),
    "growth turned upside down": (
        f"update mart_agency_year set request_growth = -0.5 where {_of(WATER, 2024)}",
        "assert_growth_follows_from_its_base",
    ),
    "an implied prior over a reported one": (
        f"update mart_agency_year set prior_source = 'implied' where {_of(PINGTAN, 2022)}",
        "assert_a_reported_prior_wins_over_an_implied_one",
    ),
    "an interval beside its share": (
        f"update mart_metric set ci_low = 0.9 where {_of(WATER, 2024, 'disclosure_rate')}",
        "assert_an_interval_encloses_its_share",
    ),
    "an interval for a rate per hundred": (
        f"update mart_metric set ci_low = 1, ci_high = 2 where {_of(WATER, 2024, 'review_rate')}",
        "assert_an_interval_encloses_its_share",
    ),
    "no value and no reason": (
        f"update mart_metric set refused_because = null where {_of(SAMPLE, 2020, 'documents_net')}",
        "assert_a_metric_has_a_value_or_a_reason",
    ),
    "a refused metric with a value": (
        f"update mart_metric set comparable = false where {_of(WATER, 2024, 'disclosure_rate')}",
        "assert_a_metric_has_a_value_or_a_reason",
    ),
    "a rate over nought": (
        f"update mart_metric set denominator = 0 where {_of(WATER, 2024, 'disclosure_rate')}",
        "assert_no_rate_is_taken_over_nought",
    ),
    "a city ranked among its bureaus": (
        f"update mart_metric set rank_in_region = 1 where {_of(HUAIAN, 2024, 'request_count')}",
        "assert_a_whole_area_is_neither_ranked_nor_pooled",
    ),
    "a city pooled with its bureaus": (
        "update mart_region_year set pooled = pooled + area_value where metric_key = 'request_count'",
        "assert_a_whole_area_is_neither_ranked_nor_pooled",
    ),
    "a group that counts an outcome twice": (
        f"update mart_outcome_share set request_count = 5 where {_of(LIAOCHENG, 2022)} and outcome_key = 'granted'",
        "assert_the_outcomes_of_a_group_make_the_group",
    ),
    "a report that a join dropped": (
        f"delete from mart_agency_year where {_of(HUAIAN, 2024)}",
        "assert_every_report_has_its_year",
    ),
    "a report missing from the coverage": (
        f"update mart_coverage set state = 'missing' where {_of(WATER, 2024)}",
        "assert_every_report_has_its_year",
    ),
    "two versions that speak for one report": (
        f"update fct_report_version set is_current = true where {_of(EDUCATION, 2024)}",
        "assert_one_version_of_a_report_is_current",
    ),
    "a superseded cell twice": (
        "insert into fct_version_cell select * from fct_version_cell limit 1",
        "grain_fct_version_cell",
    ),
    "a superseded cell of no version": (
        "update fct_version_cell set version_id = version_id || 'x'",
        "relationships_fct_version_cell_version_id",
    ),
    "a printed row twice": (
        "insert into kept_row select * from kept_row limit 1",
        "grain_kept_row",
    ),
    "a figure twice": (
        "insert into kept_metric select * from kept_metric limit 1",
        "grain_kept_metric",
    ),
    "a printed row of no report": (
        "update fct_report_row set report_id = report_id || 'x'",
        "relationships_fct_report_row_report_id",
    ),
    "a printed row that lost a text": (
        f"update fct_report_row set printed_row = split_part(printed_row, chr(9), 1) where {_of(LIAOCHENG, 2022)}",
        "assert_a_printed_row_has_a_column_and_a_head_for_each_text",
    ),
    "a column nobody described": (
        "update dict_column set en = '' where table_name = 'fct_report' and column_name = 'title'",
        "assert_every_published_column_is_described",
    ),
    "a metric nobody defined": (
        "delete from dict_metric where metric_key = 'workload'",
        "relationships_mart_metric_metric_key",
    ),
    "a report of an unknown body": (
        f"delete from dim_agency where agency_name = '{HUAIAN}'",
        "relationships_fct_report_agency_id",
    ),
    "a claim without its report": (
        "insert into fct_claim by name select * replace ('nowhere' as report_id) from fct_claim",
        "relationships_fct_claim_report_id",
    ),
    "a body twice": (
        f"insert into dim_agency select * from dim_agency where agency_name = '{HUAIAN}'",
        "grain_dim_agency_agency_id",
    ),
    "a status of growth that nobody declared": (
        f"update mart_agency_year set prior_source = 'guessed' where {_of(LIAOCHENG, 2022)}",
        "accepted_values_mart_agency_year_prior_source",
    ),
}


def test_a_portal_lost_from_the_registry_is_noticed_and_loses_no_report(replay):
    world = sample_world()
    world.portals = [portal for portal in world.portals if portal.id != "liaocheng"]
    lost = replay(world)
    assert lost.broken == [WARNING]
    assert lost.row(f"select request_growth from mart_agency_year where agency_name = '{LIAOCHENG}'") == 1


@pytest.mark.parametrize("defect", sorted(IN_THE_TABLES))
def test_a_defect_in_a_table_trips_its_own_test_alone(bench: Bench, defect):
    statement, failing = IN_THE_TABLES[defect]
    broken = bench.broken_by(statement)
    assert len(broken) == 1, broken
    assert broken[0].startswith(failing)


def test_the_bench_runs_every_test_of_the_build_and_finds_the_healthy_tables_sound(bench: Bench, healthy: Build):
    assert set(bench.compiled.tests) <= set(healthy.statuses)
    assert len(bench.compiled.tests) > 60
    assert bench.broken_by("select 1") == []


def test_every_written_test_has_a_defect_that_trips_it():
    written = {path.stem for path in (PROJECT / "tests").glob("assert_*.sql")}
    tripped = {failing for _, failing in (*IN_THE_FACTS.values(), *IN_THE_TABLES.values())}
    assert len(written) > 15
    assert written <= tripped | {WARNING}


def test_every_test_of_a_kind_can_fail(bench: Bench):
    assert len(bench.compiled.generic) > 45
    assert [test for test in bench.compiled.generic if not bench.notices(test)] == []
    written = {path.stem for path in (PROJECT / "tests").glob("assert_*.sql")}
    assert set(bench.compiled.tests) == written | set(bench.compiled.generic)


def test_the_contract_keeps_keys_from_being_empty(healthy: Build):
    nullable = {
        column
        for column, is_nullable in healthy.rows(
            "select column_name, is_nullable from duckdb_columns() where table_name = 'fct_report'"
        )
        if is_nullable
    }
    assert "published_on" in nullable
    assert not nullable & {"report_id", "agency_id", "report_year", "document_sha256", "source_url", "captured_at"}

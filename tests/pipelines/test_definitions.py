"""What Dagster holds: the graph of the night, its partitions, checks and schedule."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import dagster as dg
import dagster_dbt
import pytest

from pipelines.assets.warehouse_models import dbt_resource
from pipelines.dbt_build import sweep, target
from pipelines.definitions import RANGE_END, RANGE_START, build_definitions, portal_ids
from pipelines.night import forget_old_runs
from warehouse.home import Home
from warehouse.registry import DEFAULT_REGISTRY

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def definitions(tmp_path_factory):
    return build_definitions(Home(tmp_path_factory.mktemp("home")).create(), DEFAULT_REGISTRY)


def specs(definitions):
    return {spec.key.path[-1]: spec for spec in definitions.resolve_all_asset_specs()}


def test_captures_and_parsed_reports_are_partitioned_by_portal(definitions):
    for name in ("captures", "parsed_reports"):
        assert specs(definitions)[name].partitions_def.get_partition_keys() == portal_ids(DEFAULT_REGISTRY)


def test_the_graph_leads_from_captures_to_the_release(definitions):
    graph = definitions.resolve_asset_graph()
    upstream = graph.get(dg.AssetKey("release"))
    seen, waiting = set(), [upstream.key]
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting += graph.get(key).parent_keys
    names = {key.path[-1] for key in seen}
    assert {"captures", "parsed_reports", "reference", "fct_report_cell", "mart_agency_year", "candidate"} <= names


def test_every_table_of_the_warehouse_is_an_asset_with_its_tests_as_checks(definitions):
    checks = {key.asset_key.path[-1] for key in definitions.resolve_asset_graph().asset_check_keys}
    assert {"captures", "parsed_reports", "mart_agency_year", "fct_report"} <= checks


def test_the_night_runs_at_half_past_two_in_shanghai_over_every_enabled_portal(definitions):
    schedule = definitions.resolve_schedule_def("every_night")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 2 * * *", "Asia/Shanghai")
    with dg.instance_for_test() as instance:
        context = dg.build_schedule_context(instance, scheduled_execution_time=datetime(2026, 11, 24))  # noqa: DTZ001
        (request,) = schedule.evaluate_tick(context).run_requests
    ids = portal_ids(DEFAULT_REGISTRY)
    assert (request.tags[RANGE_START], request.tags[RANGE_END]) == (ids[0], ids[-1])


def test_the_version_of_dbt_is_known_without_asking_dbt_which_would_ask_the_network(monkeypatch):
    def ask(*_, **__):
        raise AssertionError("a process was started")

    monkeypatch.setattr(dagster_dbt.core.resource, "check_output", ask)
    assert dbt_resource()._cli_version.major == 1


def test_the_code_location_that_dagster_dev_loads_is_valid(tmp_path):
    done = subprocess.run(
        [Path(sys.executable).with_name("dagster"), "definitions", "validate", "-m", "pipelines.code_location"],
        cwd=ROOT,
        env=os.environ | {"GONGKAI_HOME": str(tmp_path), "DAGSTER_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_earlier_runs_compiled_is_removed_and_their_last_logs_stay(tmp_path):
    home = Home(tmp_path)
    for day in (1, 2, 3):
        run = f"2026030{day}T183000Z-aaaa"
        (target(home) / run / "compiled").mkdir(parents=True)
        (home.dagster / "dbt" / f"{run}.log").write_text("")
    (target(home) / "manifest.json").write_text("{}")
    sweep(home, keep=2)
    assert [path.name for path in target(home).iterdir()] == ["manifest.json"]
    assert [path.name[:8] for path in sorted((home.dagster / "dbt").glob("*.log"))] == ["20260302", "20260303"]


def test_of_old_runs_dagster_keeps_neither_the_record_nor_a_file(tmp_path):
    @dg.job
    def nothing(): ...

    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        runs = [nothing.execute_in_process(instance=instance).run_id for _ in range(4)]
        forget_old_runs(instance, keep=2)
        assert [record.dagster_run.run_id for record in instance.get_run_records()] == runs[:1:-1]
        assert instance.all_logs(runs[3])
    files = {path.name for path in (tmp_path / "history" / "runs").glob("*.db")}
    assert files == {f"{run}.db" for run in runs[2:]} | {"index.db"}
    assert {path.name for path in (tmp_path / "storage").iterdir()} >= set(runs[2:])
    assert not {path.name for path in (tmp_path / "storage").iterdir()} & set(runs[:2])

"""From facts to a published release through the command the night runs, in a process of its own."""

import os
import subprocess
import sys

import duckdb
import pytest
from dbt_bench import PROJECT, environment
from dbt_world import LIAOCHENG, sample_world

from warehouse.cookbook import recipes
from warehouse.published import QueryError, ask
from warehouse.release import (
    export_tables,
    keep_test_results,
    prepare,
    publish,
    verify_release,
    write_manifest,
)

RUN = "20260320T183000Z-0000"


def test_a_build_by_the_command_line_is_published_and_answers(tmp_path):
    world = sample_world()
    home = world.write(tmp_path / "home")
    for name in {capture["warc_file"] for capture in world.captures}:
        (home.warc / name).write_bytes(b"archived")
    folder = prepare(home, RUN)
    target = tmp_path / "target"
    settings = environment(home.root, 2) | {
        "GONGKAI_CANDIDATE": str(folder / "gongkai.duckdb"),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(tmp_path / "logs"),
    }
    settings.pop("GONGKAI_SCRATCH")
    before = sorted(path.name for path in PROJECT.iterdir())
    subprocess.run(
        [
            *(sys.executable, "-m", "dbt.cli.main", "build"),
            *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
        ],
        env=os.environ | settings,
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=300,
    )
    assert sorted(path.name for path in PROJECT.iterdir()) == before
    keep_test_results(target, folder)
    export_tables(folder)
    write_manifest(home, RUN, home.root / "reference")
    release = publish(home, RUN)
    assert release.is_current
    assert release.reports == 11
    assert verify_release(home, RUN) == []
    with duckdb.connect(str(home.database), read_only=True) as connection:
        assert connection.execute(
            "select request_growth, request_growth_status from mart_agency_year where agency_name = ?", [LIAOCHENG]
        ).fetchall() == [(1.0, "small_base")]
        for one in recipes():  # as the page of data shows them
            assert connection.execute(one.query).description, one.name
    assert ask(home, "select 1;").rows == ((1,),)
    for several in ("select 1; select 2", " "):
        with pytest.raises(QueryError, match="one query"):
            ask(home, several)
    growth = duckdb.sql(
        f"select prior_source from '{home.published}/tables/mart_agency_year.parquet' where agency_name = '{LIAOCHENG}'"
    )
    assert growth.fetchall() == [("implied",)]

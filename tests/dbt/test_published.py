"""From facts to a published release through the command the night runs, in a process of its own."""

import os
import re
import subprocess
import sys

import duckdb
import pytest
from dbt_bench import PROJECT, environment, project_manifest
from dbt_world import LIAOCHENG, sample_world

from dashboards.build import build_site
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


def test_a_table_macro_is_made_once_all_that_it_reads_is_there():
    """DuckDB looks up what a macro reads when it is made; several models are built at a time, in no order but the project's."""
    manifest = project_manifest()
    models = {node.name: node for node in manifest.nodes.values() if node.resource_type in ("model", "seed")}
    macros = {macro.name: macro.macro_sql for macro in manifest.macros.values() if macro.package_name == "gongkai"}

    def before(name: str) -> set[str]:
        earlier = (key.split(".") for key in models[name].depends_on_nodes)
        return {name} | {each for kind, *_, own in earlier if kind != "source" for each in before(own)}

    held = 0
    for name, model in sorted(models.items()):
        hooks = " ".join(hook.sql for hook in model.config.post_hook)
        for sql in (text for macro, text in sorted(macros.items()) if f"{macro}(" in hooks and "as table" in text):
            read = set(re.findall(r"(?:from|join) (?:kept\.)?(\w+)", sql)) & models.keys()
            assert read <= before(name), (name, read - before(name))
            held += len(read)
    assert held > 5


def test_a_site_is_built_of_what_the_models_make_with_reports_that_came_late(compiled, tmp_path):
    database = compiled.root / "candidate" / "gongkai.duckdb"
    with duckdb.connect(str(database), read_only=True) as release:
        late = release.execute("select count(*) from mart_coverage where is_expected and is_late").fetchone()
    build_site(database, tmp_path / "site", "sample")
    assert late > (0,)
    assert (tmp_path / "site" / "coverage.html").is_file()

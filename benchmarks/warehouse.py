"""What a night's build costs as the country grows: dbt, exports, gates and swap over made-up reports, time and memory.

Each step runs in a process of its own, so its memory is its own; the facts come from `country.py`. `--reports` says
how many reports, several times for several sizes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from benchmarks import site as pages
from benchmarks.country import NIGHTS, write_country
from dashboards.queries import open_release
from pipelines.dbt_build import DBT, PROJECT, aim, environment, target
from warehouse import release as releases
from warehouse.cookbook import recipes
from warehouse.home import Home

SIZES = (1_000, 10_000, 100_000)
RELEASE = "20260321T183000Z-0000"
#: Slowest models and queries that are named.
_NAMED = 6
_RUNS = 3
#: Seconds that a reader of the pages or the cookbook should wait at most.
_PATIENCE = 0.1


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one step: seconds of the clock, seconds of all processors, megabytes at its peak."""

    wall: float
    processor: float
    peak: float


def print_warehouse(console: Console, sizes: Sequence[int]) -> None:
    """The cost of each step at each size, how it grows, and what readers wait for their queries."""
    before: dict[str, Cost] = {}
    for reports in sizes:
        with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
            home = Home(Path(folder))
            cost(lambda: write_country(home, reports))  # noqa: B023  called before the loop goes on
            steps = {
                "dbt build with its tests": cost(lambda: build(home)),  # noqa: B023
                "Parquet, CSV, workbook, manifest": cost(lambda: export(home)),  # noqa: B023
                "site": cost(lambda: pages.build(home.releases / RELEASE / "gongkai.duckdb", _site(home))),  # noqa: B023
                "gates and swap": cost(lambda: releases.publish(home, RELEASE)),  # noqa: B023
            }
            steps["all"] = _together(steps.values())
            console.print(_costs(f"{reports:,} reports", steps, before))
            console.print(_slowest(home))
            console.print(_waits(home))
            console.print(_cookbook(home))
            console.print(pages.sizes(_site(home)), "")
        before = steps


def cost(work: Callable[[], object]) -> Cost:
    """What `work` takes in a process of its own, with the processes that it starts."""
    began = time.perf_counter()
    child = get_context("fork").Process(target=work)
    child.start()
    assert child.pid is not None
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise RuntimeError("A step of the build failed; see what it printed above.")
    return Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def build(home: Home) -> None:
    """The dbt build of the night into a candidate."""
    folder = releases.prepare(home, RELEASE)
    shutil.copytree(home.root / "reference", folder / "reference")
    aim(home, folder)
    command = [*DBT, "--quiet", "build", "--exclude-resource-type", "unit_test"]
    subprocess.run(
        [*command, "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)],
        env=os.environ | environment(home),
        check=True,
    )
    releases.keep_test_results(target(home), folder)


def export(home: Home) -> None:
    """The files of the release and its manifest."""
    folder = home.releases / RELEASE
    releases.export_tables(folder)
    releases.write_manifest(home, RELEASE, folder / "reference")


def _site(home: Home) -> Path:
    return home.releases / RELEASE / "site"


def _together(steps: Iterable[Cost]) -> Cost:
    costs = list(steps)
    return Cost(sum(c.wall for c in costs), sum(c.processor for c in costs), max(c.peak for c in costs))


def _costs(title: str, steps: dict[str, Cost], before: dict[str, Cost]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in ("step", "wall s", "processor s", "peak MB", "processor, over the size before"):
        table.add_column(heading, justify="left" if heading == "step" else "right")
    for name, one in steps.items():
        grown = f"x {one.processor / before[name].processor:.1f}" if name in before else ""
        table.add_row(name, f"{one.wall:.1f}", f"{one.processor:.1f}", f"{one.peak:,.0f}", grown)
    return table


def _slowest(home: Home) -> str:
    results = json.loads((home.releases / RELEASE / "run_results.json").read_text(encoding="utf-8"))["results"]
    timed = sorted(((entry["execution_time"], entry["unique_id"].split(".")[2]) for entry in results), reverse=True)
    return "slowest: " + ", ".join(f"{name} {seconds:.1f} s" for seconds, name in timed[:_NAMED])


def _waits(home: Home) -> str:
    """The questions that every page asks by the time they take, the best of some runs each."""
    names = ("form_cells", "metrics", "agencies", "categories", "years", "value_counts", "runs")
    waits = []
    for name in names:

        def ask(name: str = name) -> None:
            with open_release(home.database) as release:  # anew: a release remembers its answers
                getattr(release, name)()

        waits.append((_best(ask), name))
    waits.sort(reverse=True)
    return "queries of the pages: " + ", ".join(f"{name} {1000 * seconds:.0f} ms" for seconds, name in waits)


def _cookbook(home: Home) -> str:
    """The queries of the cookbook, asked about a body of this country and the night after the first, by the time they take."""
    waits = []
    with duckdb.connect(str(home.database), read_only=True) as release:
        release.execute("set timezone = 'UTC'")
        (body,) = release.execute("select agency_name, region_name from dim_agency order by 1 limit 1").fetchall()
        for one in recipes():
            query = _here(one.query, *body)
            waits.append((_best(lambda: release.execute(query).fetchall()), one.name))  # noqa: B023  called at once
    long = [f"{name} {1000 * seconds:.0f} ms" for seconds, name in sorted(waits, reverse=True) if seconds > _PATIENCE]
    return f"queries of the cookbook over {1000 * _PATIENCE:.0f} ms, of {len(waits)}: {', '.join(long) or 'none'}"


def _here(query: str, agency: str, region: str) -> str:
    """A query that names the demo's bodies and a time without changes, about this country."""
    query = re.sub(r"'[^']*' as agency_name", f"'{agency}' as agency_name", query)
    query = re.sub(r"agency_name = '[^']*'", f"agency_name = '{agency}'", query)
    query = re.sub(r"'[^']*' as region_name", f"'{region}' as region_name", query)
    return re.sub(r"timestamp '[^']*'", f"timestamp '{NIGHTS[0] + timedelta(hours=6):%Y-%m-%d %H:%M}'", query, count=1)


def _best(ask: Callable[[], object]) -> float:
    def once() -> float:
        began = time.perf_counter()
        ask()
        return time.perf_counter() - began

    return min(once() for _ in range(_RUNS))

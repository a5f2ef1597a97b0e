"""The sample world built as another machine would build it: `python dbt_elsewhere.py ROOT SEED THREADS COMPILED`.

A process of its own, for locale, time zone and hash seed are settled when it starts. The seed decides the order of every
row in its file and the order in which the files come to be; the digests of the exported tables are printed as JSON.
COMPILED is the pickled SQL of a build, run on THREADS threads of DuckDB, or `dbt`, which then builds THREADS models at a
time.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import random
import shutil
import sys
from pathlib import Path

from dbt_bench import Compiled, run_dbt
from dbt_world import World, sample_world

from warehouse.release import export_tables


def table_digests(candidate: Path) -> dict[str, str]:
    """Export the tables of a candidate and give the digest of each Parquet file by its name."""
    export_tables(candidate)
    tables = sorted((candidate / "tables").glob("*.parquet"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tables}


def scatter(root: Path, chance: random.Random) -> None:
    """Write the sample world below `root`, rows and files in an order of chance."""

    def shuffle(world: World) -> None:
        for rows in (world.captures, world.documents, world.cells, world.claims, world.checks, world.portals):
            chance.shuffle(rows)

    ordered = root.with_name(f"{root.name}-ordered")
    sample_world(shuffle).write(ordered)
    files = sorted(path for path in ordered.rglob("*") if path.is_file())
    chance.shuffle(files)
    for path in files:
        target = root / path.relative_to(ordered)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def main(root: Path, seed: int, threads: int, compiled: str) -> None:
    scatter(root, random.Random(seed))
    if compiled == "dbt":
        run_dbt(root, "build", "--resource-type", "seed", "--resource-type", "model", threads=threads)
    else:
        made: Compiled = pickle.loads(Path(compiled).read_bytes())
        made.build(root, threads)
    print(json.dumps(table_digests(root / "candidate")))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])

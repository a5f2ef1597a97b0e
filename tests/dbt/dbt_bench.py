"""One healthy build for the tests that only read, and ways to build or to spoil others."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt_world import World, sample_world

PROJECT = Path(__file__).parents[2] / "dbt_project"


#: What a made-up row holds, by type.
_FILLER = {
    "VARCHAR": "'nobody declared this'",
    "INTEGER": "1",
    "BIGINT": "1",
    "DOUBLE": "1.0",
    "BOOLEAN": "true",
    "DATE": "date '2020-01-01'",
    "TIMESTAMP": "timestamp '2020-01-01'",
    "VARCHAR[]": "['nobody declared this']",
}


@dataclass(frozen=True)
class Build:
    """A built candidate and what dbt said of it."""

    root: Path
    statuses: dict[str, str]

    @property
    def database(self) -> Path:
        return self.root / "candidate" / "gongkai.duckdb"

    @property
    def broken(self) -> list[str]:
        """Names of the nodes that failed, without those skipped for it."""
        return sorted(name for name, status in self.statuses.items() if status in {"fail", "error"})

    def rows(self, sql: str) -> list[tuple]:
        with duckdb.connect(str(self.database), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def row(self, sql: str) -> Any:
        """The one row, or its one value."""
        (only,) = self.rows(sql)
        return only if len(only) > 1 else only[0]


@dataclass(frozen=True)
class Compiled:
    """The project as dbt compiled it for the healthy build: models in the order they need one another, and tests.

    Running this SQL on other facts takes a second where dbt takes many; contracts and comments are dbt's own and are
    seen in the healthy build.
    """

    root: Path
    models: list[tuple[str, str, str]]
    tests: dict[str, str]
    generic: dict[str, tuple[str, str, str | None]]  # of a test made by its kind: the kind, the table, the column

    @classmethod
    def of(cls, build: Build) -> Compiled:
        """Read what dbt wrote beside a build."""
        manifest = json.loads((build.root / "target" / "manifest.json").read_text(encoding="utf-8"))
        nodes = {key: node for key, node in manifest["nodes"].items() if "compiled_code" in node}
        models = {key: node for key, node in nodes.items() if key.startswith("model.")}
        needs = {key: [name for name in node["depends_on"]["nodes"] if name in models] for key, node in models.items()}
        return cls(
            root=build.root,
            models=[
                (models[key]["config"]["materialized"], models[key]["relation_name"], models[key]["compiled_code"])
                for key in TopologicalSorter(needs).static_order()
            ],
            tests={_name(key): node["compiled_code"] for key, node in sorted(nodes.items()) if key.startswith("test.")},
            generic={
                _name(key): (node["test_metadata"]["name"], node["attached_node"].split(".")[2], node["column_name"])
                for key, node in sorted(nodes.items())
                if node.get("test_metadata")
            },
        )

    def build(self, root: Path, threads: int | None = None) -> Build:
        """Every model and test on the facts below `root`, on the machine's threads unless told."""
        shutil.copytree(self.root / "candidate", root / "candidate")
        with self.open(root) as connection:
            if threads is not None:
                connection.execute(f"set threads = {threads}")
            for materialized, relation, sql in self.models:
                here = sql.replace(str(self.root), str(root))
                connection.execute(f"create or replace {materialized} {relation} as {here}")
            broken = self.broken(connection, root)
        return Build(root, {name: "fail" if name in broken else "pass" for name in self.tests})

    @contextmanager
    def open(self, root: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        """The candidate below `root` with the steps between attached."""
        with duckdb.connect(str(root / "candidate" / "gongkai.duckdb")) as connection:
            connection.execute("set timezone = 'UTC'")
            connection.execute(f"attach '{root / 'candidate' / 'scratch.duckdb'}' as scratch")
            yield connection

    def broken(self, connection: duckdb.DuckDBPyConnection, root: Path) -> list[str]:
        """Names of the tests that find rows."""
        return [
            name
            for name, sql in self.tests.items()
            if connection.execute(sql.replace(str(self.root), str(root))).fetchone()
        ]


@dataclass(frozen=True)
class Bench:
    """The healthy tables in a copy that may be spoiled."""

    compiled: Compiled
    connection: duckdb.DuckDBPyConnection

    def broken_by(self, statement: str) -> list[str]:
        """Names of the tests that find rows once `statement` has run; it is undone afterwards."""
        self.connection.execute("begin")
        try:
            self.connection.execute(statement)
            return self.compiled.broken(self.connection, self.compiled.root)
        finally:
            self.connection.execute("rollback")

    def notices(self, test: str) -> bool:
        """Whether a test of a kind finds a made-up row, written twice, that has a key and a value nobody declared."""
        _, table, _ = self.compiled.generic[test]
        columns = self.connection.execute(f"describe {table}").fetchall()
        row = ", ".join(f"{_FILLER.get(kind, f'null::{kind}')} as {name}" for name, kind, *_ in columns)
        self.connection.execute("begin")
        try:
            self.connection.execute(f"insert into {table} by name select {row} from range(2)")
            return bool(self.connection.execute(self.compiled.tests[test]).fetchall())
        finally:
            self.connection.execute("rollback")


@contextmanager
def _environment(values: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value


def environment(root: Path, threads: int) -> dict[str, str]:
    """The variables of profiles.yml for the facts below `root`; the steps between are kept, so tests can be run again."""
    return {
        "GONGKAI_CANDIDATE": str(root / "candidate" / "gongkai.duckdb"),
        "GONGKAI_SCRATCH": str(root / "candidate" / "scratch.duckdb"),
        "GONGKAI_PARSED": str(root / "parsed"),
        "GONGKAI_CAPTURES": str(root / "archive" / "captures"),
        "GONGKAI_REFERENCE": str(root / "reference"),
        "GONGKAI_THREADS": str(threads),
        "DBT_TARGET_PATH": str(root / "target"),
        "DBT_LOG_PATH": str(root / "logs"),
    }


_FLAGS = ["--quiet", "--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]


@cache
def project_manifest() -> Any:
    """The project parsed once for all builds of this process; each gets a copy."""
    with TemporaryDirectory() as folder, _environment(environment(Path(folder), 2)):
        return dbtRunner().invoke(["parse", *_FLAGS]).result


def _let_go() -> None:
    """Close the database that dbt keeps open within this process; the night runs dbt in a process of its own."""
    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
        DuckDBConnectionManager._ENV = None


def run_dbt(root: Path, *arguments: str, threads: int = 2) -> dict[str, str]:
    """Run dbt on the facts below `root` and give the status of every node by name."""
    (root / "candidate").mkdir(exist_ok=True)
    with _environment(environment(root, threads)):
        result = dbtRunner(manifest=project_manifest().deepcopy()).invoke([*arguments, *_FLAGS])
        _let_go()
    assert result.exception is None, result.exception
    results = json.loads((root / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    return {_name(entry["unique_id"]): entry["status"] for entry in results}


def _name(unique_id: str) -> str:
    """`model.gongkai.fct_report` is fct_report; a unit test has its model's name before its own."""
    parts = unique_id.split(".")
    return parts[3] if parts[0] == "unit_test" else parts[2]


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Build]:
    """Build a world: the sample world, spoiled by `change` where one is given."""

    def make(
        change: Callable[[World], object] | None = None,
        *,
        world: World | None = None,
        unit: bool = False,
        threads: int = 2,
    ) -> Build:
        root = tmp_path_factory.mktemp("world")
        (world or sample_world(change)).write(root)
        arguments = ["build"] if unit else ["build", "--exclude-resource-type", "unit_test"]
        return Build(root, run_dbt(root, *arguments, threads=threads))

    return make


@pytest.fixture(scope="session")
def healthy(build: Callable[..., Build]) -> Build:
    """The sample world, built once with every test and unit test."""
    return build(unit=True)


@pytest.fixture(scope="session")
def compiled(healthy: Build) -> Compiled:
    """The SQL of the healthy build."""
    return Compiled.of(healthy)


@pytest.fixture
def replay(compiled: Compiled, tmp_path: Path) -> Callable[[World], Build]:
    """Run the compiled project on another world."""

    def make(world: World) -> Build:
        world.write(tmp_path)
        return compiled.build(tmp_path)

    return make


@pytest.fixture(scope="session")
def bench(compiled: Compiled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A copy of the healthy build to spoil, one defect at a time; its views are tables, so what readers see can be spoiled too."""
    folder = tmp_path_factory.mktemp("bench")
    shutil.copytree(compiled.root / "candidate", folder / "candidate")
    with compiled.open(folder) as connection:
        views = "select view_name from duckdb_views() where schema_name = 'main' and database_name = 'gongkai' and not internal"
        for (view,) in connection.execute(views).fetchall():
            connection.execute(f"create temp table seen as from {view}; drop view {view}")
            connection.execute(f"create table {view} as from seen; drop table seen")
        connection.execute("set search_path = 'main,kept'")
        yield Bench(compiled, connection)

"""Worlds kept built in memory, on which a mutant is tried in a transaction: only what it changes is computed again.

A world carries the tests that were written for it; a mutant is killed where one of them objects: a unit test or a data
test of the dbt project, an assertion of tests/dbt, or DuckDB itself.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from dbt_bench import Compiled
from dbt_world import World

from mutants.operators import Mutant

#: Seconds after which a query that a lost join key sets running away is stopped.
_LONGEST = 30
#: What such a query may take of the machine before that.
_MOST_MEMORY = {"memory_limit": "1GB", "max_temp_directory_size": "1GB"}
#: By column: its type, and whether it may be empty.
Columns = dict[str, tuple[str, bool]]
#: A view names what it reads without the file.
_NAME = re.compile(r'(?:"(?:gongkai|scratch)"\.)?"(?:main|kept|scratch)"\."(\w+)"')


@dataclass(frozen=True)
class Model:
    """One model: its SQL over the relations of a stand, and the models it reads."""

    name: str
    is_view: bool
    relation: str
    sql: str
    needs: frozenset[str]
    #: What a table macro is asked with; a table or view has none.
    parameters: tuple[str, ...] = ()

    def create(self, sql: str) -> str:
        """The statement that makes it."""
        if self.parameters:
            return f"create or replace macro {self.relation}({', '.join(self.parameters)}) as table {sql}"
        return f"create or replace {'view' if self.is_view else 'table'} {self.relation} as {sql}"


_INSTANTS = "select distinct first_seen_at from fct_report_version union select timestamp '2000-01-01' order by 1"
_ASKED_WITH = {
    "moment": _INSTANTS,
    "earlier": _INSTANTS,
    "later": _INSTANTS,
    "of_metric": "select metric_key from dict_metric order by 1",
}


def models_of(compiled: Compiled) -> dict[str, Model]:
    """Every model in the order of their needs, then the table macros; all live in one file, so one transaction holds a trial."""
    found: dict[str, Model] = {}
    for kind, relation, sql in compiled.models:
        name = _NAME.fullmatch(relation)[1]  # type: ignore[index]
        needs = frozenset(other for other in _NAME.findall(sql) if other in found)
        found[name] = Model(name, kind == "view", at_home(relation), at_home(sql), needs)
    with duckdb.connect(str(compiled.root / "candidate" / "gongkai.duckdb"), read_only=True) as connection:
        macros = connection.execute(
            "select function_name, parameters, macro_definition from duckdb_functions() "
            "where function_type = 'table_macro' and not internal order by 1"
        ).fetchall()
    for name, parameters, sql in macros:
        needs = frozenset(other for other in found if re.search(rf"\b{other}\b", sql))
        found[name] = Model(name, True, name, sql, needs, tuple(parameters))
    return found


def at_home(sql: str) -> str:
    """Every relation in one file: the steps between in a schema of their own."""
    return sql.replace('"scratch"."main".', '"gongkai"."scratch".')


@dataclass
class Stand:
    """One built world: its connection, what each model holds, and the assertions that are made on it."""

    name: str
    connection: duckdb.DuckDBPyConnection
    models: dict[str, Model]
    tests: dict[str, str]
    folders: tuple[str, str]
    held: dict[str, Any] = field(default_factory=dict)
    #: Of each published model the type of every column, and whether it may be empty, as dbt's contract made them.
    contract: dict[str, Columns] = field(default_factory=dict)
    #: By name: raises AssertionError on what it does not expect.
    assertions: dict[str, Callable[[], None]] = field(default_factory=dict)

    @classmethod
    def build(cls, name: str, compiled: Compiled, world: World, root: Path) -> Stand:
        """Write a world below `root` and build it."""
        root.mkdir()
        world.write(root)
        shutil.copy(compiled.root / "candidate" / "gongkai.duckdb", root / "gongkai.duckdb")
        connection = duckdb.connect(str(root / "gongkai.duckdb"), config={"threads": 1, **_MOST_MEMORY})
        connection.execute("set timezone = 'UTC'")
        contract = contract_of(connection)
        connection.execute("create schema scratch")
        copy_seeds(compiled, connection)
        tests = {name: at_home(sql) for name, sql in compiled.tests.items()}
        folders = str(compiled.root), str(root)
        stand = cls(name, connection, models_of(compiled), tests, folders, contract=contract)
        for model in stand.models.values():
            connection.execute(model.create(stand.here(model.sql)))
            stand.held[model.name] = stand.digest(model)
        return stand

    def here(self, sql: str) -> str:
        """A statement over the facts of this world."""
        return sql.replace(*self.folders)

    def digest(self, model: Model) -> Any:
        """What a model holds, whatever the order of its rows."""
        # an empty list hashes as a missing one does, and is written otherwise
        query = "select count(*), sum(hash(held, held::varchar)::hugeint) from {} as held"
        if not model.parameters:
            return self.connection.execute(query.format(model.relation)).fetchone()
        # a macro holds nothing: what it answers to whatever it may be asked with
        asked = [self.connection.execute(_ASKED_WITH[name]).fetchall() for name in model.parameters]
        call = f"{model.relation}({', '.join('?' * len(asked))})"
        return [
            self.connection.execute(query.format(call), [value for (value,) in given]).fetchone()
            for given in itertools.product(*asked)
        ]

    def rows(self, sql: str) -> list[tuple]:
        """As `Build.rows`."""
        return self.connection.execute(sql).fetchall()

    def row(self, sql: str) -> Any:
        """As `Build.row`."""
        (only,) = self.rows(sql)
        return only if len(only) > 1 else only[0]

    @property
    def broken(self) -> list[str]:
        """As `Build.broken`."""
        return [name for name, sql in self.tests.items() if self.connection.execute(self.here(sql)).fetchone()]

    @contextmanager
    def trial(self, model: str, sql: str) -> Iterator[set[str]]:
        """The names of the models that hold something else once `model` is made by `sql`; undone afterwards."""
        stop = threading.Timer(_LONGEST, self.connection.interrupt)
        stop.start()
        self.connection.execute("begin")
        try:
            yield self._recomputed(model, sql)
        finally:
            stop.cancel()
            self.connection.execute("rollback")

    def _recomputed(self, changed: str, sql: str) -> set[str]:
        other: set[str] = set()
        for model in self.models.values():
            if model.name == changed:
                self.connection.execute(model.create(self.here(sql)))
            elif not model.needs & other:
                continue
            elif not model.is_view:
                self.connection.execute(model.create(self.here(model.sql)))
            if self.digest(model) != self.held[model.name]:
                other.add(model.name)
            elif model.name == changed:
                break
        return other

    def breach(self, model: str) -> str | None:
        """The column by which a model breaks its contract, as dbt would say before it publishes: another type, or a NULL.

        A view is held to its types alone.
        """
        columns = self.contract.get(model, {})
        relation, is_view = self.models[model].relation, self.models[model].is_view
        for name, kind, *_ in self.connection.execute(f"describe {relation}").fetchall() if columns else ():
            if columns.get(name, (kind,))[0] != kind:
                return name
        must = [name for name, (_, is_nullable) in columns.items() if not is_nullable and not is_view]
        missing = " or ".join(f"{name} is null" for name in must)
        if must and self.connection.execute(f"select 1 from {relation} where {missing} limit 1").fetchone():
            return missing
        return None

    def objection(self, mutant: Mutant) -> tuple[str | None, bool]:
        """The first test of this world that objects to a mutant, and whether the mutant changes anything here."""
        try:
            with self.trial(mutant.model, mutant.sql) as other:
                if not other:
                    return None, False
                for name in sorted(other):
                    if column := self.breach(name):
                        return f"contract of {name}: {column}", True
                for name, sql in self.tests.items():
                    if other.intersection(_NAME.findall(sql)) and self.connection.execute(self.here(sql)).fetchone():
                        return name, True
                for name, check in self.assertions.items():
                    try:
                        check()
                    except (AssertionError, LookupError, ValueError, TypeError, AttributeError):
                        return name, True  # a row that is not there is an objection too
                return None, True
        except duckdb.Error as error:
            return f"DuckDB: {str(error).splitlines()[0][:80]}", True


def contract_of(connection: duckdb.DuckDBPyConnection) -> dict[str, Columns]:
    """The columns of every published model in a file that dbt made."""
    found: dict[str, Columns] = {}
    query = "select table_name, column_name, data_type, is_nullable from duckdb_columns() where schema_name = 'main' and not internal"
    for table, column, kind, is_nullable in connection.execute(query).fetchall():
        found.setdefault(table, {})[column] = kind, is_nullable
    return found


def copy_seeds(compiled: Compiled, connection: duckdb.DuckDBPyConnection) -> None:
    """What the project reads beside its models."""
    connection.execute(f"attach '{compiled.root / 'candidate' / 'scratch.duckdb'}' as kept (read_only)")
    connection.execute("create table scratch.metric as from kept.main.metric")
    connection.execute("detach kept")


@dataclass(frozen=True)
class UnitTest:
    """A unit test of the project as dbt ran it: the fixtures, the model over them, and the rows it expects."""

    name: str
    model: str
    sql: str
    body: str

    def objects_to(self, mutant: Mutant, connection: duckdb.DuckDBPyConnection) -> bool:
        """Whether the model with the mistake gives other rows."""
        sql = self.sql.replace(self.body, tail(over_fixtures(mutant.sql)))
        return not self._holds(sql, connection)

    def _holds(self, sql: str, connection: duckdb.DuckDBPyConnection) -> bool:
        try:
            rows = connection.execute(sql).fetchall()
        except duckdb.Error:
            return False
        sides = {
            side: sorted(map(repr, (row[:-1] for row in rows if row[-1] == side))) for side in ("actual", "expected")
        }
        return sides["actual"] == sides["expected"]

    def holds(self, connection: duckdb.DuckDBPyConnection) -> bool:
        """Whether it is green as written."""
        return self._holds(self.sql, connection)


def unit_tests(compiled: Compiled) -> dict[str, list[UnitTest]]:
    """The unit tests of each model that has some, from what dbt left beside the build."""
    manifest = json.loads((compiled.root / "target" / "manifest.json").read_text(encoding="utf-8"))
    found: dict[str, list[UnitTest]] = {}
    for node in manifest["unit_tests"].values():
        model = manifest["nodes"][f"model.gongkai.{node['model']}"]
        (path,) = (compiled.root / "target" / "run").rglob(f"{node['name']}.sql")
        sql = path.read_text(encoding="utf-8")
        body = tail(over_fixtures(model["compiled_code"]))
        if body not in sql:
            raise AssertionError(f"The unit test {node['name']} does not hold the text of {node['model']}.")
        found.setdefault(node["model"], []).append(UnitTest(node["name"], node["model"], sql, body))
    return found


def over_fixtures(sql: str) -> str:
    """The text of a model over the fixtures of a unit test."""
    return _NAME.sub(r"__dbt__cte__\1", sql)


def tail(sql: str) -> str:
    """A query without its first `with`: the fixtures stand before it."""
    return re.sub(r"\A(\s*--[^\n]*\n|/\*.*?\*/|\s)*with\b\s*", "", sql, flags=re.IGNORECASE | re.DOTALL).strip()

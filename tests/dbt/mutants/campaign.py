"""The stands of a campaign, with the assertions of tests/dbt on the worlds they were written for, and the trial of mutants.

An assertion is a test function as it stands: it is called once on the sound SQL, which builds the worlds it asks for, and
again for every mutant that changes one of them.
"""

from __future__ import annotations

import inspect
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from dbt_bench import Build, Compiled, run_dbt
from dbt_world import World, sample_world

from mutants.operators import Mutant
from mutants.stand import Stand, UnitTest, unit_tests

#: What a test function may ask for; those that need more are left to the suite.
_KNOWN = {"healthy", "replay", "monkeypatch", "tmp_path"}


@dataclass(frozen=True)
class Campaign:
    """Everything a mutant has to pass."""

    units: dict[str, list[UnitTest]]
    stands: list[Stand]

    @classmethod
    def prepare(cls, folder: Path, modules: list[ModuleType]) -> Campaign:
        """Build the sample world with dbt below `folder`, and on it the worlds of the tests in `modules`."""
        root = folder / "healthy"
        root.mkdir()
        sample_world().write(root)
        run_dbt(root, "build")
        compiled = Compiled.of(Build(root, {}))
        sample = Stand.build("sample", compiled, sample_world(), folder / "sample")
        stands = [sample]
        for module in modules:
            for name, function, arguments in _cases(module):
                _arrange(name, function, arguments, sample, stands, compiled, folder)
        return cls(unit_tests(compiled), stands)

    def killer(self, mutant: Mutant) -> tuple[str | None, bool]:
        """What objects to a mutant first, None where nothing does; and whether it changes any row anywhere."""
        for unit in self.units.get(mutant.model, ()):
            if unit.objects_to(mutant, self.stands[0].connection):
                return f"unit test {unit.name}", True
        is_seen = False
        for stand in self.stands:
            objection, changes = stand.objection(mutant)
            is_seen |= changes
            if objection:
                return f"{objection} ({stand.name})", True
        return None, is_seen


def _cases(module: ModuleType) -> Iterator[tuple[str, Callable[..., None], dict[str, Any]]]:
    """The test functions of a module that ask for what is known here, once for each of their parameters."""
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if not name.startswith("test_") or function.__module__ != module.__name__:
            continue
        asked = set(inspect.signature(function).parameters)
        marks = [mark for mark in getattr(function, "pytestmark", ()) if mark.name == "parametrize"]
        given = [{}] if not marks else [_named(marks[0].args[0], value) for value in marks[0].args[1]]
        if len(marks) < 2 and asked - set(given[0]) <= _KNOWN and asked & {"healthy", "replay"}:
            yield from ((f"{name}[{place}]" if marks else name, function, one) for place, one in enumerate(given))


def _named(names: str | tuple[str, ...], values: Any) -> dict[str, Any]:
    """What one case of a parametrized test gives to its arguments; a single one comes without a tuple round it."""
    if isinstance(names, str):
        return {names: values}
    return dict(zip(names, values, strict=True))


def _arrange(
    name: str,
    function: Callable[..., None],
    arguments: dict[str, Any],
    sample: Stand,
    stands: list[Stand],
    compiled: Compiled,
    folder: Path,
) -> None:
    """Call a test once as the suite does; where it holds, keep it with the worlds it built."""
    asked = inspect.signature(function).parameters
    built: list[Stand] = []
    inner = folder / name
    inner.mkdir()

    def replay(world: World) -> Stand:
        built.append(Stand.build(name, compiled, world, folder / f"{name}-{len(built)}"))
        return built[-1]

    def call(replaying: Callable[[World], Stand]) -> None:
        with pytest.MonkeyPatch.context() as patch:
            known = {"healthy": sample, "replay": replaying, "monkeypatch": patch, "tmp_path": inner}
            function(**arguments, **{key: value for key, value in known.items() if key in asked})

    try:
        call(replay)
    except (AssertionError, TypeError, AttributeError) as error:  # it asks for what only a build by dbt has
        print(f"Not used: {name} ({type(error).__name__}).", file=sys.stderr)
        for stand in built:
            stand.connection.close()
        return
    if "replay" not in asked:
        sample.assertions[name] = partial(call, replay)
    elif len(built) == 1:
        (only,) = built
        only.assertions[name] = lambda: call(lambda _: only)
        stands.append(only)


def thinned(mutants: list[Mutant], most: int) -> list[Mutant]:
    """At most so many of each operator and model, spread over the model's text."""
    kept: dict[tuple[str, str], list[Mutant]] = {}
    for mutant in mutants:
        kept.setdefault((mutant.model, mutant.operator.split(",")[0]), []).append(mutant)
    chosen = []
    for group in kept.values():
        step = max(1, -(-len(group) // most))
        chosen += group[step // 2 :: step][:most]
    return sorted(chosen, key=lambda one: (one.model, one.operator, one.place))


def temporary() -> tempfile.TemporaryDirectory[str]:
    """A place for the worlds, in memory where the machine has one."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(prefix="gongkai-mutants-", dir=memory if memory.is_dir() else None)


def as_json(rows: list[tuple[Mutant, str | None, bool]]) -> str:
    """The outcome of a campaign for a program."""
    return json.dumps(
        [
            {
                "model": m.model,
                "operator": m.operator,
                "place": m.place,
                "was": m.was,
                "became": m.became,
                "killed_by": by,
                "changes": seen,
            }
            for m, by, seen in rows
        ],
        ensure_ascii=False,
        indent=1,
    )

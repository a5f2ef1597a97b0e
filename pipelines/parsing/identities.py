"""The sums inside a report: what they prove, what they find wrong, and the one repair that would mend it.

Works on values by (table, row, column); never changes a value. The rules themselves are data of the form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from warehouse.form import Form, FormCell

Key = tuple[str, str, str]
#: Some of a list of values.
_Pick = Callable[[Sequence[float | None]], Any]


@dataclass(frozen=True, slots=True)
class Repair:
    """The only change of a single cell after which every sum holds."""

    cell: str
    value: float


@dataclass(slots=True, unsafe_hash=True)  # not frozen for the same reason as a document's cells
class Check:
    """One identity at one place: `printed` is the sum of the totals, `expected` the sum of the parts."""

    rule_id: str
    place: str
    state: str  # holds, fails, not_assessable
    printed: float | None
    expected: float | None
    cells: tuple[str, ...]
    repair: Repair | None = None

    @property
    def id(self) -> str:
        """`A1:total`."""
        return f"{self.rule_id}:{self.place}"


def check_identities(forms: Mapping[str, Form], values: Mapping[Key, float | None]) -> list[Check]:
    """Every identity at every place of the tables held; `forms` gives each table's edition.

    An identity is assessed where every part and total is printed, and also fails where the printed parts alone exceed the
    printed totals (METRICS.md rule 10). A table that is not held gives no checks.
    """
    checks = [check for table, form in sorted(forms.items()) for check in _checks(form, table, values)]
    failing = [check for check in checks if check.state == "fails"]
    if not failing:
        return checks
    repairs = {id(check): repair for group in _connected(failing) for check, repair in _repairs(group, checks, values)}
    return [check if id(check) not in repairs else _with_repair(check, repairs[id(check)]) for check in checks]


def implied_zeros(forms: Mapping[str, Form], values: Mapping[Key, float | None]) -> set[Key]:
    """The cells without a number for which the sums leave nought as the only value, as counts are never negative."""
    proved: set[Key] = set()
    if None not in values.values():
        return proved
    for table, form in forms.items():
        drawn = _drawn_up(form, table)
        known = list(map(values.get, drawn.keys))
        if None in known:
            proved.update(drawn.keys[at] for at in _noughts(drawn.sums, known))
    return proved & values.keys()


def _noughts(sums: Sequence[_Drawn], known: list[float | None]) -> list[int]:
    """The places without a number on one side of a sum of which the known ones reach the other side; `known` gets them."""
    proved: list[int] = []
    waiting = sums
    while True:
        undecided = []
        n_proved = len(proved)
        for one in waiting:
            parts, totals = one.parts_of(known), one.totals_of(known)
            lacks_parts, lacks_totals = None in parts, None in totals
            if lacks_parts and lacks_totals:
                undecided.append(one)
            elif lacks_parts is not lacks_totals and sum(filter(None, parts)) == sum(filter(None, totals)):
                noughts = [at for at in (one.parts if lacks_parts else one.totals) if known[at] is None]
                for at in noughts:
                    known[at] = 0.0
                proved += noughts
        if len(proved) == n_proved:
            return proved
        waiting = undecided  # what is known of the others will not change: noughts add nothing


@dataclass(frozen=True, slots=True)
class Sum:
    """One identity at one place: the keys of its cells, their names and all keys, both with the totals first."""

    rule_id: str
    place: str
    parts: tuple[Key, ...]
    totals: tuple[Key, ...]
    names: tuple[str, ...]
    keys: tuple[Key, ...]


@cache
def sums_of(form: Form, table: str) -> tuple[Sum, ...]:
    """The sums of one table; a form does not change, so they are laid out once."""
    return tuple(
        Sum(
            identity.id,
            place,
            tuple(map(_key, parts)),
            tuple(map(_key, totals)),
            tuple(cell.name for cell in (*totals, *parts)),
            tuple(map(_key, (*totals, *parts))),
        )
        for identity in form.identities
        if identity.table == table
        for place, parts, totals in form.places(identity)
    )


def _key(cell: FormCell) -> Key:
    return (cell.table_key, cell.row_key, cell.column_key)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A sum over the values of its table: the places of its parts and totals among them, and what picks these out."""

    sum: Sum
    parts: tuple[int, ...]
    totals: tuple[int, ...]
    parts_of: _Pick
    totals_of: _Pick


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The cells of a table's sums, each once, and the sums over their values."""

    keys: tuple[Key, ...]
    sums: tuple[_Drawn, ...]


@cache
def _drawn_up(form: Form, table: str) -> _Sheet:
    """The sums of one table, laid out over its cells."""
    keys = tuple(dict.fromkeys(key for total in sums_of(form, table) for key in total.keys))
    place = {key: at for at, key in enumerate(keys)}

    def drawn(total: Sum) -> _Drawn:
        parts, totals = (tuple(place[key] for key in side) for side in (total.parts, total.totals))
        return _Drawn(total, parts, totals, _picking(parts), _picking(totals))

    return _Sheet(keys, tuple(map(drawn, sums_of(form, table))))


def _picking(places: tuple[int, ...]) -> _Pick:
    first, *others = places
    return itemgetter(first, *others) if others else lambda known: (known[first],)


def _checks(form: Form, table: str, values: Mapping[Key, float | None]) -> Iterator[Check]:
    drawn = _drawn_up(form, table)
    known = list(map(values.get, drawn.keys))
    for one in drawn.sums:
        total, totals, parts = one.sum, one.totals_of(known), one.parts_of(known)
        if None in totals:
            yield Check(total.rule_id, total.place, "not_assessable", None, None, total.names)
            continue
        printed, expected = sum(totals, 0.0), sum(filter(None, parts), 0.0)
        if expected <= printed and None in parts:
            yield Check(total.rule_id, total.place, "not_assessable", printed, None, total.names)
        else:
            state = "holds" if printed == expected else "fails"
            yield Check(total.rule_id, total.place, state, printed, expected, total.names)


def _with_repair(check: Check, repair: Repair) -> Check:
    return Check(check.rule_id, check.place, check.state, check.printed, check.expected, check.cells, repair)


def _connected(failing: list[Check]) -> list[list[Check]]:
    """Failing checks in groups that share cells: one wrong cell breaks all checks of its group."""
    groups: list[tuple[set[str], list[Check]]] = []
    for check in failing:
        cells = set(check.cells)
        members = [check]
        apart = []
        for other_cells, others in groups:
            if other_cells & cells:
                cells |= other_cells
                members = others + members
            else:
                apart.append((other_cells, others))
        groups = [*apart, (cells, members)]
    return [members for _, members in groups]


def _repairs(group: list[Check], checks: list[Check], values: Mapping[Key, float | None]) -> list[tuple[Check, Repair]]:
    """The repair of a group, where exactly one cell with exactly one value mends it and breaks nothing else."""
    shared = set.intersection(*(set(check.cells) for check in group))
    candidates = []
    for name in sorted(shared):
        table, row, column = name.split(".")
        value = values.get((table, row, column))
        if value is None:
            continue
        touching = [check for check in checks if name in check.cells and check.state != "not_assessable"]
        wanted = {value + _change(check, name) for check in touching}
        if len(wanted) == 1 and (new := wanted.pop()) >= 0 and new != value:
            candidates.append(Repair(name, new))
    if len(candidates) != 1:
        return []
    return [(check, candidates[0]) for check in group]


def _change(check: Check, name: str) -> float:
    """What must be added to a cell for its check to hold."""
    assert check.printed is not None
    assert check.expected is not None
    n_totals = 2 if check.rule_id == "A1" else 1
    is_total = check.cells.index(name) < n_totals
    return check.expected - check.printed if is_total else check.printed - check.expected

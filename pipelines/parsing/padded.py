"""Rows of written tables that end with a blank: left so by the publisher, or filled up by a tool behind a lost cell.

Tools that write a page as text fill a row that is too short with blanks at its end, and then all behind the lost cell
stand under their neighbour's header. Where sums hold a row, they tell (`shifted.py`); where none do, only the publisher's
own custom tells: one who leaves noughts blank leaves blanks before figures, or whole rows, and a column that is not kept is
blank in every row. Formats that write each cell out have no such filling.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from pipelines.parsing.facts import BlockKey, CellFact, FactKey
from warehouse.form import Form

#: The documents whose tables may have been filled up.
WRITTEN = frozenset({"markdown", "text"})

#: Of each place of a row whether anything is printed there.
Printed = Sequence[bool]


def filled_up(rows: Sequence[Printed], others: Iterable[Printed] = ()) -> list[int]:
    """Which rows of a table may have lost a cell and been filled up with a blank; `others` are rows of the same report."""
    ending = [at for at, row in enumerate(rows) if any(row) and not row[-1]]
    if not ending or any(map(_shows_custom, [*rows, *others])):
        return []
    is_kept = any(row[-1] for row in rows)
    return ending if is_kept or len(ending) == 1 else []


def tables_filled_up(forms: Mapping[str, Form], facts: Mapping[BlockKey, Mapping[FactKey, CellFact]]) -> list[str]:
    """The tables of the form with a row that may have been filled up; `facts` are those read, by their blocks."""
    blocks = {
        key: _rows(
            own.values(),
            in_one=any(b.key == key[1] and b.layout == "one_row" for b in forms[key[0]].tables[key[0]].blocks),
        )
        for key, own in facts.items()
    }
    every = [row for rows in blocks.values() for row in rows]
    return sorted({table for (table, _), rows in blocks.items() if filled_up(rows, every)})


def _rows(facts: Iterable[CellFact], *, in_one: bool) -> list[list[bool]]:
    if in_one:
        return [[fact.state != "blank" for fact in facts]]
    return [[fact.state != "blank" for fact in row] for _, row in groupby(facts, key=lambda fact: fact.row)]


def _shows_custom(row: Printed) -> bool:
    """Whether a row leaves a figure blank where no filling would: before another, or all of several."""
    last = max((at for at, is_printed in enumerate(row) if is_printed), default=-1)
    return (last < 0 and len(row) > 1) or not all(row[: last + 1])

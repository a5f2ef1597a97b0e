"""Rows whose figures may have slid towards their label: a total left blank, and sums that hold one place further on.

Tools that lose the spans of a table fill a row that is too short with blanks at its end; where a publisher merged two figures
or left a cell out, all behind it stand under their neighbour's header. Such a row shows it by its sums alone. A publisher who
leaves a total out leaves figures that no shift makes add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations_with_replacement, pairwise

from pipelines.parsing.identities import Key, sums_of
from warehouse.form import Form

#: Places that a row may have slid.
MOST_PLACES = 2

_Values = Sequence[float | None]


def shifted_rows(forms: Mapping[str, Form], values: Mapping[Key, float | None]) -> list[str]:
    """The tables with a row of figures that does not add up, its end blank, and would if some of it stood further on."""
    if None not in values.values():
        return []
    return sorted(
        table
        for table, form in forms.items()
        if any(_is_shifted([values.get(key) for key in line], wide) for line, wide in _lines(form, table))
    )


def _lines(form: Form, table: str) -> Iterator[tuple[list[Key], int]]:
    """The cells of each printed line of sums in their order, and how many of them a sum has; its total is the last."""
    along_rows = {identity.id for identity in form.identities if identity.along == "row"}
    sums = [each for each in sums_of(form, table) if each.rule_id in along_rows and len(each.totals) == 1]
    rows = [[*each.parts, *each.totals] for each in sums]
    if not rows or len({len(row) for row in rows}) > 1:
        return
    if any(block.layout == "one_row" for block in form.tables[table].blocks):
        yield [key for row in rows for key in row], len(rows[0])
        return
    for row in rows:
        yield row, len(row)


def _is_shifted(line: _Values, wide: int) -> bool:
    if line[-1] is not None or line.count(None) == len(line) or _adds_up(line, wide):
        return False
    for places in range(1, MOST_PLACES + 1):
        if any(value is not None for value in line[-places:]):
            return False
        rest = line[:-places]
        if (last := rest[-1]) and last >= sum(value or 0 for value in line[-wide : -places - 1]):
            return True  # a total is no less than the others though one of them was lost
        for gaps in combinations_with_replacement(range(len(rest)), places):
            if any(rest[gaps[0] :]) and _adds_up(_with_gaps(rest, gaps), wide):
                return True
    return False


def _with_gaps(line: _Values, gaps: Sequence[int]) -> _Values:
    """A line with a blank before each of some places, which are in their order."""
    edges = [0, *gaps, len(line)]
    pieces = [[*line[start:end], None] for start, end in pairwise(edges)]
    return [value for piece in pieces for value in piece][:-1]


def _adds_up(line: _Values, wide: int) -> bool:
    """Whether every sum of a line is blank throughout, or prints its total."""
    edges = range(0, len(line) + 1, wide)
    return all(_holds(line[start:end]) for start, end in pairwise(edges))


def _holds(values: _Values) -> bool:
    *parts, total = values
    if total is None:
        return all(part is None for part in parts)
    return total == sum(part for part in parts if part is not None)

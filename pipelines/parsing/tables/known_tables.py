"""Tables as they are printed again and again: what all tables of one make give, worked out once.

The form is one and most reports copy it, so that two tables mostly differ in their figures alone. What a table of a make
gives follows from its words and its shape where every row of figures gives what all rows of its own make give; then the
figures need no second look. Working that out belongs to `matching.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pipelines.parsing.tables.headers import Header
from pipelines.parsing.tables.labels import label_index
from pipelines.parsing.tables.plans import Name, Plan, Share
from pipelines.parsing.tables.rows import is_bare_figure
from pipelines.parsing.tables.wording import of_wording
from pipelines.readers.document import Cell, Grid, Places, Wording, same_wording

#: Tables that are remembered; a portal has a handful, and its reports have three each.
MOST_TABLES = 256

#: Rows and columns, then the words of each cell (None for a figure or a blank) and where it stands.
TableMake = tuple[int, int, Wording, Places]


@dataclass(frozen=True, slots=True)
class TablePlan:
    """What every table of a make gives: its shares by places among the cells, and the state it leaves the matcher in.

    `blanks` are the places of cells without words that nothing takes; a figure in one of them needs a look of its own.
    """

    shares: tuple[Share, ...]
    blanks: tuple[int, ...]
    header: Header
    group: str | None

    def fits(self, grid: Grid) -> bool:
        """Whether a table of the make has figures nowhere but in the cells that are taken."""
        return not any(grid.texts[place] for place in self.blanks)


@of_wording
def _words(wording: Wording) -> Wording:
    """The words of each cell; None for a figure or a blank."""
    index = label_index()
    return same_wording(tuple(None if text is None or is_bare_figure(text, index) else text for text in wording))


class KnownTables:
    """The plans of the tables met before, the newest of them."""

    def __init__(self) -> None:
        self._plans: dict[TableMake, TablePlan] = {}

    def make_of(self, grid: Grid) -> TableMake | None:
        """A table's make; None for one too large to be a copy of the form."""
        if grid.is_large:
            return None
        return grid.n_rows, grid.n_cols, _words(grid), grid.places

    def find(self, make: TableMake) -> TablePlan | None:
        """The plan of a make, None for one that is not known."""
        return self._plans.get(make)

    def keep(self, make: TableMake, plan: TablePlan) -> None:
        """Remember a plan; the oldest one goes where there are too many."""
        if len(self._plans) >= MOST_TABLES:
            del self._plans[next(iter(self._plans))]
        self._plans[make] = plan


@cache
def known_tables() -> KnownTables:
    """The tables that this process has met."""
    return KnownTables()


def plan_of(
    grid: Grid, make: TableMake, rows: list[tuple[Plan, list[Cell]]], header: Header, group: str | None
) -> TablePlan | None:
    """What all tables of a grid's `make` give, from what its rows gave; None where its figures had a part in that.

    `rows` has the plan of every row of figures with its cells under the header's cells.
    """
    place_of = {id(cell): place for place, cell in enumerate(grid.cells)}
    parts: list[tuple[Share, list[Name], list[int]]] = []
    last: dict[tuple[str, str], int] = {}
    for plan, cells in rows:
        for share in plan.shares:
            own = [cells[head] for head in share.heads]
            if any(cell.row_span > 1 for cell in own):  # it belongs to the next row as well
                return None
            at = last.get((share.table, share.block))
            if at is None or parts[at][0].editions != share.editions:
                at = last[share.table, share.block] = len(parts)
                parts.append((share, [], []))
            parts[at][1].extend(share.names)
            parts[at][2].extend(place_of[id(cell)] for cell in own)
    taken = [(share.table, share.block, name) for share, names, _ in parts for name in names]
    places = {place for _, _, heads in parts for place in heads}
    if not taken or len(set(taken)) < len(taken) or len(places) < len(taken):
        return None
    _, _, words, _ = make
    blanks = tuple(place for place, word in enumerate(words) if word is None and place not in places)
    shares = tuple(
        Share(share.table, share.block, share.blocks, share.editions, tuple(names), tuple(heads))
        for share, names, heads in parts
    )
    found = TablePlan(shares, blanks, header, group)
    return found if found.fits(grid) else None

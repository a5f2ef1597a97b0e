"""A header in force: which lattice columns stand for which columns of the form, and how a row's cells stand under them.

What header rows say is worked out in `resolving.py`; what the rows below them are is the matcher's concern.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.parsing.numbers import DASHES, read_number
from pipelines.parsing.tables.plans import Make, Plan
from pipelines.readers.document import Cell, Grid
from warehouse.form import Block

_FIGURE = re.compile(r"[\s\d０-９,.，．＋+\-—–－/OＯ〇oO()（）元万亿%件]*")
_DIGIT = re.compile(r"\d")

#: (edition, table, block, which of several side by side).
Key = tuple[str, str, str, int]


@dataclass(slots=True)
class Target:
    """What a lattice column stands for in one block of one edition; `row` only where the header names it."""

    column: str
    row: str | None
    is_exact: bool
    header: int  # identity of the header cell


@dataclass(slots=True)
class Header:
    """The columns of the header in force: block -> lattice column -> target."""

    n_cols: int
    columns: dict[Key, dict[int, Target]]
    blocks: dict[Key, Block]
    leaves: list[Cell | None]  # the lowest header cell of every lattice column
    strangers: frozenset[int]  # lattice columns whose header names neither a column of the form nor one often added
    reach: int  # the lattice columns that its rows have cells in, blank ones too

    first: int = field(init=False)  # the first lattice column of figures
    last: int = field(init=False)  # the last lattice column of figures
    claimed: tuple[int, ...] = field(init=False)  # all lattice columns of figures
    heads: list[Cell] = field(init=False)  # the lowest header cells over figures, each once
    whole: frozenset[tuple[str, str]] = field(init=False)  # the blocks of which it names every column
    plans: dict[Make, Plan] = field(init=False)  # what the matcher found rows of one make to give
    _edges: list[tuple[int, int]] = field(init=False)
    _label_columns: dict[Key, range] = field(init=False)
    _plain: dict[Key, tuple[Target, ...] | None] = field(init=False)

    def __post_init__(self) -> None:
        claimed = tuple(sorted({col for targets in self.columns.values() for col in targets}))
        self.claimed, self.first, self.last = claimed, claimed[0], claimed[-1]
        self.heads = distinct(self.leaves[self.first :])
        self.whole = frozenset(
            key[1:3]
            for key, targets in self.columns.items()
            if {target.column for target in targets.values()} == {column.key for column in self.blocks[key].columns}
        )
        self.plans = {}
        self._edges = [(head.col, head.col_span) for head in self.heads]
        self._label_columns = {}
        self._plain = {}
        for key, targets in self.columns.items():
            first = min(targets)
            before = max((col for col in claimed if col < first), default=-1)
            self._label_columns[key] = range(before + 1, first)
            self._plain[key] = _one_to_one(targets)
        for key, plain in self._plain.items():  # editions that share their columns share these too
            twin = next((other for other in self._plain.values() if other and plain and _same(other, plain)), None)
            self._plain[key] = twin

    def label_columns(self, key: Key) -> range:
        """The lattice columns that hold the labels of a block's rows: those between it and what stands to its left."""
        return self._label_columns[key]

    def columns_of(self, cells: list[Cell]) -> frozenset[str]:
        """The columns of the form that cells stand in."""
        covered = {col for cell in cells for col in range(cell.col, cell.col + cell.col_span)}
        return frozenset(
            target.column for targets in self.columns.values() for col, target in targets.items() if col in covered
        )

    def plain_targets(self, key: Key) -> tuple[Target, ...] | None:
        """A block's targets, each once, where every header cell stands for one of its own; else None.

        Editions that name the header cells alike are given the same tuple.
        """
        return self._plain[key]

    def is_whole(self) -> bool:
        """Whether a column of the form stands over every place right of the labels."""
        return self.claimed == tuple(range(self.first, self.n_cols))

    def lacks_rows(self) -> bool:
        """Whether a block that prints its rows side by side has columns whose row the header does not name."""
        return any(
            target.row is None
            for key, targets in self.columns.items()
            if self.blocks[key].layout == "one_row"
            for target in targets.values()
        )

    def in_order(self, places: list[Cell | None], cells: list[Cell]) -> list[Cell] | None:
        """The row's cell of each of `heads`, from left to right, where there is one for each and every pair overlaps.

        Publishers' spans lie: a header two columns wide over a cell one column wide is still its header when nothing
        else could be. None where the counts differ or a pair does not touch; then the columns alone decide. `cells` are
        those of the row, each once.
        """
        cells = cells[-len(self.heads) :]
        if len(cells) < len(self.heads) or places[self.first] is not cells[0] or not all(places[self.first :]):
            return None
        edges = [(cell.col, cell.col_span) for cell in cells]
        if edges != self._edges:
            for (at, width), (col, span) in zip(self._edges, edges, strict=True):
                if at >= col + span or col >= at + width:
                    return None
        return cells

    def ends_after(self, places: list[Cell | None]) -> bool:
        """Whether a row with figures ends before the header does: then nothing says which cell is missing."""
        is_open = any(
            head is not None and place is None
            for head, place in zip(self.leaves[self.first :], places[self.first :], strict=False)
        )
        return is_open and any(
            place and place.col >= self.first and _DIGIT.search(place.text) for place in places if place
        )


def _same(one: tuple[Target, ...], other: tuple[Target, ...]) -> bool:
    return [(t.row, t.column, t.header) for t in one] == [(t.row, t.column, t.header) for t in other]


def _one_to_one(targets: dict[int, Target]) -> tuple[Target, ...] | None:
    by_header: dict[int, Target] = {}
    names: set[tuple[str | None, str]] = set()
    for _, target in sorted(targets.items()):
        known = by_header.setdefault(target.header, target)
        if (known.row, known.column) != (target.row, target.column):
            return None
        names.add((target.row, target.column))
    return tuple(by_header.values()) if len(names) == len(by_header) else None


def distinct(places: list[Cell | None]) -> list[Cell]:
    """The cells of a lattice row from left to right, each once."""
    return list({id(cell): cell for cell in places if cell is not None}.values())


@lru_cache(maxsize=16384)
def is_figure(text: str) -> bool:
    """Blank, a dash, or digits with their signs, units and notes: not a label."""
    if _FIGURE.fullmatch(text) is not None or text.strip() in DASHES:
        return True
    return read_number(text, money=True, signed=True).state in {"reported", "blank", "dash"}


def carry(header: Header, grid: Grid, places: list[Cell | None]) -> Header | None:
    """The header of the table before, for a piece cut from it: same width, or as many figures at the right edge."""
    if header.n_cols == grid.n_cols:
        return header
    columns = sorted({col for targets in header.columns.values() for col in targets})
    contiguous = columns == list(range(columns[0], header.n_cols))
    figures: list[str] = []
    for cell in reversed(places):
        if cell is None or not is_figure(cell.text):
            break
        figures.append(cell.text)
    while len(figures) > len(columns) and not figures[-1]:
        figures.pop()  # a blank behind a short label
    if not contiguous or len(figures) != len(columns):
        return _carry_in_order(header, grid, len(figures))
    shift = grid.n_cols - header.n_cols
    moved = {key: {col + shift: target for col, target in targets.items()} for key, targets in header.columns.items()}
    leaves = [None] * max(shift, 0) + header.leaves[max(-shift, 0) :]
    strangers = frozenset(col + shift for col in header.strangers)
    return Header(grid.n_cols, moved, header.blocks, leaves, strangers, header.reach + shift)


def _carry_in_order(header: Header, grid: Grid, n_figures: int) -> Header | None:
    """The header over a piece that has a figure for each of its lowest cells: publishers' spans lie, their order does not."""
    heads = header.heads
    if header.strangers or n_figures != len(heads) or any(header.plain_targets(key) is None for key in header.columns):
        return None
    first = grid.n_cols - n_figures
    at = {id(head): first + place for place, head in enumerate(heads)}
    moved = {key: {at[target.header]: target for target in targets.values()} for key, targets in header.columns.items()}
    return Header(grid.n_cols, moved, header.blocks, [None] * first + heads, frozenset(), grid.n_cols)

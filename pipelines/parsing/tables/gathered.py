"""What was gathered of a report's tables and what becomes of it: cells by block with all editions that explain them, doubts,
and the blocks once decided.

Taking cells in belongs to `gathering.py`, deciding to `deciding.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.parsing.tables.plans import Name
from pipelines.readers.document import Cell
from warehouse.form import Block
from warehouse.reasons import Reason


@dataclass(frozen=True, slots=True)
class MatchedBlock:
    """One block of the form as found: its edition and its cells by (row, column)."""

    table: str
    block: Block
    edition: str
    cells: dict[tuple[str, str], Cell]
    method: str | None = None  # how its cells were settled, where the reader alone did not do it
    methods: Mapping[Name, str] = field(default_factory=dict)  # the same of single cells; it goes before `method`


@dataclass(frozen=True, slots=True)
class Matched:
    """All blocks found, and for tables in doubt the reasons."""

    blocks: tuple[MatchedBlock, ...]
    doubts: dict[str, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class Lack:
    """A doubt that stands only where cells are lacking: of the table, or of a group of its rows."""

    reason: Reason
    group: str | None
    blank_at: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Subtotal:
    """The figures of a row, by column, that are those of a group together; where they are not, it may be a row that lacks."""

    reason: Reason
    group: str
    figures: Mapping[str, float | None]


@dataclass(slots=True)
class Found:
    """Cells gathered for one block over all grids, kept apart by edition until it is decided."""

    editions: dict[Name, frozenset[str]] = field(default_factory=dict)
    cells: dict[Name, Cell] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)
    strangers: dict[str, str] = field(default_factory=dict)  # row -> header of what is not the form's
    beside: dict[str, str] = field(default_factory=dict)  # the same, where it is a number
    named: dict[int, Name] | None = None  # by identity of the cell, worked out once a row is looked at by itself
    grids: dict[Name, int] = field(default_factory=dict)

    @property
    def names(self) -> dict[int, Name]:
        """The name of each cell, by its identity."""
        if self.named is None:
            self.named = {id(cell): name for name, cell in self.cells.items()}
        return self.named

    def keep(self, name: Name, cell: Cell, grid: int, editions: frozenset[str]) -> None:
        """Take in a cell that is new under a name that is."""
        self.names[id(cell)] = name
        self.cells[name] = cell
        self.grids[name] = grid
        self.editions[name] = editions


@dataclass(slots=True)
class Gathered:
    """All that the grids of a report gave, by table: blocks with their cells, doubts, and what is one only under conditions."""

    found: dict[tuple[str, str], Found] = field(default_factory=dict)  # by table and block
    doubts: dict[str, list[Reason]] = field(default_factory=lambda: defaultdict(list))
    lacking: dict[str, list[Lack]] = field(default_factory=lambda: defaultdict(list))
    subtotals: dict[str, list[Subtotal]] = field(default_factory=lambda: defaultdict(list))

"""Header rows to columns: what each lattice column under a header stands for, in every edition that fits.

Geometry and labels alone; the rows below the header are the matcher's concern.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.parsing.numbers import DASHES, read_number
from pipelines.parsing.tables.labels import LabelIndex, Role
from pipelines.parsing.tables.plans import Make, Plan
from pipelines.parsing.tables.spellings import fold, squash
from pipelines.readers.document import Cell, Grid
from warehouse.form import Block

#: A block of so many columns is not known by one of them alone: 总计 stands over many tables.
MANY_COLUMNS = 4

_FIGURE = re.compile(r"[\s\d０-９,.，．＋+\-—–－/OＯ〇oO()（）元万亿%件]*")
_DIGIT = re.compile(r"\d")

#: (edition, table, block, which of several side by side).
Key = tuple[str, str, str, int]

#: Columns that publishers add; they hold no figure of the form.
_ADDED = re.compile(
    r"(?:法人|组织|单位|企业)?小计|备注|说明|序号|编号|单位|计量单位|占比|比例|百分比|同比|去年|上年度?"
)


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
    plans: dict[Make, Plan] = field(init=False)  # what the matcher found rows of one make to give
    _edges: list[tuple[int, int]] = field(init=False)
    _label_columns: dict[Key, range] = field(init=False)
    _plain: dict[Key, tuple[Target, ...] | None] = field(init=False)

    def __post_init__(self) -> None:
        claimed = tuple(sorted({col for targets in self.columns.values() for col in targets}))
        self.claimed, self.first, self.last = claimed, claimed[0], claimed[-1]
        self.heads = distinct(self.leaves[self.first :])
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


def resolve(stack: list[list[Cell | None]], n_cols: int, index: LabelIndex) -> Header | None:
    """What each lattice column under these header rows stands for; None where no column bears a label of the form.

    The form is one, so most tables bear header rows seen before, and what they stand for is known.
    """
    return _resolved(_Rows(stack), n_cols, index)


class _Rows:
    """Header rows, equal to others that print the same words in the same places."""

    __slots__ = ("_hash", "printed", "stack")

    def __init__(self, stack: list[list[Cell | None]]) -> None:
        self.stack = stack
        top = min((cell.row for cell in stack[0] if cell is not None), default=0)
        self.printed = tuple(
            [
                None if cell is None else (cell.text, cell.row - top, cell.col, cell.col_span)
                for places in stack
                for cell in places
            ]
        )
        self._hash = hash(self.printed)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rows) and self.printed == other.printed


@lru_cache(maxsize=1024)
def _resolved(rows: _Rows, n_cols: int, index: LabelIndex) -> Header | None:
    stack = rows.stack
    columns: dict[Key, dict[int, Target]] = defaultdict(dict)
    blocks: dict[Key, Block] = {}
    leaves: list[Cell | None] = [None] * n_cols
    strangers: set[int] = set()
    for col in range(n_cols):
        path: list[Cell] = []
        beside: list[str] = []
        for places in stack:
            cell = places[col]
            if cell is not None and cell.text and (not path or path[-1] is not cell):
                path.append(cell)
            elif cell is None or not cell.text:
                beside += _left_of(places, col)
        if not path:
            continue
        leaves[col] = path[-1]
        named = _columns_named(tuple(cell.text for cell in path), tuple(beside), index)
        if named is None:
            strangers.add(col)
            continue
        for key, block, column, row, is_exact in named:
            blocks[key] = block
            columns[key][col] = Target(column, row, is_exact, id(path[-1]))
    kept: dict[Key, dict[int, Target]] = {}
    for key, targets in columns.items():
        _share_rows(targets)
        for number, part in enumerate(_side_by_side(targets)):
            unique = _without_twins(part)
            if len({target.column for target in unique.values()}) > 1 or len(blocks[key].columns) < MANY_COLUMNS:
                kept[*key[:3], number] = unique
    if not kept:
        return None
    reach = max((col + 1 for places in stack for col in range(n_cols) if places[col] is not None), default=0)
    return Header(n_cols, kept, {key: blocks[*key[:3], 0] for key in kept}, leaves, frozenset(strangers), reach)


def _share_rows(targets: dict[int, Target]) -> None:
    """Give a header cell one row where a part of it stands under the row's heading and the rest, as spans drift, under none."""
    named: dict[int, set[str]] = defaultdict(set)
    for target in targets.values():
        if target.row:
            named[target.header].add(target.row)
    for target in targets.values():
        if target.row is None and len(named[target.header]) == 1:
            (target.row,) = named[target.header]


def _left_of(places: list[Cell | None], col: int) -> list[str]:
    """The words left of a blank: of a header whose cells were never merged, or were lost, they may stand over it."""
    return next(([cell.text] for cell in reversed(places[:col]) if cell is not None and cell.text), [])


@lru_cache(maxsize=8192)
def _columns_named(
    path: tuple[str, ...], beside: tuple[str, ...], index: LabelIndex
) -> tuple[tuple[Key, Block, str, str | None, bool], ...] | None:
    """What the words of a header path name: block, column, row beside it, whether in the form's very words.
    `beside` are words left of blanks above the column, which name its row where no word of the path does.

    Nothing for a column that publishers often add, None for one that is neither theirs nor the form's.
    """
    roles = _column_roles(path, index)
    if not roles and not _ADDED.fullmatch(fold(squash(path[-1]))):
        return None
    return tuple(
        (
            (role.edition, role.table, role.block.key, 0),
            role.block,
            role.line.key,
            _side(path, role, index) or _side(beside, role, index),
            path[-1].strip() == role.line.label,
        )
        for role in roles
        if role.block is not None and role.line is not None
    )


def _column_roles(path: tuple[str, ...], index: LabelIndex) -> list[Role]:
    """The column roles of the lowest header cell that has any; a unit line below the label does not hide it."""
    for text in reversed(path):
        roles = [role for role in index.find(text) if role.kind == "column"]
        if roles:
            return roles
    return []


def _side(path: tuple[str, ...], column: Role, index: LabelIndex) -> str | None:
    """The row that a header path names, in blocks that print their rows side by side."""
    if column.block is None or column.block.layout != "one_row":
        return None
    for text in reversed(path):
        for role in index.find(text):
            if role.kind == "row" and role.block is column.block and role.line:
                return role.line.key
    return None


def _side_by_side(targets: dict[int, Target]) -> list[dict[int, Target]]:
    """Tables that share their header rows: a column named again, behind columns of labels, begins the next one."""
    parts: list[dict[int, Target]] = [{}]
    for col, target in sorted(targets.items()):
        again = any(
            (known.row, known.column) == (target.row, target.column) and known.header != target.header
            for known in parts[-1].values()
        )
        if again and max(parts[-1]) < col - 1:
            parts.append({})
        parts[-1][col] = target
    return parts


def _without_twins(targets: dict[int, Target]) -> dict[int, Target]:
    """Drop a column named by an alias where another one bears the label itself; twins that stay are refused later."""
    by_key: dict[tuple[str | None, str], set[int]] = defaultdict(set)
    exact: dict[tuple[str | None, str], set[int]] = defaultdict(set)
    for target in targets.values():
        by_key[target.row, target.column].add(target.header)
        if target.is_exact:
            exact[target.row, target.column].add(target.header)
    kept = {}
    for col, target in targets.items():
        key = (target.row, target.column)
        if len(by_key[key]) > 1 and len(exact[key]) == 1 and not target.is_exact:
            continue
        kept[col] = target
    return kept


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

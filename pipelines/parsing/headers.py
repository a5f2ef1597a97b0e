"""Header rows to columns: what each lattice column under a header stands for, in every edition that fits.

Geometry and labels alone; the rows below the header are the matcher's concern.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from pipelines.parsing.labels import LabelIndex, Role
from pipelines.readers.document import Cell, Grid
from warehouse.form import Block

_FIGURE = re.compile(r"[\s\d０-９,.，．＋+\-—–－/OＯ〇oO()（）元万亿%件]*")


@dataclass(slots=True)
class Target:
    """What a lattice column stands for in one block of one edition; `row` only where the header names it."""

    column: str
    row: str | None
    is_exact: bool
    header: int  # identity of the header cell


@dataclass(slots=True)
class Header:
    """The columns of the header in force: (edition, table, block) -> lattice column -> target."""

    n_cols: int
    columns: dict[tuple[str, str, str], dict[int, Target]]
    blocks: dict[tuple[str, str, str], Block]
    leaves: list[Cell | None]  # the lowest header cell of every lattice column

    @property
    def first(self) -> int:
        """The first lattice column of figures."""
        return min(col for targets in self.columns.values() for col in targets)

    def in_order(self, places: list[Cell | None]) -> dict[int, Cell] | None:
        """Header cell -> the row's cell, paired from left to right, where there is one for each and every pair overlaps.

        Publishers' spans lie: a header two columns wide over a cell one column wide is still its header when nothing
        else could be. None where the counts differ or a pair does not touch; then the columns alone decide.
        """
        first = self.first
        heads = distinct(self.leaves[first:])
        cells = distinct(places[first:])
        if len(heads) != len(cells) or any(place is None for place in places[first:]):
            return None
        pairs = {}
        for head, cell in zip(heads, cells, strict=True):
            if head.col >= cell.col + cell.col_span or cell.col >= head.col + head.col_span:
                return None
            pairs[id(head)] = cell
        return pairs


def resolve(stack: list[list[Cell | None]], n_cols: int, index: LabelIndex) -> Header | None:
    """What each lattice column under these header rows stands for; None where no column bears a label of the form."""
    columns: dict[tuple[str, str, str], dict[int, Target]] = defaultdict(dict)
    blocks: dict[tuple[str, str, str], Block] = {}
    leaves: list[Cell | None] = [None] * n_cols
    for col in range(n_cols):
        path: list[Cell] = []
        for places in stack:
            cell = places[col]
            if cell is not None and cell.text and (not path or path[-1] is not cell):
                path.append(cell)
        if not path:
            continue
        leaves[col] = path[-1]
        for role in _column_roles(path, index):
            assert role.block is not None
            assert role.line is not None
            key = (role.edition, role.table, role.block.key)
            blocks[key] = role.block
            columns[key][col] = Target(
                role.line.key,
                _side(path, role, index),
                any(path[-1].text.strip() == label for label in role.line.labels[:1]),
                id(path[-1]),
            )
    kept = {}
    for key, targets in columns.items():
        unique = _without_twins(targets)
        if unique:
            kept[key] = unique
    return Header(n_cols, kept, blocks, leaves) if kept else None


def _column_roles(path: list[Cell], index: LabelIndex) -> list[Role]:
    """The column roles of the lowest header cell that has any; a unit line below the label does not hide it."""
    for cell in reversed(path):
        roles = [role for role in index.find(cell.text) if role.kind == "column"]
        if roles:
            return roles
    return []


def _side(path: list[Cell], column: Role, index: LabelIndex) -> str | None:
    """The row that a header path names, in blocks that print their rows side by side."""
    if column.block is None or column.block.layout != "one_row":
        return None
    for cell in reversed(path):
        for role in index.find(cell.text):
            if role.kind == "row" and role.block is column.block and role.line:
                return role.line.key
    return None


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
    cells: list[Cell] = []
    for cell in places:
        if cell is not None and (not cells or cells[-1] is not cell):
            cells.append(cell)
    return cells


def is_figure(text: str) -> bool:
    """Blank, a dash, or digits with their signs and units: not a label."""
    return _FIGURE.fullmatch(text) is not None


def carry(header: Header, grid: Grid, places: list[Cell | None]) -> Header | None:
    """The header of the table before, for a piece cut from it: same width, or as many figures at the right edge."""
    if header.n_cols == grid.n_cols:
        return header
    columns = sorted({col for targets in header.columns.values() for col in targets})
    contiguous = columns == list(range(columns[0], header.n_cols))
    figures = 0
    for cell in reversed(places):
        if cell is None or not is_figure(cell.text):
            break
        figures += 1
    if not contiguous or figures != len(columns):
        return None
    shift = grid.n_cols - header.n_cols
    moved = {key: {col + shift: target for col, target in targets.items()} for key, targets in header.columns.items()}
    leaves = [None] * max(shift, 0) + header.leaves[max(-shift, 0) :]
    return Header(grid.n_cols, moved, header.blocks, leaves)

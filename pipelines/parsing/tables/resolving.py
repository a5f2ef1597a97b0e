"""Header rows to columns: what each lattice column under them stands for, in every edition that fits.

Geometry and labels alone; what a header is and how rows stand under it is in `headers.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from pipelines.parsing.tables.headers import Header, Key, Target
from pipelines.parsing.tables.labels import LabelIndex, Role
from pipelines.parsing.tables.spellings import fold, squash
from pipelines.readers.document import Cell
from warehouse.form import Block

#: A block of so many columns is not known by one of them alone: 总计 stands over many tables.
MANY_COLUMNS = 4

#: Columns that publishers add; they hold no figure of the form.
_ADDED = re.compile(
    r"(?:法人|组织|单位|企业)?小计|备注|说明|序号|编号|单位|计量单位|占比|比例|百分比|同比|去年|上年度?"
)


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

"""What the grids of a report gave for each block of the form, and the decision: which edition a block has, what is in doubt.

Cells come in with every edition that explains them; how a printed cell gets its row and column belongs to `matching.py`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.parsing.numbers import read_number
from pipelines.parsing.tables.labels import LabelIndex
from pipelines.parsing.tables.plans import Name, Share
from pipelines.readers.document import Cell
from pipelines.reasons import because
from warehouse.form import Block, Form
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
class _Lack:
    """A doubt that stands only where cells are lacking: of the table, or of a group of its rows."""

    reason: Reason
    group: str | None
    blank_at: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _Subtotal:
    """The figures of a row, by column, that are those of a group together; where they are not, it may be a row that lacks."""

    reason: Reason
    group: str
    figures: Mapping[str, float | None]


@dataclass(slots=True)
class _Found:
    """Cells gathered for one block over all grids, kept apart by edition until it is decided."""

    editions: dict[Name, frozenset[str]] = field(default_factory=dict)
    cells: dict[Name, Cell] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)
    strangers: dict[str, str] = field(default_factory=dict)  # row -> header of what is not the form's
    beside: dict[str, str] = field(default_factory=dict)  # the same, where it is a number
    names: dict[int, Name] = field(default_factory=dict)  # by identity of the cell
    grids: dict[Name, int] = field(default_factory=dict)

    def keep(self, name: Name, cell: Cell, grid: int, editions: frozenset[str]) -> None:
        """Take in a cell that is new under a name that is."""
        self.names[id(cell)] = name
        self.cells[name] = cell
        self.grids[name] = grid
        self.editions[name] = editions


class Gathering:
    """The cells and doubts of one report."""

    def __init__(self, index: LabelIndex, forms: dict[str, Form], report_year: int | None) -> None:
        self._index = index
        self._forms = forms
        self._year = report_year
        self._found: dict[tuple[str, str], _Found] = {}
        self._doubts: dict[str, list[Reason]] = defaultdict(list)
        self._lacking: dict[str, list[_Lack]] = defaultdict(list)
        self._subtotals: dict[str, list[_Subtotal]] = defaultdict(list)
        self._grid = 0

    def next_grid(self) -> None:
        """Say that the cells that follow stand in another grid."""
        self._grid += 1

    def doubt(self, table: str, reason: Reason) -> None:
        """Take a table out."""
        self._doubts[table].append(reason)

    def doubt_grid(self, code: str) -> None:
        """Take every table out that has a cell in the grid read last."""
        for table in sorted({key[0] for key, found in self._found.items() if self._grid in found.grids.values()}):
            self.doubt(table, because(code, table=table))

    def doubt_side_by_side(self, n_figures: int, reason: Reason) -> None:
        """Take out the tables whose rows stand side by side and have so many cells together."""
        tables = (
            (key, block)
            for form in self._forms.values()
            for key, table in form.tables.items()
            for block in table.blocks
        )
        for table in sorted(
            {
                key
                for key, block in tables
                if block.layout == "one_row" and len(block.rows) * len(block.columns) == n_figures
            }
        ):
            self.doubt(table, reason)

    def doubt_if_lacking(
        self, table: str, reason: Reason, group: str | None = None, *, blank_at: frozenset[str] | None = None
    ) -> None:
        """Take a table out unless all its cells, or all those of a group of rows, were found elsewhere.

        `blank_at`: the figures in doubt may be those of a row that was found with nothing in these columns, or in none
        where these are not known.
        """
        self._lacking[table].append(_Lack(reason, group, blank_at))

    def pass_subtotal(self, table: str, reason: Reason, group: str, figures: Mapping[str, float | None]) -> None:
        """Pass over a row that gives what a group comes to, unless a row of that is lacking, or it does not and any row is."""
        self._subtotals[table].append(_Subtotal(reason, group, figures))

    def open(self, edition: str, table: str, block: Block) -> None:
        """Say that a row of a block was found; its cells follow."""
        found = self._found.get((table, block.key))
        if found is None:
            found = self._found[table, block.key] = _Found()
        found.blocks[edition] = block

    def stranger(self, table: str, block: Block, row: str | None, header: str, *, is_number: bool) -> None:
        """Say that something stands in a row, or in all rows side by side, under a header that is not the form's."""
        found = self._found[table, block.key]
        for key in [row] if row else [line.key for line in block.rows]:
            found.strangers.setdefault(key, header)
            if is_number:
                found.beside.setdefault(key, header)

    def put_row(self, edition: str, table: str, block: Block, placed: list[tuple[Name, Cell]]) -> None:
        """Keep the cells of a row; what is new, or known from another edition's labels, needs no second look."""
        self.open(edition, table, block)
        found = self._found[table, block.key]
        of_edition = frozenset((edition,))
        for name, cell in placed:
            known = found.cells.get(name)
            holder = found.names.get(id(cell))
            if known is None and holder is None:
                found.keep(name, cell, self._grid, of_edition)
            elif known is cell and holder == name:
                found.editions[name] |= of_edition
            else:
                self.put(edition, table, block, name, cell)

    def put_shares(self, shares: Sequence[Share], cells: Sequence[Cell]) -> bool:
        """Keep what blocks take of a whole table of a known make; False, and nothing kept, where some of it is known."""
        for share in shares:
            found = self._found.get((share.table, share.block))
            if found is not None and not found.cells.keys().isdisjoint(share.names):
                return False
        for share in shares:
            self._take(share, [cells[place] for place in share.heads])
        return True

    def put_share(self, share: Share, cells: Sequence[Cell]) -> None:
        """Keep what a block takes of a row of a known make, `cells` being those under the header's cells."""
        found = self._found.get((share.table, share.block))
        own = [cells[place] for place in share.heads]
        is_new = found is None or (
            found.cells.keys().isdisjoint(share.names) and found.names.keys().isdisjoint(map(id, own))
        )
        if not is_new:
            for edition, block in share.blocks.items():
                self.put_row(edition, share.table, block, list(zip(share.names, own, strict=True)))
            return
        self._take(share, own)

    def _take(self, share: Share, own: Sequence[Cell]) -> None:
        """Take in the cells of a share, all of them new under names that are."""
        found = self._found.get((share.table, share.block))
        of_cell = dict(zip(map(id, own), share.names, strict=True))
        placed = dict(zip(share.names, own, strict=True))
        editions, grids = dict.fromkeys(placed, share.editions), dict.fromkeys(placed, self._grid)
        if found is None:
            blocks = dict(share.blocks)
            self._found[share.table, share.block] = _Found(editions, placed, blocks, names=of_cell, grids=grids)
            return
        found.blocks |= share.blocks
        found.names |= of_cell
        found.cells |= placed
        found.grids |= grids
        found.editions |= editions

    def put(self, edition: str, table: str, block: Block, name: Name, cell: Cell) -> None:
        """Keep a cell; one that is printed before with another figure is a doubt."""
        found = self._found[table, block.key]
        known = found.cells.get(name)
        if found.names.setdefault(id(cell), name) != name and re.search(r"\d", cell.text):
            self.doubt(table, because("over_rows", table=table, text=cell.text))
        if known is not None and known is not cell and found.grids[name] == self._grid:
            self.doubt_if_lacking(table, because("row_twice", row=f"{table}.{name[0]}"))
        if known is not None and known is not cell and not _are_equal(known, cell):
            if not cell.text:
                return
            printed = f"{table}.{name[0]}.{name[1]}"
            if known.text:
                self.doubt(table, because("cell_twice", cell=printed, one=known.text, other=cell.text))
                return
            if not self._goes_on(found, name, cell):
                self.doubt(table, because("blank_and_filled", cell=printed, text=cell.text))
                return
            found.editions[name] = frozenset()
        if known is None or not known.text:
            found.cells[name] = cell
            found.grids[name] = self._grid
        found.editions[name] = found.editions.get(name, frozenset()) | {edition}

    def _goes_on(self, found: _Found, name: Name, cell: Cell) -> bool:
        """Whether a cell stands right below the one known: a page's end cut their row, or a line was left free above it.

        A second table's figures stand below a header of theirs.
        """
        known = found.cells[name]
        return found.grids[name] == self._grid and cell.row == known.row + known.row_span

    def decide(self) -> Matched:
        """Each block with the edition that its labels show."""
        votes = {block: _editions_that_fit(found) for block, found in self._found.items()}
        settled = Counter(editions[0] for editions, _ in votes.values() if len(editions) == 1)
        blocks: list[MatchedBlock] = []
        lacks: dict[str, set[str | None]] = defaultdict(set)
        for (table, block_key), found in sorted(self._found.items()):
            editions, most = votes[table, block_key]
            if not editions:
                continue
            edition = editions[0]
            if len(editions) > 1:
                edition = max(editions, key=lambda key: (settled[key], self._is_usual(key), key))
            block = found.blocks[edition]
            cells = found.cells
            if most < len(cells):  # else every cell is of this edition
                cells = {name: cell for name, cell in cells.items() if edition in found.editions[name]}
                self._doubt_strange_rows(table, edition, found)
            blocks.append(MatchedBlock(table, block, edition, cells))
            beside = [name for name in cells if name[0] in found.beside] if found.beside else []
            blank = next((name for name in beside if not cells[name].text.strip()), None)
            if blank:  # the figure beside it may be its own
                self._doubt_beside(table, blank, found.beside[blank[0]])
            if len(cells) == len(block.rows) * len(block.columns):
                continue
            absent = [
                (row.key, column.key)
                for row in block.rows
                for column in block.columns
                if (row.key, column.key) not in cells
            ]
            strange = next((name for name in absent if name[0] in found.strangers), None)
            if strange:
                self._doubt_beside(table, strange, found.strangers[strange[0]])
            groups = {row.key: row.group for row in block.rows}
            lacks[table] |= {groups[row] for row, _ in absent} | {None}
        for table, reasons in sorted(self._lacking.items()):
            is_cut = not self._has_all_blocks(table, {block.edition for block in blocks if block.table == table})
            own = [block for block in blocks if block.table == table]
            self._doubts[table] += [
                lack.reason
                for lack in reasons
                if lack.group in lacks[table]
                or (is_cut and not lack.group)
                or (lack.blank_at is not None and any(_has_blank_row(block, lack.blank_at) for block in own))
            ]
        for table, subtotals in sorted(self._subtotals.items()):
            own = [block for block in blocks if block.table == table]
            self._doubts[table] += [
                one.reason
                for one in subtotals
                if one.group in lacks[table] or (lacks[table] and not all(_adds_up(one, block) for block in own))
            ]
        return Matched(
            tuple(blocks),
            {table: tuple(dict.fromkeys(reasons)) for table, reasons in sorted(self._doubts.items()) if reasons},
        )

    def _doubt_beside(self, table: str, name: Name, header: str) -> None:
        """Take a table out for what stands under a header that is not the form's, in a row where a figure may be it."""
        shown = header.replace("\n", "")[:40]
        self.doubt(table, because("strange_header", cell=f"{table}.{name[0]}.{name[1]}", label=shown))

    def _has_all_blocks(self, table: str, editions: set[str]) -> bool:
        """Whether every block that one of the editions found has in a table was found."""
        return any(
            all((table, block.key) in self._found for block in form.tables[table].blocks)
            for edition, form in sorted(self._forms.items())
            if edition in editions
        )

    def _doubt_strange_rows(self, table: str, edition: str, found: _Found) -> None:
        """A row that only another edition has is a doubt, unless its label is a group of this one: then it is a subtotal."""
        lines = {line.key: line for block in found.blocks.values() for line in block.rows}
        for row in sorted({name[0] for name in found.cells if edition not in found.editions[name]}):
            roles = self._index.find(lines[row].label) if row in lines else ()
            is_group = any(role.kind == "group" and role.edition == edition for role in roles)
            reason = because("other_edition", row=f"{table}.{row}")
            if is_group:
                self.doubt_if_lacking(table, reason, lines[row].group)
            else:
                self.doubt(table, reason)

    def _is_usual(self, edition: str) -> bool:
        first, last = self._forms[edition].usual_years
        return self._year is not None and first <= self._year and (last is None or self._year <= last)


def _adds_up(subtotal: _Subtotal, block: MatchedBlock) -> bool:
    """Whether a row's figures are those of its group's rows together, in the columns that the block has."""
    rows = [row.key for row in block.block.rows if row.group == subtotal.group]
    for column, figure in subtotal.figures.items():
        cells = [block.cells[row, column] for row in rows if (row, column) in block.cells]
        if cells and sum(read_number(cell.text).value or 0.0 for cell in cells) != figure:
            return False
    return True


def _has_blank_row(block: MatchedBlock, columns: frozenset[str]) -> bool:
    """Whether a row is blank in all of these columns; in all there are where none is named."""
    filled = {
        row for (row, column), cell in block.cells.items() if cell.text.strip() and column in (columns or {column})
    }
    return any(row not in filled for row, _ in block.cells)


def _are_equal(one: Cell, other: Cell) -> bool:
    """Whether two cells print the same: the same text, or the same number in another way."""
    if one.text == other.text:
        return True
    first, second = (read_number(cell.text, money=True, signed=True) for cell in (one, other))
    return first.value is not None and first == second


def _editions_that_fit(found: _Found) -> tuple[list[str], int]:
    """The editions that explain the most of the cells found, and how many that is."""
    sets = set(found.editions.values())
    if len(sets) == 1:  # as in most reports
        return sorted(*sets), len(found.editions)
    counts: Counter[str] = Counter()
    for editions, count in Counter(found.editions.values()).items():
        counts.update(dict.fromkeys(editions, count))
    most = max(counts.values(), default=0)
    return sorted(edition for edition, count in counts.items() if count == most), most

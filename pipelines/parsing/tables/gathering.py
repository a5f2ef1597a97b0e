"""Takes in what the grids of a report give for each block of the form, and says what of it contradicts itself.

Cells come in with every edition that explains them; how a printed cell gets its row and column belongs to `matching.py`,
which edition a block has to `deciding.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipelines.parsing.numbers import read_number
from pipelines.parsing.tables.deciding import Deciding
from pipelines.parsing.tables.gathered import Found, Gathered, Lack, Matched, Subtotal
from pipelines.parsing.tables.labels import LabelIndex
from pipelines.parsing.tables.plans import Name, Share
from pipelines.readers.document import Cell
from pipelines.reasons import because
from warehouse.form import Block, Form
from warehouse.reasons import Reason


class Gathering:
    """The cells and doubts of one report."""

    def __init__(self, index: LabelIndex, forms: dict[str, Form], report_year: int | None) -> None:
        self._index = index
        self._forms = forms
        self._year = report_year
        self._gathered = Gathered()
        self._grid = 0

    def next_grid(self) -> None:
        """Say that the cells that follow stand in another grid."""
        self._grid += 1

    def doubt(self, table: str, reason: Reason) -> None:
        """Take a table out."""
        self._gathered.doubts[table].append(reason)

    def doubt_grid(self, code: str) -> None:
        """Take every table out that has a cell in the grid read last."""
        for table in sorted(
            {key[0] for key, found in self._gathered.found.items() if self._grid in found.grids.values()}
        ):
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
        self._gathered.lacking[table].append(Lack(reason, group, blank_at))

    def pass_subtotal(self, table: str, reason: Reason, group: str, figures: Mapping[str, float | None]) -> None:
        """Pass over a row that gives what a group comes to, unless a row of that is lacking, or it does not and any row is."""
        self._gathered.subtotals[table].append(Subtotal(reason, group, figures))

    def open(self, edition: str, table: str, block: Block) -> None:
        """Say that a row of a block was found; its cells follow."""
        found = self._gathered.found.get((table, block.key))
        if found is None:
            found = self._gathered.found[table, block.key] = Found()
        found.blocks[edition] = block

    def stranger(self, table: str, block: Block, row: str | None, header: str, *, is_number: bool) -> None:
        """Say that something stands in a row, or in all rows side by side, under a header that is not the form's."""
        found = self._gathered.found[table, block.key]
        for key in [row] if row else [line.key for line in block.rows]:
            found.strangers.setdefault(key, header)
            if is_number:
                found.beside.setdefault(key, header)

    def put_row(self, edition: str, table: str, block: Block, placed: list[tuple[Name, Cell]]) -> None:
        """Keep the cells of a row; what is new, or known from another edition's labels, needs no second look."""
        self.open(edition, table, block)
        found = self._gathered.found[table, block.key]
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
            found = self._gathered.found.get((share.table, share.block))
            if found is not None and not found.cells.keys().isdisjoint(share.names):
                return False
        for share in shares:
            self._take(share, [cells[place] for place in share.heads])
        return True

    def put_share(self, share: Share, cells: Sequence[Cell]) -> None:
        """Keep what a block takes of a row of a known make, `cells` being those under the header's cells."""
        found = self._gathered.found.get((share.table, share.block))
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
        found = self._gathered.found.get((share.table, share.block))
        placed = dict(zip(share.names, own, strict=True))
        editions, grids = dict.fromkeys(placed, share.editions), dict.fromkeys(placed, self._grid)
        if found is None:
            blocks = dict(share.blocks)
            self._gathered.found[share.table, share.block] = Found(editions, placed, blocks, grids=grids)
            return
        found.blocks |= share.blocks
        if found.named is not None:
            found.named |= zip(map(id, own), share.names, strict=True)
        found.cells |= placed
        found.grids |= grids
        found.editions |= editions

    def put(self, edition: str, table: str, block: Block, name: Name, cell: Cell) -> None:
        """Keep a cell; one that is printed before with another figure is a doubt."""
        found = self._gathered.found[table, block.key]
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

    def _goes_on(self, found: Found, name: Name, cell: Cell) -> bool:
        """Whether a cell stands right below the one known: a page's end cut their row, or a line was left free above it.

        A second table's figures stand below a header of theirs.
        """
        known = found.cells[name]
        return found.grids[name] == self._grid and cell.row == known.row + known.row_span

    def decide(self) -> Matched:
        """Each block with the edition that its labels show; nothing is taken in behind that."""
        return Deciding(self._gathered, self._index, self._forms, self._year).decide()


def _are_equal(one: Cell, other: Cell) -> bool:
    """Whether two cells print the same: the same text, or the same number in another way."""
    if one.text == other.text:
        return True
    first, second = (read_number(cell.text, money=True, signed=True) for cell in (one, other))
    return first.value is not None and first == second

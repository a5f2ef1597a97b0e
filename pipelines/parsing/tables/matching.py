"""Grids to cells of the form: which printed cell is which row and column, by label and header geometry alone.

A cell's place never decides what it is. What cannot be placed with certainty takes its whole table out, with a reason;
what the figures are and whether they add up is decided elsewhere, as is the edition of what was found (`gathering.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.parsing.tables.bare_headers import BareHeaders
from pipelines.parsing.tables.captions import Captions, is_aside, is_of_year_before
from pipelines.parsing.tables.gathered import Matched
from pipelines.parsing.tables.gathering import Gathering
from pipelines.parsing.tables.headers import Header, carry
from pipelines.parsing.tables.known_tables import known_tables, plan_of
from pipelines.parsing.tables.labels import LabelIndex
from pipelines.parsing.tables.listed import unlisted
from pipelines.parsing.tables.matching_rows import Rows
from pipelines.parsing.tables.plans import Plan
from pipelines.parsing.tables.resolving import resolve
from pipelines.parsing.tables.row_kinds import is_blank_line, is_body, kind_of
from pipelines.parsing.tables.rows import Row, without_blank_edge
from pipelines.parsing.tables.slipped import set_right, with_wide_corner, without_holes
from pipelines.parsing.tables.spellings import squash
from pipelines.parsing.tables.turning import upright
from pipelines.parsing.tables.unexplained import Unexplained
from pipelines.readers.document import Cell, Grid, Text
from pipelines.readers.spans.framed import unframed
from pipelines.reasons import because
from warehouse.form import Form

#: A report's year that every year printed is before.
_ANY_YEAR = 9999


class Matcher:
    """Reads the grids of one report in their order."""

    def __init__(self, index: LabelIndex, forms: dict[str, Form], report_year: int | None = None) -> None:
        self._index = index
        self._gathering = Gathering(index, forms, report_year)
        self._year = report_year
        self._unexplained = Unexplained(index, self._gathering)
        self._is_before = False  # whether a line among the rows gave those below it to an earlier year
        self.grids: list[Grid] = []  # those read so far, as they were read: upright, without a blank edge
        self._header: Header | None = None
        self._is_carried = False
        self._captions = Captions(index)
        self._bare = BareHeaders(index, self._gathering)
        self._rows = Rows(index, self._gathering, self._captions, self._unexplained)
        self._tables = known_tables()
        # the rows of figures of the grid, each with its plan; None once one of them had to be looked at by itself
        self._planned: list[tuple[Plan, list[Cell]]] | None = None

    def read(self, blocks: Sequence[Text | Grid]) -> Matched:
        """Match every grid, each below the texts before it, and decide each block's edition."""
        for block in blocks:
            if isinstance(block, Grid):
                self._gathering.next_grid()
                above = self._header.n_cols if self._header else 0
                self._read_table(with_wide_corner(without_holes(without_blank_edge(unframed(block), above))))
                self._end_of_year_before()
                if self._captions.is_of_year_before(self._year):
                    self._gathering.doubt_grid("of_year_before")
                self._captions.clear()
            else:
                self._captions.hear(block.text)
                self._bare.hear(block.text)
        return self._gathering.decide()

    # -- one grid ---------------------------------------------------------------------------------------------------

    def _read_table(self, grid: Grid) -> None:
        """Read a grid, in one go where tables of its make are known."""
        make = self._tables.make_of(grid)
        plan = self._tables.find(make) if make else None
        if plan and plan.fits(grid) and self._gathering.put_shares(plan.shares, grid.cells):
            self.grids.append(grid)
            self._open(plan.header)
            self._bare.fill()
            self._header, self._rows.group, self._is_carried = plan.header, plan.group, False
            return
        listed = unlisted(grid, self._index)
        tables = upright(grid, self._index) if listed is None else listed
        if listed is not None or len(tables) > 1:
            for table in tables:
                self._header = (
                    None  # what a list names stands beside its figures; a table with a name has its own header
                )
                self._read_table(table)
            return
        (turned,) = tables
        self.grids.append(turned)
        self._planned = []
        self._read_grid(turned)
        if make and turned is grid and self._planned and self._header:
            plan = plan_of(grid, make, self._planned, self._header, self._rows.group)
            if plan:
                self._tables.keep(make, plan)

    def _read_grid(self, grid: Grid) -> None:
        """Read a grid row by row: header rows until a row of figures, then rows under that header."""
        stack: list[list[Cell | None]] = []
        is_open = False
        carried = self._header
        self._header = None
        self._is_carried = False
        n_bodies = 0
        rows = [Row(places, number) for number, places in enumerate(grid.lattice())]
        for row_number, row in enumerate(rows):
            if len(row.cells) == 1 and not row.cells[0].text and row.cells[0].col_span == grid.n_cols > 1:
                continue  # a line of nothing, for the look of it
            line = ""
            if len(filled := [cell for cell in row.cells if cell.text.strip()]) == 1 and filled[0] in row.words:
                line = filled[0].text
                self._hear_inside(line)
                if header := self._header or carried:
                    self._unexplained.swallowed(header, filled[0])
            kind = kind_of(row, self._index)
            if kind == "header" and is_blank_line(rows, row_number, self._index):
                kind = "body"
            if kind == "header":
                if not is_open:
                    stack = []
                    is_open = True
                stack.append(row.places)
                continue
            if kind == "heading":
                if is_open:
                    self._open(resolve(stack, grid.n_cols, self._index))
                stack, is_open, self._header, carried = [], False, None, None
                continue
            if is_open:
                self._header = resolve(stack, grid.n_cols, self._index)
                self._open(self._header)
                self._is_carried = False
                self._rows.group = None
                is_open = False
                self._doubt_hanging(row)
            if self._header is None and carried is not None and kind == "body":
                self._header = carry(carried, grid, row.places)
                self._is_carried = True
                self._planned = None
                carried = None
            if kind != "body":
                self._bare.hear("\n".join(cell.text for cell in row.words))
            if kind == "body":
                self._bare.fill()
                n_bodies += 1
                is_alone = n_bodies == 1 and row_number == grid.n_rows - 1 and not self._is_carried
                self._read_row(row, rows, is_alone=is_alone)
                if self._planned is not None and not is_body(row, self._index):
                    self._planned = None
        if is_open:  # a header in a table of its own, its rows in the next
            self._header = resolve(stack, grid.n_cols, self._index)
            self._open(self._header)
            self._planned = None
        if self._header is None and carried is not None and not stack:
            self._header = carried

    def _open(self, header: Header | None) -> None:
        if self._bare.is_bare:
            self._planned = None  # what the same table is behind another one may be something else
        self._bare.open(header)

    def _hear_inside(self, line: str) -> None:
        """Take in a line of its own among the rows, as sheets have them: it parts what is below it from what is above."""
        if is_of_year_before(line, _ANY_YEAR):
            self._planned = None  # the same table in a report of another year says something else
        if self._is_before or is_of_year_before(line, self._year):
            self._end_of_year_before()
            self._gathering.next_grid()
            self._is_before = is_of_year_before(line, self._year) or bool(self._index.find(line)) or is_aside(line)

    def _end_of_year_before(self) -> None:
        if self._is_before:
            self._gathering.doubt_grid("of_year_before")
        self._is_before = False

    def _doubt_hanging(self, row: Row) -> None:
        """A header cell that reaches down into the first row of figures covers one of them."""
        cell = row.hanging(self._header.first) if self._header else None
        if cell is not None and self._header is not None:
            self._planned = None
            for table in sorted({key[1] for key in self._header.columns}):
                self._gathering.doubt(table, because("over_header", table=table, text=squash(cell.text)[:20]))

    # -- one row ----------------------------------------------------------------------------------------------------

    def _read_row(self, row: Row, rows: list[Row], *, is_alone: bool) -> None:
        header = self._header
        if header is None:
            self._planned = None
            self._unexplained.headless(row.words, row.cells)
            return
        paired = header.in_order(row.places, row.cells)
        if paired is None and (straight := set_right(row, header, rows)) is not None:
            row, self._planned = straight, None
            paired = header.in_order(row.places, row.cells)
        make = row.make(header.first, self._rows.group) if paired else None
        plan = header.plans.get(make) if make else None
        if plan is not None and paired:
            self._rows.group = plan.group
            for share in plan.shares:
                self._gathering.put_share(share, paired)
        else:
            self._rows.read(row, header, paired, make, is_alone=is_alone, is_carried=self._is_carried)
            plan = header.plans.get(make) if make else None
        if plan is None or not paired:
            self._planned = None
        elif self._planned is not None:
            self._planned.append((plan, paired))

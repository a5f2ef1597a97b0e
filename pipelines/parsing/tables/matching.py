"""Grids to cells of the form: which printed cell is which row and column, by label and header geometry alone.

A cell's place never decides what it is. What cannot be placed with certainty takes its whole table out, with a reason;
what the figures are and whether they add up is decided elsewhere, as is the edition of what was found (`gathering.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.parsing.tables.captions import Captions, is_aside, is_of_year_before
from pipelines.parsing.tables.gathering import Gathering, Matched, MatchedBlock, Name
from pipelines.parsing.tables.headers import Header, Key, Target, carry, is_figure
from pipelines.parsing.tables.known_tables import known_tables, plan_of
from pipelines.parsing.tables.labels import LabelIndex
from pipelines.parsing.tables.listed import unlisted
from pipelines.parsing.tables.loose_rows import place_cells
from pipelines.parsing.tables.plans import Make, Plan
from pipelines.parsing.tables.resolving import resolve
from pipelines.parsing.tables.row_kinds import is_blank_line, is_body, is_common, kind_of
from pipelines.parsing.tables.rows import Row, shares_of, without_blank_edge
from pipelines.parsing.tables.slipped import set_right, with_wide_corner, without_holes
from pipelines.parsing.tables.spellings import squash
from pipelines.parsing.tables.turning import upright
from pipelines.parsing.tables.unexplained import SUBTOTAL, Unexplained, groups_of
from pipelines.readers.document import Cell, Grid, Text
from pipelines.readers.spans.framed import unframed
from pipelines.reasons import because
from warehouse.form import Form, Line

__all__ = ["Matched", "MatchedBlock", "Matcher"]

_DIGIT = re.compile(r"[\d０-９]")
#: A report's year that every year printed is before.
_ANY_YEAR = 9999
#: Makes of rows remembered of one header; a table of the form has some 25.
MOST_PLANS = 64


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
        self._is_alone = False  # the row being read is the only one below its table's header
        self._captions = Captions(index)
        self._group: str | None = None  # the key of the group of the rows being read
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
        return self._gathering.decide()

    # -- one grid ---------------------------------------------------------------------------------------------------

    def _read_table(self, grid: Grid) -> None:
        """Read a grid, in one go where tables of its make are known."""
        make = self._tables.make_of(grid)
        plan = self._tables.find(make) if make else None
        if plan and plan.fits(grid) and self._gathering.put_shares(plan.shares, grid.cells):
            self.grids.append(grid)
            self._header, self._group, self._is_carried = plan.header, plan.group, False
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
            plan = plan_of(grid, make, self._planned, self._header, self._group)
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
            if len(filled := [cell for cell in row.cells if cell.text.strip()]) == 1 and filled[0] in row.words:
                self._hear_inside(filled[0].text)
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
                stack, is_open, self._header, carried = [], False, None, None
                continue
            if is_open:
                self._header = resolve(stack, grid.n_cols, self._index)
                self._is_carried = False
                self._group = None
                is_open = False
                self._doubt_hanging(row)
            if self._header is None and carried is not None and kind == "body":
                self._header = carry(carried, grid, row.places)
                self._is_carried = True
                self._planned = None
                carried = None
            if kind == "body":
                n_bodies += 1
                self._is_alone = n_bodies == 1 and row_number == grid.n_rows - 1 and not self._is_carried
                self._read_row(row)
                if self._planned is not None and not is_body(row, self._index):
                    self._planned = None
        if is_open:  # a header in a table of its own, its rows in the next
            self._header = resolve(stack, grid.n_cols, self._index)
        if self._header is None and carried is not None and not stack:
            self._header = carried

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

    def _read_row(self, row: Row) -> None:
        header = self._header
        if header is None:
            self._planned = None
            self._unexplained.headless(row.words, row.cells)
            return
        paired = header.in_order(row.places, row.cells)
        if paired is None and (straight := set_right(row, header)) is not None:
            row, self._planned = straight, None
            paired = header.in_order(row.places, row.cells)
        make = row.make(header.first, self._group) if paired else None
        plan = header.plans.get(make) if make else None
        if plan is not None and paired:
            self._group = plan.group
            for share in plan.shares:
                self._gathering.put_share(share, paired)
        else:
            self._read_anew(row, header, paired, make)
            plan = header.plans.get(make) if make else None
        if plan is None or not paired:
            self._planned = None
        elif self._planned is not None:
            self._planned.append((plan, paired))

    def _read_anew(self, row: Row, header: Header, paired: list[Cell] | None, make: Make | None) -> None:
        """Read a row of a make that is not known yet."""
        found = self._labelled(row, header)
        if found is None:
            return
        matches, labels = found
        if not matches:
            left = [cell for cell in row.words if cell.col < header.first]
            starting = [cell for cell in row.cells if cell.row == row.number]
            self._group = self._unexplained.under_header(
                header, left, starting, self._group, is_carried=self._is_carried
            )
            return
        starts_number = any(cell.row == row.number and _DIGIT.search(cell.text) for cell in row.cells)
        if row.words and not labels and not starts_number:
            return
        wide = next(
            (cell for key, (cell, _) in labels.items() if cell.col + cell.col_span > min(header.columns[key])), None
        )
        if wide is not None:
            groups = groups_of(wide.text, self._index)
            alone = all(cell is wide or (cell.col > header.last and not cell.text.strip()) for cell in row.cells)
            if groups and alone:  # the line of a group, which another edition has as a row
                self._group = min(groups)
                return
            for table in sorted({key[1] for key in matches}):
                self._gathering.doubt(table, because("label_in_figures", table=table, label=wide.text[:20]))
            return
        group = next((line.group for _, line in labels.values()), self._group)
        if self._group != group:
            self._group = None
        plain = self._place_row(header, matches, row, paired)
        self._look_beside(header, matches, row.places, max((label.col for label, _ in labels.values()), default=-1))
        is_named = all(key in labels or row_key is None for key, row_key in matches.items())  # by a label or the header
        if make and paired and plain and is_named and len(header.plans) < MOST_PLANS:
            self._remember(make, header, matches, plain, row, paired)

    def _labelled(self, row: Row, header: Header) -> tuple[dict[Key, str | None], dict[Key, tuple[Cell, Line]]] | None:
        """The row of each block and the label that names it; None where a label contradicts the group above it."""
        matches: dict[Key, str | None] = {}
        used: dict[Key, tuple[Cell, Line]] = {}
        for key in header.columns:
            reach = header.label_columns(key)
            labels = [cell for cell in row.words if cell.col in reach]
            label, line = self._label_of(key, labels)
            if line is not None and label is not None:
                matches[key] = line.key
                used[key] = (label, line)
                if is_common(line):
                    left = [cell for cell in labels if cell.col < label.col]
                    if self._is_contradicted(line, left):
                        self._doubt_or_pass(key, line, left, row, header)
                        return None
            elif not labels:
                matches.update(self._named_above(key, header))
        return matches, used

    def _place_row(
        self, header: Header, matches: dict[Key, str | None], row: Row, paired: list[Cell] | None
    ) -> dict[Key, tuple[Target, ...]] | None:
        """Give the row's cells to its blocks; the targets of each where all have a column for each cell, else None."""
        cells = {id(head): cell for head, cell in zip(header.heads, paired, strict=True)} if paired else None
        placed: dict[tuple[str | None, int], list[tuple[Name, Cell]]] = {}
        targets: dict[Key, tuple[Target, ...]] = {}
        for key, row_key in matches.items():
            plain = header.plain_targets(key) if cells else None
            if plain and cells:  # a cell for each column and a column for each cell: most rows of most reports
                targets[key] = plain
                known = placed.get((row_key, id(plain)))
                if known is None:
                    known = [((target.row or row_key or "", target.column), cells[target.header]) for target in plain]
                    placed[row_key, id(plain)] = known
                self._gathering.put_row(key[0], key[1], header.blocks[key], known)
            else:
                place_cells(self._gathering, key, header, row_key, row.places, cells)
        return targets if len(targets) == len(matches) else None

    def _remember(
        self,
        make: Make,
        header: Header,
        matches: dict[Key, str | None],
        targets: dict[Key, tuple[Target, ...]],
        row: Row,
        paired: list[Cell],
    ) -> None:
        """Keep what the row gives for others of its make, where nothing but its labels and its header decided it."""
        is_captioned = header.lacks_rows()  # the line above the table may name the row
        is_covered = header.is_whole() and paired[0].col >= header.first and not row.has_numbers_before(header.first)
        heads = {id(head): place for place, head in enumerate(header.heads)}
        shares = shares_of(matches, targets, header.blocks, heads) if is_covered and not is_captioned else None
        if shares is not None:
            header.plans[make] = Plan(self._group, shares)

    def _label_of(self, key: Key, labels: list[Cell]) -> tuple[Cell | None, Line | None]:
        """The label nearest to the figures that names a row of the block in any edition, and its row in this one."""
        for cell in reversed(labels):
            named = self._index.lines(cell.text).get((key[1], key[2]))
            if named is not None:
                return cell, named.get(key[0])
        return None, None

    def _named_above(self, key: Key, header: Header) -> dict[Key, str | None]:
        """The row of figures without a label: named by the header, or by the line above the table."""
        targets = header.columns[key].values()
        if header.blocks[key].layout != "one_row":
            row = self._captions.row_above(key) if self._is_alone else None
            return {key: row} if row else {}
        if all(target.row for target in targets):
            return {key: None}
        caption = self._captions.row_nearby(key)
        return {key: caption} if caption and not any(target.row for target in targets) else {}

    def _is_contradicted(self, line: Line, left: list[Cell]) -> bool:
        """Whether a common word stands under another group than the form's row of that name."""
        groups = {group for cell in left for group in groups_of(cell.text, self._index)}
        if not groups and self._group and len(line.under) > 1:
            groups = {self._group}
        return bool(groups) and line.group not in groups

    def _doubt_or_pass(self, key: Key, line: Line, left: list[Cell], row: Row, header: Header) -> None:
        """A subtotal of another group is passed over; any other row that its group contradicts is a doubt."""
        if left and squash(line.label) in SUBTOTAL:
            figures = [cell for cell in row.cells if cell.col >= header.first]
            for group in sorted({group for cell in left for group in groups_of(cell.text, self._index)}):
                self._unexplained.subtotal(header, because("no_label", table=key[1]), key[1], group, figures)
            return
        self._gathering.doubt(key[1], because("other_group", table=key[1], label=line.label))

    def _look_beside(
        self, header: Header, matches: dict[Key, str | None], places: list[Cell | None], label_col: int
    ) -> None:
        """What of the row no column of the form claims: figures under no header, and whatever stands under a strange one.

        A strange header may be a damaged one, or two that ran together, so what is below it need not be one figure.
        """
        claimed = {id(places[col]) for col in header.claimed}
        for col, cell in enumerate(places):
            if cell is None or id(cell) in claimed or not cell.text.strip():
                continue
            has_figure = is_figure(cell.text) and bool(_DIGIT.search(cell.text))
            row_is_wider = has_figure and any(
                place is not None and header.leaves[at] is None and (at >= header.reach or place.text.strip())
                for at, place in enumerate(places[header.last + 1 :], header.last + 1)
            )
            head = header.leaves[col]
            over_label = header.leaves[label_col]  # printed once for each column it is over, where nothing is merged
            is_among_labels = label_col < col and (
                head is None or (over_label is not None and head.text == over_label.text)
            )
            if has_figure and (is_among_labels or ((head is None or row_is_wider) and col > header.first)):
                for table in sorted({key[1] for key in matches}):
                    self._gathering.doubt(table, because("under_no_header", table=table, text=cell.text))
            elif col > label_col and (col in header.strangers or (has_figure and head is None)):
                for key, row in matches.items():
                    label = head.text if head else "no label"
                    self._gathering.stranger(key[1], header.blocks[key], row, label, is_number=has_figure)

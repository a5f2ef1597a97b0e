"""One row of figures under its header: which line of the form names it, and what no column of the form claims in it.

A label tells the row, never its place. Which rows are a header's and which header stands over a row is told in
`matching.py`; rows that no label explains belong to `unexplained.py`.
"""

from __future__ import annotations

import re

from pipelines.parsing.tables.captions import Captions
from pipelines.parsing.tables.gathering import Gathering, Name
from pipelines.parsing.tables.headers import Header, Key, Target, is_figure
from pipelines.parsing.tables.labels import LabelIndex
from pipelines.parsing.tables.loose_rows import place_cells
from pipelines.parsing.tables.plans import Make, Plan
from pipelines.parsing.tables.row_kinds import is_common
from pipelines.parsing.tables.rows import Row, shares_of
from pipelines.parsing.tables.spellings import squash
from pipelines.parsing.tables.unexplained import SUBTOTAL, Unexplained, groups_of
from pipelines.readers.document import Cell
from pipelines.reasons import because
from warehouse.form import Line

_DIGIT = re.compile(r"[\d０-９]")
#: Makes of rows remembered of one header; a table of the form has some 25.
MOST_PLANS = 64


class Rows:
    """Takes in the rows of a report's tables; `group` is the key of the group of outcomes that the next one stands in."""

    def __init__(self, index: LabelIndex, gathering: Gathering, captions: Captions, unexplained: Unexplained) -> None:
        self._index = index
        self._gathering = gathering
        self._captions = captions
        self._unexplained = unexplained
        self.group: str | None = None

    def read(
        self,
        row: Row,
        header: Header,
        paired: list[Cell] | None,
        make: Make | None,
        *,
        is_alone: bool,
        is_carried: bool,
    ) -> None:
        """Take in a row, and under its header remember one of its make where nothing else decided what it is.

        `paired` are its cells under the header's, None where they do not stand one for one; `is_alone` says that it is
        the only row below its table's header, `is_carried` that the header stood over another table.
        """
        found = self._labelled(row, header, is_alone=is_alone)
        if found is None:
            return
        matches, labels = found
        if not matches:
            left = [cell for cell in row.words if cell.col < header.first]
            starting = [cell for cell in row.cells if cell.row == row.number]
            self.group = self._unexplained.under_header(header, left, starting, self.group, is_carried=is_carried)
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
                self.group = min(groups)
                return
            for table in sorted({key[1] for key in matches}):
                self._gathering.doubt(table, because("label_in_figures", table=table, label=wide.text[:20]))
            return
        group = next((line.group for _, line in labels.values()), self.group)
        if self.group != group:
            self.group = None
        plain = self._place_row(header, matches, row, paired)
        self._look_beside(header, matches, row.places, max((label.col for label, _ in labels.values()), default=-1))
        is_named = all(key in labels or row_key is None for key, row_key in matches.items())  # by a label or the header
        if make and paired and plain and is_named and len(header.plans) < MOST_PLANS:
            self._remember(make, header, matches, plain, row, paired)

    def _labelled(
        self, row: Row, header: Header, *, is_alone: bool
    ) -> tuple[dict[Key, str | None], dict[Key, tuple[Cell, Line]]] | None:
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
                matches.update(self._named_above(key, header, is_alone=is_alone))
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
            header.plans[make] = Plan(self.group, shares)

    def _label_of(self, key: Key, labels: list[Cell]) -> tuple[Cell | None, Line | None]:
        """The label nearest to the figures that names a row of the block in any edition, and its row in this one."""
        for cell in reversed(labels):
            named = self._index.lines(cell.text).get((key[1], key[2]))
            if named is not None:
                return cell, named.get(key[0])
        return None, None

    def _named_above(self, key: Key, header: Header, *, is_alone: bool) -> dict[Key, str | None]:
        """The row of figures without a label: named by the header, or by the line above the table."""
        targets = header.columns[key].values()
        if header.blocks[key].layout != "one_row":
            row = self._captions.row_above(key) if is_alone else None
            return {key: row} if row else {}
        if all(target.row for target in targets):
            return {key: None}
        caption = self._captions.row_nearby(key)
        return {key: caption} if caption and not any(target.row for target in targets) else {}

    def _is_contradicted(self, line: Line, left: list[Cell]) -> bool:
        """Whether a common word stands under another group than the form's row of that name."""
        groups = {group for cell in left for group in groups_of(cell.text, self._index)}
        if not groups and self.group and len(line.under) > 1:
            groups = {self.group}
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
            elif col > label_col and not is_among_labels and (col in header.strangers or (has_figure and head is None)):
                for key, row in matches.items():
                    label = head.text if head else "no label"
                    self._gathering.stranger(key[1], header.blocks[key], row, label, is_number=has_figure)

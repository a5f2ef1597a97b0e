"""Rows with figures that no label of the form explains: which are subtotals and counters, and which doubts the others raise.

A row that its label explains belongs to `matching.py`.
"""

from __future__ import annotations

import re

from pipelines.parsing.numbers import read_number
from pipelines.parsing.tables.gathering import Gathering
from pipelines.parsing.tables.headers import Header, is_figure
from pipelines.parsing.tables.labels import LabelIndex
from pipelines.parsing.tables.row_kinds import SHORT
from pipelines.parsing.tables.spellings import squash
from pipelines.readers.document import Cell
from pipelines.reasons import because
from warehouse.reasons import Reason

#: Rows that publishers add below a group or a row.
SUBTOTAL = frozenset({"小计", "合计", "共计", "总计"})
_SUBTOTAL_OF = re.compile(r"[（(]?[小合共]计[)）]?\s*$")
_OF_WHICH = re.compile(r"\s*其中")
_DIGIT = re.compile(r"[\d０-９]")
#: What ends in a figure, also as a picture's noughts and the sides between them pass for letters and bars.
_ENDS_IN_FIGURES = re.compile(r"[\d０-９oO|]\s*$")


def groups_of(text: str, index: LabelIndex) -> set[str]:
    """The groups of outcomes that a label may name."""
    return {role.group for role in index.find(text) if role.kind == "group" and role.group}


class Unexplained:
    """What rows without a label of the form do to a gathering."""

    def __init__(self, index: LabelIndex, gathering: Gathering) -> None:
        self._index = index
        self._gathering = gathering

    def under_header(
        self, header: Header, labels: list[Cell], starting: list[Cell], group: str | None, *, is_carried: bool
    ) -> str | None:
        """Doubt a row under a header of the form, unless it is a subtotal or a counter; the group that rows then stand in.

        `labels` are the words left of the figures, `starting` the cells that begin in the row, `group` is that of the rows
        above, `is_carried` says that the header stood over another table.
        """
        named = _SUBTOTAL_OF.sub("", labels[-1].text) if labels else ""
        is_group = any(role.kind == "group" for role in self._index.find(named))
        if is_group:
            group = min(groups_of(named, self._index), default=None)
        filled = [cell for cell in starting if cell.col >= header.first and _DIGIT.search(cell.text)]
        if not filled:
            return group
        blank_at = header.columns_of(filled)
        tables = sorted({key[1] for key in header.columns})
        doubt = self._gathering.doubt_if_lacking
        if is_group:  # a subtotal of the group, or a row of it that lost its own label
            reaches = labels[-1].col + labels[-1].col_span >= header.first
            for table in tables:
                reason = because("only_group_label", table=table)
                if reaches and group:
                    self.subtotal(header, reason, table, group, filled)
                else:
                    doubt(table, reason, blank_at=None if reaches else blank_at)
            return group
        if _counts([cell.text.strip() for cell in filled]):
            for table in tables:
                doubt(table, because("no_label", table=table))
            return group
        if labels and _is_subtotal(labels):
            beside = {other for cell in labels[:-1] for other in groups_of(cell.text, self._index)}
            of = min(beside, default=group)
            if of and not _OF_WHICH.match(labels[-1].text):
                for table in tables:
                    self.subtotal(header, because("no_label", table=table), table, of, filled)
            return group
        text = labels[-1].text.replace("\n", "") if labels else "no label"
        for table in tables:
            reason = because("unknown_label", table=table, label=text[:40])
            if is_carried:
                doubt(table, reason, blank_at=blank_at)
            else:
                self._gathering.doubt(table, reason)
        return group

    def subtotal(self, header: Header, reason: Reason, table: str, group: str, cells: list[Cell]) -> None:
        """Pass over a row with what a group comes to; where it does not, its figures may be those of a row that lacks."""
        filled = [cell for cell in cells if _DIGIT.search(cell.text)]
        figures = {column: read_number(cell.text).value for cell in filled for column in header.columns_of([cell])}
        self._gathering.pass_subtotal(table, reason, group, figures)

    def swallowed(self, header: Header, label: Cell) -> None:
        """Doubt a row whose label and figures are one cell, for the sides between them were lost: it was not left out."""
        if label.col + label.col_span > header.first and _ENDS_IN_FIGURES.search(label.text):
            for table in sorted({key[1] for key in header.columns}):
                self._gathering.doubt_if_lacking(
                    table, because("label_in_figures", table=table, label=squash(label.text)[:20])
                )

    def headless(self, words: list[Cell], cells: list[Cell]) -> None:
        """Doubt a row of figures that no header stands over: with a label of the form, or one of rows side by side."""
        figures = [cell for cell in cells if is_figure(cell.text) and _DIGIT.search(cell.text)]
        if not figures:
            return
        if not words:
            self._gathering.doubt_side_by_side(len(figures), because("headless_row", text=figures[0].text[:20]))
        for cell in words:
            for role in self._index.find(cell.text):
                if role.kind == "row" and role.line and len(squash(role.line.label)) > SHORT:
                    self._gathering.doubt_if_lacking(
                        role.table, because("headless_row", text=cell.text[:20]), blank_at=frozenset()
                    )
                    return


def _counts(figures: list[str]) -> bool:
    """Whether figures number the columns from 1 on."""
    return len(figures) > 1 and figures == [str(number) for number in range(1, len(figures) + 1)]


def _is_subtotal(labels: list[Cell]) -> bool:
    last = labels[-1].text
    return squash(last) == "小计" or _OF_WHICH.match(last) is not None or (len(labels) > 1 and squash(last) in SUBTOTAL)

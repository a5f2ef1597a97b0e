"""Grids to cells of the form: which printed cell is which row and column, by label and header geometry alone.

A cell's place never decides what it is. What cannot be placed with certainty takes its whole table out, with a reason;
what the figures are and whether they add up is decided elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from pipelines.parsing.headers import Header, carry, distinct, is_figure, resolve
from pipelines.parsing.labels import LabelIndex
from pipelines.readers.document import Cell, Grid
from warehouse.form import Block, Form

_DIGIT = re.compile(r"[\d０-９]")

BlockId = tuple[str, str]  # table key, block key


@dataclass(frozen=True, slots=True)
class Placed:
    """A printed cell that was given its row and column."""

    row: str
    column: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class MatchedBlock:
    """One block of the form as found: its edition and its cells by (row, column)."""

    table: str
    block: Block
    edition: str
    cells: dict[tuple[str, str], Cell]
    method: str | None = None  # how its cells were settled, where the reader alone did not do it


@dataclass(frozen=True, slots=True)
class Matched:
    """All blocks found, and for tables in doubt the reasons."""

    blocks: tuple[MatchedBlock, ...]
    doubts: dict[str, tuple[str, ...]]


@dataclass(slots=True)
class _Found:
    """Cells gathered for one block over all grids, kept apart by edition until it is decided."""

    rows: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    editions: Counter[str] = field(default_factory=Counter)
    blocks: dict[str, Block] = field(default_factory=dict)


class Matcher:
    """Reads the grids of one report in their order."""

    def __init__(self, index: LabelIndex, forms: dict[str, Form], report_year: int | None = None) -> None:
        self._index = index
        self._forms = forms
        self._year = report_year
        self._header: Header | None = None
        self._found: dict[BlockId, _Found] = {}
        self._doubts: dict[str, list[str]] = defaultdict(list)

    def read(self, grids: list[Grid]) -> Matched:
        """Match every grid and decide each block's edition."""
        for grid in grids:
            self._read_grid(grid)
        return self._decide()

    # -- one grid ---------------------------------------------------------------------------------------------------

    def _read_grid(self, grid: Grid) -> None:
        stack: list[list[Cell | None]] = []
        is_open = False
        carried = self._header
        self._header = None
        for row_number, places in enumerate(grid.lattice()):
            cells = distinct(places)
            kind = self._kind(cells, row_number)
            if kind == "header":
                if not is_open:
                    stack = []
                    is_open = True
                stack.append(places)
                continue
            if kind == "heading":
                stack, is_open, self._header, carried = [], False, None, None
                continue
            if is_open:
                self._header = resolve(stack, grid.n_cols, self._index)
                is_open = False
            if self._header is None and carried is not None and kind == "body":
                self._header = carry(carried, grid, places)
                carried = None
            if kind == "body":
                self._read_row(places, cells, row_number)
        if self._header is None and carried is not None and not stack:
            self._header = carried

    def _kind(self, cells: list[Cell], row_number: int) -> str:
        """header, heading, body (has a row's label or figures) or other."""
        words = [cell for cell in cells if cell.text and not is_figure(cell.text)]
        has_figures = any(is_figure(cell.text) and _DIGIT.search(cell.text) for cell in cells)
        if not words:
            return "body" if has_figures or any(cell.row == row_number for cell in cells) else "other"
        roles = [self._index.find(cell.text) for cell in words]
        if len(words) == 1 and any(role.kind == "heading" for role in roles[0]) and not has_figures:
            return "heading"
        if has_figures:
            return "body"
        columns = 0
        is_frame = False
        for cell, found in zip(words, roles, strict=True):
            kinds = {role.kind for role in found}
            is_side = any(role.kind == "row" and role.block and role.block.layout == "one_row" for role in found)
            if "column" in kinds and ("row" not in kinds or cell.col > 0):
                columns += 1
            elif "frame" in kinds or is_side:
                is_frame = True
        only_labels = [found for found in roles if any(role.kind == "row" for role in found)]
        if columns >= 2 or (columns == 1 and (is_frame or not only_labels)) or (is_frame and not columns):
            return "header"
        return "body" if only_labels else "other"

    # -- one row ----------------------------------------------------------------------------------------------------

    def _read_row(self, places: list[Cell | None], cells: list[Cell], row_number: int) -> None:
        header = self._header
        words = [cell for cell in cells if cell.text and not is_figure(cell.text)]
        if header is None:
            self._doubt_headless(words, cells)
            return
        first = header.first
        labels = [cell for cell in words if cell.col < first]
        matches: dict[tuple[str, str, str], str | None] = {}
        label = None
        for cell in reversed(labels):
            rows = {}
            for role in self._index.find(cell.text):
                key = (role.edition, role.table, role.block.key if role.block else "")
                if role.kind == "row" and role.line and key in header.columns:
                    rows[key] = role.line.key
            if rows:
                matches.update(rows)
                label = cell
                break
        for key, block in header.blocks.items():
            targets = header.columns.get(key)
            if block.layout == "one_row" and targets and all(target.row for target in targets.values()):
                matches.setdefault(key, None)
        starting = [cell for cell in cells if cell.row == row_number or cell is label]
        if not matches:
            self._doubt_row(header, labels, starting)
            return
        if label is None and not any(_DIGIT.search(cell.text) for cell in starting) and words:
            return
        for key, row in matches.items():
            self._place(key, header, row, places)

    def _place(self, key: tuple[str, str, str], header: Header, row: str | None, places: list[Cell | None]) -> None:
        edition, table, block_key = key
        found = self._found.setdefault((table, block_key), _Found())
        found.blocks[edition] = header.blocks[key]
        by_column: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        headers: dict[tuple[str, str], set[int]] = defaultdict(set)
        covers: dict[int, set[tuple[str, str]]] = defaultdict(set)
        paired = header.in_order(places)
        for col, target in sorted(header.columns[key].items()):
            name = (target.row or row or "", target.column)
            cell = paired[target.header] if paired else places[col]
            headers[name].add(target.header)
            if cell is None:
                continue
            if all(cell is not known for known in by_column[name]):
                by_column[name].append(cell)
            covers[id(cell)].add(name)
        found.editions[edition] += 1
        for name, several in by_column.items():
            chosen = self._one_cell(table, name, several, len(headers[name]), covers)
            if chosen is None:
                continue
            known = found.cells.get(name)
            if known is not None and known is not chosen and known.text != chosen.text:
                if not chosen.text:
                    continue
                if known.text:
                    self._doubts[table].append(
                        f"{table}.{name[0]}.{name[1]} is printed twice with different figures ({known.text} and {chosen.text})."
                    )
                    continue
            found.cells[name] = chosen
            found.rows[name].add(edition)

    def _one_cell(
        self,
        table: str,
        name: tuple[str, str],
        several: list[Cell],
        n_headers: int,
        covers: dict[int, set[tuple[str, str]]],
    ) -> Cell | None:
        """The one cell of a column; a doubt where two hold something or one reaches over several columns."""
        filled = [cell for cell in several if cell.text.strip()]
        if len(filled) > 1 or (n_headers > 1 and filled):
            self._doubts[table].append(f"{table}.{name[0]}.{name[1]} has more than one column under its label.")
            return None
        chosen = filled[0] if filled else several[0]
        if len(covers[id(chosen)]) > 1 and _DIGIT.search(chosen.text):
            self._doubts[table].append(f"A figure ({chosen.text}) reaches over several columns of {table}.{name[0]}.")
            return None
        return chosen

    def _doubt_row(self, header: Header, labels: list[Cell], starting: list[Cell]) -> None:
        """A row under a header of the form that no label explains is a doubt, unless it is a subtotal or a counter."""
        figures = [cell.text for cell in starting if cell.col >= header.first and _DIGIT.search(cell.text)]
        if not figures:
            return
        if [text.strip() for text in figures] == [str(number) for number in range(1, len(figures) + 1)] and len(
            figures
        ) > 1:
            return  # a line that numbers the columns
        for cell in labels:
            if any(role.kind == "group" for role in self._index.find(cell.text)) and cell is labels[-1]:
                return  # a subtotal of a group, added by the publisher
        text = labels[-1].text.replace("\n", "") if labels else "no label"
        for table in sorted({key[1] for key in header.columns}):
            self._doubts[table].append(
                f"A row of {table} with figures has a label the form does not know ({text[:40]})."
            )

    def _doubt_headless(self, words: list[Cell], cells: list[Cell]) -> None:
        if not any(is_figure(cell.text) and _DIGIT.search(cell.text) for cell in cells):
            return
        for cell in words:
            for role in self._index.find(cell.text):
                if role.kind == "row" and role.table == "requests" and role.line and len(role.line.label) > 5:
                    self._doubts[role.table].append(
                        f"A row ({cell.text[:20]}) stands under no header that names its columns."
                    )
                    return

    # -- the whole report -------------------------------------------------------------------------------------------

    def _decide(self) -> Matched:
        votes = {block: self._editions_that_fit(found) for block, found in self._found.items()}
        settled = Counter(editions[0] for editions in votes.values() if len(editions) == 1)
        blocks = []
        for (table, _), found in sorted(self._found.items()):
            editions = votes[table, _]
            if not editions:
                continue
            edition = max(editions, key=lambda key: (settled[key], self._is_usual(key), key))
            cells = {name: cell for name, cell in found.cells.items() if edition in found.rows[name]}
            lost = sorted(name for name in found.cells if edition not in found.rows[name])
            if lost:
                self._doubts[table].append(
                    f"{table}.{lost[0][0]} belongs to another edition of the form than the rows around it."
                )
            blocks.append(MatchedBlock(table, found.blocks[edition], edition, cells))
        return Matched(
            tuple(blocks),
            {table: tuple(dict.fromkeys(reasons)) for table, reasons in sorted(self._doubts.items())},
        )

    @staticmethod
    def _editions_that_fit(found: _Found) -> list[str]:
        """The editions that explain the most of the cells found."""
        counts = Counter(edition for editions in found.rows.values() for edition in editions)
        if not counts:
            return []
        most = max(counts.values())
        return sorted(edition for edition, count in counts.items() if count == most)

    def _is_usual(self, edition: str) -> bool:
        first, last = self._forms[edition].usual_years
        return self._year is not None and first <= self._year and (last is None or self._year <= last)

"""The decision about what was gathered: which edition each block has, and which tables are in doubt.

Cells come with every edition that explains them; how a printed cell got its row and column belongs to `matching.py`.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from pipelines.parsing.numbers import read_number
from pipelines.parsing.tables.gathered import Found, Gathered, Lack, Matched, MatchedBlock, Subtotal
from pipelines.parsing.tables.labels import LabelIndex
from pipelines.parsing.tables.plans import Name
from pipelines.reasons import because
from warehouse.form import Form


class Deciding:
    """Decides for one report what the labels show of each block; used once."""

    def __init__(self, gathered: Gathered, index: LabelIndex, forms: dict[str, Form], report_year: int | None) -> None:
        self._found = gathered.found
        self._doubts = gathered.doubts
        self._lacking = gathered.lacking
        self._subtotals = gathered.subtotals
        self._index = index
        self._forms = forms
        self._year = report_year

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
        self._doubts[table].append(because("strange_header", cell=f"{table}.{name[0]}.{name[1]}", label=shown))

    def _has_all_blocks(self, table: str, editions: set[str]) -> bool:
        """Whether every block that one of the editions found has in a table was found."""
        return any(
            all((table, block.key) in self._found for block in form.tables[table].blocks)
            for edition, form in sorted(self._forms.items())
            if edition in editions
        )

    def _doubt_strange_rows(self, table: str, edition: str, found: Found) -> None:
        """A row that only another edition has is a doubt, unless its label is a group of this one: then it is a subtotal."""
        lines = {line.key: line for block in found.blocks.values() for line in block.rows}
        for row in sorted({name[0] for name in found.cells if edition not in found.editions[name]}):
            roles = self._index.find(lines[row].label) if row in lines else ()
            is_group = any(role.kind == "group" and role.edition == edition for role in roles)
            reason = because("other_edition", row=f"{table}.{row}")
            if is_group:
                self._lacking[table].append(Lack(reason, lines[row].group, None))
            else:
                self._doubts[table].append(reason)

    def _is_usual(self, edition: str) -> bool:
        first, last = self._forms[edition].usual_years
        return self._year is not None and first <= self._year and (last is None or self._year <= last)


def _adds_up(subtotal: Subtotal, block: MatchedBlock) -> bool:
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


def _editions_that_fit(found: Found) -> tuple[list[str], int]:
    """The editions that explain the most of the cells found, and how many that is."""
    sets = set(found.editions.values())
    if len(sets) == 1:  # as in most reports
        return sorted(*sets), len(found.editions)
    counts: Counter[str] = Counter()
    for editions, count in Counter(found.editions.values()).items():
        counts.update(dict.fromkeys(editions, count))
    most = max(counts.values(), default=0)
    return sorted(edition for edition, count in counts.items() if count == most), most

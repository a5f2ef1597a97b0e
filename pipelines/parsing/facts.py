"""Cells of a report as facts: figures read, blanks kept apart from noughts, cells that the document lacks said to be missing.

Which printed cell is which stands fixed before (`matching`, `flat`, `statistics`); sums and verdicts come after.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.parsing.numbers import in_unit, read_number
from pipelines.parsing.statistics.lines import EDITION, TABLE, UNREADABLE, Figure, Line
from pipelines.parsing.tables.gathered import MatchedBlock
from pipelines.reasons import because
from warehouse.form import Form, FormCell
from warehouse.reasons import Reason

_MONEY = ("元", "万元", "亿元")

FactKey = tuple[str, str, str]  # table, row, column
BlockKey = tuple[str, str]  # table, block


@dataclass(slots=True, unsafe_hash=True)  # not frozen for the same reason as a document's cells
class CellFact:
    """One cell of a report; `value` is None unless `state` is reported.

    In the statistics table `row` is the printed label, `unit` the printed unit and `concept` what the line counts, None
    where its label does not say so clearly; elsewhere `concept` is None and row and unit are the form's.
    """

    table: str
    row: str
    column: str
    edition: str
    value: float | None
    state: str
    text: str | None
    implied_value: float | None
    implied_by: str | None
    method: str
    locator: str | None
    unit: str | None
    concept: str | None = None

    @property
    def key(self) -> FactKey:
        """(table, row, column)."""
        return self.table, self.row, self.column

    @property
    def name(self) -> str:
        """`table.row.column`."""
        return f"{self.table}.{self.row}.{self.column}"


def edition_of(blocks: Sequence[MatchedBlock]) -> str | None:
    """The edition of the blocks: hybrid where they mix several, None without any."""
    editions = sorted({block.edition for block in blocks})
    return None if not editions else editions[0] if len(editions) == 1 else "hybrid"


def main_edition(blocks: Sequence[MatchedBlock]) -> str | None:
    """The edition most blocks have; it says which cells a report lacks."""
    counts = Counter(block.edition for block in blocks)
    return max(counts, key=lambda edition: (counts[edition], edition)) if counts else None


def read_cells(
    blocks: Sequence[MatchedBlock], forms: dict[str, Form], method: str, units: Mapping[BlockKey, str]
) -> dict[BlockKey, dict[FactKey, CellFact]]:
    """The matched cells of each block with their figures, by their keys in the form's order; `method` is the document's format.

    `units` are those printed with the labels of amounts where they are not the form's.
    """
    facts: dict[BlockKey, dict[FactKey, CellFact]] = {}
    for block in blocks:
        edition, cells, methods = block.edition, block.cells, block.methods
        usual = block.method or method
        place = (block.table, block.block.key)
        own = facts[place] = {}
        for key, name, table, row, column, figure, unit in _grammar(forms[edition], *place, units.get(place)):
            cell = cells.get(name)
            if cell is None:
                continue
            text = cell.text
            value, state = figure(text)
            how = methods.get(name, usual) if methods else usual
            own[key] = CellFact(table, row, column, edition, value, state, text, None, None, how, cell.locator, unit)
    return facts


#: A printed text to its value in the form's unit and its state.
_Figure = Callable[[str], tuple[float | None, str]]


@cache
def _figures(money: bool, signed: bool, unit: str, printed: str | None) -> _Figure:
    """How the cells of one kind are read; the figures met are remembered, as most are small numbers."""

    @lru_cache(maxsize=8192)
    def figure(text: str) -> tuple[float | None, str]:
        reading = read_number(text, money=money, signed=signed)
        return in_unit(reading, unit, printed), reading.state

    return figure


@cache
def _grammar(
    form: Form, table: str, block_key: str, printed: str | None
) -> tuple[tuple[FactKey, tuple[str, str], str, str, str, _Figure, str], ...]:
    """Of every cell of a block its key, its row and column, all three of the key, how its figure is read, its unit."""
    return tuple(
        (key, key[1:], *key, _figures(cell.money, cell.signed, cell.unit, printed), cell.unit)
        for key, cell in _cells_of(form, table, block_key)
    )


def imply_zeros(facts: dict[FactKey, CellFact], zeros: Set[FactKey]) -> dict[FactKey, CellFact]:
    """The facts with an implied nought where the sums leave no other value."""
    return facts | {key: _as_nought(facts[key]) for key in zeros} if zeros else facts


def _as_nought(fact: CellFact) -> CellFact:
    return CellFact(
        fact.table,
        fact.row,
        fact.column,
        fact.edition,
        fact.value,
        fact.state,
        fact.text,
        0.0,
        "identity",
        fact.method,
        fact.locator,
        fact.unit,
        fact.concept,
    )


def with_missing(
    facts: Mapping[BlockKey, dict[FactKey, CellFact]],
    forms: dict[str, Form],
    blocks: Sequence[MatchedBlock],
    main: str,
    method: str,
    left_out: Set[tuple[str, str | None]],
) -> dict[FactKey, CellFact]:
    """The cells by their keys, in the form's order, with a `missing` one wherever the edition has a cell and the document has none."""
    edition_of_block = {(block.table, block.block.key): block.edition for block in blocks}
    whole: dict[FactKey, CellFact] = {}
    names = [(table, block.key) for table, t in forms[main].tables.items() for block in t.blocks]
    names += sorted(set(edition_of_block) - set(names))
    for place in names:
        if {(place[0], None), place} & left_out:
            continue
        own = facts.get(place, {})
        cells = _cells_of(forms[edition_of_block.get(place, main)], *place)
        whole |= own if len(own) == len(cells) else {key: own.get(key) or _missing(cell, method) for key, cell in cells}
    return whole


@cache
def _cells_of(form: Form, table: str, block_key: str) -> tuple[tuple[FactKey, FormCell], ...]:
    """The cells of one block in the form's order, by their keys."""
    return tuple(
        (key, cell) for key, cell in form.cells.items() if cell.table_key == table and cell.block.key == block_key
    )


def _missing(cell: FormCell, method: str) -> CellFact:
    return CellFact(
        cell.table_key,
        cell.row_key,
        cell.column_key,
        cell.edition,
        None,
        "missing",
        None,
        None,
        None,
        method,
        None,
        cell.unit,
    )


def bad_figures(facts: Iterable[CellFact]) -> list[Reason]:
    """A cell with digits that are no number is a doubt; its number column stays empty."""
    bad = [fact for fact in facts if fact.state == UNREADABLE]
    return [because("no_number", cell=fact.name, text=repr((fact.text or "")[:30])) for fact in bad[:3]]


# -- the statistics table -------------------------------------------------------------------------------------------------


def statistics_cells(lines: Sequence[Line], method: str) -> list[CellFact]:
    """The lines of the statistics table as cells in their printed order, two columns each where the table has both."""
    return [_statistics_cell(line, column, figure, method) for line in lines for column, figure in line.figures.items()]


def _statistics_cell(line: Line, column: str, figure: Figure, method: str) -> CellFact:
    text, unit = figure.text.strip(), line.unit or ""
    bare = text.removesuffix(unit) if unit and re.search(r"\d", text) else text
    reading = read_number(bare, money=unit in _MONEY)
    state, value = reading.state, reading.value
    if reading.unit is not None and reading.unit != unit:
        state, value = UNREADABLE, None
    if figure.doubt:
        state, value = UNREADABLE, None
    return CellFact(
        TABLE,
        line.row,
        column,
        EDITION,
        value,
        state,
        figure.text,
        None,
        None,
        figure.method or method,
        figure.locator,
        line.unit,
        line.concept,
    )


def doubtful_figures(lines: Sequence[Line], facts: Sequence[CellFact]) -> list[Reason]:
    """Figures of the statistics table that are no number and of which no doubt was said yet."""
    said = {(line.row, column) for line in lines for column, figure in line.figures.items() if figure.doubt}
    return bad_figures([fact for fact in facts if (fact.row, fact.column) not in said])


def known_figures(facts: Mapping[FactKey, CellFact]) -> dict[FactKey, float | None]:
    """What claims are held against: printed or proved numbers of the form's tables."""
    return {
        key: fact.implied_value if fact.value is None else fact.value
        for key, fact in facts.items()
        if fact.state != "missing"
    }


def known_lines(facts: Sequence[CellFact]) -> dict[FactKey, float | None]:
    """The same of the statistics table, by what its lines count.

    A report with that table has an entry of it in any case, for the table is what its claims are held against.
    """
    known: dict[FactKey, float | None] = {(TABLE, fact.row, fact.column): None for fact in facts[:1]}
    return known | {(TABLE, fact.concept, fact.column): fact.value for fact in facts if fact.concept is not None}

"""The unit that a document prints with the labels of an amount of money, where it is another than the form's.

A unit inside a cell is the concern of `numbers`, what a column counts that of the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from pipelines.parsing.numbers import OWN_UNITS, YUAN
from pipelines.parsing.tables.spellings import fold
from pipelines.parsing.tables.wording import of_wording
from pipelines.readers.document import Cell, Document, Grid, Wording
from pipelines.reasons import because
from warehouse.form import load_forms
from warehouse.reasons import Reason

BlockKey = tuple[str, str]  # table, block

#: What every unit of money is a number of.
_YUAN = "元"
_NOTE = re.compile(r"[(（].*")
#: What stands before a unit to say that it is one.
_UNIT_OF = r"[\W_]*(?:(?:单\s*位|人\s*民\s*币)[\W_]*)*"
#: What stands between two units of which one shall be meant.
_BETWEEN_UNITS = re.compile(r"[/／或、]")


def printed_units(document: Document) -> tuple[dict[BlockKey, str], dict[BlockKey, Reason]]:
    """The units printed behind labels of amounts, by table and block; for blocks with several of them the reason.

    A block for which no unit but the form's is printed is in neither.
    """
    found: dict[BlockKey, set[str]] = {}
    for text in _texts(document):
        for key, units in _said_in(text):
            found.setdefault(key, set()).update(units)
    own = dict(_blocks().values())
    single = {key: next(iter(units)) for key, units in found.items() if len(units) == 1}
    several = {key: units for key, units in found.items() if len(units) > 1}
    return (
        {key: unit for key, unit in single.items() if unit != own[key]},
        {key: because("several_units", table=key[0], units="、".join(sorted(units))) for key, units in several.items()},
    )


@lru_cache(maxsize=512)  # most stand in labels of the form
def _said_in(text: str) -> tuple[tuple[BlockKey, tuple[str, ...]], ...]:
    """The blocks that a text names with units behind their labels, each with these units."""
    matches = [(match["label"], match["units"]) for match in _pattern().finditer(fold(text))]
    bare = [("".join(label.split()), "".join(units.split())) for label, units in matches]
    return tuple((_blocks()[label][0], tuple(_BETWEEN_UNITS.split(units))) for label, units in bare)


def _texts(document: Document) -> Iterator[str]:
    """The texts that may print a unit."""
    for block in document.blocks:
        if isinstance(block, Grid):
            cells = [block.cells[place] for place in _of_money(block)]
            yield from (cell.text for cell in cells)
            yield from _with_units_apart(block, cells)
        elif _YUAN in block.text:
            yield block.text


@of_wording
def _of_money(wording: Wording) -> tuple[int, ...]:
    """The places of the cells that name a unit of money."""
    return tuple(place for place, text in enumerate(wording) if text and _YUAN in text)


def _with_units_apart(grid: Grid, units: Sequence[Cell]) -> Iterator[str]:
    """The words above a cell that prints a unit alone, or left of it, with that unit; one of `units` is such a cell."""
    for unit in units:
        if _alone().fullmatch(fold(unit.text)):
            for cell in grid.cells:
                is_above = cell.row + cell.row_span == unit.row and cell.col < unit.col + unit.col_span
                is_left = cell.col + cell.col_span == unit.col and cell.row < unit.row + unit.row_span
                if (is_above and unit.col < cell.col + cell.col_span) or (
                    is_left and unit.row < cell.row + cell.row_span
                ):
                    yield f"{cell.text} {unit.text}"


@cache
def _blocks() -> Mapping[str, tuple[BlockKey, str]]:
    """The labels of amounts and of their rows, without notes, each with its block and the form's unit."""
    found = {}
    for form in load_forms().values():
        for cell in form.cells.values():
            if cell.money:
                for label in (*cell.column.labels, *cell.row.labels):
                    stem = fold(_NOTE.sub("", label))
                    found[stem] = ((cell.table_key, cell.block.key), OWN_UNITS[cell.unit])
    return found


@cache
def _pattern() -> re.Pattern[str]:
    """A label of an amount with units behind it, in one line or several; a number between them has a unit of its own."""
    return re.compile(rf"(?P<label>{_any_of(_blocks())}){_UNIT_OF}(?P<units>{_units()})(?!\w)")


@cache
def _alone() -> re.Pattern[str]:
    """Units and nothing else."""
    return re.compile(rf"{_UNIT_OF}{_units()}[\W_]*")


def _units() -> str:
    return rf"(?:{_any_of(YUAN)})(?:\s*{_BETWEEN_UNITS.pattern}\s*(?:{_any_of(YUAN)}))*"


def _any_of(words: Iterable[str]) -> str:
    """A pattern of words that a narrow column breaks anywhere, the longest first."""
    return "|".join(r"\s*".join(map(re.escape, word)) for word in sorted(words, key=len, reverse=True))

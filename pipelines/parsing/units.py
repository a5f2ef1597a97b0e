"""The unit that a document prints with the labels of an amount of money, where it is another than the form's.

A unit inside a cell is the concern of `numbers`, what a column counts that of the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from pipelines.parsing.numbers import OWN_UNITS, YUAN
from pipelines.parsing.tables.spellings import fold
from pipelines.readers.document import Document, Grid
from pipelines.reasons import because
from warehouse.form import load_forms
from warehouse.reasons import Reason

BlockKey = tuple[str, str]  # table, block

_NOTE = re.compile(r"[(（].*")


def printed_units(document: Document) -> tuple[dict[BlockKey, str], dict[BlockKey, Reason]]:
    """The units printed behind labels of amounts, by table and block; for blocks with several of them the reason.

    A block for which no unit but the form's is printed is in neither.
    """
    found: dict[BlockKey, set[str]] = {}
    for text in _texts(document):
        if "元" in text:
            for match in _pattern().finditer(fold(text)):
                found.setdefault(_blocks()[match["label"]][0], set()).add(match["unit"])
    own = dict(_blocks().values())
    single = {key: next(iter(units)) for key, units in found.items() if len(units) == 1}
    several = {key: units for key, units in found.items() if len(units) > 1}
    return (
        {key: unit for key, unit in single.items() if unit != own[key]},
        {key: because("several_units", table=key[0], units="、".join(sorted(units))) for key, units in several.items()},
    )


def _texts(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from (cell.text for cell in block.cells)
        else:
            yield block.text


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
    """A label of an amount with a unit behind it; a number between them is an amount with a unit of its own."""
    labels, units = ("|".join(sorted(map(re.escape, words), key=len, reverse=True)) for words in (_blocks(), YUAN))
    return re.compile(rf"(?P<label>{labels})[\W_]*(?:单位[\W_]*)?(?P<unit>{units})(?!\w)")

"""A column that publishers add to the form: the sum of the columns under a heading, behind the last of them.

Which columns a block has then, and which figures are the form's. How figures are cut is `cutting`'s concern.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipelines.parsing.tables.unexplained import SUBTOTAL
from pipelines.readers.document import Cell
from warehouse.form import Block, Line

_KEY = "subtotal"


@cache
def with_subtotal(block: Block) -> Block | None:
    """A block of rows with a column of subtotals behind those under its heading; None where no heading stands over columns."""
    under = [place for place, column in enumerate(block.columns) if column.under]
    if block.layout != "rows" or len(under) < 2:
        return None
    first, *others = sorted(SUBTOTAL - {label for column in block.columns for label in column.labels})
    added = Line(key=_KEY, label=first, en=_KEY, aliases=tuple(others), under=block.columns[under[-1]].under)
    behind = under[-1] + 1
    return block.model_copy(update={"columns": (*block.columns[:behind], added, *block.columns[behind:])})


def summed(block: Block) -> int:
    """How many columns the subtotals of a block add up, right before them; 0 where it has none."""
    if len(columns_of_the_form(block)) == len(block.columns):
        return 0
    return sum(bool(column.under) for column in block.columns) - 1


def columns_of_the_form(block: Block) -> tuple[Line, ...]:
    """The columns of a block without that of subtotals."""
    return tuple(column for column in block.columns if column.key != _KEY)


def of_the_form(cells: Mapping[tuple[str, str], Cell]) -> dict[tuple[str, str], Cell]:
    """The cells by row and column without the subtotals."""
    return {name: cell for name, cell in cells.items() if name[1] != _KEY}

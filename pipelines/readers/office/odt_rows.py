"""Rows and columns of an OpenDocument table as it writes them: groups, repeats, what is hidden, how far its cells reach.

What a cell says is read in `readers/odt.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipelines.readers.office.odt_covered import COVERED
from pipelines.readers.office.odt_styles import TABLE

_ROW_GROUPS = frozenset({f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"})
_COLUMN_GROUPS = frozenset({f"{TABLE}table-header-columns", f"{TABLE}table-columns", f"{TABLE}table-column-group"})
#: Blank rows and cells are written once with a count; more than this of anything filled is no report.
MAX_REPEAT = 1_000


def rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, those of its groups that are shown in their place."""
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in _ROW_GROUPS and child.get(f"{TABLE}display", "true") != "false":
            yield from rows_of(child)


def used_columns(row: etree._Element) -> int:
    """The columns of a sheet's row without the blank rest that is written once with a count."""
    counts = [number_of(cell, "number-columns-repeated", 1) for cell in row.iterchildren(f"{TABLE}table-cell", COVERED)]
    return sum(counts[:-1]) + (counts[-1] if counts and counts[-1] <= MAX_REPEAT else 0)


def hidden_columns(table: etree._Element) -> set[int]:
    """The columns of a table that are not shown."""
    hidden: set[int] = set()
    col = 0
    stack = list(reversed(table))
    while stack:
        element = stack.pop()
        if element.tag in _COLUMN_GROUPS:
            stack.extend(reversed(element))
        elif element.tag == f"{TABLE}table-column":
            repeat = number_of(element, "number-columns-repeated", 1)
            if element.get(f"{TABLE}visibility", "visible") != "visible":
                hidden.update(range(col, col + min(repeat, MAX_REPEAT)))
            col += repeat
    return hidden


def number_of(element: etree._Element, name: str, default: int) -> int:
    """A count that an element of a table states, one at the least; `default` where it states none."""
    value = element.get(TABLE + name, "")
    return max(int(value), 1) if value.isdecimal() and len(value) < 9 else default

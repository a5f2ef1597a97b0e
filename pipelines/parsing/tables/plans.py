"""What every row of one make gives, as values that a header remembers.

A row's make is all that decides what it gives under a header. How a make is taken from a row stands in `rows.py`, how
a plan is worked out in `matching.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.form import Block

Name = tuple[str, str]  # row key, column key

#: The group of the rows above, and text, column and width of each cell left of the figures.
Make = tuple[str | None, tuple[tuple[str, int, int], ...]]


@dataclass(frozen=True, slots=True)
class Share:
    """What one block takes of a row: the name of each figure and the place of its column among the header's cells."""

    table: str
    block: str
    blocks: dict[str, Block]  # by edition
    editions: frozenset[str]
    names: tuple[Name, ...]
    heads: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What every row of a make gives, and the group of rows it leaves the matcher in."""

    group: str | None
    shares: tuple[Share, ...]

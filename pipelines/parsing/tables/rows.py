"""Lattice rows as the matcher meets them, and what rows of one make have in common.

A report prints the same labels under the same header in every one of its kind: what such a row gives follows from its
labels and its header, so it is worked out once. Working it out belongs to `matching.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.parsing.numbers import DASHES, read_number
from pipelines.parsing.tables.headers import Key, Target, distinct, is_figure
from pipelines.parsing.tables.labels import LabelIndex
from pipelines.parsing.tables.plans import Make, Name, Share
from pipelines.readers.document import Cell, Grid
from warehouse.form import Block

_DIGIT = re.compile(r"[\d０-９]")
_WORDS, _DASH, _NO_NUMBER, _NUMBER = range(4)


@lru_cache(maxsize=16384)
def _kind_of(text: str) -> int:
    if not is_figure(text):
        return _WORDS
    if text.strip() in DASHES:
        return _DASH
    is_number = _DIGIT.search(text) or read_number(text).state == "reported"  # a nought may be a cipher or a word
    return _NUMBER if is_number else _NO_NUMBER


def is_bare_figure(text: str, index: LabelIndex) -> bool:
    """Whether a text is a figure or a dash, and no label."""
    return _kind_of(text) in {_DASH, _NUMBER} and not index.find(text)


def without_blank_edge(grid: Grid, above: int = 0) -> Grid:
    """A grid without the columns at its right edge that every row has and leaves blank, as spreadsheets write them.

    A column that some rows lack stays, blank or not: the row that reaches into it is wider than the others. So do those of a
    grid without a figure that has as many columns as the table `above` it: a piece of that one.
    """
    width = grid.n_cols
    if width == above and not any(_DIGIT.search(cell.text) and is_figure(cell.text) for cell in grid.cells):
        return grid
    if any(cell.text for cell in grid.cells[-1:] if cell.col + cell.col_span == width):  # as in nearly every table
        return grid
    places = grid.lattice()
    while width > 1 and all((cell := row[width - 1]) is not None and not cell.text.strip() for row in places):
        width -= 1
    if width == grid.n_cols:
        return grid
    return Grid(grid.n_rows, width, tuple(cell for cell in grid.cells if cell.col < width), grid.locator)


class Row:
    """A row of a lattice: its cells from left to right, each once; `words` are those that are no figures."""

    __slots__ = ("cells", "has_numbers", "n_dashes", "number", "places", "words")

    def __init__(self, places: list[Cell | None], number: int) -> None:
        self.places = places
        self.number = number
        self.cells = distinct(places)
        kinds = [_kind_of(cell.text) for cell in self.cells]
        self.words = [cell for cell, kind in zip(self.cells, kinds, strict=True) if kind == _WORDS]
        self.has_numbers = _NUMBER in kinds
        self.n_dashes = kinds.count(_DASH)

    def make(self, first: int, group: str | None) -> Make | None:
        """What the row shares with others of its make: all that stands left of column `first`; None where words follow."""
        if self.words and self.words[-1].col >= first:
            return None
        return group, tuple([(cell.text, cell.col, cell.col_span) for cell in self.cells if cell.col < first])

    def hanging(self, first: int) -> Cell | None:
        """The cell of words over column `first` or behind it that began in a row above; None without one."""
        return next((cell for cell in self.words if cell.row < self.number and cell.col >= first and cell.text), None)

    def has_numbers_before(self, first: int) -> bool:
        """Whether a number stands left of the columns of figures."""
        return any(cell.col < first and _kind_of(cell.text) == _NUMBER for cell in self.cells)


def shares_of(
    rows: dict[Key, str | None], targets: dict[Key, tuple[Target, ...]], blocks: dict[Key, Block], heads: dict[int, int]
) -> tuple[Share, ...] | None:
    """The shares of a row whose every block has its columns one for one; None where editions name it differently."""
    found: dict[tuple[str, str], tuple[tuple[Name, ...], tuple[int, ...], dict[str, Block]]] = {}
    for key, row in rows.items():
        names = tuple((target.row or row or "", target.column) for target in targets[key])
        places = tuple(heads[target.header] for target in targets[key])
        known = found.setdefault((key[1], key[2]), (names, places, {}))
        if known[:2] != (names, places) or key[0] in known[2]:
            return None
        known[2][key[0]] = blocks[key]
    return tuple(
        Share(table, block, by_edition, frozenset(by_edition), names, places)
        for (table, block), (names, places, by_edition) in found.items()
    )

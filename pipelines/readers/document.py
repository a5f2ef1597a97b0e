"""What every reader gives: a document of texts and grids, each with a way back into the file.

Values alone live here; reading bytes belongs to the readers, meaning to `pipelines/parsing`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TypeVar

from warehouse.reasons import Reason

#: Stands in a text for a character that no reader could tell: its font does not name it, or two lie on one another.
UNNAMED = "\ufffd"
#: A cell longer than this holds prose, or a table of its own.
LONGEST_CELL = 120
#: Cells and characters of a copy of the form at the most: cut to its finest columns it has some 280 cells, with some 2,000.
_MOST_CELLS, _MOST_CHARACTERS = 600, 20_000

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:[万亿]?元)?")
#: What such a number ends with, which is looked at before all of it.
_LAST = frozenset("0123456789０１２３４５６７８９元")
_PLACE = attrgetter("row", "col", "row_span", "col_span")

Kept = TypeVar("Kept")


@dataclass(slots=True, unsafe_hash=True)
class Cell:
    """A printed cell: its text, its upper left corner, how far it reaches, where it stands in the file.

    A value like the others, never changed: only that nobody freezes it, for a frozen one takes ten times as long to
    make, and a document has hundreds.
    """

    text: str
    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    locator: str = ""


class _Known(tuple[Kept, ...]):
    """A tuple that equals none but itself, so that to look one up takes no look at what is in it."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Wording(_Known[str | None]):
    """By cell its text; None for a blank and for a number in digits, with its sign or as an amount in yuan."""


class Places(_Known[tuple[int, int, int, int]]):
    """By cell its row and column, and how many rows and columns it reaches over."""


@lru_cache(maxsize=512)
def same_wording(texts: tuple[str | None, ...]) -> Wording:
    """One and the same wording for texts that are equal."""
    return Wording(texts)


@lru_cache(maxsize=512)
def same_places(places: tuple[tuple[int, int, int, int], ...]) -> Places:
    """One and the same places for those that are equal."""
    return Places(places)


@dataclass(frozen=True)  # without slots, which leave no place for what is worked out of it
class Grid:
    """A table as laid out: `cells` in reading order; spanned places belong to the cell that covers them."""

    n_rows: int
    n_cols: int
    cells: tuple[Cell, ...]
    locator: str = ""

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What each cell prints."""
        return tuple([cell.text for cell in self.cells])

    @cached_property
    def places(self) -> Places:
        """Where each cell stands."""
        places = tuple(map(_PLACE, self.cells))
        return Places(places) if self.is_large else same_places(places)

    @cached_property
    def wording(self) -> Wording:
        """What the table prints beside its figures, which its copies in other reports print too."""
        words = tuple(
            [
                None if not text or text.isdecimal() or (text[-1] in _LAST and _NUMBER.fullmatch(text)) else text
                for text in self.texts
            ]
        )
        return Wording(words) if self.is_large else same_wording(words)

    @cached_property
    def is_large(self) -> bool:
        """Whether the table is too large for a copy of the form, and to be remembered."""
        return len(self.texts) > _MOST_CELLS or sum(map(len, self.texts)) > _MOST_CHARACTERS

    def lattice(self) -> list[list[Cell | None]]:
        """Rows x columns, each place holding the cell that covers it; None where nothing stands."""
        places: list[list[Cell | None]] = [[None] * self.n_cols for _ in range(self.n_rows)]
        for cell in self.cells:
            if cell.row_span == cell.col_span == 1:  # most are, and the loops cost more than the place
                if cell.row < self.n_rows and cell.col < self.n_cols:
                    places[cell.row][cell.col] = cell
                continue
            for row in range(cell.row, min(cell.row + cell.row_span, self.n_rows)):
                for col in range(cell.col, min(cell.col + cell.col_span, self.n_cols)):
                    places[row][col] = cell
        return places


@dataclass(frozen=True, slots=True)
class Text:
    """A heading (`level` 1 and up) or a paragraph (`level` 0).

    `is_linked` says that its words of a title are a link's, as far as the file tells: those of another page. `indent` are
    the blanks before it where its lines are those of plain text.
    """

    text: str
    level: int = 0
    locator: str = ""
    is_linked: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """How the ink at one place of a picture was read; only pictures have readings, elsewhere the text is what it is.

    `looks` are what independent looks at the same ink saw, `sure` (0 to 1) the probability of the least certain character
    of them all, 0 where they differ; `others` less likely readings with their likelihoods. `counted` says that the pixels
    fall into as many separate marks as the text has characters, `stopped` that as many of them are stops. `hairs` is False
    where strokes as thin as a minus may have left no ink. `whole` is False
    where part of the ink may be lost. Where looks left a doubt, `by_type` is True if the certain digits of the document's own
    type settled it, and `again` is what each preparation of a second look saw if those did. A blank that the pixels prove
    is sure and has no looks.
    """

    text: str
    sure: float
    looks: tuple[str, ...] = ()
    others: tuple[tuple[str, float], ...] = ()
    counted: bool = False
    stopped: bool = False
    hairs: bool = True
    whole: bool = True
    by_type: bool = False
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: blocks in reading order, and what its metadata say.

    `meta` has lower-case names (`articletitle`, `pubdate`, `title`, ...); `format` names the reader and becomes the
    method of the cells; `whole` is False when the file visibly ends too early (no closing html, cut archive). `readings`
    holds, by the locator of a cell or text, how a recogniser read it; what has none was not read from a picture.
    `pictures` are the pictures that stand among the blocks and were not read, each as the number of blocks before it.
    """

    format: str
    blocks: tuple[Text | Grid, ...]
    meta: dict[str, str] = field(default_factory=dict)
    whole: bool = True
    readings: Mapping[str, Reading] = field(default_factory=dict)
    pictures: tuple[int, ...] = ()

    @property
    def grids(self) -> list[Grid]:
        """The grids in reading order."""
        return [block for block in self.blocks if isinstance(block, Grid)]

    @property
    def texts(self) -> list[Text]:
        """Headings and paragraphs in reading order."""
        return [block for block in self.blocks if isinstance(block, Text)]


def led(document: Document, name: str) -> Document:
    """The document with every locator led by the name of the member of a file that holds it."""
    return relocated(document, lambda locator: f"{name}: {locator}")


def relocated(document: Document, said: Callable[[str], str]) -> Document:
    """The document with every locator said otherwise."""

    def moved(block: Text | Grid) -> Text | Grid:
        if isinstance(block, Text):
            return replace(block, locator=said(block.locator))
        cells = tuple(replace(cell, locator=said(cell.locator)) for cell in block.cells)
        return replace(block, locator=said(block.locator), cells=cells)

    readings = {said(locator): reading for locator, reading in document.readings.items()}
    return replace(document, blocks=tuple(map(moved, document.blocks)), readings=readings)


class UnreadableError(Exception):
    """The bytes cannot be read as what they claim to be; the message is one plain sentence with the reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason

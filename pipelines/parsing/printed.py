"""What a document prints in the rows that cells were read from: every text of the row, and the words above each figure.

The way back from a cell for a reader's eye; nothing here decides which cell is which, that stands fixed before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.parsing.facts import CellFact
from pipelines.parsing.flattened.flat_rows import flatten
from pipelines.parsing.tables.headers import distinct, is_figure
from pipelines.readers.document import Cell, Document, Grid

#: A line of running text that is longer is cut around the figures.
LONGEST_LINE = 300
#: Characters that are kept before the figures of such a line, and behind them.
BEFORE, BEHIND = 60, 20

#: No header says more; labels below one another in a column of labels are no header at all.
LONGEST_HEAD = 120

_FOLD = re.compile(r"(?<=[\u2e80-\uffef])\s*[\r\n]\s*(?=[\u2e80-\uffef])")
_IN_TEXT = re.compile(r"text\[(\d+)\] char (\d+)")


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of the form as printed: one entry a text, from left to right.

    `columns` has the form's column that a text was read as, "" where it is none of this row's cells; `heads` the words
    above a figure, "" where there are none. Where the cells were cut out of running text there is one text, the line.
    """

    table: str
    row: str
    edition: str
    texts: tuple[str, ...]
    columns: tuple[str, ...]
    heads: tuple[str, ...]

    @property
    def label(self) -> str:
        """The words before the row's first figure, each once, between slashes; "" where the row has none or is a line of text."""
        first = next((at for at, column in enumerate(self.columns) if column), 0)
        return " / ".join(dict.fromkeys(text for text in self.texts[:first] if text and not is_figure(text)))


def printed_rows(facts: Iterable[CellFact], grids: Sequence[Grid], document: Document) -> list[PrintedRow]:
    """One row a table and row of `facts` that has a place in the document, in their order.

    `grids` are those that the facts were read from, turned upright where the tables lay on their side.
    """
    by_row: dict[tuple[str, str], list[CellFact]] = {}
    for fact in facts:
        if fact.locator is not None:
            by_row.setdefault((fact.table, fact.row), []).append(fact)
    wanted = {fact.locator for row in by_row.values() for fact in row}
    lines = _lines_of(grids, wanted)
    found = []
    for (table, row), cells in by_row.items():
        line = next((lines[cell.locator] for cell in cells if cell.locator in lines), None)
        texts, columns, heads = _of_line(line, cells) if line else ((_in_text(cells, document),), ("",), ("",))
        if any(texts):
            found.append(PrintedRow(table, row, cells[0].edition, texts, columns, heads))
    return found


#: A line of a grid: its cells, each once, and the words above each, from above between slashes.
_Line = tuple[list[Cell], list[str]]


def _lines_of(grids: Sequence[Grid], wanted: set[str | None]) -> dict[str | None, _Line]:
    """The line of each locator that is asked for; a header reaches into the next grid of the same width."""
    lines: dict[str | None, _Line] = {}
    heads: list[str] = []
    for grid in grids:
        if len(heads) != grid.n_cols:
            heads = [""] * grid.n_cols
        standing: set[int] = set()  # columns whose header the line before belongs to
        for number, places in enumerate(grid.lattice()):
            cells = distinct(places)
            starting = [cell.locator for cell in cells if cell.row == number and cell.locator in wanted]
            if starting:
                line = cells, [heads[cell.col] for cell in cells]
                for locator in starting:
                    lines.setdefault(locator, line)
            standing = _read_heads(heads, standing, cells, grid.n_cols)
    return lines


def _read_heads(heads: list[str], standing: set[int], cells: list[Cell], n_cols: int) -> set[int]:
    """Take a line into the words above each column; gives the columns it names. A line over the whole width names none."""
    named = set()
    for cell in cells:
        if is_figure(cell.text) or cell.col_span == n_cols > 1:
            continue
        text = _plain(cell.text)
        for col in range(cell.col, min(cell.col + cell.col_span, n_cols)):
            if col not in standing:
                heads[col] = text
            elif not heads[col].endswith(text) and len(heads[col]) < LONGEST_HEAD:
                heads[col] += f" / {text}"
            named.add(col)
    return named


def _of_line(line: _Line, facts: list[CellFact]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Texts, columns and heads of a line; facts that share a locator take its texts in their order."""
    cells, named = line
    columns = [""] * len(cells)
    heads = ["" if not is_figure(cell.text) else named[at] for at, cell in enumerate(cells)]
    at_locator: dict[str, list[int]] = {}
    for at, cell in enumerate(cells):
        at_locator.setdefault(cell.locator, []).append(at)
    for fact in facts:
        free = at_locator.get(fact.locator or "")
        if free:
            at = next((at for at in free if cells[at].text == fact.text), free[0]) if len(free) > 1 else free[0]
            free.remove(at)
            columns[at], heads[at] = fact.column, named[at]
    return tuple([_plain(cell.text) for cell in cells]), tuple(columns), tuple(heads)


def _in_text(facts: list[CellFact], document: Document) -> str:
    """The line of running text that figures were cut from, a long one without what stands far from them."""
    place = _IN_TEXT.fullmatch(facts[0].locator or "")
    texts = [text.text for text in document.texts if text.locator not in document.readings]
    if place is None or int(place[1]) > len(texts):
        return ""
    line = texts[int(place[1]) - 1]
    if len(line) <= LONGEST_LINE:
        return _plain(line)
    start = int(place[2])
    end = start + sum(len(fact.text or "") for fact in facts) + BEHIND
    chars = flatten(texts).chars
    return f"…{chars[max(start - BEFORE, 0) : end]}…"


@lru_cache(maxsize=16384)
def _plain(text: str) -> str:
    """A printed text in one line; a word of Chinese that goes on in the next line stays one word."""
    return " ".join(_FOLD.sub("", text).split())

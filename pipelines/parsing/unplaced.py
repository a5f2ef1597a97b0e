"""Rows that a document prints outside its tables, or in one cell of them: then nobody left them out, and no sum or blank
may stand for them.

Only words are looked at; what the rows hold was not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipelines.parsing.facts import CellFact
from pipelines.parsing.tables.gathered import MatchedBlock
from pipelines.parsing.tables.labels import squash
from pipelines.readers.document import Document, Grid, Text
from pipelines.reasons import Reason, because
from warehouse.form import Form, Line, load_statistics

#: A line opens with a row's number and so many characters of its label, or prints so many of them anywhere.
_BEGINNING, _ANYWHERE = 4, 7
#: A cell with more than so many lines of the statistics table; their labels have more characters than this.
_FEW_LINES, _LONG_CELL = 3, 30
#: A line of so many figures and nothing else, which is no date and no number of a page.
_FIGURES = re.compile(r"(?:-?\d[\d.,]*\s+){4,}-?\d[\d.,]*")
_ONLY_FIGURES = re.compile(r"[^\w]*\d[\d\W]*")
_NUMBER = re.compile(r"(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+[、.．]|\d{1,2}[、.．])")


def rows_outside(document: Document, cells: Iterable[CellFact], forms: dict[str, Form]) -> list[Reason]:
    """The rows that the tables lack and the sums would make noughts of, although the text prints their labels."""
    lines: dict[str, Line] = {}
    for cell in cells:
        if cell.state == "missing" and cell.implied_value is not None:
            lines.setdefault(cell.row, _line_of(forms[cell.edition], cell))
    if not lines:
        return []
    words, in_cells = list(_words(document)), list(_with_figures(document))
    found = [
        line.label
        for line in lines.values()
        if any(_is_printed(line, word) for word in words) or any(_is_in_cell(line, text) for text in in_cells)
    ]
    return [because("row_outside_tables", row=label) for label in found[:3]]


def figures_outside(document: Document, blocks: Sequence[MatchedBlock]) -> dict[str, Reason]:
    """The tables with a line of figures right behind them, of which they are the last row, whatever stands there for it."""
    found: dict[str, Reason] = {}
    for above, below in pairwise(document.blocks):
        if isinstance(above, Grid) and isinstance(below, Text) and _FIGURES.fullmatch(line := below.text.strip()):
            tables = {cell.locator: block.table for block in blocks for cell in block.cells.values()}
            for table in sorted({tables[cell.locator] for cell in above.cells if cell.locator in tables}):
                found.setdefault(table, because("figures_outside_tables", figures=line[:30]))
    return found


def holds_lines(document: Document) -> bool:
    """Whether one cell of a table holds lines of the statistics table one below another, which no reader told apart."""
    known = {squash(label) for line in load_statistics().rows for label in line.labels}
    cells = (squash(cell.text) for block in document.blocks if isinstance(block, Grid) for cell in block.cells)
    return any(sum(label in text for label in known) > _FEW_LINES for text in cells if len(text) > _LONG_CELL)


def _line_of(form: Form, cell: CellFact) -> Line:
    blocks = form.tables[cell.table].blocks
    return next(line for block in blocks for line in block.rows if line.key == cell.row)


def _words(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Text):
            yield from block.text.split()


def _with_figures(document: Document) -> Iterator[str]:
    """The texts of cells in which words come first and digits last: rows that no reader told apart in columns."""
    for block in document.blocks:
        if isinstance(block, Grid):
            yield from (cell.text for cell in block.cells if cell.text[-1:].isdecimal() and not cell.text.isdecimal())


def _is_in_cell(line: Line, text: str) -> bool:
    """Whether a cell holds a row's label and nothing but figures behind it."""
    number = _NUMBER.match(text)
    said = squash(text[number.end() :] if number else text)
    return any(
        said.startswith(label) and _ONLY_FIGURES.fullmatch(said[len(label) :]) for label in map(squash, line.labels)
    )


def _is_printed(line: Line, word: str) -> bool:
    """Whether a word is a row's label or the numbered beginning of it; a sentence may name a short label as well."""
    number = _NUMBER.match(word)
    said = squash(word[number.end() :] if number else word)
    for label in map(squash, line.labels):
        if said == label or (len(label) >= _ANYWHERE and label[:_ANYWHERE] in said):
            return True
        if number and len(label) > _BEGINNING and said[:_BEGINNING] == label[:_BEGINNING] and label.startswith(said):
            return True
    return False

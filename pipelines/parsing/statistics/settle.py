"""The statistics table of a picture: lines that are certain, and those that are not with a reason.

No sum holds most of its lines and no list all its labels, so a line counts where two looks at each of its words and
figures agree surely, or its words are the only ones of the form that any look saw; a line with anything less is kept
without its figures. Pure, as `settle`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipelines.parsing.settle import CERTAIN_WORDS, OCR, UNREAD, look_at
from pipelines.parsing.statistics.lines import Figure, Line, Statistics, known_lines, read_label
from pipelines.readers.characters import in_simplified
from pipelines.readers.document import Cell, Document, Grid, Reading
from pipelines.readers.figures import DASHES
from pipelines.reasons import because
from warehouse.form import load_statistics
from warehouse.reasons import Reason

#: So many characters that every look saw alike are no chance, though the least sure of them was hardly seen: a blank in
#: them, which one look puts and another does not, lowers it.
LONG_WORDS, LEAST_SURE = 8, 0.5
#: So many looks that saw alike are enough, however sure each was.
OFTEN = 4
#: Units of lines that count money.
MONEY = frozenset({"元", "万元"})


def settle_statistics(statistics: Statistics | None, document: Document) -> Statistics | None:
    """The table with each figure that stands in a picture confirmed or doubted; as given where none does."""
    readings = document.readings
    if statistics is None or not any(f.locator in readings for line in statistics.lines for f in line.figures.values()):
        return statistics
    rows = {cell.locator: row for grid in document.grids for row in _rows(grid) for cell in row}
    lines = tuple(_settled(line, rows, readings) for line in statistics.lines)
    doubts = [
        f.doubt
        for old, line in zip(statistics.lines, lines, strict=True)
        for column, f in line.figures.items()
        if f.doubt and not old.figures[column].doubt
    ]
    return Statistics(lines, tuple(dict.fromkeys([*statistics.doubts, *doubts])))


def _rows(grid: Grid) -> list[list[Cell]]:
    """The cells of each row, those that reach into it from above among them."""
    lattice = grid.lattice()
    return [list({id(cell): cell for cell in row if cell is not None}.values()) for row in lattice]


def _settled(line: Line, rows: Mapping[str, list[Cell]], readings: Mapping[str, Reading]) -> Line:
    own = {figure.locator for figure in line.figures.values()}
    figures: dict[str, Figure] = {}
    for column, figure in line.figures.items():
        beside = [cell for cell in rows.get(figure.locator, ()) if cell.locator not in own and cell.text]
        cell = next((cell for cell in rows.get(figure.locator, ()) if cell.locator == figure.locator), None)
        if cell is None or figure.locator not in readings:
            figures[column] = replace(figure, doubt=figure.doubt or _doubt(line, figure))
            continue
        seen = look_at(cell, readings[figure.locator], money=line.unit in MONEY)
        is_certain = seen.sure and all(_is_certain(readings.get(other.locator, UNREAD)) for other in beside)
        doubt = figure.doubt or (
            None if is_certain and figure.text.strip() == cell.text.strip() else _doubt(line, figure)
        )
        figures[column] = replace(figure, text=seen.text, method=OCR, doubt=doubt)
    # of a label in simplified characters one look at a poor print sees 減 for 减
    words = in_simplified(line.label.words)
    cells = (cell for locator in own for cell in rows.get(locator, ()))
    is_seen = words != line.label.words and any(
        read_label(look).words == words for cell in cells for look in readings.get(cell.locator, UNREAD).looks
    )
    return replace(line, label=replace(line.label, words=words) if is_seen else line.label, figures=figures)


def _is_certain(reading: Reading) -> bool:
    """Whether two looks at words saw the same surely, or what two saw is all that the form knows of what was seen.

    A sign for none is certain by its shape, and a long line where all looks saw each of its characters.
    """
    if reading.text in DASHES:
        return reading.counted and reading.sure >= CERTAIN_WORDS
    looks = reading.looks
    is_alike = len({in_simplified("".join(look.split())) for look in looks}) == 1
    is_often = is_alike and len(looks) >= OFTEN
    is_long = is_alike and len(reading.text) >= LONG_WORDS and (reading.sure >= LEAST_SURE or is_often)
    seen = (*looks, *reading.again)
    known = [look for look in seen if look in load_statistics().units or known_lines(read_label(look).words)]
    # what touches its cell's side may have lost a stroke to it, and no label of the form is another's with one less
    is_one = {*map(in_simplified, known)} == {in_simplified(reading.text)}
    is_known = len(known) > 1 and is_one and (reading.whole or is_often)
    return len(looks) > 1 and (is_known or (is_long and reading.whole) or reading.sure >= CERTAIN_WORDS)


def _doubt(line: Line, figure: Figure) -> Reason:
    return because("statistics_unsure", label=line.label.words[:30], text=repr(figure.text[:20]))

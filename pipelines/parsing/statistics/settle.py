"""The statistics table of a picture: lines that are certain, and those that are not with a reason.

No sum holds most of its lines and no list all its labels, so a line counts where two looks at each of its words and
figures agree surely, or its words are the only ones of the form that any look saw; a line with anything less is kept
without its figures. Where many figures cannot be told, the strokes of the others are not whole either: what seems a sure
1 may be a 4 that lost its hair lines, so none counts. Pure, as `settle`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipelines.parsing.settle import CERTAIN_WORDS, OCR, UNREAD, Seen, look_at
from pipelines.parsing.statistics.lines import (
    TABLE,
    Figure,
    Line,
    Statistics,
    has_twin,
    is_declared,
    may_be_cut,
    read_label,
)
from pipelines.readers.characters import compatible, in_simplified, is_simplified
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
_BRACKETS = str.maketrans("()", "（）")
#: Shorter words may be another unit's with a stroke less.
SHORTEST_LABEL = 4
#: Units of lines that count money.
MONEY = frozenset({"元", "万元"})
#: From so many doubtful figures on, if they are more than one in so many, the picture is too poor to believe the others.
POOR, ONE_IN = 4, 12


def in_one_script(document: Document) -> Document:
    """The document with the cells of its pictures in simplified characters, where its print is, and with the brackets of such.

    Nobody prints a table in both scripts, and a look at a poor print sees 減 for 减; nor does a look tell the width of a
    bracket. What names a body keeps its own.
    """
    if not document.readings:
        return document
    texts = [text.text for text in document.texts if text.locator in document.readings]
    cells = [cell for grid in document.grids for cell in grid.cells if cell.locator in document.readings]
    if not is_simplified("".join([*texts, *(cell.text for cell in cells)])):
        return document
    blocks = tuple(
        replace(
            block,
            cells=tuple(
                replace(cell, text=_set_alike(cell.text)) if cell.locator in document.readings else cell
                for cell in block.cells
            ),
        )
        if isinstance(block, Grid)
        else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


def _set_alike(text: str) -> str:
    has_words = any(not char.isascii() and char.isalpha() for char in text)
    return in_simplified(text).translate(_BRACKETS) if has_words else text


def settle_statistics(statistics: Statistics | None, document: Document) -> Statistics | None:
    """The table with each figure that stands in a picture confirmed or doubted; as given where none does."""
    readings = document.readings
    if statistics is None or not any(f.locator in readings for line in statistics.lines for f in line.figures.values()):
        return statistics
    rows = {cell.locator: row for grid in document.grids for row in _rows(grid) for cell in row}
    seen = {
        figure.locator: look_at(cell, readings[figure.locator], money=line.unit in MONEY)
        for line in statistics.lines
        for figure in line.figures.values()
        if figure.locator in readings
        for cell in rows.get(figure.locator, ())
        if cell.locator == figure.locator
    }
    n_doubtful = sum(not figure.sure for figure in seen.values())
    is_poor = n_doubtful >= POOR and ONE_IN * n_doubtful > len(seen)
    poor = because("poor_picture", table=TABLE, n=n_doubtful) if is_poor else None
    lines = tuple(_settled(line, seen, rows, readings, poor) for line in statistics.lines)
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


def _settled(
    line: Line,
    seen: Mapping[str, Seen],
    rows: Mapping[str, list[Cell]],
    readings: Mapping[str, Reading],
    poor: Reason | None,
) -> Line:
    """The line with its figures as they were seen; each that is not certain with what stands beside it is in doubt."""
    own = {figure.locator for figure in line.figures.values()}
    figures: dict[str, Figure] = {}
    for column, figure in line.figures.items():
        row = rows.get(figure.locator, ())
        found = seen.get(figure.locator)
        if found is None:
            figures[column] = replace(figure, doubt=figure.doubt or _doubt(line, figure))
            continue
        is_all = any(cell.locator == figure.locator and cell.text.strip() == figure.text.strip() for cell in row)
        beside = [cell for cell in row if cell.locator not in own and cell.text]
        is_certain = found.sure and is_all and all(_is_certain(readings.get(cell.locator, UNREAD)) for cell in beside)
        doubt = figure.doubt or (poor if is_certain else _doubt(line, figure))
        figures[column] = replace(figure, text=found.text, method=OCR, doubt=doubt)
    return replace(line, figures=figures)


def _is_certain(reading: Reading) -> bool:
    """Whether two looks at words saw the same surely, or what two saw is all that the form knows of what was seen.

    A sign for none is certain by its shape, and a long line where all looks saw each of its characters. Of a long label of
    the form one look is enough where the others saw hardly anything else, and no other label is as near to it.
    """
    if reading.text in DASHES:
        return reading.counted and reading.sure >= CERTAIN_WORDS
    looks = tuple(map(_plain, reading.looks))
    is_alike = len(set(looks)) == 1
    is_often = is_alike and len(looks) >= OFTEN
    is_long = is_alike and len(reading.text) >= LONG_WORDS and (reading.sure >= LEAST_SURE or is_often)
    seen = (*looks, *map(_plain, reading.again))
    known = [look for look in seen if look in load_statistics().units or is_declared(read_label(look).words)]
    # what touches its cell's side, or a hole, may have lost a stroke to it, or its first characters where no number leads it
    label = read_label(reading.text)
    is_all = label.depth > 0 or not may_be_cut(label.words)
    is_undamaged = reading.whole or (is_all and (is_often or (is_alike and len(label.words) >= SHORTEST_LABEL)))
    is_borne_out = len(known) > 1 or (
        len(label.words) >= LONG_WORDS
        and not has_twin(label.words)
        and all(_is_near(look, reading.text) for look in seen)
    )
    is_known = set(known) == {_plain(reading.text)} and is_borne_out and is_undamaged
    return len(looks) > 1 and (is_known or (is_long and reading.whole) or reading.sure >= CERTAIN_WORDS)


def _plain(look: str) -> str:
    """What looks at words must agree on: no blanks, no width of a bracket, neither script."""
    return in_simplified(compatible("".join(look.split())))


def _is_near(look: str, text: str) -> bool:
    """Whether a look saw a label but for a character."""
    plain = _plain(text)
    return len(look) == len(plain) and sum(a != b for a, b in zip(look, plain, strict=True)) <= 1


def _doubt(line: Line, figure: Figure) -> Reason:
    return because("statistics_unsure", label=line.label.words[:30], text=repr(figure.text[:20]))

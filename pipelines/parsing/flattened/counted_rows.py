"""Rows of the form in text that keeps its lines: each line of as many figures as the form has columns is the next row.

Text taken out of a paper says a cell of several lines piece by piece, before and behind the row's figures and among the
pieces of its group's label. So the labels do not stand whole in front of their figures, as `flat_rows.py` asks; but the
lines of figures are still one a row. They are taken for the rows of the form in its order only where everything bears it
out: there are exactly as many lines, no word is missing from the form's and none is left over, every piece of a label
stands at its row, the header names the columns in the form's order, and every sum holds. Else nothing is said here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipelines.parsing.flattened.counted_header import columns_in_order, names_in_order, rows_in_order, shows_total
from pipelines.parsing.flattened.paper_lines import (
    NUMERALS,
    PaperLine,
    characters_of,
    header_names,
    joined_lines,
    words_around,
)
from pipelines.parsing.tables.spellings import label_keys, squash
from warehouse.form import Block, Line

#: Lines that a header takes at the most; a narrow column has a character a line.
LONGEST_HEADER = 40
#: Lines between two rows at the most: a long label in a narrow column, a page's end and a header said again.
LONGEST_STEP = 40
#: Lines of a row's label that may stand below its figures.
LONGEST_LABEL = 6
#: Places of a text that are looked at for one table; a report has one, several reports in one document some dozens.
MOST_PLACES = 200
#: What pages print around the rows: 第 3 页 共 9 页.
_OF_PAGES = frozenset("第页共")
_COUNTER = re.compile(r"^(?:[一二三四五六七八九十]{1,3}|\d{1,2})")


@dataclass(frozen=True, slots=True)
class CountedRow:
    """The figures of one row of the form, and the number of the line they stand in."""

    row: Line
    figures: tuple[str, ...]
    line: int


def counted_rows(lines: Sequence[PaperLine], block: Block, *, adds_up: bool) -> tuple[CountedRow, ...] | None:
    """The rows of a block whose rows stand one below the other; None where anything speaks against it or too little for it.

    `adds_up` says that sums will be held against them, which are not looked at here. Without, a figure alone in a line is a
    reason to say nothing: it may be the number of a page, or the rest of a figure that was cut in a narrow column.
    """
    if block.layout != "rows":
        return None
    joined = _rows(joined_lines(lines, len(block.columns)), block, may_stand_alone=True) if adds_up else None
    return joined or _rows(lines, block, may_stand_alone=adds_up)


def counted_row(lines: Sequence[PaperLine], block: Block) -> CountedRow | None:
    """The figures of a block whose rows stand side by side in one line; None and the like as of `counted_rows`.

    The row it names is the first; the figures of the others follow behind its own.
    """
    if block.layout != "one_row":
        return None
    width = len(block.columns) * len(block.rows)
    lines = joined_lines(lines, width)
    places = [number for number, line in enumerate(lines) if len(line.figures) == width]
    borne_out = [number for number in places[:MOST_PLACES] if _is_below_its_header(lines, number, block)]
    return CountedRow(block.rows[0], lines[borne_out[0]].figures, borne_out[0]) if len(borne_out) == 1 else None


def _is_below_its_header(lines: Sequence[PaperLine], number: int, block: Block) -> bool:
    """Whether the words above a line of figures are the header of rows side by side, in the form's order."""
    names = [column.label for column in block.columns] * len(block.rows) + [row.label for row in block.rows]
    names += dict.fromkeys(under for row in block.rows for under in row.under)
    expected = characters_of("".join(names))
    # the last line of the header may have taken the figures behind it
    end = number + 1 if lines[number].words else number
    start = end
    found = Counter[str]()
    while start > max(0, end - LONGEST_HEADER) and not (start < end and lines[start - 1].figures):
        if lines[start - 1].characters.keys() - expected.keys():
            break
        start -= 1
        found.update(lines[start].characters)
    header = lines[start:end]
    return found == expected and rows_in_order(header, block) and columns_in_order(header, block)


def _rows(lines: Sequence[PaperLine], block: Block, *, may_stand_alone: bool) -> tuple[CountedRow, ...] | None:
    """The rows that stand in some of the lines; None where they stand nowhere or at several places."""
    width, many = len(block.columns), len(block.rows)
    found = [number for number, line in enumerate(lines) if len(line.figures) == width]
    starts = [at for at in range(len(found) - many + 1) if at == 0 or found[at] - found[at - 1] > 1]
    if len(starts) > MOST_PLACES:
        return None
    places = (found[at : at + many] for at in starts)
    borne_out = [
        place
        for place in places
        if _bears_out(lines, place, block) and (may_stand_alone or not _stands_alone(lines, place, block))
    ]
    if len(borne_out) != 1:
        return None
    return tuple(
        CountedRow(row, lines[number].figures, number) for row, number in zip(block.rows, borne_out[0], strict=True)
    )


def _bears_out(lines: Sequence[PaperLine], place: Sequence[int], block: Block) -> bool:
    """Whether all that is said around these lines says that they are the rows of the block."""
    if any(other - one > LONGEST_STEP for one, other in pairwise(place)):
        return False
    start = _header_start(lines, place[0], block)
    if start == place[0]:
        return False
    end = _label_end(lines, place[-1] + 1, block)
    others = (line for line in lines[start:end] if len(line.figures) not in {0, len(block.columns)})
    if any(line.words or len(line.figures) > 1 for line in others):  # the number of a page stands alone
        return False
    total_is_last = shows_total([lines[number].figures for number in place])
    if not names_in_order(lines[start : place[0]], block, total_is_last=total_is_last):
        return False
    # above the header the last piece of another table's label may stand
    whole = (first for first in range(start, place[0]) if _says_the_form(lines[first:end], block))
    return (first := next(whole, None)) is not None and _stand_at_their_rows(lines[:end], place, first, block)


def _stands_alone(lines: Sequence[PaperLine], place: Sequence[int], block: Block) -> bool:
    """Whether a figure stands alone in a line among these rows or right below them."""
    end = _label_end(lines, place[-1] + 1, block)
    below = next((line for line in lines[end:] if line.words or line.figures), None)
    inside = [line for number, line in enumerate(lines[place[0] : end], place[0]) if number not in place]
    return any(line.figures and not line.words for line in (*inside, *([below] if below else [])))


def _label_end(lines: Sequence[PaperLine], end: int, block: Block) -> int:
    """The end of the last row's label, of which pieces may stand below its figures."""
    label = characters_of(block.rows[-1].label)
    below = lines[end : end + LONGEST_LABEL]
    for many in range(len(below), 0, -1):
        words = characters_of("".join(word for line in below[:many] for word in line.words))
        if words and words <= label and not any(line.figures for line in below[:many]):
            return end + many
    return end


def _header_start(lines: Sequence[PaperLine], first: int, block: Block) -> int:
    """The first of the lines above the first row that hold no character but those of the form's own header and rows."""
    known = _known(block)
    start = first
    while start > max(0, first - LONGEST_HEADER) and not lines[start - 1].figures:
        if not lines[start - 1].characters.keys() <= known:
            break
        start -= 1
    return start


@cache
def _known(block: Block) -> frozenset[str]:
    """The characters that may stand above the first row's figures: the header's, the first row's and its groups'."""
    groups = (under for row in block.rows for under in row.under)
    words = "".join([*header_names(block), *words_around(block), *block.rows[0].labels, *groups])
    return NUMERALS | _OF_PAGES | frozenset(characters_of(words))


# -- the words ------------------------------------------------------------------------------------------------------


def _says_the_form(region: Sequence[PaperLine], block: Block) -> bool:
    """Whether the words are those of the block's header, groups and rows, each at least once, and no others.

    Headers and groups may stand again on another page, and the form's notes may be left out.
    """
    found = characters_of("".join(word for line in region for word in line.words))
    groups = list(dict.fromkeys(under for row in block.rows for under in row.under))
    header = characters_of("".join(header_names(block)))
    fixed = header + characters_of("".join(groups))
    expected = fixed + characters_of("".join(_spellings(found, fixed, block)))
    if expected - found:
        return False
    left = found - expected
    for optional in (header, *(characters_of(words) for words in (*words_around(block), *groups))):
        while optional and not optional - left:
            left -= optional
    return not set(left) - _OF_PAGES


def _spellings(found: Counter[str], fixed: Counter[str], block: Block) -> list[str]:
    """For each row the spelling of its label after which the least is missing and left over."""
    labels = [row.label for row in block.rows]
    off = fixed + characters_of("".join(labels))
    off.subtract(found)  # of each character how many are missing, or left over where it is less than nought
    for place, row in enumerate(block.rows):
        for alias in row.aliases:
            change = characters_of(alias)
            change.subtract(characters_of(labels[place]))
            if sum(abs(off[char] + more) - abs(off[char]) for char, more in change.items()) < 0:
                off.update(change)
                labels[place] = alias
    return labels


# -- where they stand -----------------------------------------------------------------------------------------------


def _stand_at_their_rows(lines: Sequence[PaperLine], found: Sequence[int], start: int, block: Block) -> bool:
    """Whether every piece that is one row's alone stands in that row's line or between it and a neighbour's.

    Of two rows that follow one another at least one must have such a piece, and so must the first and the last.
    """
    seen: set[int] = set()
    above = -1  # the row whose figures stand above
    for number in range(start, len(lines)):
        is_row = above + 1 < len(found) and number == found[above + 1]
        above += is_row
        for piece in lines[number].words:
            row = _row_of(piece, block)
            if row is None:
                continue
            if row not in ((above,) if is_row else (above, above + 1)):
                return False
            seen.add(row)
    last = len(block.rows) - 1
    return {0, last} <= seen and all(place in seen or place + 1 in seen for place in range(last))


def _row_of(piece: str, block: Block) -> int | None:
    """The place of the only row that a piece of words may belong to; None for one of several or of none.

    A whole label with the row's own number before it is that row's; without one it may be a column's name as well.
    """
    keys, others = _row_keys(block), _other_keys(block)
    numbers = [squash(row.number) for row in block.rows]
    for place, labels in enumerate(keys):
        if any(piece in (numbers[place] + key, "" if key in others else key) for key in labels):
            return place
    kinds = {kind for kind in (piece, _COUNTER.sub("", piece)) if len(kind) > 1}
    if any(kind in name for kind in kinds for name in others):
        return None
    holding = [place for place, labels in enumerate(keys) if any(kind in label for kind in kinds for label in labels)]
    return holding[0] if len(holding) == 1 else None


@cache
def _row_keys(block: Block) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(key for label in row.labels for key in label_keys(label)) for row in block.rows)


@cache
def _other_keys(block: Block) -> tuple[str, ...]:
    words = [*header_names(block), *words_around(block), *(under for row in block.rows for under in row.under)]
    return tuple(key for text in words for key in label_keys(text))

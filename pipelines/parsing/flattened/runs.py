"""A run of figures in flattened text to the figures it may be: cut where blanks cut it, else in every way there is.

Where a run stands and what it is a row of is told in `flat.py`, which ways the sums leave in `cutting.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate, chain, pairwise

from pipelines.parsing.flattened.cutting import Digits, Numbers, ways_to_cut
from pipelines.parsing.flattened.flat_rows import FlatText, Run
from pipelines.parsing.flattened.subtotals import summed
from pipelines.parsing.numbers import read_number
from warehouse.form import Block, Line

_UNITS = frozenset("万亿元件条起")
#: Signs for none; some print two of them in a cell.
_SIGNS = "-—–−/无*"
_SIGNS_TOGETHER = re.compile(f"[{_SIGNS}]+")


def ways_of(text: FlatText, run: Run, block: Block, *, adds_up: bool, may_cut: bool) -> tuple[list[Numbers], bool]:
    """The ways to read a run, and whether blanks alone set its figures apart; `may_cut`: else where they do not."""
    ways: dict[Numbers, None] = {}
    is_apart = True
    for end in run.ends:
        pieces = pieces_of(text, run.start, end)
        if len(pieces) == len(block.columns) and all(map(is_figure, pieces, block.columns)):
            ways[pieces] = None
            continue
        if not may_cut:
            continue
        cut = _cut(text, run.start, end, block, adds_up)
        is_apart = is_apart and not cut
        ways.update(dict.fromkeys(cut))
    return list(ways), is_apart


def _cut(text: FlatText, start: int, end: int, block: Block, adds_up: bool) -> tuple[Numbers, ...]:
    digits, width = digits_of(text, start, end), len(block.columns)
    if adds_up or not digits.text:
        over_lines = digits_of(text, start, end, over_lines=True)
        ways = (ways_to_cut(each, width, adds_up=adds_up, summed=summed(block)) for each in (digits, over_lines))
        return tuple(chain.from_iterable(ways))
    # without a sum, as many digits as columns is no proof: a blank cell leaves no trace
    if any(ways_to_cut(digits, fewer, adds_up=False) for fewer in range(1, width)):
        return ()
    return ways_to_cut(digits, width, adds_up=False)


def digits_of(text: FlatText, start: int, end: int, *, over_lines: bool = False) -> Digits:
    """The digits with the cuts that blanks make; `over_lines`: but for the one end of a line, which may break a number.

    Where several lines end among them, a cell is a line, and no figure goes on over its end.
    """
    gaps = [gap for gap in text.gaps if start < gap < end]
    ends = {gap for gap in gaps if text.line_of[gap - 1] != text.line_of[gap]}
    broken = ends if over_lines and len(ends) == 1 else set()
    return Digits(text.chars[start:end], frozenset(gap - start for gap in gaps if gap not in broken))


def with_noughts(text: FlatText, spans: list[tuple[int, int]]) -> FlatText:
    """The text with a nought between two cuts for each sign for none in some counts: a figure of its own, which adds nothing.

    As it is where signs stand in pairs only: then two may be one figure.
    """
    together = [found for span in spans for found in _SIGNS_TOGETHER.finditer(text.chars, *span)]
    if not any(len(found[0]) % 2 for found in together):
        return text
    signs = {at for found in together for at in range(*found.span())}
    chars = "".join("0" if at in signs else char for at, char in enumerate(text.chars))
    return replace(text, chars=chars, gaps=text.gaps | signs | {at + 1 for at in signs})


def as_printed(way: Numbers, text: FlatText, start: int) -> Numbers:
    """A way to cut the characters from `start` on, with the signs for none that stand among them."""
    ends = list(accumulate(map(len, way), initial=start))
    return tuple(text.chars[one:other] for one, other in pairwise(ends))


def pieces_of(text: FlatText, start: int, end: int) -> Numbers:
    """The characters cut at blanks, but for the one between a figure and its unit, and behind units."""
    gaps = {gap for gap in text.gaps if start < gap < end}
    gaps.update(at for at in range(start + 1, end) if text.chars[at - 1] in _UNITS)
    cuts = [start, *sorted(gap for gap in gaps if text.chars[gap] not in _UNITS), end]
    return tuple(text.chars[one:other] for one, other in pairwise(cuts) if other > one)


def are_apart(pieces: Numbers, width: int) -> bool:
    """Whether so many pieces stand between blanks that each is a figure: of a row that lacks some, none is two of them."""
    return 2 * len(pieces) > width


def is_figure(piece: str, column: Line) -> bool:
    """Whether a piece is what a cell of a column prints: a number, or a sign for none."""
    return read_number(piece, money=column.money, signed=column.signed).state in {"reported", "dash"}

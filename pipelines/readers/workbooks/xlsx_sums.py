"""Sums of a worksheet that no program has computed yet: `=SUM(D5:I5)`, `=D5+E5-F5`, as programs write them that only write.

Computed only where every cell they ask for is in the sheet as a number, a blank or another such sum; any other formula
keeps its words and is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

#: Row and column, counted from 0.
Place = tuple[int, int]

_REF = r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})"
_PART = re.compile(
    rf"\s*([+-]?)\s*(?:SUM\(([^()]*)\)|({_REF})|(\d{{1,12}}(?:\.\d{{1,6}})?))\s*", re.ASCII | re.IGNORECASE
)
_RANGE = re.compile(rf"\s*{_REF}(?:\s*:\s*{_REF})?\s*", re.ASCII | re.IGNORECASE)
#: Cells that one sum asks for; the longest column of the form has some thirty.
_MOST_CELLS = 2_000
#: Sums that stand in one another.
_DEEPEST = 20


def compute(formulas: Mapping[Place, str], numbers: Mapping[Place, Decimal | None]) -> dict[Place, str]:
    """What the formulas come to, by their places, those left out that cannot be told.

    `numbers` has the other cells that hold something, None for one that holds words.
    """
    known: dict[Place, Decimal | None] = dict(numbers)
    return {
        place: f"{value.normalize():f}"
        for place in formulas
        if (value := _value(place, formulas, known, _DEEPEST)) is not None
    }


def _value(
    place: Place, formulas: Mapping[Place, str], known: dict[Place, Decimal | None], depth: int
) -> Decimal | None:
    """What a cell comes to: nought for a blank one, None where it cannot be told."""
    if place in known or place not in formulas:
        return known.get(place, Decimal(0))
    known[place] = None  # one that asks for itself comes to nothing
    asked = _asked(formulas[place]) if depth else None
    if asked is None:
        return None
    total = Decimal(0)
    for sign, what in asked:
        value = what if isinstance(what, Decimal) else _value(what, formulas, known, depth - 1)
        if value is None:
            return None
        total += sign * value
    known[place] = total
    return total


def _asked(formula: str) -> list[tuple[int, Place | Decimal]] | None:
    """The cells and numbers a formula adds up, each with its sign; None for any other formula."""
    asked: list[tuple[int, Place | Decimal]] = []
    at = 0
    while at < len(formula):
        part = _PART.match(formula, at)
        if part is None or (at and not part[1]):
            return None
        sign = -1 if part[1] == "-" else 1
        if part[2] is not None:
            for words in part[2].split(","):
                cells = _cells(words)
                if cells is None or len(asked) + len(cells) > _MOST_CELLS:
                    return None
                asked += [(sign, cell) for cell in cells]
        else:
            asked.append((sign, _place(part[4], part[5]) if part[3] else Decimal(part[6])))
        at = part.end()
    return asked or None


def _cells(words: str) -> list[Place] | None:
    """The cells of a range or of one reference."""
    found = _RANGE.fullmatch(words)
    if found is None:
        return None
    first = _place(found[1], found[2])
    last = _place(found[3], found[4]) if found[3] else first
    if (abs(last[0] - first[0]) + 1) * (abs(last[1] - first[1]) + 1) > _MOST_CELLS:
        return None
    rows, columns = (range(min(pair), max(pair) + 1) for pair in zip(first, last, strict=True))
    return [(row, column) for row in rows for column in columns]


def _place(letters: str, number: str) -> Place:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return int(number) - 1, column - 1

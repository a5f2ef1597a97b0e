"""Dates that speak of a part of the year: what was counted by October, or in March, is no figure of the year.

Dates are told apart here; what a part of a year does to the figures behind it belongs to `scene`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.parsing.claims.vocabulary import named
from pipelines.parsing.claims.words import Word

_MONTH = re.compile(r"(\d{1,2})(?:月|(?=[-~至./]))")
_DAY = re.compile(r"\d[日号]$|[./-]\d+$")
_TOWARDS = frozenset("-~至到")
_FIRST, _LAST = 1, 12


def with_parts_of_year(words: list[Word]) -> list[Word]:
    """The words, those that are dates which leave out months of the year made `part_year`.

    These are a row of months (`1-10月`, `1月1日至6月30日`), an end before December (`截至10月底`) and a month by itself
    (`3月收到`); a day by itself says when something happened.
    """
    dates = [place for place, word in enumerate(words) if word.kind == "date"]
    for place in [place for place in dates if _is_part(words, place)]:
        words[place].kind = "part_year"
    return words


def _is_part(words: Sequence[Word], place: int) -> bool:
    """Whether the date at `place` leaves out months of the year."""
    word = words[place]
    row = _row(words, place)
    months = [int(month) for date in row for month in _MONTH.findall(date.text)]
    if not months:
        return False
    if len(months) > 1:
        return (months[0], months[-1]) != (_FIRST, _LAST)
    if any(before.text in named().up_to for before in words[max(0, place - 2) : place]):
        return months[0] != _LAST
    return not _DAY.search(word.text) and not (months[0] == _LAST and word.text.endswith(named().ends))


def _row(words: Sequence[Word], place: int) -> list[Word]:
    """The date and the one it is joined to, in their order."""
    if _joined(words, place):
        return [words[place], words[place + 2]]
    if place >= 2 and _joined(words, place - 2):
        return [words[place - 2], words[place]]
    return [words[place]]


def _joined(words: Sequence[Word], place: int) -> bool:
    three = words[place : place + 3]
    return len(three) == 3 and three[0].kind == three[2].kind == "date" and three[1].text[-1] in _TOWARDS

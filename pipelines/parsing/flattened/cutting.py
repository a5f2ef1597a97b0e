"""Figures that ran together, cut apart by the sums of the form: digits in, the one way to read them out, or none.

Knows rows of digits and which of them must add up; where the digits stand in a text and what they mean is the caller's
concern. A way is chosen only when it is the only one: every search here looks for a second one before it answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.parsing.numbers import read_number

#: A figure of the form has no more digits than this.
MOST_DIGITS = 9
#: So many trials are made to tell the ways of a table apart; one that needs more is refused.
MOST_TRIALS = 20_000
#: A row of digits that can be cut in more ways than this, each adding up, is refused.
MOST_WAYS = 20_000

Numbers = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Digits:
    """Digits as printed, without blanks, and the places where a blank cut them: those stay cut."""

    text: str
    cuts: frozenset[int] = frozenset()


class TooManyWaysError(Exception):
    """The digits can be cut in more ways than are searched."""


@lru_cache(maxsize=4096)
def ways_to_cut(digits: Digits, width: int, *, adds_up: bool, summed: int = 0) -> tuple[Numbers, ...]:
    """Every way to cut the digits into `width` numbers without a leading nought; `adds_up`: the last is the others' sum.

    `summed` numbers, where there are any, are added up by one of their own, which stands behind them and before the last.
    No digits at all are one way: every cell is blank. TooManyWaysError past the limit.
    """
    if not digits.text:
        return (("",) * width,)
    if not digits.text.isdigit():
        return ()
    found = []
    size = len(digits.text)
    for way in _summing(digits, size, width, summed) if adds_up else _pieces(digits, 0, size, width, None):
        found.append(way)
        if len(found) > MOST_WAYS:
            raise TooManyWaysError
    return tuple(found)


def _summing(digits: Digits, size: int, width: int, summed: int) -> Iterator[Numbers]:
    for start, last in _last_numbers(digits, size, width):
        if not summed:
            for way in _pieces(digits, 0, start, width - 1, int(last)):
                yield (*way, last)
            continue
        for behind, subtotal in _last_numbers(digits, start, width - 1):
            alone = width - 2 - summed
            for end in range(alone, behind - summed + 1) if int(subtotal) <= int(last) else ():
                for head in _pieces(digits, 0, end, alone, int(last) - int(subtotal)):
                    for way in _pieces(digits, end, behind, summed, int(subtotal)):
                        yield (*head, *way, subtotal, last)


def _last_numbers(digits: Digits, end: int, width: int) -> Iterator[tuple[int, str]]:
    """The numbers that the digits before `end` may close with, and where each begins, behind `width` - 1 others."""
    for start in range(max(end - MOST_DIGITS, width - 1), end):
        last = digits.text[start:end]
        if not (last[0] == "0" and len(last) > 1) and not any(start < cut < end for cut in digits.cuts):
            yield start, last


def _pieces(digits: Digits, start: int, end: int, width: int, total: int | None) -> Iterator[Numbers]:
    """The digits from `start` to `end` as `width` numbers, with the sum `total` where one is given."""
    if width == 0:
        if start == end and not total:
            yield ()
        return
    longest = min(MOST_DIGITS, end - start - width + 1)
    if total is not None:
        size = len(str(total))
        if end - start > width * size:
            return  # more digits than so many numbers of this sum can have
        longest = min(longest, size)
    if digits.text[start : start + 1] == "0":
        longest = min(longest, 1)
    for stop in range(start + 1, start + longest + 1):
        piece = digits.text[start:stop]
        left = None if total is None else total - int(piece)
        if left is not None and left < 0:
            return
        for rest in _pieces(digits, stop, end, width - 1, left):
            yield (piece, *rest)
        if stop in digits.cuts:
            return


@dataclass(frozen=True, slots=True)
class Balance:
    """A sum down the columns: rows by their place with +1 for a part and -1 for a total; each column comes to nought."""

    signs: Mapping[int, int]


def settle(rows: Sequence[Sequence[Numbers]], balances: Sequence[Balance]) -> list[tuple[Numbers, ...]]:
    """At most two choices of one way a row under which every balance holds: one is the answer, two are a doubt.

    TooManyWaysError when telling them apart takes more trials than are made.
    """
    values = [
        {way: tuple(int(read_number(piece).value or 0) for piece in way) for way in dict.fromkeys(ways)}
        for ways in rows
    ]
    search = _Search(values, balances)
    search.run([list(ways) for ways in values])
    return search.found


class _Search:
    """Depth first over the rows, the one with the fewest ways first; after each choice what cannot balance goes."""

    def __init__(self, values: list[dict[Numbers, tuple[int, ...]]], balances: Sequence[Balance]) -> None:
        self._values = values
        self._balances = balances
        self._trials = 0
        self.found: list[tuple[Numbers, ...]] = []

    def run(self, ways: list[list[Numbers]]) -> None:
        self._trials += 1
        if self._trials > MOST_TRIALS:
            raise TooManyWaysError
        if not self._narrow(ways):
            return
        open_rows = [(len(found), place) for place, found in enumerate(ways) if len(found) > 1]
        if not open_rows:
            self.found.append(tuple(found[0] for found in ways))
            return
        _, place = min(open_rows)
        for way in ways[place]:
            self.run([*ways[:place], [way], *ways[place + 1 :]])
            if len(self.found) > 1:
                return

    def _narrow(self, ways: list[list[Numbers]]) -> bool:
        """Drop the ways that no choice in the other rows can balance, until none goes; False where a row has none left."""
        if not all(ways):
            return False
        changed = True
        while changed:
            changed = False
            for balance in self._balances:
                for column in range(len(ways[0][0])):
                    dropped = self._narrow_column(ways, balance, column)
                    if dropped is None:
                        return False
                    changed = changed or dropped
        return True

    def _narrow_column(self, ways: list[list[Numbers]], balance: Balance, column: int) -> bool | None:
        """Whether ways were dropped; None where the column cannot come to nought."""
        least: dict[int, int] = {}
        most: dict[int, int] = {}
        for place, sign in balance.signs.items():
            signed = [sign * self._values[place][way][column] for way in ways[place]]
            least[place], most[place] = min(signed), max(signed)
        low, high = sum(least.values()), sum(most.values())
        if low > 0 or high < 0:
            return None
        dropped = False
        for place, sign in balance.signs.items():
            if least[place] == most[place]:
                continue
            values = self._values[place]
            kept = [
                way for way in ways[place] if low - least[place] <= -sign * values[way][column] <= high - most[place]
            ]
            if len(kept) < len(ways[place]):
                if not kept:
                    return None
                ways[place] = kept
                dropped = True
        return dropped


def cut_in_groups(digits: Digits, groups: int, width: int) -> list[Numbers]:
    """At most two ways to cut the digits into groups of `width` numbers, the last of each group the sum of the others."""
    known: dict[tuple[int, int], list[Numbers]] = {}

    def rest(start: int, left: int) -> list[Numbers]:
        if left == 0:
            return [()] if start == len(digits.text) else []
        if (start, left) not in known:
            found: list[Numbers] = []
            for stop in range(start + width, len(digits.text) - (left - 1) * width + 1):
                if len(found) > 1:
                    break
                tails = rest(stop, left - 1)
                if tails:
                    part = Digits(
                        digits.text[start:stop], frozenset(cut - start for cut in digits.cuts if start < cut < stop)
                    )
                    found += [(*head, *tail) for head in ways_to_cut(part, width, adds_up=True) for tail in tails]
            known[start, left] = found[:2]
        return known[start, left]

    return rest(0, groups)


def may_lack_noughts(digits: Digits, groups: int, width: int) -> bool:
    """Whether the digits are groups of fewer numbers than `width`, too, none of them nought, each last one the others' sum.

    So they stand where a publisher leaves noughts blank. TooManyWaysError past the limit.
    """
    size = len(digits.text)
    known: dict[tuple[int, int, bool], bool] = {}

    def adds_up(start: int, stop: int, many: int) -> bool:
        cuts = frozenset(cut - start for cut in digits.cuts if start < cut < stop)
        ways = ways_to_cut(Digits(digits.text[start:stop], cuts), many, adds_up=True)
        return any("0" not in way for way in ways)

    def rest(start: int, left: int, is_short: bool) -> bool:
        if left == 0 or start == size:
            return start == size and (is_short or left > 0)
        if digits.text[start] == "0":
            return False
        place = (start, left, is_short)
        if place not in known:
            known[place] = rest(start, left - 1, is_short=True) or any(
                (rest(stop, left - 1, is_short=True) and any(adds_up(start, stop, many) for many in range(2, width)))
                or (rest(stop, left - 1, is_short=is_short) and adds_up(start, stop, width))
                for stop in range(start + 2, size + 1)
            )
        return known[place]

    return rest(0, groups, is_short=False)

"""Implied prior values: the whole numbers that a stated growth admits for the year before.

Exact arithmetic alone lives here; which number the growth stands on is decided by `finding` and `verdicts`.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor


def implied_priors(n: int, percent: Decimal, digits: int) -> tuple[int, ...]:
    """The whole numbers m >= 1 with (n / m - 1) x 100 rounded to `digits` decimals equal to `percent`, ascending.

    Halves are rounded away from zero, as offices and their spreadsheets do. `digits` may be negative (growth by
    "one fold" is exact to a hundred). Empty where nothing is admitted, and where no end is (n = 0, or a fall that may be
    a full 100%): a set without an end says nothing.
    """
    half = Fraction(1, 2) / Fraction(10) ** digits
    growth = Fraction(percent)
    low, high = 1 + (growth - half) / 100, 1 + (growth + half) / 100
    if n <= 0 or low <= 0:
        return ()
    least, most = max(1, ceil(n / high)), floor(n / low)
    # growth falls as the prior rises, so that only the two ends may round to another figure
    while least <= most and not _rounds_to(Fraction(n, least) * 100 - 100, growth, half):
        least += 1
    while least <= most and not _rounds_to(Fraction(n, most) * 100 - 100, growth, half):
        most -= 1
    return tuple(range(least, most + 1))


def _rounds_to(exact: Fraction, printed: Fraction, half: Fraction) -> bool:
    """Whether `exact` is printed as `printed` where a half goes away from zero."""
    off = abs(exact) - abs(printed) if exact * printed > 0 else None
    if off is None:
        return abs(exact) < half if printed == 0 else exact == printed
    return -half <= off < half

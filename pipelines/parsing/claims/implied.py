"""Implied prior values: the whole numbers that a stated growth admits for the year before.

Exact arithmetic alone lives here; which number the growth stands on is decided by `finding` and `verdicts`.
"""

from __future__ import annotations

from decimal import Decimal


def implied_priors(n: int, percent: Decimal, digits: int) -> tuple[int, ...]:
    """The whole numbers m >= 1 with (n / m - 1) x 100 rounded to `digits` decimals equal to `percent`, ascending.

    Halves are rounded away from zero, as offices and their spreadsheets do. `digits` may be negative (growth by
    "one fold" is exact to a hundred). Empty where nothing is admitted, and where no end is (n = 0, or a fall that may be
    a full 100%): a set without an end says nothing.
    """
    if n <= 0:
        return ()
    above, below = percent.as_integer_ratio()
    unit, step = 10 ** max(digits, 0), 10 ** max(-digits, 0)  # a half of the last digit is step / 2 unit
    scale = 200 * unit * below
    printed, half = 2 * unit * above, step * below
    if scale + printed - half <= 0:
        return ()

    def rounds(prior: int) -> bool:
        """Whether the growth from `prior` is printed as `percent`, where a half goes away from zero."""
        exact = scale * (n - prior)  # all times 2 unit below prior
        if exact * printed > 0:
            return -half * prior <= abs(exact) - abs(printed) * prior < half * prior
        return abs(exact) < half * prior if printed == 0 else exact == printed * prior

    least, most = max(1, -(-n * scale // (scale + printed + half))), n * scale // (scale + printed - half)
    # growth falls as the prior rises, so that only the two ends may round to another figure
    while least <= most and not rounds(least):
        least += 1
    while least <= most and not rounds(most):
        most -= 1
    return tuple(range(least, most + 1))

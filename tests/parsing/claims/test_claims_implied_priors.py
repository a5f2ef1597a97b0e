"""Implied priors are exactly the numbers that the stated growth admits."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipelines.parsing.claims import implied_priors


def _printed(n: int, m: int, digits: int) -> Decimal:
    """The growth from m to n as an office prints it; halves go away from zero."""
    with localcontext() as context:
        context.prec = 60
        exact = (Decimal(n) / Decimal(m) - 1) * 100
        return exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("n", "percent", "digits", "priors"),
    [
        (4, "100", 0, (2,)),
        (247, "1.23", 2, (244,)),
        (267, "1.52", 2, (263,)),
        (3259, "4.5", 1, (3118, 3119, 3120)),
        (859, "-12.3", 1, (979, 980)),
        (5, "0", 0, (5,)),
        (3, "-40", 0, (5,)),
        (201, "1", 0, (199, 200)),  # 0.5% goes up to 1%
    ],
)
def test_known_growths_give_known_priors(n: int, percent: str, digits: int, priors: tuple[int, ...]) -> None:
    assert implied_priors(n, Decimal(percent), digits) == priors


@given(st.integers(1, 400), st.integers(1, 900), st.integers(0, 2))
@settings(max_examples=300, deadline=None)
def test_the_true_prior_is_always_among_the_implied_ones(n: int, m: int, digits: int) -> None:
    growth = _printed(n, m, digits)
    assume(growth - Decimal("0.5").scaleb(-digits) > -100)
    assert m in implied_priors(n, growth, digits)


@given(st.integers(1, 300), st.integers(-9000, 40000), st.integers(0, 2))
@settings(max_examples=300, deadline=None)
def test_the_set_is_what_trying_every_number_finds(n: int, hundredths: int, digits: int) -> None:
    growth = (Decimal(hundredths) / 100).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    assume(growth > -91)
    most = int(n / (1 + (float(growth) - 0.5) / 100)) + 2
    brute = tuple(m for m in range(1, most + 1) if _printed(n, m, digits) == growth)
    assert implied_priors(n, growth, digits) == brute


def test_a_set_without_an_end_and_growth_from_nothing_are_empty() -> None:
    assert implied_priors(4, Decimal(-100), 0) == ()
    assert implied_priors(0, Decimal(-100), 0) == ()
    assert implied_priors(4, Decimal("33.3"), 1) == (3,)
    assert implied_priors(4, Decimal("33.4"), 1) == ()


def test_large_numbers_admit_a_run_of_priors_that_is_worked_out_from_its_ends() -> None:
    priors = implied_priors(10**9, Decimal("4.5"), 1)
    assert (priors[0], priors[-1], len(priors)) == (956480154, 957395883, 915730)
    assert {_printed(10**9, m, 1) for m in (priors[0], priors[-1])} == {Decimal("4.5")}
    assert {_printed(10**9, m, 1) for m in (priors[0] - 1, priors[-1] + 1)} == {Decimal("4.6"), Decimal("4.4")}


def test_growth_in_folds_is_exact_to_a_hundred() -> None:
    assert implied_priors(6, Decimal(100), -2) == (3, 4)

"""Figures in words: what Python writes into a page at build time is what the browser writes there."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import say


def test_a_half_is_rounded_up_and_a_minus_is_a_minus_sign():
    assert say.percent(0.3125) == "31.3%"
    assert say.growth(0.3125) == "+31.3%"
    assert say.growth(-0.3125) == "−31.3%"
    assert say.growth(1.0) == "+100%"
    assert say.growth(0.0) == "0%"
    assert say.count(-1234567.5) == "−1,234,567.5"


def test_nothing_is_a_dash_and_never_a_nought():
    assert {say.count(None), say.percent(None), say.growth(None), say.beijing(None)} == {"—"}


def test_a_moment_is_shown_as_in_beijing():
    assert say.beijing("2024-12-31T16:00:00Z") == "2025-01-01 00:00"


@given(st.integers(min_value=0, max_value=10**12))
def test_a_count_keeps_every_digit(value):
    assert say.count(value).replace(",", "") == str(value)


@pytest.mark.browser
def test_the_browser_says_the_same(watch, address):
    page = watch(address["file"]).open("index.html")
    values = [n / 1000 for n in range(-2000, 2001, 7)] + [n / 32 for n in range(-64, 65)] + [0.0, 1.0, 2 / 3]
    for name in ("percent", "growth", "count"):
        shown = page.evaluate(f"(values) => JSON.stringify(JSON.parse(values).map(gongkai.{name}))", json.dumps(values))
        assert json.loads(shown) == [getattr(say, name)(value) for value in values]

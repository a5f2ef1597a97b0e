"""Digits that ran together: every way to cut them, and the one way that all sums allow."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.parsing.flattened import cutting
from pipelines.parsing.flattened.cutting import Balance, Digits, TooManyWaysError, cut_in_groups, settle, ways_to_cut


def test_a_published_row_is_cut_by_its_sum():
    assert ways_to_cut(Digits("15130000154"), 7, adds_up=True) == (("151", "3", "0", "0", "0", "0", "154"),)


def test_no_digits_are_blank_cells_and_fewer_digits_than_cells_are_no_way():
    assert ways_to_cut(Digits(""), 3, adds_up=True) == (("", "", ""),)
    assert ways_to_cut(Digits("22"), 3, adds_up=True) == ()
    assert ways_to_cut(Digits("2-2"), 3, adds_up=False) == ()


def test_a_blank_between_digits_stays_a_cut():
    assert set(ways_to_cut(Digits("123"), 2, adds_up=False)) == {("1", "23"), ("12", "3")}
    assert ways_to_cut(Digits("123", frozenset({1})), 2, adds_up=False) == (("1", "23"),)


@given(st.lists(st.integers(0, 9_999), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_the_true_cut_is_always_among_the_ways_and_every_way_adds_up(parts):
    row = [*map(str, parts), str(sum(parts))]
    ways = ways_to_cut(Digits("".join(row)), len(row), adds_up=True)
    assert tuple(row) in ways
    for way in ways:
        assert "".join(way) == "".join(row)
        assert sum(map(int, way[:-1])) == int(way[-1])
        assert not any(len(number) > 1 and number[0] == "0" for number in way)


@given(st.integers(0, 9_999), st.lists(st.integers(0, 999), min_size=2, max_size=5))
@settings(max_examples=50, deadline=None)
def test_a_subtotal_before_the_last_number_adds_up_those_before_it(alone, parts):
    row = [str(alone), *map(str, parts), str(sum(parts)), str(alone + sum(parts))]
    ways = ways_to_cut(Digits("".join(row)), len(row), adds_up=True, summed=len(parts))
    assert tuple(row) in ways
    for way in ways:
        first, *inner, subtotal, last = map(int, way)
        assert (sum(inner), first + subtotal) == (subtotal, last)


def test_two_rows_that_may_swap_are_a_doubt_and_one_total_that_tells_them_apart_settles_them():
    either = [("1", "10", "11"), ("11", "0", "11")]
    balance = [Balance({0: 1, 1: 1, 2: -1})]
    assert len(settle([either, either, [("12", "10", "22")]], balance)) == 2
    assert settle([either, either, [("2", "20", "22")]], balance) == [(either[0], either[0], ("2", "20", "22"))]
    assert settle([either, either, [("3", "19", "22")]], balance) == []


@given(st.integers(0, 10**6), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_what_is_settled_is_the_only_choice_that_balances(seed, size):
    rng = Random(seed)
    rows = [[tuple(str(rng.randrange(4)) for _ in range(2)) for _ in range(3)] for _ in range(size)]
    total = tuple(str(sum(int(ways[0][column]) for ways in rows)) for column in range(2))
    rows.append([total])
    found = settle(rows, [Balance({**dict.fromkeys(range(size), 1), size: -1})])
    truth = tuple(ways[0] for ways in rows)
    assert truth in found or len(found) > 1


def test_a_search_that_grows_past_its_bound_is_given_up(monkeypatch):
    monkeypatch.setattr(cutting, "MOST_TRIALS", 5)
    rows = [[("1",), ("2",), ("4",)]] * 8 + [[("17",)]]
    with pytest.raises(TooManyWaysError):
        settle(rows, [Balance({**dict.fromkeys(range(8), 1), 8: -1})])


def test_three_groups_side_by_side_are_cut_where_only_one_way_adds_up():
    ways = cut_in_groups(Digits("21317000001324019"), 3, 5)
    assert len(ways) == 1
    assert all(sum(map(int, way[at : at + 4])) == int(way[at + 4]) for way in ways for at in (0, 5, 10))
    assert cut_in_groups(Digits("10203" + "12003"), 2, 5) == [("1", "0", "2", "0", "3", "1", "2", "0", "0", "3")]

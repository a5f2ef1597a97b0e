"""The sums inside a report: found where broken, proved where blank, repaired where one cell explains it."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.sandbox.figures import expected_cells
from crawlers.sandbox.invent import make_figures
from pipelines.parsing.identities import check_identities, implied_zeros
from warehouse.form import load_form

FORMS = {table: load_form("2021") for table in ("requests", "disputes", "proactive")}


def figures(seed):
    return expected_cells(make_figures(seed, "示例市水利局", 2023, "2021"))


def failing(values):
    return {check.id: check for check in check_identities(FORMS, values) if check.state == "fails"}


def cells(table):
    return sorted(key for key in FORMS["requests"].cells if key[0] == table)


@given(st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_consistent_figures_raise_no_alarm(seed):
    checks = check_identities(FORMS, figures(seed))
    assert len(checks) == 7 + 7 + 25 + 3
    assert {check.state for check in checks} == {"holds"}


@given(st.integers(0, 10**6), st.sampled_from(cells("requests")), st.integers(1, 500))
@settings(max_examples=60, deadline=None)
def test_one_wrong_cell_of_the_requests_is_found_and_its_repair_is_the_true_value(seed, cell, shift):
    values = figures(seed)
    true = values[cell]
    values[cell] = true + shift
    found = failing(values)
    assert found
    repairs = {(check.repair.cell, check.repair.value) for check in found.values() if check.repair}
    assert repairs == {(".".join(cell), true)}


@given(st.integers(0, 10**6), st.sampled_from(cells("disputes")), st.integers(1, 50))
@settings(max_examples=30, deadline=None)
def test_one_wrong_dispute_cell_is_found_but_no_repair_is_proposed(seed, cell, shift):
    values = figures(seed)
    values[cell] += shift
    found = failing(values)
    assert set(found) == {f"A4:{cell[1]}"}
    assert all(check.repair is None for check in found.values())


def test_a_finding_tells_what_is_printed_and_what_the_parts_come_to():
    values = figures(1)
    values["requests", "total_handled", "total"] += 6
    found = failing(values)
    assert found["A2:total"].printed - found["A2:total"].expected == 6
    assert found["A2:total"].cells[0] == "requests.total_handled.total"


def test_a_blank_part_leaves_a_sum_unassessed_until_the_printed_parts_exceed_the_total():
    values = figures(2)
    values["requests", "granted", "total"] = None
    state = {check.id: check.state for check in check_identities(FORMS, values)}
    assert state["A2:total"] == "not_assessable" or values["requests", "total_handled", "total"] == 0
    values["requests", "declined_petition", "total"] += 10_000
    assert "A2:total" in failing(values)


@given(st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_blank_zeros_are_proved_nought_and_nothing_else_is(seed):
    values = figures(seed)
    blanked = {key: None if value == 0 and key[0] != "proactive" else value for key, value in values.items()}
    zeros = implied_zeros(FORMS, blanked)
    assert all(values[key] == 0 and blanked[key] is None for key in zeros)
    # a row's total that is printed as a number proves the blanks beside it
    printed_total = [key for key in blanked if key[0] == "requests" and blanked[key[0], key[1], "total"] is not None]
    assert {key for key in printed_total if blanked[key] is None} <= zeros


def test_a_blank_that_is_not_nought_is_not_implied():
    values = figures(3)
    key = max((key for key in values if key[0] == "requests" and key[2] == "natural_person"), key=lambda k: values[k])
    values[key] = None
    assert key not in implied_zeros(FORMS, values)


def test_a_table_that_is_not_held_gives_no_checks():
    values = {key: value for key, value in figures(4).items() if key[0] == "requests"}
    checks = check_identities({"requests": FORMS["requests"]}, values)
    assert {check.rule_id for check in checks} == {"A1", "A2", "A3"}


def test_two_errors_far_apart_are_each_repaired_or_left_open_but_never_mixed_up():
    rng = Random(7)
    for seed in range(20):
        values = figures(seed)
        one, other = rng.sample(cells("requests"), 2)
        if one[1] == other[1] or one[2] == other[2] or "total" in {one[2], other[2]}:
            continue
        true = dict(values)
        values[one] += 3
        values[other] += 11
        for check in failing(values).values():
            if check.repair:
                cell = tuple(check.repair.cell.split("."))
                assert true[cell] == check.repair.value

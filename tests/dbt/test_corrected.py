"""What one year carries into the next, and figures that a person corrected."""

from dbt_world import DECIDED, SAMPLE, WATER, city, figures


def test_a_carry_over_that_breaks_is_shown_with_its_gap(replay):
    world = city()
    world.report("sample", SAMPLE, 2022, figures("2021", 10, 0, 3, granted=7))
    world.report("sample", SAMPLE, 2023, figures("2021", 10, 2, 0, granted=12))
    made = replay(world)
    assert made.rows(
        "select column_key, prior_value, current_value, gap from mart_continuity where status = 'breaks' order by 1"
    ) == [("natural_person", 3, 2, -1), ("total", 3, 2, -1)]


def test_what_carries_on_is_taken_as_corrected_and_nothing_is_expected_of_a_stock_that_was_not_printed(replay):
    world = city()
    old = {year: figures("2019", 4, granted=4) for year in (2019, 2020)}
    item = next(place[:2] for place in old[2019] if place[2] == "items_change")
    old[2019][*item, "items_last_year"], old[2019][*item, "items_change"] = 10, 2
    old[2020][*item, "items_last_year"] = 12
    for year, values in old.items():
        world.report("sample", SAMPLE, year, values, edition="2019")
    world.report(
        "sample", WATER, 2021, figures("2021", 4, granted=4) | {("proactive", "normative_documents", "in_force"): None}
    )
    world.report("sample", WATER, 2022, figures("2021", 4, granted=4))
    cell = "requests.carried_in.total"
    world.corrections = [
        {"agency": WATER, "year": 2022, "cell": cell, "expect": 0, "value": 1, "source": "示例", **DECIDED}
    ]
    made = replay(world)
    asked = (
        "select prior_value, expected_value, current_value, gap, status, skipped_because from mart_continuity where "
    )
    assert made.row(f"{asked} (row_key, column_key) = ('{item[1]}', 'items_last_year')") == (
        10,
        12,
        12,
        0,
        "holds",
        None,
    )
    assert made.row(f"{asked} row_key = 'normative_documents' and column_key = 'in_force'") == (
        None, None, 0, None, "skipped", "prior_not_printed",
    )  # fmt: skip
    assert made.row(f"{asked} agency_name = '{WATER}' and row_key = 'carried_in' and column_key = 'total'") == (
        0, 0, 1, 1, "breaks", None,
    )  # fmt: skip


def a_report_of(new: int):
    world = city()
    world.report("sample", SAMPLE, 2023, figures("2021", new, granted=new))
    cell = "requests.new_received.total"
    world.corrections = [
        {"agency": SAMPLE, "year": 2023, "cell": cell, "expect": 5, "value": 6, "source": "示例", **DECIDED},
        {"agency": "示例市无名局", "year": 2023, "cell": cell, "expect": 5, "value": 6, "source": "示例", **DECIDED},
    ]
    return world


def test_a_correction_takes_the_place_of_the_figure_it_expects_and_is_seen_as_one(replay):
    made = replay(a_report_of(5))
    assert made.broken == []  # the applicants as printed add to the total as printed: no reason to hold the night up
    assert made.row("select request_count from mart_agency_year") == 6
    assert made.row(
        "select value, printed_text, flag from fct_report_cell "
        "where (table_key, row_key, column_key) = ('requests', 'new_received', 'total')"
    ) == (6, "5", "corrected")
    assert made.rows(
        """select agency_name, table_key, row_key, column_key, printed_value, is_applied, not_applied_because
        from mart_correction order by 1"""
    ) == [
        (SAMPLE, "requests", "new_received", "total", 5, True, None),
        ("示例市无名局", "requests", "new_received", "total", None, False, "no report of this body and year is known"),
    ]


def test_a_correction_ends_by_itself_when_the_report_prints_another_figure(replay):
    made = replay(a_report_of(7))
    assert made.row("select request_count from mart_agency_year") == 7
    assert made.row("select count(*) from fct_report_cell where flag = 'corrected'") == 0
    assert made.row(f"select not_applied_because from mart_correction where agency_name = '{SAMPLE}'").startswith(
        "the report prints another number"
    )


def test_shares_of_a_total_that_is_not_printed_or_is_no_whole_number_show_none(replay):
    world = city()
    total = ("requests", "total_handled", "total")
    world.report("sample", SAMPLE, 2023, figures("2021", 4, granted=4) | {total: None})
    world.report("sample", WATER, 2023, figures("2021", 4, granted=4) | {total: 4.5})
    made = replay(world)
    assert made.rows("select distinct agency_name, total_handled from mart_outcome_share order by 1") == [
        (SAMPLE, None),
        (WATER, None),
    ]

"""The table of a row a body and year: every column is its own figure, and empty where that is not printed."""

from dbt_world import HUAIAN, SAMPLE, WATER, city, figures

#: By the cell that prints it: a number that no other has, and the column it stands in.
OWN = {
    ("requests", "granted", "total"): (1, "granted_count"),
    ("requests", "partly_granted", "total"): (2, "partly_granted_count"),
    ("requests", "refused_third_party", "total"): (3, "refused_count"),
    ("requests", "unavailable_not_held", "total"): (4, "unavailable_count"),
    ("requests", "declined_repeat", "total"): (5, "declined_count"),
    ("requests", "other_remaining", "total"): (6, "other_count"),
    ("requests", "carried_in", "total"): (7, "carried_in"),
    ("requests", "carried_out", "total"): (8, "carried_out"),
    ("requests", "total_handled", "total"): (21, "total_handled"),
    ("requests", "new_received", "total"): (22, "request_count"),
    ("disputes", "review", "total"): (9, "review_count"),
    ("disputes", "litigation_direct", "total"): (10, "litigation_direct_count"),
    ("disputes", "litigation_after_review", "total"): (11, "litigation_after_review_count"),
    ("proactive", "licensing", "decisions"): (12, "licensing_decisions"),
    ("proactive", "penalties", "decisions"): (13, "penalty_decisions"),
    ("proactive", "coercion", "decisions"): (14, "coercion_decisions"),
    ("proactive", "fees", "amount_cny_10k"): (15, "fee_income_cny_10k"),
}


def test_the_wide_table_says_of_each_metric_what_the_long_one_says(healthy):
    long = {
        row[:3]: row[3] for row in healthy.rows("select agency_id, report_year, metric_key, value from mart_metric")
    }
    columns = [name for name, *_ in healthy.rows("describe mart_agency_year")]
    shown = sorted({key for _, _, key in long} & set(columns))
    assert len(shown) > 30
    wide = healthy.rows(f"select agency_id, report_year, {', '.join(shown)} from mart_agency_year")
    said = {(agency, year, key): value for agency, year, *row in wide for key, value in zip(shown, row, strict=True)}
    assert said == {place: value for place, value in long.items() if place[2] in shown}
    assert (
        healthy.rows(
            """select report_id, region_name from mart_agency_year
        except select report_id, dim_agency.region_name from fct_report join dim_agency using (agency_id)"""
        )
        == []
    )


def test_the_counts_of_a_year_are_those_of_its_table(healthy):
    assert healthy.row(
        f"""select carried_in, total_handled, carried_out, granted_count, partly_granted_count, refused_count,
            unavailable_count, declined_count, other_count, review_count
        from mart_agency_year where agency_name = '{HUAIAN}'"""
    ) == (34, 3050, 103, 1362, 454, 0, 1234, 0, 0, 0)


def test_every_count_stands_in_its_own_column_and_a_blank_leaves_that_column_empty(replay):
    outcomes = {row: n for (_, row, _), (n, column) in OWN.items() if column.endswith("_count") and n < 7}
    whole = figures("2021", 22, 7, 8, **outcomes)
    whole |= {cell: number for cell, (number, _) in OWN.items()}
    world = city()
    world.report("sample", SAMPLE, 2023, whole)
    world.report("sample", WATER, 2023, whole | dict.fromkeys(OWN))
    made = replay(world)
    asked = f"select {', '.join(column for _, column in OWN.values())} from mart_agency_year where agency_name = "
    assert made.row(f"{asked}'{SAMPLE}'") == tuple(number for number, _ in OWN.values())
    assert set(made.row(f"{asked}'{WATER}'")) == {None}

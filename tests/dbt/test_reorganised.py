"""Bodies that were renamed, merged, split or moved to another region: series, coverage and pools over the steps on record."""

import hashlib
import re
from datetime import date

from dbt_world import SAMPLE, WATER, World, city, figures, portal, with_reference

from warehouse.cookbook import recipe

#: One and two went into three, a part of two became four; five was renamed twice; six moved to another region.
ONE, TWO, THREE, FOUR = "示例市甲局", "示例市乙局", "示例市丙局", "示例市丁局"
FIVE = "示例市一局", "示例市二局", "示例市三局"
SIX = "示例市戊局"
STEPS = f"""
- {{predecessor: {ONE}, successor: {THREE}, kind: merge, effective_on: 2022-05-01, source: 示例}}
- {{predecessor: {TWO}, successor: {THREE}, kind: merge, effective_on: 2022-05-01, source: 示例}}
- {{predecessor: {TWO}, successor: {FOUR}, kind: split, effective_on: 2022-05-01, source: 示例}}
- {{predecessor: {FIVE[0]}, successor: {FIVE[1]}, kind: rename, effective_on: 2021-03-01, source: 示例}}
- {{predecessor: {FIVE[1]}, successor: {FIVE[2]}, kind: rename, effective_on: 2022-06-01, source: 示例}}
- {{predecessor: {SIX}, successor: {SIX}, predecessor_adcode: "990100", successor_adcode: "990200", kind: rename,
   effective_on: 2022-01-01, source: 示例}}
"""
COUNTS = {
    (ONE, 2020): 10, (ONE, 2021): 20, (TWO, 2020): 30, (TWO, 2021): 40, (THREE, 2022): 70, (THREE, 2024): 90,
    (FOUR, 2022): 15, (FOUR, 2023): 30, (FIVE[0], 2020): 100, (FIVE[1], 2021): 110, (FIVE[2], 2022): 132,
}  # fmt: skip


def reorganised(replay, monkeypatch, tmp_path):
    with_reference(monkeypatch, tmp_path, lineage=STEPS)
    world = World(
        portals=[
            portal("sample", "示例市", "990100", sandbox=True),
            portal("other", "示例新市", "990200", sandbox=True),
        ]
    )
    for (name, year), count in COUNTS.items():
        world.report("sample", name, year, figures("2021", count, granted=count))
    world.report("sample", SIX, 2021, figures("2021", 50, granted=50))
    world.report("other", SIX, 2022, figures("2021", 75, granted=75))
    return replay(world)


def series(build, *names: str) -> list[tuple]:
    return build.rows(
        f"""select region_name, report_year, request_count, request_growth_status, round(request_growth, 3)
        from mart_agency_year where agency_name in {(*names, "")} order by 2"""
    )


def test_steps_of_one_year_leave_each_body_the_series_that_is_its_own(replay, monkeypatch, tmp_path):
    build = reorganised(replay, monkeypatch, tmp_path)
    assert build.broken == []
    assert [row[1:] for row in series(build, *FIVE)] == [
        (2020, 100, "missing_prior", None),
        (2021, 110, "ok", 0.1),
        (2022, 132, "ok", 0.2),
    ]
    assert series(build, SIX) == [
        ("示例市", 2021, 50, "missing_prior", None),
        ("示例新市", 2022, 75, "ok", 0.5),
    ]
    assert [row[1:] for row in series(build, FOUR)] == [(2022, 15, "split", None), (2023, 30, "split", None)]
    # a body that is renamed, merged or moved is awaited no longer, and begins where that is on record
    assert build.rows(
        f"""select agency_name, max(report_year) filter (state = 'missing'), any_value(valid_from), any_value(valid_to)
        from mart_coverage join dim_agency using (agency_id, agency_name) group by agency_id, agency_name
        having agency_name in {(*FIVE, ONE, THREE)} order by 1"""
    ) == [
        (FIVE[0], None, None, date(2021, 3, 1)),
        (FIVE[2], 2025, date(2022, 6, 1), None),
        (THREE, 2025, None, None),
        (FIVE[1], None, date(2021, 3, 1), date(2022, 6, 1)),
        (ONE, None, None, date(2022, 5, 1)),
    ]
    assert build.rows(
        f"select region_name, valid_from, valid_to from dim_agency where agency_name = '{SIX}' order by 1"
    ) == [
        ("示例市", None, date(2022, 1, 1)),
        ("示例新市", date(2022, 1, 1), None),
    ]

    def pooled(name: str) -> list[tuple]:
        asked = re.sub(r"'[^']*' as agency_name", f"'{name}' as agency_name", recipe("growth-with-predecessors").query)
        return build.rows(f"select * replace (round(growth, 3) as growth) from ({asked})")

    # every predecessor, however many steps back; nothing over the split of one of them, nor over a year that lacks a report
    assert pooled(FIVE[2]) == [(2020, 100, 1, 0, None), (2021, 110, 1, 0, 0.1), (2022, 132, 1, 0, 0.2)]
    assert pooled(THREE) == [
        (2020, 40, 2, 0, None),
        (2021, 60, 2, 0, 0.5),
        (2022, 70, 1, 0, None),
        (2024, 90, 1, 0, None),
    ]


def test_a_body_that_took_its_old_name_again_has_not_ended(replay, monkeypatch, tmp_path):
    with_reference(
        monkeypatch,
        tmp_path,
        lineage=f"- {{predecessor: {ONE}, successor: {TWO}, kind: rename, effective_on: 2022-05-01, source: 示例}}\n"
        f"- {{predecessor: {TWO}, successor: {ONE}, kind: rename, effective_on: 2023-05-01, source: 示例}}\n",
    )
    world = World(portals=[portal("sample", "示例市", "990100", sandbox=True)])
    for name, year, count in ((ONE, 2021, 20), (TWO, 2022, 40), (ONE, 2023, 80)):
        world.report("sample", name, year, figures("2021", count, granted=count))
    build = replay(world)
    assert [row[1:] for row in series(build, ONE, TWO)] == [
        (2021, 20, "missing_prior", None),
        (2022, 40, "ok", 1),
        (2023, 80, "ok", 1),
    ]
    assert build.rows("select agency_name, valid_from, valid_to from dim_agency order by 1") == [
        (TWO, date(2022, 5, 1), date(2023, 5, 1)),
        (ONE, None, None),
    ]


def test_growth_over_a_split_is_withheld(replay, monkeypatch, tmp_path):
    with_reference(
        monkeypatch,
        tmp_path,
        lineage=f"- {{predecessor: {WATER}, successor: {SAMPLE}, kind: split, effective_on: 2023-05-01, source: 示例}}\n",
    )
    world = city()
    for year, count in ((2022, 40), (2023, 20)):
        world.report("sample", SAMPLE, year, figures("2021", count, granted=count))
        world.report("sample", WATER, year, figures("2021", count, granted=count))
    made = replay(world)
    assert made.rows(
        "select distinct request_growth_status, request_growth, request_log_change from mart_agency_year where report_year = 2023"
    ) == [("split", None, None)]
    assert made.row("select predecessor_name, successor_name, kind from bridge_agency_lineage") == (
        WATER,
        SAMPLE,
        "split",
    )


def test_a_body_renamed_on_record_is_compared_with_its_former_self(replay, monkeypatch, tmp_path):
    with_reference(
        monkeypatch,
        tmp_path,
        lineage=f"- {{predecessor: {WATER}, successor: 示例市水务局, kind: rename, effective_on: 2023-02-01, source: 示例}}\n",
    )
    world = city()
    world.report("sample", WATER, 2022, figures("2021", 40, 0, 3, granted=37))
    world.report("sample", "示例市水务局", 2023, figures("2021", 60, 2, 0, granted=62))
    made = replay(world)
    assert made.row(
        """select prior_request_count, prior_source, request_growth, request_growth_status from mart_agency_year
        where report_year = 2023"""
    ) == (40, "reported", 0.5, "ok")
    assert made.row(
        "select prior_value, current_value, gap, status from mart_continuity where rule_id = 'X1' and column_key = 'total'"
    ) == (3, 2, -1, "breaks")
    assert made.row("select printed_name, kind, source from dim_agency_name where kind is not null") == (
        "示例市水务局",
        "rename",
        "示例",
    )
    assert (
        made.row(
            "select prior_share from mart_outcome_share where outcome_group = 'granted' and outcome_key is null and report_year = 2023"
        )
        == 1
    )


def test_a_step_names_only_the_body_and_the_name_it_speaks_of(replay, monkeypatch, tmp_path):
    new = "示例市水务局"
    with_reference(
        monkeypatch,
        tmp_path,
        lineage=f"- {{predecessor: {WATER}, successor: {new}, successor_adcode: '990100', kind: rename,"
        " effective_on: 2023-02-01, source: 示例}\n",
    )
    world = city(other=portal("other", "示例乙市", "990200", sandbox=True))
    for year, name in ((2022, "示例市水利水务局"), (2023, new)):
        world.report("sample", name, year, figures("2021", 4, granted=4), credit_code="11990100MB0000002X")
    world.report("other", new, 2023, figures("2021", 4, granted=4))
    made = replay(world)
    assert made.rows("select printed_name, region_name, kind from dim_agency_name order by all") == [
        ("示例市水利水务局", "示例市", None),
        (new, "示例乙市", None),
        (new, "示例市", "rename"),
    ]
    assert made.rows("select distinct level from dim_agency") == [("prefecture",)]  # as their division's code says


def test_a_body_no_report_of_which_is_known_has_the_key_that_its_first_report_will_bring(replay, monkeypatch, tmp_path):
    with_reference(
        monkeypatch,
        tmp_path,
        lineage=f"- {{predecessor: {ONE}, successor: {THREE}, predecessor_adcode: '990100', successor_adcode: '990100', kind: merge,"
        " effective_on: 2022-05-01, source: 示例}\n"
        f"- {{predecessor: {TWO}, successor: {FOUR}, predecessor_adcode: '990100', successor_adcode: '990100', kind: rename,"
        " effective_on: 2022-05-01, source: 示例}\n",
    )
    world = World(portals=[portal("sample", "示例市", "990100", sandbox=True)])
    for name in (THREE, TWO):
        world.report("sample", name, 2023, figures("2021", 4, granted=4))
    made = replay(world)
    assert made.rows(
        """select predecessor_name, predecessor_agency_id, successor_name, successor_agency_id from bridge_agency_lineage
        order by kind"""
    ) == [(ONE, key(ONE), THREE, key(THREE)), (TWO, key(TWO), FOUR, key(FOUR))]
    assert made.rows("select agency_name, agency_id from dim_agency order by 1") == [
        (THREE, key(THREE)),
        (TWO, key(TWO)),
    ]


def key(name: str) -> str:
    """The key of a body of 示例市 that prints no credit code: its division and eight signs of its name."""
    return f"990100-{hashlib.sha256(name.encode()).hexdigest()[:8]}"

"""Where two things meet: bodies of one area, sentences of other years, a day that is the last, mends of one place in two."""

from datetime import UTC, date, datetime, timedelta

from dbt_world import AREA, NIGHT, SAMPLE, WATER, World, city, figures, growth_claim, portal, with_reference


def test_a_sentence_is_held_against_the_year_it_names_and_against_figures_that_were_printed_alone(replay):
    world = city()
    for year, count in ((2020, 10), (2022, 40)):
        world.report("sample", SAMPLE, year, figures("2021", count, granted=count))
    claims = (
        growth_claim(700, [], sentence="较2020年的9件增长", base_year=2020, quoted_prior=9, verdict="not_assessable"),
        growth_claim(700, [10], sentence="是2020年的八倍", base_year=2020),
        growth_claim(100, [40], sentence="比上年翻一番"),
    )
    world.report("sample", SAMPLE, 2023, figures("2021", 80, granted=80), claims=claims)
    # last year's report leaves the count blank; that the sums prove it nought contradicts nobody
    total = ("requests", "new_received", "total")
    world.report("sample", WATER, 2022, figures("2021", 0) | {total: None}, implied=(total,))
    world.report("sample", WATER, 2023, figures("2021", 6, granted=6), claims=(growth_claim(100, [3]),))
    made = replay(world)
    assert made.rows("select agency_name, rule_id, printed, expected, sentence from mart_finding") == [
        (SAMPLE, "X4", 9, 10, "较2020年的9件增长")
    ]
    assert made.rows("select printed_prior, agrees_with_prior from fct_claim order by agency_name, claim_index") == [
        (10, None),
        (10, True),
        (40, True),
        (None, None),
    ]


def test_a_version_that_mends_one_place_of_two_resolves_that_one_alone(replay):
    world = city()
    wrong = figures("2021", 9, granted=9) | {
        ("disputes", "review", "total"): 3,
        ("disputes", "litigation_direct", "total"): 2,
    }
    mended = wrong | {("disputes", "review", "total"): 0}
    world.report("sample", SAMPLE, 2023, wrong, seen=NIGHT - timedelta(days=9))
    world.report("sample", SAMPLE, 2023, mended)
    made = replay(world)
    assert made.rows("select place, resolved_by_version is not null from mart_finding order by 1") == [
        ("litigation_direct", False),
        ("review", True),
    ]
    assert made.row("select resolves_finding from mart_revision") == ["A4:review"]


def test_on_the_last_day_a_report_may_come_it_is_not_yet_missing(replay):
    world = city()
    last = datetime(2026, 1, 31, tzinfo=UTC)
    world.report("sample", SAMPLE, 2024, figures("2021", 4, granted=4), seen=last, printed_on=date(2025, 1, 31))
    made = replay(world)
    assert made.rows(
        "select report_year, due_on, state, is_expected, is_late from mart_coverage where report_year >= 2024 order by 1"
    ) == [
        (2024, date(2025, 1, 31), "accepted", True, False),
        (2025, date(2026, 1, 31), "not_due", False, None),
    ]


def test_where_two_bodies_speak_for_one_area_the_smaller_key_does_and_neither_is_in_its_pool(replay):
    world = city()
    codes = {AREA: "11990100MB0000009X", "示例市政务公开领导小组": "11990100MB0000001X"}
    for place, (name, code) in enumerate(codes.items(), start=1):
        made = figures("2021", 10, granted=10 - place, declined_repeat=place)
        world.report("sample", name, 2023, made, scope="area", credit_code=code)
    world.report("sample", SAMPLE, 2023, figures("2021", 4, granted=4))
    made = replay(world)
    assert made.row(
        "select area_value, pooled, n_agencies, coverage from mart_region_year where metric_key = 'disclosure_rate' and report_year = 2023"
    ) == (0.8, 1, 1, 1)


def test_each_body_that_a_blocked_portal_keeps_from_us_is_listed_once(replay):
    world = city(
        **{
            key: portal(key, name, "990127", scope="agency")
            for key, name in (("one", "示例县甲局"), ("two", "示例县乙局"), ("three", "示例县甲局"))
        }
    )
    world.report("sample", SAMPLE, 2024, figures("2021", 4, granted=4))
    world.run(
        "20260320T183000Z-0000",
        {key: {"verdict": "blocked", "reason": f"wall {key}"} for key in ("one", "two", "three")},
    )
    made = replay(world)
    assert made.broken == []
    assert made.rows("select agency_name from dim_agency order by 1") == [("示例县乙局",), ("示例县甲局",), (SAMPLE,)]
    assert made.rows("select distinct evidence from mart_coverage where agency_name = '示例县甲局'") == [
        ("http://www.one.gov.cn/bg/: wall one",)
    ]


def test_a_body_has_two_functions_at_most_and_is_pooled_in_them_though_nobody_knows_its_kind(replay):
    world = city()
    for name, granted in (("示例教育体育科技议事会", 6), ("示例市教育局", 8)):
        world.report("sample", name, 2023, figures("2021", 10, granted=granted, declined_repeat=10 - granted))
    made = replay(world)
    assert made.rows("select agency_name, kind, categories from dim_agency order by 1") == [
        ("示例市教育局", "department", ["教育"]),
        ("示例教育体育科技议事会", None, ["教育", "科技"]),
    ]
    assert made.rows(
        """select category, pooled, n_agencies, coverage from mart_category_year
        where metric_key = 'disclosure_rate' and report_year = 2023 order by 1"""
    ) == [("教育", 0.7, 2, 1), ("科技", 0.6, 1, 1)]


def test_an_address_that_two_portals_show_is_gone_from_the_one_that_answers_so(replay):
    world = World(
        portals=[
            portal("sample", "示例市", "990100", sandbox=True),
            portal("other", "示例新市", "990200", sandbox=True),
        ]
    )
    url = "http://www.sample.gov.cn/bg/t9.html"
    for key, name in (("sample", SAMPLE), ("other", WATER)):
        world.report(key, name, 2023, figures("2021", 4, granted=4), url=url, seen=NIGHT - timedelta(days=9))
    world.seen("other", "gone", url, NIGHT, status=404)
    made = replay(world)
    assert made.rows("select agency_name, gone_since is not null from fct_report order by 1") == [
        (SAMPLE, False),
        (WATER, True),
    ]


def test_a_body_that_was_merged_away_twice_ended_the_second_time(replay, monkeypatch, tmp_path):
    old, new = "示例市甲局", "示例市乙局"
    steps = ((old, new, "2020-05-01"), (new, old, "2021-05-01"), (old, new, "2023-05-01"))
    with_reference(
        monkeypatch,
        tmp_path,
        lineage="\n".join(
            f"- {{predecessor: {was}, successor: {became}, kind: rename, effective_on: {day}, source: 示例}}"
            for was, became, day in steps
        ),
    )
    world = city()
    for name, year in ((old, 2019), (new, 2020), (old, 2021), (new, 2023)):
        world.report("sample", name, year, figures("2021", 4, granted=4))
    made = replay(world)
    assert made.rows("select agency_name, valid_from, valid_to from dim_agency order by 1") == [
        (new, date(2020, 5, 1), None),
        (old, None, date(2023, 5, 1)),
    ]

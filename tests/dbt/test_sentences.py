"""What prose says of the year and of the year before, held against the tables, and what later versions made of it."""

from datetime import date, timedelta

from dbt_world import DECIDED, NIGHT, SAMPLE, WATER, city, figures, growth_claim

#: The cells that a finding names.
FLAGGED = """select report_year, row_key, column_key from fct_report_cell
    where flag = 'in_finding' order by all"""


def test_a_reported_prior_wins_and_the_sentence_that_contradicts_it_is_a_finding(replay):
    world = city()
    world.report("sample", SAMPLE, 2022, figures("2021", 3, granted=3))
    world.report("sample", SAMPLE, 2023, figures("2021", 4, granted=4), claims=(growth_claim(100, [2]),))
    made = replay(world)
    assert made.row(
        """select prior_request_count, prior_source, round(request_growth, 3) from mart_agency_year
        where report_year = 2023"""
    ) == (3, "reported", 0.333)
    assert made.row(
        "select rule_id, place, printed, expected, delta, sentence from mart_finding where report_year = 2023"
    ) == ("X5", "new_received", 2, 3, -1, "比上年增加100%")
    assert made.row("select explanation_en from mart_finding where report_year = 2023").startswith(
        "The prose implies 2 for"
    )
    assert made.row(
        """select agency_name, region_name, report_year, agrees_with_prior, implied_prior_min, implied_prior_max
        from fct_claim"""
    ) == (SAMPLE, "示例市", 2023, False, 2, 2)
    assert made.rows(FLAGGED) == [(2023, "new_received", "total")]


def test_a_quoted_prior_that_last_year_s_report_does_not_print_is_a_finding(replay):
    world = city()
    world.report("sample", SAMPLE, 2022, figures("2021", 3, granted=3))
    claim = growth_claim(100, [], sentence="较2022年的2件增长100%", quoted_prior=2, verdict="not_assessable")
    world.report("sample", SAMPLE, 2023, figures("2021", 4, granted=4), claims=(claim,))
    made = replay(world)
    assert made.row("select rule_id, place, printed, expected, delta from mart_finding") == (
        "X4",
        "new_received",
        2,
        3,
        -1,
    )
    assert made.row("select printed_prior, quoted_prior, agrees_with_prior, percent, base_year from fct_claim") == (
        3, 2, None, 100, None,
    )  # fmt: skip
    assert made.rows(FLAGGED) == [(2023, "new_received", "total")]


def test_a_sentence_that_disagrees_with_its_table_is_a_finding_beside_the_sums(replay):
    claim = {
        "kind": "count",
        "measure": "new_received",
        "value": 5.0,
        "sentence": "收到5件",
        "verdict": "mismatch",
        "held_against": ["requests.new_received.total"],
    }
    world = city()
    row = claim | {"verdict_detail": "one_row:unavailable_not_held"}
    world.report("sample", WATER, 2023, figures("2021", 90, granted=90))
    world.report("sample", SAMPLE, 2023, figures("2021", 4, granted=4), claims=(claim, row))
    made = replay(world)
    cells = ["requests.new_received.total"]
    assert made.rows("select rule_id, place, severity, printed, expected, cells from mart_finding order by place") == [
        ("claim:count", "new_received", "warning", 5, 4, cells),
        ("claim:count", "new_received#2", "warning", 5, 4, cells),
    ]
    assert made.row("select max(len(in_finding)) from kept.kept_document") == 1  # once, though two sentences name it
    assert "5 where the table has 4" in made.row("select any_value(explanation_en) from mart_finding")
    assert made.rows(FLAGGED) == [(2023, "new_received", "total")]
    # what the wrong figure happens to be is told in the words of the form, never by its key
    for language in ("zh", "en"):
        label = made.row(f"select distinct row_{language} from dim_form_cell where row_key = 'unavailable_not_held'")
        told = made.row(f"select explanation_{language} from mart_finding where place = 'new_received#2'")
        assert label in told
        assert "unavailable_not_held" not in told


def test_a_sentence_that_was_wrong_and_was_mended_is_a_finding_that_was_closed(replay):
    def said(count: int, verdict: str) -> dict:
        return {
            "kind": "count",
            "measure": "new_received",
            "value": float(count),
            "sentence": f"收到{count}件",
            "verdict": verdict,
            "held_against": ["requests.new_received.total"],
        }

    world = city()
    made = figures("2021", 4, granted=4)
    world.report("sample", SAMPLE, 2023, made, claims=(said(5, "mismatch"),), seen=NIGHT - timedelta(days=9))
    world.report("sample", SAMPLE, 2023, made, claims=(said(4, "match"),))
    built = replay(world)
    mended = built.row("select version_id from fct_report")
    assert built.row("select rule_id, place, printed, resolved_by_version, first_seen_at from mart_finding") == (
        "claim:count",
        "new_received",
        5,
        mended,
        (NIGHT - timedelta(days=9)).replace(tzinfo=None),
    )
    assert built.row("select resolves_finding from mart_revision") == ["claim:count:new_received"]
    assert built.row("select count(*) from fct_report_cell where flag is not null") == 0


def test_what_a_version_mended_and_a_later_one_broke_again_is_open_and_still_told_of_the_version(replay):
    world = city()
    broken = figures("2021", 5, granted=5)
    broken["requests", "granted", "total"] = 4
    never_mended = {("disputes", "review", "total"): 9}
    for days, values in ((30, broken), (20, figures("2021", 5, granted=5)), (10, broken)):
        world.report("sample", SAMPLE, 2023, values | never_mended, seen=NIGHT - timedelta(days=days))
    made = replay(world)
    assert made.rows("select rule_id, first_seen_at::date, resolved_by_version from mart_finding order by 1") == [
        ("A2", date(2026, 2, 18), None),
        ("A3", date(2026, 2, 18), None),
        ("A4", date(2026, 2, 18), None),
    ]
    assert made.rows("select new_version_id[-2:], resolves_finding from mart_revision order by 1") == [
        ("v2", ["A2:total", "A3:granted"]),
        ("v3", []),
    ]


def test_a_sentence_edited_alone_is_a_revision_too(replay):
    world = city()
    for days, percent in ((30, 100), (10, 33.3)):
        world.report(
            "sample",
            SAMPLE,
            2023,
            figures("2021", 4, granted=4),
            claims=(growth_claim(percent, [2] if percent == 100 else [3]),),
            seen=NIGHT - timedelta(days=days),
        )
    made = replay(world)
    assert made.row("select cells_changed, sentences_changed from mart_revision") == (
        [],
        ["- 比上年增加100%", "+ 比上年增加33.3%"],
    )
    assert made.row("select prior_request_count from mart_agency_year") == 3


def test_a_verdict_stays_with_its_finding_and_with_no_other(replay):
    world = city()
    values = figures("2021", 5, granted=5)
    values["requests", "granted", "total"] = 4
    values["requests", "granted", "business"] = 1  # the same rule fails in a second column
    for agency, year in ((SAMPLE, 2023), (SAMPLE, 2022), (WATER, 2023)):
        world.report("sample", agency, year, values)
    world.verdicts = [
        {"agency": SAMPLE, "year": 2023, "rule": "A2", "place": "total", "verdict": "publisher_error", **DECIDED}
    ]
    made = replay(world)
    found = {
        tuple(row[:4]): row[4]
        for row in made.rows("select agency_name, report_year, rule_id, place, verdict from mart_finding")
    }
    assert len(found) == 9
    assert found.pop((SAMPLE, 2023, "A2", "total")) == "publisher_error"
    assert set(found.values()) == {None}


def test_sentences_that_disagree_without_a_count_are_told_each_of_its_own_report_and_measure(replay):
    def wrong(kind: str, measure: str, sentence: str, **said: float) -> dict:
        held = [f"requests.{measure}.total"]
        return {
            "kind": kind,
            "measure": measure,
            "sentence": sentence,
            "verdict": "mismatch",
            "held_against": held,
        } | said

    world = city()
    shares = (
        wrong("share", "granted", "予以公开占50%", percent=50.0),
        wrong("share", "declined_repeat", "不予处理占50%", percent=50.0),
        wrong("count", "granted", "予以公开3件", value=3.0),
    )
    world.report("sample", SAMPLE, 2023, figures("2021", 4, granted=4), claims=shares)
    world.report("sample", WATER, 2023, figures("2021", 9, granted=9), claims=(shares[2], shares[1]))
    made = replay(world)
    assert made.rows(
        "select agency_name, rule_id, place, printed, expected, delta, sentence from mart_finding order by all"
    ) == [
        (SAMPLE, "claim:count", "granted", 3, 4, -1, "予以公开3件"),
        (SAMPLE, "claim:share", "declined_repeat", 50, None, None, "不予处理占50%"),
        (SAMPLE, "claim:share", "granted", 50, None, None, "予以公开占50%"),
        (WATER, "claim:count", "granted", 3, 9, -6, "予以公开3件"),
        (WATER, "claim:share", "declined_repeat", 50, None, None, "不予处理占50%"),
    ]
    assert made.row(
        f"select explanation_zh, explanation_en from mart_finding where agency_name = '{WATER}' and printed = 50"
    ) == ("正文与表格不符：“不予处理占50%”", 'The prose disagrees with the table: "不予处理占50%"')


def test_of_two_sentences_about_one_measure_the_first_keeps_its_place_and_a_quoted_number_is_told_beside(replay):
    world = city()
    world.report("sample", SAMPLE, 2022, figures("2021", 3, granted=3))
    claims = (
        growth_claim(100, [2], sentence="翻了一番"),
        growth_claim(300, [1], sentence="为上年的四倍"),
        growth_claim(100, [], sentence="较上年2件", quoted_prior=2, verdict="not_assessable"),
        growth_claim(300, [], sentence="较上年1件", quoted_prior=1, verdict="not_assessable"),
    )
    world.report("sample", SAMPLE, 2023, figures("2021", 4, granted=4), claims=claims)
    made = replay(world)
    assert made.rows("select rule_id, place, printed, sentence from mart_finding order by all") == [
        ("X4", "new_received", 2, "较上年2件"),
        ("X4", "new_received#2", 1, "较上年1件"),
        ("X5", "new_received", 2, "翻了一番"),
        ("X5", "new_received#2", 1, "为上年的四倍"),
    ]

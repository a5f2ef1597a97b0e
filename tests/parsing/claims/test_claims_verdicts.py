"""Claims held against the table: agreement, other definitions, disagreement, and what cannot be assessed."""

from __future__ import annotations

import pytest
from claim_sentences import labels

from pipelines.parsing.claims import Claim, find_claims, judge_claims
from warehouse.form import load_form

LABELS = labels()
COLUMNS = ("natural_person", "business", "research", "public_interest", "legal_service", "other_org")


def _cells(edition: str = "2021", **totals: float | None) -> dict[tuple[str, str, str], float | None]:
    """A report's cells: every cell of the form zero but the totals given, `review=2` for a route of disputes."""
    cells: dict[tuple[str, str, str], float | None] = dict.fromkeys(load_form(edition).cells, 0.0)
    for row, value in totals.items():
        table = "disputes" if ("disputes", row, "total") in cells else "requests"
        cells[table, row, "total"] = value
        if value is None and table == "requests":
            cells |= {(table, row, column): None for column in COLUMNS}
    return cells


def _judged(text: str, cells: dict[tuple[str, str, str], float | None], year: int = 2022) -> list[Claim]:
    return judge_claims(find_claims(text.format(**LABELS), year), cells, report_year=year)


def _verdicts(text: str, **totals: float | None) -> list[tuple[str, str | None]]:
    return [(claim.verdict, claim.verdict_detail) for claim in _judged(text, _cells(**totals))]


def test_counts_and_shares_that_agree_match_and_name_their_cells() -> None:
    claims = _judged(
        "收到政府信息公开申请4件，已答复4件。其中，{G}1件，占25%；{U}2件，占50%。",
        _cells(new_received=4, total_handled=4, granted=1, partly_granted=1, unavailable_not_held=2),
    )
    assert [claim.verdict for claim in claims] == ["match"] * 6
    assert claims[0].held_against == ("requests.new_received.total",)
    unavailable = claims[4]
    assert set(unavailable.held_against) == {
        "requests.unavailable_not_held.total",
        "requests.unavailable_needs_creation.total",
        "requests.unavailable_still_unclear.total",
    }
    assert "requests.total_handled.total" in claims[5].held_against


def test_received_may_mean_new_and_carried_in_or_what_was_handled() -> None:
    assert _verdicts("全县共受理政府信息公开申请75件。", new_received=74, carried_in=1, total_handled=75) == [
        ("match_other_definition", "new_received+carried_in")
    ]
    assert _verdicts("全年办理政府信息公开申请70件。", new_received=74, carried_in=1, total_handled=70) == [
        ("match_other_definition", "total_handled")
    ]


def test_handled_may_mean_all_that_was_there_to_handle() -> None:
    known = {"new_received": 39, "carried_in": 1, "total_handled": 38, "carried_out": 2}
    assert _verdicts("办理政府信息公开申请40件，其中新收39件，上年结转1件，结转下年2件。", **known) == [
        ("match_other_definition", "new_received+carried_in"),
        ("match", None),
        ("match", None),
        ("match", None),
    ]


def test_growth_said_before_its_number_and_growth_from_another_year_stand_on_the_same_cell() -> None:
    cells = _cells(new_received=61)
    before = _judged("申请量同比增长17.3%，共61件。", cells)
    assert [(claim.kind, claim.verdict) for claim in before] == [("growth", "implied_only"), ("count", "match")]
    assert before[0].implied_prior == (52,)
    two = _judged("收到政府信息公开申请61件，较上年度52件上升17.31%，较2020年度30件上升103.33%。", cells)
    assert [(claim.base_year, claim.implied_prior) for claim in two[1:]] == [(2021, (52,)), (2020, (30,))]


def test_a_number_that_no_definition_gives_is_a_mismatch() -> None:
    assert _verdicts("共受理政府信息公开申请2件。", new_received=3, total_handled=3) == [("mismatch", None)]
    assert _verdicts("全市共受理政府信息公开申请9件。", new_received=3, total_handled=3) == [
        ("mismatch", "area_in_words")
    ]


def test_reasons_that_add_to_their_group_are_its_parts_and_one_alone_is_not() -> None:
    text = "收到政府信息公开申请9件，非本机关职责5件，信息不存在3件。"
    known = {"new_received": 9, "unavailable_not_held": 8, "unavailable_needs_creation": 0}
    assert _verdicts(text, **known)[1:] == [("match_other_definition", "part")] * 2
    assert _verdicts(text.replace("3件", "2件"), **known)[1:] == [("mismatch", None)] * 2
    assert _verdicts("收到政府信息公开申请9件，非本机关职责5件。", **known)[1:] == [("mismatch", None)]


def test_an_unknown_cell_is_not_assessable_and_never_a_zero() -> None:
    assert _verdicts("收到政府信息公开申请0件。", new_received=None) == [("not_assessable", None)]
    assert _verdicts("未收到政府信息公开申请。", new_received=None) == [("not_assessable", None)]
    assert _verdicts("未收到政府信息公开申请。", new_received=0) == [("match", None)]


def test_a_blank_total_is_the_sum_of_applicants_where_all_are_known() -> None:
    cells = _cells()
    cells["requests", "granted", "total"] = None
    cells["requests", "granted", "natural_person"] = 3.0
    (claim,) = _judged("政府信息公开申请的答复中，{G}3件。", cells)
    assert claim.verdict == "match"
    assert claim.held_against == tuple(f"requests.granted.{column}" for column in COLUMNS)


def test_shares_hold_to_half_a_unit_of_the_last_digit_and_may_stand_on_received() -> None:
    known = {"new_received": 10, "total_handled": 7, "granted": 2}
    assert _verdicts("{G}占28.6%。", **known) == [("match", None)]
    assert _verdicts("{G}占29%。", **known) == [("match", None)]
    assert _verdicts("{G}占28.7%。", **known) == [("mismatch", None)]
    assert _verdicts("{G}占20%。", **known) == [("match_other_definition", "base=new_received")]


def test_one_share_bent_to_make_a_hundred_is_forced_rounding() -> None:
    text = "从答复看，{G}2件，占29%；{P}2件，占29%；{U}3件，占42%。"
    known = {"total_handled": 7, "granted": 2, "partly_granted": 2, "unavailable_not_held": 3}
    verdicts = _verdicts(text, **known)
    assert verdicts[-1] == ("mismatch", "rounding_forced")
    assert verdicts[1] == verdicts[3] == ("match", None)
    wrong = _verdicts(text.replace("42%", "40%"), **known)
    assert wrong[-1] == ("mismatch", None)


def test_lumped_outcomes_are_held_against_both_rows() -> None:
    assert _verdicts("{G}及{P}14件。", granted=9, partly_granted=5) == [("match", None)]
    assert _verdicts("答复中，{G}14件。", granted=9, partly_granted=5) == [
        ("match_other_definition", "granted+partly_granted")
    ]


def test_a_group_said_with_one_rows_number_is_a_mismatch_that_names_the_row() -> None:
    known = {"unavailable_not_held": 265, "unavailable_needs_creation": 47}
    assert _verdicts("{U}265件。", **known) == [("mismatch", "one_row:unavailable_not_held")]
    assert _verdicts("答复信息不存在265件。", **known) == [("match_other_definition", "unavailable_not_held")]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_other_handling_is_one_row_or_three_as_the_edition_has_it(edition: str) -> None:
    rows = {"other_handling": 6.0} if edition == "2019" else {"other_not_corrected": 4.0, "other_remaining": 2.0}
    (claim,) = _judged("{O}6件。", _cells(edition, **rows))
    assert claim.verdict == "match"
    assert len(claim.held_against) == (1 if edition == "2019" else 3)


def test_lawsuits_are_both_routes_together_and_may_mean_one() -> None:
    text = "因政府信息公开引发{review}3件、行政诉讼5件。"
    both = _verdicts(text, review=3, litigation_direct=4, litigation_after_review=1)
    assert both == [("match", None), ("match", None)]
    one = _verdicts(text, review=3, litigation_direct=5, litigation_after_review=1)
    assert one[1] == ("match_other_definition", "litigation_direct")


def test_growth_stands_on_the_tables_number_and_stays_implied() -> None:
    claims = _judged("收到政府信息公开申请4件，比上年增加100%。", _cells(new_received=4, total_handled=4))
    growth = claims[1]
    assert (growth.verdict, growth.implied_prior) == ("implied_only", (2,))
    assert growth.held_against == ("requests.new_received.total",)


def test_growth_without_a_number_in_the_prose_takes_the_tables() -> None:
    (growth,) = _judged("申请量同比增长50%。", _cells(new_received=6))
    assert (growth.verdict, growth.implied_prior) == ("implied_only", (4,))


def test_growth_beside_a_number_of_another_definition_implies_nothing() -> None:
    claims = _judged("共收办政府信息公开申请3607件，同比增长70.3%。", _cells(new_received=3511, carried_in=96))
    assert claims[0].verdict_detail == "new_received+carried_in"
    assert (claims[1].verdict, claims[1].verdict_detail, claims[1].implied_prior) == (
        "not_assessable",
        "base_uncertain",
        (),
    )


def test_level_implies_the_same_number_unless_it_is_only_about_level() -> None:
    cells = _cells(new_received=4)
    assert _judged("收到政府信息公开申请4件，与上年持平。", cells)[1].implied_prior == (4,)
    assert _judged("收到政府信息公开申请4件，与上年基本持平。", cells)[1].implied_prior == ()


def test_a_fee_stands_in_no_table_and_a_period_is_held_against_the_year() -> None:
    cells = _cells()
    assert _judged("全年收取信息处理费380元。", cells)[0].verdict == "not_assessable"
    assert _judged("统计期限为2022年1月1日至2022年12月31日。", cells)[0].verdict == "match"
    assert _judged("统计期限为2020年1月1日至2020年12月31日。", cells, 2021)[0].verdict == "mismatch"


def test_old_statistics_tables_are_held_by_their_concepts() -> None:
    cells = {("statistics", "new_received", "this_year"): 7.0, ("statistics", "review.total", "this_year"): 0.0}
    claims = _judged("共收到政府信息公开申请7条；未收到政府信息公开{review}申请。", cells, 2013)
    assert [claim.verdict for claim in claims] == ["match", "match"]
    assert claims[0].held_against == ("statistics.new_received.this_year",)


def test_claims_without_a_table_stay_unassessed() -> None:
    claims = judge_claims(find_claims("收到政府信息公开申请4件，同比增长100%。", 2022), {})
    assert [claim.verdict for claim in claims] == ["not_assessable", "implied_only"]

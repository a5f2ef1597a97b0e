"""What prose claims: every labelled sentence gives its claims and nothing else."""

from __future__ import annotations

from collections import Counter

import pytest
from claim_sentences import Labelled, labelled, labels, written

from pipelines.parsing.claims import Claim, find_claims
from pipelines.parsing.claims.vocabulary import vocabulary

ITEMS = labelled()


@pytest.mark.parametrize("item", ITEMS, ids=[item.text[:40] for item in ITEMS])
def test_a_labelled_sentence_gives_its_claims_and_no_other(item: Labelled) -> None:
    assert Counter(written(claim) for claim in find_claims(item.text, item.year)) == Counter(item.claims)


def test_the_labelled_set_has_both_kinds_of_sentence_and_every_kind_of_claim() -> None:
    assert sum(bool(item.claims) for item in ITEMS) >= 120
    assert sum(not item.claims for item in ITEMS) >= 60
    kinds = {claim.split()[0] for item in ITEMS for claim in item.claims}
    assert kinds == {"count", "share", "growth", "level", "zero", "period", "fee"}


def test_all_sentences_in_one_report_give_what_each_gives_alone() -> None:
    """Memories of one paragraph must not spoil the next: between paragraphs of other matters, claims stay the same."""
    aside = "\n\n" + "各项工作扎实推进。队伍建设不断加强。服务水平稳步提升。" * 2
    items = [item for item in ITEMS if item.year == 2022]
    together = find_claims(aside.join(item.text for item in items), 2022)
    assert Counter(map(written, together)) == Counter(claim for item in items for claim in item.claims)


def _one(text: str, year: int | None, kind: str) -> Claim:
    (claim,) = [claim for claim in find_claims(text, year) if claim.kind == kind]
    return claim


def test_a_growth_beside_its_number_implies_the_priors_that_it_admits() -> None:
    for count, growth, priors in (("4", "100", (2,)), ("247", "1.23", (244,)), ("267", "1.52", (263,))):
        claim = _one(f"收到政府信息公开申请{count}件，同比增长{growth}%。", 2022, "growth")
        assert (claim.verdict, claim.implied_prior) == ("implied_only", priors)
    claim = _one("共受理政府信息公开申请3,259件，同比增长4.5%。", 2022, "growth")
    assert claim.implied_prior == (3118, 3119, 3120)


def test_a_growth_finds_its_number_in_the_sentence_beside_it() -> None:
    claim = _one("全年收到政府信息公开申请60件。申请数量比上年减少25%。", 2022, "growth")
    assert claim.implied_prior == (80,)


def test_a_growth_without_a_number_and_a_rough_growth_imply_nothing() -> None:
    assert _one("申请量同比增长20%。", 2022, "growth").implied_prior == ()
    rough = _one("收到政府信息公开申请60件，同比增长约20%。", 2022, "growth")
    assert (rough.implied_prior, rough.verdict, rough.verdict_detail) == ((), "not_assessable", "roughly")


@pytest.mark.parametrize("change", ["翻了一番多", "翻一番以上", "增长1倍多", "增长一倍有余", "增长近1倍"])
def test_more_than_twice_is_a_rough_growth(change: str) -> None:
    claim = _one(f"收到政府信息公开申请60件，数量比上年{change}。", 2022, "growth")
    assert (claim.percent, claim.implied_prior, claim.verdict_detail) == (100, (), "roughly")


def test_the_base_year_is_the_year_named_else_the_year_before() -> None:
    assert _one("收到申请15件，比2020年增长50%。", 2022, "growth").base_year == 2020
    assert _one("收到申请15件，同比增长50%。", 2022, "growth").base_year == 2021
    assert _one("2022年收到申请15件，同比增长50%。", None, "growth").base_year == 2021


def test_a_period_keeps_its_two_days() -> None:
    claim = _one("本报告所列数据统计期限自2020年1月1日至2021年12月31日。", 2021, "period")
    assert claim.verdict_detail == "2020-01-01/2021-12-31"


def test_units_and_printed_decimals_are_kept() -> None:
    count = _one(f"因政府信息公开被申请{labels()['review']}3宗。", 2022, "count")
    assert (count.unit, count.value, count.digits) == ("宗", 3.0, 0)
    share = _one("共办结政府信息公开申请40件，{G}7件，占17.50%。".format(**labels()), 2022, "share")
    assert (share.percent, share.digits) == (17.5, 2)


def test_digits_set_apart_by_a_blank_are_refused_and_thousands_are_read() -> None:
    assert find_claims("收到政府信息公开申请2 0件。", 2022) == []
    assert _one("收到政府信息公开申请1 295件。", 2022, "count").value == 1295


def test_text_without_words_and_empty_text_claim_nothing() -> None:
    assert find_claims("", 2022) == []
    assert find_claims(" \n\u3000\n 12 0 0 4 | 5 |", 2022) == []


def test_a_word_stands_in_one_list_of_the_vocabulary_alone() -> None:
    assert vocabulary().kinds  # loading refuses a word of two kinds


@pytest.mark.parametrize("sign", ["#", ".", "（", "一"])
def test_a_long_line_of_one_sign_claims_nothing_at_once(sign: str) -> None:
    assert not find_claims(sign * 200_000, 2023)  # to try every part of it for a heading would take many minutes

"""How well prose is read: precision and recall over the labelled corpus, by set and by kind of claim."""

from __future__ import annotations

import pytest
from claim_sentences import corpus, score

SETS = corpus()
EVERY = [item for items in SETS.values() for item in items]
WHOLE = score(EVERY)


@pytest.mark.parametrize("name", SETS)
def test_each_set_of_the_corpus_is_read_with_the_precision_and_recall_that_are_promised(name: str) -> None:
    held = score(SETS[name])
    assert held.precision >= 0.97, held.errors
    assert held.recall >= 0.90, held.errors


@pytest.mark.parametrize("kind", ["count", "share", "growth", "level", "zero", "period", "fee"])
def test_each_kind_of_claim_is_read_with_the_precision_and_recall_that_are_promised(kind: str) -> None:
    held = WHOLE.of(kind)
    assert len(held.right) >= 5
    assert held.precision >= 0.97, held.errors
    assert held.recall >= 0.90, held.errors


def test_prose_of_other_matters_claims_nothing_but_one_in_fifty() -> None:
    silent = [item for item in EVERY if not item.claims]
    assert len(silent) >= 140
    held = score(silent)
    assert len(held.wrong) <= len(silent) / 50, held.errors


def test_the_corpus_is_large_and_has_whole_chapters_as_well_as_sentences() -> None:
    assert len(EVERY) >= 500
    assert sum(item.text.count("。") >= 5 for item in EVERY) >= 10
    assert sum(len(item.claims) for item in EVERY) >= 900

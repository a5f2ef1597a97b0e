"""Prose to claims: walks through the sentences and their figures, and asks what each of them says.

Nothing is held against a table here: see `verdicts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipelines.parsing.claims.claim import Claim
from pipelines.parsing.claims.counts import counts_of
from pipelines.parsing.claims.growth import change_of, growths_of, next_change
from pipelines.parsing.claims.nought import nothing_said
from pipelines.parsing.claims.other_kinds import fees, periods
from pipelines.parsing.claims.phrases import phrases
from pipelines.parsing.claims.priors import numbers_beside, with_priors
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.sentences import Sentence, sentences
from pipelines.parsing.claims.shares import shares_of
from pipelines.parsing.claims.vocabulary import vocabulary
from pipelines.parsing.claims.words import Word, read_words

#: What a sentence must hold to claim anything at all; the rest is not taken apart, which keeps long reports cheap.
_FIGURED = re.compile(
    r"\d|[零一二两三四五六七八九十百]{1,9}[件条宗份封起倍]|百分之|持平|翻"
    r"|(?:未|没有?|无|零|不).{0,150}(?:申请|公开|复议|诉讼|结转|费)|(?:申请|公开|复议|诉讼|结转|费).{0,150}(?:未|没有?|无|零|不)"
)
_TOPICAL = (
    "^其中|申请|复议|诉讼|结转|处理费|统计[期时周区]|数据|收到|接到|接收|受理|办结|办理|处理|答复|回复"
    "|上年|去年|同比|下年|下一年|次年"
)


#: Figures of a sentence that are looked at ahead of one; a sentence of more is a table run together.
_AHEAD = 40


def find_claims(text: str, report_year: int | None) -> list[Claim]:
    """The claims of a piece of prose, in their order; none is judged but what a growth implies by itself.

    `report_year` tells this year's figures from last year's and gives growth its base; None where it is unknown.
    A growth or a level of new requests with their number beside it is `implied_only` and carries its set of priors,
    everything else is `not_assessable`.
    """
    scene = Scene(report_year)
    claims = [claim for sentence in sentences(text) for claim in _read(sentence, scene)]
    return with_priors(claims, numbers_beside(claims))


def _read(sentence: Sentence, scene: Scene) -> list[Claim]:
    plain = sentence.plain
    if vocabulary().spam.search(plain):
        return []
    figured = bool(_topical().search(plain) and _FIGURED.search(plain))
    words = read_words(plain) if figured else []
    scene.open_sentence(words, plain)
    if not figured:
        return []
    claims = [*_figures(sentence, words, scene), *nothing_said(sentence, words, scene)]
    claims += [*fees(sentence, words), *periods(sentence)]
    return sorted(claims, key=lambda claim: (claim.span, claim.kind, claim.measure or ""))


@cache
def _topical() -> re.Pattern[str]:
    """A word that a claim may stand on."""
    return re.compile("|".join([_TOPICAL, *map(re.escape, sorted(vocabulary().measures))]))


def _figures(sentence: Sentence, words: Sequence[Word], scene: Scene) -> Iterator[Claim]:
    cut, rest = phrases(words)
    for place, phrase in enumerate(cut):
        scene.enter(phrase.bracket, fresh=phrase.opens)
        scene.hear(phrase.far)
        scene.hear(phrase.left, own=True)
        change = next_change(phrase, scene) or change_of(phrase, scene)
        claims: list[Claim] = []
        if change is not None:
            claims = list(growths_of(sentence, phrase, change, scene))
        elif phrase.amount.kind == "percent":
            claims = list(shares_of(sentence, phrase, cut[place : place + _AHEAD], scene))
        elif phrase.amount.kind in ("count", "loose_count", "bare", "nought"):
            claims = list(counts_of(sentence, phrase, cut[place + 1 : place + _AHEAD], scene))
        yield from claims
        scene.was_read((*phrase.left, *phrase.right), claimed=bool(claims))
    scene.hear(rest)

"""Prose to claims: walks through the sentences and their figures, and asks what each of them says.

Nothing is held against a table here: see `verdicts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.parsing.claims.claim import Claim
from pipelines.parsing.claims.counts import counts_of
from pipelines.parsing.claims.glance import Seen, glance
from pipelines.parsing.claims.growth import change_of, growths_of, next_change
from pipelines.parsing.claims.months import with_parts_of_year
from pipelines.parsing.claims.nought import nothing_said
from pipelines.parsing.claims.other_kinds import fees, periods
from pipelines.parsing.claims.phrases import Phrase, phrases
from pipelines.parsing.claims.priors import may_imply, numbers_beside, with_priors
from pipelines.parsing.claims.quoted import quoted_prior
from pipelines.parsing.claims.said import DENIALS, spell_any
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.sentences import Sentence, sentences
from pipelines.parsing.claims.shares import shares_of
from pipelines.parsing.claims.vocabulary import named, vocabulary
from pipelines.parsing.claims.words import Word, read_words

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
    if not any(map(may_imply, claims)):
        return claims
    claims = [replace(claim, quoted_prior=quoted_prior(claim)) if may_imply(claim) else claim for claim in claims]
    return with_priors(claims, numbers_beside(claims))


def _read(sentence: Sentence, scene: Scene) -> list[Claim]:
    if vocabulary().spam.search(sentence.glimpse):
        return []
    seen = glance(sentence.glimpse, of_requests=scene.speaks_of_requests)
    if seen is not Seen.CLAIM:
        scene.pass_over(sentence.glimpse, counts=seen is Seen.OTHER_THINGS)
        return []
    words = with_parts_of_year(read_words(sentence.plain))
    kinds = {word.kind for word in words}
    scene.open_sentence(words, sentence.plain, kinds)
    claims = list(_figures(sentence, words, scene))
    if not kinds.isdisjoint(DENIALS):
        claims += nothing_said(sentence, words, scene)
    claims += [*fees(sentence, words), *periods(sentence)]
    received = [claim.value for claim in claims if claim.measure == "new_received" and claim.value is not None]
    scene.received = int(received[-1]) if received else scene.received
    return sorted(claims, key=lambda claim: (claim.span, claim.kind, claim.measure or ""))


def _ends_all_years(before: Phrase, phrase: Phrase) -> bool:
    """`受理21条，历年累计受理186条，答复21条`: what is not added up as well is of the year again."""
    if not any(word.text == named().all_years for word in before.left):
        return False
    return not spell_any((*phrase.far, *phrase.left), named().cumulative)


def _figures(sentence: Sentence, words: Sequence[Word], scene: Scene) -> Iterator[Claim]:
    cut, rest = phrases(words)
    for place, phrase in enumerate(cut):
        scene.enter(phrase)
        scene.was_prior = scene.prior
        if place and scene.prior and _ends_all_years(cut[place - 1], phrase):
            scene.prior = False
        scene.hear(phrase.far)
        scene.hear(phrase.left, own=True)
        if "reach" in phrase.kinds and "year" not in phrase.kinds:
            scene.prior = False  # `由上年的140件降至128件`
        if scene.years and phrase.amount.kind == "count":
            scene.prior = scene.years[0]
        if phrase.far:  # another clause: the figure before is none to compare with
            scene.base_year = None
        change = next_change(phrase, scene) or change_of(phrase, scene)
        claims: list[Claim] = []
        if "aim" in phrase.kinds:
            scene.last = None  # `力争复议案件下降10%`
        elif change is not None:
            claims = list(growths_of(sentence, phrase, change, cut[place : place + _AHEAD], scene))
            scene.spoken = tuple(claim.measure for claim in claims if claim.measure) or scene.spoken
            scene.prior = scene.prior and not claims  # `5件，去年为8件，下降37.5%；其中…` is back at this year
        elif phrase.amount.kind == "percent":
            claims = list(shares_of(sentence, phrase, cut[place : place + _AHEAD], scene))
        elif phrase.amount.kind in ("money", "points"):
            scene.last = None  # what grows next is money, or a share
        elif phrase.amount.kind in ("count", "loose_count", "bare", "nought"):
            claims = list(counts_of(sentence, phrase, cut[place + 1 : place + _AHEAD], scene))
        yield from claims
        if phrase.amount.kind == "count":
            scene.years = [*scene.years[1:], *scene.years[:1]]
            scene.was_counted(phrase, claimed=bool(claims))
        scene.was_read((*phrase.right, *phrase.left), claimed=bool(claims))
    scene.hear(rest)
    scene.subset = None  # what is denied is no part of the last figure

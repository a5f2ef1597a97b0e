"""Growth and level beside the number they stand on: the priors they imply.

Which number a growth stands on is settled here, for prose alone and with the table at hand; the arithmetic is in
`implied`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines.parsing.claims.claim import IMPLIED_ONLY, Claim
from pipelines.parsing.claims.implied import implied_priors

#: An implied prior that could be one of more numbers than this says nothing.
_MOST_PRIORS = 1000
#: Sentences with claims between a growth and its number.
_NEAR = 2


def with_priors(claims: Sequence[Claim], numbers: Sequence[Claim | None], table: float | None = None) -> list[Claim]:
    """The claims, those of growth and level with the priors that their number admits.

    `numbers` holds beside each claim the count of new requests that it stands next to; a known figure of the `table`
    goes before it, unless the two disagree: then nobody can say which one grew.
    """
    done = []
    for claim, number in zip(claims, numbers, strict=True):
        if not may_imply(claim):
            done.append(claim)
            continue
        stated = number.value if number is not None else None
        n = table if table is not None else stated
        agreed = table is None or stated is None or table == stated
        priors = _priors(claim, int(n)) if n is not None and agreed else ()
        done.append(replace(claim, verdict=IMPLIED_ONLY, implied_prior=priors) if priors else claim)
    return done


def numbers_beside(claims: Sequence[Claim]) -> list[Claim | None]:
    """Beside each growth and level the nearest count of new requests: in its sentence, else in one next to it that claims.

    Of two as near the one before goes first.
    """
    if not any(map(may_imply, claims)):
        return [None] * len(claims)
    order = {sentence: place for place, sentence in enumerate(dict.fromkeys(claim.sentence for claim in claims))}
    places = [order[claim.sentence] for claim in claims]
    counts = [at for at, claim in enumerate(claims) if claim.kind == "count" and claim.measure == "new_received"]

    def nearest(at: int) -> Claim | None:
        near = [c for c in counts if abs(places[c] - places[at]) <= _NEAR]
        if not near:
            return None
        return claims[min(near, key=lambda c: (abs(places[c] - places[at]), c > at, abs(c - at)))]

    return [nearest(at) if may_imply(claim) else None for at, claim in enumerate(claims)]


def may_imply(claim: Claim) -> bool:
    """Whether a claim is a growth or a level of new requests, which the number of the year before follows from."""
    return claim.kind in ("growth", "level") and claim.measure == "new_received"


def _priors(claim: Claim, n: int) -> tuple[int, ...]:
    if claim.verdict_detail == "roughly" or n <= 0:
        return ()
    if claim.kind == "level":
        return (n,)
    priors = implied_priors(n, Decimal(str(claim.percent)), claim.digits or 0)
    return priors if len(priors) <= _MOST_PRIORS else ()

"""A claim as a value: one figure that a report states in words, and what came of holding it against the table.

Only the value lives here; finding claims belongs to `finding`, judging them to `verdicts`.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Verdicts, in the order of how much they say.
MATCH = "match"
OTHER_DEFINITION = "match_other_definition"
MISMATCH = "mismatch"
IMPLIED_ONLY = "implied_only"
NOT_ASSESSABLE = "not_assessable"

#: The measure of a lumped "granted or partly granted".
LUMPED = "granted+partly_granted"
#: Shares are stated of these alone.
OUTCOMES = ("granted", "partly_granted", "refused", "unavailable", "declined", "other", LUMPED)


@dataclass(slots=True, unsafe_hash=True)  # not frozen for the same reason as a document's cells
class Claim:
    """One stated figure.

    `value` is a number of requests or cases (yuan for a fee), None for shares and growth; `percent` is a share, or the
    signed growth; `digits` counts the printed decimals of the one that is given (below 0 where growth is said in whole
    or tenth multiples); `span` holds the characters of the claim's words within `sentence`; `quoted_prior` is last year's
    number of new requests where a growth names it.
    """

    kind: str  # count, share, growth, level, zero, period, fee
    measure: str | None
    value: float | None
    percent: float | None
    unit: str | None
    digits: int | None
    base_year: int | None
    sentence: str
    span: tuple[int, int]
    verdict: str = NOT_ASSESSABLE
    verdict_detail: str | None = None
    held_against: tuple[str, ...] = ()
    implied_prior: tuple[int, ...] = ()
    quoted_prior: int | None = None

    def judged(self, verdict: str, held_against: tuple[str, ...], detail: str | None = None) -> Claim:
        """The claim with its verdict and the cells it was held against; `detail` as it was where none is given."""
        return Claim(  # `replace` takes five times as long
            self.kind,
            self.measure,
            self.value,
            self.percent,
            self.unit,
            self.digits,
            self.base_year,
            self.sentence,
            self.span,
            verdict,
            detail or self.verdict_detail,
            held_against,
            self.implied_prior,
            self.quoted_prior,
        )

    @property
    def words(self) -> str:
        """The words of the claim as printed."""
        return self.sentence[self.span[0] : self.span[1]]

"""Prose claims: what a report states in words, and how it agrees with the report's own tables.

`find_claims` reads prose, `judge_claims` holds claims against cells, `implied_priors` works back from a growth. Pure
functions of their arguments, the vocabulary and the form; documents and files belong to the callers.
"""

from pipelines.parsing.claims.claim import Claim
from pipelines.parsing.claims.finding import find_claims
from pipelines.parsing.claims.implied import implied_priors
from pipelines.parsing.claims.verdicts import judge_claims

__all__ = ["Claim", "find_claims", "implied_priors", "judge_claims"]

"""Prose claims: what a report states in words, and how it agrees with the report's own tables.

`find_claims` reads prose, `judge_claims` holds claims against cells, `implied_priors` works back from a growth. Pure
functions of their arguments, the vocabulary and the form; documents and files belong to the callers.

In the order of reading: `sentences` cuts the prose and `glance` passes over what cannot claim; `words` and `months` tell
what each word is, by the `vocabulary`, whose lists that rules ask by name are typed in `named`; `phrases` gives each
figure its surroundings; `scene` remembers what was said before, the topic by `topics`, the year by `years`, and what the
whole sentence names by its `marks`.
`finding` then asks of each figure whether it is a change (`growth`), a share (`shares`) or a number (`counts`):
`measures` and `flow` say what words mean, `whose` which words to ask, `holding` whether a number may be claimed, `others`
whether the requests are the report's own, by the `bodies` that words name, and `parts` whether they are the whole.
`nought` reads denials, `other_kinds` fees and periods. `priors` and `verdicts` come after the reading.
"""

from pipelines.parsing.claims.claim import Claim
from pipelines.parsing.claims.finding import find_claims
from pipelines.parsing.claims.implied import implied_priors
from pipelines.parsing.claims.verdicts import judge_claims

__all__ = ["Claim", "find_claims", "implied_priors", "judge_claims"]

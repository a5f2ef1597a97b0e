"""Last year's number that a growth quotes (`较2020年度30件上升103%`), to be held against last year's table.

Only what stands right behind the year it compares with and right before the change or in it: `较上年增加2件` names a
difference.
"""

from __future__ import annotations

import re
from functools import cache

from pipelines.parsing.claims.claim import Claim
from pipelines.parsing.claims.priors import may_imply
from pipelines.parsing.claims.vocabulary import vocabulary


def quoted_prior(claim: Claim) -> int | None:
    """The number of new requests that a growth or level claim quotes of the year it compares with; None without one."""
    if not may_imply(claim):
        return None
    before, words = ("".join(text.split()) for text in (claim.sentence[: claim.span[0]], claim.words))
    ahead, within = _patterns()
    found = ahead.search(before) or within.search(words)
    digits = re.sub(r"\D", "", found.group(1)) if found else ""
    return int(digits) if digits else None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The number and its year right before the change, and within it."""
    known = vocabulary()
    years = "|".join(map(re.escape, sorted(known.of_kinds("last_year"), key=len, reverse=True)))
    counters = f"[{known.counters}{known.loose_counters}]"
    quoted = rf"(?:{years}|\d{{4}}年)度?(?:同期)?的?[{''.join(sorted(known.named.copulas))}]?([\d,，]+){counters}"
    return re.compile(quoted + r"(?:相比)?[,，]?(?:同比)?$"), re.compile(quoted)

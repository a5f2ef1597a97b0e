"""Last year's number that a growth quotes (`较2020年度30件上升103%`), to be held against last year's table.

Only what stands right behind the year it compares with and right before the change or in it: `较上年增加2件` names a
difference.
"""

from __future__ import annotations

import re

from pipelines.parsing.claims.claim import Claim

_QUOTED = r"(?:上一?年|去年|\d{4}年)度?(?:同期)?的?[为是]?([\d,，]+)(?:件|条|宗|份|个)"
_WITHIN = re.compile(_QUOTED)
_BEFORE = re.compile(_QUOTED + r"(?:相比)?[,，]?(?:同比)?$")


def quoted_prior(claim: Claim) -> int | None:
    """The number of new requests that a growth or level claim quotes of the year it compares with; None without one."""
    if claim.kind not in ("growth", "level") or claim.measure != "new_received":
        return None
    before, words = ("".join(text.split()) for text in (claim.sentence[: claim.span[0]], claim.words))
    found = _BEFORE.search(before) or _WITHIN.search(words)
    digits = re.sub(r"\D", "", found.group(1)) if found else ""
    return int(digits) if digits else None

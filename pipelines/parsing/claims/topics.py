"""What words are about by themselves: requests for information, or other things that are asked for and come in.

Asked by `scene`, which keeps the topic; what a figure counts belongs to `measures`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.parsing.claims.phrases import STOPS
from pipelines.parsing.claims.vocabulary import named
from pipelines.parsing.claims.words import AMOUNTS, Word

#: How things come in, and what names requests or what comes of them.
_COMING = frozenset({"receive", "receive_weak", "work"})
_OF_REQUESTS = frozenset({"request", "information", "review", "litigation", "outcome"})
_WHO = frozenset({"applicant_person", "applicant_group", "generic_person"})
#: They end a look for what is asked for: how it is asked, figures and clauses.
_NOT_OF_WHAT = AMOUNTS | STOPS | {"channel", "many_ways", "information", "request", "year"}


def tells_of_requests(words: Sequence[Word]) -> bool:
    """A sentence of outcomes, of results or of carrying over, with nothing foreign named first, is one of requests."""
    by_request, before = named().by_request, ""
    for word in words:
        if word.kind in ("foreign", "review", "litigation", "law", "item", "other_act"):
            return False
        results = word.kind == "results" and before != "disclosed"  # unlike `公开办理结果85件`
        if results or word.kind in ("outcome", "carry") or word.text.startswith(by_request):
            return not _asks_for_other_things(words)
        before = word.kind
    return False


def is_of_other_things(words: Sequence[Word]) -> bool:
    """`受理群众反映问题41件`: what came in is named, and no request."""
    kinds: set[str] = set()  # those behind the last verb
    for word in reversed(words):
        if word.kind in _COMING:
            break
        kinds.add(word.kind)
    else:
        return False
    if not kinds & {"unknown", "law"} or kinds & _OF_REQUESTS:
        return False
    return "request_bare" not in kinds or "law" in kinds or _asks_for_other_things(words)


def _asks_for_other_things(words: Sequence[Word]) -> bool:
    """`受理异议申请26件`, `受理土地权属争议申请7件`: what is asked for no list knows; `收到某校的申请` tells who asks."""
    receiving = unknown = False
    for word in words:
        if word.kind == "request_bare" and receiving and unknown:
            return True
        if word.kind in _COMING:
            receiving, unknown = True, False
        elif word.kind == "unknown":
            unknown = True
        elif word.kind in _WHO:
            unknown = False
        elif word.kind in _NOT_OF_WHAT or word.text == named().of:
            receiving = False
    return False

"""Whose figure a number is: said by the words of its own clause, by those behind it, or by the clauses before.

What words mean is asked of `measures`; whether the figure may be claimed is decided in `counts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.parsing.claims.growth import named_before
from pipelines.parsing.claims.measures import say, say_behind
from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import CARRYING, DENIALS, Said, silent, spell_any, weighty
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.vocabulary import named
from pipelines.parsing.claims.words import Word

#: Words that may stand before a figure and leave its meaning to the words behind it.
_YIELDING = frozenset(
    {"unknown", "open_case", "receive", "receive_weak", "work", "information", "request", "request_bare"}
)
_FLOWING = frozenset({"new_received", "total_handled"})
_REQUESTED = frozenset({"request", "request_bare"})
_DISCLOSURE = frozenset({"information", "request", "request_bare", "answer", "join"})
OTHER_YEARS = frozenset({"year", "last_year", "next_year"})

#: Beside a sum: whose it is and what it is of. Of what was handled it may say so.
_SUMMED = frozenset({"filler", "until", "all", "this_year", "unknown", "request", "request_bare", "case"})
_HANDLED = frozenset({"results", "answer", "work"})


def said_of(phrase: Phrase, ahead: Sequence[Phrase], scene: Scene) -> Said | None:
    """What is said of a number; `ahead` are the phrases that follow, which may tell what a loose word means."""
    said = _said_of(phrase, scene)
    if (
        said is not None
        and said.first.kind == "work"
        and (any(_says_anew(later) for later in ahead) or (ahead and _includes_carried(ahead[0])))
    ):
        return replace(said, measures=("total_handled",))  # `办理40件，其中新收39件`, `办理40件（含上年结转1件）`
    if said is not None and said.measures == ("carried_out",) and _carried_on_later(phrase, ahead, scene):
        return replace(said, measures=("carried_in",))  # `新收84件、结转3件，转下年办理1件`
    return said


def _said_of(phrase: Phrase, scene: Scene) -> Said | None:
    """The words of the figure's own clause, else those behind it, else the clauses before."""
    if scene.queue and scene.queue_kind == "count" and silent(phrase.left):
        return Said((scene.queue.pop(0),), phrase.amount, phrase.amount)
    if reached := _reached(phrase, scene) or _of_these_cases(phrase, scene):
        return reached
    if not silent(phrase.left):
        strong = say(phrase.left, phrase.right, scene)
        if strong is not None:
            behind = say_behind(phrase.right, scene) if strong.first.kind in ("receive", "work", "answer") else None
            disputes = behind is not None and behind.measures[0] in ("review_total", "litigation_total")
            return behind if disputes else strong
        if said := _summed(phrase, scene):
            return said
        content = weighty(phrase.left)
        if content[-1].kind in _YIELDING:
            behind = say_behind(phrase.right, scene)
            if behind is None:
                return _became_of(phrase, scene)  # `尚在办理1件，转下年`
            kinds = {word.kind for word in content}
            part = bool(kinds & {"unknown", "open_case"}) or content[-1].kind == "information"
            return None if behind.flow and part else behind
        return None
    if said := _summed(phrase, scene):
        return said
    if (
        scene.awaited
        and (phrase.closes or phrase.right)
        and all(word.kind in _REQUESTED for word in phrase.right)
        and (_says_this_year(phrase, scene) or (not phrase.bracket and sums_up(phrase.left)))
    ):
        return Said(scene.awaited, phrase.left[0], phrase.amount)  # `申请量同比减少6%，共15件`
    return (
        say_behind(phrase.right, scene)
        or (None if _is_denied(phrase.far) else say((*phrase.far, *phrase.left), phrase.right, scene))
        or _named_ahead(phrase, scene)
        or _became_of(phrase, scene)
    )


def _is_denied(words: Sequence[Word]) -> bool:
    """`未发生行政诉讼，有1件行政复议被维持`: what was denied is not what is counted behind it."""
    return any(word.kind in DENIALS for word in words)


def _reached(phrase: Phrase, scene: Scene) -> Said | None:
    """`申请量从50件上升到65件`, `2022年和2023年分别收到申请50件、65件`: of what the words or the figure before said."""
    at = None
    if "reach" in phrase.kinds:
        at = next(place for place, word in enumerate(phrase.left) if word.kind == "reach")
        before = phrase.left[:at] if weighty(phrase.left[:at]) else phrase.far
        said = say(before, (), scene) if weighty(before) else None
        if said is not None or weighty(before):
            return said
    elif not silent(phrase.left) or not (scene.years or (_of_this_year_too(phrase, scene) and not weighty(phrase.far))):
        return None  # `受理量：2023年71件；办结量：2024年57件`
    first = phrase.amount if at is None else phrase.left[0]
    return Said(scene.spoken, first, phrase.amount) if scene.spoken else None


def _of_these_cases(phrase: Phrase, scene: Scene) -> Said | None:
    """`办理行政复议答复31件，其中政府信息公开类7件`: of the reviews or suits of every kind that were counted just before."""
    if scene.case is None or phrase.right or not names_disclosure_alone(phrase):
        return None
    if "respectively" in phrase.kinds and len(scene.cases) > 1 and all(scene.cases):
        # `行政复议31件、行政诉讼12件，其中涉及政府信息公开的分别为5件、2件`
        scene.queue, scene.queue_kind = scene.cases[1:], "count"
        return Said((scene.cases[0],), phrase.left[0], phrase.amount, loose=True)
    return Said((scene.case,), phrase.left[0], phrase.amount, loose=True) if scene.case else None


def names_disclosure_alone(phrase: Phrase) -> bool:
    """`其中涉政府信息公开的5件`: a part of which nothing is said but that it is of disclosure."""
    content = weighty(phrase.left)
    if "subset" not in phrase.kinds or not any(word.kind in ("information", "request") for word in content):
        return False
    return all(word.kind in _DISCLOSURE or word.text in named().touching for word in content)


def _of_this_year_too(phrase: Phrase, scene: Scene) -> bool:
    """`2022年受理申请5件，2023年为7件`: the same of this year, said of another one just before."""
    kinds = {word.kind for word in phrase.left}
    return scene.was_prior and not scene.prior and bool(kinds & {"year", "this_year"}) and not phrase.right


def _named_ahead(phrase: Phrase, scene: Scene) -> Said | None:
    """`申请量再创新高，达到20件`, `申请数、答复数均有上升，分别为20件、18件`: of what the clauses before name."""
    names_nothing = sums_up(phrase.left) or _begins(phrase.left) or "respectively" in phrase.kinds
    return say(named_before(phrase.far), phrase.right, scene) if names_nothing else None


def _summed(phrase: Phrase, scene: Scene) -> Said | None:
    """`予以公开8件…，总计12件`, `区级部门收到262件，街镇收到98件，两级合计360件`: a sum that is that of the parts told."""
    left = phrase.left
    told = scene.parts_sum or scene.outcomes_sum or scene.ended_sum
    if not told or not left or not (left[-1].text in named().sums or sums_up(left)):
        return None
    if scene.ended_sum and scene.ended and phrase.amount.value == scene.ended_sum:  # `复议维持6件、纠正1件，总计7件`
        return Said((scene.ended,), left[0], phrase.amount) if scene.may_speak_of_disputes(left[0].start) else None
    if scene.outcomes_sum and phrase.amount.value == scene.outcomes_sum:
        return Said(("total_handled",), left[0], phrase.amount) if phrase.kinds <= _SUMMED | _HANDLED else None
    is_sum = phrase.amount.value == scene.parts_sum and phrase.kinds <= _SUMMED
    return Said(("new_received",), left[0], phrase.amount) if is_sum else None


def sums_up(left: Sequence[Word]) -> bool:
    """Words that only sum up: `共`, `达到`, `为`."""
    if not (spell_any(left, named().totals) or spell_any(left, named().sums)):
        return False
    return {word.kind for word in left} <= {"filler", "until", "all", "this_year"}


def _says_this_year(phrase: Phrase, scene: Scene) -> bool:
    """`与上年持平（2023年为13件，…）`: the year of the report, named for the number itself."""
    years = [word for word in phrase.left if word.kind in ("year", "this_year")]
    named = all(word.kind == "this_year" or int(word.value or 0) == scene.report_year for word in years)
    return bool(years) and named and silent(phrase.left)


def _begins(left: Sequence[Word]) -> bool:
    """The figure a row of years begins with: `申请量持续上升，从2021年的31件…增至62件`, `…连续下降：2021年98件、…`."""
    return any(word.kind in OTHER_YEARS for word in left)


def _became_of(phrase: Phrase, scene: Scene) -> Said | None:
    """`6件未到答复期，转至下年办理`: the clause behind says what became of a figure of which nothing else is said.

    An outcome alone says so in an account of requests (`属于公开范围的6件，予以公开`).
    """
    after = weighty(phrase.after)
    if not after or scene.topic == "foreign" or any(word.kind == "foreign" for word in phrase.right):
        return None
    if after[0].kind in CARRYING:
        said = say_behind(phrase.after, scene)
        return said if said is not None and said.measures[0].startswith("carried") else None
    told = scene.topic == "request" and not scene.seen.isdisjoint(_FLOWING)
    return say_behind(phrase.after, scene) if told and [word.kind for word in after] == ["outcome"] else None


def _carried_on_later(phrase: Phrase, ahead: Sequence[Phrase], scene: Scene) -> bool:
    """Whether a carrying without a direction came from last year: one to the next year follows, or its sum with the new."""
    if not phrase.kinds.isdisjoint(OTHER_YEARS):
        return False
    if ahead and sums_up(ahead[0].left) and scene.undivided:
        both = scene.undivided + int(phrase.amount.value or 0)
        if ahead[0].amount.kind == "count" and ahead[0].amount.value == both:
            return True  # `新收20件，结转3件，合计23件`
    for later in ahead:
        words = later.left or later.far  # `结转：2件；办结：20件`
        if all(word.kind != "answer" and word.kind not in OTHER_YEARS for word in words):
            continue
        said = say(words, later.right, scene)
        if said is None:
            continue
        if said.measures == ("total_handled",) and 0 < scene.undivided < int(later.amount.value or 0):
            return True  # `收到20件、结转3件、办结22件`: more than came in
        if said.measures == ("carried_out",) and any(word.kind in OTHER_YEARS for word in words):
            return True
    return False


def _includes_carried(phrase: Phrase) -> bool:
    return bool(phrase.left) and phrase.left[0].text in named().including and not phrase.kinds.isdisjoint(CARRYING)


def _says_anew(phrase: Phrase) -> bool:
    return any(word.kind == "receive" and word.text.startswith(named().anew) for word in phrase.left)

"""Years: which words of time govern the figures behind them, and which only mark a thing.

Asked by `scene` as it hears words; which months make no whole year is told by `months`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.parsing.claims.memory import Memory
from pipelines.parsing.claims.said import CARRYING
from pipelines.parsing.claims.vocabulary import named
from pipelines.parsing.claims.words import Word, year_of

#: What a part of the year may stand before: to be done in it, and who does it.
_DOING = frozenset(
    {"request_bare", "receive", "receive_weak", "work", "answer", "request", "filler", "join", "all", "respectively"}
)
_VERBS = frozenset({"receive", "work", "answer", "request", "request_bare", "filler", "this_year", "information"})
_DENYING = frozenset({"none", "nought"})
_DATED = CARRYING | {"law_making", "year"}
_MARKED = CARRYING | {"than", "join", "until", "same_period"}
#: Words before `以来` that may tell since when.
_NEAR = 12


def hear_years_in_turn(scene: Memory, ahead: Sequence[Word]) -> None:
    """`2022年、2023年分别…`: the figures that follow are of these years, one after another."""
    years = [word for word in ahead if word.kind in ("year", "last_year", "this_year")]
    if len(years) > 1 and all(word in years or word.kind in ("join", "all", "filler") for word in ahead[-2:]):
        this = scene.report_year
        scene.years = [
            word.kind == "last_year" or (word.kind == "year" and int(word.value or 0) != this) for word in years
        ]


def hear_year(scene: Memory, words: Sequence[Word], place: int) -> None:
    """A year governs what follows where it opens a clause or stands before a verb, not where it is a mere mark."""
    word = words[place]
    before = words[place - 1] if place else None
    after = next((word for word in words[place + 1 :] if word.kind not in _DENYING), None)  # `上年度没有结转`
    if place == 1 and after is None and before is not None and before.text == "、":
        before = None  # `2022年62件、2023年71件`
    known = named()
    if word.kind == "ever" and any(_began(earlier, scene) for earlier in words[max(0, place - _NEAR) : place]):
        return  # `2023年以来`, `自2008年5月1日条例施行以来`, where that is the report's year
    if word.kind == "part_year":
        beside = after if after is not None and after.start == word.end else None
        governs = beside is None or beside.kind in _DOING or beside.text.endswith(known.spans)
        scene.prior = scene.prior or governs  # not `3月印发…，收到…`
        return
    if before is not None and (
        before.kind in _MARKED
        or before.text in known.marking
        or (before.text == known.towards_whom and (after is None or after.kind != "receive"))
        or (before.text in known.beginnings and place > 1 and words[place - 2].kind == "carry")
    ):
        return
    if after is not None and after.kind in _DATED:
        return
    if after is not None and after.kind == "same_period":
        behind = words[place + 2] if place + 2 < len(words) else None
        scene.prior = scene.prior or (behind is not None and behind.kind in ("receive", "work", "answer"))
        return
    if before is not None and after is not None and after.kind not in _VERBS and word.kind != "ever":
        return
    if word.kind == "year":
        scene.year = int(word.value or 0)
        scene.prior = scene.report_year is not None and scene.year != scene.report_year
    else:
        scene.prior = True


def _began(word: Word, scene: Memory) -> bool:
    """The report's own year, or the first day of the first one."""
    return year_of(word) == scene.report_year and (word.kind == "year" or word.text == named().first_day)

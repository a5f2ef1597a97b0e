"""Growth and level: how much more or less than which year, and of what.

Reads the words around one figure; what a growth implies for the year before is worked out in `priors`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipelines.parsing.claims.claim import OUTCOMES, Claim
from pipelines.parsing.claims.measures import say
from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import Change, silent, spell_any, weighty, without_direction
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.sentences import Sentence
from pipelines.parsing.claims.turns import in_turn
from pipelines.parsing.claims.vocabulary import named
from pipelines.parsing.claims.words import Word

_YEARS = frozenset({"last_year", "before_last", "year", "same_period"})
_OTHER_YEARS = frozenset({"year", "last_year", "next_year"})
_LEVELS = frozenset({"level", "alike"})
_CHANGING = _LEVELS | {"percent", "times"}
#: They tell what changed.
_NAMING = frozenset(
    {"request", "request_bare", "receive", "answer", "work", "review", "litigation", "outcome", "foreign", "item"}
)
#: Numbers that a change may be told of all at once.
_SEVERAL = 4
_ROUGHLY = frozenset({"roughly", "approximate"})


def change_of(phrase: Phrase, scene: Scene) -> Change | None:
    """The change a figure states, or None where it states none (a share, a rate, a mere number)."""
    amount = phrase.amount
    if amount.kind not in _CHANGING:
        return None
    own = _behind_joint(phrase.left)
    if _is_of_rates(own):
        return None
    words = (*phrase.far, *own)
    compared, started = _compared(words), _compared(own)
    sign = _sign(own, amount)
    if sign is None and not _changes_unsaid(amount, own, compared, started):
        return None
    at = min(place for place in (started, _direction_at(own), len(own)) if place is not None)
    first = own[at] if at < len(own) else amount if compared is None else words[compared]
    return Change(
        _percent(amount, sign),
        _base_of(amount, words, compared, scene),
        first,
        _subject(_naming(own, at), phrase.far, compared if started is None else None, scene),
        own[:at],
        amount.vague or any(word.kind in _ROUGHLY for word in (*own, *phrase.right[:1])),
    )


def _naming(own: Sequence[Word], at: int) -> Sequence[Word]:
    """The words that name what changed: before the comparison `at` a place, else behind its year (`较去年申请量下降8%`)."""
    if weighty(own[:at]):
        return own[:at]
    behind = until_direction(own[at:])
    years = [place for place, word in enumerate(behind) if word.kind in _YEARS]
    inner = behind[years[-1] + 1 :] if years else ()
    return inner if any(word.kind in _NAMING for word in inner) else own[:at]


def subject_of(phrase: Phrase, scene: Scene) -> tuple[str, ...] | None:
    """What a difference is one of: as `Change.subject`."""
    own = _behind_joint(phrase.left)
    first_at = min(at for at in (_compared(own), _direction_at(own), len(own)) if at is not None)
    return _subject(own[:first_at], phrase.far, None, scene)


def is_difference(phrase: Phrase) -> bool:
    """Whether a number is a difference (`同比增加5件`) or another year's (`上年同期为15件`), and no figure of its own."""
    if "reach" in phrase.kinds:
        return False
    return not phrase.kinds.isdisjoint({"up", "down"}) or _compared(phrase.left) is not None


def is_where_a_change_began(phrase: Phrase, ahead: Sequence[Phrase]) -> bool:
    """`由上年的6件降为2件`, `从50件上升到65件`."""
    is_reached = bool(ahead) and "reach" in ahead[0].kinds and ahead[0].left[0].kind == "reach"
    if "carry" in phrase.kinds or (not is_reached and phrase.kinds.isdisjoint(_OTHER_YEARS)):
        return False  # `结转自上年的5件`
    of = named().of
    near = [word for word in phrase.left if word.text != of]
    if near and near[-1].kind in _OTHER_YEARS:
        near.pop()
    elif not is_reached:
        return False
    return bool(near) and near[-1].text in named().beginnings


def _behind_joint(own: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words of a change without the joint that ties it to the figure before (`申请8件、同比增长12%`)."""
    return own[1:] if own and own[0].kind in ("join", "than") and _compared(own[:3]) != 0 else own


def _sign(own: Sequence[Word], amount: Word) -> int | None:
    """The last word of direction in the figure's own clause; a doubling and a level bring their own."""
    for word in reversed(own):
        if word.kind in ("up", "down"):
            return 1 if word.kind == "up" else -1
    if amount.kind in _LEVELS:
        return 0 if _compared(own) is not None or (amount.kind == "level" and not weighty(own)) else None
    return 1 if amount.text.startswith("翻") else None


def _changes_unsaid(amount: Word, own: Sequence[Word], compared: int | None, started: int | None) -> bool:
    """A change without a word of direction: `是上年的2倍`, `同比-11.1%`, `与上年持平`."""
    if amount.kind == "percent":
        return started is not None and amount.text[0] in "-+"
    return compared is not None or (amount.kind == "times" and any(word.kind in _YEARS for word in own))


def _percent(amount: Word, sign: int | None) -> Decimal:
    value = amount.value or Decimal(0)
    if value < 0:
        return value  # `下降-1.2%` prints its direction twice, `增长-1.2%` in the number alone
    if sign is not None:
        return value * sign
    return value - 100 if amount.kind == "times" else value


def _compared(words: Sequence[Word]) -> int | None:
    """Where a comparison begins: `同比`, or `较`, `比`, `与` before a year."""
    for place, word in enumerate(words):
        if word.kind in ("same_period", "other_period"):
            before = words[place - 1] if place else None
            return place - 1 if before is not None and before.kind in ("last_year", "year") and place > 1 else place
        if word.kind == "than" or (word.kind == "join" and word.text in named().comparing):
            near = [after for after in words[place + 1 : place + 4] if after.kind in _YEARS]
            if near:
                return place
    return None


def _direction_at(own: Sequence[Word]) -> int | None:
    return next((place for place, word in enumerate(own) if word.kind in ("up", "down")), None)


def compared_year(phrase: Phrase, scene: Scene) -> int | None:
    """The year whose figure this is where it is one compared with (`较2020年度30件上升103%`)."""
    compared = _compared(phrase.left)
    return _base_year(phrase.left, compared, scene) if compared is not None else None


def until_direction(words: Sequence[Word]) -> Sequence[Word]:
    """The words before the first one of direction."""
    return words[: _direction_at(words)]


def named_before(words: Sequence[Word]) -> Sequence[Word]:
    """The words that name an amount, without what is said of it: up to its measuring noun, a comparison or a share.

    `申请量再创新高，达到20件`, `受理申请比上年增加三成，共20件`, `同意公开的占比最大，共8件`.
    """
    ends = [_compared(words), _direction_at(words)]
    ends += [next((at for at, word in enumerate(words) if word.kind == "share"), None)]
    words = words[: min((at for at in ends if at is not None), default=len(words))]
    last = _last_measuring(words)
    return words if last is None else words[: last + 1]


def _last_measuring(words: Sequence[Word]) -> int | None:
    """Where the last noun stands that makes the one before it an amount."""
    measuring = named().measuring
    return max((at for at, word in enumerate(words) if word.text in measuring), default=None)


def _base_of(amount: Word, words: Sequence[Word], compared: int | None, scene: Scene) -> int | None:
    """The year a change is one against; `是2020年的2倍` names it without a word of comparison."""
    if compared is None and amount.kind == "times":
        compared = next((place for place, word in enumerate(words) if word.kind in _YEARS), None)
    if compared is None and scene.base_year is not None:
        return scene.base_year
    return _base_year(words, compared, scene)


def _base_year(words: Sequence[Word], compared: int | None, scene: Scene) -> int | None:
    report = scene.report_year if scene.report_year is not None else scene.year
    for word in words[compared:] if compared is not None else ():
        if word.kind == "year" and int(word.value or 0) != report:
            return int(word.value or 0)
        if word.kind == "before_last":
            return report - 2 if report is not None else None
        if word.kind in ("last_year", "same_period"):
            break
    return report - 1 if report is not None else None


def _subject(before: Sequence[Word], far: Sequence[Word], compared: int | None, scene: Scene) -> tuple[str, ...] | None:
    """What changed, by the words before the comparison: its measure, empty for another thing, None if unsaid."""
    content = weighty(before)
    if not content:
        aside = far[:compared] if compared is not None else far
        aside = until_direction(aside)  # `数量呈上升趋势，同比增长8%`
        if any(word.kind in ("foreign", "rate") for word in aside):
            return ()
        last = _last_measuring(aside)
        if last is None and not scene.counted and weighty(aside):
            return ()  # of what this sentence names, and no list knows
        said = say(aside[: last + 1], (), scene) if last is not None else None
        return said.measures if said is not None and not said.split else None
    said = say(before, (), scene)
    if said is None or said.split:
        return ()
    return said.measures


def _is_of_rates(own: Sequence[Word]) -> bool:
    """A rate, a share, or a mean over years is no growth of requests; `增长率` alone is."""
    if any(word.kind == "up" and word.text.endswith("率") for word in own):
        return False
    return any(word.kind in ("rate", "share", "other_period", "part_year") for word in own)


def _said_next(here: Sequence[Phrase], scene: Scene) -> tuple[str, ...]:
    """`较上年增长25%，共收到申请5件`: a change said ahead of all figures is of the one that follows it in its clause."""
    follows = here[1] if len(here) > 1 else None
    if follows is None or follows.amount.kind != "count" or follows.opens or follows.bracket or is_difference(follows):
        return ()
    said = say(follows.left, follows.right, scene)
    return said.measures if said is not None and said.flow and not said.split else ()


def next_change(phrase: Phrase, scene: Scene) -> Change | None:
    """The change of the next measure where several are said in turn (`同比分别增长10%、8%`)."""
    amount = phrase.amount
    if amount.kind not in ("percent", "level") or not (scene.queue and scene.queue_kind == "growth"):
        return None
    change = scene.queue_change
    if change is None or not silent(without_direction(phrase.left)):
        return None
    sign = _sign(phrase.left, amount) or (
        0 if amount.kind == "level" else -1 if change.percent < 0 else 1
    )  # `分别下降25%和增长100%`
    percent = (amount.value or Decimal(0)) * sign
    return replace(change, percent=percent, first=amount, subject=(scene.queue.pop(0),))


def growths_of(
    sentence: Sentence, phrase: Phrase, change: Change, here: Sequence[Phrase], scene: Scene
) -> Iterator[Claim]:
    """The growth or level claim of a change, where what changed is a measure of this year; `here` starts with its phrase."""
    amount = phrase.amount
    measures: tuple[str, ...] = scene.last or ()
    of_total = change.subject is None and spell_any(change.before, named().totals & named().measuring)
    if scene.differing and not of_total and change.subject is None and phrase.kinds.isdisjoint({"all", "respectively"}):
        return  # `较上年分别增长5件、4件，增幅33%、27%`: of which of them is not said
    if scene.prior:
        # `收到申请84件，去年70件，同比增长20%`: what the year before had stands between this year's figure and its growth
        measures = tuple(scene.seen)
        named_year = any(word.kind in _YEARS for word in phrase.left[1:])
        if change.subject is not None or len(measures) != 1 or named_year or scene.counted[-2:-1] == [None]:
            return  # `其中网上申请61件，去年41件，增长48.8%` is of a part
    if "respectively" in phrase.kinds:
        measures = in_turn(phrase, change.before, here, scene, "growth")
        scene.queue_change = change
    elif change.subject is not None:
        measures = change.subject
    elif of_total:  # `县级受理98件、乡镇受理25件，总量增长2.5%`
        measures = tuple(scene.seen & {"new_received"})
    elif not measures and not scene.counted and scene.awaited:
        measures = scene.awaited  # `与2021年相比，申请数量增长45.6%；与2022年相比增长8.3%`
    elif not measures and not scene.counted and silent(phrase.far):
        measures = _said_next(here, scene)
    elif not measures and scene.divided:
        scene.undivided = 0  # a part grew by itself, and so does the last one
    elif "all" in phrase.kinds and measures and len(scene.counted) <= _SEVERAL and all(scene.counted):
        measures = tuple(dict.fromkeys(measure for counted in scene.counted for measure in counted or ()))
    elif measures == ("carried_in",):  # `收到38件，上年结转1件，同比增长5.6%`
        measures = tuple(scene.seen & {"new_received"})
    elif measures and measures[0] in OUTCOMES and 0 < scene.outcomes_sum == scene.undivided:
        measures = ("new_received",)  # `受理3件，同意公开1件，不予公开2件，同比持平`
    if not all(measures) or (len(measures) > 1 and "all" not in phrase.kinds):
        return
    if len(measures) == 1 and measures[0] not in scene.seen:
        scene.awaited = measures
    level = amount.kind in _LEVELS
    for measure in measures:  # several at once are told by `均`
        yield Claim(
            "level" if level else "growth",
            measure,
            None,
            None if level else float(change.percent),
            None if level else "%",
            None if level else amount.digits,
            change.base_year,
            sentence.text,
            sentence.span(change.first.start, amount.end),
            verdict_detail="roughly" if change.roughly else None,
        )

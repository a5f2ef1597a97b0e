"""Numbers of requests that are parts of the whole: of some ways, days or years, or summed up later.

Asked by `counts` and `holding`; whose requests they are is told in `others`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.parsing.claims.bodies import DOING, is_of_whole
from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import silent, spell_any, weighty
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.vocabulary import named
from pipelines.parsing.claims.whose import sums_up

#: What is counted with requests that came in, and adds up with them, but is none of them.
_NO_PART = frozenset({"carry", "carry_toward", "answer", "outcome", "review", "litigation", "up", "down"})


def announces_parts(phrase: Phrase) -> bool:
    """Whether the words of a figure open a breakdown (`其中`)."""
    return "subset" in phrase.kinds


def is_object_of_an_act(phrase: Phrase) -> bool:
    """`对答复的申请123件开展评查`: what something else is done to than an answer given (`对123件进行了答复`)."""
    done_to = bool(phrase.left) and phrase.left[0].text == named().towards_whom
    does = done_to and bool(phrase.right) and phrase.right[0].text.startswith(named().doing)
    return does and all(word.kind != "answer" for word in phrase.right)


def is_one_of_several(phrase: Phrase, ahead: Sequence[Phrase], scene: Scene) -> bool:
    """`三家单位分别收到申请1件、2件、1件`: each is of one of them, unlike years or measures said in turn."""
    if scene.years or scene.queue or "respectively" not in phrase.kinds:
        return False
    return bool(ahead) and ahead[0].amount.kind == "count" and silent(ahead[0].left)


def adds_up_later(phrase: Phrase, ahead: Sequence[Phrase], measure: str, scene: Scene) -> bool:
    """`收到公开环评信息的申请2件，公开处罚信息的申请3件，合计5件`: a part, as the sum that follows tells."""
    if phrase.amount.start < scene.summed_at:
        return True
    apart = _NO_PART - {"answer"} if measure == "total_handled" else _NO_PART
    total, parts = phrase.amount.value or 0, 1
    for later in ahead:
        if later.amount.kind != "count" or later.amount.key != phrase.amount.key or later.bracket != phrase.bracket:
            continue
        if not later.kinds.isdisjoint(apart):
            return False
        if parts > 1 and later.amount.value == total and (sums_up(later.left) or is_of_whole(later)):
            scene.summed_at = later.left[0].start
            return True
        if sums_up(later.left):
            return False
        total, parts = total + (later.amount.value or 0), parts + 1
    return False


def is_of_more_years(phrase: Phrase, ahead: Sequence[Phrase], scene: Scene) -> bool:
    """`累计收到申请230件，其中2023年收到12件`: the number of this year is named apart from that of all years."""
    if _names_this_year(phrase, scene):
        return False
    if not spell_any(phrase.left, named().cumulative):
        ahead = [later for later in ahead[:1] if announces_parts(later) and "year" in later.kinds]
    return any(_names_this_year(later, scene) and later.amount.kind == "count" for later in ahead)


def _names_this_year(phrase: Phrase, scene: Scene) -> bool:
    return any(
        word.kind == "this_year" or (word.kind == "year" and word.value == scene.report_year) for word in phrase.left
    )


def is_of_part_of_year(phrase: Phrase, ahead: Sequence[Phrase]) -> bool:
    """`新条例施行后收到申请9件，全年共收到申请14件`: a part, as the larger number of the whole year that follows tells."""
    if "receive" not in phrase.kinds or "this_year" in phrase.kinds:
        return False
    return any(
        {"receive", "this_year"} <= later.kinds
        and later.amount.key == phrase.amount.key
        and (later.amount.value or 0) > (phrase.amount.value or 0)
        and later.kinds & {"request", "request_bare"}
        and "foreign" not in later.kinds
        for later in ahead
    )


def is_in_time_alone(phrase: Phrase, ahead: Sequence[Phrase]) -> bool:
    """`按期答复84件，延期答复3件`: a part of the answers, as the late ones that follow tell."""
    later = ahead[0] if ahead else None
    if later is None or not later.amount.value or announces_parts(later) or not spell_any(phrase.left, named().in_time):
        return False
    return "answer" in later.kinds and any(word.text.startswith(named().late) for word in later.left)


def is_one_way(phrase: Phrase, ahead: Sequence[Phrase], scene: Scene) -> bool:
    """`网上申请5件，现场申请3件，合计8件`: what came in by one way, of which the whole is still to be said."""
    if scene.topic != "request" or scene.subset or not ahead:
        return False
    if any("new_received" in seen for seen in (scene.seen, *scene.recent)):
        return False
    near = ["channel", "request_bare"]
    return all([word.kind for word in weighty(part.left)] == near for part in (phrase, ahead[0]))


def is_part_of_other_things(phrase: Phrase, scene: Scene) -> bool:
    """`收到来信90封，其中申请公开类12封`: requests that nobody is said to have received, in a breakdown of other things."""
    own = not phrase.kinds.isdisjoint(DOING)
    return bool(scene.subset) and not own and scene.counts_other_things

"""Counts: which measure a number in a sentence is.

Takes a figure with its surroundings and gives claims; what they are of is asked of `whose`, and whether it may be
claimed of `holding`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.parsing.claims.bodies import is_of_area
from pipelines.parsing.claims.claim import LUMPED, OUTCOMES, Claim
from pipelines.parsing.claims.flow import APPLICANTS
from pipelines.parsing.claims.growth import (
    compared_year,
    is_difference,
    is_where_a_change_began,
    named_before,
    subject_of,
)
from pipelines.parsing.claims.holding import holds, is_said_to_be, turn_to_part
from pipelines.parsing.claims.measures import listed, listed_in_turn
from pipelines.parsing.claims.parts import is_one_way
from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import Said, silent, spell_any
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.sentences import Sentence
from pipelines.parsing.claims.turns import once
from pipelines.parsing.claims.vocabulary import named, vocabulary
from pipelines.parsing.claims.whose import OTHER_YEARS, said_of


def counts_of(sentence: Sentence, phrase: Phrase, ahead: Sequence[Phrase], scene: Scene) -> Iterator[Claim]:
    """The claims of a number: one, one of each measure in a list, or none; `ahead` are the phrases that follow."""
    amount = phrase.amount
    said = said_of(phrase, ahead, scene) if amount.kind != "bare" or _bare_may_count(phrase, ahead) else None
    measures = _measures(phrase, said, scene)
    if measures == ("granted",) and _holds_partly_granted(phrase, ahead):
        measures = (LUMPED,)
    scene.shared = ()
    if measures or not (is_where_a_change_began(phrase, ahead) or (scene.prior and _names_a_year_alone(phrase))):
        scene.spoken = measures  # else of what the year before was said: `由2021年的8件、2022年的12件增加到20件`
    if said is None and not scene.awaited and is_one_way(phrase, ahead, scene):
        scene.awaited = ("new_received",)
    if measures == ("new_received",) and amount.value and not scene.prior:
        scene.received_some = True
    if said is None:
        turn_to_part(phrase, scene)
    if not measures or said is None or not holds(phrase, said, measures, ahead, scene):
        if measures and said is not None and said.flow and amount.vague and not scene.prior:
            scene.awaited = measures  # `申请首次突破百件，为104件`
        if not (is_difference(phrase) or (scene.differing and silent(phrase.left))):
            scene.differing = False
            scene.counted.append(None)
            if amount.vague and silent(phrase.left):
                return  # `收到506件，首次超过500件，同比增长8%`
            scene.last = ("new_received",) if _completes_the_whole(phrase, scene) else None
            return
        scene.differing = "respectively" in phrase.kinds or scene.differing  # `分别比上年减少2件、3件`
        scene.base_year = compared_year(phrase, scene)
        if (subject := subject_of(phrase, scene)) is not None:
            scene.last = subject
            if len(subject) == 1 and not scene.seen & set(subject):
                scene.awaited = subject  # `新收申请同比增加42件，达308件`
        return
    zero = amount.text[0] == "零" or amount.kind == "nought"
    start, end = min(said.first.start, amount.start), max(said.last.end, amount.end)
    scene.counted.append(measures)
    scene.last = measures
    if measures == ("new_received",):
        scene.undivided = int(amount.value or 0)
    if measures[0] in OUTCOMES and not phrase.bracket:
        scene.outcomes_sum += int(amount.value or 0)
    if said.flow:
        scene.of_cases = False
        scene.counter = amount.key
        scene.read_over = False
        if is_of_area(phrase):
            scene.area_age = 0
    scene.seen.update(measures)
    if said.first.text in vocabulary().group_labels:
        scene.grouped.update(measures)
    scene.awaited = ()
    scene.anew = scene.anew or said.anew
    scene.worked = scene.worked or (said.first.kind == "work" and measures == ("total_handled",))
    for measure in measures:
        yield Claim(
            "zero" if zero else "count",
            measure,
            float(amount.value or 0),
            None,
            amount.key,
            0,
            None,
            sentence.text,
            sentence.span(start, end),
        )


def _measures(phrase: Phrase, said: Said | None, scene: Scene) -> tuple[str, ...]:
    """The measures a figure is stated of: one; each of a list (`各1件`, `均为0`); the first of a list said in turn."""
    amount = phrase.amount
    if said is None:
        return ()
    words = (*named_before(phrase.far), *phrase.left) if silent(phrase.left) else phrase.left
    kinds = {word.kind for word in words}
    alike = len(words) > 1 and words[-2].kind == "all" and words[-1].text in named().copulas
    several = len(said.measures) > 1 or kinds & {"each", "respectively"} or alike or amount.value == 0
    items = listed(words, scene) if several else ()
    if said.measures == (LUMPED,) and len(items) == 2 and not alike and kinds.isdisjoint({"each", "respectively"}):
        return said.measures  # `予以公开及部分公开0件`
    if "respectively" in kinds and len(items) > 1:
        items = once(listed_in_turn(words, scene))
        scene.queue, scene.queue_kind = list(items[1:]), "count"
        return items[:1] if items[0] else ()
    if len(items) > 1 and ("each" in kinds or alike or amount.value == 0):
        return items
    if said.measures == ("",):
        return ()  # named twice in a list said in turn
    if len(said.measures) == 1 and not _adds_up(phrase, said, scene):
        return said.measures
    return ()


def _adds_up(phrase: Phrase, said: Said, scene: Scene) -> bool:
    """Two measures joined before one number are a sum of its own (`新收和上年结转共15件`), which no cell holds."""
    if said.measures[0] == LUMPED or "join" not in phrase.kinds:
        return False
    if said.first.kind == "carry" and any(
        word.kind in ("year", "next_year") for word in phrase.left if word.start >= said.first.start
    ):
        return False  # `2022年收到、结转至2023年答复的申请5件` tells one story
    items = set(listed(phrase.left, scene))
    return len(items) > 1 and not items <= {"new_received", "total_handled"} and LUMPED not in items


def _completes_the_whole(phrase: Phrase, scene: Scene) -> bool:
    """The last part that what came in is divided into, by applicant, way or topic: what is said next is of the whole again.

    `收到申请66件，其中自然人64件、法人2件，同比增长10%`.
    """
    if not scene.undivided:
        return False
    # a part named otherwise may be a body, and grow itself
    about = scene.about or spell_any(phrase.left, named().concerns)
    kinds = phrase.kinds | {word.kind for word in phrase.right}
    if not about and kinds.isdisjoint({*APPLICANTS, "channel"}):
        return False
    scene.undivided -= int(phrase.amount.value or 0)
    return scene.undivided == 0


def _names_a_year_alone(phrase: Phrase) -> bool:
    return not phrase.kinds.isdisjoint(OTHER_YEARS) and silent(phrase.left)


def _bare_may_count(phrase: Phrase, ahead: Sequence[Phrase]) -> bool:
    """A number without a counter counts after `为` at the end of a clause, and for an outcome whose share follows."""
    return phrase.closes and (is_said_to_be(phrase) or bool(ahead and ahead[0].amount.kind == "percent"))


def _holds_partly_granted(phrase: Phrase, ahead: Sequence[Phrase]) -> bool:
    """A number of one outcome that is said to hold that of another (`18件（含…3件）`) counts both."""
    inside = ahead[0] if ahead and ahead[0].bracket and ahead[0].bracket != phrase.bracket else None
    if inside is None or not inside.left or inside.left[0].kind != "subset":
        return False
    return any(word.key == "partly_granted" for word in (*inside.left, *inside.right))

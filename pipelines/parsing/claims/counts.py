"""Counts: which measure a number in a sentence is, and whether it may be claimed.

Takes a figure with its surroundings and gives claims; whose they are is asked of `whose`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from pipelines.parsing.claims.claim import LUMPED, OUTCOMES, Claim
from pipelines.parsing.claims.growth import compared_year, is_difference, subject_of
from pipelines.parsing.claims.measures import listed
from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import Said, silent, weighty
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.sentences import Sentence
from pipelines.parsing.claims.vocabulary import vocabulary
from pipelines.parsing.claims.whose import OTHER_YEARS, said_of
from pipelines.parsing.claims.words import Word

#: The verbs of requests coming and going; who does it stands before them.
_DOING = frozenset({"receive", "work", "answer"})


def counts_of(sentence: Sentence, phrase: Phrase, ahead: Sequence[Phrase], scene: Scene) -> Iterator[Claim]:
    """The claims of a number: one, one of each measure in a list, or none; `ahead` are the phrases that follow."""
    amount = phrase.amount
    said = said_of(phrase, ahead, scene) if amount.kind != "bare" or _bare_may_count(phrase, ahead) else None
    measures = _measures(phrase, said, scene)
    if measures == ("granted",) and _holds_partly_granted(phrase, ahead):
        measures = (LUMPED,)
    scene.shared = ()
    if measures or not scene.prior or not _names_a_year_alone(phrase):
        scene.spoken = measures  # else of what the year before was said: `由2021年的8件、2022年的12件增加到20件`
    if not measures or said is None or not _holds(phrase, said, measures, ahead, scene):
        if not is_difference(phrase):
            scene.counted.append(None)
            scene.last = None
            return
        scene.base_year = compared_year(phrase, scene)
        if (subject := subject_of(phrase, scene)) is not None:
            scene.last = subject
        return
    zero = amount.text[0] == "零" or amount.kind == "nought"
    start, end = min(said.first.start, amount.start), max(said.last.end, amount.end)
    scene.counted.append(measures)
    scene.last = measures
    if said.flow:
        scene.counter = amount.key
    scene.seen.update(measures)
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
    words = (*phrase.far, *phrase.left) if silent(phrase.left) else phrase.left
    kinds = {word.kind for word in words}
    several = len(said.measures) > 1 or kinds & {"each", "respectively"} or amount.value == 0
    items = listed(words, scene) if several else ()
    if "respectively" in kinds and len(items) > 1:
        scene.queue, scene.queue_kind = list(items[1:]), "count"
        return items[:1]
    if len(items) > 1 and ("each" in kinds or amount.value == 0):
        return items
    if len(said.measures) == 1 and not _adds_up(phrase.left, said, scene):
        return said.measures
    return ()


def _adds_up(left: Sequence[Word], said: Said, scene: Scene) -> bool:
    """Two measures joined before one number are a sum of its own (`新收和上年结转共15件`), which no cell holds."""
    if said.measures[0] == LUMPED or not any(word.kind == "join" for word in left):
        return False
    if said.first.kind == "carry" and any(
        word.kind in ("year", "next_year") for word in left[left.index(said.first) :]
    ):
        return False  # `2022年收到、结转至2023年答复的申请5件` tells one story
    items = set(listed(left, scene))
    return len(items) > 1 and not items <= {"new_received", "total_handled"} and LUMPED not in items


def _holds(phrase: Phrase, said: Said, measures: tuple[str, ...], ahead: Sequence[Phrase], scene: Scene) -> bool:
    """Whether the figure may be claimed: a whole of this year, counted in the right unit, not said before."""
    amount = phrase.amount
    if amount.vague or any(word.kind == "approximate" for word in phrase.left[-1:]):
        return False
    if amount.kind == "loose_count" and not ((phrase.closes and said.loose) or _goes_on(phrase, said, scene)):
        return False
    if amount.kind == "bare" and not _is_said_to_be(phrase) and said.measures[0] not in OUTCOMES:
        return False
    if said.flow and amount.key == "条" and said.first.kind == "request":
        return False
    if said.flow and len(phrase.left) > 1 and phrase.left[-1].kind == "subset":
        return False  # `我局承办其中12件`
    if any(word.kind == "than" for word in phrase.right) and any(w.kind in OTHER_YEARS for w in phrase.left):
        return False  # `与2022年受理的20件申请相比`
    disputed = measures[0] in ("review_total", "litigation_total")
    carried = measures[0] in ("carried_in", "carried_out")
    if scene.prior and not disputed and not carried:
        return False
    if said.split and (
        said.split in scene.parts or scene.seen & set(measures) or scene.subset or _sibling(said.split, ahead)
    ):
        scene.parts.add(said.split)
        if not scene.seen & set(measures) and not scene.subset:
            scene.awaited = measures  # `自然人的申请22件、企业的申请3件，共25件`
        return False
    if said.flow and (_is_share_of_area(ahead) or _is_of_another_story(phrase, scene)):
        return False
    if said.flow and _is_of_one_body(phrase, ahead, scene):
        scene.awaited = measures  # `市本级收到12件，各县区收到52件，共64件`
        return False
    before = any(measures[0] in seen for seen in scene.recent)
    recalled = bool(phrase.left) and phrase.left[-1].text == "的"
    if said.flow and before and (said.split or recalled):
        return False  # `在受理的5件申请中` says again what was said before
    if said.anew and not scene.anew:
        return True  # `受理40件（新收39件，上年结转1件）`
    if said.measures == ("unavailable",) and "unavailable" not in scene.seen_ahead and not phrase.bracket:
        return True  # old words for it stand side by side
    if scene.worked and said.first.kind == "answer" and measures == ("total_handled",):
        return not scene.subset  # `办理128件，…；答复126件`
    return not scene.seen & set(measures)


def _goes_on(phrase: Phrase, said: Said, scene: Scene) -> bool:
    """What became of requests is counted as they were just before: `收到申请37项，答复36项，1项结转下年`."""
    measure = said.measures[0]
    is_said_behind = said.first.start > phrase.amount.start
    known = measure in OUTCOMES or measure.startswith("carried") or (said.flow and not is_said_behind)
    return phrase.amount.key == scene.counter and known and (phrase.closes or is_said_behind)


def _names_a_year_alone(phrase: Phrase) -> bool:
    return silent(phrase.left) and any(word.kind in OTHER_YEARS for word in phrase.left)


def _bare_may_count(phrase: Phrase, ahead: Sequence[Phrase]) -> bool:
    """A number without a counter counts after `为` at the end of a clause, and for an outcome whose share follows."""
    return phrase.closes and (_is_said_to_be(phrase) or bool(ahead and ahead[0].amount.kind == "percent"))


def _is_said_to_be(phrase: Phrase) -> bool:
    return bool(phrase.left) and phrase.left[-1].text in ("为", "是")


def _is_of_one_body(phrase: Phrase, ahead: Sequence[Phrase], scene: Scene) -> bool:
    """Whether a sentence shares what came or went out among bodies: `市本级收到12件，各县区收到52件` has no whole.

    Nor has `全区受理117件，其中区政府办公室办理29件`, whose breakdown is one by bodies.
    """
    known = vocabulary()
    own = _subject(phrase)
    if not own or known.whole.search(own):
        return False
    others = [_subject(later) for later in takewhile(lambda later: not _announces_parts(later), ahead)]
    if any(other != own and known.others.search(other) for other in others):
        scene.parts.add("body")
    return "body" in scene.parts or bool(scene.subset and known.one_body.search(own))


def _is_share_of_area(ahead: Sequence[Phrase]) -> bool:
    """`收到申请62件，占全县申请总量的41%` is a part of the whole."""
    if not ahead or ahead[0].amount.kind != "percent" or not weighty(ahead[0].left):
        return False
    of_what = "".join(word.text for word in ahead[0].left[1:]).replace("总", "")
    return ahead[0].left[0].kind == "share" and vocabulary().whole.search(of_what) is not None


def _is_of_another_story(phrase: Phrase, scene: Scene) -> bool:
    """What one case tells, what another body announces, and what an area has that the speaker's own is a part of."""
    if scene.told_from is not None and scene.told_from < phrase.amount.start:
        return True
    words = (*phrase.far, *phrase.left)
    if any(word.text == "通报" and _ends_clause(word, after) for word, after in pairwise(words)):
        return True  # `省政府办公厅通报，全省收到…`
    spoken = "".join(word.text for word in words)
    parts = (part for area, parts in vocabulary().within.items() if area in spoken for part in parts)
    return any(part in scene.plain for part in parts)  # `全省收到申请2.3万件，我市…`


def _ends_clause(word: Word, after: Word) -> bool:
    return after.start > word.end or after.text in ("显示", "称", "指出")


def _holds_partly_granted(phrase: Phrase, ahead: Sequence[Phrase]) -> bool:
    """A number of one outcome that is said to hold that of another (`18件（含…3件）`) counts both."""
    inside = ahead[0] if ahead and ahead[0].bracket and ahead[0].bracket != phrase.bracket else None
    if inside is None or not inside.left or inside.left[0].kind != "subset":
        return False
    return any(word.key == "partly_granted" for word in inside.left)


def _subject(phrase: Phrase) -> str:
    """Who did it: the words before the verb but for the year; empty where the phrase has no such verb."""
    at = next((place for place, word in enumerate(phrase.left) if word.kind in _DOING), 0)
    words = (word.text for word in phrase.left[:at] if word.kind not in OTHER_YEARS)
    return re.sub(r"\W", "", "".join(words))


def _announces_parts(phrase: Phrase) -> bool:
    return any(word.kind == "subset" for word in phrase.left)


def _sibling(split: str, ahead: Sequence[Phrase]) -> bool:
    """Another part of the same breakdown follows in the sentence, outside a breakdown that is announced as one."""
    for phrase in ahead:
        words = (*phrase.far, *phrase.left)
        if any(word.kind == "subset" for word in words):
            return False
        kinds = {word.kind for word in words}
        applicant = bool(kinds & {"applicant_person", "applicant_group"})
        if applicant if split == "applicant" else "channel" in kinds:
            return True
    return False

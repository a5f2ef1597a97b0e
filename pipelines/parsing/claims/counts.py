"""Counts: which measure a number in a sentence is, and whether it may be claimed.

Takes a figure with its surroundings and gives claims; what the words mean is asked of `measures`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.parsing.claims.claim import LUMPED, OUTCOMES, Claim
from pipelines.parsing.claims.growth import is_difference, subject_of
from pipelines.parsing.claims.measures import listed, say, say_behind
from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import Said, silent, weighty
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.sentences import Sentence
from pipelines.parsing.claims.words import Word

#: Words that may stand before a figure and leave its meaning to the words behind it.
_YIELDING = frozenset({"unknown", "receive", "receive_weak", "work", "information", "request", "request_bare"})


def counts_of(sentence: Sentence, phrase: Phrase, ahead: Sequence[Phrase], scene: Scene) -> Iterator[Claim]:
    """The claims of a number: one, one of each measure in a list, or none; `ahead` are the phrases that follow."""
    amount = phrase.amount
    said = _said_of(phrase, scene)
    if said is not None and said.first.kind == "work" and any(_says_anew(later) for later in ahead):
        said = replace(said, measures=("total_handled",))  # `办理40件，其中新收39件`
    measures = _measures(phrase, said, scene)
    if not measures or said is None or not _holds(phrase, said, measures, ahead, scene):
        if not is_difference(phrase):
            scene.counted.append(None)
            scene.last = None
        elif (subject := subject_of(phrase, scene)) is not None:
            scene.last = subject
        return
    zero = amount.text[0] == "零" or amount.kind == "nought"
    start, end = min(said.first.start, amount.start), max(said.last.end, amount.end)
    scene.counted.append(measures)
    scene.last = measures
    scene.seen.update(measures)
    scene.anew = scene.anew or said.anew
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


def _said_of(phrase: Phrase, scene: Scene) -> Said | None:
    """The words of the figure's own clause, else those behind it, else the clauses before."""
    if scene.queue and scene.queue_kind == "count" and silent(phrase.left):
        return Said((scene.queue.pop(0),), phrase.amount, phrase.amount)
    if not silent(phrase.left):
        strong = say(phrase.left, phrase.right, scene)
        if strong is not None:
            behind = say_behind(phrase.right, scene) if strong.first.kind in ("receive", "work", "answer") else None
            disputes = behind is not None and behind.measures[0] in ("review_total", "litigation_total")
            return behind if disputes else strong
        content = weighty(phrase.left)
        if content[-1].kind in _YIELDING:
            behind = say_behind(phrase.right, scene)
            whole = behind is not None and behind.flow and content[-1].kind in ("unknown", "information")
            return None if whole else behind
        return None
    return say_behind(phrase.right, scene) or say((*phrase.far, *phrase.left), phrase.right, scene)


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
    items = set(listed(left, scene))
    return len(items) > 1 and not items <= {"new_received", "total_handled"} and LUMPED not in items


def _holds(phrase: Phrase, said: Said, measures: tuple[str, ...], ahead: Sequence[Phrase], scene: Scene) -> bool:
    """Whether the figure may be claimed: a whole of this year, counted in the right unit, not said before."""
    amount = phrase.amount
    if amount.vague or any(word.kind == "approximate" for word in phrase.left[-1:]):
        return False
    if amount.kind == "loose_count" and not (said.loose and phrase.closes):
        return False
    if amount.kind == "bare" and not _bare_counts(phrase, said, ahead):
        return False
    if said.flow and amount.key == "条" and said.first.kind == "request":
        return False
    disputed = measures[0] in ("review_total", "litigation_total")
    carried = measures[0] in ("carried_in", "carried_out")
    if scene.prior and not disputed and not carried:
        return False
    if said.split and (
        said.split in scene.parts or scene.seen & set(measures) or scene.subset or _sibling(said.split, ahead)
    ):
        scene.parts.add(said.split)
        return False
    before = any(measures[0] in seen for seen in scene.recent)
    recalled = bool(phrase.left) and phrase.left[-1].text == "的"
    if said.flow and before and (said.split or recalled):
        return False  # `在受理的5件申请中` says again what was said before
    if said.anew and not scene.anew:
        return True  # `受理40件（新收39件，上年结转1件）`
    if said.measures == ("unavailable",) and not scene.subset and not phrase.bracket:
        return True  # old words for it stand side by side
    return not scene.seen & set(measures)


def _says_anew(phrase: Phrase) -> bool:
    return any(word.kind == "receive" and word.text.startswith("新") for word in phrase.left)


def _bare_counts(phrase: Phrase, said: Said, ahead: Sequence[Phrase]) -> bool:
    """A number without a counter counts after `为` at the end of a clause, and for an outcome whose share follows."""
    if not phrase.closes:
        return False
    if phrase.left and phrase.left[-1].text in ("为", "是"):
        return True
    shared = bool(ahead) and ahead[0].amount.kind == "percent"
    return said.measures[0] in OUTCOMES and shared


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

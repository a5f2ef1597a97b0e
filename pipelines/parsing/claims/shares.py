"""Shares: percentages of the outcomes, said beside a count, in brackets behind it, or in turn.

Rates (`办结率100%`) and shares of other things give nothing; growth has its own module.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.parsing.claims.claim import LUMPED, OUTCOMES, Claim
from pipelines.parsing.claims.growth import is_where_a_change_began
from pipelines.parsing.claims.measures import say
from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import silent, spell_any, weighty
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.sentences import Sentence
from pipelines.parsing.claims.turns import in_turn
from pipelines.parsing.claims.vocabulary import named

#: What names outcomes, and nothing that a percentage straight behind it could be of but them.
_OUTCOMES_ALONE = frozenset({"outcome", "join"})


def shares_of(sentence: Sentence, phrase: Phrase, here: Sequence[Phrase], scene: Scene) -> Iterator[Claim]:
    """The share claims of a percentage: of what was counted last, of the words before it, or in turn; or none."""
    amount = phrase.amount
    at = next((place for place, word in enumerate(phrase.left) if word.kind == "share"), None)
    each = not phrase.kinds.isdisjoint({"each", "respectively"})
    if "rate" in phrase.kinds:
        scene.last = None  # what grows next is the rate
        return
    if scene.prior or is_where_a_change_began(phrase, here[1:2]):
        return
    if scene.queue and scene.queue_kind == "share" and silent(phrase.left):
        measures: tuple[str, ...] = (scene.queue.pop(0),)
    elif at is None:
        measures = _of_clause_before(phrase, scene)
    elif each:
        measures = in_turn(phrase, phrase.left[:at], here, scene, "share")
    elif not silent(phrase.left[:at]):
        said = say(phrase.left[:at], (), scene)
        measures = said.measures if said is not None else ()
    else:
        said = say(phrase.far, (), scene) if weighty(phrase.far) else None
        measures = said.measures if said is not None else scene.last or ()
        if spell_any(phrase.left[:at], named().totals | named().sums):
            measures = _of_both(scene)  # `予以公开39件、部分公开12件，合计占49.0%`
        if (
            said is None
            and not scene.counted
            and (weighty(phrase.far) or any(w.kind == "part_year" for w in phrase.left))
        ):
            measures = ()  # `从时间分布看，上半年占43%` is of no figure of the sentence before
    if measures == ("total_handled",) and at is not None and any(word.kind == "unknown" for word in phrase.left[:at]):
        measures = ()  # `15日内答复占比82%`
    if not scene.counted:
        scene.last = None  # what stays level next is a share
    start = phrase.left[at].start if at is not None else amount.start
    scene.shared = measures[-1:]
    for measure in measures:
        if measure in OUTCOMES or (at is not None and measure in ("total_handled", "carried_out")):
            yield Claim(
                "share",
                measure,
                None,
                float(amount.value or 0),
                "%",
                amount.digits,
                None,
                sentence.text,
                sentence.span(start, amount.end),
            )


def _of_both(scene: Scene) -> tuple[str, ...]:
    """A sum of the two numbers counted last, where it is a measure."""
    both = [measures for measures in scene.counted[-2:] if measures]
    return (LUMPED,) if both == [("granted",), ("partly_granted",)] else ()


def _of_clause_before(phrase: Phrase, scene: Scene) -> tuple[str, ...]:
    """`（25%）` is of what was counted last; `同意公开占比最高，为47.2%` of what the clause before says."""
    if content := weighty(phrase.left):
        said = say(phrase.left, (), scene) if {word.kind for word in content} <= _OUTCOMES_ALONE else None
        return said.measures if said is not None else ()  # `予以公开60%、部分公开15%`
    if phrase.bracket and not phrase.far:
        return (scene.last or ()) if scene.counted else ()
    at = next((place for place, word in enumerate(phrase.far) if word.kind == "share"), None)
    if at is None or any(word.kind == "rate" for word in phrase.far):
        return ()
    if silent(phrase.far[:at]):
        return scene.last or ()  # `无法提供87件，占比最高，为41.6%`
    said = say(phrase.far[:at], (), scene)
    return said.measures if said is not None else ()

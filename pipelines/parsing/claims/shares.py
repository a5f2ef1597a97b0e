"""Shares: percentages of the outcomes, said beside a count, in brackets behind it, or in turn.

Rates (`办结率100%`) and shares of other things give nothing; growth has its own module.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.parsing.claims.claim import OUTCOMES, Claim
from pipelines.parsing.claims.measures import say
from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import silent, weighty
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.sentences import Sentence


def shares_of(sentence: Sentence, phrase: Phrase, here: Sequence[Phrase], scene: Scene) -> Iterator[Claim]:
    """The share claims of a percentage: of what was counted last, of the words before it, or in turn; or none."""
    amount = phrase.amount
    at = next((place for place, word in enumerate(phrase.left) if word.kind == "share"), None)
    each = any(word.kind in ("each", "respectively") for word in phrase.left)
    if any(word.kind == "rate" for word in phrase.left):
        scene.last = None  # what grows next is the rate
        return
    if scene.prior:
        return
    if scene.queue and scene.queue_kind == "share" and silent(phrase.left):
        measures: tuple[str, ...] = (scene.queue.pop(0),)
    elif at is None:
        bracketed = phrase.bracket and not weighty(phrase.left)
        measures = scene.last or () if bracketed else ()
    elif each:
        measures = _in_turn(phrase, here, scene, "share")
    elif weighty(phrase.left[:at]):
        said = say(phrase.left[:at], (), scene)
        measures = said.measures if said is not None else ()
    else:
        measures = scene.last or ()
    start = phrase.left[at].start if at is not None else amount.start
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


def _in_turn(phrase: Phrase, here: Sequence[Phrase], scene: Scene, kind: str) -> tuple[str, ...]:
    """`占比分别为25%、25%、50%`: the last figures counted, in their order; `各占25%`: each of the last ones."""
    if any(word.kind == "each" for word in phrase.left):
        return scene.last or ()
    run = 1
    for follows in here[1:]:
        if follows.amount.kind != "percent" or not silent(follows.left):
            break
        run += 1
    counted = [measures for measures in scene.counted[-run:] if measures is not None and len(measures) == 1]
    if len(counted) != run:
        return ()
    scene.queue, scene.queue_kind = [measures[0] for measures in counted[1:]], kind
    return counted[0]

"""Figures said in turn: which measures a run of percentages is of (`分别占25%、25%、50%`, `各占25%`).

Shares and growth ask here; what the words of one figure mean belongs to `measures`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipelines.parsing.claims.measures import listed_in_turn
from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import silent, without_direction
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.words import Word

#: What may be said in turn with percentages: `增长3.5%、1.8%、持平`.
_IN_TURN = frozenset({"percent", "level"})


def once(items: tuple[str, ...]) -> tuple[str, ...]:
    """The measures of a list, empty where one is named twice: `受理、办理、答复` has two figures of what was handled."""
    times = Counter(items)
    return tuple(item if times[item] == 1 else "" for item in items)


def in_turn(phrase: Phrase, before: Sequence[Word], here: Sequence[Phrase], scene: Scene, kind: str) -> tuple[str, ...]:
    """`占比分别为25%、25%、50%`: what `before` lists, else the last figures counted; `各占25%`: each of these.

    The measures of the percentages that follow wait in the scene's queue.
    """
    items = once(listed_in_turn(before, scene))
    if "each" in phrase.kinds:
        return tuple(filter(None, items)) or scene.last or ()
    if len(items) > 1:
        scene.queue, scene.queue_kind = list(items[1:]), kind
        return items[:1] if items[0] else ()
    run = 1
    for follows in here[1:]:
        changes = not follows.kinds.isdisjoint({"up", "down"})
        if follows.amount.kind == "count" and changes and silent(without_direction(follows.left)):
            return ()  # `较上年分别持平、减少1件`
        if follows.amount.kind not in _IN_TURN or not silent(without_direction(follows.left)):
            break
        run += 1
    counted = [(measures or ("",)) for measures in scene.counted[-run:]]  # what is no measure takes its turn as well
    if len(counted) != run or any(len(measures) != 1 for measures in counted):
        return ()
    scene.queue, scene.queue_kind = [measures[0] for measures in counted[1:]], kind
    return counted[0] if counted[0][0] else ()

"""Whether reviews and suits that are counted are those of disclosure.

Asked by `counts`; where the scene may speak of disputes at all is kept in `scene`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.parsing.claims.measures import CAUSES
from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import spell_any
from pipelines.parsing.claims.scene import DISPUTES, Scene
from pipelines.parsing.claims.vocabulary import named
from pipelines.parsing.claims.whose import names_disclosure_alone
from pipelines.parsing.claims.words import Word

_MEASURES = frozenset(DISPUTES.values())


def are_of_other_matters(measure: str, amount: Word, scene: Scene) -> bool:
    """Reviews or suits said before, or more than requests received, disclosure not being named beside them: of other matters."""
    if measure not in _MEASURES or scene.public_age == 0:
        return False
    if scene.received is not None and int(amount.value or 0) > scene.received:
        scene.lawsuits_at_large = True  # so are those that the sentence names beside them
        return True
    return any(measure in seen for seen in scene.recent)


def are_of_every_kind(phrase: Phrase, ahead: Sequence[Phrase]) -> bool:
    """`行政诉讼案件35件，其中政府信息公开类3件`: those of disclosure are told next as a part."""
    return bool(ahead) and phrase.kinds.isdisjoint(CAUSES) and names_disclosure_alone(ahead[0])


def is_said_to_come_of_others(phrase: Phrase) -> bool:
    """`行政诉讼5件，均为土地处罚纠纷引起`: the clause behind names a cause, which is neither a request nor its answer."""
    kinds = {word.kind for word in phrase.after}
    told = spell_any(phrase.after, named().causing) and kinds.isdisjoint(CAUSES)
    return told and bool(kinds & {"foreign", "unknown"}) and phrase.kinds.isdisjoint(CAUSES)

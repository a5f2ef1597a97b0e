"""Whom words before a verb name: the speaker, the whole of an area, one body, some, or those below.

Asked by `others`, by the words alone; what the sentences before said of bodies is heard there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import spell_any
from pipelines.parsing.claims.vocabulary import named, vocabulary
from pipelines.parsing.claims.whose import OTHER_YEARS
from pipelines.parsing.claims.words import Word

#: The verbs of requests coming and going; who does it stands before them.
DOING = frozenset({"receive", "work", "answer"})
#: How something is done, between a body and its verb.
HOW = frozenset({"filler", "all", "this_year", "nothing_of_note"})


def subject_of(phrase: Phrase) -> str:
    """Who did it: the words before the verb but for the year; empty where the phrase has no such verb."""
    words = (word.text for word in before_verb(phrase) if word.kind not in OTHER_YEARS)
    return re.sub(r"\W", "", "".join(words))


def before_verb(phrase: Phrase) -> Sequence[Word]:
    """The words before the verb of a request coming or going; none where the phrase has no such verb."""
    at = next((place for place, word in enumerate(phrase.left) if word.kind in DOING), 0)
    return phrase.left[:at]


def is_of_area(phrase: Phrase) -> bool:
    """`全市各级行政机关共收到…`: the whole of an area, and of all its bodies."""
    return is_area(subject_of(phrase))


def is_area(subject: str) -> bool:
    """A whole area is named, and not one of its bodies alone."""
    return any(area in subject for area in vocabulary().within)


def is_of_whole(phrase: Phrase) -> bool:
    """The speaker or the whole is named for the figure, or a sum of all (`全市合计受理…`)."""
    return vocabulary().whole.search(subject_of(phrase)) is not None or spell_any(phrase.left, named().sums)


def ends_as_one_body(words: Sequence[Word]) -> bool:
    """Words that end with an office, but for what only tells how it acts (`区政府办公室共`, `…直接`)."""
    kept = list(words)
    while kept and kept[-1].kind in HOW:
        kept.pop()
    return vocabulary().office.search("".join(word.text for word in kept)) is not None


def names_another(subject: str) -> bool:
    """`各县区`, `高新区`, beside a body's own part: somebody is named, who is neither the speaker nor the whole."""
    return subject not in {"", *named().totals} and vocabulary().whole.search(subject) is None


def names_body(subject: str) -> bool:
    """`乙县`, `区教育局`: a body or an area, and not the whole."""
    known = vocabulary()
    subject = subject.removesuffix(known.named.in_the_name)
    ends = known.office.search(subject) is not None or subject.endswith(tuple(known.named.levels))
    return ends and known.whole.search(subject) is None


def is_of_body_below(subject: str) -> bool:
    """`下属单位收到…`, `全县中小学收到…`; all organs of the government are the whole (`县政府所属各部门收到…`)."""
    known = vocabulary()
    outside = known.outside.search(subject)
    if outside and not known.organs.search(subject):
        return True
    below = known.below.search(subject) or outside
    return below is not None and not any(word in subject for word in known.named.everyone)


def is_of_some_bodies(subject: str) -> bool:
    """Bodies below, outside the government, or some of several."""
    return is_of_body_below(subject) or is_several(subject)


def is_several(subject: str) -> bool:
    """`甲局、乙局等部门`, `各乡镇`: some bodies, neither the speaker nor the whole."""
    known = vocabulary()
    if subject.startswith(known.named.districts):
        return True
    if subject.startswith(known.named.each_of):
        return subject.endswith(known.named.parts_of_area)
    return known.named.and_such in subject and known.others.search(subject) is not None

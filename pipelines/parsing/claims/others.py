"""Figures of requests that are none of the report's own: of bodies beside, below or above, of one case.

Asked by `holding` of requests coming and going; what a figure counts belongs to `measures`, whom words name to `bodies`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise, takewhile

from pipelines.parsing.claims.bodies import (
    DOING,
    HOW,
    before_verb,
    ends_as_one_body,
    is_area,
    is_of_body_below,
    is_several,
    names_another,
    names_body,
    subject_of,
)
from pipelines.parsing.claims.flow import APPLICANTS
from pipelines.parsing.claims.parts import announces_parts
from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import Said, spell_any, weighty
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.vocabulary import named, vocabulary
from pipelines.parsing.claims.words import Word

#: The whole that some requests received are a share of.
_ALL_REQUESTS = re.compile("(?:全年|年度).*申请.*[量数]|全部申请")
_ACTING = DOING | {"other_act"}


def is_of_others(phrase: Phrase, scene: Scene) -> bool:
    """Told of one case, of a body below or beside the speaker's, or of an area that the speaker's own is a part of.

    What became of such requests is told of the same others, until the sentence ends or the speaker is named.
    """
    own = subject_of(phrase)
    names_whole = vocabulary().whole.search("".join(word.text for word in phrase.left)) is not None
    if scene.of_others and not names_whole:
        return True
    scene.of_others = (
        (names_another(own) and scene.level_at is not None and scene.level_at < phrase.left[0].start)
        or (scene.told_from is not None and scene.told_from < phrase.amount.start)
        or (scene.aside_at is not None and scene.aside_at < phrase.amount.start and not names_whole)
        or (phrase.bracket > 0 and any(word.kind == "one_case" for word in (*phrase.far, *phrase.left)))
        or is_of_body_below(own)
        or _is_aside(own, phrase)
        or (_is_ranked(phrase) and not names_whole)
        or is_announced((*phrase.far, *phrase.left))
        or _is_of_larger_area((*phrase.far, *phrase.left), scene)
    )
    return scene.of_others


def is_outcome_of_one_body(phrase: Phrase, said: Said, scene: Scene) -> bool:
    """`其中市教育局予以公开3件`: an outcome of the body named before it, beside the whole or others; a reason names none."""
    known = named()
    words = [word for word in phrase.left if word.end <= said.first.start]
    if not (scene.subset or scene.seen) or spell_any(words, known.reasons) or spell_any(words, known.concerns):
        return False
    return ends_as_one_body(words) and vocabulary().whole.search("".join(word.text for word in words)) is None


def is_part_of_one_body(phrase: Phrase, scene: Scene) -> bool:
    """`全县收到120件，其中县自然资源局30件`: a body alone is named in the breakdown of what came in."""
    if not scene.subset or "new_received" not in scene.seen or "other_act" in phrase.kinds:
        return False
    return scene.of_body or ends_as_one_body(phrase.left)  # behind one body others are named as they please


def _is_aside(subject: str, phrase: Phrase) -> bool:
    """`其全年受理…` of a body told of, `同期全系统收到…` beside the speaker's own."""
    if subject.startswith(named().its):
        return not subject.startswith(named().part)
    return bool(subject) and phrase.left[0].kind == "same_period" and vocabulary().whole.search(subject) is not None


def _is_ranked(phrase: Phrase) -> bool:
    """`甲局收到申请312件居首`, `甲局收到申请最多，达56件`."""
    if any(word.text.startswith(named().ranking) for word in phrase.right):
        return True
    words = (*phrase.far, *phrase.left)
    return _is_doer_named(words) and spell_any(words, named().extremes)


def _is_doer_named(words: Sequence[Word]) -> bool:
    at = next((place for place, word in enumerate(words) if word.kind in DOING), 0)
    return any(word.kind == "unknown" for word in words[:at])


def turns_to_others(phrase: Phrase) -> bool:
    """`所属12所学校公开信息…，收到申请3件`: another thing is counted of bodies below, and so may be what follows."""
    if not phrase.kinds.isdisjoint(APPLICANTS):
        return False  # `企业申请2件`
    words = takewhile(lambda word: word.kind not in _ACTING, (*phrase.far, *phrase.left))
    before = "".join(word.text for word in words)
    return is_of_body_below(before) and not any(verb in before for verb in named().acting_on)


def is_announced(words: Sequence[Word]) -> bool:
    """`省政府办公厅通报，全省收到…`, `白皮书显示，…`."""
    known, telling = named(), _telling()
    return any(
        word.text.endswith(telling)
        or (word.text.endswith(known.circulars) and (after.start > word.end or after.text in known.says))
        for word, after in pairwise(words)
    )


@cache
def _telling() -> tuple[str, ...]:
    """A circular with its verb, in one word."""
    return tuple(circular + says for circular in named().circulars for says in named().says)


def _is_of_larger_area(words: Sequence[Word], scene: Scene) -> bool:
    """`全省收到申请2.3万件，我市…`: the sentence names the speaker's own area as a part of the one counted."""
    spoken = "".join(word.text for word in words)
    return any(area in spoken and _names_part_of(area, scene.plain) for area in vocabulary().within)


@lru_cache(maxsize=64)  # asked for each figure of a sentence
def _names_part_of(area: str, plain: str) -> bool:
    return any(part in plain for part in vocabulary().within[area])


def is_of_one_body(phrase: Phrase, ahead: Sequence[Phrase], scene: Scene) -> bool:
    """Whether a sentence shares what came or went out among bodies: `市本级收到12件，各县区收到52件` has no whole.

    Nor has `全区受理117件，其中区政府办公室办理29件`, whose breakdown is one by bodies.
    """
    known = vocabulary()
    own = subject_of(phrase)
    if own and known.whole.search(own):
        scene.parts.discard("body")  # what follows is of the whole again
        return False
    if not own:
        return False
    others = [
        subject_of(later)
        for later in takewhile(lambda later: not announces_parts(later), ahead)
        if later.kinds.isdisjoint({"carry_toward", "other_act"})  # `转其他单位处理2件`
    ]
    named_part = names_body(own) or known.others.search(own) is not None
    if any(
        other != own and (known.others.search(other) or (named_part and (names_body(other) or is_area(other))))
        for other in others
    ):
        scene.parts.add("body")
    words = before_verb(phrase)
    if "body" in scene.parts:
        return named_part or any(word.kind not in HOW for word in words)  # nobody is named by `已依法`
    if (scene.of_area and ends_as_one_body(words)) or is_several(own):
        return True
    return bool(scene.subset) and (known.one_body.search(own) is not None or ends_as_one_body(words))


def is_share_of_area(phrase: Phrase, ahead: Sequence[Phrase], scene: Scene) -> bool:
    """`收到申请62件，占全县申请总量的41%`, `…，占全部申请的六成以上` is a part of the whole.

    Of a body's own part it may be told behind its growth (`市本级收到208件，同比减少11.5%，占全市申请量的18.6%`).
    """
    share = phrase.after
    for later in takewhile(lambda later: later.amount.kind == "percent", ahead):
        share = later.left
        if "share" in later.kinds or scene.level_at is None:
            break
    if not weighty(share) or share[0].kind != "share":
        return False
    of_what = "".join(word.text for word in share[1:]).replace("总", "")
    own = subject_of(phrase)
    if vocabulary().whole.search(own) and any(area in of_what and area not in own for area in vocabulary().within):
        return False  # `我局收到申请30件，占全县申请总量的25%` is all that the speaker received
    return (vocabulary().whole.search(of_what) or _ALL_REQUESTS.search(of_what)) is not None

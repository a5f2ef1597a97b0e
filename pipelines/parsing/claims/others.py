"""Figures of requests that are none of the report's own: of bodies beside, below or above, of one case, of a part alone.

Asked by `counts` of requests coming and going; what a figure counts belongs to `measures`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise, takewhile

from pipelines.parsing.claims.flow import APPLICANTS
from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import Said, silent, spell_any, weighty
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.vocabulary import named, vocabulary
from pipelines.parsing.claims.whose import OTHER_YEARS, sums_up
from pipelines.parsing.claims.words import Word

#: The whole that some requests received are a share of.
_ALL_REQUESTS = re.compile("(?:全年|年度).*申请.*[量数]|全部申请")
#: The verbs of requests coming and going; who does it stands before them.
_DOING = frozenset({"receive", "work", "answer"})
_ACTING = _DOING | {"other_act"}
#: What is counted with requests that came in, and adds up with them, but is none of them.
_NO_PART = frozenset({"carry", "carry_toward", "answer", "outcome", "review", "litigation", "up", "down"})
#: How something is done, between a body and its verb.
_HOW = frozenset({"filler", "all", "this_year", "nothing_of_note"})


def is_of_others(phrase: Phrase, scene: Scene) -> bool:
    """Told of one case, of a body below or beside the speaker's, or of an area that the speaker's own is a part of.

    What became of such requests is told of the same others, until the sentence ends or the speaker is named.
    """
    own = _subject(phrase)
    names_whole = vocabulary().whole.search("".join(word.text for word in phrase.left)) is not None
    if scene.of_others and not names_whole:
        return True
    scene.of_others = (
        (_names_another(own) and scene.level_at is not None and scene.level_at < phrase.left[0].start)
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


def is_of_area(phrase: Phrase) -> bool:
    """`全市各级行政机关共收到…`: the whole of an area, and of all its bodies."""
    return _is_area(_subject(phrase))


def _is_area(subject: str) -> bool:
    """A whole area is named, and not one of its bodies alone."""
    return any(area in subject for area in vocabulary().within)


def is_of_whole(phrase: Phrase) -> bool:
    """The speaker or the whole is named for the figure, or a sum of all (`全市合计受理…`)."""
    return vocabulary().whole.search(_subject(phrase)) is not None or spell_any(phrase.left, named().sums)


def is_outcome_of_one_body(phrase: Phrase, said: Said, scene: Scene) -> bool:
    """`其中市教育局予以公开3件`: an outcome of the body named before it, beside the whole or others; a reason names none."""
    known = named()
    words = [word for word in phrase.left if word.end <= said.first.start]
    if not (scene.subset or scene.seen) or spell_any(words, known.reasons) or spell_any(words, known.concerns):
        return False
    return _is_one_body(words) and vocabulary().whole.search("".join(word.text for word in words)) is None


def is_part_of_one_body(phrase: Phrase, scene: Scene) -> bool:
    """`全县收到120件，其中县自然资源局30件`: a body alone is named in the breakdown of what came in."""
    if not scene.subset or "new_received" not in scene.seen or "other_act" in phrase.kinds:
        return False
    return scene.of_body or _is_one_body(phrase.left)  # behind one body others are named as they please


def _is_one_body(words: Sequence[Word]) -> bool:
    """Words that end with an office, but for what only tells how it acts (`区政府办公室共`, `…直接`)."""
    kept = list(words)
    while kept and kept[-1].kind in _HOW:
        kept.pop()
    return vocabulary().office.search("".join(word.text for word in kept)) is not None


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
    at = next((place for place, word in enumerate(words) if word.kind in _DOING), 0)
    return any(word.kind == "unknown" for word in words[:at])


def is_object_of_an_act(phrase: Phrase) -> bool:
    """`对答复的申请123件开展评查`: what something is done to."""
    done_to = bool(phrase.left) and phrase.left[0].text == named().towards_whom
    return done_to and bool(phrase.right) and phrase.right[0].text.startswith(named().doing)


def _names_another(subject: str) -> bool:
    """`各县区`, `高新区`, beside a body's own part: somebody is named, who is neither the speaker nor the whole."""
    return subject not in {"", *named().totals} and vocabulary().whole.search(subject) is None


def _names_body(subject: str) -> bool:
    """`乙县`, `区教育局`: a body or an area, and not the whole."""
    known = vocabulary()
    subject = subject.removesuffix(known.named.in_the_name)
    ends = known.office.search(subject) is not None or subject.endswith(tuple(known.named.levels))
    return ends and known.whole.search(subject) is None


def turns_to_others(phrase: Phrase) -> bool:
    """`所属12所学校公开信息…，收到申请3件`: another thing is counted of bodies below, and so may be what follows."""
    if not phrase.kinds.isdisjoint(APPLICANTS):
        return False  # `企业申请2件`
    words = takewhile(lambda word: word.kind not in _ACTING, (*phrase.far, *phrase.left))
    before = "".join(word.text for word in words)
    return is_of_body_below(before) and not any(verb in before for verb in named().acting_on)


def is_of_body_below(subject: str) -> bool:
    """`下属单位收到…`, `全县中小学收到…`; all organs of the government are the whole (`县政府所属各部门收到…`)."""
    known = vocabulary()
    if known.outside.search(subject) and not known.organs.search(subject):
        return True
    below = known.below.search(subject) or known.outside.search(subject)
    return below is not None and not any(word in subject for word in known.named.everyone)


def is_of_some_bodies(subject: str) -> bool:
    """Bodies below, outside the government, or some of several."""
    return is_of_body_below(subject) or _is_several(subject)


def _is_several(subject: str) -> bool:
    """`甲局、乙局等部门`, `各乡镇`: some bodies, neither the speaker nor the whole."""
    known = vocabulary()
    if subject.startswith(known.named.districts):
        return True
    if subject.startswith(known.named.each_of):
        return subject.endswith(known.named.parts_of_area)
    return known.named.and_such in subject and known.others.search(subject) is not None


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
    own = _subject(phrase)
    if own and known.whole.search(own):
        scene.parts.discard("body")  # what follows is of the whole again
        return False
    if not own:
        return False
    others = [
        _subject(later)
        for later in takewhile(lambda later: not _announces_parts(later), ahead)
        if later.kinds.isdisjoint({"carry_toward", "other_act"})  # `转其他单位处理2件`
    ]
    named_part = _names_body(own) or known.others.search(own) is not None
    if any(
        other != own and (known.others.search(other) or (named_part and (_names_body(other) or _is_area(other))))
        for other in others
    ):
        scene.parts.add("body")
    words = _before_verb(phrase)
    if "body" in scene.parts:
        return named_part or any(word.kind not in _HOW for word in words)  # nobody is named by `已依法`
    if (scene.of_area and _is_one_body(words)) or _is_several(own):
        return True
    return bool(scene.subset) and (known.one_body.search(own) is not None or _is_one_body(words))


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
    own = _subject(phrase)
    if vocabulary().whole.search(own) and any(area in of_what and area not in own for area in vocabulary().within):
        return False  # `我局收到申请30件，占全县申请总量的25%` is all that the speaker received
    return (vocabulary().whole.search(of_what) or _ALL_REQUESTS.search(of_what)) is not None


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
        ahead = [later for later in ahead[:1] if _announces_parts(later) and "year" in later.kinds]
    return any(_names_this_year(later, scene) and later.amount.kind == "count" for later in ahead)


def _names_this_year(phrase: Phrase, scene: Scene) -> bool:
    return any(
        word.kind == "this_year" or (word.kind == "year" and word.value == scene.report_year) for word in phrase.left
    )


def is_in_time_alone(phrase: Phrase, ahead: Sequence[Phrase]) -> bool:
    """`按期答复84件，延期答复3件`: a part of the answers, as the late ones that follow tell."""
    later = ahead[0] if ahead else None
    if (
        later is None
        or not later.amount.value
        or _announces_parts(later)
        or not spell_any(phrase.left, named().in_time)
    ):
        return False
    return "answer" in later.kinds and any(word.text.startswith(named().late) for word in later.left)


def is_one_way(phrase: Phrase, ahead: Sequence[Phrase], scene: Scene) -> bool:
    """`网上申请5件，现场申请3件，合计8件`: what came in by one way, of which the whole is still to be said."""
    near = ["channel", "request_bare"]
    said = any("new_received" in seen for seen in (scene.seen, *scene.recent))
    if scene.topic != "request" or scene.subset or said or not ahead:
        return False
    return all([word.kind for word in weighty(part.left)] == near for part in (phrase, ahead[0]))


def is_part_of_other_things(phrase: Phrase, scene: Scene) -> bool:
    """`收到来信90封，其中申请公开类12封`: requests that nobody is said to have received, in a breakdown of other things."""
    own = not phrase.kinds.isdisjoint(_DOING)
    return bool(scene.subset) and not own and scene.counts_other_things


def _subject(phrase: Phrase) -> str:
    """Who did it: the words before the verb but for the year; empty where the phrase has no such verb."""
    words = (word.text for word in _before_verb(phrase) if word.kind not in OTHER_YEARS)
    return re.sub(r"\W", "", "".join(words))


def _before_verb(phrase: Phrase) -> Sequence[Word]:
    at = next((place for place, word in enumerate(phrase.left) if word.kind in _DOING), 0)
    return phrase.left[:at]


def _announces_parts(phrase: Phrase) -> bool:
    return "subset" in phrase.kinds

"""Whether a number that words say of a measure may be claimed: a whole, of this year, of the report's own requests.

Asked by `counts`, which tells the measure; the questions about others are answered by `others` and `disputes`. A number
that is refused may still say what is told next, which the scene is told here.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.parsing.claims.bodies import (
    is_of_whole,
)
from pipelines.parsing.claims.claim import OUTCOMES
from pipelines.parsing.claims.disputes import are_of_every_kind, are_of_other_matters, is_said_to_come_of_others
from pipelines.parsing.claims.growth import is_where_a_change_began
from pipelines.parsing.claims.others import (
    is_announced,
    is_of_one_body,
    is_of_others,
    is_outcome_of_one_body,
    is_part_of_one_body,
    is_share_of_area,
    turns_to_others,
)
from pipelines.parsing.claims.parts import (
    adds_up_later,
    is_in_time_alone,
    is_object_of_an_act,
    is_of_more_years,
    is_of_part_of_year,
    is_one_of_several,
    is_part_of_other_things,
)
from pipelines.parsing.claims.phrases import Phrase
from pipelines.parsing.claims.said import Said, spell_any, weighty
from pipelines.parsing.claims.scene import DISPUTES, Scene
from pipelines.parsing.claims.vocabulary import named
from pipelines.parsing.claims.whose import OTHER_YEARS, sums_up

_NOUNS = frozenset({"request", "request_bare"})


def holds(phrase: Phrase, said: Said, measures: tuple[str, ...], ahead: Sequence[Phrase], scene: Scene) -> bool:
    """Whether the figure may be claimed: a whole of this year, counted in the right unit, not said before."""
    return (
        _is_number_of_its_own(phrase, said, ahead, scene)
        and _is_of_this_year(phrase, said, measures, ahead, scene)
        and not _is_of_other_things(phrase, said, measures, ahead, scene)
        and not _is_of_a_part(phrase, said, measures, ahead, scene)
        and _is_said_first(phrase, said, measures, scene)
    )


def _is_number_of_its_own(phrase: Phrase, said: Said, ahead: Sequence[Phrase], scene: Scene) -> bool:
    """An exact number, in a unit of what is said, and no difference, no part and no beginning of a change."""
    amount, left = phrase.amount, phrase.left
    if amount.vague or (left and left[-1].kind == "approximate") or is_where_a_change_began(phrase, ahead):
        return False
    if not phrase.kinds.isdisjoint(OTHER_YEARS) and any(word.kind == "than" for word in phrase.right):
        return False  # `与2022年受理的20件申请相比`
    if amount.kind == "loose_count" and not ((phrase.closes and said.loose) or _goes_on(phrase, said, scene)):
        return False
    if amount.kind == "bare" and not is_said_to_be(phrase) and said.measures[0] not in OUTCOMES:
        return False
    if not said.flow:
        return True
    if _changes(phrase) or (len(left) > 1 and left[-1].kind == "subset"):
        return False  # `减少依申请公开事项3项`, `比上年多办结9件`, `我局承办其中12件`
    if amount.key in named().letters and spell_any(left, named().kinds_of):
        scene.topic = "foreign"  # `申请公开类邮件37封`: letters, and so are those that were answered
        return False
    return amount.key != "条" or said.first.kind != "request"


def _is_of_this_year(
    phrase: Phrase, said: Said, measures: tuple[str, ...], ahead: Sequence[Phrase], scene: Scene
) -> bool:
    """A number of the whole year of the report, and of no other; the number of the year may still be to come."""
    if scene.prior and not _is_of_this_year_still(phrase, measures[0]):
        if said.flow and any(word.kind == "part_year" for word in phrase.left):
            scene.awaited = measures  # `一季度受理9件，…，全年共计42件`
        return False
    if said.flow and (is_of_more_years(phrase, ahead, scene) or adds_up_later(phrase, ahead, measures[0], scene)):
        scene.awaited = measures
        _begin_parts(measures, scene)
        return False
    return True


def _is_of_other_things(
    phrase: Phrase, said: Said, measures: tuple[str, ...], ahead: Sequence[Phrase], scene: Scene
) -> bool:
    """Reviews and suits of other matters, requests that something is done to, or that are more than those for disclosure."""
    if measures[0] in DISPUTES.values() and (
        is_said_to_come_of_others(phrase)
        or are_of_every_kind(phrase, ahead)
        or are_of_other_matters(measures[0], phrase.amount, scene)
        or is_announced((*phrase.far, *phrase.left))
    ):
        return True
    if scene.read_over and (measures[0] in OUTCOMES or _is_of_what_was_read(said)):
        return True
    if said.flow and is_object_of_an_act(phrase):
        scene.read_over = True
        return True
    if said.first.kind in _NOUNS and _is_taken_up_otherwise(phrase, ahead):
        scene.seen.update(measures)
        return True
    if said.flow and is_part_of_other_things(phrase, scene):
        return True
    return measures == ("new_received",) and _is_of_more_than_disclosure(ahead)


def _is_of_a_part(phrase: Phrase, said: Said, measures: tuple[str, ...], ahead: Sequence[Phrase], scene: Scene) -> bool:
    """Requests by one way or applicant, of others or of one body; what follows may be of the same part."""
    flow = said.flow
    if said.split and (
        said.split in scene.parts or scene.seen & set(measures) or scene.subset or _sibling(said.split, ahead)
    ):
        scene.parts.add(said.split)
        if not scene.seen & set(measures) and not scene.subset:
            scene.awaited = measures  # `自然人的申请22件、企业的申请3件，共25件`
        return True
    if (flow or scene.of_others) and is_of_others(phrase, scene):
        _begin_parts(measures, scene)
        return True
    if flow and is_share_of_area(phrase, ahead, scene):
        scene.parts.add("body")
        scene.of_body = True
        _begin_parts(measures, scene)
        return True
    if flow and (
        is_one_of_several(phrase, ahead, scene) or is_in_time_alone(phrase, ahead) or is_of_part_of_year(phrase, ahead)
    ):
        return True
    if flow and is_of_one_body(phrase, ahead, scene):
        scene.awaited = measures  # `市本级收到12件，各县区收到52件，共64件`
        _begin_parts(measures, scene)
        _take_off(phrase, scene)
        return True
    scene.of_body = scene.of_body and not (sums_up(phrase.left) or is_of_whole(phrase))
    if scene.of_body and measures[0] not in DISPUTES.values():
        return True  # `其中区政府办公室受理29件，办结28件`
    if measures[0] in OUTCOMES and is_outcome_of_one_body(phrase, said, scene):
        scene.of_body = True
        return True
    return False


def _is_said_first(phrase: Phrase, said: Said, measures: tuple[str, ...], scene: Scene) -> bool:
    """No figure that says a measure again; some are said twice, first of a part or together with another."""
    recalled = bool(phrase.left) and phrase.left[-1].text == named().of
    if said.flow and (said.split or recalled) and any(measures[0] in seen for seen in scene.recent):
        return False  # `在受理的5件申请中` says again what was said before
    if said.anew and not scene.anew and not {"total_handled", "new_received"} <= scene.seen_ahead:
        return True  # `受理40件（新收39件，上年结转1件）`, unlike `收到93件，办结90件，其中新收88件`
    told = "unavailable" in scene.seen_ahead | scene.grouped
    if said.measures == ("unavailable",) and not told and not phrase.bracket:
        return True  # old words for it stand side by side
    if scene.worked and said.first.kind == "answer" and measures == ("total_handled",):
        # `办理128件，…；答复126件`; new ones and those carried in are the whole of what was handled
        return not scene.subset or {"new_received", "carried_in"} <= scene.seen
    return not scene.seen & set(measures)


def _is_taken_up_otherwise(phrase: Phrase, ahead: Sequence[Phrase]) -> bool:
    """`申请13件，受理12件`: no verb says that 13 came in, and the one that does tells another number; which is in doubt."""
    later = ahead[0] if ahead else None
    if later is None or later.amount.kind != "count" or later.amount.value == phrase.amount.value or later.right:
        return False
    return [word.kind for word in weighty(later.left)] == ["receive"] and later.kinds.isdisjoint(
        {"subset", *OTHER_YEARS}
    )


def _is_of_more_than_disclosure(ahead: Sequence[Phrase]) -> bool:
    """`收到各类公开申请60件，其中政府信息公开申请41件`: requests for disclosure are told to be a part of them."""
    part = ahead[0] if ahead else None
    if part is None or part.amount.kind != "count" or not part.left or part.left[0].text != named().part:
        return False
    return [word.kind for word in weighty(part.left)] == ["request"]


def _is_of_what_was_read(said: Said) -> bool:
    return said.first.kind == "answer" or said.first.text == named().by_request


def _begin_parts(measures: tuple[str, ...], scene: Scene) -> None:
    """What bodies received may be summed up later: `区级部门收到262件，街镇收到98件。全区合计360件`."""
    if measures == ("new_received",) and scene.parts_sum is None:
        scene.parts_sum = 0


def _take_off(phrase: Phrase, scene: Scene) -> None:
    """A body's part is taken off the whole; what follows is told of it, unless nothing is left of the whole."""
    whole, part = scene.undivided, int(phrase.amount.value or 0)
    scene.undivided = max(0, whole - part)
    scene.of_body = not whole or whole > part


def turn_to_part(phrase: Phrase, scene: Scene) -> None:
    """What nothing is said of but the body below, or the one body of a breakdown: so may be what follows."""
    if turns_to_others(phrase):
        scene.aside_at = phrase.start
    elif is_part_of_one_body(phrase, scene):
        _take_off(phrase, scene)


def _is_of_this_year_still(phrase: Phrase, measure: str) -> bool:
    """What words of another year leave to this one: carrying, and disputes about requests received then.

    `去年收到的申请引发复议1件`, unlike `去年引发复议1件`.
    """
    if measure == "carried_in":
        return True
    if measure == "carried_out":  # `2020年收到82件，结转2件` went out of that year
        return any(word.kind in ("year", "next_year") for word in (*phrase.left, *phrase.right))
    if measure not in ("review_total", "litigation_total"):
        return False
    kinds = [word.kind for word in (*phrase.far, *phrase.left)]
    return "receive" in kinds and bool({"request", "request_bare"} & set(kinds[kinds.index("receive") :]))


def _goes_on(phrase: Phrase, said: Said, scene: Scene) -> bool:
    """What became of requests is counted as they were just before: `收到申请37项，答复36项，1项结转下年`."""
    measure = said.measures[0]
    is_said_behind = said.first.start > phrase.amount.start
    known = measure in OUTCOMES or measure.startswith("carried") or (said.flow and not is_said_behind)
    return phrase.amount.key == scene.counter and known and (phrase.closes or is_said_behind)


def _changes(phrase: Phrase) -> bool:
    """Whether the figure is how much more or less there is of what it counts."""
    return not phrase.kinds.isdisjoint({"up", "down"}) and "reach" not in phrase.kinds


def is_said_to_be(phrase: Phrase) -> bool:
    """`申请数为0`, `申请数：0`."""
    if phrase.left:
        return phrase.left[-1].text in named().copulas
    return bool(phrase.far) and phrase.far[-1].text in named().measuring


def _sibling(split: str, ahead: Sequence[Phrase]) -> bool:
    """A whole or another part of the same breakdown follows in the sentence, outside a breakdown that is announced as one."""
    for phrase in ahead:
        words = (*phrase.far, *phrase.left)
        if any(word.kind == "subset" for word in words):
            return False
        if phrase.amount.kind == "count" and spell_any(phrase.left, named().sums):
            return True  # `网上受理3件，申请合计12件`
        kinds = {word.kind for word in words}
        if "all" in kinds:
            continue  # `公民的申请13件，全部为自然人申请`
        applicant = bool(kinds & {"applicant_person", "applicant_group"})
        if applicant if split == "applicant" else "channel" in kinds:
            return True
    return False

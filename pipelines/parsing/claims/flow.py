"""Requests coming and going: received or answered, said by a verb, a noun, or both.

A part of `measures`, which asks here when no outcome, dispute or carrying stands nearer to the figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipelines.parsing.claims.said import Said, spell_any
from pipelines.parsing.claims.scene import Scene
from pipelines.parsing.claims.vocabulary import named, vocabulary
from pipelines.parsing.claims.words import Word

RECEIVING = frozenset({"receive", "receive_weak"})
VERBS = RECEIVING | {"work", "answer"}
NOUNS = frozenset({"request", "request_bare", "information"})
APPLICANTS = frozenset({"applicant_person", "applicant_group"})
_BY_WHOM = frozenset({*APPLICANTS, "generic_person", "channel"})
_ASIDE = frozenset({"outcome", "review", "litigation"})
_IN_THE_WAY = frozenset({"foreign", "unknown", "title", "item", "law", "fee", "dispute_part", "information"})


def flow_of(words: Sequence[Word], content: list[Word], right: Sequence[Word], scene: Scene) -> Said | None:
    """Received or answered: a verb, a noun, or both, nearest to the figure."""
    if spell_any(words, named().means):
        return None  # `人均办理申请21件`
    if words[-1].text in named().told_of:
        return None  # `刊登依申请公开案例9件`
    body = list(content)
    if body[-1].kind == "item":
        if len(body) < 2 or body[-2].kind != "request":
            return None
        body.pop()
    if any(word.kind == "open_case" for word in body):
        return None  # `正在办理的申请6件`
    if _tells_which_bodies(words):
        return None
    noun_last = body[-1].kind in NOUNS
    verb = _verb(words, body)
    if not _of_the_body_itself(words, body, verb, scene):
        return None
    split = _split(words)
    if noun_last:
        noun = body[-1]
        if not _noun_counts(words, content, noun, verb, scene):
            return None
        measure = _measure_of(verb, scene) if verb is not None else "new_received"
        if verb is None and spell_any(words[: words.index(noun)], named().completed):
            measure = "total_handled"
        # `新增依申请公开事项6项` may be of a list of what is open to all
        is_added = verb is not None and verb.text == named().added
        is_loose = noun.kind == "request" or (scene.topic == "request" and verb is not None and verb.kind == "receive")
        return Said((measure,), verb or noun, words[-1], split, loose=is_loose and not is_added)
    if verb is None or (verb.kind == "receive_weak" and (not _noun_in(body, right) or _tells_who(right))):
        return None
    if any(word.kind in _ASIDE for word in body) or not _clear_behind(right):
        return None
    is_named = any(word.kind == "request" for word in (*body, *right[:2]))
    is_named = is_named or _asked_for_behind(right)
    itself = verb.text.startswith(named().newly_received) and not scene.of_cases
    is_named = is_named or (itself and scene.topic != "foreign")
    if not is_named and verb.kind == "answer" and _is_amiss(words, verb):
        return None
    if not is_named and (scene.topic != "request" and not _bare_behind(right, scene)):
        return None
    if not is_named and any(word.kind in ("foreign", "title", "law") for word in (*body, *words)):
        return None
    if not is_named and (_asked_of_another(words) or (verb.kind == "answer" and split == "channel")):
        return None  # `信用修复申请办结16件`, `邮寄答复26份`
    if not is_named and scene.of_cases:
        return None  # `受理行政复议案件63件，办结58件`
    if not is_named and spell_any((*body, *words), named().cases):
        return None
    if verb.kind in RECEIVING and "new_received" in scene.seen and body[-1].kind == "answer":
        verb = body[-1]  # `收到20件，其中受理并答复19件`
    return Said((_measure_of(verb, scene),), verb, words[-1], split)


def _tells_which_bodies(words: Sequence[Word]) -> bool:
    """`收到申请的行政机关32个`: bodies are counted."""
    return any(
        word.kind in NOUNS and behind.text == named().of and vocabulary().office.search(body.text)
        for word, behind, body in zip(words, words[1:], words[2:], strict=False)
    )


def _asked_of_another(words: Sequence[Word]) -> bool:
    """Requests that are called by what no list knows."""
    return any(
        noun.kind == "request_bare" and what.kind == "unknown" and what.end == noun.start
        for what, noun in pairwise(words)
    )


def _is_amiss(words: Sequence[Word], verb: Word) -> bool:
    """`超期答复2件`, `被确认违法的答复1件`, `公开类答复9件`: answers told apart from all of them."""
    if any(kind.text in named().kinds_of and after is verb for kind, after in pairwise(words)):
        return True
    before = "".join(word.text for word in words if word.end <= verb.start)
    return any(fault in before for fault in named().faults)


def _of_the_body_itself(words: Sequence[Word], body: list[Word], verb: Word | None, scene: Scene) -> bool:
    """Requests that were discussed, checked or passed on, or are still due, are none received or answered by it."""
    if verb is not None and spell_any(words[words.index(verb) :], named().forwarded):
        return False  # `收到市政府转来的申请4件`
    if verb is not None and verb.kind in RECEIVING:
        if verb in body and any(word.kind == "ground" for word in body[: body.index(verb)]):
            return False  # `补正后受理8件`
        weakly = verb.kind == "receive_weak"
        near = next((word for word in reversed(words[: words.index(verb)]) if word.kind not in _BY_WHOM), None)
        sent_on = any(word in scene.plain for word in named().forwarded)
        if sent_on and near is not None and near.text in named().by_one_way:
            return False  # `市政府转办的申请2件、直接受理的申请15件`
        if weakly and any(word.kind == "other_act" for word in words):
            return False  # `帮助老年人网上提交申请2件`
        return near is None or near.kind != "other_act"  # `协助收到申请2件`
    if verb is not None and spell_any(words[: words.index(verb)], named().told):
        return False  # `告知通过其他途径办理11件`
    ahead = body[: body.index(verb)] if verb is not None else body
    passed_on = any(word.kind in ("other_act", "carry_toward") for word in ahead)  # `转其他单位处理2件`
    return not passed_on and not (ahead and ahead[-1].kind == "due")


def _verb(words: Sequence[Word], body: list[Word]) -> Word | None:
    """The deciding verb: the last one, but `收到并答复` is received, unlike `受理后答复`."""
    last: Word | None = None
    for place in range(len(body) - 1, -1, -1):
        word = body[place]
        if word.kind not in VERBS:
            if last is not None and word.kind != "join":
                break
            continue
        if last is not None and any(
            word.end <= after.start < last.start and after.text == named().done_after for after in words
        ):
            break
        if last is None or word.kind in RECEIVING:
            last = word
    return last


def _measure_of(verb: Word, scene: Scene) -> str:
    """`办理` alone is how some offices say received; beside a number received it is answered."""
    if verb.kind in RECEIVING:
        return "new_received"
    if verb.kind == "work" and not any("new_received" in seen for seen in (scene.seen, *scene.recent)):
        return "new_received"
    return "total_handled"


def _noun_counts(words: Sequence[Word], content: list[Word], noun: Word, verb: Word | None, scene: Scene) -> bool:
    """Whether the noun is one of disclosure requests, by itself or by its verb and its surroundings."""
    between = _between(content, verb, noun)
    if any(word.kind == "foreign" for word in between) and any(word.kind == "join" for word in between):
        return False
    if noun.kind == "request":
        place = content.index(noun)
        if noun.text.startswith("公开") and place and content[place - 1].kind == "foreign":
            return False  # `环评文件公开申请`
        if verb is not None:
            return True
        items = content[-1].kind == "item" or noun.text.endswith("信息")
        asks = noun.text.endswith(named().asking)
        about = scene.topic == "foreign" or any(word.kind == "foreign" for word in content)
        if noun.text.endswith(named().papers):
            return False  # `印制公开申请表300份`
        return not items and (asks or not about or scene.lists_what_was_handled)
    if noun.kind == "information":
        return verb is not None and verb.kind != "receive_weak" and not any(w.kind in _IN_THE_WAY for w in between)
    if any(word.kind == "foreign" for word in content):
        return False
    names_itself = verb is not None and verb.text.startswith(named().newly_received)
    if scene.topic is None and scene.counts_other_things and not scene.spoken and not names_itself:
        return False  # `选聘岗位20个，收到申请86份`
    place = list(words).index(noun)
    before = words[place - 1] if place else None
    measure = words[place + 1].text if place + 1 < len(words) else ""
    measured = measure in named().measuring or (measure in named().sums and scene.topic == "request")
    behind_questions = scene.asks_orally and verb is not None and verb.kind == "receive"
    elsewhere = scene.topic == "foreign" and not (behind_questions or (names_itself and scene.public_age == 0))
    if elsewhere or (before is not None and before.kind in _IN_THE_WAY | _ASIDE):
        return False
    if before is not None and before.kind == "case" and place > 1 and words[place - 2].kind == "unknown":
        return False  # `受理出入境证件申请`: a name that no list knows
    if before is not None and before.kind == "other_act" and words[max(0, place - 2)].kind != "join":
        return False  # `收到公平竞争审查申请15件`, unlike `受理并审查申请12件`
    opens = content == [noun] and scene.topic == "request" and not scene.counted  # `办理情况如下：申请13件，答复13件`
    return verb is not None or measured or opens


def _between(content: list[Word], verb: Word | None, noun: Word) -> list[Word]:
    end = content.index(noun)
    start = content.index(verb) + 1 if verb is not None and verb in content[:end] else 0
    return content[start:end]


def _noun_in(body: list[Word], right: Sequence[Word]) -> bool:
    return any(word.kind in ("request", "request_bare") for word in (*body, *right[:2]))


def _clear_behind(right: Sequence[Word]) -> bool:
    """No other thing is counted behind the figure (`收到2件人大代表建议`)."""
    for place, word in enumerate(right):
        if word.text == named().of or word.text in named().modifiers:
            continue
        known = right[place + 1].kind if place + 1 < len(right) else ""
        if word.kind == "unknown" and known == "request":  # `收到2份政府环境信息公开申请`
            return True
        return word.kind not in _IN_THE_WAY
    return True


def _bare_behind(right: Sequence[Word], scene: Scene) -> bool:
    return bool(right) and right[0].kind == "request_bare" and scene.topic != "foreign" and not _tells_who(right)


def _tells_who(right: Sequence[Word]) -> bool:
    """`提出1件申请的有86人`."""
    return len(right) > 1 and right[1].text == named().of


def _asked_for_behind(right: Sequence[Word]) -> bool:
    """`收到4件有关政府信息公开事务的申请`."""
    kinds = [word.kind for word in right]
    return bool(kinds) and kinds[-1] == "request_bare" and "information" in kinds and "foreign" not in kinds


def _split(words: Sequence[Word]) -> str | None:
    """`applicant` or `channel` where the words name one kind alone; a list of all kinds is the whole."""
    kinds = {word.kind for word in words}
    if len(kinds & APPLICANTS) == 1:
        return "applicant"
    channels = [place for place, word in enumerate(words) if word.kind == "channel"]
    if not channels or "many_ways" in kinds:
        return None
    several = any(word.kind == "join" for word in words[channels[0] : channels[-1]])
    return None if several else "channel"

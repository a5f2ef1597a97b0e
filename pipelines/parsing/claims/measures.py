"""Which measure the words around a figure speak of: received, answered, carried, an outcome, a dispute, or none.

Rules for shapes, tried on the words nearest to the figure first; a word the rules do not know stands in the way. What is
done with the figure belongs to `counts`, `shares` and `growth`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.parsing.claims.claim import LUMPED, OUTCOMES
from pipelines.parsing.claims.flow import APPLICANTS, NOUNS, VERBS, flow_of
from pipelines.parsing.claims.phrases import LIGHT
from pipelines.parsing.claims.said import CARRYING, Said, lists, spell_any, weighty
from pipelines.parsing.claims.scene import DISPUTES, Scene
from pipelines.parsing.claims.vocabulary import named
from pipelines.parsing.claims.words import Word, year_of

_REQUESTED = frozenset({"request", "request_bare"})
#: Behind a dispute they are of it: `复议申请`, `诉讼收案`.
_OF_A_CASE = frozenset({"request_bare", "answer", "receive", "receive_weak"})
_REASON = frozenset({"unknown", "none", "open_case", "due", "title"})
#: What names disclosure as the cause of a dispute.
CAUSES = frozenset({"information", "request", "request_bare", "answer", "outcome"})
#: What a list of outcomes begins with.
_FLOWING = frozenset({"new_received", "total_handled", "carried_in", "carried_out"})
#: What `公开3件` may follow upon: it begins a list of outcomes, or goes on with one.
_OPENED_BY = _FLOWING | frozenset(OUTCOMES)
#: Characters of a reason that no list knows.
_MOST_REASON = 10
#: What words of an outcome end with before their figure.
_OUTCOME_ENDS = frozenset({"outcome", "answer", "request", "request_bare", "item"})
_WITH_CARRY = LIGHT | NOUNS | VERBS | APPLICANTS | {"channel", "item", "join", "date"}


def say(words: Sequence[Word], right: Sequence[Word], scene: Scene) -> Said | None:
    """What `words` (before a figure) say of it, `right` being the words behind; None where they say nothing known."""
    content = weighty(words)
    while content and content[-1].kind == "join":
        content.pop()
    if not content:
        return None
    carried = _carried(words, content, scene)
    if carried is not None:
        return carried if _carries_requests(words, right, scene) else None
    if content[-1].kind == "channel" and len(content) > 1 and content[-2].kind == "request":
        content.pop()  # `申请公开政府信息的来函2封`
    if content[-1].kind == "answer" and len(content) > 1 and content[-2].text == named().missing:
        content.pop()  # `不存在答复31件`
    last = content[-1]
    if last.kind in ("rest", "disclosed") or last.text == named().missing:
        return _beside_others(words, content, scene)
    if last.kind in DISPUTES or (len(content) > 1 and last.kind in _OF_A_CASE and content[-2].kind in DISPUTES):
        return _dispute(content, scene)
    if _is_defended(content, scene):
        return Said(("litigation_total",), last, last, loose=True)
    if content == [last] and last.kind == "results" and words[-1].text in named().sums:
        return Said(("total_handled",), last, words[-1])  # `办理结果总计38件`, as the form calls it
    outcome = _outcome(words, content, right, scene) if last.kind in _OUTCOME_ENDS else None
    if outcome is not None:
        return outcome
    if last.kind in VERBS or last.kind in NOUNS or last.kind == "item":
        return flow_of(words, content, right, scene)
    return None


def _carries_requests(words: Sequence[Word], right: Sequence[Word], scene: Scene) -> bool:
    """Whether requests are carried, not letters or cases (`收到来信40件，结转3件`, `行政复议收案7件，结转1件`)."""
    kinds = {word.kind for word in right}
    if kinds & _REQUESTED:
        return True
    if kinds & {"foreign", *DISPUTES} or scene.topic == "foreign":
        return False
    if scene.topic is None and scene.counts_other_things:
        return False  # what no list knows was counted before it in the sentence
    return not scene.of_cases or any(word.kind in _REQUESTED for word in words)


def say_behind(right: Sequence[Word], scene: Scene) -> Said | None:
    """What the words behind a figure say of it where those before are silent (`3件同意公开`, `103件顺延到下年度答复`)."""
    content = weighty(right)
    if not content:
        return None
    first = content[0]
    if [word.kind for word in content] in (["disclosed"], ["rest"]):
        return _beside_others(right, content, scene)  # `收到2件，1件公开`, `2件部分公开、1件其他`
    carry = next((place for place, word in enumerate(content) if word.kind in CARRYING), None)
    if carry is not None and _may_precede_carry(content[:carry], spell_any(right, named().reasons)):
        carried = _carried(right, content, scene)
        if carried is not None and _carries_requests(right, (), scene):
            return carried
    if first.kind in DISPUTES:
        part = any(word.kind == "dispute_part" for word in content)  # `2件复议被纠错案件`
        return None if part else _dispute(content[:1], scene)
    disputes = [word for word in content if word.kind in DISPUTES]
    alone = disputes and not any(word.kind in ("join", "dispute_part") for word in content)
    if alone and first.kind in CAUSES | {"receive_weak"}:
        return _dispute(disputes[:1], scene)  # `2件答复引发行政复议`, `1起提出复议`
    outcomes = [word for word in content if word.kind == "outcome"]
    if outcomes and (first.kind != "foreign" or not _of_documents(right)) and scene.topic != "foreign":
        measures = {word.key for word in outcomes}
        return Said((outcomes[0].key or "",), outcomes[0], outcomes[-1]) if len(measures) == 1 else None
    if first.kind == "answer" or (
        first.kind in ("request", "request_bare") and any(w.kind == "answer" for w in content)
    ):
        answer = next(word for word in content if word.kind == "answer")
        if content[-1].kind == "disclosed":
            return Said(("granted",), first, content[-1])  # `其中7件答复公开`
        if any(word.kind in ("due", "dispute_part") for word in content) or any(w.kind == "part_year" for w in right):
            return None  # `35件申请需要答复`, `1件答复被复议机关纠正`
        if content[-1].kind == "unknown":
            return None  # `2件是对去年答复不服`
        known = first.kind == "request" or scene.topic == "request" or (len(content) == 2 and scene.topic != "foreign")
        return Said(("total_handled",), first, answer) if known and len(content) <= 3 else None
    if len(content) == 1 and (first.kind == "request" or comes_anew(first)):
        return Said(("new_received",), first, first)
    return None


def comes_anew(word: Word) -> bool:
    """The verb of what came in this year, without what was carried in."""
    return word.kind == "receive" and word.text.startswith(named().anew)


def _may_precede_carry(words: Sequence[Word], explained: bool) -> bool:
    """Requests and why they were carried over (`6件申请因未到期限结转下年`), nothing else; a reason said as one may be any."""
    unknown = sum(len(word.text) for word in words if word.kind not in _WITH_CARRY | {"title"})
    return unknown <= _MOST_REASON and (explained or all(word.kind in _WITH_CARRY | _REASON for word in words))


def _carried(words: Sequence[Word], content: list[Word], scene: Scene) -> Said | None:
    """Carried in or out: the direction is said by a year beside the verb, else by what the figure is part of."""
    place = None
    for at, word in enumerate(content):
        if word.kind in CARRYING:
            place = at
    if place is None or any(word.kind not in _WITH_CARRY for word in content[place + 1 :]):
        return None
    if any(comes_anew(word) for word in content[place + 1 :]):
        return None  # `结转上年后新收申请47件`
    verb = content[place]
    at = list(words).index(verb)
    measure = _direction(words[:at], words[at + 1 :], scene)
    if measure is None and verb.kind == "carry":
        if scene.subset in named().including:
            measure = "carried_in"
        elif scene.subset is None or "total_handled" in scene.seen - scene.seen_ahead:
            measure = "carried_out"  # `收到15件，其中办结13件、结转2件`
    if measure is None:
        return None
    near = [word for word in words[max(0, at - 2) : at] if word.kind in ("last_year", "year", "next_year")]
    return Said((measure,), near[0] if near else verb, words[-1])


def _direction(before: Sequence[Word], after: Sequence[Word], scene: Scene) -> str | None:
    towards = [word.kind for word in after[:2]] in (["this_year", "work"], ["this_year", "answer"])  # `结转今年办理`
    for word in after:
        if word.kind == "next_year":
            return "carried_out"
        if word.kind == "last_year" or (word.kind == "this_year" and towards):
            return "carried_in"
        towards = towards or word.text in named().towards
        if (year := year_of(word)) is not None:
            coming = scene.report_year is None or year > scene.report_year
            return "carried_out" if coming else "carried_in"
    if before and before[-1].kind in VERBS:  # `上年受理结转`
        before = before[:-1]
    for word in reversed(before):
        if word.text in named().at_first:
            return "carried_in"
        if word.kind in ("next_year", "last_year"):
            return "carried_out" if word.kind == "next_year" else "carried_in"
        if word.kind == "year" and scene.report_year is not None and int(word.value or 0) < scene.report_year:
            return "carried_in"
        if word.kind in VERBS or word.kind in ("this_year", "join"):
            break
    return None


def _is_defended(content: list[Word], scene: Scene) -> bool:
    """`政府信息公开行政应诉2件`, or beside reviews of disclosure (`政府信息公开复议4起、行政应诉2起`): suits of it."""
    if content[-1].kind != "law" or not content[-1].text.endswith(named().defended):
        return False
    before = [word.kind for word in content[:-1]]
    beside = before in ([], ["join"]) and scene.counted[-1:] == [(DISPUTES["review"],)]
    return beside or (bool(before) and before[-1] in CAUSES)


def _joined(content: list[Word], kinds: frozenset[str]) -> list[Word]:
    """The words of these kinds at the end of `content`, over the joints between them."""
    found: list[Word] = []
    joint = True
    for word in reversed(content):
        beside = bool(found) and word.kind in DISPUTES and word.end == found[0].start  # `复议诉讼`
        if word.kind in kinds and (joint or beside):
            found.insert(0, word)
            joint = False
        elif word.kind == "join":
            joint = True
        else:
            break
    return found


def _outcome(words: Sequence[Word], content: list[Word], right: Sequence[Word], scene: Scene) -> Said | None:
    """An outcome's word straight before the figure; between them only an answer or the request itself."""
    if words[-1].text in named().told_of:
        return None  # `予以公开案例3件`
    body = list(content)
    if len(body) > 1 and body[-1].kind == "item" and words[-1].text == named().of and words[-2] is body[-1]:
        body.pop()  # `无法提供政府信息的27件`; without `的` documents are counted
    while body and body[-1].kind in ("answer", "request", "request_bare") and len(body) > 1:
        body.pop()
    if not body or body[-1].kind != "outcome" or scene.topic == "foreign":
        return None
    if scene.of_cases and scene.counted and not scene.seen:
        return None  # `收到复议申请132件，受理118件，其他处理5件`
    if any(word.kind in ("foreign", "item", "title") for word in right) or _of_documents(words):
        return None
    found = _joined(body, frozenset({"outcome", "disclosed"}))
    measures = tuple(dict.fromkeys(word.key or "granted" for word in found))
    ahead = body[: body.index(found[0])]
    if len(ahead) > 1 and ahead[-1].kind == "join" and ahead[-2].kind == "ground":
        return None  # a sum with a part of something else
    if set(measures) == {"granted", "partly_granted"} and not any(w.kind in ("each", "respectively") for w in words):
        measures = (LUMPED,)
    return Said(measures, found[0], words[-1])


def _beside_others(words: Sequence[Word], content: list[Word], scene: Scene) -> Said | None:
    """`其他1件` closes a list of outcomes, `公开3件` opens one, `不存在9件` stands in one; elsewhere they say nothing."""
    last = content[-1]
    if len(content) > 1 and content[0].kind == "results" and spell_any(words, named().copulas):
        content = content[1:]  # `答复结果为公开12件`
    of_same = ("join", "answer") if last.text != named().missing else ("join", "answer", "outcome")
    if any(word.kind not in of_same or (word.key or "unavailable") != "unavailable" for word in content[:-1]):
        return None  # `不掌握或不存在9件` is of one; an answer may be named with what it says: `其中答复公开3件、答复不存在4件`
    if last.text == named().missing:
        return Said(("unavailable",), last, last) if scene.topic == "request" and scene.counted else None
    counted = scene.counted[-1] if scene.counted else None
    if last.kind == "rest":
        before = scene.shared or counted
        closes = before is not None and before[0] in OUTCOMES
        listed_here = not scene.bracket or len(scene.counted) > scene.outside_counted  # `（公开2件，其他1件）`
        return Said(("other",), last, last) if closes and listed_here else None
    opens = counted is not None and counted[0] in _OPENED_BY
    begins_parts = scene.subset == named().part and bool(scene.seen) and scene.seen <= _FLOWING
    opens = opens or (begins_parts and scene.topic == "request")  # `…同比减少5%。其中，公开8件`
    opens = opens or scene.accounted
    return Said(("granted",), last, last) if opens else None


def _of_documents(words: Sequence[Word]) -> bool:
    """Another thing is sorted by openness (`公文属性为同意公开的8件`); a reason for the outcome is none (`属信访等`)."""
    known, reasons = named(), False
    for word in words:
        reasons = reasons or word.text in known.reasons or word.text in known.concerns
        if word.kind == "foreign" and not reasons:
            return True
    return False


def _dispute(content: list[Word], scene: Scene) -> Said | None:
    found = _joined([word for word in content if word.kind not in _OF_A_CASE], frozenset(DISPUTES))
    if spell_any(content, named().taking_part) or any(word.kind == "other_act" for word in content):
        scene.caused_elsewhere = True
        return None  # `参与处理市政府作为被申请人的…复议案件5件`
    first = content.index(found[0]) if found else len(content)
    own = max((at + 1 for at in range(first) if content[at].kind == "join"), default=0)
    if any(word.kind == "carry" for word in content[own:]) or any(word.kind == "dispute_part" for word in content):
        return None  # `上年结转行政复议2件`, `复议后起诉的行政诉讼5件`
    if not found or not scene.may_speak_of_disputes(found[-1].end):
        return None
    kinds = {word.kind for word in content}
    scene.caused_elsewhere = not kinds & CAUSES and (scene.caused_elsewhere or bool(kinds & {"foreign", "rest"}))
    if scene.caused_elsewhere:
        return None  # `因交通处罚引发行政复议9件、行政诉讼2件`
    measures = tuple(dict.fromkeys(DISPUTES[word.kind] for word in found))
    return Said(measures, found[0], content[-1], loose=True)


def listed(words: Sequence[Word], scene: Scene) -> tuple[str, ...]:
    """The measures of a list, each once; empty where an item is none."""
    return tuple(dict.fromkeys(listed_in_turn(words, scene)))


def listed_in_turn(words: Sequence[Word], scene: Scene) -> tuple[str, ...]:
    """The measures of a list, item by item, as figures follow them; empty where an item is none."""
    measures: list[str] = []
    of_cases, scene.of_cases = scene.of_cases, False  # each item names what it is of
    for part in lists([word for word in words if word.kind not in ("respectively", "each")]):
        if not weighty(part):
            continue
        said = say(part, (), scene)
        if said is None:
            measures.clear()
            continue
        measures += said.measures
    scene.of_cases = of_cases
    return tuple(measures)

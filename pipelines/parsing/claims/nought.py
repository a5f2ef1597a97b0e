"""Nought said in words: `未收到…申请`, `没有因…引发的复议、诉讼`, `无结转`.

A negation and what it denies are read here; printed noughts (`0件`, `为零`) are figures and belong to `finding`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.parsing.claims.bodies import is_of_some_bodies
from pipelines.parsing.claims.claim import LUMPED, Claim
from pipelines.parsing.claims.measures import comes_anew, lists, say
from pipelines.parsing.claims.phrases import LIGHT, STOPS
from pipelines.parsing.claims.said import CARRYING, DENIALS, Said, spell_any, weighty
from pipelines.parsing.claims.scene import DISPUTES, Scene
from pipelines.parsing.claims.sentences import Sentence
from pipelines.parsing.claims.vocabulary import named, vocabulary
from pipelines.parsing.claims.words import AMOUNTS, Word

_QUOTES = frozenset("“”")
#: Words of a clause before a denial that are looked at.
_CLAUSE = 60
_REQUESTS = frozenset({"request", "request_bare"})
_PEOPLE = frozenset({"applicant_person", "applicant_group", "generic_person", "channel"})
_BEFORE = LIGHT | _PEOPLE | {"receive", "receive_weak", "join", "information", "same_period"}
_BEHIND = LIGHT | {"request_bare", "join"}
#: Characters no list knows that may stand between a denial and its noun: `没有群众到我局提出…`.
_MOST_UNKNOWN = 12


def nothing_said(sentence: Sentence, words: Sequence[Word], scene: Scene) -> Iterator[Claim]:
    """The zero claims of a sentence that holds a denial; each measure once."""
    words = tuple(word for word in words if word.text not in _QUOTES)  # `申请“零受理”`
    first = next((word.start for word in words if word.kind == "count"), None)
    told: set[str] = set()
    year: Word | None = None  # the one named last
    for place, word in enumerate(words):
        if word.kind == "this_year" or (word.kind in ("next_year", "year") and _governs(words, place, scene)):
            year = word
        if word.kind not in DENIALS:
            continue
        scope = _scope(words, place)
        clause = _clause_before(words, place)
        if not scope and word.kind == "none" and _closed(words, place):
            yield from _denied_before(sentence, word, clause, scene, told)
            continue
        if _of_another_year(year, clause, scene) and not any(w.kind in CARRYING for w in scope):
            continue
        if _of_the_rest(clause) or any(before.kind == "aim" for before in clause):
            continue
        begins = first is not None and word.start < first
        # `甲县收到5件，乙县收到9件，丙县未收到` denies what one of them received
        told_of_one = (
            scene.received_some
            or is_of_some_bodies("".join(before.text for before in clause))
            or (first is not None and _of_one_level(clause))
        )
        for measure, last in _denied(word, scope, clause, scene):
            if measure in told or measure in scene.seen or (told_of_one and measure == "new_received"):
                continue
            if begins and measure == "carried_out" and not any(w.kind in ("next_year", "year") for w in scope):
                continue  # `没有结转的申请，新收34件`: perhaps carried in
            told.add(measure)
            yield _nothing(measure, sentence, word.start, last.end)


def _governs(words: Sequence[Word], place: int, scene: Scene) -> bool:
    """Whether what follows is of a year: of one to come wherever it is named, else of one that begins its clause.

    A past year within a clause dates something else (`按照2019年修订的条例`), and one beside a carrying dates that alone.
    """
    if any(word.kind in CARRYING for word in words[max(0, place - 3) : place + 2]):
        return False  # `1件延期至次年答复，未发生行政复议`
    if words[place].kind == "next_year":
        return True
    year = int(words[place].value or 0)
    begins = place == 0 or words[place - 1].kind in STOPS
    then = words[place + 1] if place + 1 < len(words) else None
    clear = then is not None and (then.kind in STOPS or then.kind in DENIALS or then.kind in LIGHT)
    return scene.report_year is None or year > scene.report_year or (begins and clear)


def _of_another_year(year: Word | None, clause: Sequence[Word], scene: Scene) -> bool:
    """Last year's or of a few months by its own clause, or that of another year by the one named last (`2023年将实现零复议`)."""
    if any(word.kind in ("last_year", "part_year") for word in clause):
        return True
    if year is None or year.kind != "year":
        return year is not None and year.kind == "next_year"
    return scene.report_year is not None and int(year.value or 0) != scene.report_year


def _of_the_rest(clause: Sequence[Word]) -> bool:
    """`其余街道未收到申请`, `有6家单位未收到申请`."""
    if any(word.kind in ("bare", "loose_count") for word in clause):
        return True
    if spell_any(clause, named().the_above):
        return any(vocabulary().others.search(word.text) for word in clause)  # `以上单位均未收到申请`
    return any(word.text in named().the_rest and after.kind == "unknown" for word, after in pairwise(clause))


def _of_one_level(clause: Sequence[Word]) -> bool:
    """`市本级无申请，各县区收到10件` denies what the body itself received, not that there was any."""
    return any(word.text.endswith(named().own_level) for word in clause)


def _closed(words: Sequence[Word], place: int) -> bool:
    return place + 1 == len(words) or words[place + 1].kind in STOPS


def _denied_before(
    sentence: Sentence, denial: Word, clause: Sequence[Word], scene: Scene, told: set[str]
) -> Iterator[Claim]:
    """A denial at the end of its clause denies the things listed before it (`申请、复议、诉讼均无`)."""
    for part in lists(clause):
        said = say(part, (), scene)
        if said is None and denial.text.startswith(named().nothing_came) and part and part[-1].kind == "request":
            said = Said(("new_received",), part[-1], part[-1])  # `依申请公开零受理`
        if said is None or LUMPED in said.measures:
            continue
        for measure in said.measures:
            if measure not in told:
                told.add(measure)
                yield _nothing(measure, sentence, said.first.start, denial.end)


def _nothing(measure: str, sentence: Sentence, start: int, end: int) -> Claim:
    return Claim("zero", measure, 0.0, None, None, 0, None, sentence.text, sentence.span(start, end))


def _scope(words: Sequence[Word], place: int) -> list[Word]:
    """The words a denial reaches: up to the next stop, figure or denial."""
    scope: list[Word] = []
    for at, word in enumerate(words[place + 1 : place + 1 + _CLAUSE]):
        if at == 0 and word.kind == "count" and word.value == 1:  # `未发生一起…`
            continue
        if word.kind in STOPS or word.kind in DENIALS:
            break
        if word.kind in AMOUNTS and word.kind not in ("bare", "level", "alike"):
            return []
        scope.append(word)
    return scope


def _clause_before(words: Sequence[Word], place: int) -> list[Word]:
    clause: list[Word] = []
    for word in reversed(words[max(0, place - _CLAUSE) : place]):
        if word.kind in STOPS:
            break
        clause.insert(0, word)
    return clause


def _denied(denial: Word, scope: list[Word], clause: list[Word], scene: Scene) -> Iterator[tuple[str, Word]]:
    """The measures denied, each with the last word it was read from."""
    if not scope or scope[0].text == named().of:
        return
    disputes = [at for at, word in enumerate(scope) if word.kind in DISPUTES]
    request = next((at for at, word in enumerate(scope) if word.kind in _REQUESTS), None)
    if disputes and _disputes_stand(scope, disputes, scene):
        apart = request is not None and request < disputes[0] and _listed_apart(scope, request, disputes[0])
        if request is not None and apart and _request_stands(denial, scope[: request + 1], scene):
            yield "new_received", scope[request]
        for at in disputes:
            yield DISPUTES[scope[at].kind], scope[at]
    elif not disputes and request is not None and _request_stands(denial, scope, scene):
        yield "new_received", scope[request]
    elif not disputes and denial.kind != "never" and denial.text not in named().bare_denials:
        yield from _carry_or_outcome(scope, clause, scene)


def _disputes_stand(scope: list[Word], disputes: list[int], scene: Scene) -> bool:
    """Reviews and suits are denied as such, not lost ones, and not those of other matters."""
    if not scene.may_speak_of_disputes(scope[disputes[-1]].end) and any(
        word.kind in ("law", "foreign") for word in scope
    ):
        return False
    if scene.lawsuits_at_large and scene.public_age > 0:
        return False
    joined = False
    for word in scope[disputes[-1] + 1 :]:
        if word.kind in ("dispute_part", "rate"):
            return False
        joined = joined or word.kind == "join"
        if not joined and word.kind not in _BEHIND | {"information"}:
            return False
    return not any(word.kind == "dispute_part" for word in scope[disputes[0] : disputes[-1]])


def _listed_apart(scope: list[Word], request: int, dispute: int) -> bool:
    """`申请、复议` denies both; in `因…申请引发的复议` the request only says of what."""
    between = scope[request + 1 : dispute]
    because = spell_any(scope[:request], named().reasons)
    return not because and any(word.kind == "join" for word in between[:2])


def _request_stands(denial: Word, scope: list[Word], scene: Scene) -> bool:
    """Requests are denied as such: nothing foreign before the noun, nothing but their being there behind it."""
    at = next(place for place, word in enumerate(scope) if word.kind in _REQUESTS)
    noun, before, behind = scope[at], scope[:at], scope[at + 1 :]
    if any(word.text in named().about and after.kind == "unknown" for word, after in pairwise(before)):
        return False  # `未接到涉及商业秘密的申请`
    if before and before[0].kind == "join":  # `未收到和处理…申请`
        before = [word for word in before if word.kind not in ("answer", "work")]
    unknown = sum(len(word.text) for word in before if word.kind == "unknown")
    if unknown > _MOST_UNKNOWN or any(word.kind not in _BEFORE and word.kind != "unknown" for word in before):
        return False
    received = denial.kind == "never" or any(word.kind in ("receive", "receive_weak") for word in before)
    if denial.text in named().bare_denials and not received:
        return False
    if noun.kind == "request_bare":
        beside = before[-1] if before else None
        if (
            scene.topic == "foreign"
            or (beside is not None and beside.kind == "unknown")
            or not (received or not weighty(before))
        ):
            return False
    elif denial.kind == "nought" and unknown > 2:
        return False
    for word in behind:
        if word.kind == "join":
            return True
        # `无政府信息公开申请新收件`
        if word.kind not in _BEHIND | {"item", "information", "request", "channel"} and not comes_anew(word):
            return False
    return True


def _carry_or_outcome(scope: list[Word], clause: list[Word], scene: Scene) -> Iterator[tuple[str, Word]]:
    """`无结转`, `没有不同意公开的情况`: read as the words before a figure would be."""
    kinds = {word.kind for word in scope}
    if not kinds & {"carry", "outcome"} or not kinds <= LIGHT | _REQUESTS | {
        "carry",
        "outcome",
        "work",
        "answer",
        "join",
        "due",
    }:
        return
    before = [word for word in clause if word.kind in ("last_year", "next_year", "year")]
    for part in lists(scope):  # `无上年结转和结转下年件`
        said = say([*before, *part], (), scene)
        if said is None or said.flow:
            continue
        if said.measures[0].startswith("carried") or scene.topic == "request":
            for measure in said.measures:
                yield measure, said.last

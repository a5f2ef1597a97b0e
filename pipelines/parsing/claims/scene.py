"""How words and figures change what is remembered: the topic, what was counted last; the year spoken of with `years`.

The values stand in `memory`; what words mean belongs to the grammar, which asks here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from pipelines.parsing.claims.claim import OUTCOMES
from pipelines.parsing.claims.marks import marks
from pipelines.parsing.claims.memory import REACH, RECALL, Memory
from pipelines.parsing.claims.phrases import Phrase, outside_brackets
from pipelines.parsing.claims.said import spell_any
from pipelines.parsing.claims.topics import is_of_other_things, tells_of_requests
from pipelines.parsing.claims.vocabulary import named
from pipelines.parsing.claims.words import Word
from pipelines.parsing.claims.years import hear_year, hear_years_in_turn

#: The measures of reviews and suits by the kind of their words.
DISPUTES = {"review": "review_total", "litigation": "litigation_total"}
_CASES = frozenset({*DISPUTES, "law"})
#: A sentence with one of them may count other things by their openness.
_NO_REQUESTS = frozenset({"foreign", "item", "other_act"})
#: Characters or figures around a place that are looked through, however long the sentence.
_BESIDE = 200
#: Characters of a sentence that is no more than a heading.
_HEADING = 12
#: Measures that are parts of what came in or was handled.
_PARTS = frozenset({*OUTCOMES, "carried_in", "carried_out"})
_HANDLING = frozenset({"work", "answer", "dispute_part", "unknown"})
_YEARS = frozenset({"year", "last_year", "before_last", "ever", "part_year"})
_HEARD = _YEARS | {
    "respectively",
    "request",
    "request_bare",
    "results",
    "of_these",
    "foreign",
    "subset",
    "other_act",
    "this_year",
    "review",
    "litigation",
}


class Scene(Memory):
    """The state of a reading."""

    __slots__ = ()

    @property
    def speaks_of_requests(self) -> bool:
        """Whether the next sentence may be of requests, or of a figure said of them, without naming any.

        Where the report's year is unknown every sentence may tell it.
        """
        is_fresh = self.topic == "request" and self.topic_age < REACH
        return is_fresh or self.last is not None or self.parts_sum is not None or self.report_year is None

    def pass_over(self, plain: str, *, counts: bool) -> None:
        """Pass over a sentence that claims nothing: older memories fade, and it may name what is spoken of.

        `counts` tells that it has figures, of other things. A heading over what became of requests (`三是收费情况。`) is
        no step away from disclosure.
        """
        self._move_on(plain, continues=False)
        if len(plain) <= _HEADING and any(chapter in plain for chapter in named().chapters):
            self.public_age = max(0, self.public_age - 1)
        if counts:
            self.counted, self.last = [None], None  # what grows next is another thing
            self.topic = self.topic or "foreign"  # for a sentence that goes on with it: `编发文件16件。其中，公开8件`
            return
        mark = marks()
        if (self.public_age == 0 and mark.requests.search(plain)) or mark.heading.match(plain):
            self._set_topic("request")

    def open_sentence(self, words: Sequence[Word], plain: str, kinds: Set[str]) -> None:
        """Begin a sentence, of words of these kinds: older memories fade."""
        first = next((word for word in words if word.kind not in ("filler", "title")), None)
        self._move_on(plain, continues=first is not None and first.kind == "subset")
        self.parts = set()
        self.shared = ()
        self.case = None
        self.cases = []
        self.differing = False
        self.summed_at = self.outcomes_sum = self.ended_sum = 0
        self.ended = None
        self.anew = self.received_some = False
        self.awaited = ()
        self.worked = False
        self.spoken = ()
        self.years = []
        self.queue = []
        self.subset = None
        self.about = self.caused_elsewhere = False
        self.bracket = 0
        self.was_prior = self.prior
        mark = marks()
        self.plain = plain
        if self.topic != "foreign" and tells_of_requests(words):
            self._set_topic("request")
        if self.topic == "request" and self.received is not None and kinds.isdisjoint(_NO_REQUESTS):
            self.accounted = "outcome" in kinds  # `收到申请19件。公开8件；部分公开2件`
        self.reviewer_at = self.unrelated_at = self.level_at = self.told_from = self.aside_at = None
        self.lawsuits_at_large = False
        if words:  # one that cannot claim is not asked whose its figures are
            decides = mark.reviewer.search(plain)
            if decides is not None:  # in a bracket it is said of all the sentence
                self.reviewer_at = -1 if decides["aside"] else decides.start()
            self.unrelated_at = _place_of(mark.unrelated, plain) if named().unrelated in plain else None
            self.level_at = _place_of(mark.level, plain)
            if "one_case" in kinds:
                self.told_from = next((word.start for word in outside_brackets(words) if word.kind == "one_case"), None)
            self.aside_at = _place_of(mark.foremost, plain)
            self.lawsuits_at_large = "law" in kinds

    def _move_on(self, plain: str, *, continues: bool) -> None:
        """Leave a sentence behind for the next one, which may go on with it."""
        if self.seen:
            self.parts_sum = None
        if not self.counted or not self.last or self.last[0] in _PARTS:
            # only the sentence just before may leave its last figure behind
            self.last = self._whole if self.counted else None
        self.recent.appendleft(frozenset(self.seen))
        self.topic_age += 1
        if self.topic_age > REACH or (self.topic == "foreign" and not continues):
            self.topic = None
        if not continues:
            self.seen = set()
            self.grouped = set()
            self.counter = None
            self.undivided = 0
        self.counted = self.counted[-1:] if continues else []
        self.read_over = self.read_over and continues
        self.of_others = self.of_others and continues
        self.asks_orally = self.asks_orally and continues
        self.accounted = False
        self.of_body = False
        self.area_age += 1
        self.of_cases = self.of_cases and continues
        self.prior = self.prior and continues
        named_at = _place_of(marks().disclosure, plain)
        self.public_age = self.public_age + 1 if named_at is None else 0
        self.named_at = named_at or 0

    @property
    def counts_other_things(self) -> bool:
        """The sentence has counted, and no request: of a long one its last figures tell."""
        return bool(self.counted) and not any(self.counted[-_BESIDE:])

    @property
    def _whole(self) -> tuple[str, ...] | None:
        """What a change is one of where the figure before is a part of it, and their breakdown has ended."""
        return ("new_received",) if "new_received" in self.seen else None

    @property
    def of_area(self) -> bool:
        """What came in was told of a whole area shortly before: a body named now is a part of it."""
        return self.area_age <= RECALL

    @property
    def divided(self) -> bool:
        """A breakdown goes on, of the whole or of what it is about."""
        return self.subset is not None or self.about

    @property
    def lists_what_was_handled(self) -> bool:
        """The sentence counts things handled, not documents by their openness (`办理信访件8件、依申请公开7件`)."""
        return bool(marks().handled.search(self.plain)) and not marks().documents.search(self.plain)

    def enter(self, phrase: Phrase) -> None:
        """Go into the bracket of a phrase or come out of it (0); what is said inside leaves no trace on what follows."""
        bracket = phrase.bracket
        if self.bracket and bracket != self.bracket:
            self.last, self.subset, self.prior, self.of_body, topic = self.outside
            self.topic = topic if self.topic == "foreign" else self.topic
        if bracket and bracket != self.bracket:
            self.outside_counted = len(self.counted)
            self.outside = (self.last, self.subset, self.prior, self.of_body, self.topic)
            self.of_body = False
        self.bracket = bracket
        if phrase.opens:  # a semicolon ends a breakdown, and the tale of others before it
            if self.aside_at is not None and self.aside_at < phrase.start:
                self.aside_at, self.of_others = None, False
            if self.subset is not None or (self.last and self.last[0] in _PARTS):
                self.last = self._whole
                self.prior = self.prior and self.subset is None  # `其中3月最多，为24件；办结138件`
            self.subset = None
            self.differing = self.read_over = False
            self.of_body = self.about = self.caused_elsewhere = False

    def may_speak_of_disputes(self, at: int) -> bool:
        """Reviews and suits at this place count where disclosure is named beside them or shortly before.

        `复议35件，其中涉及政府信息公开4件` counts those of every kind.
        """
        if self.reviewer_at is not None and self.reviewer_at < at:
            return False
        if self.unrelated_at is not None and at < self.unrelated_at:
            return False
        if self.public_age == 0:
            if self.lawsuits_at_large and not self._names_disclosure_beside(at):
                return False  # `办理依申请公开28件；办理行政复议答复14件、行政应诉11件`
            between = self.plain[at : self.named_at]
            if between and marks().share_of_disclosure.match(self.plain, self.named_at):
                return False  # `行政复议案件218件，信息公开案件占三成`
            elsewhere = ";" in between and not any(above in between for above in named().the_above)
            return named().part not in between and not elsewhere
        return self.public_age <= REACH and not self.lawsuits_at_large and self.topic != "foreign"

    def _names_disclosure_beside(self, at: int) -> bool:
        """Whether disclosure is named between the semicolons around a place."""
        before, behind = self.plain[max(0, at - _BESIDE) : at], self.plain[at : at + _BESIDE]
        beside = before.rpartition(";")[2] + behind.partition(";")[0]
        return marks().disclosure.search(beside) is not None

    def hear(self, words: Sequence[Word], *, own: bool = False) -> None:
        """Take in words: topic, breakdown, year. A figure's `own` words change the topic only once it is read."""
        if not words:
            return
        for place, word in enumerate(words):
            kind = word.kind
            if kind not in _HEARD:
                continue
            if kind in ("request", "request_bare"):
                self.of_cases = False
            if kind == "request":
                if self.topic != "foreign" or word.text != named().by_request or not own:
                    self._set_topic("request")
            elif kind == "request_bare":
                after = words[place + 1].text if place + 1 < len(words) else ""
                heads = after in named().measuring or (place == 0 and after in named().stated)
                if self.topic is None and not own and heads:
                    self._set_topic("request")  # `申请数量连续三年下降，共收到178件`, `申请情况：共收到28件`
            elif kind in DISPUTES:
                self.of_cases = True
                if self.ended != DISPUTES[kind]:
                    self.ended, self.ended_sum = DISPUTES[kind], 0
            elif kind == "results":
                if self._opens_account(words[place - 1].kind if place else ""):
                    self.accounted = True
                    self._set_topic("request")  # `在办理结果方面`, unlike `承办提案88件，公开办理结果85件`
            elif kind == "of_these":
                if self.topic == "request" and any(before.kind == "answer" for before in words[:place]):
                    self.accounted = True  # `办结的申请中公开5件`, `36件办结申请中，公开13件`
                elif not self.seen and not self.of_cases and any(before.kind == "receive" for before in words[:place]):
                    self.parts_sum = 0  # `受理的申请中，土地类18件、规划类11件，共29件`
            elif kind == "foreign":
                if word.text in named().figures and any(before.kind == "request" for before in words[:place]):
                    continue  # `政府信息公开申请有关数据：新收99件`
                if not own and not spell_any(words[:place], named().reasons):  # not `因征求第三方意见，2件转下年`
                    self._turn_to_other_things([word])
            elif kind == "other_act":
                if word.text in named().mock:
                    self.aside_at = word.start  # `对下属单位开展模拟测试，共提交申请6件`
            elif kind == "subset":
                if word.text == named().topical:
                    self.about = True
                else:
                    self.subset, self.seen_ahead = word.text, frozenset(self.seen)
            elif kind == "respectively":
                hear_years_in_turn(self, words[:place])
            elif kind == "this_year":
                self.prior = self.prior and place > 0 and words[place - 1].kind in ("year", "last_year")
            else:
                hear_year(self, words, place)

    def was_read(self, words: Sequence[Word], *, claimed: bool) -> None:
        """A figure was read: a claim makes requests the topic, another thing counted makes that the topic."""
        if claimed:
            self._set_topic("request")
            self.public_age = 0
            return
        if self._tells_what_requests_are_about(words):
            return
        kinds = {word.kind for word in words}
        self.read_over = self.read_over or "other_act" in kinds
        reason = spell_any(words, named().reasons)  # `2件因涉及第三方权益正在征求意见`
        counts = "rate" not in kinds  # unlike `申请登记率100%`
        if ("foreign" in kinds and not reason) or (counts and not self.subset and is_of_other_things(words)):
            self._turn_to_other_things(words)
        elif self.topic is None and words and words[-1].kind in ("item", "other_act"):
            self._turn_to_other_things(words)  # `审查拟公开信息1025条`, `保密审查1320件次`

    def was_counted(self, phrase: Phrase, *, claimed: bool) -> None:
        """A number was read: one of reviews or suits of every kind, of which a part may be told next, or a part itself."""
        if phrase.right and any(word.kind == "of_these" for word in phrase.right):
            self.hear(phrase.right)
        if "dispute_part" in phrase.kinds:
            self.ended_sum += int(phrase.amount.value or 0)
        if self.parts_sum is not None:
            self.parts_sum += int(phrase.amount.value or 0)
        if claimed or phrase.kinds.isdisjoint(_CASES):
            self.case = None
            return
        if phrase.opens:
            self.case = None
        found = {DISPUTES.get(word.kind) or DISPUTES["litigation"] for word in phrase.left if _names_cases(word)}
        # of several that stand side by side nobody knows which one has the part, and those of others have none
        is_known = len(found) == 1 and self.case in (None, *found) and not _are_of_others(phrase)
        self.cases += found if len(found) == 1 and not _are_of_others(phrase) else [""]
        self.case = found.pop() if is_known else ""

    def _opens_account(self, before: str) -> bool:
        """Whether results are those of requests, by the kind of the word before: `提案办理结果`, `公开办理结果` are not."""
        return before == "filler" or (self.topic != "foreign" and before not in ("foreign", "disclosed"))

    def _tells_what_requests_are_about(self, words: Sequence[Word]) -> bool:
        """A thing named in a breakdown of requests, or among their outcomes, is what they asked for (`其中宅基地审批3件`)."""
        parts = self.accounted or (self.divided and bool(self.seen & {"new_received", "total_handled"}))
        verbs = {"receive", "receive_weak", "work"}
        if "total_handled" not in self.seen:
            verbs.add("answer")  # else `答复53件，其中以主动公开方式答复9件` tells of an answer
        kinds = {word.kind for word in words}
        return parts and ("channel" in kinds or kinds.isdisjoint(verbs))  # `通过政务服务平台提交的`

    def _turn_to_other_things(self, words: Sequence[Word]) -> None:
        """Nobody applies for what is asked orally: `接受信息公开咨询32人次，收到申请5件`, unlike `办理许可32件，收到申请5件`."""
        of_requests = self.asks_orally if self.topic == "foreign" else self.topic == "request" or self.public_age == 0
        others = [word for word in words if word.kind == "foreign"]
        self.asks_orally = of_requests and bool(others) and all(w.text in named().asking_orally for w in others)
        self.topic = "foreign"

    def _set_topic(self, topic: str) -> None:
        self.topic, self.topic_age = topic, 0


def _are_of_others(phrase: Phrase) -> bool:
    """`受理行政复议案件86件`, `审结行政复议案件86件` are told by the body that decides them, unlike `办理行政复议答复31件`.

    So are cases that others are helped with (`指导各单位行政应诉31件`); of suits a body has its own alone.
    """
    at = next(place for place, word in enumerate(phrase.left) if word.kind in _CASES)
    before = {word.kind for word in phrase.left[:at]}
    of_review = phrase.left[at].kind == "review" and all(word.kind != "answer" for word in phrase.left[at:])
    return "receive" in phrase.kinds or not before.isdisjoint({"other_act"} | (_HANDLING if of_review else set()))


def _names_cases(word: Word) -> bool:
    return word.kind in DISPUTES or (word.kind == "law" and word.text.endswith(named().defended))


def _place_of(pattern: re.Pattern[str], plain: str) -> int | None:
    found = pattern.search(plain)
    return found.start() if found else None

"""What earlier words have set: the topic, the year spoken of, what was counted last.

A memory alone; the grammar writes and reads it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.parsing.claims.words import Word

if TYPE_CHECKING:
    from pipelines.parsing.claims.growth import Change

#: Sentences over which the topic and the right to speak of disputes hold.
_REACH = 2
#: Sentences over which a figure is known to have been said.
_RECALL = 4
_DISCLOSURE = re.compile("信息公开|公开申请|依申请")
_REQUESTS = re.compile("公开申请|依申请|申请公开")
_VERBS = frozenset({"receive", "work", "answer", "request", "request_bare", "filler", "this_year", "information"})


@dataclass(slots=True)
class Scene:
    """The state of a reading; `prior` is true while the words speak of another year than the report's."""

    report_year: int | None
    topic: str | None = None  # request, foreign
    topic_age: int = 0
    public_age: int = _REACH + 1  # sentences since disclosure was last named
    plain: str = ""  # the sentence
    named_at: int = 0  # where disclosure is first named in it
    lawsuits_at_large: bool = False  # the sentence speaks of reviews and suits of every kind
    year: int | None = None  # the year last named, for base years where the report's is unknown
    prior: bool = False
    subset: str | None = None  # the word that opened a breakdown
    bracket: int = 0
    outside: tuple[tuple[str, ...] | None, str | None] = (None, None)  # `last` and `subset` outside the bracket
    last: tuple[str, ...] | None = None  # measures of the last figure; None where it is no claim
    counted: list[tuple[str, ...] | None] = field(default_factory=list)  # measures of this sentence's figures
    anew: bool = False  # this sentence has said what is newly received
    parts: set[str] = field(default_factory=set)  # breakdowns this sentence has begun
    seen: set[str] = field(default_factory=set)  # measures counted in this sentence
    recent: list[set[str]] = field(default_factory=list)  # the same of the sentences before
    queue: list[str] = field(default_factory=list)  # measures waiting for their figure after "respectively"
    queue_kind: str = ""  # count, share, growth
    queue_change: Change | None = None  # the change that a queue of growths repeats

    def open_sentence(self, words: Sequence[Word], plain: str) -> None:
        """Begin a sentence: older memories fade."""
        if not self.counted:  # only the sentence just before may leave its last figure behind
            self.last = None
        self.recent = [set(self.seen), *self.recent][:_RECALL]
        first = next((word for word in words if word.kind not in ("filler", "title")), None)
        continues = first is not None and first.kind == "subset"
        self.seen = set(self.seen) if continues else set()
        self.counted = self.counted[-1:] if continues else []
        self.parts = set()
        self.anew = False
        self.queue = []
        self.subset = None
        self.bracket = 0
        self.prior = self.prior and continues
        named = _DISCLOSURE.search(plain)
        self.public_age = 0 if named else self.public_age + 1
        self.named_at = named.start() if named else 0
        self.plain = plain
        self.topic_age += 1
        if self.topic_age > _REACH or (self.topic == "foreign" and not continues):
            self.topic = None
        if not words and _REQUESTS.search(plain):
            self._set_topic("request")
        self.lawsuits_at_large = any(word.kind == "law" for word in words)

    def enter(self, bracket: int, *, fresh: bool) -> None:
        """Go into a bracket or come out of it (0); what is said inside leaves no trace on what follows."""
        if self.bracket and bracket != self.bracket:
            self.last, self.subset = self.outside
        if bracket and bracket != self.bracket:
            self.outside = (self.last, self.subset)
        self.bracket = bracket
        if fresh:  # a semicolon ends a breakdown
            self.subset = None

    def may_speak_of_disputes(self, at: int) -> bool:
        """Reviews and suits at this place count where disclosure is named beside them or shortly before.

        `复议35件，其中涉及政府信息公开4件` counts those of every kind.
        """
        if self.public_age == 0:
            return "其中" not in self.plain[at : self.named_at]
        return self.public_age <= _REACH and not self.lawsuits_at_large

    def hear(self, words: Sequence[Word], *, own: bool = False) -> None:
        """Take in words: topic, breakdown, year. A figure's `own` words change the topic only once it is read."""
        for place, word in enumerate(words):
            if word.kind in ("request", "request_bare"):
                if word.kind == "request" and not (self.topic == "foreign" and word.text == "依申请公开"):
                    self._set_topic("request")
            elif word.kind == "results":
                self._set_topic("request")
            elif word.kind == "foreign":
                self.topic = self.topic if own else "foreign"
            elif word.kind == "subset" and word.text != "涉及":
                self.subset = word.text
            elif word.kind == "this_year":
                self.prior = self.prior and place > 0 and words[place - 1].kind in ("year", "last_year")
            elif word.kind in ("year", "last_year", "ever", "part_year"):
                self._hear_year(words, place)

    def was_read(self, words: Sequence[Word], *, claimed: bool) -> None:
        """A figure was read: a claim makes requests the topic, another thing counted makes that the topic."""
        if claimed:
            self._set_topic("request")
        elif any(word.kind == "foreign" for word in words):
            self.topic = "foreign"

    def _set_topic(self, topic: str) -> None:
        self.topic, self.topic_age = topic, 0

    def _hear_year(self, words: Sequence[Word], place: int) -> None:
        """A year governs what follows where it opens a clause or stands before a verb, not where it is a mere mark."""
        word = words[place]
        before = words[place - 1] if place else None
        after = words[place + 1] if place + 1 < len(words) else None
        if before is not None and (
            before.kind in ("carry", "carry_toward", "than", "join", "until", "same_period")
            or before.text in ("因", "至", "到", "对", "为", "是")
        ):
            return
        if after is not None and after.kind in ("carry", "carry_toward", "law_making", "same_period", "year"):
            return
        if before is not None and after is not None and after.kind not in _VERBS:
            return
        if word.kind == "year":
            self.year = int(word.value or 0)
            self.prior = self.report_year is not None and self.year != self.report_year
        else:
            self.prior = True

"""What a reading remembers, value by value: the topic, the year spoken of, what was counted last.

Values alone; how words change them belongs to `scene`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from pipelines.parsing.claims.said import Change

#: Sentences over which the topic and the right to speak of disputes hold.
REACH = 2
#: Sentences over which a figure is known to have been said.
RECALL = 4


@dataclass(slots=True)
class Memory:
    """What is remembered; `prior` is true while the words speak of another year than the report's."""

    report_year: int | None
    topic: str | None = None  # request, foreign
    topic_age: int = 0
    asks_orally: bool = False  # the foreign topic is questions alone, told where requests or disclosure were spoken of
    public_age: int = REACH + 1  # sentences since disclosure was last named
    plain: str = ""  # the sentence
    named_at: int = 0  # where disclosure is first named in it
    lawsuits_at_large: bool = False  # the sentence speaks of reviews and suits of every kind
    reviewer_at: int | None = None  # where the body is said to be the one that decides reviews
    unrelated_at: int | None = None  # where what is told before it is said to be no matter of disclosure
    level_at: int | None = None  # where a body's own part is told from that of those below it
    told_from: int | None = None  # where the story of one case begins in it
    aside_at: int | None = None  # where it begins to tell of the few or of others, until a semicolon
    read_over: bool = False  # the sentence counts requests that were checked or discussed: what follows is of these
    of_cases: bool = False  # the sentence named reviews or suits last, not requests
    case: str | None = None  # measure of the reviews or suits of every kind that were counted last; empty for both
    cases: list[str] = field(default_factory=list)  # measures of all of them that this sentence counted
    caused_elsewhere: bool = False  # what disputes arose from was named, and it was no disclosure
    of_body: bool = False  # a part of the whole is told of one body: so is what became of it
    accounted: bool = False  # the sentence has begun an account of outcomes
    area_age: int = RECALL + 1  # sentences since what came in was told of a whole area
    of_others: bool = False  # the sentence tells what others received: so is what became of it
    year: int | None = None  # the year last named, for base years where the report's is unknown
    prior: bool = False
    subset: str | None = None  # the word that opened a breakdown
    about: bool = False  # the words begin to tell what requests are about
    seen_ahead: frozenset[str] = frozenset()  # measures counted in the sentence before that word
    was_prior: bool = False  # whether the figure before was of another year
    bracket: int = 0
    outside_counted: int = 0  # the figures this sentence had counted when the bracket opened
    #: `last`, `subset`, `prior`, `of_body` and `topic` there
    outside: tuple[tuple[str, ...] | None, str | None, bool, bool, str | None] = (None, None, False, False, None)
    last: tuple[str, ...] | None = None  # measures of the last figure; None where it is no claim
    counted: list[tuple[str, ...] | None] = field(default_factory=list)  # measures of this sentence's figures
    counter: str | None = None  # what requests are counted in, by this sentence or the one it goes on with
    shared: tuple[str, ...] = ()  # the measure whose share was said last in this sentence, with no count since
    received_some: bool = False  # this sentence has told of requests received this year, by whomever
    anew: bool = False  # this sentence has said what is newly received
    differing: bool = False  # differences are told in turn
    base_year: int | None = None  # the year of the figure just before, where it was compared with
    worked: bool = False  # what was handled has been said by `办理` alone, and may be said again by an answer
    received: int | None = None  # the number of requests received that was claimed last
    parts_sum: int | None = (
        None  # the sum of the parts told of what was received, by topics or bodies; None without any
    )
    ended: str | None = None  # the measure of the reviews or suits this sentence named last
    ended_sum: int = 0  # the sum of the results counted of them since
    outcomes_sum: int = 0  # the sum of the outcomes this sentence has counted
    summed_at: int = 0  # where the sum of parts stands that is told later in the sentence
    undivided: int = 0  # what is left of the number received once the parts said since are taken off
    awaited: tuple[str, ...] = ()  # the measure whose number this sentence owes: its growth or its parts are said
    parts: set[str] = field(default_factory=set)  # breakdowns this sentence has begun
    seen: set[str] = field(default_factory=set)  # measures counted in this sentence
    grouped: set[str] = field(default_factory=set)  # of these, the ones counted by the form's own label of a group
    #: the same of the sentences before, the last one first
    recent: deque[frozenset[str]] = field(default_factory=lambda: deque(maxlen=RECALL))
    spoken: tuple[str, ...] = ()  # measures of the last figure, claimed or not
    years: list[bool] = field(default_factory=list)  # figures to come in turn: whether each is of another year
    queue: list[str] = field(default_factory=list)  # measures waiting for their figure after "respectively"
    queue_kind: str = ""  # count, share, growth
    queue_change: Change | None = None  # the change that a queue of growths repeats

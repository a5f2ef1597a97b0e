"""The words that rules ask for by name, and the patterns made of them.

`vocabulary.yaml` spells them and says what each list means; only their types and patterns live here. What a word found in one of
them does to a figure belongs to the rules.
"""

from __future__ import annotations

from functools import cached_property

from pydantic import BaseModel, ConfigDict


class Glance(BaseModel):
    """What a sentence is looked through for before it is taken apart."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    amounts: tuple[str, ...]
    denied: tuple[str, ...]
    topics: tuple[str, ...]


class Named(BaseModel):
    """Lists of words by the question they answer; those that words begin or end with are in the order of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    short_of: tuple[str, ...]
    or_so: tuple[str, ...]
    measuring: frozenset[str]
    sums: frozenset[str]
    totals: frozenset[str]
    cumulative: frozenset[str]
    all_years: str
    in_time: frozenset[str]
    late: tuple[str, ...]
    copulas: frozenset[str]
    stated: frozenset[str]
    including: frozenset[str]
    topical: str
    part: str
    beginnings: frozenset[str]
    towards: frozenset[str]
    comparing: frozenset[str]
    spans: tuple[str, ...]
    first_day: str
    up_to: frozenset[str]
    ends: tuple[str, ...]
    means: frozenset[str]
    its: str
    anew: str
    newly_received: str
    by_request: str
    done_after: str
    added: str
    completed: frozenset[str]
    at_first: frozenset[str]
    in_the_name: str
    taking_part: frozenset[str]
    asking_orally: frozenset[str]
    told: frozenset[str]
    of: str
    modifiers: frozenset[str]
    letters: frozenset[str]
    kinds_of: frozenset[str]
    asking: tuple[str, ...]
    papers: tuple[str, ...]
    cases: frozenset[str]
    faults: tuple[str, ...]
    told_of: frozenset[str]
    doing: tuple[str, ...]
    ranking: tuple[str, ...]
    districts: tuple[str, ...]
    extremes: frozenset[str]
    each_of: str
    and_such: str
    parts_of_area: tuple[str, ...]
    acting_on: frozenset[str]
    forwarded: frozenset[str]
    reasons: frozenset[str]
    causing: frozenset[str]
    concerns: frozenset[str]
    about: frozenset[str]
    touching: frozenset[str]
    towards_whom: str
    missing: str
    bare_denials: frozenset[str]
    nothing_came: str
    the_rest: frozenset[str]
    the_above: frozenset[str]
    charging: str
    own_level: str
    levels: frozenset[str]
    circulars: tuple[str, ...]
    says: frozenset[str]
    everyone: frozenset[str]
    reviewers: frozenset[str]
    unrelated: str
    defended: str
    mock: frozenset[str]
    by_one_way: frozenset[str]
    single_applicants: tuple[str, ...]
    foremost: frozenset[str]
    most: frozenset[str]
    disclosure: frozenset[str]
    requests: frozenset[str]
    other_openness: frozenset[str]
    chapters: frozenset[str]
    account_of: frozenset[str]
    account: frozenset[str]
    handled: frozenset[str]
    documents: frozenset[str]
    figures: frozenset[str]

    @cached_property
    def marking(self) -> frozenset[str]:
        """Behind them a year dates one thing and governs nothing."""
        return self.copulas | self.towards | self.reasons

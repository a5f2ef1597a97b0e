"""A walk over a portal's lists as a whole: which questions it put, what answered each, and what the lists came to.

What a walk comes to follows from the portal's entry in the registry, this code and the bytes of its answers alone. So where
the next night's answers to the same questions are the same, one after the other, their rows need not be read, judged and
sorted again. Dates are no part of it: which documents are due, and what is late, is judged each night anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Self

from crawlers.catalogue import Catalogue
from crawlers.fetch import Wanted
from crawlers.reasons import Reason
from warehouse.registry import Portal

#: A question of a walk, and what its answer was (`list_pages.py`); None where it had no good one.
Asked = tuple[Wanted, str | None]


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk to the end of all lists; `adapter` names the one of the first page, `entry` the digest of the registry's entry."""

    entry: str
    asked: Sequence[tuple[Wanted, str]]
    adapter: str
    seen: tuple[str | None, str | None, str | None, int]  # address, front, family, reports
    rows: set[str]
    listed: Sequence[tuple[Wanted, Reason | None]]
    years: Counter[int | None]

    @classmethod
    def of(cls, catalogue: Catalogue, adapter: str, asked: Sequence[Asked] | None) -> Self | None:
        """The walk that led to a catalogue; None where it was not whole, or not of its questions alone (`asked` is None)."""
        evidence = catalogue.evidence
        answered = [(wanted, answer) for wanted, answer in asked or () if answer is not None]
        told = (evidence.lost_pages, evidence.short_lists, evidence.open_end, evidence.shortfalls, evidence.signs)
        if asked is None or len(answered) < len(asked) or any(told) or not evidence.reports:
            return None
        seen = (evidence.address, evidence.front, evidence.family, evidence.reports)
        rows, listed, years = {*evidence.rows}, [*catalogue.listed], Counter(catalogue.years)
        return cls(digest_of(catalogue.portal), answered, adapter, seen, rows, listed, years)

    def restore(self, catalogue: Catalogue) -> None:
        """Enter in an empty catalogue what the lists came to."""
        evidence = catalogue.evidence
        evidence.listed = True
        evidence.address, evidence.front, evidence.family, evidence.reports = self.seen
        catalogue.restore(self.rows, self.listed, self.years)

    def as_json(self) -> dict[str, Any]:
        """The walk in plain values; pages that many documents stand on are written once."""
        pages = dict.fromkeys(wanted.via for wanted, _ in self.listed)
        number = {via: place for place, via in enumerate(pages)}
        documents = {wanted.url for wanted, _ in self.listed}
        return {
            "entry": self.entry,
            "asked": [[one.url, one.role, one.via, one.form, one.headers, one.json, key] for one, key in self.asked],
            "adapter": self.adapter,
            "seen": self.seen,
            "others": sorted(self.rows - documents),
            "pages": [*pages],
            "listed": [
                [
                    one.url,
                    number[one.via],
                    one.link_title,
                    one.listed_on and one.listed_on.isoformat(),
                    refused and [refused.code, str(refused), refused.zh],
                ]
                for one, refused in self.listed
            ],
            "years": [*self.years.items()],
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        """The walk that was written; KeyError, TypeError or ValueError where it is none."""
        asked = [
            (Wanted(url, role, via, None, None, tuple(map(tuple, form)), tuple(map(tuple, headers)), json), str(key))
            for url, role, via, form, headers, json, key in told["asked"]
        ]
        pages = told["pages"]
        listed = [
            (
                Wanted(url, "page", pages[place], title, None if day is None else date.fromisoformat(day)),
                None if refused is None else Reason(*refused),
            )
            for url, place, title, day, refused in told["listed"]
        ]
        address, front, family, reports = told["seen"]
        rows = {wanted.url for wanted, _ in listed}.union(told["others"])
        years = Counter(dict(told["years"]))
        return cls(told["entry"], asked, told["adapter"], (address, front, family, reports), rows, listed, years)


def digest_of(portal: Portal) -> str:
    """A digest of a portal's entry in the registry, another one where anything of it is another."""
    return sha256(portal.model_dump_json().encode()).hexdigest()

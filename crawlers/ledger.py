"""The ledger of one portal's visit: every discovered document gets exactly one outcome, and the visit one verdict.

The balance discovered = archived + unchanged + failed + blocked + out_of_scope holds because all six are
counted from the same entries. Nothing here fetches.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crawlers.outcome import OUTCOMES, Outcome
from crawlers.reasons import Reason, because, together

VERDICTS = ("complete", "partial", "blocked", "failed", "silent")


@dataclass(slots=True)
class _Entry:
    via: str | None = None  # the page that a file hangs on
    outcome: Outcome | None = None
    reason: Reason | None = None


class Ledger:
    """Discovered documents by URL, in the order of discovery."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    def discover(self, url: str, via: str | None = None) -> bool:
        """Enter a document, a file with the page it hangs on; False when it was known already."""
        if url in self._entries:
            return False
        self._entries[url] = _Entry(via)
        return True

    def settle(self, url: str, outcome: Outcome, reason: Reason | None = None) -> None:
        """Give a discovered document its outcome; ValueError when it is not open."""
        entry = self._entries.get(url)
        if entry is None or entry.outcome is not None:
            raise ValueError(f"{url} has {'no entry' if entry is None else 'its outcome already'}.")
        entry.outcome, entry.reason = outcome, reason

    def is_open(self, url: str) -> bool:
        """Whether a document is discovered and has no outcome yet."""
        entry = self._entries.get(url)
        return entry is not None and entry.outcome is None

    def close(self, reason: Reason, outcome: Outcome = "failed") -> None:
        """What has no outcome yet has failed, or was blocked, for `reason`."""
        for entry in self._entries.values():
            if entry.outcome is None:
                entry.outcome, entry.reason = outcome, reason

    def balance(self) -> dict[str, int]:
        """The six counts; an entry still open counts as failed."""
        counts: dict[str, int] = {"discovered": len(self._entries)} | dict.fromkeys(OUTCOMES, 0)
        for entry in self._entries.values():
            counts[entry.outcome or "failed"] += 1
        return counts

    def reasons(self) -> list[dict[str, str | None]]:
        """The documents that were neither archived nor found unchanged, each with its reason; `via` is a file's page."""
        return [
            {
                "url": url,
                "outcome": entry.outcome or "failed",
                **told(entry.reason or because("not_finished")),
                "via": entry.via,
            }
            for url, entry in self._entries.items()
            if entry.outcome not in {"archived", "unchanged"}
        ]


@dataclass(slots=True)
class Evidence:
    """What a visit saw of the list; the verdict is drawn from it and from the balance alone."""

    listed: bool = False  # the first list page was read and recognised
    address: str | None = None  # of that page
    front: str | None = None  # the family of that page
    family: str | None = None  # the same; where it is of none, that of the first list with reports it leads to
    rows: set[str] = field(default_factory=set)
    reports: int = 0  # report links within the portal's scope
    short_lists: list[Reason] = field(default_factory=list)  # lists that showed fewer rows than they declare
    lost_pages: list[Reason] = field(default_factory=list)
    open_end: Reason | None = None
    wall: str | None = None  # kind of the wall that was met
    error: Reason | None = None
    shortfalls: list[Reason] = field(default_factory=list)  # what else keeps it from being complete
    silence: Reason | None = None  # the list stood still through a day on which reports were due
    signs: list[Reason] = field(default_factory=list)  # what the visit noticed besides


def verdict(evidence: Evidence, balance: dict[str, int]) -> tuple[str, Reason | None]:
    """The verdict on a visit and its reason (None when complete)."""
    if evidence.wall:
        return "blocked", evidence.error or because("wall_before", kind=evidence.wall)
    if not evidence.listed:
        return "failed", evidence.error or because("list_unread")
    gaps = _gaps(evidence)
    if not evidence.reports and not gaps:
        return "silent", because("names_no_report", n=len(evidence.rows))
    gaps += [because(f"documents_{name}", n=balance[name]) for name in ("failed", "blocked") if balance[name]]
    gaps += evidence.shortfalls
    if evidence.silence and not gaps:
        return "silent", evidence.silence
    why = together([*gaps, evidence.silence] if evidence.silence else gaps)
    return ("partial" if gaps else "complete"), why


def _gaps(evidence: Evidence) -> list[Reason]:
    """Why the list was not seen whole."""
    gaps = [evidence.error] if evidence.error else []
    if evidence.lost_pages:
        gaps.append(because("lost_pages", n=len(evidence.lost_pages), first=evidence.lost_pages[0]))
    if evidence.open_end:
        gaps.append(evidence.open_end)
    return gaps + evidence.short_lists


def summary_of(platform: str, ledger: Ledger, evidence: Evidence) -> dict[str, Any]:
    """The portal's entry of the run summary."""
    balance = ledger.balance()
    kind, reason = verdict(evidence, balance)
    signs = [told(sign) for sign in evidence.signs]
    return {
        "verdict": kind,
        **told(reason),
        "platform": platform,
        **balance,
        "signs": signs,
        "reasons": ledger.reasons(),
    }


def told(reason: Reason | None) -> dict[str, str | None]:
    """A reason as summaries have it: its text, its code, its Chinese text."""
    if reason is None:
        return {"reason": None, "reason_code": None, "reason_zh": None}
    return {"reason": str(reason), "reason_code": reason.code, "reason_zh": reason.zh}

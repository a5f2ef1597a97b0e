"""The ledger of one portal's visit: every discovered document gets exactly one outcome, and the visit one verdict.

The balance discovered = archived + unchanged + failed + blocked + out_of_scope holds because all six are
counted from the same entries. Nothing here fetches.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crawlers.outcome import OUTCOMES, Outcome

VERDICTS = ("complete", "partial", "blocked", "failed", "silent")


@dataclass(slots=True)
class _Entry:
    via: str | None = None  # the page that a file hangs on
    outcome: Outcome | None = None
    reason: str | None = None


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

    def settle(self, url: str, outcome: Outcome, reason: str | None = None) -> None:
        """Give a discovered document its outcome; ValueError when it is not open."""
        entry = self._entries.get(url)
        if entry is None or entry.outcome is not None:
            raise ValueError(f"{url} has {'no entry' if entry is None else 'its outcome already'}.")
        entry.outcome, entry.reason = outcome, reason

    def is_open(self, url: str) -> bool:
        """Whether a document is discovered and has no outcome yet."""
        entry = self._entries.get(url)
        return entry is not None and entry.outcome is None

    def close(self, reason: str, outcome: Outcome = "failed") -> None:
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
                "reason": entry.reason or "not finished",
                "via": entry.via,
            }
            for url, entry in self._entries.items()
            if entry.outcome not in {"archived", "unchanged"}
        ]


@dataclass(slots=True)
class Evidence:
    """What a visit saw of the list; the verdict is drawn from it and from the balance alone."""

    listed: bool = False  # the first list page was read and recognised
    rows: set[str] = field(default_factory=set)
    reports: int = 0  # report links within the portal's scope
    short_lists: list[str] = field(default_factory=list)  # lists that showed fewer rows than they declare
    lost_pages: list[str] = field(default_factory=list)
    open_end: str | None = None
    wall: str | None = None  # kind of the wall that was met
    error: str | None = None
    shortfalls: list[str] = field(default_factory=list)  # what else keeps it from being complete


def verdict(evidence: Evidence, balance: dict[str, int]) -> tuple[str, str | None]:
    """The verdict on a visit and its reason (None when complete)."""
    if evidence.wall:
        return "blocked", evidence.error or f"a wall of kind {evidence.wall} stands before the portal"
    if not evidence.listed:
        return "failed", evidence.error or "the list was not read"
    gaps = _gaps(evidence)
    if not evidence.reports and not gaps:
        return "silent", f"the list was read ({len(evidence.rows)} rows) and names no annual report"
    gaps += [
        f"{balance[name]} {'document' if balance[name] == 1 else 'documents'} {name}"
        for name in ("failed", "blocked")
        if balance[name]
    ]
    gaps += evidence.shortfalls
    return ("partial", "; ".join(gaps)) if gaps else ("complete", None)


def _gaps(evidence: Evidence) -> list[str]:
    """Why the list was not seen whole."""
    gaps = [evidence.error] if evidence.error else []
    if evidence.lost_pages:
        gaps.append(f"{len(evidence.lost_pages)} list pages were not read, first: {evidence.lost_pages[0]}")
    if evidence.open_end:
        gaps.append(evidence.open_end)
    return gaps + evidence.short_lists


def summary_of(platform: str, ledger: Ledger, evidence: Evidence) -> dict[str, Any]:
    """The portal's entry of the run summary."""
    balance = ledger.balance()
    kind, reason = verdict(evidence, balance)
    return {"verdict": kind, "reason": reason, "platform": platform, **balance, "reasons": ledger.reasons()}

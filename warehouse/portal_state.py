"""What is known of the state of each portal: the last look at it, and the last run that visited it.

Kept in the home (`portals/<id>.json`), never in the registry, which says what people entered. How a look is made
belongs to the crawlers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from warehouse.home import Home, write_json
from warehouse.registry import Portal

#: Verdicts of a look or a run in which the list was read and named reports.
_READ = {"complete", "partial"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the last good look saw: which drift is measured against."""

    platform: str
    address: str
    reports: int
    newest_year: int | None


@dataclass(frozen=True, slots=True)
class State:
    """A portal's state; times are ISO 8601 in UTC, None where it was never looked at or never read."""

    portal_id: str
    list_url: str
    checked_at: str | None = None
    verdict: str | None = None
    reason: str | None = None
    verified_at: str | None = None
    seen: Seen | None = None
    drift: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()  # what the look or run noticed besides

    @property
    def is_healthy(self) -> bool:
        """The list was read whole, names reports, and is as it was."""
        return self.verdict == "complete" and not self.drift


def next_state(before: State | None, portal: Portal, result: Mapping[str, Any], checked_at: str) -> State:
    """The state after a look (a portal's entry of a look's summary); the last good look is kept where this one is none.

    A portal whose address in the registry has changed begins anew.
    """
    before = before if before and before.list_url == portal.list_url else None
    look, verdict = result.get("look") or {}, result["verdict"]
    told = {"portal_id": portal.id, "list_url": portal.list_url, "checked_at": checked_at, "verdict": verdict}
    told |= {"reason": result["reason"], "signs": _signs(result)}
    earlier = before.seen if before else None
    if verdict not in _READ or not look.get("reports"):
        return State(**told, verified_at=before.verified_at if before else None, seen=earlier)
    seen = Seen(result["platform"], look["address"], len(look["reports"]), look["newest_year"])
    verified = (before.verified_at if before else None) or checked_at
    return State(**told, verified_at=verified, seen=seen, drift=tuple(drift(earlier, seen)))


def _signs(result: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sign["reason"] for sign in result.get("signs", ()))


def drift(before: Seen | None, now: Seen) -> Iterable[str]:
    """What changed for the worse since the last good look, a sentence each."""
    if before is None:
        return
    if now.platform != before.platform:
        yield f"the platform was {before.platform} and is {now.platform}"
    if now.address != before.address:
        yield f"the list moved from {before.address} to {now.address}"
    if now.reports < before.reports:
        yield f"the list names {now.reports} reports, {before.reports} at the last look"
    if before.newest_year and (now.newest_year or 0) < before.newest_year:
        yield f"the newest report is of {now.newest_year or 'no year'}, {before.newest_year} at the last look"


def load_state(home: Home, portal: Portal) -> State | None:
    """The state after the last look; None where there was none, its file is damaged, or it was at another address."""
    try:
        data = json.loads((home.portals / f"{portal.id}.json").read_text(encoding="utf-8"))
        seen = Seen(**data.pop("seen")) if data.get("seen") else data.pop("seen", None)
        state = State(**(data | {"seen": seen, "drift": tuple(data["drift"]), "signs": tuple(data.get("signs", ()))}))
    except (OSError, ValueError, TypeError, KeyError):
        return None  # a look is soon taken again
    return state if state.list_url == portal.list_url else None


def save_state(home: Home, state: State) -> None:
    """Keep a portal's state."""
    write_json(home.portals / f"{state.portal_id}.json", asdict(state))


def states(home: Home, portals: Iterable[Portal]) -> dict[str, State]:
    """The state of each portal: after its last look, or after the last run that visited it where that was later.

    A run that read a portal's list and found documents verifies it as a look does.
    """
    runs = _last_visits(home)
    found: dict[str, State] = {}
    for portal in portals:
        state = load_state(home, portal) or State(portal.id, portal.list_url)
        visit = runs.get(portal.id)
        if visit and visit["at"] > (state.checked_at or ""):
            verified = state.verified_at or visit["verified_at"]
            state = State(
                portal.id,
                portal.list_url,
                visit["at"],
                visit["verdict"],
                visit["reason"],
                verified,
                state.seen,
                state.drift,
                visit["signs"],
            )
        found[portal.id] = state
    return found


def _last_visits(home: Home) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(home.runs.glob("*.json")):
        try:
            summary = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            continue  # a run that was cut short says nothing of its portals
        at = str(summary.get("ended_at") or summary.get("started_at") or "").replace("Z", "+00:00")
        for portal_id, entry in (summary.get("portals") or {}).items():
            has_read = entry["verdict"] in _READ and entry.get("discovered")
            verified = found.get(portal_id, {}).get("verified_at") or (at if has_read else None)
            told = {"at": at, "verdict": entry["verdict"], "reason": entry.get("reason"), "verified_at": verified}
            found[portal_id] = told | {"signs": _signs(entry)}
    return found

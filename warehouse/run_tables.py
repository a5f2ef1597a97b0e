"""Runs as SQL needs them: the summaries of a home's nights as rows of runs, of portals and of reasons.

Reads `runs/*.json` and computes nothing that SQL can compute; which other tables SQL needs is said in `reference_data.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from warehouse.home import Home
from warehouse.reference_files import ReferenceDataError

#: What became of the addresses a run discovered; the parts add up to the first.
BALANCE = ("discovered", "archived", "unchanged", "failed", "blocked", "out_of_scope")


def summaries_of(home: Home, run: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """The summaries of a home's runs by their ids, `run` in place of a file of its id; ReferenceDataError for a bad file."""
    summaries: dict[str, Mapping[str, Any]] = {}
    for path in sorted(home.runs.glob("*.json")):
        try:
            summary = json.loads(path.read_text(encoding="utf-8"))
            summaries[summary["run_id"]] = summary
        except (ValueError, KeyError, TypeError) as error:
            raise ReferenceDataError(
                f"The run summary {path} cannot be read ({error!r}); move it away and run again."
            ) from error
    if run is not None:
        summaries[run["run_id"]] = run
    return [summaries[key] for key in sorted(summaries)]


def run_tables(summaries: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, object]]]:
    """The rows of `run`, `run_portal` and `run_reason`: one a run, a portal and run, an address not fetched and run."""
    portals = [
        (summary["run_id"], portal_id, detail)
        for summary in summaries
        for portal_id, detail in sorted(summary.get("portals", {}).items())
    ]
    return {
        "run": [
            {
                "run_id": summary["run_id"],
                "started_at": _instant(summary.get("started_at")),
                "ended_at": _instant(summary.get("ended_at")),
                "parsed": _parsed_documents(summary.get("parsed") or {}),
                "quarantined": _quarantined(summary),
                "published_digest": summary.get("published_digest"),
                **_balance(summary.get("balance", {})),
            }
            for summary in summaries
        ],
        "run_portal": [
            {
                "run_id": run_id,
                "portal_id": portal_id,
                **{name: detail.get(name) for name in ("platform", "verdict")},
                **_told(detail),
                **_signs(detail),
                **_balance(detail),
            }
            for run_id, portal_id, detail in portals
        ],
        "run_reason": [
            {
                "run_id": run_id,
                "portal_id": portal_id,
                "ordinal": ordinal,
                **{name: entry.get(name) for name in ("url", "outcome")},
                **_told(entry),
            }
            for run_id, portal_id, detail in portals
            for ordinal, entry in enumerate(detail.get("reasons") or ())
        ],
    }


def _told(entry: Mapping[str, Any]) -> dict[str, object]:
    """A reason's code and its words; a summary of before codes has the English words alone."""
    return {name: entry.get(name) for name in ("reason_code", "reason", "reason_zh")}


def _signs(detail: Mapping[str, Any]) -> dict[str, object]:
    """What else a visit noticed, in both languages; None where nothing."""
    signs = detail.get("signs") or ()
    return {
        "signs": "; ".join(sign["reason"] for sign in signs) or None,
        "signs_zh": "；".join(sign["reason_zh"] for sign in signs) or None,
    }


def _balance(counts: Mapping[str, Any]) -> dict[str, object]:
    return {name: counts.get(name) for name in BALANCE}


def _parsed_documents(parsed: Mapping[str, Any]) -> int:
    """Documents read in a run: its own count, else the sum of the three answers a document can get."""
    if "documents" in parsed:
        return int(parsed["documents"])
    return sum(int(parsed.get(status, 0)) for status in ("accepted", "quarantined", "not_a_report"))


def _quarantined(summary: Mapping[str, Any]) -> int:
    """Quarantined reports of a run: its own count, else the length of its list."""
    counted = (summary.get("parsed") or {}).get("quarantined")
    return int(counted) if counted is not None else len(summary.get("quarantined") or ())


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)

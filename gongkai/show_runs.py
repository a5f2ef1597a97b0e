"""What the commands on nights, archive and releases print.

Formatting only; where the figures come from belongs to the packages.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from gongkai.show import dump, say, table

#: So many documents are named that ended for the same reason.
_ALIKE = 5


def run(summary: dict[str, Any], as_json: bool) -> None:
    """What a run came to, portal by portal, with every reason."""
    if as_json:
        dump(summary)
        return
    portals = summary.get("portals") or {}
    if portals:
        names = ("discovered", "archived", "unchanged", "failed", "blocked", "out_of_scope")
        rows = [
            [portal_id, portal["verdict"], *[portal[name] for name in names]]
            for portal_id, portal in sorted(portals.items())
        ]
        rows.append(["all", "", *[summary["balance"][name] for name in names]])
        table(["portal", "verdict", "found", "new", "unchanged", "failed", "blocked", "out of scope"], rows)
    for portal_id, portal in sorted(portals.items()):
        if portal.get("reason"):
            say(f"  {portal_id}: {portal['reason']}")
        _reasons(portal_id, portal.get("reasons", []))
    for row in summary.get("refused", []):
        say(f"  {row['portal_id']}: {row['status']}: {row['url']}: {' '.join(row['reasons'][:2])}")
    for row in summary.get("inbox", []):
        say(f"  inbox: {row['outcome']}: {row['told']}")
    if summary.get("published"):
        say(f"Published release {summary['published']}.")


def _reasons(portal_id: str, reasons: list[dict[str, Any]]) -> None:
    """Each document with its reason; of many that share one the first, for the run's summary holds them all."""
    alike: dict[tuple[str, str], list[str]] = {}
    for row in reasons:
        alike.setdefault((row["outcome"], row["reason"]), []).append(row["url"])
    for (outcome, reason), addresses in alike.items():
        for address in addresses[:_ALIKE]:
            say(f"  {portal_id}: {outcome}: {address}: {reason}")
        if len(addresses) > _ALIKE:
            say(f"  {portal_id}: {outcome}: {len(addresses) - _ALIKE} more: {reason}")


def verification(result: Any, as_json: bool) -> None:
    """What verifying the archive found."""
    problems = [{"kind": p.kind, "file": p.file, "offset": p.offset, "message": p.message} for p in result.problems]
    if as_json:
        dump({"ok": result.ok, "counts": result.counts, "problems": problems})
        return
    for one in problems:
        say(f"{one['kind']}: {one['file']}: {one['message']}")
    counts = ", ".join(f"{value} {name.replace('_', ' ')}" for name, value in result.counts.items())
    say(f"{'The archive is whole' if result.ok else 'The archive is damaged'}: {counts}.")


def differences(earlier: str, later: str, found: list[Any], as_json: bool) -> None:
    """The cells that differ between two releases, counted by cause, then one by one."""
    from warehouse.release_diff import CAUSES

    if as_json:
        dump({"earlier": earlier, "later": later, "cells": [asdict(one) for one in found]})
        return
    if not found:
        say(f"No cell differs from {earlier} to {later}.")
        return
    counts = Counter((one.cause, one.change) for one in found)
    say(f"{len(found)} cells differ from {earlier} to {later}:")
    for cause, meaning in CAUSES.items():
        told = ", ".join(f"{n} {change}" for (named, change), n in sorted(counts.items()) if named == cause)
        if told:
            say(f"  {told}: {meaning}")
    # cells of reports that came or went whole are counted above; the rest is what a reader looks for
    single = [one for one in found if one.cause not in {"new_coverage", "no_longer_held"}]
    if single:
        table(
            ["agency", "year", "cell", "before", "after", "cause"],
            [
                [
                    one.agency_name,
                    one.report_year,
                    one.cell,
                    _stands(one.old_value, one.old_state),
                    _stands(one.new_value, one.new_state),
                    one.cause,
                ]
                for one in single
            ],
        )


def _stands(value: float | None, state: str | None) -> str:
    return state or "absent" if value is None else f"{value:g}"


def releases(found: list[Any], as_json: bool) -> None:
    """The releases, newest first."""
    rows = [
        {
            "release": one.id,
            "published_at": one.published_at,
            "is_current": one.is_current,
            "reports": one.reports,
            "digest": one.digest,
            "gates": {gate.name: list(gate.failures) for gate in one.gates},
        }
        for one in found
    ]
    if as_json:
        dump(rows)
    elif not rows:
        say("There is no release yet; run `gongkai refresh` first.")
    else:
        shown = [
            [
                row["release"],
                row["published_at"] or "candidate",
                "current" if row["is_current"] else "",
                row["reports"],
                (row["digest"] or "")[:12],
            ]
            for row in rows
        ]
        table(["release", "published", "", "reports", "digest"], shown)

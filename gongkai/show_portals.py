"""What the commands on portals print: the registry with its state, looks, and the proposal of an entry.

Formatting only; where the figures come from belongs to the packages.
"""

from __future__ import annotations

from typing import Any

from gongkai.show import dump, say, table

#: Names shown of a long list.
_MOST_SHOWN = 10


def portals(found: list[Any], states: dict[str, Any], as_json: bool) -> None:
    """The registry, with the state of each portal."""
    rows = []
    for portal in found:
        state = states[portal.id]
        verified = portal.verified or state.verified_at is not None
        row = portal.model_dump() | {"verified": verified, "checked_at": state.checked_at, "verdict": state.verdict}
        rows.append(row | {"reason": state.reason, "drift": list(state.drift), "signs": list(state.signs)})
    if as_json:
        dump(rows)
        return
    names = ["id", "name", "adcode", "platform", "enabled", "verified", "checked_at", "verdict", "list_url"]
    table(names, [[row[name] for name in names] for row in rows])
    for row in rows:
        for told in dict.fromkeys([row["reason"], *row["drift"], *row["signs"]]):
            if told:
                say(f"  {row['id']}: {told}")
    count = sum(bool(row["verified"]) for row in rows)
    say(f"{len(rows)} portals, {sum(row['enabled'] for row in rows)} enabled, {count} verified by a look or a run.")


def checked(found: list[Any], as_json: bool) -> None:
    """What a look at each portal found."""
    rows = []
    for portal, result, state in found:
        seen = result.get("look") or {}
        row = {"id": portal.id, "verdict": state.verdict, "reason": state.reason, "is_healthy": state.is_healthy}
        row |= {"is_reachable": bool(seen.get("is_reachable")), "is_recognised": bool(seen.get("is_recognised"))}
        row |= {"platform": result["platform"] if seen.get("is_recognised") else None, "drift": list(state.drift)}
        row |= {"reports": len(seen.get("reports", ())), "refused": len(seen.get("refused", ()))}
        row |= {"signs": [sign["reason"] for sign in result.get("signs", ())]}
        rows.append(row | {"newest_year": seen.get("newest_year"), "checked_at": state.checked_at})
    if as_json:
        dump(rows)
        return
    table(
        ["portal", "verdict", "reachable", "recognised", "platform", "reports", "newest", "changed"],
        [
            [
                row["id"],
                row["verdict"],
                _yes(row["is_reachable"]),
                _yes(row["is_recognised"]),
                row["platform"],
                row["reports"],
                row["newest_year"],
                "; ".join(row["drift"]) or None,
            ]
            for row in rows
        ],
    )
    for row in rows:
        if row["reason"]:
            say(f"  {row['id']}: {row['reason']}")
        for sign in row["signs"]:
            say(f"  {row['id']}: {sign}")
    say(f"{sum(row['is_healthy'] for row in rows)} of {len(rows)} portals are well.")


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def proposal(found: Any) -> None:
    """What a look at a new portal saw: what would be collected, and what would not."""
    seen = found.result["look"]
    say(f"Platform: {found.result['platform']}. Verdict: {found.result['verdict']}.")
    years = ", ".join(f"{year} ({count})" for year, count in seen["years"].items())
    count = len(seen["reports"])
    say(f"Would collect {count} report{'' if count == 1 else 's'}: {years or 'no title names a year'}.")
    for agency, count in found.agencies.most_common(_MOST_SHOWN):
        say(f"  {agency}: {count}")
    if len(found.agencies) > _MOST_SHOWN:
        say(f"  and {len(found.agencies) - _MOST_SHOWN} more bodies")
    say(f"Opened the newest {len(seen['opened'])} of them; files on these: {len(seen['files'])}.")
    for file in seen["files"][:_MOST_SHOWN]:
        say(f"  {file['title']}: {file['url']}")
    if seen["refused"]:
        say(f"Would refuse {len(seen['refused'])}:")
    for refused in seen["refused"][:_MOST_SHOWN]:
        say(f"  {refused['title'] or refused['url']}: {refused['reason']}")
    for note in found.notes:
        say(f"Note: {note}.")

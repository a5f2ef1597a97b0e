"""Looking at portals for an operator: proposing a registry entry for an address, and checking those of the registry.

Fetching belongs to the crawlers, what is remembered to `warehouse/portal_state.py`; here they are put together.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from pydantic import ValidationError

from crawlers import scope
from crawlers.look import LOOK_BUDGET
from crawlers.run import crawl
from pipelines.night import new_run_id
from pipelines.parsing.identity.agencies import scope_of
from pipelines.parsing.identity.spelling import squeeze
from pipelines.parsing.identity.titles import read_title
from warehouse.divisions import NO_PLACE, located
from warehouse.home import Home
from warehouse.portal_state import State, load_state, next_state, save_state
from warehouse.registry import Portal

#: Documents opened to see which files hang on the reports of a new portal.
SAMPLE = 3
_PLACE = re.compile(r"[^省市县区州盟旗]+[省市县区州盟旗]")
#: What to do about an address that gives no entry, by the verdict of the look.
_ADVICE = {
    "blocked": "It is respected, never got around; look again later or from another network.",
    "failed": "Give the address of the column of annual reports itself, or see docs/portals.md for writing an adapter.",
    "shell": "The page is empty until its scripts have run: write its entry by hand with `render: browser` (docs/portals.md).",
    "silent": "Give the address of the column of annual reports itself.",
    "closed": "See that the address is right and that its host answers this machine, and look again later.",
}


class NoEntryError(Exception):
    """No entry can be made of an address; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry for the registry, what the look saw, the bodies its titles name, and what the operator should check.

    `to_fill` says which division code a person has to give; None where the entry has one.
    """

    portal: Portal
    result: dict[str, Any]
    agencies: Counter[str]
    notes: list[str] = field(default_factory=list)
    to_fill: str | None = None


def check_address(url: str, registry: Sequence[Portal], *, sandbox: bool) -> Portal:
    """The entry to look with; NoEntryError where the address is off limits or in the registry already."""
    try:
        url = scope.canonical(url)
        portal = Portal(id="new", name="-", adcode=NO_PLACE, list_url=url, sandbox=sandbox, delay=0 if sandbox else 1)
    except (ValidationError, ValueError) as error:
        why = error.errors()[0]["msg"].removeprefix("Value error, ") if isinstance(error, ValidationError) else error
        raise NoEntryError(f"{url} cannot be a portal: {why}.") from error
    parts = urlsplit(url)
    if not sandbox and not portal.host.endswith(".gov.cn"):
        raise NoEntryError(
            f"{portal.host} is not a government host (below gov.cn); the registry takes the body's own address, "
            "no copy on another host and no bare number."
        )
    if parts.username or parts.password:
        raise NoEntryError(f"{url} carries a user name; give the address without it.")
    _refuse_known(url, registry)
    return portal


def _refuse_known(url: str, registry: Sequence[Portal]) -> None:
    for known in registry:
        if scope.place(scope.canonical(known.list_url)) == scope.place(url):
            raise NoEntryError(f"{url} is in the registry already, as {known.id}.")


def _advice(result: dict[str, Any]) -> str:
    """What an operator may do where a look found no report."""
    if result["look"]["is_shell"]:
        return _ADVICE["shell"]
    if result["verdict"] == "failed" and result["reason_code"] == "robots_closed":
        return _ADVICE["closed"]
    return _ADVICE.get(result["verdict"], _ADVICE["failed"])


def propose(portal: Portal, registry: Sequence[Portal], given: dict[str, str]) -> Proposal:
    """Look at a portal and propose its entry; `given` are id, name and adcode where the operator says them."""
    with tempfile.TemporaryDirectory(prefix="gongkai-look-") as folder:
        result = _look(Home(Path(folder)), [portal], SAMPLE)[portal.id]
    seen = result["look"]
    if not seen["reports"]:
        told = result["reason"] or "nothing was found"
        raise NoEntryError(f"{portal.list_url}: {result['verdict']}: {told}. Nothing was written. {_advice(result)}")
    if seen["address"]:
        _refuse_known(scope.canonical(seen["address"]), registry)
    titles = (read_title(squeeze(report["title"])) for report in seen["reports"])
    agencies = Counter(title.agency for title in titles if title and title.agency)
    notes = [result["reason"]] if result["reason"] else []
    name, kind, adcode, to_fill = _place(seen, agencies)
    if "adcode" in given:
        to_fill = None
    entry = {
        "id": _free_id(portal, {known.id for known in registry}),
        "name": name or seen["site"] or portal.host,
        "adcode": adcode,
        **given,
        "platform": "auto" if result["platform"] == "generic" else result["platform"],
        "list_url": portal.list_url,
        # figures must not be filed under a division that nobody has chosen
        "enabled": to_fill is None or portal.sandbox,
        "scope": kind,
        "evidence": _evidence(result),
        "sandbox": portal.sandbox,
        "delay": portal.delay,
    }
    try:
        return Proposal(Portal.model_validate(entry), result, agencies, notes, to_fill)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise NoEntryError(f"{place} {entry.get(place)!r} is not allowed: {first['msg']}.") from error


def _place(seen: dict[str, Any], agencies: Counter[str]) -> tuple[str | None, str, str, str | None]:
    """Name, scope and division code of a portal: of its one body, or of the place that most of its bodies are in.

    Where the names do not tell the code, it is NO_PLACE, and a sentence says what a person has to give.
    """
    only = next(iter(agencies)) if len(agencies) == 1 else None
    kind = {"area": "area"}.get(scope_of(only), "agency") if only else "directory"
    names = (
        [only] if only else [*([seen["site"]] if seen["site"] else []), *sorted(agencies, key=lambda n: (len(n), n))]
    )
    for name in names:
        found = located(name.removeprefix("中国"))
        if len(found) == 1:
            return only or found[0].name, kind, found[0].adcode, None
        if found:
            codes = ", ".join(region.adcode for region in found[:5])
            told = (
                f"{found[0].name} is the name of several divisions ({codes}); put in the right code, or give --adcode"
            )
            return only or found[0].name, kind, NO_PLACE, told
    told = f"no division of the country begins its names; put in its code, or leave {NO_PLACE} where it has none"
    places = Counter(begins[0] for agency in agencies if (begins := _PLACE.match(agency)))
    return only or next((name for name, _ in places.most_common(1)), None), kind, NO_PLACE, told


def _free_id(portal: Portal, taken: set[str]) -> str:
    """An id from the host's labels, the broadest first: `jyj.liaocheng.gov.cn` gives `liaocheng-jyj`."""
    labels = portal.host.removesuffix(".gov.cn").removeprefix("www.").split(".")
    words = "-".join(reversed(labels)) if not portal.sandbox else f"sandbox-{urlsplit(portal.list_url).port or 80}"
    base = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in words.lower()).split()) or "portal"
    number = 1
    while (name := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return name


def _evidence(result: dict[str, Any]) -> str:
    seen = result["look"]
    years = sorted(seen["years"])
    told = f", {years[0]} to {years[-1]}" if years else ""
    day = datetime.now(UTC).date().isoformat()
    return f"Looked at on {day} by gongkai portals new: {len(seen['reports'])} reports{told}, platform {result['platform']}."


def check(home: Home, portals: Sequence[Portal]) -> list[tuple[Portal, dict[str, Any], State]]:
    """Look at portals, archive what they answer, and keep the state of each: portal, the look's entry, the new state."""
    looked = _look(home, portals, 0)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    found = []
    for portal in portals:
        state = next_state(load_state(home, portal), portal, looked[portal.id], now)
        save_state(home, state)
        found.append((portal, looked[portal.id], state))
    return found


def _look(home: Home, portals: Sequence[Portal], sample: int) -> dict[str, dict[str, Any]]:
    run_id = new_run_id(datetime.now(UTC), uuid4().hex)
    portals_seen: dict[str, dict[str, Any]] = crawl(home, run_id, portals, sample=sample, budget=LOOK_BUDGET)["portals"]
    return portals_seen

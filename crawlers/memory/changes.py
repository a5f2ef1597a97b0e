"""What differs between a portal's list and what earlier runs saw of it: withdrawn, half listed, moved, redesigned, frozen.

Pure functions of the past and of a visit; which of them keep a visit from being complete is said here too. What a look
differs in from the last one is said in `warehouse/portal_state.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from crawlers import links, scope
from crawlers.ledger import Evidence
from crawlers.memory.history import Past
from crawlers.reasons import because
from warehouse.reference_files import Deadline, load
from warehouse.registry import Portal

#: Documents missing from a list that are asked for in one visit, to know whether they are withdrawn or only not listed.
PROBES = 20
#: From a quarter of what it named on, a list is not the whole list; fewer are left to the portal's own housekeeping.
_SHRUNK, _WITHDRAWN = 4, 2
#: A year before, and another one now.
_BOTH = 2
#: A year of fewer reports than half of the year before, where that had this many, is thin.
_THIN, _MANY = 2, 4


@dataclass(slots=True)
class Seen:
    """What became of known documents in this visit."""

    withdrawn: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    unlisted: list[str] = field(default_factory=list)  # no longer named; those that still answer are in `there` too
    there: list[str] = field(default_factory=list)
    files_gone: list[str] = field(default_factory=list)  # of pages that are still there
    new: list[str] = field(default_factory=list)
    emptied: list[str] = field(default_factory=list)  # pages that hold something else than their report now
    moved: list[str] = field(default_factory=list)  # addresses whose report stands under another one now


def missing(past: Past, rows: Collection[str], titles: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The documents that the list once named and names no more, and those of them that it names at another address.

    `rows` are the addresses of this visit's rows, `titles` the reports among them. A document has moved where the list
    names its title as often as before.
    """
    if all(url in rows for url in past.named):
        return [], []
    here = {scope.place(url) for url in rows}
    absent = sorted(url for url in past.named if scope.place(url) not in here and url not in past.moved)
    known = {scope.place(url) for url in past.named}
    spare = Counter(links.plain(title) for url, title in titles.items() if scope.place(url) not in known)
    left, moved = [], []
    for url in absent:
        title = links.plain(past.named[url].title)
        if spare[title] > 0:
            spare[title] -= 1
            moved.append(url)
        else:
            left.append(url)
    return left, moved


def is_replaced(past: Past, url: str, title: str) -> bool:
    """Whether a known address is now named as the report of another year: the new one took the place of the last."""
    named = past.named.get(url)
    if named is None or named.title == title:
        return False
    years = {links.judge(told).year for told in (named.title, title)}
    return len(years) == _BOTH and None not in years


def weigh(past: Past, seen: Seen, evidence: Evidence, platform: str) -> None:
    """Note in the evidence what the visit saw differently from earlier ones."""
    if past.last is not None:
        _weigh_list(past.last, evidence, platform)
    if evidence.listed and evidence.reports:
        _weigh_documents(past, seen, evidence)


def _weigh_list(last: Mapping[str, Any], evidence: Evidence, platform: str) -> None:
    before = last["listed"]
    if not evidence.listed:
        if evidence.error is not None and evidence.error.code in {"unrecognised", "rebuilt"}:
            told = because("redesigned_unread", before=last["platform"], n=before["reports"])
            evidence.signs.append(told)
        return
    if not evidence.reports:
        evidence.signs.append(because("fell_silent", n=before["reports"]))
    # without a list of reports only the first page can be held against what it was
    is_seen = bool(evidence.reports) or evidence.front is None
    if platform != last["platform"] if is_seen else evidence.front != before.get("front", last["platform"]):
        evidence.signs.append(because("redesigned", before=last["platform"], now=platform))
    if evidence.address and before["address"] != evidence.address:
        evidence.signs.append(because("list_moved", before=before["address"], now=evidence.address))


def _weigh_documents(past: Past, seen: Seen, evidence: Evidence) -> None:
    earlier = len(set(past.named) - (past.gone - {*seen.withdrawn}) - past.moved)
    if seen.withdrawn and len(seen.withdrawn) * _WITHDRAWN >= earlier:
        evidence.shortfalls.append(because("half_withdrawn", n=len(seen.withdrawn), earlier=earlier))
    elif seen.withdrawn:
        evidence.signs.append(because("reports_withdrawn", n=len(seen.withdrawn), first=seen.withdrawn[0]))
    if seen.unlisted and len(seen.unlisted) * _SHRUNK >= earlier:
        told = because("half_listed", n=len(seen.unlisted), earlier=earlier, there=len(seen.there))
        evidence.shortfalls.append(told)
    elif seen.unlisted:
        evidence.signs.append(because("reports_unlisted", n=len(seen.unlisted), first=seen.unlisted[0]))
    if seen.files_gone:
        evidence.signs.append(because("files_withdrawn", n=len(seen.files_gone), first=seen.files_gone[0]))
    if seen.restored:
        evidence.signs.append(because("reports_restored", n=len(seen.restored), first=seen.restored[0]))
    if seen.emptied:
        evidence.signs.append(because("reports_emptied", n=len(seen.emptied), first=seen.emptied[0]))
    if seen.moved:
        evidence.signs.append(because("reports_moved", n=len(seen.moved)))
    if seen.new:
        evidence.signs.append(because("new_reports", n=len(seen.new), first=seen.new[0]))


def weigh_years(portal: Portal, past: Past, years: Counter[int], evidence: Evidence, today: date) -> None:
    """Note where the reports of the last year that is due are not there, or are few.

    A list that stood still through a day on which reports were due is silent; one seen for the first time is only said
    to be old, for nothing shows yet that more will come.
    """
    due = last_due(portal, today)
    if due is None or not years:
        return
    year, by = due
    newest = max(years)
    if newest < year:
        told = because("frozen", newest=newest, due=year, by=by.isoformat())
        since = newest_since(past, newest)
        if since is not None and since <= by:
            evidence.silence = told
        else:
            evidence.signs.append(told)
    elif years[year - 1] >= _MANY and years[year] * _THIN < years[year - 1]:
        evidence.signs.append(because("thin_year", n=years[year], due=year, before=years[year - 1]))


def newest_since(past: Past, newest: int) -> date | None:
    """The day from which a visit on found no newer reports than these; None where this visit is the first."""
    before = past.last["listed"] if past.last else {}
    return date.fromisoformat(before["newest_since"]) if before.get("newest_year") == newest else None


def last_due(portal: Portal, today: date) -> tuple[int, date] | None:
    """The latest report year whose day has passed, and that day: of the whole area, or of any other body.

    A directory holds reports of bodies, so their day counts for it.
    """
    kind = "government" if portal.scope == "area" else "other"
    for year in (today.year - 1, today.year - 2):
        by = next(_days(kind, year), None)
        if by is not None and by < today:
            return year, by
    return None


def _days(kind: str, year: int) -> Iterator[date]:
    for one in _deadlines():
        if one.applies_to == kind and (one.last_report_year is None or year <= one.last_report_year):
            yield date(year + 1, one.month, one.day)


@cache
def _deadlines() -> tuple[Deadline, ...]:
    found = load("deadlines", tuple[Deadline, ...])
    return tuple(sorted(found, key=lambda one: one.last_report_year or 9999))

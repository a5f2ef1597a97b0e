"""What a portal's list is held against at a visit's end, and what of it the next visit will be held against.

The registry's `expect` and the calendar of reports; what differs from earlier visits is said in `changes.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from crawlers import bodies
from crawlers.catalogue import Catalogue
from crawlers.memory import changes
from crawlers.memory.history import Past
from crawlers.reasons import because


def hold_against(catalogue: Catalogue, past: Past, today: date) -> None:
    """Note in the evidence where the list falls short of what the registry expects, and of the reports that are due."""
    portal, evidence = catalogue.portal, catalogue.evidence
    for key, least in sorted(portal.expect.items()):
        seen = catalogue.years[int(key)] if key.isdigit() else evidence.reports
        if seen < least:
            evidence.shortfalls.append(because("expected", least=least, key=key, seen=seen))
    listed = catalogue.titles.values() if portal.scope == "agency" else ()
    if others := [title for title in listed if bodies.is_of_another(portal, title)]:
        evidence.signs.append(because("other_bodies", n=len(others), first=others[0]))
    changes.weigh_years(portal, past, told_years(catalogue), evidence, today)


def told_years(catalogue: Catalogue) -> Counter[int]:
    """The reports listed, by the year in their title, else the year before the list's date."""
    return Counter({year: count for year, count in catalogue.years.items() if year is not None})


def as_listed(catalogue: Catalogue, past: Past, noticed: changes.Seen, today: date) -> Mapping[str, Any]:
    """What the list looked like, for the next visit to hold itself against."""
    evidence, years = catalogue.evidence, told_years(catalogue)
    newest = max(years, default=None)
    since = changes.newest_since(past, newest) if newest else None
    return {
        "address": evidence.address,
        "front": evidence.front,
        "reports": evidence.reports,
        "years": {str(year): count for year, count in sorted(years.items())},
        "newest_year": newest,
        "newest_since": (since or today).isoformat(),
        "unlisted": noticed.unlisted,
        "moved": sorted({*past.moved, *noticed.moved}),
    }

"""The names a body's own reports bore over the years, where it kept its key and changed its name.

A report that leaves the division out of the name (教育局 for 示例市教育局) spells the same name shorter: that is no change.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from dashboards.queries import Release, Row

#: What the name of a division ends with.
_DIVISIONS = tuple("省市县区州盟旗乡镇")

#: (first year, last year, name, day of the step on record, its kind): the reports of these years bear the name.
Period = list[Any]

#: By body its periods in the order of years, for bodies whose name changed.
Names = dict[str, list[Period]]


def names_of(release: Release) -> Names:
    """The periods of every body whose reports bear more than one name; day and kind are None where no step is on record."""
    rows = release.rows(
        """
        select agency_id, agency_name, first_report_year, last_report_year, printed_name, kind,
            strftime(effective_on, '%Y-%m-%d') as day
        from dim_agency_name order by agency_id, first_report_year, printed_name = agency_name, printed_name
        """
    )
    found = {agency: _periods(list(some)) for agency, some in groupby(rows, key=lambda row: row["agency_id"])}
    return {agency: periods for agency, periods in found.items() if len(periods) > 1}


def name_in(periods: Iterable[Period], year: int, name: str) -> str:
    """The name in a year: that of its report, else of the report before it; `name` for a body without periods."""
    found = name
    for place, (first, _, known, *_) in enumerate(periods):
        if place == 0 or first <= year:
            found = known
    return found


def _periods(rows: list[Row]) -> list[Period]:
    known = {row["printed_name"] for row in rows} | {row["agency_name"] for row in rows}
    by_year: dict[int, str] = {}
    steps: dict[str, tuple[str | None, str | None]] = {}
    for row in rows:  # where an edited report bears two names in one year, the one the body took later
        name = max((full for full in known if _spells(full, row["printed_name"])), key=lambda full: (len(full), full))
        by_year |= dict.fromkeys(range(row["first_report_year"], row["last_report_year"] + 1), name)
        if row["day"] or name not in steps:
            steps[name] = (row["day"], row["kind"])
    periods: list[Period] = []
    for year, name in sorted(by_year.items()):
        if periods and periods[-1][2] == name:
            periods[-1][1] = year
        else:
            periods.append([year, year, name, *steps[name]])
    return periods


def _spells(full: str, short: str) -> bool:
    """Whether a name is another one with its division before it, or the other itself."""
    return full == short or (full.endswith(short) and full.removesuffix(short).endswith(_DIVISIONS))

"""Which year a report is of: its title's, else that of the period it counts, else refused.

Where a page prints a year is found in `times.py`. Never from an address, a file name or a publication date.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipelines.parsing.identity import times
from pipelines.parsing.identity.headings import Heading, Line
from pipelines.parsing.identity.named_by_prose import Presented
from pipelines.parsing.identity.titles import Title
from pipelines.parsing.identity.years import shown_years
from pipelines.reasons import because
from warehouse.reasons import Reason

#: The first day of its year on which a report of the whole year is published at the earliest.
_EARLIEST = (11, 1)


def decide_year(
    title: Title,
    period: tuple[date, date] | None,
    presented: Presented | None,
    body: list[Line],
    headings: list[Heading],
    issued: Sequence[date | None] = (),
) -> tuple[int | None, Reason | None]:
    """The year reported: the title's, else the period's; a year that more of the page contradicts than bears out is refused.

    So is one that no printed title names and no sentence, where sentences name another: folders are called after years. So
    is one that nothing but the title names on a page `issued` on days before that year had ended.
    """
    if len(title.years) > 1:
        return None, because("several_years", years=shown_years(title.years))
    of_period = period[0].year if period and period[0].year == period[1].year else None
    others = [year for year in (of_period, presented.year if presented else None) if year is not None]
    if period and of_period is None and title.year is None:
        return None, because("period_of_two", first=period[0], last=period[1])
    year = title.year or of_period or (presented.year if presented else None)
    if year is None:
        return None, because("no_year")
    if title.year is None:
        others = others[1:]
    if all(found.title.year != year or found.is_linked for found in headings):
        said = times.years_said(body)
        if said and year not in [*said, *others] and max(said.values()) > 1:
            code = "period_and_text" if title.year is None else "title_year_and_text"
            return None, because(code, year=year, years=shown_years(tuple(sorted(said))))
    if not others and title.year is not None:  # nothing but the title, which may print the year of publication
        said = times.years_said(body)
        if said and year not in said and max(said.values()) > 1:
            return None, because("title_year_and_text", year=year, years=shown_years(tuple(sorted(said))))
    if not others and title.year is not None and year not in times.years_said(body):
        early = [day for day in issued if day is not None and day < date(year, *_EARLIEST)]
        if early:
            return None, because("issued_before_end", year=year, day=early[0])
    told = times.years_told(body)
    if told and year not in told and (not others or year not in times.years_said(body)):
        return None, because("title_year_and_text", year=year, years=shown_years(tuple(sorted(told))))
    against = [other for other in others if other != year]
    if period and not period[0].year <= year <= period[1].year and of_period is None:
        against.append(period[1].year)
    if not against:
        return year, None
    usual = times.usual_year(body)
    bears_out = [other for other in [*others, usual] if other == year]
    if usual is not None and usual != year:
        against.append(usual)
    if len(bears_out) >= len(against):
        return year, None
    code = "title_year_and_text" if title.year is not None else "period_year_and_text"
    return None, because(code, year=year, years=shown_years(tuple(dict.fromkeys(against))))


def is_one_of_several(title: Title, headings: list[Heading]) -> bool:
    """Whether the page prints a like title of another year: a menu's, and neither says by a body's name that it is none."""
    own = (found.title for found in headings if not found.is_linked)
    bare = [title for title in own if not title.agency and title.year is not None]
    return not title.agency and title in bare and any(other.year != title.year for other in bare)

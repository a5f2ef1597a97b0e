"""Files of single figures: a measure's values by year in chunks of bodies or by function, and how each body's report stands.

DuckDB writes each file's text itself, so the country fits a small machine; rows travel as lines (`lines.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.lines import SHARE_AS_COUNTS, line_of, lines_of, number_text
from dashboards.places import Places


def figure_files(places: Places) -> Iterator[tuple[str, int, int, str]]:
    """One (measure, year, chunk, JSON of lines) of the values of the agencies of a chunk; refused ones are in it."""
    for metric in places.metrics():
        found = places.con.execute(_FIGURES, {"metric": metric, "chunk": places.chunk}).fetchall()
        texts = {(year, chunk): text for _, year, chunk, text in found}
        for year in sorted({year for year, _ in texts}):
            # a chunk without a row has a file too: a page that asks for what is not there is told so by its browser
            yield from ((metric, year, chunk, texts.get((year, chunk), '""')) for chunk in range(places.chunks))


def member_files(places: Places) -> Iterator[tuple[str, str, int, str]]:
    """One (function, measure or `states`, chunk, JSON of lines by year) of the bodies of a function, a line each in their order.

    A comparison within a function reads these and nothing of others.
    """
    given = {"chunk": places.member_chunk}
    for metric in places.metrics():
        for category, chunk, text in places.con.execute(_MEMBERS, {"metric": metric, **given}).fetchall():
            yield category, metric, chunk, text
    for category, chunk, text in places.con.execute(_MEMBER_STATES, given).fetchall():
        yield category, "states", chunk, text


def state_files(places: Places) -> Iterator[tuple[int, int, str]]:
    """One (year, chunk, JSON of lines: place, state, lateness, edition): why there is no figure, and on which form."""
    found = places.con.execute(_STATES, {"chunk": places.chunk}).fetchall()
    texts = {(year, chunk): text for year, chunk, text in found}
    for (year,) in places.con.execute(_YEARS).fetchall():
        yield from ((year, chunk, texts.get((year, chunk), '""')) for chunk in range(places.chunks))


#: A figure as a file has it, from a row of `mart_metric`, of the dictionary and the body's place.
FIGURE = line_of(
    "place", number_text(SHARE_AS_COUNTS), number_text("case when denominator is not null then numerator end"),
    number_text("denominator"), "round(ci_low * 1000)::int", "round(ci_high * 1000)::int",
    "case when value is not null and not coalesce(passes_guard, true) then 1 end", "refused_because",
    "nullif(quality, 'reported')", "rank_in_category", "category_n", "round(percentile_in_category * 1000)::int",
    "rank_in_region", "region_n",
)  # fmt: skip
_FIGURES = f"""
    with figure as (
        select metric_key, report_year, place, place // $chunk as chunk, value as known, {FIGURE} as line
        from mart_metric join metric_place using (metric_key) join place using (agency_id)
        where metric_key = $metric
    ), known as (select report_year from figure group by report_year having count(known) > 0)
    select metric_key, report_year, chunk, to_json({lines_of("line", "place")})
    from figure semi join known using (report_year) group by all order by report_year, chunk
"""

# Where a body stands among those of a function is reckoned from their values, which are all there: a line says whether it is
# ranked at all.
_MEMBER_FIGURE = line_of(
    number_text(SHARE_AS_COUNTS), number_text("case when denominator is not null then numerator end"),
    number_text("denominator"), "round(ci_low * 1000)::int", "round(ci_high * 1000)::int",
    "case when value is not null and not coalesce(passes_guard, true) then 1 end", "refused_because",
    "nullif(quality, 'reported')", "case when rank_in_category is not null then 1 end", "rank_in_region", "region_n",
)  # fmt: skip
_BY_YEAR = """
    select category, chunk, to_json(map(list(report_year order by report_year), list(lines order by report_year))) from (
        select category, standing // $chunk as chunk, report_year,
            string_agg(coalesce(line, ''), chr(10) order by standing) as lines
        from member cross join known left join figure using (report_year, place) group by all
    ) group by all order by category, chunk
"""
_MEMBERS = f"""
    with figure as (
        select report_year, place, value as known, {_MEMBER_FIGURE} as line
        from mart_metric join metric_place using (metric_key) join place using (agency_id)
        where metric_key = $metric
    ), known as (select report_year from figure group by report_year having count(known) > 0)
    {_BY_YEAR}
"""
_MEMBER_STATES = f"""
    with figure as (
        select report_year, place, {line_of("nullif(state, 'accepted')", "case when is_late then 1 end", "edition", "1")} as line
        from state
    ), known as (select distinct report_year from figure)
    {_BY_YEAR}
"""

_YEARS = "select report_year from fct_report union select report_year from mart_coverage order by 1"

_STATES = f"""
    select report_year, place // $chunk as chunk, to_json({lines_of(
        line_of("place", "nullif(state, 'accepted')", "case when is_late then 1 end", "edition"), "place"
    )})
    from state group by all order by report_year, chunk
"""  # fmt: skip

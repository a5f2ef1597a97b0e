"""Files that a comparison of a whole country opens with: counts, median, the first rows and the last, so that it need not read all."""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.figure_files import FIGURE
from dashboards.files import to_json
from dashboards.places import Places

#: Bodies of either kind, those that compare and small bases, that the opening of a comparison of all holds.
LEADERS = 30

#: The first of these, of which it also holds every year: more lines than that in one picture are a tangle.
LINES = 8


def leader_files(places: Places) -> Iterator[tuple[str, int, str, str]]:
    """One (measure, year, scope, JSON) of what a comparison of all bodies opens with: counts, median, first and last rows.

    None where all bodies fit one chunk, which says the same.
    """
    kinds = "select case when kind = 'government' then 'areas' else 'all' end, count(*) from dim_agency group by 1"
    bodies = dict(places.con.execute(kinds).fetchall())
    for metric in places.metrics() if places.agencies > places.chunk else ():
        found = places.con.execute(_LEADERS, {"metric": metric, "most": LEADERS, "lines": LINES}).fetchall()
        texts = {(year, scope): text for year, scope, text in found}
        for year in sorted({year for year, _ in texts}):
            for scope in ("all", "areas"):
                none = {
                    "bodies": bodies.get(scope, 0),
                    "solid": 0,
                    "small": 0,
                    "median": None,
                    "rows": [],
                    "over": [],
                }
                yield metric, year, scope, texts.get((year, scope)) or to_json(none)


def leader_share_files(places: Places) -> Iterator[tuple[int, str, str]]:
    """One (year, scope, JSON of (measure, line) by place) of the outcome shares of the bodies that lead by new requests.

    None where all bodies fit one chunk.
    """
    if places.agencies > places.chunk:
        yield from places.con.execute(_LEADER_SHARES, {"most": LEADERS}).fetchall()


# The order is that of a comparison: those that compare from the highest down, then small bases; ties by place. Of the many that are
# ranked few are listed: these alone get their line, their state and what else is told of them.
_LEADERS = f"""
    with known as (
        select report_year, is_area, bodies, place, agency_id, value, not coalesce(passes_guard, true) as is_small
        from mart_metric join body using (agency_id) where metric_key = $metric and value is not null
    ), ranked as (
        select *, row_number() over side as standing, count(*) over (partition by report_year, is_area, is_small) as n
        from known window side as (partition by report_year, is_area, is_small order by value desc, place)
    ), total as (
        select report_year, is_area, any_value(bodies) as bodies, count(*) filter (where not is_small) as solid,
            count(*) filter (where is_small) as small, median(value) filter (where not is_small) as median
        from known group by all
    ), listed as materialized (
        -- of small bases those are drawn that the ones that compare leave room for
        select * exclude (value, n, bodies), standing + if(is_small, least(solid, $lines), 0) <= $lines as is_drawn
        from ranked join total using (report_year, is_area)
        where standing <= $most or (standing = n and not is_small)
    ), figure as (
        select place, report_year, {FIGURE} as line
        from mart_metric join metric_place using (metric_key) join (select distinct agency_id, place from listed) using (agency_id)
        where metric_key = $metric
    ), first as (
        select report_year, is_area, list(
            json_array(agency_id, place, agency_name, region_name, nullif(state, 'accepted'), line, moves, names)
            order by is_small, standing
        ) as rows
        from listed join figure using (place, report_year) join body using (agency_id, place, is_area)
        left join state using (agency_id, report_year) left join moved using (agency_id) left join named using (agency_id)
        group by all
    ), told as (
        -- a state is "" where the report is in, nothing where none was looked for
        select place, report_year, json_array(place, report_year, line, if(state = 'accepted', '', state), is_late::int, edition) as told
        from (from state semi join (from listed where is_drawn) using (agency_id)) as states full join figure using (place, report_year)
    ), over_years as (
        select listed.report_year, is_area, list(told order by place, told.report_year) as over
        from listed join told using (place) where is_drawn group by all
    ), gone as (
        select report_year, is_area, count(*) as n from away join body using (agency_id) group by all
    )
    select report_year, case when is_area then 'areas' else 'all' end as scope, to_json({{
        'bodies': bodies - coalesce(gone.n, 0), 'solid': solid, 'small': small, 'median': median, 'rows': rows, 'over': over
    }})
    from total join first using (report_year, is_area) join over_years using (report_year, is_area)
    left join gone using (report_year, is_area) order by report_year, is_area
"""

_LEADER_SHARES = f"""
    with leader as (
        select report_year, is_area, place from mart_metric join body using (agency_id)
        where metric_key = 'request_count' and value is not null
        qualify row_number() over (
            partition by report_year, is_area, coalesce(passes_guard, true) order by value desc, place
        ) <= $most
    ), shares as (
        select report_year, place, list(json_array(metric, {FIGURE}) order by metric) as lines
        from mart_metric join metric_place using (metric_key) join place using (agency_id)
        where starts_with(metric_key, 'outcome_share:') group by report_year, place
    )
    select report_year, case when is_area then 'areas' else 'all' end as scope,
        to_json(map(list(place order by place), list(lines order by place)))
    from leader join shares using (report_year, place) group by report_year, is_area order by report_year, is_area
"""

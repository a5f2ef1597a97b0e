"""The release's figures as shards a page fetches when it needs them: agencies in buckets, measures in chunks, states, pools.

DuckDB writes each shard's text itself, a batch at a time, so the country fits a small machine; rows travel as lines
(`lines.py`). No shard grows with the country.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from dashboards.files import to_json
from dashboards.lines import SHARE_AS_COUNTS, line_of, lines_of, number_text, one_line
from dashboards.names import Names

#: Agencies a chunk of an index or a measure holds: some 40 KB, read at once where a page needs any of them.
CHUNK = 1000

#: Bodies of a function that share a file of a measure's values of all years.
MEMBERS = 300

#: Bodies of either kind, those that compare and small bases, that the opening of a comparison of all holds.
LEADERS = 30

#: The first of these, of which it also holds every year: more lines than that in one picture are a tangle.
LINES = 8

#: Agencies that share a file of all their figures: one file each would be slow to write and to copy, more slow to read.
_TO_A_BUCKET = 6

Rows = Iterator[tuple[str, str]]


def bucket_of(key: str, buckets: int) -> int:
    """The bucket of an agency, from its id alone, so a page finds it without an index; `core.js` reckons alike."""
    value = 0
    for byte in key.encode():
        value = (value * 31 + byte) & 0xFFFFFFFF
    return value % buckets


class Shards:
    """The shards of one release; agencies are numbered by region, then id, and that number is their `place`."""

    chunk = CHUNK
    member_chunk = MEMBERS

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        form_cells: Sequence[dict[str, Any]],
        members: Mapping[str, Sequence[int]],
        names: Names,
    ) -> None:
        """`members` are the places of the bodies of each function, in the order their files list them."""
        self.con = con
        found = con.execute("select agency_id from dim_agency order by adcode nulls last, region_name, agency_id")
        ids = [row[0] for row in found.fetchall()]
        self.agencies = len(ids)
        self.buckets = max(1, -(-len(ids) // _TO_A_BUCKET))
        buckets = [bucket_of(key, self.buckets) for key in ids]
        con.register("given_place", _table(agency_id=ids, place=range(len(ids)), bucket=buckets))
        con.execute("create or replace temp table place as from given_place")
        keys = {key: [row[key] for row in form_cells] for key in ("edition", "table_key", "row_key", "column_key")}
        con.register("given_form", _table(**keys, cell_place=range(len(form_cells))))
        con.execute("create or replace temp table form_place as from given_form")
        con.execute(
            """create or replace temp table metric_place as
            select metric_key, value_kind, row_number() over (order by ordinal, metric_key) - 1 as metric from dict_metric"""
        )
        con.execute("create or replace temp table moved as " + _MOVED)
        periods = [(key, *period) for key, some in names.items() for period in some]
        fields = ("agency_id", "first_year", "last_year", "name", "day", "kind")
        con.register("given_name", _table(**{field: [row[at] for row in periods] for at, field in enumerate(fields)}))
        con.execute("create or replace temp table named_period as from given_name")
        con.execute("create or replace temp table named as " + _NAMED)
        con.execute("create or replace temp table away as " + _AWAY)
        con.execute("create or replace temp table body as " + _BODY)
        con.execute("create or replace temp table state as " + _STATE)
        pairs = [(key, place, at) for key, places in members.items() for at, place in enumerate(places)]
        given = {name: [pair[at] for pair in pairs] for at, name in enumerate(("category", "place", "standing"))}
        con.register("given_member", _table(**given))
        con.execute("create or replace temp table member as from given_member")

    @property
    def _chunks(self) -> int:
        return -(-self.agencies // self.chunk)

    def figure_files(self) -> Iterator[tuple[str, int, int, str]]:
        """One (measure, year, chunk, JSON of lines) of the values of the agencies of a chunk; refused ones are in it."""
        for (metric,) in self.con.execute("select metric_key from metric_place order by metric").fetchall():
            found = self.con.execute(_FIGURES, {"metric": metric, "chunk": self.chunk}).fetchall()
            texts = {(year, chunk): text for _, year, chunk, text in found}
            for year in sorted({year for year, _ in texts}):
                # a chunk without a row has a file too: a page that asks for what is not there is told so by its browser
                yield from ((metric, year, chunk, texts.get((year, chunk), '""')) for chunk in range(self._chunks))

    def member_files(self) -> Iterator[tuple[str, str, int, str]]:
        """One (function, measure or `states`, chunk, JSON of lines by year) of the bodies of a function, a line each in their order.

        A comparison within a function reads these and nothing of others.
        """
        given = {"chunk": self.member_chunk}
        for (metric,) in self.con.execute("select metric_key from metric_place order by metric").fetchall():
            for category, chunk, text in self.con.execute(_MEMBERS, {"metric": metric, **given}).fetchall():
                yield category, metric, chunk, text
        for category, chunk, text in self.con.execute(_MEMBER_STATES, given).fetchall():
            yield category, "states", chunk, text

    def leader_files(self) -> Iterator[tuple[str, int, str, str]]:
        """One (measure, year, scope, JSON) of what a comparison of all bodies opens with: counts, median, first and last rows.

        None where all bodies fit one chunk, which says the same.
        """
        metrics = self.con.execute("select metric_key from metric_place order by metric").fetchall()
        kinds = "select case when kind = 'government' then 'areas' else 'all' end, count(*) from dim_agency group by 1"
        bodies = dict(self.con.execute(kinds).fetchall())
        for (metric,) in metrics if self.agencies > self.chunk else ():
            found = self.con.execute(_LEADERS, {"metric": metric, "most": LEADERS, "lines": LINES}).fetchall()
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

    def leader_share_files(self) -> Iterator[tuple[int, str, str]]:
        """One (year, scope, JSON of (measure, line) by place) of the outcome shares of the bodies that lead by new requests.

        None where all bodies fit one chunk.
        """
        if self.agencies > self.chunk:
            yield from self.con.execute(_LEADER_SHARES, {"most": LEADERS}).fetchall()

    def state_files(self) -> Iterator[tuple[int, int, str]]:
        """One (year, chunk, JSON of lines: place, state, lateness, edition): why there is no figure, and on which form."""
        found = self.con.execute(_STATES, {"chunk": self.chunk}).fetchall()
        texts = {(year, chunk): text for year, chunk, text in found}
        for (year,) in self.con.execute(_YEARS).fetchall():
            yield from ((year, chunk, texts.get((year, chunk), '""')) for chunk in range(self._chunks))

    def pool_files(self) -> Iterator[tuple[str, int, int, str]]:
        """One (measure, year, part, JSON) of the pools that compare with one another: lines of functions and of regions.

        The first part has the functions, the first regions and how many `parts` there are in all; the others more regions.
        """
        found: dict[tuple[str, int], dict[tuple[str, int], str]] = {}
        for metric, year, what, part, lines in self.con.execute(
            _POOLS_BY_MEASURE, {"chunk": self.member_chunk}
        ).fetchall():
            found.setdefault((metric, year), {})[what, part] = lines
        for (metric, year), texts in found.items():
            parts = 1 + max((part for what, part in texts if what == "region"), default=0)
            first = {what: texts[what, 0] for what in ("category", "region") if (what, 0) in texts}
            yield metric, year, 0, to_json(first | {"parts": parts})
            yield from ((metric, year, part, to_json({"region": texts["region", part]})) for part in range(1, parts))

    def category_files(self) -> Rows:
        """One (category, JSON of lines) of a category's pools over all years and measures."""
        yield from self.con.execute(_pools("mart_category_year", "category")).fetchall()

    def region_files(self) -> Rows:
        """One (division code, JSON of lines) of a region's pools over all years and measures."""
        yield from self.con.execute(_pools("mart_region_year", "adcode", "area_value")).fetchall()


def _table(**columns: Any) -> pa.Table:
    whole = ("place", "bucket", "cell_place", "standing", "first_year", "last_year")
    types = dict.fromkeys(whole, pa.int32())
    return pa.table({name: pa.array(list(values), types.get(name, pa.string())) for name, values in columns.items()})


_FIGURE = line_of(
    "place", number_text(SHARE_AS_COUNTS), number_text("case when denominator is not null then numerator end"),
    number_text("denominator"), "round(ci_low * 1000)::int", "round(ci_high * 1000)::int",
    "case when value is not null and not coalesce(passes_guard, true) then 1 end", "refused_because",
    "nullif(quality, 'reported')", "rank_in_category", "category_n", "round(percentile_in_category * 1000)::int",
    "rank_in_region", "region_n",
)  # fmt: skip
_FIGURES = f"""
    with figure as (
        select metric_key, report_year, place, place // $chunk as chunk, value as known, {_FIGURE} as line
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
        from mart_coverage join place using (agency_id)
        left join (select agency_id, report_year, edition from fct_report where status = 'accepted')
            using (agency_id, report_year)
    ), known as (select distinct report_year from figure)
    {_BY_YEAR}
"""

_YEARS = "select report_year from fct_report union select report_year from mart_coverage order by 1"

# The steps of reorganisations a body took part in: day, kind, the other body (its key where the release knows it, its name),
# and whether the other came before it.
_MOVED = """
    select agency_id, list(step order by step) as moves from (
        select distinct steps.agency_id, [
            strftime(effective_on, '%Y-%m-%d'), steps.kind, coalesce(known.agency_id, ''), other_name, came_first
        ] as step
        from (
            select predecessor_agency_id as agency_id, effective_on, kind, successor_agency_id as other_id,
                successor_name as other_name, '' as came_first
            from bridge_agency_lineage
            union all
            select successor_agency_id, effective_on, kind, predecessor_agency_id, predecessor_name, '1' from bridge_agency_lineage
        ) as steps left join dim_agency as known on known.agency_id = other_id
        where steps.agency_id is not null and effective_on is not null and other_id is distinct from steps.agency_id
    ) group by agency_id
"""
_NAMED = """
    select agency_id, list(json_array(first_year, last_year, name, day, kind) order by first_year) as names
    from named_period group by agency_id
"""
# The years in which a body was another one or not yet, so that nothing of it is missing.
_AWAY = """
    select distinct agency_id, report_year from (select agency_id, unnest(moves) as step from moved)
    cross join (select report_year from mart_coverage union select report_year from fct_report)
    anti join mart_coverage using (agency_id, report_year)
    where case when step[5] = '1' then report_year <= left(step[1], 4)::int else report_year >= left(step[1], 4)::int end
"""

# Of every body and year in which a report was looked for: how it stands, whether it is late, its edition where it is in.
_STATE = """
    select agency_id, place, report_year, state, is_late, edition
    from mart_coverage join place using (agency_id)
    left join (select agency_id, report_year, edition from fct_report where status = 'accepted') using (agency_id, report_year)
"""
_BODY = """
    select agency_id, place, agency_name, region_name, kind is not distinct from 'government' as is_area,
        count(*) over (partition by kind is not distinct from 'government') as bodies
    from dim_agency join place using (agency_id)
"""
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
        select place, report_year, {_FIGURE} as line
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
        select report_year, place, list(json_array(metric, {_FIGURE}) order by metric) as lines
        from mart_metric join metric_place using (metric_key) join place using (agency_id)
        where starts_with(metric_key, 'outcome_share:') group by report_year, place
    )
    select report_year, case when is_area then 'areas' else 'all' end as scope,
        to_json(map(list(place order by place), list(lines order by place)))
    from leader join shares using (report_year, place) group by report_year, is_area order by report_year, is_area
"""

_STATES = f"""
    select report_year, place // $chunk as chunk, to_json({lines_of(
        line_of("place", "nullif(state, 'accepted')", "case when is_late then 1 end", "edition"), "place"
    )})
    from mart_coverage join place using (agency_id)
    left join (select agency_id, report_year, edition from fct_report where status = 'accepted')
        using (agency_id, report_year)
    group by all order by report_year, chunk
"""  # fmt: skip


_POOL_NUMBERS = ("pooled", "median", "p10", "p25", "p75", "p90", "n_agencies", "coverage", "area_value")
_POOL = line_of(one_line("key"), *(number_text(name) for name in _POOL_NUMBERS))
_POOLS_BY_MEASURE = f"""
    with pool as (
        select 'category' as what, category as key, * exclude (category), null::double as area_value from mart_category_year
        union all by name
        select 'region' as what, adcode as key, * exclude (adcode, region_name) from mart_region_year
    ), placed as (
        select *, (row_number() over (partition by metric_key, report_year, what order by key) - 1) // $chunk as part
        from pool where key is not null and (pooled is not null or median is not null or area_value is not null)
    )
    select metric_key, report_year, what, if(what = 'region', part, 0) as part, {lines_of(_POOL, "key")}
    from placed group by all order by metric_key, report_year, what, part
"""


def _pools(table: str, key: str, *more: str) -> str:
    """SQL of (key, JSON of lines) of the pools of a category or region."""
    numbers = ("pooled", "median", "p10", "p25", "p75", "p90", "n_agencies", "coverage", *more)
    line = line_of("report_year", "metric", *(number_text(name) for name in numbers))
    return f"""
        select {key}, to_json({lines_of(line, "report_year, metric")})
        from {table} join metric_place using (metric_key)
        where {key} is not null and ({" or ".join(f"{name} is not null" for name in ("pooled", "median", *more))})
        group by {key} order by {key}
    """

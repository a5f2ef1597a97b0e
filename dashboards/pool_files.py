"""Files of pools: of a measure and year those that compare with one another, of a function or a region all measures and years."""

from __future__ import annotations

from collections.abc import Iterator

from dashboards.files import to_json
from dashboards.lines import line_of, lines_of, number_text, one_line
from dashboards.places import Places


def pool_files(places: Places) -> Iterator[tuple[str, int, int, str]]:
    """One (measure, year, part, JSON) of the pools that compare with one another: lines of functions and of regions.

    The first part has the functions, the first regions and how many `parts` there are in all; the others more regions.
    """
    found: dict[tuple[str, int], dict[tuple[str, int], str]] = {}
    for metric, year, what, part, lines in places.con.execute(
        _POOLS_BY_MEASURE, {"chunk": places.member_chunk}
    ).fetchall():
        found.setdefault((metric, year), {})[what, part] = lines
    for (metric, year), texts in found.items():
        parts = 1 + max((part for what, part in texts if what == "region"), default=0)
        first = {what: texts[what, 0] for what in ("category", "region") if (what, 0) in texts}
        yield metric, year, 0, to_json(first | {"parts": parts})
        yield from ((metric, year, part, to_json({"region": texts["region", part]})) for part in range(1, parts))


def category_files(places: Places) -> Iterator[tuple[str, str]]:
    """One (category, JSON of lines) of a category's pools over all years and measures."""
    yield from places.con.execute(_pools("mart_category_year", "category")).fetchall()


def region_files(places: Places) -> Iterator[tuple[str, str]]:
    """One (division code, JSON of lines) of a region's pools over all years and measures."""
    yield from places.con.execute(_pools("mart_region_year", "adcode", "area_value")).fetchall()


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

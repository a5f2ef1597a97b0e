"""The release's figures as shards a page fetches when it needs them: agencies in buckets, measures in chunks, states, pools.

DuckDB writes each shard's text itself, a batch at a time, so the country fits a small machine. Rows travel as lines with
fields between tabs (an empty field is NULL, empty fields at the end are left out), which the database makes several times
faster than JSON and which stay half as long; `static/core.js` takes them apart. No shard grows with the country.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import pyarrow as pa

#: Moments leave the database as ISO text in UTC; the page shows them in Asia/Shanghai and says so.
UTC_TEXT = "strftime({0}, '%Y-%m-%dT%H:%M:%SZ')"

#: Agencies a chunk of an index or a measure holds: some 40 KB, read at once where a page needs any of them.
CHUNK = 1000

#: Agencies that share a file of all their figures: one file each would be slow to write and to copy, more slow to read.
_TO_A_BUCKET = 6

#: Buckets written at once: their cells are held in memory together.
_BATCH = 100

_Rows = Iterator[tuple[str, str]]


def bucket_of(key: str, buckets: int) -> int:
    """The bucket of an agency, from its id alone, so a page finds it without an index; `core.js` reckons alike."""
    value = 0
    for byte in key.encode():
        value = (value * 31 + byte) & 0xFFFFFFFF
    return value % buckets


class Shards:
    """The shards of one release; agencies are numbered by region, then id, and that number is their `place`."""

    def __init__(self, con: duckdb.DuckDBPyConnection, form_cells: Sequence[dict[str, Any]]) -> None:
        self._con = con
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

    def agency_files(self) -> _Rows:
        """One (bucket, JSON by agency id) a bucket: everything an agency's page and the source panel show."""
        for first in range(0, self.buckets, _BATCH):
            self._con.execute(
                "create or replace temp table chosen as select * from place where bucket between ? and ?",
                [first, first + _BATCH - 1],
            )
            parts = {name: dict(self._con.execute(sql).fetchall()) for name, sql in _PARTS.items()}
            chosen = self._con.execute(
                "select bucket, agency_id, to_json(agency_id) from chosen order by bucket, place"
            )
            files: dict[int, list[str]] = {bucket: [] for bucket in range(first, min(first + _BATCH, self.buckets))}
            for bucket, key, name in chosen.fetchall():
                fields = ",".join(f'"{part}":{found[key]}' for part, found in parts.items() if key in found)
                files[bucket].append(f"{name}:{{{fields}}}")
            for bucket, texts in files.items():
                yield str(bucket), f"{{{','.join(texts)}}}"

    def figure_files(self) -> Iterator[tuple[str, int, int, str]]:
        """One (measure, year, chunk, JSON of lines) of the values of the agencies of a chunk; refused ones are in it."""
        for (metric,) in self._con.execute("select metric_key from metric_place order by metric").fetchall():
            yield from self._con.execute(_FIGURES, {"metric": metric, "chunk": CHUNK}).fetchall()

    def state_files(self) -> Iterator[tuple[int, int, str]]:
        """One (year, chunk, JSON of lines: place, state, lateness, edition): why there is no figure, and on which form."""
        yield from self._con.execute(_STATES, {"chunk": CHUNK}).fetchall()

    def pool_files(self) -> Iterator[tuple[str, int, str]]:
        """One (measure, year, JSON: lines of the categories, lines of the regions) of the pools that compare with one another."""
        yield from self._con.execute(_POOLS_BY_MEASURE).fetchall()

    def category_files(self) -> _Rows:
        """One (category, JSON of lines) of a category's pools over all years and measures."""
        yield from self._con.execute(_pools("mart_category_year", "category")).fetchall()

    def region_files(self) -> _Rows:
        """One (division code, JSON of lines) of a region's pools over all years and measures."""
        yield from self._con.execute(_pools("mart_region_year", "adcode", "area_value")).fetchall()


def _table(**columns: Any) -> pa.Table:
    types = {"place": pa.int32(), "bucket": pa.int32(), "cell_place": pa.int32()}
    return pa.table({name: pa.array(list(values), types.get(name, pa.string())) for name, values in columns.items()})


def _number(name: str) -> str:
    """SQL of a number as text, whole ones without decimals."""
    return (
        f"case when {name} = trunc({name}) and abs({name}) < 1e15 then {name}::bigint::varchar else {name}::varchar end"
    )


def _text(name: str) -> str:
    """SQL of a text that holds no tab and no end of line."""
    return f"translate({name}, chr(9) || chr(10) || chr(13), '   ')"


def _line(*fields: str) -> str:
    """SQL of one line: the fields between tabs, NULL as nothing, nothing at the end left out."""
    given = ", ".join(f"coalesce({field}::varchar, '')" for field in fields)
    return f"rtrim(concat_ws(chr(9), {given}), chr(9))"


def _lines(line: str, order: str) -> str:
    return f"string_agg({line}, chr(10) order by {order})"


def _list_of(columns: str, relation: str, order: str) -> str:
    """SQL that gives (agency_id, JSON list of objects) of `relation` for the chosen agencies."""
    fields = ", ".join(
        f"'{part.rsplit(' as ', 1)[-1].strip()}': {part.rsplit(' as ', 1)[0].strip()}" for part in columns.split(";")
    )
    return f"""
        select agency_id, to_json(list({{{fields}}} order by {order}))
        from {relation} where agency_id in (select agency_id from chosen) group by agency_id
    """


# A share is sent as its two counts where it is their quotient, and its interval in tenths of a per cent, as it is shown.
_VALUE = "case when value_kind = 'proportion' and value = numerator / denominator then null else value end"
_FIGURES = f"""
    with figure as (
        select metric_key, report_year, place, place // $chunk as chunk, value as known, {_line(
            "place", _number(_VALUE), _number("case when denominator is not null then numerator end"),
            _number("denominator"), "round(ci_low * 1000)::int", "round(ci_high * 1000)::int",
            "case when value is not null and not coalesce(passes_guard, true) then 1 end", "refused_because",
            "nullif(quality, 'reported')", "rank_in_category", "category_n", "round(percentile_in_category * 1000)::int",
            "rank_in_region", "region_n",
        )} as line
        from mart_metric join metric_place using (metric_key) join place using (agency_id)
        where metric_key = $metric
    ), known as (select report_year from figure group by report_year having count(known) > 0)
    select metric_key, report_year, chunk, to_json({_lines("line", "place")})
    from figure semi join known using (report_year) group by all order by report_year, chunk
"""  # fmt: skip

_STATES = f"""
    select report_year, place // $chunk as chunk, to_json({_lines(
        _line("place", "nullif(state, 'accepted')", "case when is_late then 1 end", "edition"), "place"
    )})
    from mart_coverage join place using (agency_id)
    left join (select agency_id, report_year, edition from fct_report where status = 'accepted')
        using (agency_id, report_year)
    group by all order by report_year, chunk
"""  # fmt: skip


_POOL_NUMBERS = ("pooled", "median", "p10", "p25", "p75", "p90", "n_agencies", "coverage", "area_value")
_POOLS_BY_MEASURE = f"""
    with pool as (
        select 'category' as what, category as key, * exclude (category), null::double as area_value from mart_category_year
        union all by name
        select 'region' as what, adcode as key, * exclude (adcode, region_name) from mart_region_year
    ), line as (
        select metric_key, report_year, what, {_lines(_line(_text("key"), *(_number(name) for name in _POOL_NUMBERS)), "key")} as lines
        from pool where key is not null and (pooled is not null or median is not null or area_value is not null)
        group by all
    )
    select metric_key, report_year, to_json({{
        'category': max(lines) filter (where what = 'category'), 'region': max(lines) filter (where what = 'region')}})
    from line group by all order by metric_key, report_year
"""


def _pools(table: str, key: str, *more: str) -> str:
    """SQL of (key, JSON of lines) of the pools of a category or region."""
    numbers = ("pooled", "median", "p10", "p25", "p75", "p90", "n_agencies", "coverage", *more)
    line = _line("report_year", "metric", *(_number(name) for name in numbers))
    return f"""
        select {key}, to_json({_lines(line, "report_year, metric")})
        from {table} join metric_place using (metric_key)
        where {key} is not null and ({" or ".join(f"{name} is not null" for name in ("pooled", "median", *more))})
        group by {key} order by {key}
    """


# What is usual (a printed number, read by the report's own reader from its own document) is left out of a cell's line.
_CELL = _line(
    "p.cell_place", _number("c.value"), _text("c.locator"), "nullif(c.state, 'reported')",
    f"case when c.printed_text is distinct from try_cast(try_cast(c.value as bigint) as varchar) then {_text('c.printed_text')} end",
    _number("c.implied_value"), "case when c.method is distinct from r.format then c.method end", "c.flag",
    "case when c.document_sha256 is distinct from r.document_sha256 then c.document_sha256 end",
)  # fmt: skip
_CELLS = f"""
    with report as (
        select agency_id, c.report_year, {_lines(_CELL, "p.cell_place")} as lines
        from fct_report_cell as c join chosen using (agency_id) join fct_report as r using (report_id, agency_id)
        join form_place as p on p.edition = c.edition and p.table_key = c.table_key and p.row_key = c.row_key
            and p.column_key = c.column_key
        group by agency_id, c.report_year
    )
    select agency_id, to_json(list({{'report_year': report_year, 'lines': lines}} order by report_year))
    from report group by agency_id
"""
_METRIC = _line("report_year", "metric", _number(_VALUE), _number("numerator"), _number("denominator"))
_METRICS = f"""
    select agency_id, to_json({_lines(_METRIC, "report_year, metric")})
    from mart_metric join metric_place using (metric_key) join chosen using (agency_id)
    where value is not null group by agency_id
"""
# A sentence says several things; it is sent once, with the first of them.
_CLAIMS = f"""
    with said as (
        select *, lag(sentence) over (partition by agency_id, report_year order by claim_index) as before
        from fct_claim join chosen using (agency_id)
    )
    select agency_id, to_json({_lines(_line(
        "report_year", "measure", "kind", _number("value"), _number("percent"), "verdict", "implied_prior_min",
        "implied_prior_max",
        f"case when sentence is distinct from before then {_text('sentence')} end",
    ), "report_year, claim_index")})
    from said group by agency_id
"""  # fmt: skip

_PARTS = {
    "agency": """
        select agency_id, to_json({'agency_id': agency_id, 'agency_name': agency_name, 'region_name': region_name, 'place': place,
            'adcode': adcode, 'level': level, 'kind': kind, 'categories': categories, 'credit_code': credit_code})
        from dim_agency join chosen using (agency_id)
    """,
    "years": _list_of(
        "report_year; request_count; prior_request_count; prior_source; request_growth; request_growth_status; total_handled",
        "mart_agency_year",
        "report_year",
    ),
    "metrics": _METRICS,
    "outcomes": _list_of(
        "report_year; outcome_group; request_count; total_handled; share; prior_share; change_pp",
        "(from mart_outcome_share where outcome_key is null)",
        "report_year, outcome_group",
    ),
    "reports": _list_of(
        "report_id; report_year; edition; status; title; published_on; source_url; page_url; document_sha256; "
        + UTC_TEXT.format("captured_at")
        + " as captured_at; warc_file; warc_offset; format; parser_version; portal_id; reasons; is_stale",
        "fct_report",
        "report_year",
    ),
    "coverage": _list_of("report_year; state; is_late; is_expected; evidence", "mart_coverage", "report_year"),
    "claims": _CLAIMS,
    "findings": _list_of(
        "report_year; rule_id; place; severity; printed; expected; delta; cells; sentence; explanation_zh; explanation_en; repair",
        "(from mart_finding where resolved_by_version is null)",
        "report_year, severity, rule_id, place",
    ),
    "continuity": _list_of(
        "report_year; rule_id; table_key; row_key; column_key; prior_value; expected_value; current_value; gap",
        "(from mart_continuity where status = 'breaks')",
        "report_year, rule_id, table_key, row_key, column_key",
    ),
    "revisions": _list_of(
        "report_year; changed_between; cells_changed; sentences_changed",
        "mart_revision",
        "report_year, changed_between",
    ),
    "lineage": _list_of(
        "effective_on; kind; other_name; is_successor",
        """(select successor_agency_id as agency_id, effective_on, kind, predecessor_name as other_name, true as is_successor
            from bridge_agency_lineage
            union all
            select predecessor_agency_id, effective_on, kind, successor_name, false from bridge_agency_lineage)""",
        "effective_on, kind, other_name",
    ),
    "cells": _CELLS,
}

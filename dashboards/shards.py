"""The release's figures as JSON made by the database: one text an agency, one a measure and year.

DuckDB writes the JSON itself, a batch of agencies at a time, so the country fits a small machine; with `queries.py` this
is all the SQL of the pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import pyarrow as pa

#: Moments leave the database as ISO text in UTC; the page shows them in Asia/Shanghai and says so.
UTC_TEXT = "strftime({0}, '%Y-%m-%dT%H:%M:%SZ')"

#: Agencies read at once: their cells are held in memory together.
_BATCH = 200


def comparisons(con: duckdb.DuckDBPyConnection, metric_key: str) -> list[tuple[int, str]]:
    """One (year, JSON by column) a year that has a value of the measure; agencies by their place in the order of ids."""
    columns = (
        "value", "numerator", "denominator", "ci_low", "ci_high", "quality", "refused_because", "rank_in_category",
        "category_n", "state", "small", "status",
    )  # fmt: skip
    lists = ", ".join(f"'{name}': {_sparse(name, 'place')}" for name in columns)
    return con.execute(
        f"""
        with place as (select agency_id, row_number() over (order by agency_id) - 1 as place from dim_agency),
        metric as (select * from mart_metric where metric_key = $metric),
        body as (
            select agency_id, report_year from metric
            union
            select agency_id, report_year from mart_coverage
        ),
        figure as (
            select report_year, place, value, numerator, denominator, ci_low, ci_high, quality, refused_because,
                rank_in_category, category_n, state, value is not null and not coalesce(passes_guard, true) as small,
                case when $metric = 'request_growth' then request_growth_status end as status
            from body join place using (agency_id)
            left join metric using (agency_id, report_year)
            left join mart_coverage using (agency_id, report_year)
            left join mart_agency_year using (agency_id, report_year)
        )
        select report_year, to_json({{'place': list(place order by place), {lists}}})
        from figure group by report_year having count(value) > 0 order by report_year
        """,
        {"metric": metric_key},
    ).fetchall()


def agencies(con: duckdb.DuckDBPyConnection, form_cells: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """One (agency_id, JSON) an agency; a cell is named by its place in `form_cells`."""
    con.register("form_place", _places(form_cells))
    ids = [row[0] for row in con.execute("select agency_id from dim_agency order by agency_id").fetchall()]
    for start in range(0, len(ids), _BATCH):
        chosen = ids[start : start + _BATCH]
        parts = {name: dict(con.execute(sql, {"chosen": chosen}).fetchall()) for name, sql in _PARTS.items()}
        for agency_id in chosen:
            fields = ",".join(f'"{name}":{found.get(agency_id, "[]")}' for name, found in parts.items())
            yield agency_id, f"{{{fields}}}"


def _places(form_cells: Sequence[dict[str, Any]]) -> pa.Table:
    keys = ("edition", "table_key", "row_key", "column_key")
    columns: dict[str, Any] = {key: pa.array([row[key] for row in form_cells], pa.string()) for key in keys}
    return pa.table(columns | {"cell_place": pa.array(range(len(form_cells)), pa.int32())})


def _list_of(columns: str, relation: str, order: str) -> str:
    """SQL that gives (agency_id, JSON list of objects) of `relation` for the chosen agencies."""
    fields = ", ".join(
        f"'{part.rsplit(' as ', 1)[-1].strip()}': {part.rsplit(' as ', 1)[0].strip()}" for part in columns.split(";")
    )
    return f"""
        select agency_id, to_json(list({{{fields}}} order by {order}))
        from {relation} where agency_id in (select unnest($chosen)) group by agency_id
    """


def _sparse(name: str, order: str) -> str:
    """SQL of one column of a report as a list; NULL where every row lacks it, which most columns do."""
    return f"case when count({name}) > 0 then list({name} order by {order}) end"


# Cells and measures by column and not by object: a report has two hundred of the one and sixty of the other. What is
# usual (a printed number, read by the report's own reader) is left out, so the file of an agency stays small.
_CELL_COLUMNS = ("value", "implied", "state", "printed", "method", "locator", "flag", "document")
_CELLS = f"""
    with cell as (
        select c.agency_id, c.report_year, p.cell_place, c.value, c.implied_value as implied, c.locator, c.flag,
            nullif(c.state, 'reported') as state,
            case when c.printed_text is distinct from try_cast(try_cast(c.value as bigint) as varchar)
                then c.printed_text end as printed,
            case when c.method is distinct from r.format then c.method end as method,
            case when c.document_sha256 is distinct from r.document_sha256 then c.document_sha256 end as document
        from fct_report_cell as c join fct_report as r using (report_id)
        join form_place as p on p.edition = c.edition and p.table_key = c.table_key and p.row_key = c.row_key
            and p.column_key = c.column_key
        where c.agency_id in (select unnest($chosen))
    ), report as (
        select agency_id, report_year, {{'report_year': report_year, 'cell': list(cell_place order by cell_place),
            {", ".join(f"'{name}': {_sparse(name, 'cell_place')}" for name in _CELL_COLUMNS)}}} as columns
        from cell group by agency_id, report_year
    )
    select agency_id, to_json(list(columns order by report_year)) from report group by agency_id
"""
_METRICS = f"""
    with report as (
        select agency_id, report_year, {{'report_year': report_year, 'metric_key': list(metric_key order by metric_key),
            {", ".join(f"'{name}': {_sparse(name, 'metric_key')}" for name in ("value", "numerator", "denominator"))}
            }} as columns
        from mart_metric where value is not null and agency_id in (select unnest($chosen))
        group by agency_id, report_year
    )
    select agency_id, to_json(list(columns order by report_year)) from report group by agency_id
"""

_PARTS = {
    "agency": """
        select agency_id, to_json({'agency_id': agency_id, 'agency_name': agency_name, 'region_name': region_name,
            'adcode': adcode, 'level': level, 'kind': kind, 'categories': categories, 'credit_code': credit_code})
        from dim_agency where agency_id in (select unnest($chosen))
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
    "coverage": _list_of("report_year; state; is_late; is_expected", "mart_coverage", "report_year"),
    "claims": _list_of(
        "report_year; measure; kind; value; percent; sentence; verdict; held_against; implied_prior_min; implied_prior_max",
        "fct_claim",
        "report_year, claim_index",
    ),
    "findings": _list_of(
        "report_year; rule_id; place; severity; printed; expected; delta; cells; sentence; explanation_zh as explanation; repair",
        "(from mart_finding where resolved_by_version is null)",
        "report_year, severity, rule_id, place",
    ),
    "cells": _CELLS,
}

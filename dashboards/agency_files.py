"""One agency's file: everything its page and the source panel show, a few agencies to a file.

The database makes the parts; rows travel as arrays whose names stand once in the catalogue, or as lines (`lines.py`), and where
cells stand in documents is written once for all reports that look alike (`layouts.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboards.files import to_json
from dashboards.layouts import packed
from dashboards.lines import SHARE_AS_COUNTS, UTC_TEXT, line_of, lines_of, number_text, one_line
from dashboards.places import Places
from dashboards.printed_rows import Printed, Shapes, printed_of

#: Buckets written at once: their cells are held in memory together.
_BATCH = 100

#: Agencies of a bucket that share a file; the few buckets that drew more go on in a next file, so that none grows with chance.
MOST = 9


def agency_files(places: Places) -> Iterator[tuple[str, str]]:
    """One (name, JSON {layouts, shapes, words, more, of: parts by agency id}) a file: a bucket, or a bucket's `<bucket>-<number>`.

    `more` says how many files a bucket goes on in.
    """
    for first in range(0, places.buckets, _BATCH):
        places.con.execute(
            "create or replace temp table chosen as select * from place where bucket between ? and ?",
            [first, first + _BATCH - 1],
        )
        parts = {name: dict(places.con.execute(sql).fetchall()) for name, sql in _PARTS.items()}
        printed = printed_of(places.con)
        cells: dict[str, list[tuple[Any, ...]]] = {}
        for agency, *report in places.con.execute(_CELLS).fetchall():
            cells.setdefault(agency, []).append(tuple(report))
        chosen = places.con.execute("select bucket, agency_id from chosen order by bucket, place").fetchall()
        for bucket in range(first, min(first + _BATCH, places.buckets)):
            yield from _bucket(bucket, [agency for at, agency in chosen if at == bucket], parts, cells, printed)


def _bucket(bucket: int, agencies: list[str], *found: Any) -> Iterator[tuple[str, str]]:
    shared_out = [agencies[first : first + MOST] for first in range(0, len(agencies), MOST)] or [[]]
    for number, some in enumerate(shared_out):
        yield f"{bucket}-{number}" if number else str(bucket), _file(some, len(shared_out) - 1, *found)


def _file(
    agencies: list[str],
    more: int,
    parts: dict[str, dict[str, str]],
    cells: dict[str, list[tuple[Any, ...]]],
    printed: Printed,
) -> str:
    layouts: dict[str, int] = {}
    shapes = Shapes(printed)
    texts = []
    for agency in agencies:
        fields = [f'"{name}":{found[agency]}' for name, found in parts.items() if agency in found]
        reports = [
            [
                year,
                layouts.setdefault(packed(layout), len(layouts)),
                figures,
                more,
                shapes.place_of(agency, year),
            ]
            for year, layout, figures, more in cells.get(agency, ())
        ]
        fields.append(f'"cells":{to_json(reports)}')
        texts.append(f"{to_json(agency)}:{{{','.join(fields)}}}")
    shared = {"layouts": list(layouts), "shapes": shapes.shapes, "words": shapes.words, "more": more}
    return f'{{{",".join(f"{to_json(name)}:{to_json(found)}" for name, found in shared.items())},"of":{{{",".join(texts)}}}}}'


# What is usual (a printed number, read by the report's own reader from its own document) is said of no cell.
_UNUSUAL = line_of(
    "nullif(c.state, 'reported')",
    f"case when c.printed_text is distinct from try_cast(try_cast(c.value as bigint) as varchar) then {one_line('c.printed_text')} end",
    number_text("c.implied_value"), "case when c.method is distinct from r.format then c.method end", "c.flag",
    "case when c.document_sha256 is distinct from r.document_sha256 then c.document_sha256 end",
)  # fmt: skip
_CELLS = f"""
    with cell as (
        select agency_id, c.report_year, p.cell_place as place, {number_text("c.value")} as figure,
            {one_line("c.locator")} as locator, nullif({_UNUSUAL}, '') as unusual
        from fct_report_cell as c join chosen using (agency_id) join fct_report as r using (report_id, agency_id)
        join form_place as p on p.edition = c.edition and p.table_key = c.table_key and p.row_key = c.row_key
            and p.column_key = c.column_key
    )
    select agency_id, report_year, {lines_of(line_of("place", "locator"), "place")},
        string_agg(coalesce(figure, ''), ' ' order by place), {lines_of(line_of("place", "unusual"), "place")} filter (unusual is not null)
    from cell group by agency_id, report_year order by agency_id, report_year
"""
_METRIC = line_of(
    "report_year", "metric", number_text(SHARE_AS_COUNTS), number_text("numerator"), number_text("denominator")
)
_METRICS = f"""
    select agency_id, to_json({lines_of(_METRIC, "report_year, metric")})
    from mart_metric join metric_place using (metric_key) join chosen using (agency_id)
    where value is not null group by agency_id
"""
# A sentence says several things; it is sent once, with the first of them.
_CLAIMS = f"""
    with said as (
        select *, lag(sentence) over (partition by agency_id, report_year order by claim_index) as before
        from fct_claim join chosen using (agency_id)
    )
    select agency_id, to_json({lines_of(line_of(
        "report_year", "measure", "kind", number_text("value"), number_text("percent"), "verdict", "implied_prior_min",
        "implied_prior_max", "printed_prior", "agrees_with_prior::int",
        f"case when sentence is distinct from before then {one_line('sentence')} end",
    ), "report_year, claim_index")})
    from said group by agency_id
"""  # fmt: skip
_AGENCY = """
    select agency_id, to_json({'agency_id': agency_id, 'agency_name': agency_name, 'region_name': region_name, 'place': place,
        'adcode': adcode, 'level': level, 'kind': kind, 'categories': categories, 'credit_code': credit_code})
    from dim_agency join chosen using (agency_id)
"""
_LINEAGE = """(
    with step as (
        select successor_agency_id as agency_id, effective_on, kind, predecessor_name as other_name, true as is_successor,
            predecessor_agency_id as other_id
        from bridge_agency_lineage
        union all
        select predecessor_agency_id, effective_on, kind, successor_name, false, successor_agency_id from bridge_agency_lineage
    )
    select step.* replace (known.agency_id as other_id) from step left join dim_agency as known on known.agency_id = other_id
)"""
#: Parts that are lists of rows: (fields between semicolons, relation, order).
_LISTS = {
    "years": (
        "report_year; request_count; prior_request_count; prior_source; request_growth; request_growth_status; total_handled",
        "mart_agency_year", "report_year",
    ),
    "outcomes": (
        # a share is sent where it is not the quotient
        "report_year; outcome_group; request_count; total_handled; nullif(share, request_count / total_handled) as share",
        "(from mart_outcome_share where outcome_key is null)", "report_year, outcome_group",
    ),
    "reports": (
        "report_year; edition; status; title; published_on; source_url; nullif(page_url, source_url) as page_url; document_sha256; "
        + UTC_TEXT.format("captured_at")
        + " as captured_at; warc_file; warc_offset; format; parser_version; reasons; reasons_zh; is_stale"
        "; added_by; is_declared; file_name",
        "fct_report", "report_year",
    ),
    "coverage": (
        (
            "report_year; state; is_late; case when state <> 'accepted' then evidence end as evidence;"
            " case when state <> 'accepted' then evidence_zh end as evidence_zh"
        ),
        "mart_coverage", "report_year",
    ),
    "findings": (
        "report_year; rule_id; place; severity; printed; expected; delta; cells; sentence; explanation_zh; explanation_en; repair",
        "(from mart_finding where resolved_by_version is null)", "report_year, severity, rule_id, place",
    ),
    "continuity": (
        "report_year; rule_id; table_key; row_key; column_key; prior_value; expected_value; current_value; gap",
        "(from mart_continuity where status = 'breaks')", "report_year, rule_id, table_key, row_key, column_key",
    ),
    "revisions": (
        (
            f"report_year; {UTC_TEXT.format('unchanged_until')} as before; {UTC_TEXT.format('changed_by')} as after;"
            " cells_changed; sentences_changed"
        ),
        "mart_revision", "report_year, changed_by",
    ),
    "names": ("first_year; last_year; name; day; kind", "named_period", "first_year"),
    "lineage": ("effective_on; kind; other_name; is_successor; other_id", _LINEAGE, "effective_on, kind, other_name"),
}  # fmt: skip


def _columns(fields: str) -> list[tuple[str, str]]:
    """(expression, name) of each of the fields."""
    parts = [part.strip().rpartition(" as ") for part in fields.split(";")]
    return [(expression or name, name) for expression, _, name in parts]


def _list_of(fields: str, relation: str, order: str) -> str:
    """SQL that gives (agency_id, JSON list of arrays) of `relation` for the chosen agencies."""
    values = ", ".join(expression for expression, _ in _columns(fields))
    return f"""
        select agency_id, to_json(list(json_array({values}) order by {order}))
        from {relation} where agency_id in (select agency_id from chosen) group by agency_id
    """


#: The names of the fields of each list, for the catalogue: `static/agency-file.js` gives the arrays their names back.
FIELDS = {name: [field for _, field in _columns(part[0])] for name, part in _LISTS.items()}

_PARTS = {"agency": _AGENCY, "metrics": _METRICS, "claims": _CLAIMS} | {
    name: _list_of(*part) for name, part in _LISTS.items()
}

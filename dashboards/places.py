"""The ground the site's shards stand on: agencies numbered, what a body was and was called in a year, as tables of the database's own.

Agencies are numbered by region, then id, and that number is their `place`. The shards join these tables: `figure_files.py`,
`leader_files.py`, `pool_files.py`, `sum_files.py` and `agency_files.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from dashboards.names import Names

#: Agencies a chunk of an index or a measure holds: some 40 KB, read at once where a page needs any of them.
CHUNK = 1000

#: Bodies of a function that share a file of a measure's values of all years.
MEMBERS = 300

#: Agencies that share a file of all their figures: one file each would be slow to write and to copy, more slow to read.
_TO_A_BUCKET = 6


def bucket_of(key: str, buckets: int) -> int:
    """The bucket of an agency, from its id alone, so a page finds it without an index; `core.js` reckons alike."""
    value = 0
    for byte in key.encode():
        value = (value * 31 + byte) & 0xFFFFFFFF
    return value % buckets


class Places:
    """The tables of one release; `chunk` and `member_chunk` say how many bodies share a file."""

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
        self._given("place", agency_id=ids, place=range(len(ids)), bucket=buckets)
        keys = {key: [row[key] for row in form_cells] for key in ("edition", "table_key", "row_key", "column_key")}
        self._given("form_place", **keys, cell_place=range(len(form_cells)))
        periods = [(key, *period) for key, some in names.items() for period in some]
        fields = ("agency_id", "first_year", "last_year", "name", "day", "kind")
        self._given("named_period", **{field: [row[at] for row in periods] for at, field in enumerate(fields)})
        pairs = [(key, place, at) for key, places in members.items() for at, place in enumerate(places)]
        self._given("member", **{name: [pair[at] for pair in pairs] for at, name in enumerate(_MEMBER)})
        for name, sql in _DERIVED.items():
            con.execute(f"create or replace temp table {name} as {sql}")

    def _given(self, table: str, /, **columns: Any) -> None:
        """A temporary table of columns that Python knows."""
        self.con.register("given", _table(**columns))
        self.con.execute(f"create or replace temp table {table} as from given")
        self.con.unregister("given")

    @property
    def chunks(self) -> int:
        """How many chunks all agencies fill."""
        return -(-self.agencies // self.chunk)

    def metrics(self) -> list[str]:
        """The measures in the order of the dictionary."""
        found = self.con.execute("select metric_key from metric_place order by metric").fetchall()
        return [key for (key,) in found]


def _table(**columns: Any) -> pa.Table:
    whole = ("place", "bucket", "cell_place", "standing", "first_year", "last_year")
    types = dict.fromkeys(whole, pa.int32())
    return pa.table({name: pa.array(list(values), types.get(name, pa.string())) for name, values in columns.items()})


_MEMBER = ("category", "place", "standing")

_METRIC_PLACE = """
    select metric_key, value_kind, row_number() over (order by ordinal, metric_key) - 1 as metric from dict_metric
"""

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
#: In the order they build on one another.
_DERIVED = {
    "metric_place": _METRIC_PLACE,
    "moved": _MOVED,
    "named": _NAMED,
    "away": _AWAY,
    "body": _BODY,
    "state": _STATE,
}

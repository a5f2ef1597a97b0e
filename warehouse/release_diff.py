"""What changed from one release to another: each cell that came, went or differs, and why.

Both releases are only read; how a release comes about belongs to `release.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from warehouse.home import Home
from warehouse.release_files import DATABASE

#: Why a cell differs, in the order they are tried.
CAUSES = {
    "new_coverage": "the report was not held before",
    "no_longer_held": "the report is held no more",
    "correction": "a person's correction came, went or changed",
    "republished": "another document speaks for the report",
    "parser_changed": "the same document is read by another version of the parser",
    "unexplained": "the same document, read by the same parser",
}

_CELLS = """
select
    coalesce(new.agency_name, old.agency_name) as agency_name,
    coalesce(new.report_year, old.report_year) as report_year,
    coalesce(new.cell, old.cell) as cell,
    case when old.cell is null then 'added' when new.cell is null then 'removed' else 'changed' end as change,
    old.value as old_value,
    old.state as old_state,
    new.value as new_value,
    new.state as new_state,
    case
        when coalesce(old.report_id, kept_old.report_id) is null then 'new_coverage'
        when coalesce(new.report_id, kept_new.report_id) is null then 'no_longer_held'
        when (old.flag = 'corrected') is true or (new.flag = 'corrected') is true then 'correction'
        when kept_old.document_sha256 <> kept_new.document_sha256 then 'republished'
        when kept_old.parser_version <> kept_new.parser_version then 'parser_changed'
        else 'unexplained'
    end as cause
from (select *, table_key || '.' || row_key || '.' || column_key as cell from earlier.fct_report_cell) as old
full join (select *, table_key || '.' || row_key || '.' || column_key as cell from later.fct_report_cell) as new
    on new.report_id = old.report_id and new.cell = old.cell
left join earlier.fct_report as kept_old on kept_old.report_id = coalesce(new.report_id, old.report_id)
left join later.fct_report as kept_new on kept_new.report_id = coalesce(new.report_id, old.report_id)
where new.cell is null or old.cell is null
    or new.value is distinct from old.value or new.state is distinct from old.state
order by agency_name, report_year, cell
"""


class NotComparableError(Exception):
    """Two releases cannot be compared; the message says which one is missing or damaged."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that is not as it was; `change` is added, changed or removed, `cause` one of CAUSES."""

    agency_name: str
    report_year: int
    cell: str
    change: str
    old_value: float | None
    old_state: str | None
    new_value: float | None
    new_state: str | None
    cause: str


def diff(home: Home, earlier: str, later: str) -> list[CellChange]:
    """The cells that differ from the release `earlier` to the release `later`, by agency, year and cell."""
    with duckdb.connect() as connection:
        for name, release_id in (("earlier", earlier), ("later", later)):
            path = home.releases / release_id / DATABASE
            if not path.is_file():
                raise NotComparableError(f"There is no release {release_id}; `gongkai release list` names them.")
            try:
                connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as {name} (read_only)")
            except duckdb.Error as error:
                raise NotComparableError(
                    f"The database of release {release_id} cannot be opened; `gongkai release verify {release_id}` says more."
                ) from error
        return [CellChange(*row) for row in connection.execute(_CELLS).fetchall()]

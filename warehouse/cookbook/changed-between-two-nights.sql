-- zh: 两个夜晚之间变化的单元格
-- en: Cells that differ between two nights
-- read: what was known at either instant (UTC), read as it is read today; a cell that only one night knew has the other side empty; only reports spoken for by another version are compared
with moved as (
    select report_id
    from reports_as_of(timestamp '2026-01-01') as earlier
    full join reports_as_of(timestamp '2030-01-01') as later using (report_id)
    where earlier.version_id is distinct from later.version_id
)

select
    coalesce(later.agency_name, earlier.agency_name) as agency_name,
    coalesce(later.report_year, earlier.report_year) as report_year,
    table_key, row_key, column_key,
    earlier.value as value_earlier, later.value as value_later
from (from cells_as_of(timestamp '2026-01-01') semi join moved using (report_id)) as earlier
full join (from cells_as_of(timestamp '2030-01-01') semi join moved using (report_id)) as later
    using (report_id, table_key, row_key, column_key)
where earlier.value is distinct from later.value
order by agency_name, report_year, table_key, row_key, column_key

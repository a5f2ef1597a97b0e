-- zh: 两个夜晚之间变化的单元格
-- en: Cells that differ between two nights
-- read: what was known at either instant (UTC), read as it is read today; a cell that only one night knew has the other side empty
select agency_name, report_year, table_key, row_key, column_key, old_value as value_earlier, new_value as value_later
from cells_changed(timestamp '2026-01-01', timestamp '2030-01-01')
where old_value is distinct from new_value
order by agency_name, report_year, table_key, row_key, column_key

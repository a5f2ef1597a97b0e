-- zh: 两个夜晚之间变化的报告及改动的单元格
-- en: Reports that say something else on two nights, and which cells
-- read: what was known at either instant (UTC), read as it is read today; a cell is TABLE.ROW.COLUMN: earlier -> later, blank where that night had no number; cells_changed has a row a cell
select agency_name, report_year, count(*) as n_cells,
    string_agg(format('{}.{}.{}: {} -> {}', table_key, row_key, column_key, coalesce(old_value::text, ''), coalesce(new_value::text, '')), '; '
        order by table_key, row_key, column_key) as cells_changed
from cells_changed(timestamp '2026-01-01', timestamp '2030-01-01')
where old_value is distinct from new_value
group by agency_name, report_year
order by agency_name, report_year

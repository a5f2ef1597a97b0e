-- zh: 发布后被改大或改小的数字
-- en: Figures raised or lowered after publication, by how much
-- read: one row a cell and change, as printed before and after
select agency_name, report_year, table_key, row_key, column_key, old_value, new_value, new_value - old_value as change, changed_by
from fct_revision_cell
where old_value is not null and new_value is not null
order by abs(change) desc, agency_name, report_year, table_key, row_key, column_key

-- zh: 一个机构的序列跨越哪些表式版本
-- en: Which editions a series crosses
-- read: a hybrid report mixes editions; editions lists those of its blocks, table by table
with asked as (select '示例市农业农村局' as agency_name)

select cells.report_year, reports.edition, cells.table_key, list(distinct cells.edition order by cells.edition) as editions
from fct_report_cell as cells
join asked using (agency_name)
join fct_report as reports using (report_id)
group by cells.report_year, reports.edition, cells.table_key
order by cells.report_year, cells.table_key

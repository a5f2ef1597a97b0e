-- zh: 一个机构的序列跨越哪些表式版本
-- en: Which editions a series crosses
-- read: a hybrid report mixes editions; editions lists those of its blocks, table by table
with asked as (select * from fct_report_cell where agency_name = '示例市农业农村局')

select cells.report_year, reports.edition, cells.table_key, list(distinct cells.edition order by cells.edition) as editions
from asked as cells
join fct_report as reports using (report_id)
group by cells.report_year, reports.edition, cells.table_key
order by cells.report_year, cells.table_key

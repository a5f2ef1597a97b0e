-- zh: 一份报告的每个数字及其位置
-- en: Every number of one report with its locator
-- read: value is what is printed; locator and document_sha256 lead back to the archived bytes
with asked as (
    select * from fct_report_cell where agency_name = '聊城市大数据局' and report_year = 2022
)

select cells.table_key, cells.row_key, cells.column_key, form.row_zh, form.column_zh, cells.value, cells.printed_text,
    cells.method, cells.locator, cells.document_sha256
from asked as cells
left join dim_form_cell as form using (edition, table_key, row_key, column_key)
where cells.state = 'reported'
order by form.ordinal, cells.table_key, cells.row_key, cells.column_key

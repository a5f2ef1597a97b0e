-- A key that the edition of the cell does not have would be read and never counted.
select cells.report_id, cells.edition, cells.table_key, cells.row_key, cells.column_key
from {{ ref('fct_report_cell') }} as cells
anti join {{ ref('dim_form_cell') }} as form using (edition, table_key, row_key, column_key)
where cells.edition in (select edition from {{ ref('dim_form_cell') }})

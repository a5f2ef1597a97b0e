select
    cells.agency_id,
    cells.report_year,
    cells.row_key,
    cells.column_key,
    cells.agency_name,
    cells.region_name,
    cells.report_id,
    cells.edition,
    cells.value,
    coalesce(form.unit, cells.unit) as unit,
    cells.state
from {{ ref('fct_report_cell') }} as cells
left join {{ ref('dim_form_cell') }} as form using (edition, table_key, row_key, column_key)
where cells.table_key = 'proactive'

select
    agency_id,
    report_year,
    row_key as route,
    column_key as result,
    agency_name,
    region_name,
    report_id,
    {{ whole('value') }} as case_count,
    state
from {{ ref('fct_report_cell') }}
where table_key = 'disputes'

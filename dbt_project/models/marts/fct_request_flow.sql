with

cells as (
    select * from {{ ref('fct_report_cell') }} where table_key = 'requests'
)

select
    agency_id,
    report_year,
    column_key,
    agency_name,
    region_name,
    report_id,
    {% for row in ['new_received', 'carried_in', 'total_handled', 'carried_out'] -%}
    {{ whole("any_value(value) filter (row_key = '" ~ row ~ "')") }} as {{ row }}{{ ',' if not loop.last }}
    {% endfor %}
from cells
group by all

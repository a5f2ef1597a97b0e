with

flows as (
    select
        cells.document,
        places.column_number,
        {% for row in ['new_received', 'carried_in', 'total_handled', 'carried_out'] -%}
        any_value(coalesce(corrections.value, cells.value)) filter (places.row_key = '{{ row }}') as {{ row }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('kept_cell') }} as cells
    join {{ ref('kept_place') }} as places using (place)
    left join {{ ref('kept_correction') }} as corrections using (document, place)
    where places.table_key = 'requests'
    group by cells.document, places.column_number
)

select
    documents.agency_id,
    documents.report_year,
    columns.column_key,
    documents.agency_name,
    documents.region_name,
    documents.report_id,
    {% for row in ['new_received', 'carried_in', 'total_handled', 'carried_out'] -%}
    {{ whole('flows.' ~ row) }} as {{ row }}{{ ',' if not loop.last }}
    {% endfor %}
from flows
join {{ ref('kept_document') }} as documents on documents.document = flows.document and documents.is_current
join (select distinct column_key, column_number from {{ ref('kept_place') }}) as columns using (column_number)

{{ config(materialized='view') }}

select
    documents.agency_id,
    documents.report_year,
    places.row_key,
    places.column_key,
    documents.agency_name,
    documents.region_name,
    documents.report_id,
    places.edition,
    coalesce(corrections.value, cells.value) as value,
    coalesce(form.unit, places.unit) as unit,
    readings.state
from {{ current_cells() }}
left join {{ within(ref('dim_form_cell')) }} as form
    on form.edition = places.edition
    and form.table_key = places.table_key
    and form.row_key = places.row_key
    and form.column_key = places.column_key
where places.table_key = 'proactive'

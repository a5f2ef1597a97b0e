{{ config(materialized='view') }}

select
    documents.agency_id,
    documents.report_year,
    places.row_key as route,
    places.column_key as result,
    documents.agency_name,
    documents.region_name,
    documents.report_id,
    {{ whole('coalesce(corrections.value, cells.value)') }} as case_count,
    readings.state
from {{ current_cells() }}
where places.table_key = 'disputes'

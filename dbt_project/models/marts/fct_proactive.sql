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
    places.unit,
    readings.state
from {{ current_cells() }}
where places.table_key = 'proactive'

{{ config(materialized='view') }}

select
    documents.report_id,
    places.table_key,
    places.row_key,
    places.column_key,
    documents.agency_id,
    documents.agency_name,
    documents.region_name,
    documents.report_year,
    places.concept,
    places.edition,
    coalesce(corrections.value, cells.value) as value,
    readings.state,
    cells.printed_text,
    places.unit,
    cells.implied_value,
    readings.implied_by,
    readings.method,
    cells.locator,
    documents.document_sha256,
    case
        when corrections.document is not null then 'corrected'
        when list_contains(documents.in_finding, cells.place) then 'in_finding'
    end as flag
from {{ current_cells() }}

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
    coalesce(notes.value, cells.value) as value,
    readings.state,
    cells.printed_text,
    places.unit,
    cells.implied_value,
    readings.implied_by,
    readings.method,
    cells.locator,
    documents.document_sha256,
    notes.flag
from {{ current_cells() }}

-- One row a cell of a document, as printed, in the order of documents and places. What is the same for a whole document, a
-- place or a way of reading is kept once, and views put it beside each cell: written out in full for every cell it
-- took most of a night.
select
    documents.document,
    places.place,
    readings.reading,
    cells.value,
    cells.implied_value,
    cells.printed_text,
    cells.locator
from {{ ref('stg_cells') }} as cells
join {{ ref('int_agency_report') }} as documents using (portal_id, document_sha256, report_index)
join {{ ref('kept_place') }} as places
    on places.table_key = cells.table_key
    and places.row_key = cells.row_key
    and places.column_key = cells.column_key
    and places.edition is not distinct from cells.edition
    and places.concept is not distinct from cells.concept
    and places.unit is not distinct from cells.unit
join {{ ref('kept_reading') }} as readings
    on readings.state = cells.state
    and readings.method is not distinct from cells.method
    and readings.implied_by is not distinct from cells.implied_by
order by documents.document, places.place

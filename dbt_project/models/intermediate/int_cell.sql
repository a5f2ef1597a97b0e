{{ config(materialized='view') }}
-- One row a cell of a current report, as it is used: as printed, or as a person corrected it.
select
    reports.report_id,
    cells.document,
    cells.place,
    coalesce(corrections.value, cells.value) as value,
    cells.implied_value
from {{ ref('kept_cell') }} as cells
join {{ ref('int_document') }} as documents using (document)
join {{ ref('int_report') }} as reports using (report_id, portal_id, document_sha256, report_index)
left join {{ ref('int_correction') }} as corrections using (document, place)

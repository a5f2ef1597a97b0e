{{ config(materialized='view') }}
-- One row a cell of a current report, as it is used: as printed, or as a person corrected it.
select
    cells.document,
    cells.place,
    coalesce(corrections.value, cells.value) as value,
    cells.implied_value
from {{ ref('kept_cell') }} as cells
semi join {{ ref('int_report') }} as reports on reports.document = cells.document
left join {{ ref('kept_correction') }} as corrections using (document, place)

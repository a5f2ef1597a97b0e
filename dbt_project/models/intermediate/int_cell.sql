{{ config(materialized='view') }}
-- One row a cell of a current report, as it is used: as printed, or as a person corrected it where the printed value is
-- the one that the correction expects. A view: reading the facts again costs a tenth of keeping them, and only the
-- columns in use are read.
with

cells as (
    select reports.report_id, reports.agency_id, reports.report_year, cells.*
    from {{ ref('int_report') }} as reports
    join {{ ref('stg_cells') }} as cells using (portal_id, document_sha256, report_index)
),

corrections as (
    select agencies.agency_id, corrections.*
    from {{ reference('correction') }} as corrections
    join {{ ref('int_agency') }} as agencies using (agency_name)
)

select
    cells.* exclude (agency_id, report_year) replace (coalesce(corrections.value, cells.value) as value),
    corrections.value is not null as is_corrected
from cells
left join corrections
    on corrections.agency_id = cells.agency_id
    and corrections.report_year = cells.report_year
    and corrections.table_key = cells.table_key
    and corrections.row_key = cells.row_key
    and corrections.column_key = cells.column_key
    and corrections.expected_value = cells.value

-- Cells of the versions that do not speak for their report now: superseded ones, and copies at other addresses.
-- depends_on: {{ ref('fct_report_cell') }}
{{ config(post_hook="{{ as_of_macros() }}") }}

select
    versions.version_id,
    cells.table_key,
    cells.row_key,
    cells.column_key,
    versions.report_id,
    cells.edition,
    cells.value,
    cells.state,
    cells.printed_text,
    cells.implied_value,
    cells.method,
    cells.locator
from {{ ref('fct_report_version') }} as versions
join {{ ref('stg_cells') }} as cells using (portal_id, document_sha256, report_index)
where not versions.is_current

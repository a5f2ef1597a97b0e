-- Cells of the versions that do not speak for their report now: superseded ones, and copies at other addresses.
-- depends_on: {{ ref('fct_report_cell') }}
{{ config(post_hook="{{ as_of_macros() }}") }}

select
    versions.version_id,
    places.table_key,
    places.row_key,
    places.column_key,
    versions.report_id,
    places.edition,
    cells.value,
    readings.state,
    cells.printed_text,
    cells.implied_value,
    readings.method,
    cells.locator
from {{ ref('fct_report_version') }} as versions
join {{ ref('kept_document') }} as documents using (portal_id, document_sha256, report_index)
join {{ ref('kept_cell') }} as cells using (document)
join {{ ref('kept_place') }} as places using (place)
join {{ ref('kept_reading') }} as readings using (reading)
where not versions.is_current

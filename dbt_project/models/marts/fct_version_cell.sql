-- Cells of the versions that do not speak for their report now: superseded ones, and copies at other addresses.
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
from {{ ref('int_version') }} as versions
anti join {{ ref('int_report') }} as current_reports on current_reports.version_id = versions.version_id
join {{ ref('kept_cell') }} as cells using (document)
join {{ ref('kept_place') }} as places using (place)
join {{ ref('kept_reading') }} as readings using (reading)

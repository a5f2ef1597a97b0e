{{ config(materialized='view') }}
-- One row a version of the address that speaks for its report, up to the one that speaks now: what the report has said so far.
select versions.*, versions.version_id = reports.version_id as is_current
from {{ ref('int_version') }} as versions
join {{ ref('int_report') }} as reports using (report_id, url, report_index)
where versions.version_number <= reports.version_number

with

versions as (
    select * from {{ ref('int_version') }}
),

current_versions as (
    select report_id, version_id, url, report_index from {{ ref('int_report') }}
)

select
    versions.version_id,
    versions.report_id,
    versions.agency_id,
    agencies.agency_name,
    agencies.region_name,
    versions.report_year,
    versions.url as source_url,
    versions.role,
    versions.report_index,
    versions.version_number,
    versions.status,
    versions.version_id = current_versions.version_id as is_current,
    versions.url <> current_versions.url or versions.report_index <> current_versions.report_index as is_alternate,
    versions.first_seen_at,
    versions.last_seen_at,
    versions.reported_cells::int as reported_cells,
    versions.document_sha256,
    lag(versions.version_id) over (
        partition by versions.report_id, versions.url, versions.report_index
        order by versions.version_number
    ) as supersedes,
    versions.portal_id,
    versions.warc_file,
    versions.warc_offset
from versions
join current_versions using (report_id)
join {{ ref('dim_agency') }} as agencies using (agency_id)

with

checks as (
    select * from {{ ref('int_metric_special') }} where metric_key = 'identity_pass_rate'
)

select
    reports.report_id,
    reports.agency_id,
    agencies.agency_name,
    agencies.region_name,
    reports.report_year,
    reports.edition,
    reports.scope,
    reports.status,
    reports.reason_codes,
    reports.reasons,
    reports.reasons_zh,
    reports.title,
    reports.period_start,
    reports.period_end,
    {{ published_on() }} as published_on,
    {{ published_on_source() }} as published_on_source,
    reports.url as source_url,
    reports.page_url,
    reports.link_title,
    reports.listed_on,
    reports.portal_id,
    reports.document_sha256,
    reports.report_index,
    reports.document_format as format,
    reports.parser_version,
    reports.version_id,
    reports.n_versions::int as n_versions,
    reports.is_stale,
    reports.reported_cells::int as reported_cells,
    reports.first_seen_at as captured_at,
    reports.last_seen_at,
    reports.warc_file,
    reports.warc_offset,
    reports.file_name,
    reports.added_by,
    reports.is_declared,
    checks.value as identity_pass_rate
from {{ ref('int_report') }} as reports
join {{ ref('dim_agency') }} as agencies using (agency_id)
left join checks using (document)

with

checks as (
    select * from {{ ref('int_metric_special') }} where metric_key = 'identity_pass_rate'
),

-- What an address answered each time: that the document is there, or that it is not there any more.
answers as (
    select *, max(fetched_at) filter (not is_gone) over (partition by portal_id, url) as last_there
    from (
        select portal_id, url, fetched_at, coalesce(http_status in (404, 410) or blocked_kind = 'soft-404', false) as is_gone
        from {{ ref('stg_captures') }} as captures
        where http_status in (404, 410) or blocked_kind = 'soft-404'
            or (blocked_kind is null and {{ holds_a_document('captures') }})
    )
),

gone as (
    select portal_id, url, min(fetched_at) as gone_since
    from answers
    where fetched_at > last_there
    group by portal_id, url
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
    gone.gone_since,
    reports.warc_file,
    reports.warc_offset,
    reports.file_name,
    reports.added_by,
    reports.is_declared,
    checks.value as identity_pass_rate
from {{ ref('int_report') }} as reports
join {{ ref('dim_agency') }} as agencies using (agency_id)
left join checks using (document)
left join gone on gone.portal_id = reports.portal_id and gone.url = reports.url

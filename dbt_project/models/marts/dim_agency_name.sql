with

-- A page whose frame changes each night is another document each night; the first one met stands for the name.
first_met as (
    select portal_id, document_sha256, min(fetched_at) as fetched_at
    from {{ ref('stg_captures') }}
    group by all
)

select
    reports.agency_id,
    agencies.agency_name,
    agencies.region_name,
    reports.agency_printed as printed_name,
    min(reports.report_year) as first_report_year,
    max(reports.report_year) as last_report_year,
    first(
        reports.document_sha256 order by reports.report_year, first_met.fetched_at, reports.document_sha256
    ) as document_sha256
from {{ ref('int_agency_report') }} as reports
join {{ ref('dim_agency') }} as agencies using (agency_id)
left join first_met
    on first_met.portal_id = reports.portal_id
    and first_met.document_sha256 = reports.document_sha256
group by all

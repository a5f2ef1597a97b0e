-- A name that came back after another one has a row for each time.
with

-- A page whose frame changes each night is another document each night; the first one met stands for the name.
first_met as (
    select portal_id, document_sha256, min(fetched_at) as fetched_at
    from {{ ref('stg_captures') }}
    group by all
),

printed as (
    select
        reports.agency_id,
        reports.agency_printed as printed_name,
        reports.report_year,
        first(reports.document_sha256 order by first_met.fetched_at, reports.document_sha256) as document_sha256,
        dense_rank() over (partition by reports.agency_id order by reports.report_year) as year_of_body
    from {{ ref('int_agency_report') }} as reports
    left join first_met
        on first_met.portal_id = reports.portal_id
        and first_met.document_sha256 = reports.document_sha256
    group by reports.agency_id, reports.agency_printed, reports.report_year
),

-- Years in a row, of those that the body reported on, keep the same distance to their own count.
periods as (
    select
        *,
        year_of_body - row_number() over (partition by agency_id, printed_name order by report_year) as period
    from printed
),

names as (
    select
        agency_id,
        printed_name,
        min(report_year)::int as first_report_year,
        max(report_year)::int as last_report_year,
        first(document_sha256 order by report_year) as document_sha256
    from periods
    group by agency_id, printed_name, period
),

-- The step on record by which a body got its name.
steps as (
    select *
    from {{ ref('int_lineage') }}
    qualify row_number() over (
        partition by successor_agency_id, successor_name order by effective_on desc, kind, predecessor_agency_id
    ) = 1
)

select
    names.agency_id,
    names.printed_name,
    names.first_report_year,
    names.last_report_year,
    agencies.agency_name,
    agencies.region_name,
    steps.kind,
    steps.effective_on,
    coalesce(steps.source, 'its own report for ' || names.first_report_year) as source,
    names.document_sha256
from names
join {{ ref('dim_agency') }} as agencies using (agency_id)
left join steps on steps.successor_agency_id = names.agency_id and steps.successor_name = names.printed_name

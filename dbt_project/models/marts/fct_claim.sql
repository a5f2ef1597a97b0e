with

reports as (
    select reports.*, agencies.agency_name, agencies.region_name
    from {{ ref('int_report') }} as reports
    join {{ ref('dim_agency') }} as agencies using (agency_id)
),

-- New requests that last year's own report prints, to hold an implied prior against.
printed as (
    select agency_id, report_year, new_received
    from {{ ref('fct_request_flow') }}
    where column_key = 'total'
)

select
    reports.report_id,
    claims.claim_index,
    reports.agency_id,
    reports.agency_name,
    reports.region_name,
    reports.report_year,
    claims.measure,
    claims.kind,
    claims.value,
    claims.percent,
    claims.unit,
    claims.base_year,
    claims.sentence,
    claims.span_start,
    claims.span_end,
    claims.verdict,
    claims.verdict_detail,
    claims.held_against,
    list_min(claims.implied_prior) as implied_prior_min,
    list_max(claims.implied_prior) as implied_prior_max,
    case when len(claims.implied_prior) > 0 and claims.measure = 'new_received' then printed.new_received end
        as printed_prior,
    case
        when len(claims.implied_prior) > 0 and claims.measure = 'new_received' and printed.new_received is not null
            then list_contains(claims.implied_prior, printed.new_received)
    end as agrees_with_prior,
    claims.document_sha256
from reports
join {{ ref('stg_claims') }} as claims using (portal_id, document_sha256, report_index)
left join printed
    on printed.agency_id = reports.agency_id
    and printed.report_year = coalesce(claims.base_year, reports.report_year - 1)

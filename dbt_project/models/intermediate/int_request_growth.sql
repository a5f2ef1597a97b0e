-- One row a current report: this year's new requests beside last year's, and what may be said of the change.
with

requests as (
    select
        reports.report_id,
        measures.edition,
        measures.value as request_count,
        coalesce(measures.uses_implied, false) as uses_implied
    from {{ ref('int_report') }} as reports
    left join {{ ref('int_measure') }} as measures
        on measures.document = reports.document
        and measures.measure_key = 'new_received'
        and measures.column_key = 'total'
),

-- A sentence gives a prior only where it admits exactly one number, and where all that do admit the same one.
implied as (
    select reports.report_id, min(claims.implied_prior[1]) as prior_request_count
    from {{ ref('int_report') }} as reports
    join {{ ref('stg_claims') }} as claims using (portal_id, document_sha256, report_index)
    where claims.measure = 'new_received'
        and claims.kind in ('growth', 'level')
        and claims.verdict <> 'not_assessable'
        and len(claims.implied_prior) = 1
        and coalesce(claims.base_year, reports.report_year - 1) = reports.report_year - 1
    group by reports.report_id
    having count(distinct claims.implied_prior[1]) = 1
),

priors as (
    select
        requests.*,
        coalesce(before.request_count, implied.prior_request_count) as prior_request_count,
        case
            when before.request_count is not null then 'reported'
            when implied.prior_request_count is not null then 'implied'
            else 'none'
        end as prior_source,
        before.request_count is not null and before.uses_implied as prior_uses_implied,
        pairs.is_split
    from requests
    join {{ ref('int_previous_report') }} as pairs on pairs.report_id = requests.report_id
    left join requests as before on before.report_id = case when pairs.is_consecutive then pairs.previous_report_id end
    left join implied on implied.report_id = requests.report_id
),

judged as (
    select
        *,
        case
            when prior_request_count = 0 then 'from_zero'
            when is_split then 'split'
            when prior_request_count is null then 'missing_prior'
            when prior_request_count < 10 then 'small_base'
            else 'ok'
        end as request_growth_status
    from priors
)

select
    *,
    case
        when request_growth_status in ('ok', 'small_base') then request_count / prior_request_count - 1
    end as request_growth,
    case
        when not is_split then ln((request_count + 1) / (prior_request_count + 1))
    end as request_log_change
from judged

select
    claims.report_id,
    claims.claim_index,
    claims.agency_id,
    agencies.agency_name,
    agencies.region_name,
    claims.report_year,
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
    claims.quoted_prior,
    claims.printed_prior,
    claims.agrees_with_prior,
    claims.document_sha256
from {{ ref('int_claim') }} as claims
join {{ ref('dim_agency') }} as agencies using (agency_id)
where claims.is_current

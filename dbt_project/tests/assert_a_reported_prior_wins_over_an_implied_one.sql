-- What last year's report prints is never replaced by what this year's prose implies.
select now.agency_id, now.report_year, now.prior_request_count, before.request_count
from {{ ref('mart_agency_year') }} as now
join {{ ref('mart_agency_year') }} as before
    on before.agency_id = now.agency_id and before.report_year = now.report_year - 1
where before.request_count is not null
    and (now.prior_source <> 'reported' or now.prior_request_count <> before.request_count)

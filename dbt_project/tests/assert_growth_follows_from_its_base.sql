-- A change is given where there is a base to measure it by, and says how small that base was.
select agency_id, report_year, request_count, prior_request_count, request_growth, request_growth_status
from {{ ref('mart_agency_year') }}
where
    (prior_request_count is null) <> (prior_source = 'none')
    or (prior_request_count = 0) is distinct from (request_growth_status = 'from_zero')
        and prior_request_count is not null
    or request_growth_status = 'small_base' and prior_request_count not between 1 and 9
    or request_growth_status = 'ok' and prior_request_count < 10
    or request_growth_status in ('ok', 'small_base')
        and abs(request_growth - (request_count / prior_request_count - 1)) > 1e-9
    or request_growth_status in ('ok', 'small_base') and request_count is not null and request_growth is null
    or request_growth_status not in ('ok', 'small_base') and request_growth is not null

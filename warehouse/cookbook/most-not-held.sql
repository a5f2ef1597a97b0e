-- zh: 谁最常答复“不掌握”
-- en: Who answers "not held" most
-- read: share is of all requests handled; agencies with fewer than 30 handled are left out
with asked as (select 2022 as report_year)

select shares.agency_name, shares.region_name, shares.request_count, shares.total_handled, shares.share
from mart_outcome_share as shares
join asked using (report_year)
join dim_agency as agencies using (agency_id)
where shares.outcome_key = 'unavailable_not_held'
    and shares.total_handled >= 30
    and agencies.kind is distinct from 'government'
order by shares.share desc, shares.agency_name

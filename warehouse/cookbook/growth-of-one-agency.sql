-- zh: 一个机构历年新收申请及其增长
-- en: Growth of one agency over all years
-- read: request_growth is empty wherever request_growth_status is from_zero, missing_prior or split; small_base is a prior under 10
with asked as (select '示例市教育局' as agency_name)

select report_year, request_count, prior_request_count, prior_source, request_growth, request_growth_status
from mart_agency_year
join asked using (agency_name)
order by report_year

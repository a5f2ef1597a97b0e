-- zh: 上年不少于10件的机构中，增长最快的十个
-- en: Ten largest rises with a base of at least 10
-- read: status ok alone: a base under 10 is small_base, and whole-area reports stand apart from agencies
with asked as (select 2024 as report_year)

select agency_name, region_name, prior_request_count, request_count, request_growth, prior_source
from mart_agency_year
join asked using (report_year)
where request_growth_status = 'ok' and request_growth > 0 and kind is distinct from 'government'
order by request_growth desc, agency_name
limit 10

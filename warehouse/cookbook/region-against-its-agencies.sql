-- zh: 地区自己的报告与其机构之和
-- en: A region's own report against the sum of its agencies
-- read: area_value is what the whole-area report prints; pooled is the sum of the agencies known, coverage how many of those due
with asked as (select 'request_count' as metric_key)

select region_name, report_year, area_value, pooled as sum_of_agencies, area_value - pooled as difference, n_agencies, coverage
from mart_region_year
join asked using (metric_key)
where area_value is not null and n_agencies > 0
order by region_name, report_year

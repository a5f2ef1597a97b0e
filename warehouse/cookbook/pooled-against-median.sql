-- zh: 各类机构的公开率：合并值、中位数与分位数
-- en: Disclosure rate of each category: pooled, median and quantiles
-- read: pooled is sum over sum, so large bodies weigh more; the median counts each body once; n_agencies have a value
with asked as (select 'disclosure_rate' as metric_key, 2022 as report_year)

select category, pooled, median, p10, p25, p75, p90, n_agencies, coverage
from mart_category_year
join asked using (metric_key, report_year)
where n_agencies > 0
order by category

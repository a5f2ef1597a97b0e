-- zh: 同类机构在各城市的比较
-- en: The same bureau across cities
-- read: the rank is among the function asked for, of agencies that pass the metric's guard; mart_metric has that of a body's first function alone
with asked as (select '财政' as category, 2022 as report_year, 'disclosure_rate' as metric_key)

select agencies.region_name, agencies.level, metrics.agency_name, metrics.value, metrics.numerator, metrics.n, metrics.ci_low,
    metrics.ci_high, ranks.rank_in_category, ranks.category_n
from mart_metric as metrics
join asked using (report_year, metric_key)
join dim_agency as agencies using (agency_id)
left join category_ranks((select metric_key from asked)) as ranks using (agency_id, report_year, metric_key, category)
where list_contains(agencies.categories, asked.category)
order by metrics.value desc nulls last, metrics.agency_name

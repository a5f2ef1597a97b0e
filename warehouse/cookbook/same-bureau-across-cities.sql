-- zh: 同类机构在各城市的比较
-- en: The same bureau across cities
-- read: the rank is among the function asked for, of agencies that pass the metric's guard; mart_metric has that of a body's first function alone
select agencies.region_name, agencies.level, metrics.agency_name, metrics.value, metrics.numerator, metrics.n, metrics.ci_low,
    metrics.ci_high, ranks.rank_in_category, ranks.category_n
from mart_metric as metrics
join dim_agency as agencies using (agency_id)
left join category_ranks('disclosure_rate') as ranks
    on ranks.agency_id = metrics.agency_id and ranks.report_year = 2022 and ranks.category = '财政'
where metrics.metric_key = 'disclosure_rate' and metrics.report_year = 2022 and list_contains(agencies.categories, '财政')
order by metrics.value desc nulls last, metrics.agency_name

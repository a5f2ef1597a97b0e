-- zh: 复议纠错率及其区间，在审结不少于10件的机构中排名
-- en: Review correction rate with its interval, ranked among those with at least 10 concluded
-- read: n is the number concluded; where two intervals overlap the ranks say little; whole areas stand apart from agencies
with asked as (select 2024 as report_year)

select
    case when agencies.kind = 'government' then 'whole area' else 'agency' end as stands_with,
    rank() over (partition by agencies.kind = 'government' order by metrics.value desc) as place,
    metrics.agency_name, metrics.value, metrics.numerator, metrics.n, metrics.ci_low, metrics.ci_high
from mart_metric as metrics
join asked using (report_year)
join dim_agency as agencies using (agency_id)
where metrics.metric_key = 'review_correction_rate' and metrics.passes_guard
order by stands_with, place, metrics.agency_name

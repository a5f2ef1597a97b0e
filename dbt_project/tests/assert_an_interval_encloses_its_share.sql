-- A proportion lies within its interval, and only a proportion has one.
select metrics.agency_id, metrics.report_year, metrics.metric_key, metrics.value, metrics.ci_low, metrics.ci_high
from {{ ref('mart_metric') }} as metrics
join {{ ref('dict_metric') }} as definitions using (metric_key)
where (metrics.ci_low is null) <> (metrics.ci_high is null)
    or definitions.value_kind <> 'proportion' and metrics.ci_low is not null
    or definitions.value_kind = 'proportion' and metrics.value between 0 and 1 and metrics.ci_low is null
    or not (metrics.value between metrics.ci_low - 1e-12 and metrics.ci_high + 1e-12)

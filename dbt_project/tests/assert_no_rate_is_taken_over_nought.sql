-- A quotient has a base above zero.
select metrics.agency_id, metrics.report_year, metrics.metric_key, metrics.value, metrics.denominator
from {{ ref('mart_metric') }} as metrics
join {{ ref('dict_metric') }} as definitions using (metric_key)
where definitions.value_kind in ('proportion', 'per_100', 'per_10k', 'growth')
    and metrics.value is not null
    and not coalesce(metrics.denominator > 0, false)

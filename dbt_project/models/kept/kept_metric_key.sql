-- One row a metric: its number, along the keys, and its kind, which says how it is pooled and whether it has an interval.
select
    (row_number() over (order by metric_key))::int as metric,
    metric_key,
    value_kind
from {{ ref('int_metric') }}

-- Refused is never silent: no value without a reason, no reason beside a value.
select agency_id, report_year, metric_key, value, refused_because, quality
from {{ ref('mart_metric') }}
where (value is null) <> (refused_because is not null)
    or (value is null) <> (quality is null)
    or not comparable and value is not null
    or passes_guard and value is null

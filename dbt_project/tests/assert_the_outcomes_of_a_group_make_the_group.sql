-- Nothing is counted twice: a group's requests are those of its outcomes.
select report_id, outcome_group
from {{ ref('mart_outcome_share') }}
group by all
having any_value(request_count) filter (outcome_key is null)
    <> sum(request_count) filter (outcome_key is not null)

with

outcomes as (
    select outcome_group, null as outcome_key, outcome_group as measure_key
    from {{ ref('dim_form_cell') }}
    where outcome_group is not null

    union

    select outcome_group, row_key, row_key
    from {{ ref('dim_form_cell') }}
    where outcome_group is not null
),

shares as (
    select
        reports.agency_id,
        reports.report_year,
        outcomes.outcome_group,
        outcomes.outcome_key,
        reports.report_id,
        measures.value as request_count,
        handled.value as total_handled,
        case when handled.value > 0 then measures.value / handled.value end as share,
        case
            when measures.value is not null
                then case when measures.uses_implied or handled.uses_implied then 'uses_implied' else 'reported' end
        end as quality
    from {{ ref('int_report') }} as reports
    join {{ ref('int_measure') }} as measures
        on measures.document = reports.document and measures.column_key = 'total'
    join outcomes using (measure_key)
    left join {{ ref('int_measure') }} as handled
        on handled.document = reports.document
        and handled.column_key = 'total'
        and handled.measure_key = 'total_handled'
)

select
    now.agency_id,
    now.report_year,
    now.outcome_group,
    now.outcome_key,
    agencies.agency_name,
    agencies.region_name,
    now.report_id,
    {{ whole('now.request_count') }} as request_count,
    {{ whole('now.total_handled') }} as total_handled,
    now.share,
    before.share as prior_share,
    100 * (now.share - before.share) as change_pp,
    now.quality
from shares as now
join {{ ref('int_agency') }} as agencies using (agency_id)
join {{ ref('int_previous_report') }} as pairs on pairs.report_id = now.report_id
-- one equation, for a condition beside it that speaks of one side alone makes DuckDB compare every row with every other
left join shares as before
    on before.report_id = case when pairs.is_consecutive and not pairs.is_split then pairs.previous_report_id end
    and before.outcome_group = now.outcome_group
    and before.outcome_key is not distinct from now.outcome_key

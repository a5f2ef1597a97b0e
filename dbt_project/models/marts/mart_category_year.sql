{{ config(post_hook="{{ rank_macros() }}") }}

with

members as (
    select agency_id, unnest(categories) as category
    from {{ ref('dim_agency') }}
    where kind is distinct from 'government'
),

coverage as (
    select
        members.category,
        coverage.report_year,
        count(*) filter (coverage.state = 'accepted' and coverage.is_expected) / nullif(count(*) filter (coverage.is_expected), 0) as coverage
    from {{ ref('mart_coverage') }} as coverage
    join members using (agency_id)
    group by all
)

select
    members.category,
    metrics.report_year,
    metrics.metric_key,
    {{ pool_columns() }},
    any_value(coverage.coverage) as coverage
from {{ ref('mart_metric') }} as metrics
join members using (agency_id)
join {{ ref('int_metric') }} as definitions using (metric_key)
left join coverage using (category, report_year)
group by members.category, metrics.report_year, metrics.metric_key

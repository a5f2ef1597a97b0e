{{ config(post_hook="{{ rank_macros() }}") }}
-- depends_on: {{ ref('mart_metric') }}

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
),

figures as (
    select members.category, documents.report_year, {{ figures_to_pool() }}
    from {{ ref('kept_metric') }} as metrics
    join {{ ref('kept_document') }} as documents using (document)
    join members using (agency_id)
)

select
    figures.category,
    figures.report_year,
    definitions.metric_key,
    {{ pool_columns() }},
    any_value(coverage.coverage) as coverage
from figures
join {{ ref('kept_metric_key') }} as definitions using (metric)
left join coverage using (category, report_year)
group by figures.category, figures.report_year, definitions.metric_key

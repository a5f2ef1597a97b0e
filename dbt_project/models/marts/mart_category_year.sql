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
)

select
    members.category,
    documents.report_year,
    definitions.metric_key,
    {{ pool_columns() }},
    any_value(coverage.coverage) as coverage
from {{ ref('kept_metric') }} as metrics
join {{ ref('kept_document') }} as documents on documents.document = metrics.document
join members on members.agency_id = documents.agency_id
join {{ ref('kept_metric_key') }} as definitions on definitions.metric = metrics.metric
left join coverage on coverage.category = members.category and coverage.report_year = documents.report_year
group by members.category, documents.report_year, definitions.metric_key

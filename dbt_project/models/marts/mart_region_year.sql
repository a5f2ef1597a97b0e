with

agencies as (
    select * from {{ ref('dim_agency') }}
),

regions as (
    select adcode, first(region_name order by kind = 'government' desc, agency_id) as region_name
    from agencies
    group by adcode
),

coverage as (
    select
        agencies.adcode,
        coverage.report_year,
        count(*) filter (coverage.state = 'accepted' and coverage.is_expected) / nullif(count(*) filter (coverage.is_expected), 0) as coverage
    from {{ ref('mart_coverage') }} as coverage
    join agencies using (agency_id)
    where agencies.kind is distinct from 'government'
    group by all
),

figures as (
    select
        {{ figures_to_pool() }},
        documents.report_year,
        agencies.agency_id,
        agencies.adcode,
        agencies.kind is not distinct from 'government' as is_area
    from {{ ref('kept_metric') }} as metrics
    join {{ ref('kept_document') }} as documents using (document)
    join agencies using (agency_id)
),

-- What the area prints of itself stands beside the pool of its agencies, never in it. Where several bodies speak for
-- one area, the smallest key does.
areas as (
    select adcode, report_year, metric, first(value order by agency_id) as area_value
    from figures
    where is_area
    group by all
),

pools as (
    select
        figures.adcode,
        figures.report_year,
        figures.metric,
        {{ pool_columns() }}
    from figures
    join {{ ref('kept_metric_key') }} as definitions using (metric)
    where not figures.is_area
    group by figures.adcode, figures.report_year, figures.metric
)

select
    adcode,
    report_year,
    definitions.metric_key,
    regions.region_name,
    pools.pooled,
    pools.median,
    pools.p10,
    pools.p25,
    pools.p75,
    pools.p90,
    coalesce(pools.n_agencies, 0) as n_agencies,
    coverage.coverage,
    areas.area_value
from pools
full join areas using (adcode, report_year, metric)
join {{ ref('kept_metric_key') }} as definitions using (metric)
join regions using (adcode)
left join coverage using (adcode, report_year)

-- A city's own report beside its bureaus would count them twice.
select metrics.agency_id as found, metrics.report_year
from {{ ref('mart_metric') }} as metrics
join {{ ref('dim_agency') }} as agencies using (agency_id)
where agencies.kind = 'government'
    and (metrics.rank_in_category is not null or metrics.rank_in_region is not null)

union all

select pools.adcode, pools.report_year
from {{ ref('mart_region_year') }} as pools
left join (
    select agencies.adcode, years.report_year, sum(years.request_count) as request_count
    from {{ ref('mart_agency_year') }} as years
    join {{ ref('dim_agency') }} as agencies using (agency_id)
    where agencies.kind is distinct from 'government'
    group by all
) as bodies using (adcode, report_year)
where pools.metric_key = 'request_count'
    and pools.pooled is distinct from bodies.request_count

with

figures as (
    select report_id, metric_key, value, numerator, denominator, edition, comparable, refused_because, quality,
        passes_guard
    from {{ ref('int_metric_value') }}

    union all

    select report_id, metric_key, value, numerator, denominator, edition, comparable, refused_because, quality,
        passes_guard
    from {{ ref('int_metric_special') }}
),

described as (
    select
        reports.agency_id,
        reports.report_year,
        figures.metric_key,
        agencies.agency_name,
        agencies.region_name,
        agencies.adcode,
        agencies.kind,
        agencies.categories,
        figures.* exclude (metric_key),
        metrics.value_kind
    from figures
    join {{ ref('int_report') }} as reports using (report_id)
    join {{ ref('int_agency') }} as agencies using (agency_id)
    join {{ ref('int_metric') }} as metrics using (metric_key)
),

-- Whole-area reports are not ranked with agencies; nor is a row that fails its metric's guard.
ranked as (
    select * from described where passes_guard and kind is distinct from 'government'
),

-- A body of two functions is ranked among both kinds; the row shows its first, category_ranks() shows each.
by_category as (
    select agency_id, report_year, metric_key, value, categories, unnest(categories) as category
    from ranked
),

category_ranks as (
    select *, {{ category_rank_columns() }}
    from by_category
    window {{ category_windows() }}
    qualify category = categories[1]
),

region_ranks as (
    select
        agency_id,
        report_year,
        metric_key,
        rank() over (partition by adcode, report_year, metric_key order by value desc) as rank_in_region,
        count(*) over (partition by adcode, report_year, metric_key) as region_n
    from ranked
)

select
    described.agency_id,
    described.report_year,
    described.metric_key,
    described.agency_name,
    described.region_name,
    described.report_id,
    described.value,
    described.numerator,
    described.denominator,
    described.denominator as n,
    case
        when described.value_kind = 'proportion'
            then {{ wilson('described.numerator', 'described.denominator', '-') }}
    end as ci_low,
    case
        when described.value_kind = 'proportion'
            then {{ wilson('described.numerator', 'described.denominator', '+') }}
    end as ci_high,
    described.edition,
    described.comparable,
    described.refused_because,
    described.quality,
    described.passes_guard,
    category_ranks.rank_in_category,
    category_ranks.percentile_in_category,
    category_ranks.category_n,
    region_ranks.rank_in_region::int as rank_in_region,
    region_ranks.region_n::int as region_n
from described
left join category_ranks using (agency_id, report_year, metric_key)
left join region_ranks using (agency_id, report_year, metric_key)

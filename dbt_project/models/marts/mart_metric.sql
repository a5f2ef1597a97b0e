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

-- Ranks are worked out over numbers in place of keys, which are texts.
bodies as (
    select
        reports.report_id,
        reports.agency_id,
        reports.report_year,
        agencies.agency_name,
        agencies.region_name,
        agencies.categories,
        agencies.kind is distinct from 'government' as is_agency,
        (row_number() over (order by reports.report_id))::int as report,
        (dense_rank() over (order by agencies.adcode, reports.report_year))::int as region_year
    from {{ ref('int_report') }} as reports
    join {{ ref('int_agency') }} as agencies using (agency_id)
),

metrics as (
    select metric_key, value_kind, (row_number() over (order by metric_key))::int as metric
    from {{ ref('int_metric') }}
),

numbered as (
    select bodies.report, metrics.metric, figures.* exclude (report_id, metric_key)
    from figures
    join bodies using (report_id)
    join metrics using (metric_key)
),

-- Whole-area reports are not ranked with agencies; nor is a row that fails its metric's guard.
ranked as (
    select numbered.report, numbered.metric, numbered.value, bodies.region_year
    from numbered
    join bodies using (report)
    where numbered.passes_guard and bodies.is_agency
),

-- A body of two functions is ranked among both kinds; the row shows its first, category_ranks() shows each.
functions as (
    select
        report,
        category = categories[1] as is_first,
        (dense_rank() over (order by category, report_year))::int as category_year
    from (select report, report_year, categories, unnest(categories) as category from bodies)
),

category_ranks as (
    select report, metric, {{ category_rank_columns() }}
    from ranked
    join functions using (report)
    window {{ category_windows('category_year, metric') }}
    qualify is_first
),

region_ranks as (
    select
        report,
        metric,
        rank() over (partition by region_year, metric order by value desc) as rank_in_region,
        count(*) over (partition by region_year, metric) as region_n
    from ranked
)

select
    bodies.agency_id,
    bodies.report_year,
    metrics.metric_key,
    bodies.agency_name,
    bodies.region_name,
    bodies.report_id,
    numbered.value,
    numbered.numerator,
    numbered.denominator,
    numbered.denominator as n,
    case
        when metrics.value_kind = 'proportion'
            then {{ wilson('numbered.numerator', 'numbered.denominator', '-') }}
    end as ci_low,
    case
        when metrics.value_kind = 'proportion'
            then {{ wilson('numbered.numerator', 'numbered.denominator', '+') }}
    end as ci_high,
    numbered.edition,
    numbered.comparable,
    numbered.refused_because,
    numbered.quality,
    numbered.passes_guard,
    category_ranks.rank_in_category,
    category_ranks.percentile_in_category,
    category_ranks.category_n,
    region_ranks.rank_in_region::int as rank_in_region,
    region_ranks.region_n::int as region_n
from numbered
join bodies using (report)
join metrics using (metric)
left join category_ranks using (report, metric)
left join region_ranks using (report, metric)

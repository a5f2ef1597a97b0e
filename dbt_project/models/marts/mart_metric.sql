with

figures as (
    select document, metric_key, value, numerator, denominator, edition, comparable, refused_because, quality,
        passes_guard
    from {{ ref('int_metric_value') }}

    union all

    select document, metric_key, value, numerator, denominator, edition, comparable, refused_because, quality,
        passes_guard
    from {{ ref('int_metric_special') }}
),

-- Figures and ranks are worked out over numbers in place of keys, which are texts.
bodies as (
    select
        reports.document,
        reports.report_id,
        reports.agency_id,
        reports.report_year,
        agencies.agency_name,
        agencies.region_name,
        agencies.categories,
        agencies.kind is distinct from 'government' as is_agency,
        (dense_rank() over (order by agencies.adcode, reports.report_year))::int as region_year
    from {{ ref('int_report') }} as reports
    join {{ ref('int_agency') }} as agencies using (agency_id)
),

metrics as (
    select metric_key, value_kind, (row_number() over (order by metric_key))::int as metric
    from {{ ref('int_metric') }}
),

numbered as (
    select metrics.metric, figures.* exclude (metric_key)
    from figures
    join metrics using (metric_key)
),

-- Whole-area reports are not ranked with agencies; nor is a row that fails its metric's guard.
ranked as (
    select numbered.document, numbered.metric, numbered.value, bodies.region_year
    from numbered
    join bodies using (document)
    where numbered.passes_guard and bodies.is_agency
),

-- A body of two functions is ranked among both kinds; the row shows its first, category_ranks() shows each.
functions as (
    select
        document,
        category = categories[1] as is_first,
        (dense_rank() over (order by category, report_year))::int as category_year
    from (select document, report_year, categories, unnest(categories) as category from bodies)
),

category_ranks as (
    select document, metric, {{ category_rank_columns() }}
    from ranked
    join functions using (document)
    window {{ category_windows('category_year, metric') }}
    qualify is_first
),

region_ranks as (
    select
        document,
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
join bodies using (document)
join metrics using (metric)
left join category_ranks using (document, metric)
left join region_ranks using (document, metric)

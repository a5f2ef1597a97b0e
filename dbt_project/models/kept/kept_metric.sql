-- One row a current report and metric, in the order of reports: the figure, or why there is none, and its ranks. Names and keys of
-- bodies and metrics stand once beside them, and mart_metric puts them to each row.
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
        reports.report_year,
        agencies.categories,
        agencies.kind is distinct from 'government' as is_agency,
        (dense_rank() over (order by agencies.adcode, reports.report_year))::int as region_year
    from {{ ref('int_report') }} as reports
    join {{ ref('int_agency') }} as agencies using (agency_id)
),

numbered as (
    select metrics.metric, figures.* exclude (metric_key)
    from figures
    join {{ ref('kept_metric_key') }} as metrics using (metric_key)
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
        (rank() over (partition by region_year, metric order by value desc))::int as rank_in_region,
        (count(*) over (partition by region_year, metric))::int as region_n
    from ranked
)

select
    numbered.document,
    numbered.metric,
    numbered.value,
    numbered.numerator,
    numbered.denominator,
    numbered.edition,
    numbered.comparable,
    numbered.refused_because,
    numbered.quality,
    numbered.passes_guard,
    category_ranks.rank_in_category,
    category_ranks.percentile_in_category,
    category_ranks.category_n,
    region_ranks.rank_in_region,
    region_ranks.region_n
from numbered
left join category_ranks using (document, metric)
left join region_ranks using (document, metric)
order by numbered.document, numbered.metric

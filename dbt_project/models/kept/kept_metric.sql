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

-- A body without a function takes part in the ranks of its region alone.
in_functions as (
    select ranked.*, functions.is_first, {{ category_rank_columns() }}
    from ranked
    left join functions using (document)
    window {{ category_windows('category_year, metric') }}
    qualify functions.is_first is not false
),

-- One after the other over the same rows, for to join two lists of ranks took longer than both.
ranks as (
    select
        document,
        metric,
        case when is_first then rank_in_category end as rank_in_category,
        case when is_first then percentile_in_category end as percentile_in_category,
        case when is_first then category_n end as category_n,
        (rank() over (partition by region_year, metric order by value desc))::int as rank_in_region,
        (count(*) over (partition by region_year, metric))::int as region_n
    from in_functions
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
    ranks.rank_in_category,
    ranks.percentile_in_category,
    ranks.category_n,
    ranks.rank_in_region,
    ranks.region_n
from numbered
left join ranks using (document, metric)
order by numbered.document, numbered.metric

{{ config(materialized='view') }}

select
    documents.agency_id,
    documents.report_year,
    metrics.metric_key,
    documents.agency_name,
    documents.region_name,
    documents.report_id,
    figures.value,
    figures.numerator,
    figures.denominator,
    figures.denominator as n,
    case when metrics.value_kind = 'proportion' then {{ wilson('figures.numerator', 'figures.denominator', '-') }} end as ci_low,
    case when metrics.value_kind = 'proportion' then {{ wilson('figures.numerator', 'figures.denominator', '+') }} end as ci_high,
    figures.edition,
    figures.comparable,
    figures.refused_because,
    figures.quality,
    figures.passes_guard,
    figures.rank_in_category,
    figures.percentile_in_category,
    figures.category_n,
    figures.rank_in_region,
    figures.region_n
from {{ within(ref('kept_metric')) }} as figures
join {{ within(ref('kept_document')) }} as documents on documents.document = figures.document
join {{ within(ref('kept_metric_key')) }} as metrics on metrics.metric = figures.metric

-- One row a current report and metric made of the form's measures: numerator, denominator, value, or why there is none.
with

terms as (
    {{ terms_of('numerator', 'numerator') }}
    union all
    {{ terms_of('denominator', 'denominator') }}
    union all
    {{ terms_of('guard', 'guard') }}
),

parts as (
    select
        metric_key,
        side,
        case when starts_with(term, '-') then -1 else 1 end as sign,
        split_part(ltrim(term, '-'), '@', 1) as measure_key,
        coalesce(nullif(split_part(term, '@', 2), ''), 'total') as column_key,
        count(*) over (partition by metric_key, side) as n_side,
        count(*) over (partition by metric_key) as n_parts
    from terms
),

-- The editions whose form has every cell of a metric.
metric_editions as (
    select parts.metric_key, form.edition
    from parts
    join (select distinct edition, measure_key, column_key from {{ ref('int_form_measure') }}) as form
        using (measure_key, column_key)
    group by parts.metric_key, form.edition
    having count(*) = any_value(parts.n_parts)
),

report_editions as (
    select report_id, edition from {{ ref('int_report') }}
    union
    select report_id, edition from {{ ref('int_measure') }}
),

allowed as (
    select distinct report_editions.report_id, metric_editions.metric_key
    from report_editions
    join metric_editions using (edition)
),

sides as (
    select
        measures.report_id,
        parts.metric_key,
        parts.side,
        case when count(measures.value) = any_value(parts.n_side) then sum(parts.sign * measures.value) end as total,
        bool_or(measures.uses_implied) as uses_implied,
        min(measures.edition) as edition
    from {{ ref('int_measure') }} as measures
    join parts using (measure_key, column_key)
    group by all
),

totals as (
    select
        report_id,
        metric_key,
        any_value(total) filter (side = 'numerator') as numerator,
        any_value(total) filter (side = 'denominator') as denominator,
        any_value(total) filter (side = 'guard') as guard,
        coalesce(bool_or(uses_implied) filter (side <> 'guard'), false) as uses_implied,
        min(edition) filter (side <> 'guard') as edition
    from sides
    group by all
),

figures as (
    select
        reports.report_id,
        metrics.metric_key,
        metrics.value_kind,
        metrics.guard_floor,
        totals.numerator,
        totals.denominator,
        totals.guard,
        coalesce(totals.uses_implied, false) as uses_implied,
        coalesce(totals.edition, reports.edition) as edition,
        allowed.report_id is not null as comparable,
        case
            when metrics.denominator is null then totals.numerator
            when totals.denominator > 0 and metrics.value_kind = 'per_100'
                then 100 * totals.numerator / totals.denominator
            when totals.denominator > 0 then totals.numerator / totals.denominator
        end as value
    from {{ ref('int_report') }} as reports
    cross join {{ ref('int_metric') }} as metrics
    left join totals on totals.report_id = reports.report_id and totals.metric_key = metrics.metric_key
    left join allowed on allowed.report_id = reports.report_id and allowed.metric_key = metrics.metric_key
    where metrics.numerator is not null
)

select
    report_id,
    metric_key,
    value,
    numerator,
    denominator,
    edition,
    comparable,
    case
        when value is not null then null
        when not comparable then 'not_on_form'
        when denominator = 0 then 'zero_denominator'
        when denominator < 0 then 'negative_denominator'
        else 'unknown_cells'
    end as refused_because,
    case when value is not null then case when uses_implied then 'uses_implied' else 'reported' end end as quality,
    value is not null and (guard_floor is null or coalesce(guard >= guard_floor, false)) as passes_guard
from figures

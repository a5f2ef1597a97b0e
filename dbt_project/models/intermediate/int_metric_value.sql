{{ config(materialized='view') }}
-- One row a current report and metric made of the form's measures: numerator, denominator, value, or why there is none.
-- A view: one model reads it, once.
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

-- Of a hybrid report each block goes by its own edition, so a metric is allowed where every cell of it is on the form of
-- its block.
hybrid_blocks as (
    select distinct reports.report_id, form.table_key, measures.edition
    from {{ ref('int_report') }} as reports
    join {{ ref('int_measure') }} as measures using (report_id)
    join (select distinct edition, measure_key, table_key from {{ ref('int_form_measure') }}) as form
        on form.edition = measures.edition and form.measure_key = measures.measure_key
    where reports.edition = 'hybrid'
),

-- A block that could not be read may be of any edition that the report has.
assumed_blocks as (
    select distinct seen.report_id, tables.table_key, seen.edition
    from hybrid_blocks as seen
    cross join (select distinct table_key from {{ ref('int_form_measure') }}) as tables
    where not exists (
        select 1
        from hybrid_blocks as read
        where read.report_id = seen.report_id and read.table_key = tables.table_key
    )
),

hybrid_allowed as (
    select blocks.report_id, parts.metric_key
    from (select * from hybrid_blocks union all select * from assumed_blocks) as blocks
    join (select distinct edition, table_key, measure_key, column_key from {{ ref('int_form_measure') }}) as form
        using (edition, table_key)
    join parts using (measure_key, column_key)
    group by blocks.report_id, parts.metric_key
    having count(distinct (parts.side, parts.sign, parts.measure_key, parts.column_key)) = any_value(parts.n_parts)
),

-- A side has a value where every part of it has one.
totals as (
    select
        measures.report_id,
        parts.metric_key,
        {% for side in ['numerator', 'denominator', 'guard'] -%}
        case
            when count(measures.value) filter (parts.side = '{{ side }}')
                = any_value(parts.n_side) filter (parts.side = '{{ side }}')
                then sum(parts.sign * measures.value) filter (parts.side = '{{ side }}')
        end as {{ side }},
        {% endfor -%}
        coalesce(bool_or(measures.uses_implied) filter (parts.side <> 'guard'), false) as uses_implied,
        min(measures.edition) filter (parts.side <> 'guard') as edition
    from {{ ref('int_measure') }} as measures
    join parts using (measure_key, column_key)
    group by measures.report_id, parts.metric_key
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
        coalesce(metric_editions.metric_key, hybrid_allowed.metric_key) is not null as comparable,
        case
            when metrics.denominator is null then totals.numerator
            when totals.denominator > 0 and metrics.value_kind = 'per_100'
                then 100 * totals.numerator / totals.denominator
            when totals.denominator > 0 then totals.numerator / totals.denominator
        end as value
    from {{ ref('int_report') }} as reports
    cross join {{ ref('int_metric') }} as metrics
    left join totals on totals.report_id = reports.report_id and totals.metric_key = metrics.metric_key
    left join metric_editions
        on metric_editions.edition = reports.edition and metric_editions.metric_key = metrics.metric_key
    left join hybrid_allowed
        on hybrid_allowed.report_id = reports.report_id and hybrid_allowed.metric_key = metrics.metric_key
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

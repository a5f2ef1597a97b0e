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

-- One row a metric and measure: the sign with which it counts on each side, NULL where it stands not there.
parts as (
    select
        (dense_rank() over (order by metric_key))::int as metric,
        *,
        {% for side in ['numerator', 'denominator', 'guard'] -%}
        count(in_{{ side }}) over (partition by metric_key) as n_{{ side }},
        {% endfor -%}
        count(*) over (partition by metric_key) as n_measures
    from (
        select
            metric_key,
            split_part(ltrim(term, '-'), '@', 1) as measure_key,
            coalesce(nullif(split_part(term, '@', 2), ''), 'total') as column_key,
            {% for side in ['numerator', 'denominator', 'guard'] -%}
            any_value(case when starts_with(term, '-') then -1 else 1 end) filter (side = '{{ side }}') as in_{{ side }}{{ ',' if not loop.last }}
            {% endfor %}
        from terms
        group by all
    )
),

metrics as (
    select
        parts.metric,
        any_value(parts.n_numerator) as n_numerator,
        any_value(parts.n_denominator) as n_denominator,
        any_value(parts.n_guard) as n_guard,
        known.metric_key,
        known.value_kind,
        known.guard_floor,
        known.denominator is not null as is_quotient
    from {{ ref('int_metric') }} as known
    join parts using (metric_key)
    where known.numerator is not null
    group by all
),

-- The editions whose form has every cell of a metric.
metric_editions as (
    select parts.metric, form.edition
    from parts
    join (select distinct edition, measure_key, column_key from {{ ref('int_form_measure') }}) as form
        using (measure_key, column_key)
    group by parts.metric, form.edition
    having count(*) = any_value(parts.n_measures)
),

-- Of a hybrid report each block goes by its own edition, so a metric is allowed where every cell of it is on the form of
-- its block.
hybrid_blocks as (
    select distinct reports.document, form.table_key, measures.edition
    from {{ ref('int_report') }} as reports
    join {{ ref('int_measure') }} as measures using (document)
    join (select distinct edition, measure_key, table_key from {{ ref('int_form_measure') }}) as form
        on form.edition = measures.edition and form.measure_key = measures.measure_key
    where reports.edition = 'hybrid'
),

-- A block that could not be read may be of any edition that the report has.
assumed_blocks as (
    select distinct seen.document, tables.table_key, seen.edition
    from hybrid_blocks as seen
    cross join (select distinct table_key from {{ ref('int_form_measure') }}) as tables
    where not exists (
        select 1
        from hybrid_blocks as read
        where read.document = seen.document and read.table_key = tables.table_key
    )
),

hybrid_allowed as (
    select blocks.document, parts.metric
    from (select * from hybrid_blocks union all select * from assumed_blocks) as blocks
    join (select distinct edition, table_key, measure_key, column_key from {{ ref('int_form_measure') }}) as form
        using (edition, table_key)
    join parts using (measure_key, column_key)
    group by blocks.document, parts.metric
    having count(distinct (parts.measure_key, parts.column_key)) = any_value(parts.n_measures)
),

allowed as (
    select edition as form, metric from metric_editions
    union all
    select 'hybrid ' || document, metric from hybrid_allowed
),

reports as (
    select document, edition, case when edition = 'hybrid' then 'hybrid ' || document else edition end as form
    from {{ ref('int_report') }}
),

-- One row a form and metric: forms are few, so they alone are crossed with the metrics and held against what is allowed.
form_metrics as (
    select forms.form, metrics.*, allowed.metric is not null as comparable
    from (select distinct form from reports) as forms
    cross join metrics
    left join allowed on allowed.form = forms.form and allowed.metric = metrics.metric
),

-- What the sides come to, and of how many measures.
sums as (
    select
        measures.document,
        parts.metric,
        {% for side in ['numerator', 'denominator', 'guard'] -%}
        sum(parts.in_{{ side }} * measures.value) as {{ side }},
        count(parts.in_{{ side }} * measures.value) as n_{{ side }},
        {% endfor -%}
        bool_or(measures.uses_implied and coalesce(parts.in_numerator, parts.in_denominator) is not null) as uses_implied,
        min(case when coalesce(parts.in_numerator, parts.in_denominator) is not null then measures.edition end) as edition
    from {{ ref('int_measure') }} as measures
    join parts using (measure_key, column_key)
    group by measures.document, parts.metric
),

-- A side has a value where every part of it has one.
figures as (
    select
        reports.document,
        metrics.metric_key,
        metrics.value_kind,
        metrics.guard_floor,
        metrics.is_quotient,
        metrics.comparable,
        {% for side in ['numerator', 'denominator', 'guard'] -%}
        case when sums.n_{{ side }} = metrics.n_{{ side }} then sums.{{ side }} end as {{ side }},
        {% endfor -%}
        coalesce(sums.uses_implied, false) as uses_implied,
        coalesce(sums.edition, reports.edition) as edition
    from reports
    join form_metrics as metrics on metrics.form is not distinct from reports.form
    left join sums on sums.document = reports.document and sums.metric = metrics.metric
),

valued as (
    select
        *,
        case
            when not is_quotient then numerator
            when denominator > 0 and value_kind = 'per_100' then 100 * numerator / denominator
            when denominator > 0 then numerator / denominator
        end as value
    from figures
)

select
    document,
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
from valued

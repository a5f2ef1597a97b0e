-- One row a metric: its words, and the measures it is made of. Families are written once in the seed and unfolded here
-- over the refusal grounds, the outcome groups or the applicants of the form.
with

form as (
    select * from {{ reference('form_cell') }}
),

form_groups as (
    select
        outcome_group,
        arg_max(zh, edition) as zh,
        arg_max(en, edition) as en,
        min(ordinal) as ordinal
    from {{ reference('form_group') }}
    group by outcome_group
),

members as (
    select
        '<row_key>' as placeholder,
        row_key as member,
        arg_max(row_zh, edition) as zh,
        arg_max(row_en, edition) as en,
        min(ordinal) as ordinal
    from form
    where outcome_group = 'refused'
    group by row_key

    union all

    select '<outcome_group>', outcome_group, zh, en, ordinal
    from form_groups

    union all

    select '<column_key>', column_key, arg_max(column_zh, edition), arg_max(column_en, edition), min(ordinal)
    from form
    where table_key = 'requests' and column_key <> 'total'
    group by column_key
),

unfolded as (
    select
        replace(metrics.metric_key, coalesce(members.placeholder, ''), coalesce(members.member, '')) as metric_key,
        split_part(metrics.metric_key, ':', 1) as family,
        members.member,
        replace(metrics.zh, '{group}', coalesce(form_groups.zh, '')) || coalesce('：' || members.zh, '') as zh,
        metrics.en || coalesce(': ' || members.en, '') as en,
        metrics.value_kind,
        replace(metrics.numerator, coalesce(members.placeholder, ''), coalesce(members.member, '')) as numerator,
        replace(metrics.denominator, coalesce(members.placeholder, ''), coalesce(members.member, '')) as denominator,
        replace(metrics.guard, coalesce(members.placeholder, ''), coalesce(members.member, '')) as guard,
        metrics.guard_floor,
        metrics.unit,
        metrics.formula,
        metrics.guard_formula,
        metrics.caveat_zh,
        metrics.caveat_en,
        (row_number() over (order by metrics.ordinal, members.ordinal))::int as ordinal
    from {{ ref('metric') }} as metrics
    left join members on contains(metrics.metric_key, members.placeholder)
    left join form_groups on form_groups.outcome_group = metrics.group_key
)

select
    * exclude (formula, guard_formula),
    coalesce(
        formula,
        {{ sum_of('numerator') }} || coalesce(' / ' || {{ sum_of('denominator') }}, '')
            || case value_kind when 'per_100' then ' * 100' else '' end
    ) as formula,
    coalesce(guard_formula, {{ sum_of('guard') }} || ' >= ' || guard_floor) as guard_formula
from unfolded

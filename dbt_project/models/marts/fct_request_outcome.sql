with

form as (
    select edition, row_key, any_value(outcome_group) as outcome_group
    from {{ ref('dim_form_cell') }}
    where table_key = 'requests' and outcome_group is not null
    group by all
),

handled as (
    select report_id, column_key, value, uses_implied
    from {{ ref('int_measure') }}
    where measure_key = 'total_handled'
)

select
    cells.agency_id,
    cells.report_year,
    cells.column_key,
    cells.row_key as outcome_key,
    cells.agency_name,
    cells.region_name,
    cells.report_id,
    form.outcome_group,
    {{ whole('cells.value') }} as request_count,
    cells.state,
    case when handled.value > 0 then coalesce(cells.value, cells.implied_value) / handled.value end as share,
    case
        when handled.value > 0 and coalesce(cells.value, cells.implied_value) is not null
            then case when cells.value is null or handled.uses_implied then 'uses_implied' else 'reported' end
    end as quality
from {{ ref('fct_report_cell') }} as cells
join form on form.edition = cells.edition and form.row_key = cells.row_key
left join handled on handled.report_id = cells.report_id and handled.column_key = cells.column_key
where cells.table_key = 'requests'

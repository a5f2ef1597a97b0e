{{ config(materialized='view') }}

select
    documents.agency_id,
    documents.report_year,
    places.column_key,
    places.row_key as outcome_key,
    documents.agency_name,
    documents.region_name,
    documents.report_id,
    form.outcome_group,
    {{ whole('coalesce(corrections.value, cells.value)') }} as request_count,
    readings.state,
    case
        when handled.value > 0 then coalesce(corrections.value, cells.value, cells.implied_value) / handled.value
    end as share,
    case
        when handled.value > 0 and coalesce(corrections.value, cells.value, cells.implied_value) is not null
            then case
                when coalesce(corrections.value, cells.value) is null or handled.uses_implied then 'uses_implied'
                else 'reported'
            end
    end as quality
from {{ current_cells() }}
join (
    select edition, row_key, any_value(outcome_group) as outcome_group
    from {{ within(ref('dim_form_cell')) }}
    where table_key = 'requests' and outcome_group is not null
    group by all
) as form on form.edition = places.edition and form.row_key = places.row_key
left join {{ within(ref('kept_handled')) }} as handled
    on handled.document = cells.document and handled.column_number = places.column_number
where places.table_key = 'requests'

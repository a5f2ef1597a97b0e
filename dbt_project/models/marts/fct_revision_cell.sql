with

pairs as (
    select * from {{ ref('int_revision') }}
),

{{ of_both_versions('stg_cells', 'cells', ['table_key', 'row_key', 'column_key', 'value', 'state']) }}
changes as (
    select
        new_version_id,
        table_key,
        row_key,
        column_key,
        old_cells.value as old_value,
        new_cells.value as new_value,
        old_cells.state as old_state,
        new_cells.state as new_state
    from old_cells
    full join new_cells using (new_version_id, table_key, row_key, column_key)
    where old_cells.value is distinct from new_cells.value or old_cells.state is distinct from new_cells.state
)

select
    changes.new_version_id,
    changes.table_key,
    changes.row_key,
    changes.column_key,
    pairs.agency_id,
    agencies.agency_name,
    agencies.region_name,
    pairs.report_id,
    pairs.report_year,
    pairs.changed_by,
    changes.old_value,
    changes.new_value,
    changes.old_state,
    changes.new_state
from changes
join pairs using (new_version_id)
join {{ ref('dim_agency') }} as agencies using (agency_id)

with

pairs as (
    select * from {{ ref('int_revision') }}
),

-- The cells of either version by the line they stand in, whatever its edition.
{% for side in ['old', 'new'] -%}
{{ side }}_cells as (
    select distinct pairs.new_version_id, places.line, cells.value, readings.state
    from pairs
    join {{ ref('kept_cell') }} as cells on cells.document = pairs.{{ side }}_document
    join {{ ref('kept_place') }} as places using (place)
    join {{ ref('kept_reading') }} as readings using (reading)
),

{% endfor -%}
lines as (
    select distinct line, table_key, row_key, column_key from {{ ref('kept_place') }}
),

changes as (
    select
        new_version_id,
        line,
        old_cells.value as old_value,
        new_cells.value as new_value,
        old_cells.state as old_state,
        new_cells.state as new_state
    from old_cells
    full join new_cells using (new_version_id, line)
    where old_cells.value is distinct from new_cells.value or old_cells.state is distinct from new_cells.state
)

select
    changes.new_version_id,
    lines.table_key,
    lines.row_key,
    lines.column_key,
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
join lines using (line)
join {{ ref('dim_agency') }} as agencies using (agency_id)

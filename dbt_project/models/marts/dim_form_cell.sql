with

groups as (
    select * from {{ reference('form_group') }}
)

select
    cells.edition,
    cells.table_key,
    cells.row_key,
    cells.column_key,
    cells.ordinal,
    cells.table_zh,
    cells.table_en,
    cells.row_number,
    cells.row_zh,
    cells.row_en,
    cells.column_zh,
    cells.column_en,
    cells.outcome_group,
    groups.zh as group_zh,
    groups.en as group_en,
    cells.unit,
    cells.compares_with,
    cells.is_money,
    cells.is_signed
from {{ reference('form_cell') }} as cells
left join groups using (edition, outcome_group)

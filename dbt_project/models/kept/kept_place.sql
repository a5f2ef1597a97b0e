-- One row a place that cells stand in: table, row and column of an edition, with what the row counts and in which unit.
-- `line` is one for all editions; places are numbered along it.
with

places as (
    select distinct table_key, column_key, row_key, edition, concept, unit
    from {{ ref('stg_cells') }}
)

select
    (row_number() over (order by table_key, column_key, row_key, edition, concept, unit))::int as place,
    (dense_rank() over (order by table_key, column_key, row_key))::int as line,
    (dense_rank() over (order by column_key))::int as column_number,
    *
from places

-- One row a current report, measure and column: the figure that metrics use. A zero that the sums prove counts as one
-- and is marked; where any part is neither printed nor proved, the measure has no value.
with

form_measures as (
    select
        *,
        count(*) over (partition by edition, measure_key, column_key) as n_cells
    from {{ ref('int_form_measure') }}
),

cells as (
    select * from {{ ref('int_cell') }}
)

select
    cells.report_id,
    form_measures.measure_key,
    form_measures.column_key,
    cells.edition,
    case
        when count(coalesce(cells.value, cells.implied_value)) = any_value(form_measures.n_cells)
            then sum(coalesce(cells.value, cells.implied_value))
    end as value,
    bool_or(cells.value is null) as uses_implied
from cells
join form_measures
    on form_measures.edition = cells.edition
    and form_measures.table_key = cells.table_key
    and form_measures.row_key = coalesce(cells.concept, cells.row_key)
    and form_measures.cell_column_key = cells.column_key
group by all

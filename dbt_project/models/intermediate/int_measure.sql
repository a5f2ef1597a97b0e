-- One row a current report, measure and column: the figure that metrics use. A zero that the sums prove counts as one
-- and is marked; where any part is neither printed nor proved, the measure has no value.
with

form_measures as (
    select
        *,
        count(*) over (partition by edition, measure_key, column_key) as n_cells
    from {{ ref('int_form_measure') }}
    -- of the applicants only what a metric is made of
    where column_key = 'total'
        or measure_key || '@' || column_key in (
            select ltrim(unnest(string_split(concat_ws(' ', numerator, denominator, guard), ' ')), '-')
            from {{ ref('int_metric') }}
        )
),

parts as (
    select
        cells.report_id,
        form_measures.measure_key,
        form_measures.column_key,
        cells.edition,
        form_measures.n_cells,
        coalesce(cells.value, cells.implied_value) as value,
        cells.value is null as uses_implied
    from {{ ref('int_cell') }} as cells
    join form_measures
        on form_measures.edition = cells.edition
        and form_measures.table_key = cells.table_key
        and form_measures.row_key = coalesce(cells.concept, cells.row_key)
        and form_measures.cell_column_key = cells.column_key
)

-- Most measures are one cell and need no sum.
select report_id, measure_key, column_key, edition, value, uses_implied
from parts
where n_cells = 1

union all

select
    report_id,
    measure_key,
    column_key,
    edition,
    case when count(value) = any_value(n_cells) then sum(value) end as value,
    bool_or(uses_implied) as uses_implied
from parts
where n_cells > 1
group by report_id, measure_key, column_key, edition

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

-- The places of these cells, few beside the cells themselves.
form_places as (
    select places.place, places.edition, form_measures.* exclude (edition, table_key, row_key, cell_column_key)
    from {{ ref('kept_place') }} as places
    join form_measures
        on form_measures.edition = places.edition
        and form_measures.table_key = places.table_key
        and form_measures.row_key = coalesce(places.concept, places.row_key)
        and form_measures.cell_column_key = places.column_key
),

parts as (
    select
        cells.document,
        form_places.measure_key,
        form_places.column_key,
        form_places.edition,
        form_places.n_cells,
        coalesce(cells.value, cells.implied_value) as value,
        cells.value is null as uses_implied
    from {{ ref('int_cell') }} as cells
    join form_places using (place)
)

-- Most measures are one cell and need no sum.
select document, measure_key, column_key, edition, value, uses_implied
from parts
where n_cells = 1

union all

select
    document,
    measure_key,
    column_key,
    edition,
    case when count(value) = any_value(n_cells) then sum(value) end as value,
    bool_or(uses_implied) as uses_implied
from parts
where n_cells > 1
group by document, measure_key, column_key, edition

-- One row an edition, measure and cell that makes it up. A measure is what a metric is built of:
-- a row of the requests or a group of outcomes, in one column; elsewhere a single cell, named row.column.
with

form as (
    select
        edition,
        table_key,
        row_key,
        column_key as cell_column_key,
        case when table_key = 'requests' then column_key else 'total' end as column_key,
        case when table_key = 'requests' then row_key else row_key || '.' || column_key end as of_its_own,
        outcome_group as of_its_group
    from {{ reference('form_cell') }}
)

-- Once where a row is its group's only one and bears its name; a row of no group is left out of the second.
select distinct edition, measure_key, column_key, table_key, row_key, cell_column_key
from form
unpivot (measure_key for part in (of_its_own, of_its_group))

union all

-- Of the statistics table of 2008 to 2018 only what means the same on the later form; its rows are known by their concept.
select edition, concept, 'total', 'statistics', concept, 'this_year'
from {{ reference('statistics_concept') }}
where len(compares_with) > 0

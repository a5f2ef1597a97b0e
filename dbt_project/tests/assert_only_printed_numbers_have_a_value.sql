-- A blank is never a zero: a value where no number is printed, or a printed number without its value.
select report_id, table_key, row_key, column_key, state, value
from {{ ref('fct_report_cell') }}
where (state = 'reported') <> (value is not null)

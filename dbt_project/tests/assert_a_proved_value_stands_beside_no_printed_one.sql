-- Reported is never mixed with derived.
select report_id, table_key, row_key, column_key, value, implied_value
from {{ ref('fct_report_cell') }}
where value is not null and implied_value is not null

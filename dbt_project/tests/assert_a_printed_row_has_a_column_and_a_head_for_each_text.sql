-- The three columns of a printed row say the same number of things, or a text stands under another's head.
select report_id, table_key, row_key, printed_row, column_keys, printed_heads
from {{ ref('fct_report_row') }}
where length(printed_row) - length(replace(printed_row, chr(9), '')) <> length(column_keys) - length(replace(column_keys, chr(9), ''))
    or length(printed_row) - length(replace(printed_row, chr(9), '')) <> length(printed_heads) - length(replace(printed_heads, chr(9), ''))

-- One row a printed row of a current report, in the order of reports: one text a row, for the texts of every cell would cost as
-- much as the cells.
select
    reports.document,
    printed.table_key,
    printed.row_key,
    printed.edition,
    nullif(printed.printed_label, '') as printed_label,
    printed.printed_row,
    printed.column_keys,
    printed.printed_heads
from {{ ref('int_report') }} as reports
join {{ ref('stg_rows') }} as printed using (portal_id, document_sha256, report_index)
order by reports.document, printed.table_key, printed.row_key

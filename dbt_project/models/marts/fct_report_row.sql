-- What the document prints in the row of a cell: one text a row, for the texts of every cell would cost as much as the cells.
select
    reports.report_id,
    printed.table_key,
    printed.row_key,
    reports.agency_id,
    agencies.agency_name,
    agencies.region_name,
    reports.report_year,
    printed.edition,
    nullif(printed.printed_label, '') as printed_label,
    printed.printed_row,
    printed.column_keys,
    printed.printed_heads,
    reports.document_sha256
from {{ ref('int_report') }} as reports
join {{ ref('stg_rows') }} as printed using (portal_id, document_sha256, report_index)
join {{ ref('dim_agency') }} as agencies using (agency_id)

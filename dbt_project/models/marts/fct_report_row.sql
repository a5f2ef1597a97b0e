{{ config(materialized='view') }}

select
    documents.report_id,
    printed.table_key,
    printed.row_key,
    documents.agency_id,
    documents.agency_name,
    documents.region_name,
    documents.report_year,
    printed.edition,
    printed.printed_label,
    printed.printed_row,
    printed.column_keys,
    printed.printed_heads,
    documents.document_sha256
from {{ within(ref('kept_row')) }} as printed
join {{ within(ref('kept_document')) }} as documents on documents.document = printed.document

-- depends_on: {{ source('parsed', 'rows') }}
select
    portal_id,
    document_sha256,
    report_index,
    table_key,
    row_key,
    edition,
    printed_label,
    printed_row,
    column_keys,
    printed_heads
from {{ read('GONGKAI_PARSED', 'portal=*/rows.parquet', 'rows') }}

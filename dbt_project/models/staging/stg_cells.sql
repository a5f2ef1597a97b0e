-- depends_on: {{ source('parsed', 'cells') }}
select
    portal_id,
    document_sha256,
    report_index,
    table_key,
    row_key,
    column_key,
    concept,
    edition,
    value,
    state,
    printed_text,
    implied_value,
    implied_by,
    method,
    locator,
    unit
from {{ read('GONGKAI_PARSED', 'portal=*/cells.parquet', 'cells') }}

-- depends_on: {{ source('parsed', 'checks') }}
select
    portal_id,
    document_sha256,
    report_index,
    rule_id,
    place,
    state,
    printed,
    expected,
    cells,
    repair_cell,
    repair_value
from {{ read('GONGKAI_PARSED', 'portal=*/checks.parquet', 'checks') }}

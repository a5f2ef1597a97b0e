select
    run_id,
    portal_id,
    ordinal,
    url,
    outcome,
    reason_code,
    reason,
    reason_zh
from {{ reference('run_reason') }}

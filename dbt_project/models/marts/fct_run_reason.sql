select
    run_id,
    portal_id,
    ordinal,
    url,
    outcome,
    reason
from {{ reference('run_reason') }}

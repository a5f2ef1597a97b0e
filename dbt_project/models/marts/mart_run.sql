select
    run_id,
    started_at at time zone 'UTC' as started_at,
    ended_at at time zone 'UTC' as ended_at,
    discovered,
    archived,
    unchanged,
    failed,
    blocked,
    out_of_scope,
    parsed,
    quarantined,
    published_digest
from {{ reference('run') }}

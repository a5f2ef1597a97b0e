select
    run_id,
    portal_id,
    platform,
    verdict,
    reason,
    discovered,
    archived,
    unchanged,
    failed,
    blocked,
    out_of_scope
from {{ reference('run_portal') }}

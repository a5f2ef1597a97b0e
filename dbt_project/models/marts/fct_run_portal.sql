select
    run_id,
    portal_id,
    platform,
    verdict,
    reason_code,
    reason,
    reason_zh,
    signs,
    signs_zh,
    discovered,
    archived,
    unchanged,
    failed,
    blocked,
    out_of_scope
from {{ reference('run_portal') }}

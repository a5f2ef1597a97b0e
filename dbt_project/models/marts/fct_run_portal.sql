select
    runs.run_id,
    runs.portal_id,
    portals.name as portal_name,
    runs.platform,
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
from {{ reference('run_portal') }} as runs
left join {{ reference('portal') }} as portals using (portal_id)

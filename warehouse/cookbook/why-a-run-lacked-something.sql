-- zh: 最近一次运行中哪些门户不完整，为什么
-- en: Which portals the last run could not collect whole, and why
-- read: one row a portal and address; a portal that failed before any address has its own reason alone
with asked as (select max(run_id) as run_id from mart_run)

select portals.portal_id, portals.verdict, portals.reason, reasons.outcome, reasons.url, reasons.reason as reason_of_address
from fct_run_portal as portals
join asked using (run_id)
left join fct_run_reason as reasons using (run_id, portal_id)
where portals.verdict <> 'complete' or reasons.outcome is not null
order by portals.portal_id, reasons.ordinal

-- zh: 某日以来首次收录的报告
-- en: New reports since a date
-- read: first captured by us since then (UTC), whatever the date of publication
with asked as (select timestamp '2026-01-01' as since),

captured as (
    select report_id, min(first_seen_at) as first_captured_at
    from fct_report_version
    group by report_id
    having min(first_seen_at) >= (select since from asked)
)

select reports.agency_name, reports.report_year, captured.first_captured_at, reports.published_on, reports.source_url
from captured
join fct_report as reports using (report_id)
order by reports.agency_name, reports.report_year

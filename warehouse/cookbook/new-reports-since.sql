-- zh: 某日以来首次收录的报告
-- en: New reports since a date
-- read: first captured by us since then (UTC), whatever the date of publication
with asked as (select timestamp '2026-01-01' as since)

select versions.agency_name, versions.report_year, min(versions.first_seen_at) as first_captured_at, reports.published_on, reports.source_url
from fct_report_version as versions
join fct_report as reports using (report_id)
cross join asked
group by versions.agency_name, versions.report_year, reports.published_on, reports.source_url, asked.since
having min(versions.first_seen_at) >= asked.since
order by versions.agency_name, versions.report_year

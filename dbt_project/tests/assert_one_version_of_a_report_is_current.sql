-- Every report is spoken for by exactly one version, the one fct_report shows.
select versions.report_id
from {{ ref('fct_report_version') }} as versions
left join {{ ref('fct_report') }} as reports
    on reports.report_id = versions.report_id and reports.version_id = versions.version_id
group by versions.report_id
having count(*) filter (versions.is_current) <> 1
    or count(*) filter (versions.is_current and reports.version_id is null) > 0

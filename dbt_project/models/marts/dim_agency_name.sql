select
    reports.agency_id,
    agencies.agency_name,
    agencies.region_name,
    reports.agency_printed as printed_name,
    min(reports.report_year) as first_report_year,
    max(reports.report_year) as last_report_year,
    first(reports.document_sha256 order by reports.report_year, reports.document_sha256) as document_sha256
from {{ ref('int_agency_report') }} as reports
join {{ ref('dim_agency') }} as agencies using (agency_id)
group by all

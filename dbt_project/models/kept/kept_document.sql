-- One row a report of a document: whose it is, and whether it is the one that speaks for its report now.
select
    documents.document,
    documents.report_id,
    documents.agency_id,
    agencies.agency_name,
    agencies.region_name,
    documents.report_year,
    documents.portal_id,
    documents.document_sha256,
    documents.report_index,
    current_reports.document is not null as is_current
from {{ ref('int_agency_report') }} as documents
left join {{ ref('int_report') }} as current_reports on current_reports.document = documents.document
join {{ ref('int_agency') }} as agencies on agencies.agency_id = documents.agency_id
order by documents.document

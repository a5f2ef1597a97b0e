-- One row a report of a document, numbered in the order of reports: by the number a cell names what it was read from.
select
    (row_number() over (order by report_id, portal_id, document_sha256, report_index))::int as document,
    *
from (
    select agency_id || '-' || report_year as report_id, agency_id, report_year, portal_id, document_sha256, report_index
    from {{ ref('int_agency_report') }}
)

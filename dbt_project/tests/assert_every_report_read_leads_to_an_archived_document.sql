-- No number without a document: a report read from bytes that no page, attachment or added document of the archive holds.
select reports.portal_id, reports.document_sha256, reports.agency_name, reports.report_year
from {{ ref('int_agency_report') }} as reports
anti join (
    select portal_id, document_sha256
    from {{ ref('stg_captures') }} as captures
    where {{ holds_a_document('captures') }}
) as archived using (portal_id, document_sha256)

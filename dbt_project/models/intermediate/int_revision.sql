-- One row a version and the one that followed it at its address.
select
    old.report_id,
    old.agency_id,
    old.report_year,
    old.url,
    old.version_id as old_version_id,
    new.version_id as new_version_id,
    old.last_seen_at as unchanged_until,
    new.first_seen_at as changed_by,
    old.document as old_document,
    new.document as new_document,
    old.portal_id as old_portal_id,
    old.document_sha256 as old_sha256,
    new.portal_id as new_portal_id,
    new.document_sha256 as new_sha256,
    old.report_index
from {{ ref('int_version') }} as old
join {{ ref('int_version') }} as new
    on new.report_id = old.report_id
    and new.url = old.url
    and new.report_index = old.report_index
    and new.version_number = old.version_number + 1

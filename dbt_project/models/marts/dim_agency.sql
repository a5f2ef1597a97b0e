select
    agency_id,
    agency_name,
    region_name,
    adcode,
    credit_code,
    level,
    kind,
    categories,
    classified_by,
    parent_agency_id,
    valid_from,
    valid_to,
    portal_id,
    first_report_year,
    last_report_year
from {{ ref('int_agency') }}

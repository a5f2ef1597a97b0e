select
    predecessor_agency_id,
    successor_agency_id,
    predecessor_name,
    successor_name,
    kind,
    effective_on,
    source
from {{ ref('int_lineage') }}

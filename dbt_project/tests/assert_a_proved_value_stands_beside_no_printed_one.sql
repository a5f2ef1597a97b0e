-- Reported is never mixed with derived.
select document, place, value, implied_value
from {{ ref('kept_cell') }}
where value is not null and implied_value is not null

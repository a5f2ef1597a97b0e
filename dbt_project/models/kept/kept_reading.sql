-- One row a way that cells were read: their state, what proves a value that is not printed, and the method.
with

readings as (
    select distinct state, implied_by, method
    from {{ ref('stg_cells') }}
)

select (row_number() over (order by state, implied_by, method))::int as reading, *
from readings

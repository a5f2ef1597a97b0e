-- discovered = archived + unchanged + failed + blocked + out of scope, in sum and for every portal.
with counted as (
    select run_id, discovered, archived + unchanged + failed + blocked + out_of_scope as accounted
    from {{ ref('mart_run') }}

    union all

    select run_id, discovered, archived + unchanged + failed + blocked + out_of_scope
    from {{ ref('fct_run_portal') }}
)

select *
from counted
where run_id = (select max(run_id) from {{ ref('mart_run') }})
    and discovered <> accounted

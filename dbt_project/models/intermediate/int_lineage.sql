-- One row a step of a reorganisation, its bodies found by their full names; a body no report speaks of has a key all the
-- same.
with

bodies as (
    select distinct agency_id, agency_name, adcode
    from {{ ref('int_agency_report') }}
)

select
    coalesce(
        (
            select min(bodies.agency_id)
            from bodies
            where bodies.agency_name = steps.predecessor
                and bodies.adcode = coalesce(steps.predecessor_adcode, bodies.adcode)
        ),
        {{ key_of_a_name("coalesce(steps.predecessor_adcode, '000000')", 'steps.predecessor') }}
    ) as predecessor_agency_id,
    coalesce(
        (
            select min(bodies.agency_id)
            from bodies
            where bodies.agency_name = steps.successor
                and bodies.adcode = coalesce(steps.successor_adcode, bodies.adcode)
        ),
        {{ key_of_a_name("coalesce(steps.successor_adcode, '000000')", 'steps.successor') }}
    ) as successor_agency_id,
    steps.predecessor as predecessor_name,
    steps.successor as successor_name,
    steps.kind,
    steps.effective_on,
    steps.source
from {{ reference('lineage') }} as steps

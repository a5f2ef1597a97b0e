with

known as (
    select adcode, name, level, parent_adcode, valid_from, valid_to, successor_adcodes, source
    from {{ reference('region') }}
),

-- Codes of bodies that no region entry knows: listed without a name, never guessed.
unknown as (
    select distinct
        adcode, null as name, null as level, null as parent_adcode,
        null::date as valid_from, null::date as valid_to, []::varchar[] as successor_adcodes, null as source
    from {{ ref('dim_agency') }}
    anti join known using (adcode)
)

select
    adcode,
    valid_from,
    name,
    coalesce(level, {{ level_of('adcode') }}) as level,
    coalesce(parent_adcode, {{ parent_of('adcode') }}) as parent_adcode,
    valid_to,
    successor_adcodes,
    source
from (select * from known union all select * from unknown)

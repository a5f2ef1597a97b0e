-- One row a body: every one that a report speaks of, and the one that a blocked portal keeps from us.
with

read_bodies as (
    select
        agency_id,
        first(agency_name order by report_year desc, agency_name) as agency_name,
        first(agency_code order by report_year desc, agency_code) as credit_code,
        first(adcode order by report_year desc, adcode) as adcode,
        first(scope order by report_year desc, scope) as scope,
        -- a document added by hand does not take a body off its portal
        first(portal_id order by (portal_id = '{{ by_hand() }}'), report_year desc, portal_id) as portal_id,
        min(report_year) as first_report_year,
        max(report_year) as last_report_year
    from {{ ref('int_agency_report') }}
    group by agency_id
),

-- A run of single portals says nothing of the others: what counts is the last run that went to a portal.
last_visits as (
    select portal_id, verdict
    from {{ reference('run_portal') }}
    qualify row_number() over (partition by portal_id order by run_id desc) = 1
),

blocked_portals as (
    select portal.*, portal.name || case when portal.scope = 'agency' then '' else '人民政府' end as agency_name
    from last_visits
    join {{ reference('portal') }} as portal using (portal_id)
    where last_visits.verdict = 'blocked'
),

unread_bodies as (
    select
        {{ key_of_a_name('adcode', 'agency_name') }} as agency_id,
        agency_name,
        null as credit_code,
        adcode,
        case when scope = 'agency' then 'agency' else 'area' end as scope,
        portal_id,
        null::int as first_report_year,
        null::int as last_report_year
    from blocked_portals
    where not exists (
        select 1
        from read_bodies
        where read_bodies.adcode = blocked_portals.adcode
            and (read_bodies.agency_name = blocked_portals.agency_name or read_bodies.scope = 'area')
    )
    qualify row_number() over (partition by adcode, agency_name order by portal_id) = 1
),

bodies as (
    select * from read_bodies
    union all
    select * from unread_bodies
),

proposals as (
    select
        agency_id,
        {{ first_rule('kinds', 'agency_name') }} as kind,
        {{ first_rule('levels', 'agency_name') }} as level,
        {{ met_rules('categories', 'agency_name') }} as categories
    from bodies
),

regions as (
    select adcode, arg_max(name, coalesce(valid_to, date '9999-12-31')) as name
    from {{ reference('region') }}
    group by adcode
),

-- A step on record by which a body took another name, went into another or was abolished ended it that day, unless a later
-- step brought it back; what it was renamed to began that day, unless it had been there before.
steps as (
    select * from {{ ref('int_lineage') }} where predecessor_agency_id <> successor_agency_id
),

ended as (
    select steps.predecessor_agency_id as agency_id, max(steps.effective_on) as ended_on
    from steps
    left join steps as later
        on later.successor_agency_id = steps.predecessor_agency_id and later.effective_on >= steps.effective_on
    where steps.kind in ('rename', 'merge', 'abolish') and later.kind is null
    group by steps.predecessor_agency_id
),

begun as (
    select steps.successor_agency_id as agency_id, min(steps.effective_on) as begun_on
    from steps
    left join steps as earlier
        on earlier.predecessor_agency_id = steps.successor_agency_id and earlier.effective_on <= steps.effective_on
    where steps.kind = 'rename' and earlier.kind is null
    group by steps.successor_agency_id
),

judged as (
    select
        bodies.*,
        coalesce(regions.name, portal.name) as region_name,
        coalesce(decided.kind, case when bodies.scope = 'area' then 'government' end, proposals.kind) as kind,
        coalesce(decided.level, proposals.level, {{ level_of('bodies.adcode') }}) as level,
        case
            when len(decided.categories) > 0 then decided.categories
            else proposals.categories[1:2]
        end as categories,
        decided.parent_name,
        coalesce(decided.valid_from, begun.begun_on) as valid_from,
        coalesce(decided.valid_to, ended.ended_on) as valid_to,
        case
            when decided.agency_name is not null then 'decided'
            when proposals.kind is not null or bodies.scope = 'area' then 'proposed'
            else 'unknown'
        end as classified_by
    from bodies
    left join regions using (adcode)
    left join {{ reference('portal') }} as portal using (portal_id)
    left join proposals on proposals.agency_id = bodies.agency_id
    left join begun on begun.agency_id = bodies.agency_id
    left join ended on ended.agency_id = bodies.agency_id
    left join {{ reference('agency') }} as decided
        on decided.agency_name = bodies.agency_name
        and coalesce(decided.adcode, bodies.adcode) = bodies.adcode
)

select
    judged.* exclude (parent_name, categories),
    case when judged.kind = 'government' then []::varchar[] else judged.categories end as categories,
    (
        select min(parents.agency_id)
        from bodies as parents
        where parents.agency_name = judged.parent_name
    ) as parent_agency_id
from judged

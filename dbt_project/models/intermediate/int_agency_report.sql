-- One row a report read from a document that names its body and its year: which body that is, one key for all years.
with

documents as (
    select stg_documents.*, portal.adcode as portal_adcode
    from {{ ref('stg_documents') }} as stg_documents
    left join {{ reference('portal') }} as portal using (portal_id)
    where stg_documents.status in ('accepted', 'quarantined')
        and stg_documents.agency_printed is not null
        and stg_documents.report_year is not null
),

decided as (
    select
        unnest(printed_as) as agency_printed,
        agency_name,
        adcode,
        credit_code
    from {{ reference('agency') }}
),

decided_names as (
    select *, count(*) over (partition by agency_printed) as n_bodies
    from decided
),

-- A document added by hand has no portal: the one place where portals show a body of its name is taken.
places as (
    select agency_printed, min(portal_adcode) as adcode
    from documents
    group by agency_printed
    having count(distinct portal_adcode) = 1
),

placed as (
    select
        documents.*,
        coalesce(decided_names.agency_name, documents.agency_printed) as agency_name,
        decided_names.adcode as decided_adcode,
        decided_names.credit_code as decided_code,
        coalesce(decided_names.adcode, documents.portal_adcode, places.adcode, '000000') as place
    from documents
    left join places using (agency_printed)
    -- A decision about a name reaches no further than its province, unless the name itself stands for several bodies.
    left join decided_names
        on decided_names.agency_printed = documents.agency_printed
        and (
            decided_names.adcode = documents.portal_adcode
            or (
                decided_names.n_bodies = 1
                and coalesce(left(decided_names.adcode, 2) = left(documents.portal_adcode, 2), true)
            )
        )
),

-- A code printed for two names in one year belongs to the site, not to a body.
names_by_code as (
    select credit_code, report_year, count(distinct agency_name) as n_names
    from placed
    where credit_code is not null
    group by all
),

trusted_codes as (
    select credit_code
    from names_by_code
    group by credit_code
    having max(n_names) = 1
),

codes as (
    select place, agency_name, credit_code
    from placed
    semi join trusted_codes using (credit_code)
    group by place, agency_name, credit_code
    qualify row_number() over (partition by place, agency_name order by count(*) desc, credit_code) = 1
)

select
    coalesce(
        placed.decided_code,
        codes.credit_code,
        placed.place || '-' || left(sha256(placed.agency_name), 8)
    ) as agency_id,
    coalesce(placed.decided_code, codes.credit_code) as agency_code,
    coalesce(
        placed.decided_adcode,
        substr(coalesce(placed.decided_code, codes.credit_code), 3, 6),
        placed.place
    ) as adcode,
    placed.* exclude (decided_code, decided_adcode, place, portal_adcode, credit_code)
from placed
left join codes
    on codes.place = placed.place and codes.agency_name = placed.agency_name

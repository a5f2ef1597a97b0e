-- One row a report read from a document that names its body and its year: which body that is, one key for all years. Numbered
-- in the order of reports: by the number a cell and a version name what they were read from.
with

-- What the person who added a document by hand says of it; heard only where the document itself is silent.
declared as (
    select document_sha256, min(declared_agency) as agency, min(declared_year) as report_year
    from {{ ref('stg_captures') }}
    where role = 'added'
    group by document_sha256
),

identified as (
    select
        stg_documents.* replace (
            coalesce(stg_documents.agency_printed, declared.agency) as agency_printed,
            coalesce(stg_documents.report_year, declared.report_year) as report_year
        ),
        stg_documents.agency_printed is null or stg_documents.report_year is null as is_declared
    from {{ ref('stg_documents') }} as stg_documents
    left join declared
        on declared.document_sha256
            = case when stg_documents.portal_id = '{{ by_hand() }}' then stg_documents.document_sha256 end
),

documents as (
    select identified.*, portal.adcode as portal_adcode
    from identified
    left join {{ reference('portal') }} as portal using (portal_id)
    where identified.status in ('accepted', 'quarantined')
        and identified.agency_printed is not null
        and identified.report_year is not null
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

-- A document added by hand has no portal: the one place where portals show a body of its name is taken, else the one
-- division whose name, with or without those above it, the body's own begins with.
shown_at as (
    select agency_printed, min(portal_adcode) as adcode
    from documents
    group by agency_printed
    having count(distinct portal_adcode) = 1
),

divisions as (
    select below.adcode, below.name, above.name || below.name as name_with_above
    from {{ reference('region') }} as below
    left join {{ reference('region') }} as above
        on above.adcode = below.parent_adcode and above.valid_to is null
    where below.valid_to is null
),

named_after as (
    select agency_printed, min(adcode) as adcode
    from (
        select distinct documents.agency_printed, divisions.adcode, spelled.name
        from documents
        cross join divisions
        cross join unnest([divisions.name, divisions.name_with_above]) as spelled (name)
        where documents.portal_adcode is null and starts_with(documents.agency_printed, spelled.name)
        qualify rank() over (partition by documents.agency_printed order by length(spelled.name) desc) = 1
    ) as nearest
    group by agency_printed
    having count(distinct adcode) = 1
),

places as (
    select
        names.agency_printed,
        coalesce(shown_at.adcode, named_after.adcode) as adcode
    from (select distinct agency_printed from documents) as names
    left join shown_at using (agency_printed)
    left join named_after using (agency_printed)
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
),

known as (
    select
        coalesce(
            placed.decided_code,
            codes.credit_code,
            {{ key_of_a_name('placed.place', 'placed.agency_name') }}
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
),

reports as (
    select *, agency_id || '-' || report_year as report_id
    from known
)

select
    (row_number() over (order by report_id, portal_id, document_sha256, report_index))::int as document,
    *
from reports

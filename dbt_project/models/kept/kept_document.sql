-- One row a report of a document: whose it is, whether it is the one that speaks for its report now, and which of its cells a
-- finding of the version that speaks names: a sum that fails, or a sentence that disagrees.
with

current_reports as (
    select report_id, document, portal_id, document_sha256, report_index from {{ ref('int_report') }}
),

named as (
    select reports.document, unnest(checks.cells) as cell
    from current_reports as reports
    join {{ ref('stg_checks') }} as checks using (portal_id, document_sha256, report_index)
    where checks.state = 'fails'

    union

    select reports.document, unnest(claims.held_against)
    from current_reports as reports
    join {{ ref('int_claim') }} as claims using (report_id)
    where claims.is_current
        and (claims.verdict = 'mismatch' or not claims.agrees_with_prior or claims.quoted_prior <> claims.printed_prior)
),

in_finding as (
    select named.document, list(places.place order by places.place) as places
    from named
    join {{ ref('kept_place') }} as places
        on named.cell = places.table_key || '.' || places.row_key || '.' || places.column_key
    group by named.document
)

select
    documents.document,
    documents.report_id,
    documents.agency_id,
    agencies.agency_name,
    agencies.region_name,
    documents.report_year,
    documents.portal_id,
    documents.document_sha256,
    documents.report_index,
    current_reports.document is not null as is_current,
    in_finding.places as in_finding
from {{ ref('int_agency_report') }} as documents
left join current_reports on current_reports.document = documents.document
left join in_finding on in_finding.document = documents.document
join {{ ref('int_agency') }} as agencies on agencies.agency_id = documents.agency_id
order by documents.document

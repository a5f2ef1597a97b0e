-- One row a cell of a current report of which there is more to say than it prints: a correction, or that a finding of the
-- version that speaks names it: a sum that fails, or a sentence that disagrees.
with

documents as (
    select * from {{ ref('kept_document') }} where is_current
),

named as (
    select documents.document, unnest(checks.cells) as cell
    from documents
    join {{ ref('stg_checks') }} as checks using (portal_id, document_sha256, report_index)
    where checks.state = 'fails'

    union

    select documents.document, unnest(claims.held_against)
    from documents
    join {{ ref('int_claim') }} as claims using (report_id)
    where claims.is_current
        and (claims.verdict = 'mismatch' or not claims.agrees_with_prior or claims.quoted_prior <> claims.printed_prior)
),

found as (
    select named.document, places.place
    from named
    join {{ ref('kept_place') }} as places
        on named.cell = places.table_key || '.' || places.row_key || '.' || places.column_key
)

select
    document,
    place,
    corrections.value,
    case when corrections.value is not null then 'corrected' else 'in_finding' end as flag
from found
full join {{ ref('int_correction') }} as corrections using (document, place)

-- One row a body and year: the version that speaks for it, chosen by the precedence that macros/versions.sql declares.
with

candidates as (
    select *
    from {{ ref('int_version') }}
    qualify row_number() over (
        partition by report_id, url, report_index
        order by {{ latest_at_its_address() }}
    ) = 1
),

chosen as (
    select *
    from candidates
    qualify row_number() over (
        partition by report_id
        order by {{ first_among_addresses('url') }}
    ) = 1
),

-- What the page that carries an attachment says of it.
pages as (
    select
        captures.portal_id,
        captures.url,
        captures.link_title,
        captures.listed_on,
        documents.printed_on,
        documents.meta_published_on
    from {{ ref('stg_captures') }} as captures
    left join {{ ref('stg_documents') }} as documents
        on documents.portal_id = captures.portal_id
        and documents.document_sha256 = captures.document_sha256
        and documents.report_index = 0
    where captures.role = 'page' and captures.http_status = 200
    qualify row_number() over (
        partition by captures.portal_id, captures.url
        order by captures.fetched_at desc, captures.document_sha256
    ) = 1
)

select
    chosen.* exclude (link_title, listed_on, via),
    case when chosen.role = 'attachment' then chosen.via else chosen.url end as page_url,
    coalesce(chosen.link_title, pages.link_title) as link_title,
    coalesce(chosen.listed_on, pages.listed_on) as listed_on,
    chosen.version_number < chosen.n_versions as is_stale,
    documents.parser_version,
    documents.document_format,
    documents.reason_codes,
    documents.reasons,
    documents.reasons_zh,
    documents.agency_printed,
    documents.edition,
    documents.scope,
    documents.title,
    documents.period_start,
    documents.period_end,
    coalesce(documents.printed_on, pages.printed_on) as printed_on,
    coalesce(documents.meta_published_on, pages.meta_published_on) as meta_published_on
from chosen
join {{ ref('stg_documents') }} as documents
    on documents.portal_id = chosen.portal_id
    and documents.document_sha256 = chosen.document_sha256
    and documents.report_index = chosen.report_index
left join pages
    on pages.portal_id = chosen.portal_id
    and pages.url = case when chosen.role = 'attachment' then chosen.via end

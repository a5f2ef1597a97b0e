-- depends_on: {{ source('parsed', 'documents') }}
select
    portal_id,
    document_sha256,
    report_index,
    parser_version,
    format as document_format,
    status,
    reason_codes,
    reasons,
    reasons_zh,
    agency as agency_printed,
    report_year,
    edition,
    scope,
    title,
    period_start,
    period_end,
    printed_on,
    meta_published_on,
    case when regexp_full_match(credit_code, '[0-9A-Z]{18}') then credit_code end as credit_code
from {{ read('GONGKAI_PARSED', 'portal=*/documents.parquet', 'documents') }}

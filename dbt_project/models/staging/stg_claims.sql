-- depends_on: {{ source('parsed', 'claims') }}
select
    portal_id,
    document_sha256,
    report_index,
    claim_index,
    kind,
    measure,
    value,
    percent,
    unit,
    base_year,
    sentence,
    span_start,
    span_end,
    verdict,
    verdict_detail,
    held_against,
    implied_prior,
    quoted_prior
from {{ read('GONGKAI_PARSED', 'portal=*/claims.parquet', 'claims') }}

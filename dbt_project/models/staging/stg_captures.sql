-- depends_on: {{ source('archive', 'captures') }}
select
    run_id,
    portal_id,
    url,
    role,
    via,
    link_title,
    listed_on,
    status as http_status,
    blocked_kind,
    -- times are kept in UTC without a zone, so no reader's own zone moves them
    fetched_at at time zone 'UTC' as fetched_at,
    payload_sha256 as document_sha256,
    warc_file,
    warc_offset,
    file_name,
    -- what the crawl made of a portal's answers nobody added
    case when role = 'added' then added_by end as added_by,
    declared_agency,
    declared_year
from {{ read('GONGKAI_CAPTURES', '*.parquet', 'captures') }}

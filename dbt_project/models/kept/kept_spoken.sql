-- One row a version and stretch of time in which it spoke for its report: the declared precedence as it stood each time
-- another version of the report came to be known. The last stretch has no end.
with

versions as (
    select versions.*, documents.document
    from {{ ref('fct_report_version') }} as versions
    join {{ ref('kept_document') }} as documents using (report_id, portal_id, document_sha256, report_index)
),

known as (
    select moments.moment, versions.*
    from (select distinct report_id, first_seen_at as moment from versions) as moments
    join versions on versions.report_id = moments.report_id and versions.first_seen_at <= moments.moment
),

candidates as (
    select *
    from known
    qualify row_number() over (
        partition by report_id, moment, source_url, report_index
        order by {{ latest_at_its_address() }}
    ) = 1
),

speaking as (
    select *
    from candidates
    qualify row_number() over (
        partition by report_id, moment
        order by {{ first_among_addresses('source_url') }}
    ) = 1
)

select
    document,
    version_id,
    report_id,
    moment as spoke_from,
    lead(moment) over (partition by report_id order by moment) as spoke_until
from speaking
order by document, spoke_from

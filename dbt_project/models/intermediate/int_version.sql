-- One row a version of a report at one address: captures in a row whose cells and sentences say the same.
-- A page whose frame changes every day stays one version; the first document of a version stands for it.
with

cell_facts as (
    select
        cells.document,
        sum(hash(places.line, cells.value, readings.state)::hugeint) as digest,
        count(cells.value) as reported_cells
    from {{ ref('kept_cell') }} as cells
    join {{ ref('kept_place') }} as places using (place)
    join {{ ref('kept_reading') }} as readings using (reading)
    group by cells.document
),

claim_facts as (
    select
        portal_id,
        document_sha256,
        report_index,
        sum(hash(kind, measure, value, percent, sentence)::hugeint) as digest
    from {{ ref('stg_claims') }}
    group by all
),

sightings as (
    select
        reports.document,
        reports.report_id,
        reports.agency_id,
        reports.report_year,
        reports.portal_id,
        reports.document_sha256,
        reports.report_index,
        reports.status,
        reports.is_declared,
        coalesce(cell_facts.reported_cells, 0) as reported_cells,
        hash(reports.status, cell_facts.digest, claim_facts.digest) as digest,
        captures.url,
        captures.role,
        captures.via,
        captures.link_title,
        captures.listed_on,
        captures.fetched_at,
        captures.warc_file,
        captures.warc_offset,
        captures.file_name,
        captures.added_by
    from {{ ref('int_agency_report') }} as reports
    join {{ ref('stg_captures') }} as captures
        on captures.portal_id = reports.portal_id
        and captures.document_sha256 = reports.document_sha256
    left join cell_facts on cell_facts.document = reports.document
    left join claim_facts
        on claim_facts.portal_id = reports.portal_id
        and claim_facts.document_sha256 = reports.document_sha256
        and claim_facts.report_index = reports.report_index
    where {{ holds_a_document('captures') }}
),

marked as (
    select *, digest is distinct from lag(digest) over chain as is_new
    from sightings
    window chain as (
        partition by agency_id, report_year, url, report_index
        order by fetched_at, document_sha256, warc_file, warc_offset
    )
),

numbered as (
    select
        *,
        sum(is_new::int) over (
            partition by agency_id, report_year, url, report_index
            order by fetched_at, document_sha256, warc_file, warc_offset
            rows unbounded preceding
        )::int as version_number
    from marked
),

versions as (
    select
        agency_id,
        report_year,
        report_id,
        url,
        report_index,
        version_number,
        min(fetched_at) as first_seen_at,
        max(fetched_at) as last_seen_at,
        first(
            {
                'document': document,
                'portal_id': portal_id,
                'document_sha256': document_sha256,
                'status': status,
                'reported_cells': reported_cells,
                'role': role,
                'via': via,
                'link_title': link_title,
                'listed_on': listed_on,
                'warc_file': warc_file,
                'warc_offset': warc_offset,
                'file_name': file_name,
                'added_by': added_by,
                'is_declared': is_declared
            }
            order by fetched_at, document_sha256, warc_file, warc_offset
        ) as seen
    from numbered
    group by all
)

select
    * exclude (seen),
    seen.*,
    report_id || '@' || left(sha256(url || '#' || report_index), 6) || '-v' || version_number as version_id,
    max(version_number) over (partition by agency_id, report_year, url, report_index) as n_versions
from versions

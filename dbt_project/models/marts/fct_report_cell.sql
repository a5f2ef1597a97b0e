with

current_reports as (
    select * from {{ ref('int_report') }}
),

-- Cells named by a finding of the version that speaks: a sum that fails, or a sentence that disagrees.
named as (
    select current_reports.report_id, unnest(checks.cells) as cell
    from current_reports
    join {{ ref('stg_checks') }} as checks using (portal_id, document_sha256, report_index)
    where checks.state = 'fails'

    union all

    select report_id, unnest(held_against)
    from {{ ref('int_claim') }}
    where is_current and (verdict = 'mismatch' or not agrees_with_prior or quoted_prior <> printed_prior)
),

doubts as (
    select report_id, list(cell) as doubted
    from named
    group by report_id
),

reports as (
    select current_reports.*, agencies.agency_name, agencies.region_name, doubts.doubted
    from current_reports
    join {{ ref('dim_agency') }} as agencies using (agency_id)
    left join doubts using (report_id)
),

{% set columns = ['report_id', 'agency_id', 'agency_name', 'region_name', 'report_year', 'doubted'] -%}
cells as (
    {{ cells_as_used('reports', columns) }}
)

select
    report_id,
    table_key,
    row_key,
    column_key,
    agency_id,
    agency_name,
    region_name,
    report_year,
    concept,
    edition,
    value,
    state,
    printed_text,
    unit,
    implied_value,
    implied_by,
    method,
    locator,
    document_sha256,
    case
        when is_corrected then 'corrected'
        -- most reports have none, and of those no name is put together
        when doubted is not null
            then case when list_contains(doubted, table_key || '.' || row_key || '.' || column_key) then 'in_finding' end
    end as flag
from cells

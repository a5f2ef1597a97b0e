with

reports as (
    select reports.*, agencies.agency_name, agencies.region_name
    from {{ ref('int_report') }} as reports
    join {{ ref('dim_agency') }} as agencies using (agency_id)
),

-- Cells named by a finding of the version that speaks: a sum that fails, or a sentence that disagrees.
doubted as (
    select reports.report_id, unnest(checks.cells) as cell
    from reports
    join {{ ref('stg_checks') }} as checks using (portal_id, document_sha256, report_index)
    where checks.state = 'fails'

    union

    select report_id, unnest(held_against)
    from {{ ref('int_claim') }}
    where is_current and (verdict = 'mismatch' or not agrees_with_prior or quoted_prior <> printed_prior)
)

select
    reports.report_id,
    cells.table_key,
    cells.row_key,
    cells.column_key,
    reports.agency_id,
    reports.agency_name,
    reports.region_name,
    reports.report_year,
    cells.concept,
    cells.edition,
    cells.value,
    cells.state,
    cells.printed_text,
    cells.unit,
    cells.implied_value,
    cells.implied_by,
    cells.method,
    cells.locator,
    cells.document_sha256,
    case when cells.is_corrected then 'corrected' when doubted.cell is not null then 'in_finding' end as flag
from reports
join {{ ref('int_cell') }} as cells using (report_id)
left join doubted
    on doubted.report_id = reports.report_id
    and doubted.cell = cells.table_key || '.' || cells.row_key || '.' || cells.column_key

with

reports as (
    select reports.*, agencies.agency_name, agencies.region_name
    from {{ ref('int_report') }} as reports
    join {{ ref('dim_agency') }} as agencies using (agency_id)
),

-- Cells named by a check that fails, a list a report: few reports have one.
doubted as (
    select reports.report_id, flatten(list(checks.cells)) as cells
    from reports
    join {{ ref('stg_checks') }} as checks using (portal_id, document_sha256, report_index)
    where checks.state = 'fails'
    group by reports.report_id
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
    case
        when cells.is_corrected then 'corrected'
        when doubted.cells is null then null
        when list_contains(doubted.cells, cells.table_key || '.' || cells.row_key || '.' || cells.column_key)
            then 'in_finding'
    end as flag
from {{ ref('int_cell') }} as cells
join reports using (report_id)
left join doubted using (report_id)

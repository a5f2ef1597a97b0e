with

corrections as (
    select * from {{ reference('correction') }}
),

reports as (
    select reports.report_id, reports.document, reports.report_year, agencies.agency_id, agencies.agency_name, agencies.region_name
    from {{ ref('int_report') }} as reports
    join {{ ref('dim_agency') }} as agencies using (agency_id)
),

printed as (
    select reports.report_id, places.table_key, places.row_key, places.column_key, cells.value
    from corrections
    join reports using (agency_name, report_year)
    join {{ ref('kept_place') }} as places using (table_key, row_key, column_key)
    join {{ ref('kept_cell') }} as cells on cells.document = reports.document and cells.place = places.place
)

select
    corrections.agency_name,
    corrections.report_year,
    corrections.table_key,
    corrections.row_key,
    corrections.column_key,
    reports.agency_id,
    reports.region_name,
    reports.report_id,
    printed.value as printed_value,
    corrections.expected_value,
    corrections.value as corrected_value,
    coalesce(printed.value = corrections.expected_value, false) as is_applied,
    case
        when reports.report_id is null then 'no report of this body and year is known'
        when printed.value is null then 'the report prints no number in this cell'
        when printed.value <> corrections.expected_value then 'the report prints another number than the one expected'
    end as not_applied_because,
    corrections.note,
    corrections.source,
    corrections.decided_by,
    corrections.decided_on
from corrections
left join reports using (agency_name, report_year)
left join printed using (report_id, table_key, row_key, column_key)

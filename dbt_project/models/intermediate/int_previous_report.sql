-- One row a current report: the latest report before it of the same body, under its former name too where a rename is on
-- record, and whether a split lies between the two. Growth, shares and carry-over are taken from here alone.
with

reports as (
    select report_id, agency_id, report_year from {{ ref('int_report') }}
),

own as (
    select
        *,
        lag(report_id) over earlier as previous_report_id,
        lag(report_year) over earlier as previous_year
    from reports
    window earlier as (partition by agency_id order by report_year)
),

-- Between the body's own reports, or before the first of them.
former as (
    select own.report_id, reports.report_id as previous_report_id, reports.report_year as previous_year
    from own
    join {{ ref('int_lineage') }} as renames
        on renames.kind = 'rename' and renames.successor_agency_id = own.agency_id
    join reports
        on reports.agency_id = renames.predecessor_agency_id
        and reports.report_year < own.report_year
        and reports.report_year > coalesce(own.previous_year, 0)
    qualify row_number() over (partition by own.report_id order by reports.report_year desc, reports.report_id) = 1
),

-- A split counts wherever the two years together hold its day, the first day of them excepted: a body that split in May
-- compares neither with the year before nor with the year after.
splits as (
    select unnest([predecessor_agency_id, successor_agency_id]) as agency_id, effective_on
    from {{ ref('int_lineage') }}
    where kind = 'split'
),

paired as (
    select
        own.report_id,
        own.agency_id,
        own.report_year,
        coalesce(former.previous_report_id, own.previous_report_id) as previous_report_id,
        coalesce(former.previous_year, own.previous_year) as previous_year
    from own
    left join former using (report_id)
)

select
    *,
    previous_year = report_year - 1 as is_consecutive,
    exists (
        select 1
        from splits
        where splits.agency_id = paired.agency_id
            and splits.effective_on > make_date(coalesce(previous_year, report_year - 1), 1, 1)
            and splits.effective_on <= make_date(report_year, 12, 31)
    ) as is_split
from paired

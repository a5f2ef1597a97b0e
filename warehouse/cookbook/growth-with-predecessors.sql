-- zh: 合并前身机构后的增长
-- en: Growth pooled over the bodies that were renamed, merged or moved into one
-- read: every predecessor on record (bridge_agency_lineage), however many steps back, is added in; growth is empty where one of them lacks a count (lacking) or a part of one split off
with recursive asked as (select '示例市文化旅游和体育局' as agency_name),

members as (
    select agency_id from dim_agency join asked using (agency_name)
    union
    select steps.predecessor_agency_id
    from bridge_agency_lineage as steps
    join members on steps.successor_agency_id = members.agency_id
    where steps.kind <> 'split'
),

splits as (
    select distinct year(effective_on) as report_year
    from bridge_agency_lineage
    where kind = 'split'
        and (predecessor_agency_id in (from members)) <> (successor_agency_id in (from members))
),

years as (
    select report_year, sum(request_count) as request_count, count(request_count) as reports,
        count(*) - count(request_count) as lacking
    from mart_coverage
    join members using (agency_id)
    left join mart_agency_year using (agency_id, report_year)
    where is_expected or request_count is not null
    group by report_year
)

select years.report_year, years.request_count, years.reports, years.lacking,
    case when earlier.request_count > 0 and years.lacking = 0 and earlier.lacking = 0 and splits.report_year is null
        then years.request_count / earlier.request_count - 1 end as growth
from years
left join years as earlier on earlier.report_year = years.report_year - 1
left join splits on splits.report_year in (years.report_year, years.report_year - 1)
where years.request_count is not null
order by years.report_year

-- zh: 合并前身机构后的增长
-- en: Growth pooled over the bodies that were merged or moved into one
-- read: each predecessor on record (bridge_agency_lineage) is added in; lacking says how many of them have no count that year
with asked as (select '示例市文化旅游和体育局' as agency_name),

members as (
    select agency_id from dim_agency join asked using (agency_name)
    union
    select steps.predecessor_agency_id
    from bridge_agency_lineage as steps
    join asked on steps.successor_name = asked.agency_name
    where steps.kind in ('rename', 'merge', 'transfer')
),

years as (
    select report_year, sum(request_count) as request_count, count(*) - count(request_count) as lacking, count(*) as reports
    from mart_agency_year
    join members using (agency_id)
    group by report_year
)

select report_year, request_count, reports, lacking,
    case when lag(report_year) over w = report_year - 1 and lag(request_count) over w > 0
        then request_count / lag(request_count) over w - 1 end as growth
from years
window w as (order by report_year)
order by report_year

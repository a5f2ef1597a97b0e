-- zh: 各年全部机关的新收申请合计，全域报告另列
-- en: All agencies' new requests by year, with the whole-area reports beside them
-- read: a whole-area report counts its agencies again, so the two columns are never added
select report_year,
    sum(request_count) filter (kind is distinct from 'government') as by_agencies,
    count(request_count) filter (kind is distinct from 'government') as agencies,
    sum(request_count) filter (kind = 'government') as by_whole_areas,
    count(request_count) filter (kind = 'government') as whole_areas
from mart_agency_year
group by report_year
order by report_year

-- zh: 一个地区未发布或逾期发布的机构
-- en: Missing or late agencies of a region
-- read: days_late counts from the deadline; a report whose date is unknown is neither late nor in time
with asked as (select '示例市' as region_name)

select agency_name, report_year, state, due_on, published_on, published_on - due_on as days_late, evidence
from mart_coverage
join asked using (region_name)
where is_expected and (state in ('missing', 'blocked') or is_late)
order by agency_name, report_year

-- zh: 最近一年上年结转与上年报告对不上的机构
-- en: Carry-over breaks this year
-- read: gap is what this report carries in less what the report before carried out, in each applicant column
with asked as (select max(report_year) as report_year from fct_report)

select agency_name, region_name, column_key, prior_value, current_value, gap
from mart_continuity
join asked using (report_year)
where rule_id = 'X1' and status = 'breaks'
order by abs(gap) desc, agency_name, column_key

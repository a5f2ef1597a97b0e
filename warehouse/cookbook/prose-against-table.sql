-- zh: 正文与表格不符的机构与句子
-- en: Agencies whose prose disagrees with their table
-- read: printed is the figure of the sentence; cells are those it was held against
select agency_name, report_year, place, printed, cells, sentence
from mart_finding
where rule_id like 'claim:%' and resolved_by_version is null
order by agency_name, report_year, rule_id, place

-- zh: 两个夜晚之间说法有变的报告及改动的单元格数
-- en: Reports that say something else on two nights, and in how many cells
-- read: what was known at either instant (UTC), read as it is read today; `select * from cells_changed(...) where agency_name = ...` gives the cells themselves, a side empty that one night did not know
select agency_name, report_year, count(*) as n_cells, count(old_value) as n_known_earlier, count(new_value) as n_known_later
from cells_changed(timestamp '2026-01-01', timestamp '2030-01-01')
where old_value is distinct from new_value
group by agency_name, report_year
order by agency_name, report_year

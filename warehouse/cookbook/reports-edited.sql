-- zh: 发布后被修改的报告及改动的单元格
-- en: Reports edited after publication, and which cells
-- read: each change is TABLE.ROW.COLUMN: before -> after; a row without cells changed a sentence alone
select agency_name, report_year, changed_between, unnest(case when len(cells_changed) = 0 then [null] else cells_changed end) as cell_changed,
    sentences_changed, resolves_finding, source_url
from mart_revision
order by changed_between desc, agency_name, report_year, cell_changed

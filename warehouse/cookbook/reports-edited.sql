-- zh: 发布后被修改的报告及改动的单元格
-- en: Reports edited after publication, and which cells
-- read: each change is TABLE.ROW.COLUMN: before -> after; no cells where a sentence alone changed; fct_revision_cell has a row a cell
select agency_name, report_year, changed_between, len(cells_changed) as n_cells, array_to_string(cells_changed, '; ') as cells_changed,
    sentences_changed, resolves_finding, source_url
from mart_revision
order by changed_by desc, agency_name, report_year, source_url

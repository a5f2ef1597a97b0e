-- zh: 由图像识别读出的单元格
-- en: Cells that were read by OCR
-- read: ocr+identity means that the sums of the form settled a doubtful figure; printed_text is what was recognised
select agency_name, report_year, table_key, row_key, column_key, value, printed_text, method, locator, document_sha256
from fct_report_cell
where method like 'ocr%' and state = 'reported'
order by agency_name, report_year, table_key, row_key, column_key

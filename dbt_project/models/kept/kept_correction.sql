-- One row a cell of a current report that a person corrected, where the printed value is the one that the correction expects.
select reports.document, cells.place, given.value
from {{ reference('correction') }} as given
join {{ ref('int_agency') }} as bodies using (agency_name)
join {{ ref('int_report') }} as reports
    on reports.agency_id = bodies.agency_id and reports.report_year = given.report_year
join {{ ref('kept_place') }} as places
    on places.table_key = given.table_key
    and places.row_key = given.row_key
    and places.column_key = given.column_key
join {{ ref('kept_cell') }} as cells
    on cells.document = reports.document and cells.place = places.place and cells.value = given.expected_value

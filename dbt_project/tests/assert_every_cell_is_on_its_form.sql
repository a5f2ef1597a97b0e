-- A key that the edition of the cell does not have would be read and never counted.
select places.place, places.edition, places.table_key, places.row_key, places.column_key
from {{ ref('kept_place') }} as places
anti join {{ ref('dim_form_cell') }} as form using (edition, table_key, row_key, column_key)
where places.edition in (select edition from {{ ref('dim_form_cell') }})

-- A blank is never a zero: a value where no number is printed, or a printed number without its value.
select cells.document, cells.place, readings.state, cells.value
from {{ ref('kept_cell') }} as cells
join {{ ref('kept_reading') }} as readings using (reading)
where (readings.state = 'reported') <> (cells.value is not null)

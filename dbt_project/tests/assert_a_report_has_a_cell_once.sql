-- A row and column of a report that stand in it twice would count twice.
select cells.document, count(*) as n_cells
from {{ ref('kept_cell') }} as cells
join {{ ref('kept_place') }} as places using (place)
group by cells.document
having count(*) > list_unique(list(places.line))

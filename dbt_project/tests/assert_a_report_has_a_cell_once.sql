-- A row and column of a report that stand in it twice would count twice; rows of one line always have one hash.
select cells.document, count(*) as n_cells
from {{ ref('kept_cell') }} as cells
join {{ ref('kept_place') }} as places using (place)
group by cells.document
having count(*) > len(list_distinct(list(places.line)))

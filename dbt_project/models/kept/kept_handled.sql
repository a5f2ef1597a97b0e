-- One row a current report and column of the requests: what the shares of its outcomes are taken of.
select measures.document, columns.column_number, measures.value, measures.uses_implied
from {{ ref('int_measure') }} as measures
join (select distinct column_key, column_number from {{ ref('kept_place') }}) as columns using (column_key)
where measures.measure_key = 'total_handled'

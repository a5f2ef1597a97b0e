-- zh: 仓库在过去某一时刻的说法，与今天不同之处
-- en: What the warehouse said on a past night, where it differs from today
-- read: what was captured by that instant (UTC), read as it is read today; edit the instant
select
    coalesce(past.agency_name, today.agency_name) as agency_name,
    coalesce(past.report_year, today.report_year) as report_year,
    past.value as request_count_then,
    today.value as request_count_today
from (
    select * from cells_as_of(timestamp '2030-01-01')
    where table_key = 'requests' and row_key = 'new_received' and column_key = 'total'
) as past
full join (
    select * from fct_report_cell
    where table_key = 'requests' and row_key = 'new_received' and column_key = 'total'
) as today using (report_id)
where past.value is distinct from today.value
order by agency_name, report_year

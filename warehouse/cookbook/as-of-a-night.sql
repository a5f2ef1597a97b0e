-- zh: 仓库在过去某一时刻的说法，与今天不同之处
-- en: What the warehouse said on a past night, where it differs from today
-- read: what was captured by that instant (UTC), read as it is read today; edit the instant, and the cell
select agency_name, report_year, old_value as request_count_then, new_value as request_count_today
from cells_changed(timestamp '2030-01-01', now()::timestamp)
where table_key = 'requests' and row_key = 'new_received' and column_key = 'total' and old_value is distinct from new_value
order by agency_name, report_year

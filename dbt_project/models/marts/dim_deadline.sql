select
    applies_to,
    coalesce(last_report_year, 9999) as last_report_year,
    month,
    day,
    source
from {{ reference('deadline') }}

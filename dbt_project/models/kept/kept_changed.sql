{{ config(post_hook="{{ as_of_macros() }}") }}
-- One row a cell in which the documents that spoke for a report one after the other differ: the few that two nights can have
-- told otherwise, so that nobody who asks about two nights reads those of a whole country.
with

spoken as (
    select *, count(*) over (partition by report_id) as n_documents
    from (select distinct report_id, document from {{ ref('kept_spoken') }})
),

cells as (
    select
        spoken.report_id,
        spoken.n_documents,
        cells.document,
        places.line,
        coalesce(corrections.value, cells.value) as value,
        readings.state
    from {{ ref('kept_cell') }} as cells
    join spoken on spoken.document = cells.document and spoken.n_documents > 1
    join {{ ref('kept_place') }} as places using (place)
    join {{ ref('kept_reading') }} as readings using (reading)
    left join {{ ref('kept_correction') }} as corrections
        on corrections.document = cells.document and corrections.place = cells.place
),

alike as (
    select report_id, line
    from cells
    group by report_id, line
    having count(*) = any_value(n_documents)
        and count(value) in (0, count(*))
        and min(value) is not distinct from max(value)
        and min(state) = max(state)
)

select document, line, value, state
from cells
anti join alike using (report_id, line)
order by document, line

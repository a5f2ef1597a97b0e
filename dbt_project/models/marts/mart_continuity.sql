with

lines as (
    select line, any_value(table_key) as table_key, any_value(row_key) as row_key, any_value(column_key) as column_key
    from {{ ref('kept_place') }}
    group by line
),

-- The few cells that the rules below speak of, as they are used.
cells as materialized (
    select cells.document, places.line, places.edition, coalesce(corrections.value, cells.value) as value
    from {{ ref('kept_cell') }} as cells
    join {{ ref('kept_place') }} as places using (place)
    left join {{ ref('kept_correction') }} as corrections using (document, place)
    where (places.table_key = 'requests' and places.row_key in ('carried_in', 'carried_out'))
        or places.column_key in ('in_force', 'issued', 'repealed', 'items_last_year', 'items_change')
),

current_reports as (
    select report_id, document from {{ ref('kept_document') }} where is_current
),

pairs as (
    select
        reports.agency_id,
        reports.agency_name,
        reports.region_name,
        previous.previous_year as prior_year,
        reports.report_year,
        previous.is_consecutive,
        previous.is_split,
        now.document,
        before.document as prior_document
    from {{ ref('fct_report') }} as reports
    join {{ ref('int_previous_report') }} as previous using (report_id)
    join current_reports as now using (report_id)
    join current_reports as before on before.report_id = previous.previous_report_id
),

form as (
    select distinct table_key, row_key, column_key from {{ ref('dim_form_cell') }}
),

-- The cell that carries on, and the cells of the year before (and of this one) that say what it must be.
rules as (
    select 'X1' as rule_id, table_key, row_key, column_key, 'carried_out' as prior_row, column_key as prior_column,
        null as plus_column, null as minus_column, false as plus_is_prior
    from form
    where table_key = 'requests' and row_key = 'carried_in'

    union all

    select 'X2', table_key, row_key, column_key, row_key, 'in_force', 'issued', 'repealed', false
    from form
    where column_key = 'in_force'

    union all

    select 'X3', table_key, row_key, column_key, row_key, 'items_last_year', 'items_change', null, true
    from form
    where column_key = 'items_last_year'
),

ruled as (
    select
        rules.*,
        present.line as present_line,
        prior.line as prior_line,
        plus.line as plus_line,
        minus.line as minus_line
    from rules
    left join lines as present
        on present.table_key = rules.table_key and present.row_key = rules.row_key
        and present.column_key = rules.column_key
    left join lines as prior
        on prior.table_key = rules.table_key and prior.row_key = rules.prior_row
        and prior.column_key = rules.prior_column
    left join lines as plus
        on plus.table_key = rules.table_key and plus.row_key = rules.row_key
        and plus.column_key = rules.plus_column
    left join lines as minus
        on minus.table_key = rules.table_key and minus.row_key = rules.row_key
        and minus.column_key = rules.minus_column
),

compared as (
    select
        pairs.*,
        ruled.rule_id,
        ruled.table_key,
        ruled.row_key,
        ruled.column_key,
        prior.value as prior_value,
        case
            when ruled.plus_column is null then prior.value
            else prior.value + plus.value - case when ruled.minus_column is null then 0 else minus.value end
        end as expected_value,
        present.value as current_value,
        prior.edition as prior_edition,
        present.edition as current_edition
    from pairs
    cross join ruled
    left join cells as present on present.document = pairs.document and present.line = ruled.present_line
    left join cells as prior on prior.document = pairs.prior_document and prior.line = ruled.prior_line
    left join cells as plus
        on plus.document = case when ruled.plus_is_prior then pairs.prior_document else pairs.document end
        and plus.line = ruled.plus_line
    left join cells as minus on minus.document = pairs.document and minus.line = ruled.minus_line
    -- a rule about cells that neither form has says nothing
    where prior.edition is not null or present.edition is not null
),

judged as (
    select
        *,
        case
            when not is_consecutive then 'year_missing'
            when is_split then 'split'
            when prior_edition is null or current_edition is null then 'not_on_form'
            when expected_value is null then 'prior_not_printed'
            when current_value is null then 'current_not_printed'
        end as skipped_because
    from compared
)

select
    agency_id,
    report_year,
    rule_id,
    table_key,
    row_key,
    column_key,
    agency_name,
    region_name,
    prior_year,
    prior_value,
    expected_value,
    current_value,
    case when skipped_because is null then current_value - expected_value end as gap,
    case
        when skipped_because is not null then 'skipped'
        when current_value = expected_value then 'holds'
        else 'breaks'
    end as status,
    skipped_because
from judged

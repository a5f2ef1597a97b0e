with

-- The few cells that the rules below speak of.
cells as (
    select report_id, table_key, row_key, column_key, edition, value
    from {{ ref('fct_report_cell') }}
    where (table_key = 'requests' and row_key in ('carried_in', 'carried_out'))
        or column_key in ('in_force', 'issued', 'repealed', 'items_last_year', 'items_change')
),

pairs as (
    select
        reports.report_id,
        reports.agency_id,
        reports.agency_name,
        reports.region_name,
        previous.previous_report_id,
        previous.previous_year as prior_year,
        reports.report_year,
        previous.is_consecutive,
        previous.is_split
    from {{ ref('fct_report') }} as reports
    join {{ ref('int_previous_report') }} as previous using (report_id)
    where previous.previous_report_id is not null
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

compared as (
    select
        pairs.*,
        rules.rule_id,
        rules.table_key,
        rules.row_key,
        rules.column_key,
        prior.value as prior_value,
        case
            when rules.plus_column is null then prior.value
            else prior.value + plus.value - case when rules.minus_column is null then 0 else minus.value end
        end as expected_value,
        present.value as current_value,
        prior.edition as prior_edition,
        present.edition as current_edition
    from pairs
    cross join rules
    left join cells as present
        on present.report_id = pairs.report_id
        and present.table_key = rules.table_key and present.row_key = rules.row_key
        and present.column_key = rules.column_key
    left join cells as prior
        on prior.report_id = pairs.previous_report_id
        and prior.table_key = rules.table_key and prior.row_key = rules.prior_row
        and prior.column_key = rules.prior_column
    left join cells as plus
        on plus.report_id = case when rules.plus_is_prior then pairs.previous_report_id else pairs.report_id end
        and plus.table_key = rules.table_key and plus.row_key = rules.row_key
        and plus.column_key = rules.plus_column
    left join cells as minus
        on minus.report_id = pairs.report_id
        and minus.table_key = rules.table_key and minus.row_key = rules.row_key
        and minus.column_key = rules.minus_column
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

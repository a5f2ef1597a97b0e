-- One row a version of a report, rule and place: what does not add up in it, or where its prose disagrees with a table.
with

failing as (
    select versions.*, checks.* exclude (portal_id, document_sha256, report_index, state)
    from {{ ref('int_version_told') }} as versions
    join {{ ref('stg_checks') }} as checks using (portal_id, document_sha256, report_index)
    where checks.state = 'fails'
),

lines as (
    select 'column' as along, table_key, column_key as place, arg_max(column_zh, edition) as zh,
        arg_max(column_en, edition) as en
    from {{ ref('dim_form_cell') }}
    group by all

    union all

    select 'row', table_key, row_key, arg_max(row_zh, edition), arg_max(row_en, edition)
    from {{ ref('dim_form_cell') }}
    group by all
),

rules as (
    select rule_id, any_value(table_key) as table_key, any_value(along) as along, arg_max(zh, edition) as zh,
        arg_max(en, edition) as en
    from {{ reference('form_identity') }}
    group by rule_id
),

identity_findings as (
    select
        failing.report_id,
        failing.rule_id,
        failing.place,
        'error' as severity,
        failing.printed,
        failing.expected,
        failing.cells,
        null as sentence,
        format('{}：{}。按印出的数，合计一边为{}，各项一边为{}，相差{}。', lines.zh, rules.zh,
            {{ plain('failing.printed') }}, {{ plain('failing.expected') }},
            {{ plain('failing.printed - failing.expected') }}) as explanation_zh,
        format('{}: {}. As printed, the side of the totals is {} and that of the parts {}: a difference of {}.', lines.en, rules.en,
            {{ plain('failing.printed') }}, {{ plain('failing.expected') }},
            {{ plain('failing.printed - failing.expected') }}) as explanation_en,
        failing.repair_cell || ' = ' || {{ plain('failing.repair_value') }} as repair,
        failing.first_seen_at,
        failing.version_number,
        failing.version_id
    from failing
    left join rules using (rule_id)
    left join lines on lines.table_key = rules.table_key and lines.along = rules.along and lines.place = failing.place
),

disagreeing as (
    select * from {{ ref('int_claim') }} where verdict = 'mismatch'
),

-- What the table has in place of a stated count: the sum of the cells it was held against, as the verdict took them.
named_cells as (
    select document, claim_index, unnest(held_against) as cell
    from (
        select distinct document, claim_index, held_against
        from disagreeing
        where kind in ('count', 'zero')
    )
),

tabled as (
    select
        named_cells.document,
        named_cells.claim_index,
        sum(coalesce(cells.value, cells.implied_value)) as count_in_table
    from named_cells
    join {{ ref('kept_place') }} as places
        on {{ is_cell('named_cells.cell', 'places.table_key', 'coalesce(places.concept, places.row_key)', 'places.column_key') }}
    join {{ ref('kept_cell') }} as cells on cells.document = named_cells.document and cells.place = places.place
    group by all
),

-- What a wrong figure happens to be, in words: the parser leaves a key, a reader gets the form's own label.
details as (
    select 'one_row:' || place as verdict_detail, '仅为“' || zh || '”一项' as detail_zh,
        'that of the row "' || en || '" alone' as detail_en
    from lines
    where along = 'row' and table_key = 'requests'

    union all

    values
        ('area_in_words', '句中所指为全地区', 'the sentence speaks of a whole area'),
        ('rounding_forced', '为使各项比例之和为100%而取整', 'rounded so that the shares add to 100%')
),

claim_findings as (
    select
        report_id,
        'claim:' || kind as rule_id,
        {{ numbered_place('kind, measure') }} as place,
        'warning' as severity,
        coalesce(value, percent) as printed,
        count_in_table as expected,
        held_against as cells,
        sentence,
        '正文与表格不符' || coalesce('（' || detail_zh || '）', '')
            || coalesce(format('：正文为{}，表格为{}', {{ plain('value') }}, {{ plain('count_in_table') }}), '')
            || '：“' || sentence || '”' as explanation_zh,
        'The prose disagrees with the table' || coalesce(' (' || detail_en || ')', '')
            || coalesce(format(': it says {} where the table has {}', {{ plain('value') }}, {{ plain('count_in_table') }}), '')
            || ': "' || sentence || '"' as explanation_en,
        null as repair,
        first_seen_at,
        version_number,
        version_id
    from disagreeing
    left join tabled using (document, claim_index)
    left join details using (verdict_detail)
),

prior_findings as (
    select
        report_id,
        'X5' as rule_id,
        {{ numbered_place('measure') }} as place,
        'warning' as severity,
        -- of several numbers the one nearest to what is printed
        case when printed_prior < list_min(implied_prior) then list_min(implied_prior) else list_max(implied_prior) end::double
            as printed,
        printed_prior::double as expected,
        held_against as cells,
        sentence,
        format('正文推得的上年数为{}，上年报告印为{}：“{}”', {{ between('implied_prior') }}, printed_prior, sentence)
            as explanation_zh,
        format('The prose implies {} for the year before, whose report prints {}: "{}"', {{ between('implied_prior') }},
            printed_prior, sentence) as explanation_en,
        null as repair,
        first_seen_at,
        version_number,
        version_id
    from {{ ref('int_claim') }}
    where not agrees_with_prior
),

quoted_findings as (
    select
        report_id,
        'X4' as rule_id,
        {{ numbered_place('measure') }} as place,
        'warning' as severity,
        quoted_prior::double as printed,
        printed_prior::double as expected,
        held_against as cells,
        sentence,
        format('正文写明的上年数为{}，上年报告印为{}：“{}”', quoted_prior, printed_prior, sentence) as explanation_zh,
        format('The prose quotes {} for the year before, whose report prints {}: "{}"', quoted_prior, printed_prior, sentence)
            as explanation_en,
        null as repair,
        first_seen_at,
        version_number,
        version_id
    from {{ ref('int_claim') }}
    where quoted_prior <> printed_prior
)

select * from identity_findings
union all
select * from claim_findings
union all
select * from prior_findings
union all
select * from quoted_findings

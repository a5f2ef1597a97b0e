with

pairs as (
    select * from {{ ref('int_revision') }}
),

cell_changes as (
    select
        new_version_id,
        list(
            table_key || '.' || row_key || '.' || column_key || ': '
                || coalesce({{ plain('old_value') }}, old_state, 'absent') || ' -> '
                || coalesce({{ plain('new_value') }}, new_state, 'absent')
            order by table_key, row_key, column_key
        ) as cells_changed
    from {{ ref('fct_revision_cell') }}
    group by new_version_id
),

{% for side in ['old', 'new'] -%}
{{ side }}_sentences as (
    select distinct pairs.new_version_id, claims.sentence
    from pairs
    join {{ ref('stg_claims') }} as claims
        on claims.portal_id = pairs.{{ side }}_portal_id
        and claims.document_sha256 = pairs.{{ side }}_sha256
        and claims.report_index = pairs.report_index
),

{% endfor -%}
sentence_changes as (
    select
        new_version_id,
        list(
            case when new_sentences.sentence is null then '- ' else '+ ' end || sentence
            order by sentence, new_sentences.sentence is null
        ) as sentences_changed
    from old_sentences
    full join new_sentences using (new_version_id, sentence)
    where old_sentences.sentence is null or new_sentences.sentence is null
    group by new_version_id
),

-- What the version before still had and this one has no more, whether or not it came back later.
resolved as (
    select
        pairs.new_version_id,
        list(mended.rule_id || ':' || mended.place order by mended.rule_id, mended.place) as findings
    from pairs
    join {{ ref('int_finding') }} as mended on mended.version_id = pairs.old_version_id
    left join {{ ref('int_finding') }} as remaining
        on remaining.version_id = pairs.new_version_id
        and remaining.rule_id = mended.rule_id
        and remaining.place = mended.place
    where remaining.version_id is null
    group by pairs.new_version_id
)

select
    pairs.agency_id,
    pairs.report_year,
    pairs.new_version_id,
    agencies.agency_name,
    agencies.region_name,
    pairs.report_id,
    pairs.old_version_id,
    pairs.url as source_url,
    strftime(pairs.unchanged_until, '%Y-%m-%dT%H:%M:%SZ') || '/' || strftime(pairs.changed_by, '%Y-%m-%dT%H:%M:%SZ')
        as changed_between,
    pairs.unchanged_until,
    pairs.changed_by,
    coalesce(cell_changes.cells_changed, []) as cells_changed,
    coalesce(sentence_changes.sentences_changed, []) as sentences_changed,
    coalesce(resolved.findings, []) as resolves_finding,
    pairs.old_sha256,
    pairs.new_sha256
from pairs
join {{ ref('dim_agency') }} as agencies using (agency_id)
left join cell_changes using (new_version_id)
left join sentence_changes using (new_version_id)
left join resolved using (new_version_id)

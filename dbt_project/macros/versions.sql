{#- The declared precedence of versions, once: for the report of today and for that of any past night. -#}

{#- At one address the latest accepted version, else the latest. -#}
{% macro latest_at_its_address() -%}
  (status = 'accepted') desc, version_number desc
{%- endmacro %}

{#- Among addresses: accepted before quarantined, the most cells, the page before its attachments, the latest first
    seen, the smallest hash. -#}
{% macro first_among_addresses(address) -%}
  (status = 'accepted') desc, reported_cells desc, (role = 'page') desc, first_seen_at desc, document_sha256,
  {{ address }}, report_index
{%- endmacro %}

{#- Two table macros that the published file carries, for `select * from reports_as_of(timestamp '2026-11-23')` and
    `cells_as_of(...)`: what was known at that instant (UTC), read as it is read today. -#}
{% macro as_of_macros() %}
  create or replace macro reports_as_of(moment) as table
    with known as (
      select * from fct_report_version where first_seen_at <= moment
    ),
    candidates as (
      select *
      from known
      qualify row_number() over (
        partition by report_id, source_url, report_index
        order by {{ latest_at_its_address() }}
      ) = 1
    )
    select
      version_id, report_id, agency_id, agency_name, region_name, report_year, status, source_url, document_sha256,
      first_seen_at, portal_id, report_index
    from candidates
    qualify row_number() over (
      partition by report_id
      order by {{ first_among_addresses('source_url') }}
    ) = 1;

  create or replace macro cells_as_of(moment) as table
    select
      reports.report_id, reports.version_id, reports.agency_id, reports.agency_name, reports.region_name,
      reports.report_year, places.table_key, places.row_key, places.column_key, places.edition,
      coalesce(notes.value, cells.value) as value, readings.state, cells.printed_text, cells.implied_value,
      readings.method, cells.locator, reports.document_sha256
    from kept.kept_cell as cells
    join (
      select documents.document, known.*
      from reports_as_of(moment) as known
      join kept.kept_document as documents using (portal_id, document_sha256, report_index)
    ) as reports on reports.document = cells.document
    join kept.kept_place as places on places.place = cells.place
    join kept.kept_reading as readings on readings.reading = cells.reading
    left join kept.kept_note as notes on notes.document = cells.document and notes.place = cells.place;

  {% for name, said in as_of_words().items() -%}
  comment on macro table {{ name }} is '{{ said }}';
  {% endfor %}
{% endmacro %}

{#- What the table macros say, "中文 | English", as the tables say theirs. -#}
{% macro as_of_words() -%}
  {%- do return({
    'reports_as_of': '某一时刻（UTC）已知的报告，按今日的读法：select * from reports_as_of(timestamp ...) | reports known at an instant (UTC), read as they are read today: select * from reports_as_of(timestamp ...)',
    'cells_as_of': '某一时刻（UTC）已知报告的单元格，按今日的读法：select * from cells_as_of(timestamp ...) | cells of the reports known at an instant (UTC), read as they are read today: select * from cells_as_of(timestamp ...)',
  }) -%}
{%- endmacro %}

{#- The facts of a version and of the one that followed it, as old_<name> and new_<name>; the pairs are int_revision's. -#}
{% macro of_both_versions(source, name, columns) -%}
  {%- for side in ['old', 'new'] -%}
  {{ side }}_{{ name }} as (
    select distinct pairs.new_version_id, {% for column in columns %}facts.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
    from {{ ref('int_revision') }} as pairs
    join {{ ref(source) }} as facts
        on facts.portal_id = pairs.{{ side }}_portal_id and facts.document_sha256 = pairs.{{ side }}_sha256
        and facts.report_index = pairs.report_index
  ),
  {% endfor -%}
{%- endmacro %}

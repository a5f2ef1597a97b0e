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

{#- Whether a version spoke for its report at an instant. -#}
{% macro spoke_at(moment) -%}
  spoke_from <= {{ moment }} and coalesce(spoke_until > {{ moment }}, true)
{%- endmacro %}

{#- Table macros that the published file carries, for `select * from reports_as_of(timestamp '2026-11-23')`, `cells_as_of(...)`
    and `cells_changed(earlier, later)`: what was known at an instant (UTC), read as it is read today. -#}
{% macro as_of_macros() %}
  create or replace macro reports_as_of(moment) as table
    select
      version_id, report_id, agency_id, agency_name, region_name, report_year, status, source_url, document_sha256,
      first_seen_at
    from (select version_id from kept.kept_spoken where {{ spoke_at('moment') }})
    join fct_report_version using (version_id);

  create or replace macro cells_as_of(moment) as table
    select
      documents.report_id, spoken.version_id, documents.agency_id, documents.agency_name, documents.region_name,
      documents.report_year, places.table_key, places.row_key, places.column_key, places.edition,
      coalesce(corrections.value, cells.value) as value, readings.state, cells.printed_text, cells.implied_value,
      readings.method, cells.locator, documents.document_sha256
    from kept.kept_cell as cells
    join (select document, version_id from kept.kept_spoken where {{ spoke_at('moment') }}) as spoken
      on spoken.document = cells.document
    join kept.kept_document as documents on documents.document = cells.document
    join kept.kept_place as places on places.place = cells.place
    join kept.kept_reading as readings on readings.reading = cells.reading
    left join kept.kept_correction as corrections
      on corrections.document = cells.document and corrections.place = cells.place;

  create or replace macro cells_changed(earlier, later) as table
    with moved as (
      select coalesce(later.document, earlier.document) as pair, earlier.document as old_document, later.document as new_document
      from (select report_id, document from kept.kept_spoken where {{ spoke_at('earlier') }}) as earlier
      full join (select report_id, document from kept.kept_spoken where {{ spoke_at('later') }}) as later using (report_id)
      where earlier.document is distinct from later.document
    ),
    sides as (
      select pair, old_document as document, false as is_new, new_document is null as is_alone
      from moved
      where old_document is not null
      union all
      select pair, new_document, true, old_document is null
      from moved
      where new_document is not null
    ),
    cells as materialized (
      select sides.pair, sides.is_new, cells.line, cells.state, cells.value
      from kept.kept_changed as cells
      join sides on sides.document = cells.document and not sides.is_alone
      union all
      select sides.pair, sides.is_new, places.line, readings.state, coalesce(corrections.value, cells.value)
      from kept.kept_cell as cells
      join sides on sides.document = cells.document and sides.is_alone
      join kept.kept_place as places on places.place = cells.place
      join kept.kept_reading as readings on readings.reading = cells.reading
      left join kept.kept_correction as corrections
        on corrections.document = cells.document and corrections.place = cells.place
    ),
    changed as (
      select
        pair, line, old_cells.value as old_value, new_cells.value as new_value, old_cells.state as old_state,
        new_cells.state as new_state
      from (from cells where not is_new) as old_cells
      full join (from cells where is_new) as new_cells using (pair, line)
      where old_cells.value is distinct from new_cells.value or old_cells.state is distinct from new_cells.state
    )
    select
      documents.report_id, documents.agency_id, documents.agency_name, documents.region_name, documents.report_year,
      lines.table_key, lines.row_key, lines.column_key, changed.old_value, changed.new_value, changed.old_state,
      changed.new_state
    from changed
    join kept.kept_document as documents on documents.document = changed.pair
    join (select distinct line, table_key, row_key, column_key from kept.kept_place) as lines on lines.line = changed.line;

  {% for name, said in as_of_words().items() -%}
  comment on macro table {{ name }} is '{{ said }}';
  {% endfor %}
{% endmacro %}

{#- What the table macros say, "中文 | English", as the tables say theirs. -#}
{% macro as_of_words() -%}
  {%- do return({
    'reports_as_of': '某一时刻（UTC）已知的报告，按今日的读法；列名同 fct_report_version：select * from reports_as_of(timestamp ...) | reports known at an instant (UTC), read as they are read today; columns as in fct_report_version: select * from reports_as_of(timestamp ...)',
    'cells_as_of': '某一时刻（UTC）已知报告的单元格，按今日的读法；列名同 fct_report_cell，另有 version_id：select * from cells_as_of(timestamp ...) | cells of the reports known at an instant (UTC), read as they are read today; columns as in fct_report_cell, and version_id: select * from cells_as_of(timestamp ...)',
    'cells_changed': '两个时刻（UTC）之间有变的单元格，一时未有者该侧为空；列名同 fct_revision_cell：select * from cells_changed(timestamp ..., timestamp ...) | cells that differ between two instants (UTC), a side empty where it was not known; columns as in fct_revision_cell: select * from cells_changed(timestamp ..., timestamp ...)',
  }) -%}
{%- endmacro %}

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
      first_seen_at
    from candidates
    qualify row_number() over (
      partition by report_id
      order by {{ first_among_addresses('source_url') }}
    ) = 1;

  create or replace macro cells_as_of(moment) as table
    with reports as (
      select * from reports_as_of(moment)
    ),
    cells as (
      select version_id, table_key, row_key, column_key, edition, value, state, printed_text, implied_value, method, locator
      from fct_report_cell
      join (select version_id, report_id from fct_report_version where is_current) using (report_id)
      union all by name
      select * exclude (report_id) from fct_version_cell
    )
    select
      reports.report_id, reports.version_id, reports.agency_id, reports.agency_name, reports.region_name,
      reports.report_year, cells.table_key, cells.row_key, cells.column_key, cells.edition, cells.value, cells.state,
      cells.printed_text, cells.implied_value, cells.method, cells.locator, reports.document_sha256
    from reports
    join cells using (version_id);

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

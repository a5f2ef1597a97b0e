{#- The Parquet files of a table, found when the statement runs: `folder` is an environment variable, `files` a pattern
    below it. Where nothing matches yet (the first night), the table without rows that the reference folder holds. -#}
{% macro read(folder, files, table) -%}
  {%- set found = env_var(folder, '') ~ '/' ~ files -%}
  {%- if execute and run_query("select count(*) from glob('" ~ found.replace("'", "''") ~ "')").columns[0][0] == 0 -%}
    {%- set found = env_var('GONGKAI_REFERENCE', '') ~ '/empty/' ~ table ~ '.parquet' -%}
  {%- endif -%}
  read_parquet('{{ found.replace("'", "''") }}', hive_partitioning = false, union_by_name = true)
{%- endmacro %}

{#- One table of the reference folder. -#}
{% macro reference(table) -%}
  read_parquet('{{ env_var("GONGKAI_REFERENCE", "").replace("'", "''") }}/{{ table }}.parquet')
{%- endmacro %}

{#- The naming rules of a field in their order, read when the statement is made: a pattern that is written into it is
    compiled once, one that comes from a row is compiled for every name. -#}
{% macro rules_of(field) -%}
  {%- set file = env_var('GONGKAI_REFERENCE', '').replace("'", "''") ~ '/agency_rule.parquet' -%}
  {%- set found = [] -%}
  {%- if execute and run_query("select count(*) from glob('" ~ file ~ "')").columns[0][0] > 0 -%}
    {%- set query = "select pattern, value from " ~ reference('agency_rule') ~ " where field = '" ~ field ~ "' order by ordinal" -%}
    {%- for row in run_query(query) -%}
      {%- do found.append({'pattern': row[0].replace("'", "''"), 'value': row[1].replace("'", "''")}) -%}
    {%- endfor -%}
  {%- endif -%}
  {%- do return(found) -%}
{%- endmacro %}

{#- What the first rule that a name meets proposes; NULL where none does. -#}
{% macro first_rule(field, name) -%}
  case
    when {{ name }} is null then null::varchar
    {% for rule in rules_of(field) -%}
    when regexp_matches({{ name }}, '{{ rule.pattern }}') then '{{ rule.value }}'
    {% endfor -%}
  end
{%- endmacro %}

{#- What all rules that a name meets propose, in their order. -#}
{% macro met_rules(field, name) -%}
  list_filter(
    [
      null::varchar
      {%- for rule in rules_of(field) %},
      case when regexp_matches({{ name }}, '{{ rule.pattern }}') then '{{ rule.value }}' end
      {%- endfor %}
    ],
    lambda proposed: proposed is not null
  )
{%- endmacro %}

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

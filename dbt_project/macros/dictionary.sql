{#- The published tables as this project describes them, read from its own manifest: nothing is written twice. -#}
{% macro published_models() -%}
  {%- set found = [] -%}
  {%- if execute -%}
    {%- for node in graph.nodes.values() | sort(attribute='name')
        if node.resource_type == 'model' and node.config.contract.enforced -%}
      {%- do found.append(node) -%}
    {%- endfor -%}
  {%- endif -%}
  {%- do return(found) -%}
{%- endmacro %}

{#- One side of a "中文 | English" description as a literal; NULL where nothing is written. -#}
{% macro words(description, side) -%}
  {%- set parts = (description or '').split(' | ') -%}
  {%- if parts | length == 2 -%} '{{ parts[side].replace("'", "''") }}' {%- else -%} null::varchar {%- endif -%}
{%- endmacro %}

{#- The columns that tell the rows of a table apart, as its test of the grain names them, or a view itself; they stand first
    in it. -#}
{% macro grain_of(model) -%}
  {%- set found = (model.config.meta.grain or []) | list -%}
  {%- for node in graph.nodes.values() if node.resource_type == 'test' and node.attached_node == model.unique_id
      and node.test_metadata and node.test_metadata.name == 'grain' -%}
    {%- set columns = node.test_metadata.kwargs.columns -%}
    {%- if columns == (model.columns.keys() | list)[:columns | length] -%}
      {%- do found.extend(columns) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ found | tojson | replace('"', "'") if found else 'null' }}
{%- endmacro %}

{% macro described_tables() -%}
  {%- for node in published_models() %}
  select '{{ node.name }}' as table_name, {{ words(node.description, 0) }} as zh, {{ words(node.description, 1) }} as en,
    {{ grain_of(node) }}::varchar[] as grain
  {{ 'union all' if not loop.last }}
  {%- else %}
  select null::varchar as table_name, null::varchar as zh, null::varchar as en, null::varchar[] as grain where false
  {%- endfor %}
{%- endmacro %}

{% macro described_columns() -%}
  {%- for node in published_models() -%}
    {%- for column in node.columns.values() %}
  select '{{ node.name }}' as table_name, '{{ column.name }}' as column_name, {{ loop.index }} as ordinal,
    '{{ column.data_type }}' as data_type, {{ words(column.description, 0) }} as zh, {{ words(column.description, 1) }} as en
  {{ 'union all' if not loop.last }}
    {%- endfor %}
  {{ 'union all' if not loop.last }}
  {%- else %}
  select null::varchar as table_name, null::varchar as column_name, null::int as ordinal, null::varchar as data_type,
    null::varchar as zh, null::varchar as en
  where false
  {%- endfor %}
{%- endmacro %}

{#- Carries the words of the metrics into the comments of the wide mart's columns. -#}
{% macro comment_metrics(relation) -%}
  {%- if execute -%}
    {%- for row in run_query("select metric_key, zh || ' | ' || en from " ~ ref('dict_metric')) -%}
      {%- if row[0] in model.columns %}
  comment on column {{ relation }}.{{ row[0] }} is '{{ row[1].replace("'", "''") }}';
      {%- endif -%}
    {%- endfor -%}
  {%- endif -%}
{%- endmacro %}

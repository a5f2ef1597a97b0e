{#- One row a combination of the columns; NULLs are equal. The first column has many values in the large tables, so the
    others are hashed and compared within each of them: grouping by all of them took three times as long. Rows of one
    grain always have one hash, so none passes. -#}
{% test grain(model, columns) %}
{%- set first, others = columns[0], columns[1:] %}
select {{ first }}, count(*) as n_rows
from {{ model }}
group by {{ first }}
having count(*) > {% if others -%} list_unique(list(hash({{ others | join(', ') }}))) {%- else -%} 1 {%- endif %}
{% endtest %}

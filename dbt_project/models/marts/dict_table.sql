{{ described_tables() }}
{%- for name, said in dict(as_of_words(), **rank_words()).items() %}
union all
select '{{ name }}', '{{ said.split(' | ')[0] }}', '{{ said.split(' | ')[1] }}', null
{%- endfor %}

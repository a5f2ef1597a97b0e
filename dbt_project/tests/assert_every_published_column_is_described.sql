-- Every table and column says in Chinese and English what it is.
select table_name, column_name
from {{ ref('dict_column') }}
where coalesce(trim(zh), '') = '' or coalesce(trim(en), '') = ''

union all

select table_name, null
from {{ ref('dict_table') }}
where coalesce(trim(zh), '') = '' or coalesce(trim(en), '') = ''

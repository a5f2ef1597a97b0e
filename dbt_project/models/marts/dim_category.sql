select ordinal, category, en as category_en
from {{ reference('category') }}

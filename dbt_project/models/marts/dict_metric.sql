select
    metric_key,
    ordinal,
    family,
    zh,
    en,
    value_kind,
    formula,
    unit,
    guard_formula as guard,
    caveat_zh as caveat,
    caveat_en,
    numerator,
    denominator
from {{ ref('int_metric') }}

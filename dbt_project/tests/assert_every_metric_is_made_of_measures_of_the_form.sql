-- A mistyped measure would leave its metric empty for ever, and every other test green.
select terms.metric_key, terms.term
from (
    {{ terms_of('numerator', 'numerator') }}
    union all
    {{ terms_of('denominator', 'denominator') }}
    union all
    {{ terms_of('guard', 'guard') }}
) as terms
anti join {{ ref('int_form_measure') }} as form
    on form.measure_key = split_part(ltrim(terms.term, '-'), '@', 1)
    and form.column_key = coalesce(nullif(split_part(terms.term, '@', 2), ''), 'total')

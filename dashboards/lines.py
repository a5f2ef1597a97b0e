"""SQL that writes rows of a release as lines of text, as the site's shards hold them.

Fields stand between tabs; an empty field is NULL, empty fields at the end are left out. The database makes such lines
several times faster than JSON, and they are half as long; `static/core.js` takes them apart. Which rows go into which
file stands in the modules whose names end in `_files`.
"""

from __future__ import annotations

#: Moments leave the database as ISO text in UTC; the page shows them in Asia/Shanghai and says so.
UTC_TEXT = "strftime({0}, '%Y-%m-%dT%H:%M:%SZ')"

#: A share is sent as its two counts where it is their quotient, and its interval in tenths of a per cent, as it is shown.
SHARE_AS_COUNTS = "case when value_kind = 'proportion' and value = numerator / denominator then null else value end"


def number_text(name: str) -> str:
    """SQL of a number as text, whole ones without decimals."""
    return (
        f"case when {name} = trunc({name}) and abs({name}) < 1e15 then {name}::bigint::varchar else {name}::varchar end"
    )


def one_line(name: str) -> str:
    """SQL of a text that holds no tab and no end of line."""
    return f"translate({name}, chr(9) || chr(10) || chr(13), '   ')"


def line_of(*fields: str) -> str:
    """SQL of one line: the fields between tabs, NULL as nothing, nothing at the end left out."""
    given = ", ".join(f"coalesce({field}::varchar, '')" for field in fields)
    return f"rtrim(concat_ws(chr(9), {given}), chr(9))"


def lines_of(line: str, order: str) -> str:
    """SQL that joins lines to one text in an order."""
    return f"string_agg({line}, chr(10) order by {order})"

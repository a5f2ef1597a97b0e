"""Text that goes into spreadsheets: none of it may act as a formula there."""

from __future__ import annotations

from typing import Any

#: First signs of what a spreadsheet would take for a formula; the wide signs count too, a Chinese Excel reads them alike.
FORMULA_SIGNS = "=+-@\t\n\r＝＋－＠"


def without_formula(value: Any) -> Any:
    """The value, a text that would act as a formula behind an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value[:1] and value[0] in FORMULA_SIGNS else value

"""Text that goes into spreadsheets: none of it may act as a formula there."""

from __future__ import annotations

import re
from typing import Any

#: Text that a spreadsheet would take for a formula; the wide signs count too, a Chinese Excel reads them alike.
FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
_FORMULA = re.compile(FORMULA)


def without_formula(value: Any) -> Any:
    """The value, a text that would act as a formula behind an apostrophe."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value

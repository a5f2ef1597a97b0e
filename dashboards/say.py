"""Numbers and moments in words for the pages that are written at build time; `static/core.js` does the same in a browser."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

_BEIJING = timezone(timedelta(hours=8))
_NOTHING = "—"


def count(value: float | None) -> str:
    """A count with thousands marks, an amount with its decimals; a dash for nothing."""
    if value is None:
        return _NOTHING
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def percent(value: float | None) -> str:
    """A fraction as per cent with one decimal; a dash for nothing."""
    return _NOTHING if value is None else f"{_rounded(value * 100, 1)}%".replace("-", "−")


def growth(value: float | None) -> str:
    """A growth as signed per cent, without decimals where it has none; a dash for nothing."""
    if value is None:
        return _NOTHING
    figure = value * 100
    digits = 0 if abs(figure - round(figure)) < 1e-9 else 1
    sign = "+" if figure > 0 else "−" if figure < 0 else ""
    return f"{sign}{_rounded(abs(figure), digits)}%"


def _rounded(value: float, digits: int) -> Decimal:
    # As a browser's toFixed does, ties away from nought: the same figure must not read 31.2% here and 31.3% there.
    # The bound of an interval may lie a hair below nought, and reads as nought.
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP) + 0


def beijing(moment: str | None) -> str:
    """An ISO moment in UTC as a clock in Beijing shows it, to the minute; a dash for nothing."""
    if not moment:
        return _NOTHING
    return datetime.fromisoformat(moment).astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")

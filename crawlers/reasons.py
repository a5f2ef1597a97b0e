"""Why something was not fetched or not seen whole: the reasons of `reasons.yaml`, which declares their words."""

from __future__ import annotations

from pathlib import Path

from warehouse.reasons import Reason, Reasons, together

_REASONS = Reasons(Path(__file__).with_name("reasons.yaml"))

#: The reason of a code, its places filled (`warehouse/reasons.py`).
because = _REASONS.because


def declared() -> dict[str, dict[str, str]]:
    """The words of every code, by language."""
    return _REASONS.declared


__all__ = ["Reason", "because", "declared", "together"]

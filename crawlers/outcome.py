"""Outcomes: what may become of a discovered document, and why a request did not bring one.

The names are those of the run summary; counting them belongs to `ledger.py`.
"""

from __future__ import annotations

from typing import Literal

from crawlers.reasons import Reason

Outcome = Literal["archived", "unchanged", "failed", "blocked", "out_of_scope"]
OUTCOMES: tuple[Outcome, ...] = ("archived", "unchanged", "failed", "blocked", "out_of_scope")


class NotFetchedError(Exception):
    """A request brought no usable answer; the message is one plain sentence with the reason."""

    outcome: Outcome = "failed"

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


class FailedError(NotFetchedError):
    """The server, the network or the time given did not allow it; `status` is the answer's, if there was one."""

    def __init__(self, reason: Reason, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


class BlockedError(NotFetchedError):
    """A wall stands before the host, or robots.txt asks to stay away; `kind` names it."""

    outcome: Outcome = "blocked"

    def __init__(self, kind: str, reason: Reason) -> None:
        super().__init__(reason)
        self.kind = kind


class OutOfScopeError(NotFetchedError):
    """The address is none of this portal's."""

    outcome: Outcome = "out_of_scope"

"""The faults a replica portal can show, one value a portal; they are acted out in `answer.py`."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong at a portal; the default is nothing.

    Faults of one document hit the report named by `document`, or the newest on the list. All can be changed
    while the portal runs; the next request sees the new value.
    """

    status_500: bool = False  # every page and document answers 500
    challenge_521: bool = False  # a script challenge in place of everything, robots.txt too
    robots_503: bool = False  # robots.txt alone is out of order
    page2_503: bool = False  # the list ends in 503 after its first page
    unrecognised_list: bool = False  # the list page is an empty script shell
    slow: float = 0.0  # seconds before each answer
    changed_nonce: bool = False  # every page carries another visitor count, and no validators
    truncated_document: bool = False  # the document ends in the middle, and its length says so too
    dropped_document: bool = False  # the connection closes before the promised length
    empty_document: bool = False  # 200 with no body
    changed_digit: bool = False  # the document was republished with one digit changed
    document: str | None = None
    #: Further faults, by their names in `acts.py` (what is answered) and in `answer.py` (what is listed).
    shows: frozenset[str] = field(default=frozenset())

"""A request to a replica portal and its answer, as values: what the server carries and the faults act on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the server read it; header names in lower case, `form` the body of a POST."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    form: str = ""

    @property
    def path(self) -> str:
        """The path without its query."""
        return unquote(urlsplit(self.target).path)

    @property
    def fields(self) -> dict[str, str]:
        """The query and the form or JSON body together, the body wins; `(referer)` is the page that asks."""
        query = dict(parse_qsl(urlsplit(self.target).query))
        asked_by = {"(referer)": self.headers.get("referer", "")}
        if "json" not in self.headers.get("content-type", ""):
            return query | dict(parse_qsl(self.form)) | asked_by
        try:
            body = json.loads(self.form)
        except ValueError:
            body = {}
        return query | {name: str(value) for name, value in body.items()} | asked_by


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body; `promised` is the length the header names where the connection breaks.

    Without `told` no length is named and the answer ends with the connection; `drip` is the pause in seconds before
    each of its bytes.
    """

    status: int
    headers: Headers = ()
    body: bytes = b""
    promised: int | None = None
    told: bool = True
    drip: float = 0.0

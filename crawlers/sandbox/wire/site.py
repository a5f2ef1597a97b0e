"""A replica site as values: paths, what each answers, and the end points that look at the request.

Bodies are made when first asked for and kept. Nothing here knows a content system or a socket.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property, partial
from zlib import crc32

from crawlers.sandbox.plans import Entry
from crawlers.sandbox.render import CONTENT_TYPES, SUFFIXES, render

#: The document libraries keep state of their own; one report is made at a time.
_RENDERING = threading.Lock()

HTML = CONTENT_TYPES["html"]

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Resource:
    """What a path answers: kind (home, list, list2, page, attachment), type, body, and when it last changed.

    `carries` is the key of the report whose figures it holds. Without `changed_at` there are no validators.
    """

    kind: str
    content_type: str
    make: Callable[[], bytes]
    changed_at: datetime | None = None
    file_name: str | None = None
    carries: str | None = None
    raw_file_name: bool = False

    @cached_property
    def body(self) -> bytes:
        """The bytes, made once."""
        with _RENDERING:
            return self.make()


@dataclass(frozen=True)
class Site:
    """Paths and what they answer; `feeds` are end points that read the query and the form."""

    list_path: str
    resources: dict[str, Resource]
    feeds: dict[str, Callable[[Fields], Resource | None]] = field(default_factory=dict)

    def find(self, path: str, fields: Fields) -> Resource | None:
        """What a request asks for; None when there is no such thing."""
        feed = self.feeds.get(path)
        return feed(fields) if feed else self.resources.get(path)


def number(entry: Entry) -> int:
    """A seven-digit article number that stays the same whatever else is on the list."""
    return 1_000_000 + crc32(entry.key.encode()) % 9_000_000


def page(kind: str, text: Callable[[], str], changed_on: date | None = None, carries: str | None = None) -> Resource:
    """An HTML resource."""
    return Resource(kind, HTML, lambda: text().encode(), _noon(changed_on), carries=carries)


def answer(kind: str, text: str, content_type: str = "application/json") -> Resource:
    """What an end point answers."""
    return Resource(kind, content_type, text.encode)


def attachment(entry: Entry) -> Resource:
    """The report of an entry as a file; ValueError for a notice."""
    report, shape = entry.report, entry.shape
    if report is None:
        raise ValueError(f"{entry.title} has no report to attach.")
    return Resource(
        "attachment",
        CONTENT_TYPES[shape.format],
        partial(render, report, shape.format, shape.layout),
        _noon(entry.listed_on),
        f"{report.title}.{SUFFIXES[shape.format]}",
        report.key,
    )


def _noon(day: date | None) -> datetime | None:
    return datetime.combine(day, time(12, 0), UTC) if day else None

"""What the crawl remembers of each host: until when it is left in peace, the wall before it, its robots.txt.

Memory alone; waiting happens in `wire.py`, deciding in `middlewares.py`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from time import monotonic

from crawlers.robots import Robots
from crawlers.scope import slot_key


@dataclass(slots=True)
class Host:
    """One host, by its download slot."""

    key: str
    quiet_until: float = 0.0
    wall: str | None = None
    is_public: bool | None = None  # None until its name was looked up
    robots: dict[str, asyncio.Task[Robots]] = field(default_factory=dict)  # by origin

    def leave_in_peace(self, seconds: float) -> None:
        """Send nothing for so long."""
        self.quiet_until = max(self.quiet_until, monotonic() + seconds)

    def pause(self) -> float:
        """Seconds still to wait."""
        return max(0.0, self.quiet_until - monotonic())


class Hosts:
    """The hosts met in one crawl."""

    def __init__(self) -> None:
        self._hosts: dict[str, Host] = {}

    def of(self, url: str) -> Host:
        """The host of a URL."""
        key = slot_key(url)
        return self._hosts.setdefault(key, Host(key))

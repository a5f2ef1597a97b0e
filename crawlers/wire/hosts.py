"""What the crawl remembers of each host: until when it is left in peace, the wall before it, its robots.txt, its address.

Memory alone; waiting happens in `last_gate.py`, deciding in `middlewares.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic

from crawlers.scope import slot_key
from crawlers.wire.robots import Robots


@dataclass(slots=True)
class Address:
    """One network address: dozens of bureaux may stand behind it, and share one machine's pace."""

    turns: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0

    @asynccontextmanager
    async def turn(self, delay: float) -> AsyncIterator[None]:
        """Hold the address for one request, begun at least the last one's `delay` after that."""
        async with self.turns:
            await asyncio.sleep(max(0.0, self.free_at - monotonic()))
            self.free_at = monotonic() + delay
            yield


@dataclass(slots=True)
class Host:
    """One host, by its download slot."""

    key: str
    quiet_until: float = 0.0
    wall: str | None = None
    address: str | None = None  # None until its name was looked up
    robots: dict[str, asyncio.Task[Robots]] = field(default_factory=dict)  # by origin

    def leave_in_peace(self, seconds: float) -> None:
        """Send nothing for so long."""
        self.quiet_until = max(self.quiet_until, monotonic() + seconds)

    def pause(self) -> float:
        """Seconds still to wait."""
        return max(0.0, self.quiet_until - monotonic())


class Hosts:
    """The hosts met in one crawl, and the addresses behind them."""

    def __init__(self) -> None:
        self._hosts: dict[str, Host] = {}
        self._addresses: dict[str, Address] = {}

    def of(self, url: str) -> Host:
        """The host of a URL."""
        key = slot_key(url)
        return self._hosts.setdefault(key, Host(key))

    def address_of(self, host: Host) -> Address:
        """The address behind a host; before its name was looked up, one of its own."""
        return self._addresses.setdefault(host.address or host.key, Address())

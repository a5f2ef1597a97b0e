"""A portal server for each test that asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from portal_server import Site


@pytest.fixture
def new_site() -> Iterator[Callable[[], Site]]:
    """Makes portals on loopback, each on its own port, and closes them all."""
    sites: list[Site] = []

    def make() -> Site:
        sites.append(Site())
        return sites[-1]

    yield make
    for site in sites:
        site.close()


@pytest.fixture
def site(new_site: Callable[[], Site]) -> Site:
    """One portal on loopback."""
    return new_site()

"""The replica portals, started once for all tests of this folder."""

import pytest

from crawlers.sandbox.server import running_sandbox


@pytest.fixture(scope="session")
def sandbox():
    """All portals, each with the faults of its plan."""
    with running_sandbox() as running:
        yield running


@pytest.fixture
def quiet(sandbox):
    """The same portals; whatever faults a test sets, those of the plans are back afterwards."""
    yield sandbox
    for name, portal in sandbox.portals.items():
        sandbox.set_faults(name, portal.plan.initial_faults)

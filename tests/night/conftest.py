import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from nights import Nights

from crawlers.sandbox.decisions import decide
from crawlers.sandbox.server import running_sandbox
from warehouse.home import Home


@pytest.fixture(scope="session")
def nights(tmp_path_factory):
    """One night over all sandbox portals."""
    with running_sandbox() as sandbox:
        found = Nights(Home(tmp_path_factory.mktemp("home")), sandbox)
        decide(found.home)
        found.first = found.refresh()
        yield found

"""What a person would have decided about the invented bodies (`decisions/*.yaml`), put into a home that collects from replicas.

The reference files of the warehouse speak of real bodies alone; these stay in the home of the demo or of a test.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from shutil import copyfile

from warehouse.home import Home, write_atomically

DECISIONS = Path(__file__).parent / "decisions"


def decide(home: Home) -> None:
    """Write each file of decisions into the home, where it holds none of that name: a person's own stay as they are."""
    for file in sorted(DECISIONS.glob("*.yaml")):
        kept = home.decisions / file.name
        if not kept.exists():
            write_atomically(kept, partial(copyfile, file))

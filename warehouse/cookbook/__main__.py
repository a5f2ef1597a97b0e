"""Writes the page of the cookbook: `python -m warehouse.cookbook > docs/cookbook.md`; a test holds the two in step."""

from __future__ import annotations

import sys

from warehouse.cookbook import page

if __name__ == "__main__":
    sys.stdout.write(page())

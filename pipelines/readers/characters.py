"""Characters that are one and the same in two scripts; what words mean is told elsewhere."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def simplified_characters() -> dict[int, str]:
    """Traditional characters and their simplified ones, one for one, from OpenCC's own list; no phrases."""
    listed = resources.files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in listed.splitlines() if line.strip())
    return {ord(traditional): others[0] for traditional, *others in pairs if others}

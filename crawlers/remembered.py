"""What earlier nights read on the list pages of a portal, so that a page of the same bytes is not read again.

One file a portal, `archive/lists/<portal>.json`: what the last visit was told by each of its list pages, beside the
page's address, digest and content type. It is derived and only spares work: it is left aside where the code that reads
lists is another, it may be deleted at any time, and it holds the pages of one visit, however many there were before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from crawlers.leaf import Told
from warehouse.home import Home, write_atomically

#: What turns the bytes of a page into its tree.
_LIBRARIES = ("lxml", "parsel", "scrapy", "w3lib")
#: Parts of this package that no page is read with.
_ELSEWHERE = {"sandbox", "portals"}


class Remembered:
    """The list pages of one portal: those of the last visit that kept any, and those of this visit."""

    def __init__(self, home: Home, portal_id: str) -> None:
        self._file = home.lists / f"{portal_id}.json"
        self._before = dict(_read(self._file))
        self._sizes = {key: len(told) for key, told in self._before.items()}
        self._digests: dict[str, set[str]] = {}
        for key in self._before:
            url, digest, _ = key.split(" ", 2)
            self._digests.setdefault(url, set()).add(digest)
        self._now: dict[str, Told] = {}

    def digests(self, url: str) -> frozenset[str]:
        """The payloads that were read at an address, and found to be a page of the portal's."""
        return frozenset(self._digests.get(url, ()))

    def urls(self) -> list[str]:
        """The addresses of the last visit's pages."""
        return list(self._digests)

    def of(self, url: str, digest: str, content_type: str | None) -> Told:
        """What the page of an answer told when it was last read, to be added to; empty for a new one."""
        key = f"{url} {digest} {content_type}"
        return self._now.setdefault(key, self._before.get(key, {}))

    def keep(self) -> None:
        """Write down what this visit was told, where that is not what is written already."""
        told = {key: answers for key, answers in sorted(self._now.items()) if answers}
        if {key: len(answers) for key, answers in told.items()} == self._sizes:  # answers are only added to
            return
        text = json.dumps({"code": code_version(), "pages": told}, ensure_ascii=False)
        write_atomically(self._file, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def _read(file: Path) -> Iterator[tuple[str, Told]]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if isinstance(kept, dict) and kept.get("code") == code_version():
        yield from kept["pages"].items()


@cache
def code_version() -> str:
    """A digest of all that reads a list page: this package and the libraries that parse."""
    here = Path(__file__).parent
    made = sha256(" ".join(f"{name} {version(name)}" for name in _LIBRARIES).encode())
    for path in sorted(here.rglob("*.py")):
        if not _ELSEWHERE & {*path.relative_to(here).parts}:
            made.update(path.read_bytes())
    return made.hexdigest()

"""What the last visit read on the lists of a portal, so that the same bytes are not read again.

One file a portal, `archive/lists/<portal>.json`, of two lines: what the walk over all lists came to (`walks.py`), for most
nights find them unchanged and need no more, and what each page told (`leaf.py`), beside the page's address, digest and
content type. It is derived and only spares work: it is left aside where the code that reads lists is another, it may be
deleted at any time, and it holds the pages of one visit, however many there were before.
"""

from __future__ import annotations

import json
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from crawlers.lists.leaf import Told
from crawlers.lists.walks import Walk
from crawlers.memory.code_version import code_version
from warehouse.home import Home, write_atomically


class Remembered:
    """The lists of one portal: those of the last visit that kept any, and the pages of this visit."""

    def __init__(self, home: Home, portal_id: str) -> None:
        self._file = home.lists / f"{portal_id}.json"
        told = _read(self._file, 0)
        self._told = told if told.get("code") == code_version() else {}
        self._now: dict[str, Told] = {}

    @cached_property
    def walk(self) -> Walk | None:
        """The last visit's walk; None where it was not whole or is not kept."""
        try:
            return Walk.from_json(self._told["walk"]) if self._told.get("walk") else None
        except (KeyError, TypeError, ValueError):
            return None

    @cached_property
    def _before(self) -> dict[str, Told]:
        found = _read(self._file, 1).get("pages") if self._told else None
        return found if isinstance(found, dict) else {}

    @cached_property
    def _digests(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for key in [key for _, key in self.walk.asked] if self.walk else self._before:
            url, digest, _ = key.split(" ", 2)
            found.setdefault(url, set()).add(digest)
        return found

    def digests(self, url: str) -> frozenset[str]:
        """The payloads that were read at an address, and found to be a page of the portal's."""
        return frozenset(self._digests.get(url, ()))

    def urls(self) -> list[str]:
        """The addresses of the last visit's pages."""
        return [*self._digests]

    def of(self, key: str) -> Told:
        """What the page of an answer told when it was last read, to be added to; empty for a new one."""
        return self._now.setdefault(key, self._before.get(key, {}))

    def keep(self, walk: Walk | None) -> None:
        """Write down what this visit was told, and what its walk came to, where it is not written already."""
        told = {key: answers for key, answers in sorted(self._now.items()) if answers}
        first = {"code": code_version(), "walk": walk and walk.as_json()}
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in (first, {"pages": told})) + "\n"
        try:
            if self._file.read_text(encoding="utf-8") == text:
                return
        except (OSError, ValueError):
            pass  # missing or damaged, and now made anew
        write_atomically(self._file, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def key_of_answer(url: str, digest: str, content_type: str | None) -> str:
    """What makes two answers one to whoever reads them."""
    return f"{url} {digest} {content_type}"


def _read(file: Path, line: int) -> dict[str, Any]:
    """A line of what is kept; nothing where it is missing or damaged."""
    try:
        with file.open(encoding="utf-8") as lines:
            told = json.loads(next(islice(lines, line, None), ""))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}

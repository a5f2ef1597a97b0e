"""Opening pages in Chromium and watching what goes wrong on them."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

#: Chromium keeps to itself: no update, no background request, no sandbox that a container lacks.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    named = [os.environ.get("GONGKAI_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in named if name and (found := shutil.which(name))), None)


def until(holds: Callable[[], object], seconds: float = 30) -> None:
    """Wait until `holds()`; the pages forbid eval, which Playwright's own waiting needs."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "what was waited for did not come"
        time.sleep(0.05)


@dataclass
class Watched:
    """A browser page and everything that went wrong on it."""

    page: Any
    base: str
    problems: list[str] = field(default_factory=list)

    def open(self, name: str) -> Any:
        """Load a page of the site anew and wait until its pictures and tables stand."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.base}/{name}")
        self.page.wait_for_load_state("load")
        self.settle()
        return self.page

    def settle(self, after: str = "0") -> None:
        """Wait until the page shows what its address names, later than `after`, and its charts are drawn."""
        until(
            lambda: self.page.evaluate(
                """(after) => Number(document.body.dataset.ready || 0) > Number(after)
                && [...document.querySelectorAll('.chart')].every((place) =>
                    place.clientWidth === 0 || place.dataset.drawn || place.querySelector('.notice'))""",
                after,
            )
        )

    def choose(self, select: str, value: str) -> None:
        """Choose in a select and wait for what follows."""
        before = self.page.evaluate("document.body.dataset.ready")
        self.page.select_option(select, value)
        self.settle(before)


def check_inside(watched: Watched, url: str) -> None:
    here, asked = urlsplit(watched.base), urlsplit(url)
    inside = asked.scheme in {"data", "blob", "about"} or (asked.scheme, asked.netloc) == (here.scheme, here.netloc)
    if not inside:
        watched.problems.append(f"outside request: {url}")

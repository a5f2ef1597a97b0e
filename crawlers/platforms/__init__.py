"""Platforms: one adapter a CMS family, and the choice of the one that fits a page."""

from __future__ import annotations

from scrapy.http import TextResponse

from crawlers.outcome import FailedError
from crawlers.platforms.base import Adapter
from crawlers.platforms.hanweb_jpage import HanwebJpage
from crawlers.platforms.trs import Trs

#: In the order asked; a rule for any page at all would come last, with a score just above THRESHOLD.
ADAPTERS: tuple[Adapter, ...] = (HanwebJpage(), Trs())
#: The score from which an adapter may read a page.
THRESHOLD = 50


def choose(platform: str, page: TextResponse) -> Adapter:
    """The adapter for a first list page: the one the registry names, or with `auto` the one that knows it best.

    FailedError when none recognises the page.
    """
    name = platform.replace("_", "-").lower()
    if name == "auto":
        best = max(ADAPTERS, key=lambda adapter: adapter.recognise(page))
        if best.recognise(page) < THRESHOLD:
            raise FailedError("no adapter recognises the list page; name its platform or write an adapter for it")
        return best
    for adapter in ADAPTERS:
        if adapter.name == name:
            if adapter.recognise(page) < THRESHOLD:
                raise FailedError(f"the list page does not look like {name}; the portal may have been rebuilt")
            return adapter
    names = ", ".join(adapter.name for adapter in ADAPTERS)
    raise FailedError(f"no adapter is called {platform}; there are {names}, or auto")

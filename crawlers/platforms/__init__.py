"""Platforms: one adapter a CMS family, and the choice of the one that fits a page."""

from __future__ import annotations

from scrapy.http import TextResponse

from crawlers.outcome import FailedError
from crawlers.platforms.anhui import Anhui
from crawlers.platforms.anhui_xxgk import XxgkContent
from crawlers.platforms.base import Adapter
from crawlers.platforms.epoint import Epoint
from crawlers.platforms.generic import Generic
from crawlers.platforms.gkmlpt import Gkmlpt
from crawlers.platforms.hanweb_jpaas import HanwebJpaas
from crawlers.platforms.hanweb_jpage import HanwebJpage
from crawlers.platforms.hanweb_xxgk import HanwebAnnualReport, HanwebXxgk
from crawlers.platforms.ilist import IList
from crawlers.platforms.shanghai import Shanghai
from crawlers.platforms.trs import Trs
from crawlers.platforms.truecms import TrueCms
from crawlers.platforms.ucap import Ucap
from crawlers.platforms.vsb import Vsb
from crawlers.reasons import because

#: In the order asked; the rule for any page at all comes last, with a score of just THRESHOLD.
ADAPTERS: tuple[Adapter, ...] = (
    HanwebAnnualReport(),
    TrueCms(),
    HanwebJpaas(),
    Gkmlpt(),
    HanwebJpage(),
    Anhui(),
    XxgkContent(),
    Epoint(),
    IList(),
    Vsb(),
    Ucap(),
    HanwebXxgk(),
    Shanghai(),
    Trs(),
    Generic(),
)
#: The score from which an adapter may read a page.
THRESHOLD = 50


def choose(platform: str, page: TextResponse) -> Adapter:
    """The adapter for a first list page: the one the registry names, or with `auto` the one that knows it best.

    FailedError when none recognises the page.
    """
    name = platform.replace("_", "-").lower()
    if name == "auto":
        scores = {adapter: adapter.recognise(page) for adapter in ADAPTERS}
        best = max(ADAPTERS, key=lambda adapter: scores[adapter])
        if scores[best] < THRESHOLD:
            raise FailedError(because("unrecognised"))
        return best
    adapter = adapter_of(name)
    if adapter.recognise(page) < THRESHOLD:
        raise FailedError(because("rebuilt", name=name))
    return adapter


def adapter_of(name: str) -> Adapter:
    """The adapter of a name; FailedError where there is none."""
    for adapter in ADAPTERS:
        if adapter.name == name:
            return adapter
    names = ", ".join(adapter.name for adapter in ADAPTERS)
    raise FailedError(because("no_adapter", platform=name, names=names))

"""A look at a portal: its lists to their end as in a visit, of its documents a few, and what was seen.

What `gongkai portals check` and `portals new` run. What the look means, against the last one or for the registry, is
said there.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from scrapy.http import TextResponse

from crawlers import links
from crawlers.documents.asked import Documents
from crawlers.documents.document_walk import DocumentWalk
from crawlers.fetch import Answer, Wanted, as_text
from crawlers.memory import changes, expectations
from crawlers.memory.history import Past
from crawlers.outcome import BlockedError, NotFetchedError
from crawlers.platforms.base import Adapter
from crawlers.platforms.parts import pages
from crawlers.platforms.parts.anchors import is_markup
from crawlers.reasons import because
from crawlers.visit import Visit

#: Seconds one portal may take; a look reads lists and few documents.
LOOK_BUDGET = 300.0
_SITE = "//meta[translate(@name, 'SITENAM', 'sitenam')='sitename']/@content"


class Look(Visit):
    """One portal's look; its result is a visit's with the key `look` beside."""

    _first: Answer | None = None
    _answered = False

    async def walk(self) -> dict[str, Any]:
        """Look at the portal; whatever happens, there is a result."""
        self._files: list[dict[str, str]] = []
        self._opened: list[str] = []
        return await super().walk() | {"look": self._seen()}

    async def _get(self, wanted: Wanted) -> Answer:
        try:
            answer = await super()._get(wanted)
        except NotFetchedError as error:
            # a wall or an error page is an answer too
            self._answered = self._answered or isinstance(error, BlockedError) or bool(getattr(error, "status", None))
            raise
        self._first = self._first or answer
        return answer

    async def _walk_documents(self, adapter: Adapter) -> None:
        """Open the newest few; of the others it is known that they are listed."""
        documents = Documents(self._context, self._portal, self._past, self._get)
        walk = DocumentWalk(self._context, self._catalogue, self._past, documents, adapter)
        reports = [wanted for wanted, refusal in self._catalogue.listed if refusal is None]
        newest = sorted(reports, key=lambda wanted: -(links.judge(wanted.link_title or "").year or 0))
        sample, evidence = newest[: self._context.sample], self._catalogue.evidence
        for wanted in newest[len(sample) :]:
            self.ledger.settle(wanted.url, "unchanged", because("not_opened"))
        for wanted in sample:
            try:
                page = await walk.open(wanted)
            except NotFetchedError as error:
                self.ledger.settle(wanted.url, error.outcome, error.reason)
                if isinstance(error, BlockedError) and error.kind != "robots":
                    evidence.wall, evidence.error = error.kind, error.reason
                continue
            self._opened.append(wanted.url)
            if page is not None:
                found = adapter.read_page(page)
                self._files += [{"page": wanted.url, "url": link.url, "title": link.title} for link in found]

    def _hold_against_expectations(self) -> None:
        """Hold the years against the calendar alone; a look knows no earlier runs, whoever asked for it does."""
        years = expectations.told_years(self._catalogue)
        changes.weigh_years(self._portal, Past(), years, self._catalogue.evidence, self._context.today)

    def _seen(self) -> dict[str, Any]:
        listed, evidence = self._catalogue.listed, self._catalogue.evidence
        reports = [wanted for wanted, refusal in listed if refusal is None]
        years = Counter(links.judge(wanted.link_title or "").year for wanted in reports)
        page = as_text(self._first.response) if self._first else None
        return {
            "is_reachable": self._answered or self._first is not None,
            "is_recognised": evidence.listed,
            "is_shell": page is not None and is_markup(page) and pages.is_shell(page),
            "address": self._first.response.url if self._first else None,
            "site": _site(page) if page is not None else None,
            "rows": len(evidence.rows),
            "reports": [{"title": wanted.link_title or "", "url": wanted.url} for wanted in reports],
            "years": {str(year): count for year, count in sorted(years.items(), key=str) if year},
            "newest_year": max((year for year in years if year), default=None),
            "refused": [
                {"title": wanted.link_title or "", "url": wanted.url, "reason": refusal}
                for wanted, refusal in listed
                if refusal is not None
            ],
            "opened": self._opened,
            "files": self._files,
        }


def _site(page: TextResponse) -> str | None:
    """The name of the site by its meta tag, else the page's title; None without either."""
    named = page.xpath(_SITE).get() or page.xpath("string(//title)").get() or ""
    return " ".join(named.split()) or None

"""The documents that a portal's lists name, each entered once: reports of the portal, and what looks like one, with why not.

Which rows a list has is said in `list_walk.py`; what becomes of a document once it is asked for, in `document_walk.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawlers import bodies, links, scope
from crawlers.fetch import Wanted
from crawlers.ledger import Evidence, Ledger
from crawlers.platforms.base import Link
from crawlers.reasons import Reason, because
from warehouse.registry import Portal


class Catalogue:
    """What one visit has found its portal to name, with the ledger that each document stands in and the evidence.

    `listed` are the documents of its lists in their order, each with the reason to leave it alone, if any; `titles` are
    those of reports by address, `years` counts the reports of the lists by year (None where nothing tells it).
    """

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.ledger = Ledger()
        self.evidence = Evidence()
        self.listed: list[tuple[Wanted, Reason | None]] = []
        self.titles: dict[str, str] = {}
        self.years: Counter[int | None] = Counter()
        self._places: set[str] | None = set()

    def take(self, link: Link, via: str) -> bool:
        """Enter a row of the list page `via`; whether it is a report of this portal."""
        url = self._new_row(link)
        if url is None:
            return False
        found = links.judge(link.title)
        if found.kind == "false_friend":
            self._list(Wanted(url, "page", via, link.title), found.reason)
            return False
        if found.kind != "report" and not link.is_report:
            return False
        refused = self._refusal(url, link.title)
        if self._list(Wanted(url, "page", via, link.title, link.listed_on), refused) and not refused:
            self.evidence.reports += 1
            self.years[found.year or (link.listed_on.year - 1 if link.listed_on else None)] += 1
            return True
        return False

    def collect(self, link: Link, via: str) -> Wanted | None:
        """Enter a report that a page names which collects some; None where it is not to be asked for."""
        url = self._new_row(link)
        if url is None:
            return None
        wanted, refused = (
            Wanted(url, "page", via, link.title, link.listed_on, collected=True),
            self._refusal(url, link.title),
        )
        self.titles[url] = link.title
        return wanted if self.discover(wanted, refused) and not refused else None

    def discover(self, wanted: Wanted, refused: Reason | None, via: str | None = None) -> bool:
        """Enter a document in the ledger, a file with the page it hangs on; False where it stands there already."""
        if not self.ledger.discover(wanted.url, via):
            return False
        if refused:
            self.ledger.settle(wanted.url, "out_of_scope", refused)
        return True

    def restore(
        self, rows: set[str], listed: Sequence[tuple[Wanted, Reason | None]], years: Counter[int | None]
    ) -> None:
        """Enter at once what the same lists came to before: all their rows, the documents among them, and the years."""
        self.evidence.rows |= rows
        self._places = None
        self.years = years
        for wanted, refused in listed:
            self._list(wanted, refused)

    def _list(self, wanted: Wanted, refused: Reason | None) -> bool:
        if not self.discover(wanted, refused):
            return False
        self.listed.append((wanted, refused))
        if not refused:
            self.titles[wanted.url] = wanted.link_title or ""
        return True

    def _new_row(self, link: Link) -> str | None:
        """The address of a row that stands nowhere yet, under this address or another spelling of it."""
        try:
            url = scope.canonical(link.url)
        except ValueError:
            return None
        if url in self.evidence.rows:
            return None
        if self._places is None:
            self._places = {scope.place(one) for one in self.evidence.rows}
        self.evidence.rows.add(url)
        if scope.place(url) in self._places:
            return None  # one page under several addresses
        self._places.add(scope.place(url))
        return url

    def _refusal(self, url: str, title: str) -> Reason | None:
        """Why a report is none that this portal's crawl collects: by its address, its title, its year."""
        year, since = links.judge(title).year, self.portal.since
        old = because("before_since", year=year, since=since) if since and year and year < since else None
        return scope.refusal(self.portal, url) or bodies.stranger(self.portal, title) or old

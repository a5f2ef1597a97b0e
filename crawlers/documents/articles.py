"""Articles that go on on further pages: each page is archived as it was served, and beside them the one page they make.

Which pages those are, and how they are put together, is said in `platforms/parts/continued.py`; a report is read from the
whole, never from a part.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from scrapy.http import TextResponse

from crawlers.fetch import Wanted
from crawlers.platforms.parts import continued
from warehouse.archive import Added, ArchiveWriter
from warehouse.registry import Portal

#: Roles in the index: a further page of an article, and what all pages of one make.
PART, JOINED = "part", "joined"
#: No report has so many pages.
MOST_PAGES = 30


def keep(writer: ArchiveWriter, portal: Portal, wanted: Wanted, parts: Sequence[TextResponse]) -> None:
    """Archive what the pages of an article make, at the address of its first, unless the archive holds it already."""
    made = Added(
        url=wanted.url,
        data=continued.joined([(page, sha256(page.body).hexdigest()) for page in parts]),
        added_at=datetime.now(UTC),
        file_name="joined.html",
        command=f"crawl, joined of {len(parts)} pages",
        content_type="text/html; charset=utf-8",
        portal_id=portal.id,
        role=JOINED,
        via=wanted.via,
        link_title=wanted.link_title,
        listed_on=wanted.listed_on,
    )
    if not writer.holds(made):
        writer.add(made)

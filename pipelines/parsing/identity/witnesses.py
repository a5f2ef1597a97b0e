"""Who names the body of a report beside its title, each kind of witness asked but once and only if it is asked.

Whom to believe is decided in `body_of_report`; what the report says is read in `named_by_prose`, what stands around it in
`named_by_page`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipelines.parsing.identity.headings import Heading, Line
from pipelines.parsing.identity.named_by_page import folder_body, publishers, site_body
from pipelines.parsing.identity.named_by_prose import Presented, acting, actors, asked, compiled_by, signed_by
from pipelines.readers.document import Document

#: Lines in which a report says who compiled it, and in which its first sentences stand.
_OPENING, _FIRST_SENTENCES = 30, 12


@dataclass(frozen=True)  # without slots, which leave no place for who was heard
class Witnesses:
    """Who names the body of one report, each kind heard when it is asked.

    `body` are the lines that are no title, `year` the year reported, None where that is open.
    """

    document: Document
    headings: Sequence[Heading]
    body: Sequence[Line]
    year: int | None
    presented: Presented | None

    @cached_property
    def signer(self) -> str | None:
        """The body over the date at the report's end."""
        return signed_by(self.body)

    @cached_property
    def compiler(self) -> str | None:
        """The body that a sentence says compiled the report."""
        return compiled_by(self.body[:_OPENING])

    @property
    def words(self) -> list[str]:
        """Whom the report's own words name: as presented, signed, compiled."""
        presented = self.presented.agency if self.presented else None
        return [name for name in (presented, self.signer, self.compiler) if name]

    @cached_property
    def published(self) -> list[str]:
        """Whom the fields above the report name as its publisher or source."""
        return publishers(self.document)

    @property
    def own(self) -> list[str]:
        """Whom the report's own words and the fields above it name."""
        return [*self.words, *self.published]

    @cached_property
    def site(self) -> list[str]:
        """The bodies whose site or folder the page is in."""
        return [name for name in (site_body(self.document), folder_body(self.document)) if name]

    @cached_property
    def acting(self) -> list[str]:
        """Who acts in the first sentences."""
        return acting(self.body[:_FIRST_SENTENCES])

    @cached_property
    def told_of(self) -> list[str]:
        """Whom the first sentences begin with, with a place or without, and to whom questions go."""
        return [*actors(self.body[:_FIRST_SENTENCES]), *asked(self.body)]

    @property
    def above(self) -> list[str]:
        """The words of the lines above the first sentence."""
        first = next((place for place, line in enumerate(self.body) if "。" in line.words), 0)
        return [line.words for line in self.body[:first]]

    @cached_property
    def _titled(self) -> list[Heading]:
        """The titles with a body above the first sentence; those below it are of other pages, to which there are links."""
        first = next((line.block for line in self.body if "。" in line.words), None)
        return [found for found in self.headings if found.title.agency and (first is None or found.first < first)]

    @property
    def in_titles(self) -> list[str]:
        """The bodies of all these titles."""
        return [found.title.agency for found in self._titled if found.title.agency]

    @property
    def alike(self) -> list[str]:
        """The bodies of those that may be of this report: of its year, no link, and not the name of a site above a title."""
        return [
            found.title.agency
            for found in self._titled
            if found.title.agency
            and not found.is_linked
            and found.title.named_in != "above"
            and (None in (self.year, found.title.year) or found.title.year == self.year)
        ]

    @property
    def listed_by_year(self) -> list[str]:
        """The bodies of titles of several years, which a page lists where it stands in a body's folder."""
        listed = [found.title for found in self._titled if found.title.named_in != "above"]
        return [title.agency for title in listed if title.agency] if len({title.year for title in listed}) > 1 else []

"""Whose report of which year a document is, or that it is none: the title first, then the page's own words.

Evidence that contradicts itself is a reason to refuse, never a choice. Never from an address, a file name or a publication
date. The figures of tables are not read here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.parsing.identity import times
from pipelines.parsing.identity.body_of_report import decide_agency
from pipelines.parsing.identity.headings import Heading, Page, read_page
from pipelines.parsing.identity.named_by_page import credit_code
from pipelines.parsing.identity.named_by_prose import presented_as, signed_on
from pipelines.parsing.identity.spelling import squeeze
from pipelines.parsing.identity.title_of_page import decide_title, with_page_title
from pipelines.parsing.identity.titles import is_public_body, read_title
from pipelines.parsing.identity.voice import voice_of
from pipelines.parsing.identity.witnesses import Witnesses
from pipelines.parsing.identity.year_of_report import decide_year, is_one_of_several
from pipelines.parsing.tables.spellings import in_mainland_characters
from pipelines.readers.document import Document
from pipelines.reasons import because
from warehouse.reasons import Reason


@dataclass(frozen=True, slots=True)
class ReportIdentity:
    """What a document says of itself; None where it does not say.

    `kind` is report; publication (a notice that may carry one) and public_body (a school, an enterprise), which are
    reports only with the form's tables; untitled; or other, which never is one. `reasons` say what is missing, in
    conflict, or what else the page is.
    """

    title: str | None
    agency: str | None
    report_year: int | None
    scope: str | None  # area, office, agency
    period: tuple[date, date] | None
    printed_on: date | None
    meta_published_on: date | None
    credit_code: str | None
    reasons: tuple[Reason, ...]
    kind: str = "report"
    n_titles: int = 0  # titles of different reports that the page prints


def is_report_title(text: str) -> bool:
    """Whether a line is the title of an annual disclosure report, not a notice about one or a report of another kind."""
    title = read_title(squeeze(text))
    return title is not None and title.kind == "report"


def identify(document: Document, heading: Heading | None = None, page: Page | None = None) -> ReportIdentity:
    """Read a document's identity; `heading` is the title that its body was found under, None to look for it.

    `page` spares reading the document's lines again.
    """
    page = page or read_page(document)
    lines, headings = page.lines, page.headings
    title, kind, reason = decide_title(document, lines, headings, heading)
    texts = [text.text for text in document.texts[:80]]
    period = times.find_period(texts)
    agency = year = scope = None
    reasons: list[Reason] = []
    if title is None:
        reasons += [reason] if reason else []
    else:
        title, conflict = with_page_title(document, title)
        reasons += [conflict] if conflict else []
        body = page.body()
        presented = presented_as(body[:30])
        issued = (signed_on(body), times.printed_on(document, texts), times.meta_date(document))
        year, problem = decide_year(title, period, presented, body, headings, issued)
        if year is not None and problem is None and is_one_of_several(title, headings):
            others = [period[0].year if period else None, presented.year if presented else None]
            if year not in (*others, times.usual_year(body)):
                year, problem = None, because("years_of_none")
        reasons += [problem] if problem else []
        agency, scope, problem = decide_agency(
            title, Witnesses(document, headings, body, year, presented), voice_of(body)
        )
        reasons += [problem] if problem else []
        agency = in_mainland_characters(agency) if agency else None
        if agency and is_public_body(agency) and kind == "report":
            kind = "public_body"
    return ReportIdentity(
        title.printed if title else None,
        agency,
        year,
        scope,
        period,
        times.printed_on(document, texts),
        times.meta_date(document),
        credit_code(document, "\n".join(texts)),
        tuple(reasons),
        kind,
        len({(found.title.agency, found.title.year) for found in headings if found.title.years}),
    )

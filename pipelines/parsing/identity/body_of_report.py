"""Whose report it is: the body that its title names, with its place from the page, else the one that the page shows.

What a name is of (a place, a level, an office) is in `agencies.py`, where a page names bodies in `evidence.py`.
"""

from __future__ import annotations

import re

from pipelines.parsing.identity import evidence
from pipelines.parsing.identity.agencies import (
    full_name,
    is_of_level,
    is_portal,
    is_town,
    is_zone,
    may_write_for,
    names_place,
    same_body,
    scope_of,
    speaks_as_of,
    tells_bodies_apart,
)
from pipelines.parsing.identity.headings import Heading, Line
from pipelines.parsing.identity.titles import Title, simplified
from pipelines.readers.document import Document
from pipelines.reasons import because
from warehouse.reasons import Reason

#: What prose calls its own body by, what the name of a body has behind that, and words that any body has for itself.
_CALLS = re.compile(r"[我本](分局|支队|大队|中心|街道|[局委办厅室院会镇乡校所站])(?![属系辖法])")
_BEHIND_CALL = "(?:人民政府|政府|办事处|事处|公[室厅]|员会)?"
_OF_ITSELF = re.compile(r"[我本](?:机关|单位|部门)(?!不掌握)")


def decide_agency(
    document: Document,
    title: Title,
    year: int | None,
    presented: evidence.Presented | None,
    body: list[Line],
    headings: list[Heading],
) -> tuple[str | None, str | None, Reason | None]:
    """The body, its scope, and a sentence where nothing names it or two places name different ones."""
    prose = _prose(body)
    compiler, signer = evidence.compiled_by(body[:30]), evidence.signed_by(body)
    publishers = evidence.publishers(document)
    own = [name for name in (presented.agency if presented else None, signer, compiler, *publishers) if name]
    name = title.agency
    if title.is_named_above and name is not None and not _may_be_headed(name, own, body):
        name = None
    if name is not None and not names_place(name):
        titles = [found.title.agency for found in _above_prose(headings, body) if found.title.agency]
        whole = full_name(name)
        named = _fuller(whole, own) or _fuller(whole, titles) or _fuller(whole, _of_site(document))
        fuller = named or _fuller(whole, evidence.acting(body[:12]))
        # asked of all: the prose of a county's report speaks of its whole city, too, where it is praised there
        if not all(are_one_body(fuller[0], other) for other in fuller):
            return None, None, because("several_places", name=name, other=fuller[0])
        fuller = [other for other in fuller if speaks_as_of(other, prose, lower=not named)]
        if not fuller:
            return None, None, because("no_place", name=name)
        name = fuller[0]
    if name is None:
        return _without_title(document, year, own, headings, body)
    agency = full_name(name, prose)
    scope = scope_of(agency, is_zone(title.agency or name))
    if presented and presented.agency and not are_one_body(presented.agency, name):
        return None, None, because("title_and_presented", name=name, other=presented.agency)
    for writer, code in ((signer, "title_and_signer"), (compiler, "title_and_compiler")):
        if (
            writer
            and tells_bodies_apart(writer)
            and not may_write_for(simplified(full_name(writer)), simplified(agency))
        ):
            return None, None, because(code, name=name, other=writer)
    return agency, scope, None


def _may_be_headed(name: str, own: list[str], body: list[Line]) -> bool:
    """Whether a line above the title names the report's body, and not the site that the page is on.

    That is no other body than the prose calls its own (我局); a government, whose site carries many, is it only where
    the page names no other, and not of an authority that its prose names no closer (本机关).
    """
    calls = set(_CALLS.findall(_told(body)))
    if calls and not any(re.search(f"{call}{_BEHIND_CALL}$", name) for call in calls):
        return False
    if not is_portal(name) or is_town(name):
        return True
    whole = full_name(name)
    apart = [other for other in own if names_place(other) and not other.startswith(f"{whole}办公")]
    if not all(are_one_body(other, name) for other in apart):
        return False
    return bool(calls or own) or not _OF_ITSELF.search(_told(body))


def are_one_body(one: str, other: str) -> bool:
    """Whether two names as printed are one body's."""
    return same_body(simplified(full_name(one)), simplified(full_name(other)))


def _above_prose(headings: list[Heading], body: list[Line]) -> list[Heading]:
    """The titles with a body above the first sentence; those below it are of other pages, to which there are links."""
    first = next((line.block for line in body if "。" in line.words), None)
    return [found for found in headings if found.title.agency and (first is None or found.first < first)]


def _named_in_titles(year: int | None, others: list[Heading], prose: str) -> list[str]:
    """The bodies of the titles that may be of the report of a year, else of a list of a body's reports year by year.

    A link or a title of another year alone may be of whatever body, a list of one that the prose does not call itself.
    """
    others = [found for found in others if not found.title.is_named_above]
    titles = [found.title for found in others if found.title.agency]
    alike = [
        found.title
        for found in others
        if not found.is_linked and (None in (year, found.title.year) or found.title.year == year)
    ]
    is_list = len({title.year for title in titles}) > 1 and all(
        _is_called_so(title.agency, prose) for title in titles if title.agency
    )
    return [title.agency for title in alike or (titles if is_list else []) if title.agency]


def _fuller(name: str, others: list[str]) -> list[str]:
    """The names among others that are the same body's with its place."""
    return [
        other
        for other in others
        if names_place(other) and same_body(name, other) and is_of_level(other, name) and other != name
    ]


def _without_title(
    document: Document, year: int | None, own: list[str], headings: list[Heading], body: list[Line]
) -> tuple[str | None, str | None, Reason | None]:
    """The body where the title names none: the page's own words, the site, other titles, who acts in the first sentences;
    refused where they differ.
    """
    prose = _prose(body)
    site = _of_site(document)
    said = [name for name in own if names_place(name)]
    told = _told(body)
    names = [*said, *site] if said or all(_is_called_so(name, told) for name in site) else []
    if not names:
        names = list(dict.fromkeys(filter(names_place, _named_in_titles(year, _above_prose(headings, body), told))))
    if not names:
        names = [name for name in evidence.acting(body[:12]) if _speaks_as(name, prose)]
        if not all(speaks_as_of(name, prose) for name in names):
            return None, None, because("no_body")
    if not names:
        return None, None, because("no_body")
    full = [full_name(name, prose) for name in names]
    against = [*names, *(name for name in own if tells_bodies_apart(name))]  # a seal of whatever zone, too
    other = next((name for name in against if not same_body(full[0], full_name(name, prose))), None)
    if other is not None:
        return None, None, because("several_bodies", one=names[0], other=other)
    longest = max(full, key=len)
    is_doubtful = scope_of(longest) == "office" or (
        scope_of(longest) == "agency" and not said and not _CALLS.search(told)
    )
    if is_doubtful and _speaks_for_area(prose):
        return None, None, because("office_or_area", name=longest)
    return longest, scope_of(longest), None


def _of_site(document: Document) -> list[str]:
    """The bodies whose site or folder the page is in."""
    return [name for name in (evidence.site_body(document), evidence.folder_body(document)) if name]


def _is_called_so(name: str, prose: str) -> bool:
    """Whether sentences, if there are any, call their own body what a name is, and nothing else.

    The body of a site or a folder may be another: bureaus keep the pages of their schools and branches beside their own,
    who runs a portal those of everyone, and a government's office that of the whole area.
    """
    calls = set(_CALLS.findall(prose))
    if calls or scope_of(name) == "office":
        return bool(calls) and all(re.search(f"{call}{_BEHIND_CALL}$", name) for call in calls)
    if not prose:
        return True
    bare = re.sub(r".*[省市县区州盟旗]|(?:人民政府|办事处|委员会)$", "", name)
    return not _speaks_for_area(prose) and (_OF_ITSELF.search(prose) is not None or (bare != "" and bare in prose))


def _told(body: list[Line]) -> str:
    """The sentences among the first lines, without menus."""
    return "".join(line.words for line in body[:40] if "。" in line.words)


def _prose(body: list[Line]) -> str:
    return "".join(line.words for line in body[:40])


def _speaks_as(name: str, prose: str) -> bool:
    """Whether the prose calls its own body what the name ends with (我局, 本局), and nothing else."""
    return set(re.findall(r"[我本]([局委办厅室院会镇乡])", prose)) == {name[-1]}


def _speaks_for_area(prose: str) -> bool:
    whole = len(re.findall(r"全[省市县区州旗]|我[省市县区州旗](?!政府办)", prose))
    return bool(whole) and not re.search(r"我办|本办|办公[厅室]全年|我厅|本厅", prose)

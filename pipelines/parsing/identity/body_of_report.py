"""Whose report it is: the body that its title names, with its place from the page, else the one that the page shows.

The order of trust stands here alone: the title, the report's own words and the fields above it, the site, other titles, who
acts in the first sentences. Witnesses that contradict one another refuse. Who is heard is in `witnesses.py`, how the prose
speaks of its own body in `voice.py`, what a name is of (a place, a level, an office) in `agencies.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.parsing.identity.agencies import (
    are_one_body,
    full_name,
    is_of_level,
    is_other_bureau,
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
from pipelines.parsing.identity.joint_names import two_bodies
from pipelines.parsing.identity.spelling import simplified
from pipelines.parsing.identity.titles import Title
from pipelines.parsing.identity.voice import Voice
from pipelines.parsing.identity.witnesses import Witnesses
from pipelines.reasons import because
from warehouse.reasons import Reason

#: What media end with that fill the pages of a portal.
_MEDIA = ("融媒体中心", "新闻中心", "信息中心")

#: How the report of a town speaks of its area.
_OF_TOWN = re.compile("[全我本](?:[镇乡]|街道)|辖区")

_Decided = tuple[str | None, str | None, Reason | None]


def decide_agency(title: Title, heard: Witnesses, voice: Voice) -> _Decided:
    """The body, its scope, and a sentence where nothing names it or two places name different ones."""
    name = title.agency
    if name is None:
        return _without_title(heard, voice)
    if pair := two_bodies(name):
        return None, None, because("two_in_title", one=pair[0], other=pair[1])
    if _is_of_site(title, heard, voice):
        others = _others(name, heard.own)
        if others and voice.is_of_area and not voice.calls:  # as that government's own report would
            return None, None, because("several_bodies", one=name, other=others[0])
        return _without_title(heard, voice, name)
    if is_portal(name) and not is_town(name) and _is_of_office(title, name, heard, voice):
        return None, None, because("office_or_area", name=heard.signer)
    if title.named_in != "title" and (others := _others(name, [*_publishers(heard), *heard.site])):
        return None, None, because("several_bodies", one=name, other=others[0])
    if not names_place(name):
        name, problem = _with_place(name, heard, voice)
        if name is None:
            return None, None, problem
    agency = full_name(name, voice.prose)
    problem = _contradicted(name, agency, heard, voice)
    if problem:
        return None, None, problem
    return agency, scope_of(agency, is_zone(title.agency or name)), None


def _is_of_site(title: Title, heard: Witnesses, voice: Voice) -> bool:
    """Whether what names a body beside the title, a line above it or the metadata, names the site and not the report's body.

    That is another body than the prose calls its own (我局), and in a line above a government, whose site carries many, where
    the page names another or the prose speaks of an authority that it names no closer (本机关).
    """
    name = title.agency
    if name is None or title.named_in == "title":
        return False
    if voice.calls_otherwise(full_name(name)):
        return True
    if title.named_in == "metadata" and voice.is_of_area_alone and scope_of(full_name(name)) == "agency":
        return True
    if title.named_in != "above" or not is_portal(name) or is_town(name):
        return False
    if _others(name, heard.own):
        return True
    return voice.is_of_some_authority and not (voice.calls or heard.words)


def _is_of_office(title: Title, name: str, heard: Witnesses, voice: Voice) -> bool:
    """Whether a government's own office signed what calls its body a department, which no government is, or what stands
    below that government's name and never speaks of its area: the name may be the site's.
    """
    is_by_office = heard.signer is not None and heard.signer.startswith(f"{full_name(name)}办公")
    is_loose = voice.is_of_department or title.named_in == "above"
    return is_by_office and is_loose and not voice.calls and not voice.is_of_area


def _others(name: str, named: Sequence[str]) -> list[str]:
    """The bodies with their place that are another than a name's and not its office."""
    whole = full_name(name)
    apart = (other for other in named if names_place(other) and not other.startswith(f"{whole}办公"))
    return [other for other in apart if not are_one_body(other, name)]


def _with_place(name: str, heard: Witnesses, voice: Voice) -> tuple[str | None, Reason | None]:
    """A name that a title prints without its place as the first kind of witness that knows the body calls it.

    Its own area must be the one that the prose speaks of; a name that acts in a sentence may not be of a lower one either.
    """
    whole = full_name(name)
    named = _fuller(whole, heard.own) or _fuller(whole, heard.site) or _fuller(whole, heard.in_titles)
    fuller = named or _fuller(whole, heard.acting)
    # asked of all: the prose of a county's report speaks of its whole city, too, where it is praised there
    if not all(are_one_body(fuller[0], other) for other in fuller):
        return None, because("several_places", name=name, other=fuller[0])
    own = [other for other in fuller if speaks_as_of(other, voice.prose, lower=not named)]
    return (own[0], None) if own else (None, because("no_place", name=name))


def _fuller(name: str, others: Sequence[str]) -> list[str]:
    """The names among others that are the same body's with its place."""
    return [
        other
        for other in others
        if names_place(other) and same_body(name, other) and is_of_level(other, name) and other != name
    ]


def _contradicted(name: str, agency: str, heard: Witnesses, voice: Voice) -> Reason | None:
    """The sentence where the report's own words name another body than its title.

    A bureau may write for its area, but not where the prose calls its own body what the bureau is, and the area is not.
    """
    presented = heard.presented.agency if heard.presented else None
    if presented and not are_one_body(presented, name):
        return because("title_and_presented", name=name, other=presented)
    for writer, code in ((heard.signer, "title_and_signer"), (heard.compiler, "title_and_compiler")):
        if writer is None:
            continue
        if not names_place(writer) and _is_by_other_bureau(writer, agency, voice):
            return because(code, name=name, other=writer)
        if not tells_bodies_apart(writer):
            continue
        is_its_own = (
            scope_of(writer) == "agency" and voice.calls_otherwise(agency) and not voice.calls_otherwise(writer)
        )
        if not may_write_for(simplified(full_name(writer)), simplified(agency)) or is_its_own:
            return because(code, name=name, other=writer)
    if scope_of(agency) == "office" and voice.is_of_area and heard.signer and heard.signer.endswith("政府"):
        return because("office_or_area", name=agency)
    call = _calls_strangely(name, agency, heard, voice)
    if call:
        return because("title_and_voice", name=name, call=call)
    if not heard.words and agency not in voice.prose:
        for other in filter(names_place, heard.told_of):
            if is_other_bureau(other, agency):
                return because("title_and_acting", name=name, other=other)
    return None


def _calls_strangely(name: str, agency: str, heard: Witnesses, voice: Voice) -> str | None:
    """What the prose calls its own body or its area that a title's body and its area are not; None where it does not.

    A bare place is printed above reports of its bureaus, too: there one that publishes it and speaks of itself is enough.
    """
    is_bare = scope_of(agency) == "area" and agency != name
    bureaus = (other for other in _publishers(heard) if scope_of(other) == "agency" and names_place(other))
    if is_bare and "局" in voice.calls and not voice.is_of_all_organs and any(bureaus):
        return "我局"
    return voice.contradicts(agency, is_bare=is_bare) or voice.lower_area(agency)


def _is_by_other_bureau(writer: str, agency: str, voice: Voice) -> bool:
    """Whether who wrote, named without its place (`县水利局`), is another bureau than the report's, or any of an area that says 我局."""
    if scope_of(agency) == "area":
        return writer.endswith("局") and "局" in voice.calls and not voice.is_of_all_organs
    return is_other_bureau(writer, agency)


def _without_title(heard: Witnesses, voice: Voice, site: str | None = None) -> _Decided:
    """The body where the title names none, by the first kind of witness that names one; refused where they differ.

    `site` is a name above the title that is none of it.
    """
    names = _by_own_words(heard, voice) or _by_titles(heard, voice) or _by_acting(heard, voice)
    if not names:
        return None, None, because("no_body")
    full = [full_name(name, voice.prose) for name in names]
    against = [*names, *filter(tells_bodies_apart, [*heard.words, *_publishers(heard)])]  # a seal of whatever zone, too
    other = next((name for name in against if not same_body(full[0], full_name(name, voice.prose))), None)
    if other is not None:
        return None, None, because("several_bodies", one=names[0], other=other)
    longest = max(full, key=len)
    if pair := two_bodies(longest):
        return None, None, because("several_bodies", one=pair[0], other=pair[1])
    if not heard.words and (rival := next((b for b in heard.told_of if is_other_bureau(b, longest)), None)):
        return None, None, because("fields_and_text", name=longest, other=rival)
    scope = scope_of(longest)
    above = [*heard.above, *([site] if site else [])]
    is_below = scope == "office" and any(longest.startswith(f"{full_name(words)}办公") for words in above)
    if is_below and not voice.calls:  # below its government's name, for which it may have signed
        return None, None, because("office_or_area", name=longest)
    is_said = voice.names(longest) if voice.is_of_area_alone else any(map(names_place, heard.own)) or bool(voice.calls)
    if voice.is_of_area and (scope == "office" or (scope == "agency" and not is_said)):
        return None, None, because("office_or_area", name=longest)
    return longest, scope, None


def _by_own_words(heard: Witnesses, voice: Voice) -> list[str]:
    """Whom the report's own words and the fields above it name, and whose site it is on.

    Fields alone tell only what the prose does not contradict, the site only what the prose calls its body.
    """
    words, published = (list(filter(names_place, names)) for names in (heard.words, _publishers(heard)))
    said = [*words, *published]
    if any(map(voice.calls_otherwise, said)) or any(_is_above(name, voice) for name in published):
        return []
    said = said or [name for name in heard.published if names_place(name) and _may_publish_own(name, voice)]
    return [*said, *heard.site] if said or all(map(voice.calls_so, heard.site)) else []


def _is_above(town: str, voice: Voice) -> bool:
    """Whether the prose speaks of an area, and never of one as low as a town."""
    return is_town(town) and voice.is_of_area and not voice.calls and not _OF_TOWN.search(voice.prose)


def _publishers(heard: Witnesses) -> list[str]:
    """The publishers without those whose names portals print as the source of any page."""
    return [name for name in heard.published if not _runs_portal(name)]


def _runs_portal(name: str) -> bool:
    """Whether a name is a government's, its office's or a medium's."""
    return (is_portal(name) and not is_town(name)) or scope_of(name) == "office" or name.endswith(_MEDIA)


def _may_publish_own(name: str, voice: Voice) -> bool:
    """Whether who runs a portal may be the report's own body, as the prose speaks."""
    if scope_of(name) == "office" and voice.is_of_area:
        return True  # which is asked of again
    if not is_portal(name):
        return bool(voice.calls) and not voice.calls_otherwise(name)
    return not voice.calls and not voice.is_of_some_authority


def _by_titles(heard: Witnesses, voice: Voice) -> list[str]:
    """Whom other titles name that may be of the same report, else a list of a body's reports year by year.

    A list of one that the prose does not call itself is of whatever body.
    """
    listed = heard.listed_by_year
    names = heard.alike or (listed if all(map(voice.calls_so, listed)) else [])
    return [name for name in dict.fromkeys(names) if names_place(name) and not voice.calls_otherwise(name)]


def _by_acting(heard: Witnesses, voice: Voice) -> list[str]:
    """Who acts in the first sentences and is what the prose calls its own body, if all of them are of its area."""
    names = [name for name in heard.acting if voice.is_of_last(name)]
    return names if all(speaks_as_of(name, voice.prose) for name in names) else []

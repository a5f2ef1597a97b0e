"""How the prose of a report speaks of the body that it is of: 我局, 本机关, 全县.

It never names a body; it bears out or contradicts one that is named elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.parsing.identity.agencies import scope_of, speaks_of_lower
from pipelines.parsing.identity.headings import Line

#: Lines of the prose that are listened to.
_LISTENED = 40
#: What prose calls its own body by, what the name of a body has behind that, and words that any body has for itself.
_CALLS = re.compile(
    r"(?:我|(?<![基根成样资])本|(?<=[,，。;；]管))(分局|支队|大队|中心|街道|[局委办厅室院会镇乡校所站])(?![属系辖法])"
)
_BEHIND_CALL = "(?:人民政府|政府|办事处|事处|公[室厅]|员会|会)?"
_OF_ITSELF = re.compile(r"[我本](?:机关|单位|部门)(?!不掌握)")
_DEPARTMENT = re.compile("[我本]部门")
_KINDS = re.compile("[我本]([局委办厅室院会镇乡])")
_AREA = re.compile(r"全[省市县区州旗]|我[省市县区州旗](?!政府办)")
_AREA_BELOW = re.compile("[全我本][市县区旗镇乡]")
_ORGANS = re.compile(
    r"全[省市县区州旗](?:各|政府|政务|行政机关|信息公开|主动公开|共|新收|范围)|各级|各乡镇|各镇|各街道|各区县|各县"
)
_OFFICE = re.compile(r"我办|本办|办公[厅室]全年|我厅|本厅")
#: What of a name is its place or says of what kind it is.
_PLACE_AND_KIND = re.compile(r".*[省市县区州盟旗]|(?:人民政府|办事处|委员会)$")


@dataclass(frozen=True, slots=True)
class Voice:
    """The first lines of a report joined (`prose`), and of them the sentences alone, without menus (`told`)."""

    prose: str
    told: str

    @property
    def calls(self) -> set[str]:
        """The words for a kind of body that the sentences call their own by: 局 in 我局."""
        return set(_CALLS.findall(self.told))

    @property
    def is_of_some_authority(self) -> bool:
        """Whether the sentences call their body what any may be called (本机关)."""
        return _OF_ITSELF.search(self.told) is not None

    @property
    def is_of_department(self) -> bool:
        """Whether the sentences call their body a part of something (本部门)."""
        return _DEPARTMENT.search(self.told) is not None

    @property
    def is_of_area(self) -> bool:
        """Whether the lines speak of a whole area, and not as an office in it."""
        return _is_of_area(self.prose)

    @property
    def is_of_area_alone(self) -> bool:
        """Whether the lines speak of a whole area and never of a body of their own."""
        return self.is_of_area and not self.calls and not self.is_of_some_authority

    def calls_otherwise(self, name: str) -> bool:
        """Whether sentences call their own body something, and nothing that a name is."""
        calls = self.calls
        return bool(calls) and not any(_is_of_kind(name, call) for call in calls)

    def contradicts(self, agency: str, *, is_bare: bool = False) -> str | None:
        """The word that sentences call their own body by again and again where no body of its kind has it; None without one.

        No area is a bureau (我局) that never speaks of an area, and no bureau a town (我镇) or a school. An office or a
        compiler's slip is none, but where the title prints an area's name alone (`is_bare`), of which bureaus are, too.
        """
        if not self.calls_otherwise(agency):
            return None
        calls = [match[0] for match in _CALLS.finditer(self.told)]
        if scope_of(agency) == "area":
            strange = [] if self.is_of_area else [call for call in calls if call[-1] not in "办厅室会"]
        else:
            strange = [call for call in calls if call[-1] in "镇乡道院校所心队"]
        return strange[0] if len(strange) == len(calls) > (not is_bare) else None

    @property
    def is_of_all_organs(self) -> bool:
        """Whether the lines speak of all the organs of an area, as a bureau does that compiles its report."""
        return _ORGANS.search(self.prose) is not None

    def lower_area(self, agency: str) -> str | None:
        """An area below a body's own of which sentences speak as theirs again and again; None without one."""
        return _AREA_BELOW.findall(self.told)[0] if speaks_of_lower(agency, self.told) else None

    def calls_so(self, name: str) -> bool:
        """Whether sentences, if there are any, call their own body what a name is, and nothing else.

        The body of a site or a folder may be another: bureaus keep the pages of their schools and branches beside their own,
        who runs a portal those of everyone, and a government's office that of the whole area.
        """
        calls = self.calls
        if calls or scope_of(name) == "office":
            return bool(calls) and all(_is_of_kind(name, call) for call in calls)
        if not self.told:
            return True
        return not _is_of_area(self.told) and (self.is_of_some_authority or self.names(name))

    def names(self, name: str) -> bool:
        """Whether sentences print what a name says beside its place and its kind."""
        bare = _PLACE_AND_KIND.sub("", name)
        return bare != "" and bare in self.told

    def is_of_last(self, name: str) -> bool:
        """Whether the lines call their own body by the last character of a name (我局, 本局), and by nothing else."""
        return set(_KINDS.findall(self.prose)) == {name[-1]}


def voice_of(body: Sequence[Line]) -> Voice:
    """How the lines of a report that are no title speak."""
    words = [line.words for line in body[:_LISTENED]]
    return Voice("".join(words), "".join(line for line in words if "。" in line))


def _is_of_kind(name: str, call: str) -> bool:
    is_federation = call == "会" and name.endswith("联")  # 残联 for 残疾人联合会
    return is_federation or re.search(f"{call}{_BEHIND_CALL}$", name) is not None


def _is_of_area(words: str) -> bool:
    return _AREA.search(words) is not None and not _OFFICE.search(words)

"""What the styles of a Word file and the properties of a paragraph or a run say: heading levels, what is hidden or centred."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from pipelines.readers.office.inheritance import chain
from pipelines.readers.packages import first_child, member_bytes, parse_xml

_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W = f"{{{_TRANSITIONAL}}}"
_OFF = frozenset({"0", "false", "off", "none"})
#: Half points from which a lifted letter is a note; less sets the line straight.
_LIFTED = 4


def plain(content: bytes) -> bytes:
    """ISO strict files name the same elements in another namespace."""
    return content.replace(_STRICT.encode(), _TRANSITIONAL.encode())


@dataclass(frozen=True, slots=True)
class _Style:
    name: str = ""
    parent: str = ""
    level: int | None = None
    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None
    centred: bool | None = None


_PLAIN = _Style()


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file by their id; what one does not say is said by those it is based on."""

    by_id: Mapping[str, _Style] = field(default_factory=dict)

    def chain(self, style_id: str) -> Iterator[_Style]:
        """A style and those it is based on, nearest first."""
        return chain(self.by_id, style_id)

    def level(self, style_id: str) -> int:
        """The heading level a paragraph style gives; 0 for body text."""
        for style in self.chain(style_id):
            if style.level is not None:
                return style.level
            if style.name == "title":
                return 1
            match = re.fullmatch(r"(?:heading|标题) ?([1-9])", style.name)
            if match:
                return int(match[1])
        return 0

    def hidden(self, style_id: str) -> bool:
        """Whether a style hides its text."""
        return next((style.hidden for style in self.chain(style_id) if style.hidden is not None), False)

    def look(self, properties: etree._Element | None) -> _Style:
        """What properties of a run and the style they name make of its text; what neither says stays None."""
        looks = [_look(properties), *self.chain(style_id(properties, "rStyle"))]
        return _Style(
            hidden=next((look.hidden for look in looks if look.hidden is not None), None),
            struck=next((look.struck for look in looks if look.struck is not None), None),
            raised=next((look.raised for look in looks if look.raised is not None), None),
        )

    def centred(self, style_id: str) -> bool:
        """Whether a style centres its paragraphs."""
        return next((style.centred for style in self.chain(style_id) if style.centred is not None), False)


def read_styles(package: zipfile.ZipFile) -> Styles:
    """The styles of a Word package; none where it has no part for them."""
    if "word/styles.xml" not in package.namelist():
        return Styles()
    root = parse_xml(plain(member_bytes(package, "word/styles.xml")), "styles.xml")
    return styles_of(root.iterchildren(f"{W}style"))


def styles_of(elements: Iterable[etree._Element]) -> Styles:
    """The styles that elements declare."""
    return Styles(_Declared(elements))


class _Declared(Mapping[str, _Style]):
    """The styles that elements declare, by their id; a file declares some hundred and uses a handful, which are read."""

    def __init__(self, elements: Iterable[etree._Element]) -> None:
        self._elements = {style.get(f"{W}styleId", ""): style for style in elements}
        self._read: dict[str, _Style] = {}

    def __getitem__(self, style_id: str) -> _Style:
        if style_id not in self._read:
            self._read[style_id] = _declared(self._elements[style_id])
        return self._read[style_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._elements)

    def __len__(self) -> int:
        return len(self._elements)


def _declared(style: etree._Element) -> _Style:
    """What an element declares."""
    name, parent = first_child(style, f"{W}name"), first_child(style, f"{W}basedOn")
    paragraph = first_child(style, f"{W}pPr")
    return replace(
        _look(first_child(style, f"{W}rPr")),
        name="" if name is None else name.get(f"{W}val", "").lower(),
        parent="" if parent is None else parent.get(f"{W}val", ""),
        level=outline(paragraph),
        centred=centred(paragraph),
    )


def _look(properties: etree._Element | None) -> _Style:
    """What properties of a run or a style say of its letters."""
    if properties is None or not len(properties):
        return _PLAIN
    struck = (toggle(properties, "strike"), toggle(properties, "dstrike"))
    shift, lifted = first_child(properties, f"{W}vertAlign"), first_child(properties, f"{W}position")
    raised = None if shift is None else shift.get(f"{W}val") != "baseline"
    if lifted is not None and re.fullmatch(r"-?\d{1,4}", lifted.get(f"{W}val", "")):
        raised = raised or abs(int(lifted.get(f"{W}val", ""))) >= _LIFTED
    return _Style(
        hidden=toggle(properties, "vanish"),
        struck=True if True in struck else False if False in struck else None,
        raised=raised,
    )


def shows_ink(cell: etree._Element) -> bool:
    """Whether letters in a cell without a ground of its own are seen, so that white ones beside them are not."""
    shade = cell.find(f"{W}tcPr/{W}shd")
    if shade is not None and shade.get(f"{W}fill", "auto").lower() not in {"auto", "ffffff"}:
        return False
    return any(not is_faint(run) for run in cell.iter(f"{W}r") if any(text.text for text in run.iter(f"{W}t")))


#: The paper's colour, and those that nobody tells from it.
_WHITES = frozenset({"ffffff", "fefefe", "fdfdfd"})


def is_faint(run: etree._Element) -> bool:
    """Whether a run is written in white on no ground of its own, or in letters of a point."""
    properties = first_child(run, f"{W}rPr")
    if properties is None:
        return False
    colour, size = first_child(properties, f"{W}color"), first_child(properties, f"{W}sz")
    is_white = colour is not None and (
        colour.get(f"{W}val", "").lower() in _WHITES
        or (colour.get(f"{W}themeColor") in {"background1", "light1"} and colour.get(f"{W}themeShade") is None)
    )
    is_small = size is not None and size.get(f"{W}val") in {"1", "2"}
    return is_small or (
        is_white and first_child(properties, f"{W}shd") is None and first_child(properties, f"{W}highlight") is None
    )


def turns_figures(paragraph: etree._Element) -> bool:
    """Whether figures of a paragraph are shown from right to left, so that it prints others than its file says."""
    turned = (each for each in paragraph.iter(f"{W}bdo") if each.get(f"{W}val") == "rtl")
    return any(map(str.isdigit, (sign for each in turned for text in each.iter(f"{W}t") for sign in text.text or "")))


def outline(properties: etree._Element | None) -> int | None:
    """The heading level of an outline level: 0 to 8 are headings, 9 is body text."""
    given = None if properties is None else first_child(properties, f"{W}outlineLvl")
    if given is None:
        return None
    value = given.get(f"{W}val", "9")
    return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0


def toggle(properties: etree._Element | None, name: str) -> bool | None:
    """Whether a property such as `vanish` is on; None where it is not said."""
    given = None if properties is None else first_child(properties, W + name)
    return None if given is None else given.get(f"{W}val", "1") not in _OFF


def centred(properties: etree._Element | None) -> bool | None:
    """Whether a paragraph is centred; None where it is not said."""
    given = None if properties is None else first_child(properties, f"{W}jc")
    return None if given is None else given.get(f"{W}val") == "center"


def style_id(properties: etree._Element | None, name: str) -> str:
    """The id of the style that properties name (`pStyle`, `rStyle`); empty without one."""
    given = None if properties is None else first_child(properties, W + name)
    return "" if given is None else given.get(f"{W}val", "")

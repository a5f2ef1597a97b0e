"""What style says of an element: its own attribute, and the rules of the page's own style sheets.

Only properties that decide whether and as what an element is shown are asked for. Sheets of other files are not fetched,
so a class without a rule in the page says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from cssselect import HTMLTranslator, SelectorError, parse
from cssselect.parser import Class, CombinedSelector, Hash, Tree
from lxml import etree

from pipelines.readers.markup.tree import Element, select

Style = Mapping[str, str]

#: Every attribute of one name, as plain strings; `//@` would look at every text of the page too.
_ATTRIBUTES = etree.XPath("//*/@style", smart_strings=False)
_CLASSES = etree.XPath("//*/@class", smart_strings=False)
_IDS = etree.XPath("//*/@id", smart_strings=False)
_XML_BLANKS = re.compile(r"[ \t\r\n]+")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
#: Rules for the screen count like plain ones; those for print, for widths of a window, fonts and the like do not.
_FOR_SCREEN = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)\s*\{((?:[^{}]*\{[^{}]*\})*)\s*\}", re.IGNORECASE)
_AT_RULE = re.compile(r"@[^{};]{0,1000}(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
#: It begins behind another's end: words without a brace are looked through once, however many there are.
_RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*)\}")
_NOUGHT = re.compile(r"0+(?:\.0+)?(?:px|pt|em|rem|%)?|\.0+")
#: Letters of a pixel or less are specks.
_SPECK = re.compile(r"[01](?:\.\d+)?(?:px|pt)")
#: By property the values that leave nothing of an element to see.
_UNSEEN_BY = {
    "display": re.compile(r"none"),
    "visibility": re.compile(r"hidden|collapse"),
    "content-visibility": re.compile(r"hidden"),
    "mso-hide": re.compile(r"all"),
    "opacity": _NOUGHT,
    "filter": re.compile(r"opacity\(\s*(?:0*\.?0+%?)\s*\)"),
    "transform": re.compile(r"scale(?:3d|x|y)?\(\s*0(?:\.0+)?\s*(?:,[^)]*)?\)"),
    "text-decoration": re.compile(r".*line-through.*"),
    "text-decoration-line": re.compile(r".*line-through.*"),
}
_FAR_OFF = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em)?")
#: Nothing of an element is left, as libraries of styles write it for what only a screen reader shall say.
_CLIPPED = re.compile(r"rect\((?:\s*[01](?:px)?[\s,]*){4}\)|inset\((?:50|100)%\)")
_WHITE = re.compile(r"white|#fff|#ffffff|rgb\(255,255,255\)|transparent|rgba\((?:\d+%?,){3}0*\.?0+%?\)")
_IMPORTANT = "!important"
#: A page of a portal has some hundred rules; past this it is data of another kind.
MAX_RULES = 5_000
#: Longer sheets are worked out anew for every page.
_LONGEST_REMEMBERED = 200_000


@lru_cache(maxsize=4096)
def properties(declarations: str) -> Style:
    """The declarations of a rule or an attribute by their lower-case names; of two of a name the last one stands."""
    found = {}
    for part in declarations.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.replace(_IMPORTANT, "").strip().lower()
    return found


def _important(declarations: str) -> Style:
    if _IMPORTANT not in declarations:
        return {}
    return properties(";".join(part for part in declarations.split(";") if _IMPORTANT in part))


def hides(style: Style) -> bool:
    """Whether a style takes an element out of sight: not displayed, transparent, clipped, far off, or struck out."""
    if may_show(style) and any(unseen.fullmatch(style.get(name, "")) for name, unseen in _UNSEEN_BY.items()):
        return True
    if style.get("overflow") == "hidden" and any(_NOUGHT.fullmatch(style.get(n, "")) for n in ("height", "width")):
        return True
    is_moved = style.get("position") in {"absolute", "fixed"}
    if is_moved and any(_CLIPPED.fullmatch(style.get(name, "")) for name in ("clip", "clip-path")):
        return True
    return (is_moved and any(_FAR_OFF.fullmatch(style.get(name, "")) for name in ("left", "top"))) or bool(
        _FAR_OFF.fullmatch(style.get("text-indent", ""))
    )


@dataclass(frozen=True, slots=True)
class Look:
    """What an attribute of style makes of its element: out of sight, written in white, in letters of no size."""

    hides: bool
    is_white: bool
    is_sizeless: bool

    @property
    def is_plain(self) -> bool:
        """Whether it does nothing of the kind."""
        return not (self.hides or self.is_white or self.is_sizeless)


@lru_cache(maxsize=4096)
def look_of(declarations: str) -> Look:
    """The look that an attribute gives; a page has thousands of them and a dozen different ones."""
    style = properties(declarations)
    return Look(hides(style), is_white(style), is_sizeless(style))


def may_show(style: Style) -> bool:
    """Whether a style says what may bring an element back that another one hides."""
    return not style.keys().isdisjoint(_UNSEEN_BY)


def is_sizeless(style: Style) -> bool:
    """Whether a style writes in letters of no size, or of one that nobody reads."""
    size = style.get("font-size", "")
    return bool(_NOUGHT.fullmatch(size) or _SPECK.fullmatch(size))


def is_white(style: Style) -> bool:
    """Whether a style writes in white, or in no colour at all."""
    return _WHITE.fullmatch(style.get("color", "").replace(" ", "")) is not None


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with its style; of two that fit an element the one of the higher `rank` stands."""

    xpath: str
    rank: tuple[tuple[int, int, int], int]
    style: Style
    important: Style  # what of it stands whatever else is said


def in_force(rules: Iterable[Rule], own: str) -> Style:
    """What rules that fit an element and its attribute say together: of two on one property the weightier one stands."""
    ranked = sorted(rules, key=lambda rule: rule.rank)
    style: dict[str, str] = {}
    for said in (
        *(rule.style for rule in ranked),
        properties(own),
        *(rule.important for rule in ranked),
        _important(own),
    ):
        style |= said
    return style


def attributes_of(root: Element) -> set[str]:
    """The different attributes of style in a page; of thousands of them a dozen."""
    return set(_ATTRIBUTES(root))  # type: ignore[arg-type]


def css_of(root: Element) -> str:
    """The style sheets that stand in a page, one behind another."""
    return "\n".join("".join(element.itertext()) for element in root.iter("style"))


class Sheet:
    """The rules of the style sheets that stand in a page, with the elements they fit."""

    def __init__(self, root: Element, css: str) -> None:
        self._root = root
        self._bodies = _remembered(css) if len(css) <= _LONGEST_REMEMBERED else _bodies_of(css)
        self._names: frozenset[str] | None = None

    def fitting(self, wanted: Callable[[Style], bool], *, inside: bool = False) -> dict[Element, list[Rule]]:
        """The elements that rules of a `wanted` style fit, each with those rules; `inside`: those for what is put into them."""
        found: dict[Element, list[Rule]] = {}
        for place, body in enumerate(self._bodies):
            if not wanted(body.style):
                continue
            for selector in _selectors(body.selectors, inside=inside):
                if not selector.names <= self._names_of_page():
                    continue
                rule = Rule(selector.xpath, (selector.specificity, place), body.style, body.important)
                for element in select(self._root, selector.xpath):
                    found.setdefault(element, []).append(rule)
        return found

    def _names_of_page(self) -> frozenset[str]:
        """The classes and the ids of its elements, as selectors write them; most rules are for what is in other pages."""
        if self._names is None:
            classes: list[str] = _CLASSES(self._root)  # type: ignore[assignment]
            ids: list[str] = _IDS(self._root)  # type: ignore[assignment]
            names = {f".{name}" for said in set(classes) for name in _XML_BLANKS.split(said)}
            self._names = frozenset(names | {f"#{name}" for name in ids})
        return self._names


@dataclass(frozen=True, slots=True)
class _Body:
    """One rule as it is written: its selectors, and what it says of what they fit."""

    selectors: str
    style: Style
    important: Style


@lru_cache(maxsize=8)  # a site writes the same sheets into all of its pages
def _remembered(css: str) -> tuple[_Body, ...]:
    return _bodies_of(css)


def _bodies_of(css: str) -> tuple[_Body, ...]:
    css = _AT_RULE.sub("", _FOR_SCREEN.sub(r"\1", _COMMENT.sub("", css)))
    found = islice(_RULE.finditer(css), MAX_RULES)
    return tuple(_Body(rule[1], properties(rule[2]), _important(rule[2])) for rule in found)


@dataclass(frozen=True, slots=True)
class _Selector:
    """One selector as XPath, with its weight and the classes and ids (`.name`, `#name`) without which it fits nothing."""

    xpath: str
    specificity: tuple[int, int, int]
    names: frozenset[str]


@lru_cache(maxsize=1024)
def _selectors(selectors: str, *, inside: bool) -> tuple[_Selector, ...]:
    """A list of selectors; those of states fit nothing.

    Those of elements that a style puts at the beginning or the end of others count `inside` alone.
    """
    made_up = ("before", "after") if inside else (None,)
    translator = HTMLTranslator()
    try:
        parsed = [selector for selector in parse(selectors.strip()) if selector.pseudo_element in made_up]
        return tuple(
            _Selector(
                translator.selector_to_xpath(selector),
                selector.specificity(),
                frozenset(_names_in(selector.parsed_tree)),
            )
            for selector in parsed
        )
    except SelectorError:
        return ()


def _names_in(tree: Tree | None) -> Iterator[str]:
    """The classes and ids that an element, or one around it, must have for a selector to fit."""
    while tree is not None:
        if isinstance(tree, Class):
            yield f".{tree.class_name}"
        elif isinstance(tree, Hash):
            yield f"#{tree.id}"
        elif isinstance(tree, CombinedSelector):
            yield from _names_in(tree.subselector)
        tree = getattr(tree, "selector", None)

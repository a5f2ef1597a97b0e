"""What of a page's markup nobody sees, taken out; and what fields and pictures show, put in.

Elements that place others (rows, cells, tables) stay as empty shells, so that what follows them keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Container

from lxml import etree

from pipelines.readers.markup.style import (
    Sheet,
    Style,
    hides,
    in_force,
    is_sizeless,
    is_white,
    look_of,
    may_show,
    properties,
)
from pipelines.readers.markup.tree import BREAK, Element, empty, select, text_of
from pipelines.readers.raised import OBJECT

#: Never text of the page; what was deleted (del, s) and how a word is pronounced (rt) is none of its words either.
_SILENT = (
    "script", "style", "template", "noscript", "noframes", "head", "button", "datalist", "iframe", "object", "svg",
    "math", "audio", "video", "canvas", "map", "del", "s", "strike", "rt", "rp",
)  # fmt: skip
_HIDDEN = "//@hidden/.."
#: What is only kept from being read aloud is shown; a page's whole body may be, while a dialogue is open.
_SILENCED = "//@aria-hidden[. = 'true']/parent::*[not(descendant-or-self::table)]"
#: Pictures that are no element for one: those of Office's own markup, and grounds of elements inside a cell.
_DRAWN_BY_OFFICE = "//*[contains(local-name(), 'imagedata')]"
_PAINTED = "//@style[contains(., 'url(')]/parent::*[not(self::td or self::th or self::tr)]"
_SECTIONS = frozenset({"tbody", "thead", "tfoot"})
_NO_FIELDS = frozenset(
    {"hidden", "submit", "button", "image", "reset", "checkbox", "radio", "file", "password", "search"}
)
#: Drawings and pages of their own inside a page: they show figures that are no text of it.
_DRAWN = ("svg", "math", "canvas", "object", "embed", "iframe", "video")
_WRITTEN = etree.XPath(".//*[local-name() = 'text' or local-name() = 'mn'][normalize-space()]")
#: A picture of a table is larger in both directions; what links to anything but a picture is a button.
_LEAST_OF_TABLE = 60
_LENGTH = re.compile(r"\s*(\d{1,5}(?:\.\d+)?)\s*(?:px|pt)?\s*$")
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|bmp|tiff?|webp)\b", re.IGNORECASE)
_PUT_IN = re.compile(r"content(?<![-\w]content)\s*:")
#: A style that puts in what an attribute says.
_ATTRIBUTE = re.compile(r"attr\(\s*([\w-]+)\s*\)")
_TURNS = re.compile(r"unicode-bidi\s*:\s*(?:bidi|isolate)-override|flex-direction\s*:\s*row-reverse", re.IGNORECASE)
#: Pictures smaller than this in one direction only keep a distance.
_SPACER = 3


def leave_out_silent(root: Element) -> None:
    """Take out what is no part of a page as text; what is drawn in a cell leaves its mark."""
    _mark_drawings(root)
    etree.strip_elements(root, *_SILENT, with_tail=False)


def _mark_drawings(root: Element) -> None:
    """Make a drawing in a cell the mark of what its words show, or else a picture like any other."""
    for drawing in list(root.iter(*_DRAWN)):
        if next(drawing.iterancestors("td", "th"), None) is not None:
            drawing.tag, drawing.text = ("span", OBJECT) if _WRITTEN(drawing) else ("img", None)
            del drawing[:]


def leave_out_unseen(root: Element, markup: bytes, attributes: set[str], css: str) -> None:
    """Empty every element that is not seen; `markup` is the page in lower case, asked first whether it hides anything.

    `attributes` are all attributes of style in it.
    """
    unseen = _hidden_by_style(root, attributes)
    if css:
        unseen |= _hidden_by_sheet(root, css)
    unseen.update(
        font
        for font in root.iter("font")
        if (color := font.get("color")) and is_white({"color": color.lower()}) and _is_beside_ink(font)
    )
    unseen.update(dialogue for dialogue in root.iter("dialog") if dialogue.get("open") is None)
    if b"hidden" in markup:
        unseen.update(select(root, _HIDDEN))
        if b"aria-hidden" in markup:
            unseen.update(select(root, _SILENCED))
    for element in sorted(unseen, key=_depth) if unseen else ():
        _empty(element)


def mark_put_in(root: Element, css: str) -> None:
    """Mark cells into which a style puts a figure: it is shown there and is no text of the page."""
    if not _PUT_IN.search(css):
        return
    for element, rules in Sheet(root, css).fitting(lambda style: "content" in style, inside=True).items():
        if element.get("hidden") is None and next(element.iterancestors("table"), None) is not None:
            shown = max(rules, key=lambda rule: rule.rank).style["content"]
            attribute = _ATTRIBUTE.match(shown)
            if any(map(str.isdigit, (element.get(attribute[1]) or "") if attribute else _quoted(shown))):
                element.text = OBJECT + (element.text or "")


def mark_turned(root: Element, styles: str, css: str) -> None:
    """Mark figures that are shown from right to left: the page shows another figure than it says.

    `styles` are its attributes of style, in lower case.
    """
    turned = set(root.iter("bdo"))
    said = styles + css.lower()
    if "-override" in said or "row-reverse" in said:
        turned.update(each for each in select(root, "//@style/..") if _TURNS.search(each.get("style")))
        turned.update(Sheet(root, css).fitting(_turns))
    for element in turned:
        if any(map(str.isdigit, text_of(element))):
            element.text = OBJECT + (element.text or "")


def _turns(style: Style) -> bool:
    return style.get("unicode-bidi", "").endswith("override") or style.get("flex-direction") == "row-reverse"


def _quoted(content: str) -> str:
    """What a style puts in as it stands there; a sign of a font, told by its number, is none."""
    return "" if "\\" in content else "".join(re.findall(r"""["']([^"']*)["']""", content))


def _depth(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _empty(element: Element) -> None:
    if element.tag in {"html", "body"}:
        return  # shown by a script once it is loaded
    if element.tag in _SECTIONS:
        for row in element.iter("tr"):
            empty(row)
            row.set("hidden", "")
        return
    empty(element)
    element.set("hidden", "")


def _hidden_by_style(root: Element, attributes: set[str]) -> set[Element]:
    told = {said: look for said in attributes if not (look := look_of(said)).is_plain}
    if not told:
        return set()
    found = set()
    for element in root.iter(etree.Element):
        own = told.get(element.get("style"))
        if own and (
            own.hides
            or (own.is_white and (_is_on_white(element) or _is_beside_ink(element)))
            or (own.is_sizeless and _is_plain(element))
        ):
            found.add(element)
    return found


def _hidden_by_sheet(root: Element, css: str) -> set[Element]:
    sheet = Sheet(root, css)
    sizeless = _sizeless_by_sheet(sheet) | _white_by_sheet(sheet)
    hidden = sheet.fitting(hides)
    if not hidden:
        return sizeless
    others = sheet.fitting(may_show)
    return sizeless | {
        element
        for element, rules in hidden.items()
        if hides(in_force([*rules, *others.get(element, [])], element.get("style") or ""))
    }


def _sizeless_by_sheet(sheet: Sheet) -> set[Element]:
    if not sheet.fitting(is_sizeless):
        return set()
    return {
        element
        for element, rules in sheet.fitting(lambda style: "font-size" in style).items()
        if is_sizeless(max(rules, key=lambda rule: rule.rank).style)
        and "font-size" not in properties(element.get("style") or "")
        and _is_plain(element)
    }


def _white_by_sheet(sheet: Sheet) -> set[Element]:
    """The elements that a class writes in white beside words that are seen, on a ground that no rule gave them."""
    if not sheet.fitting(is_white):
        return set()
    grounds = sheet.fitting(lambda style: any(name.startswith("background") for name in style))
    return {
        element
        for element, rules in sheet.fitting(lambda style: "color" in style).items()
        if is_white(max(rules, key=lambda rule: rule.rank).style)
        and "color" not in properties(element.get("style") or "")
        and _is_beside_ink(element, grounds)
    }


def _is_on_white(element: Element) -> bool:
    """Whether nothing in the page can have given white words a ground they are seen on."""
    for around in (element, *element.iterancestors()):
        style = around.get("style") or ""
        if "background" in style.lower() or any(around.get(name) for name in ("bgcolor", "background", "class", "id")):
            return False
    return True


def _is_beside_ink(element: Element, grounds: Container[Element] | None = None) -> bool:
    """Whether white words share a cell with others that are seen there, and have no ground of their own.

    `grounds` are the elements to which rules of the page give one; where they are not known, any class may.
    """
    for around in (element, *element.iterancestors()):
        if around.tag in {"td", "th"}:
            return around is not element and _has_more(around, element)
        style = around.get("style") or ""
        if "background" in style.lower() or around.get("bgcolor"):
            return False
        if around in grounds if grounds is not None else around.get("class"):
            return False
    return False


def _has_more(cell: Element, element: Element) -> bool:
    """Whether a cell has words outside one of its elements that are not white, too."""
    others = (part for part in cell.iter(etree.Element) if part is not element and part is not cell)
    is_coloured = any("color" in (part.get("style") or "").lower() for part in others)
    return not is_coloured and text_of(cell).strip() != text_of(element).strip()


def _is_plain(element: Element) -> bool:
    """Whether nothing inside an element has a style or a class of its own, which could give letters their size again."""
    return not any(inner.get("style") or inner.get("class") for inner in element.iterdescendants(etree.Element))


def show_fields(root: Element, markup: bytes, styles: str) -> None:
    """Write what fields hold and what pictures stand for where they stand.

    `markup` is the page in lower case, `styles` are its attributes of style.
    """
    for field in root.iter("input"):
        if (field.get("type") or "text").lower() not in _NO_FIELDS and field.get("value"):
            _write(field, field.get("value", ""))
    for field in list(root.iter("select")):
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and next(field.iterancestors("td", "th"), None) is not None and field.get("multiple") is None:
            chosen = options[:1]  # what a browser shows until someone chooses
        empty(field)
        _write(field, "".join(option.text or "" for option in chosen))
    for picture in root.iter("img"):
        cell = next(picture.iterancestors("td", "th"), None)
        if cell is not None and not text_of(cell).strip():
            name = (picture.get("alt") or "").strip()
            # A name may be the label that the picture shows; a figure it shows is not read off its name.
            picture.text = name if any(map(str.isalpha, name)) else "" if _is_spacer(picture) else OBJECT
        elif cell is None and not _is_ornament(picture):
            picture.text = f"{BREAK}{OBJECT}{BREAK}"
    pictures = select(root, _DRAWN_BY_OFFICE) if b"imagedata" in markup else []
    for drawn in [*pictures, *(select(root, _PAINTED) if "url(" in styles else ())]:
        cell = next(drawn.iterancestors("td", "th"), None)
        if cell is not None and not text_of(cell).strip():
            drawn.text = OBJECT


def _write(field: Element, text: str) -> None:
    """Write what a field holds; in a cell it has a frame of its own, so that digits beside it are another number."""
    is_framed = next(field.iterancestors("td", "th"), None) is not None and any(map(str.isdigit, text))
    field.text = f"{BREAK}{text}{BREAK}" if is_framed else text


def _is_ornament(picture: Element) -> bool:
    """Whether a picture is a mark or a button of the page: small, unnamed, or leading elsewhere."""
    sizes = [properties(picture.get("style") or "").get(name) or picture.get(name, "") for name in ("width", "height")]
    lengths = [float(length[1]) for size in sizes if (length := _LENGTH.match(size))]
    link = next(picture.iterancestors("a"), None)
    leads = link is not None and not _PICTURE_FILE.search(link.get("href") or "")
    return leads or not picture.get("src") or any(length < _LEAST_OF_TABLE for length in lengths)


def _is_spacer(picture: Element) -> bool:
    sizes = [picture.get(name, "").removesuffix("px") for name in ("width", "height")]
    return any(size.isdecimal() and int(size) < _SPACER for size in sizes)

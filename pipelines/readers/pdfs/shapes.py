"""Shapes of characters to their names: what looks the same is the same character, and is looked at but a few times.

A shape is looked at wherever it stands among others, and in rows of shapes set side by side, and has the name that its
looks agree on; what they do not agree on keeps none. A figure wants them all: one that its font tells from another of its
name has none, nor has one of a number that reads otherwise as a whole. Where characters stand is found in `nameless`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from pipelines.readers.document import UNNAMED
from pipelines.readers.pages.lattice import Glyph
from pipelines.readers.pages.sheet import Page
from pipelines.readers.pdfs.nameless import DOTS, LEVEL, Char, Code, Gray, Sheet, sheet_of
from pipelines.readers.pdfs.pictures import is_unnamed, lacks_figures
from pipelines.readers.pdfs.text import read_as
from pipelines.readers.scans.recogniser import Look, read_lines

#: So many shapes to so many characters are no type, each of them being drawn at places of its own; short texts repeat little.
MOST_SHAPES, FEW_SHAPES = 0.6, 800
#: Reports have some hundreds of shapes on 5 to 40 pages; the looks at more would take longer than a document has.
MOST_IN_ALL, MOST_PAGES = 3_000, 40
#: Looks that a shape wants, and the share of them that must agree; all of them where one sees a figure.
LOOKS, AGREED = 2, 0.75
#: A look at a line less sure than this tells nothing of its characters.
LEAST_SURE = 0.3
#: Characters of a line that is looked at; the gap within it and the air around it in shares of the type size.
LONGEST, GAP, AIR = 40, 0.8, 0.25
#: Shapes in a row, in one pass after the other; what two looks have seen alike is in the first two alone.
ROWS = (7, 6, 4)
#: So many looks at its kin tell what one is that most looks at it see so.
KIN = 4
#: A figure alone is hard to read; a look less sure than this does not count against its name.
CERTAIN = 0.8
#: A page is named when no more than this share of its characters is not.
MOST_UNNAMED = 0.05
_DIGITS = frozenset("0123456789")
_FIGURES = _DIGITS | frozenset(".,-")
_FIRST_IDEOGRAPH = "\u4e00"
_ALIKE = str.maketrans("OoＯ〇○Il|｜—–−－一", "000001111-----")


def named_by_shape(pdf: Any, pages: Sequence[Page]) -> dict[int, Page]:
    """Those of the pages of a `pypdfium2.PdfDocument` whose characters could be named, by their number."""
    if len(pages) > MOST_PAGES:
        return {}
    numbers: dict[tuple[object, ...], int] = {}
    sheets = [sheet for page in pages if (sheet := sheet_of(pdf, page, numbers)) is not None]
    for sheet in sheets:
        sheet.shown.close()
    chars = [char for sheet in sheets for char in sheet.chars]
    if not chars or len(numbers) > min(MOST_IN_ALL, max(MOST_SHAPES * len(chars), FEW_SHAPES)):
        return {}
    names = _names(sheets, len(numbers))
    named: dict[int, Page] = {}
    for sheet in sheets:
        glyphs = [Glyph(*char.box, names.get(char.shape, UNNAMED), char.spaced) for char in sheet.chars]
        glyphs += [glyph for glyph in sheet.page.glyphs if not 0 <= glyph.x0 < sheet.page.width]
        if _is_named(page := replace(sheet.page, glyphs=glyphs)):
            named[page.number] = page
    return named


def _is_named(page: Page) -> bool:
    """Whether few characters of a page are without a name, and none that may be of a figure in a ruled table."""
    unnamed = sum(glyph.char == UNNAMED for glyph in page.glyphs)
    return not unnamed or (unnamed <= MOST_UNNAMED * len(page.glyphs) and not lacks_figures(page))


def _given(sheets: Sequence[Sheet]) -> dict[int, str]:
    """The names that fonts give to shapes, on pages whose fonts name nearly all characters."""
    given: dict[int, str] = {}
    for sheet in sheets:
        if not is_unnamed(sheet.page):
            for char in sheet.chars:
                if char.code and not char.code[2] and (name := read_as(chr(char.code[1]))) > " ":
                    given[char.shape] = name if given.get(char.shape, name) == name else UNNAMED
    return given


def _names(sheets: Sequence[Sheet], count: int) -> dict[int, str]:
    """The names of shapes by their numbers, without those that looks do not agree on."""
    given = _given(sheets)
    looks: dict[int, list[str]] = defaultdict(list)
    chosen = [*_chosen(sheets, given)]
    _note(looks, [run for _, run in chosen], read_lines([_cut(sheet.image, run) for sheet, run in chosen]))
    first: dict[int, tuple[Sheet, Char]] = {}
    for sheet in sheets:
        for char in sheet.chars:
            first.setdefault(char.shape, (sheet, char))
    wanting = [shape for shape in range(count) if shape not in given and _wants(looks[shape])]
    for length in ROWS:
        rows = [wanting[at : at + length] for at in range(0, len(wanting), length)]
        seen = read_lines([_row([first[shape] for shape in row]) for row in rows])
        _note(looks, [[first[shape][1] for shape in row] for row in rows], seen)
        # in another order, beside others
        wanting = [shape for shape in wanting if _agreed(looks[shape]) is None or length == ROWS[0]][::-1]
    codes = {shape: char.code for shape, (_, char) in first.items()}
    names = _without_contradictions(_with_kin(looks, codes), codes) | given
    return _borne_out(names, sheets) | given


def _with_kin(looks: dict[int, list[str]], codes: dict[int, Code | None]) -> dict[int, str]:
    """The names that looks agree on, and those of shapes that a font says are the same and nearly all looks see so."""
    names = {shape: name for shape in codes if (name := _agreed(looks[shape])) is not None}
    kin: dict[Code, Counter[str]] = defaultdict(Counter)
    for shape, name in names.items():
        if code := codes[shape]:
            kin[code][name] += len(looks[shape])
    for shape, code in codes.items():
        if code and shape not in names and len(kin[code]) == 1:
            ((name, votes),) = kin[code].items()
            own = sum(_plain(look) == _plain(name) for look in looks[shape])
            if votes >= KIN and own and own > len(looks[shape]) / 2:
                names[shape] = name
    return names


def _without_contradictions(names: dict[int, str], codes: dict[int, Code | None]) -> dict[int, str]:
    """The names without figures that one code of a font has beside another name, or two codes of a font have.

    An ideograph is seen for no figure: PDFium tells codes apart that stand for one sign, as 0x2D and 0xAD, by nothing.
    """
    of_code: dict[Code, set[str]] = defaultdict(set)
    of_name: dict[tuple[int, str], set[Code]] = defaultdict(set)
    for shape, name in names.items():
        if (code := codes[shape]) and _plain(name) < _FIRST_IDEOGRAPH:
            of_code[code].add(_plain(name))
            of_name[code[0], name].add(code)

    def is_doubtful(shape: int, name: str) -> bool:
        code = codes[shape]
        if code is None or _plain(name) >= _FIRST_IDEOGRAPH or not any(other in _FIGURES for other in of_code[code]):
            return False
        return len(of_code[code]) > 1 or len(of_name[code[0], name]) > 1

    return {shape: name for shape, name in names.items() if not is_doubtful(shape, name)}


def _borne_out(names: dict[int, str], sheets: Sequence[Sheet]) -> dict[int, str]:
    """The names without those of figures where a number that stands alone reads otherwise than they say."""
    numbers: dict[tuple[int, ...], tuple[Sheet, list[Char]]] = {}
    for sheet in sheets:
        for run in _runs(sheet.chars):
            if all(names.get(char.shape) in _FIGURES for char in run):
                numbers.setdefault(tuple(char.shape for char in run), (sheet, run))
    looks = read_lines([_cut(sheet.image, run) for sheet, run in numbers.values()])
    doubtful = {
        shape
        for shapes, look in zip(numbers, looks, strict=True)
        if _plain(look.text.replace(" ", "")) != "".join(names[shape] for shape in shapes)
        and (len(shapes) > 1 or (look.sure >= CERTAIN and _plain(look.text).isdecimal()))
        for shape in shapes
    }
    return {shape: name for shape, name in names.items() if shape not in doubtful}


def _wants(looks: Sequence[str]) -> bool:
    """Whether a shape is to be looked at outside of its lines: it was seen too seldom, or it may be a figure."""
    return len(looks) < LOOKS or _agreed(looks) is None or any(_plain(look) in _FIGURES for look in looks)


def _agreed(looks: Sequence[str]) -> str | None:
    """The name that looks agree on, as most of them spell it: all see it where one sees a digit or most see a sign of figures."""
    if len(looks) < LOOKS:
        return None
    seen = Counter(map(_plain, looks))
    name, votes = seen.most_common(1)[0]
    is_of_figure = name in _FIGURES or not _DIGITS.isdisjoint(seen)
    if votes < (1 if is_of_figure else AGREED) * len(looks):
        return None
    return name if name in _FIGURES and name in looks else _mode(looks)


def _mode(looks: Sequence[str]) -> str:
    return Counter(looks).most_common(1)[0][0]


def _plain(look: str) -> str:
    return unicodedata.normalize("NFKC", look).translate(_ALIKE)


def _note(looks: dict[int, list[str]], lines: Sequence[Sequence[Char]], seen: Sequence[Look]) -> None:
    """Note what was seen of each character of lines; nothing where not as many were seen as there are."""
    for chars, look in zip(lines, seen, strict=True):
        text = look.text.replace(" ", "").replace("\u3000", "")
        if len(text) == len(chars) and look.sure >= LEAST_SURE:
            for char, name in zip(chars, text, strict=True):
                looks[char.shape].append(name)


def _chosen(sheets: Sequence[Sheet], given: Container[int]) -> Iterator[tuple[Sheet, list[Char]]]:
    """Lines to look at, the longest first, until each shape that has no name has been in enough of them."""
    runs = [(sheet, run) for sheet in sheets for run in _runs(sheet.chars)]
    had: Counter[int] = Counter()
    for sheet, run in sorted(runs, key=lambda pair: -len(pair[1])):
        if len(run) > 1 and any(had[char.shape] < LOOKS and char.shape not in given for char in run):
            had.update({char.shape for char in run})
            yield sheet, run


def _runs(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters that follow one another on a line."""
    runs: list[list[Char]] = []
    for char in chars:
        last = runs[-1][-1] if runs else None
        size = char.box[3] - char.box[1]
        if (
            last is not None
            and len(runs[-1]) < LONGEST
            and abs(char.line - last.line) <= LEVEL * size * DOTS / 72
            and last.box[0] < char.box[0] < last.box[2] + GAP * size
        ):
            runs[-1].append(char)
        else:
            runs.append([char])
    return runs


def _cut(image: Gray, run: Sequence[Char]) -> Gray:
    """The ink of a line with air around it."""
    x0, y0 = min(char.ink[0] for char in run), min(char.ink[1] for char in run)
    x1, y1 = max(char.ink[2] for char in run), max(char.ink[3] for char in run)
    size = max(round(max(char.box[2] - char.box[0] for char in run) * DOTS / 72), y1 - y0)
    return _framed(image[y0:y1, x0:x1], size)


def _row(shapes: Sequence[tuple[Sheet, Char]]) -> Gray:
    """Shapes set side by side on one line."""
    over = max(char.line - char.ink[1] for _, char in shapes)
    under = max(0, *(char.ink[3] - char.line for _, char in shapes))
    high = max(1, over + under, *(char.ink[3] - char.ink[1] for _, char in shapes))
    gap = max(high // 4, 3)
    row = np.full((high, sum(char.ink[2] - char.ink[0] + gap for _, char in shapes)), 255, np.uint8)
    x = 0
    for sheet, char in shapes:
        x0, y0, x1, y1 = char.ink
        top = min(max(over - (char.line - y0), 0), high - (y1 - y0))
        row[top : top + y1 - y0, x : x + x1 - x0] = sheet.image[y0:y1, x0:x1]
        x += x1 - x0 + gap
    return _framed(row, high)


def _framed(cut: Gray, size: int) -> Gray:
    air = max(round(AIR * size), 2)
    return np.pad(cut, ((max(round(1.3 * size) - cut.shape[0], 2) // 2 + 1,) * 2, (air, air)), constant_values=255)

"""Looks at lines of ink: what a line says, and how surely.

A line is looked at in several ways that share no pixels of their making, and what they agree on is its reading. Where
the lines stand is found by `ink`, their marks are counted by `marks`, the model is known to `recogniser` alone, and what
reading is good enough to the parser.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from pipelines.readers.characters import in_simplified
from pipelines.readers.document import Reading
from pipelines.readers.group_labels import bare, statistics_heads, statistics_labels, statistics_units, unnumbered
from pipelines.readers.pages.lines import is_wide
from pipelines.readers.pixels.raster import DARK, Gray, Raster
from pipelines.readers.scans.ink import Ink, Pixels
from pipelines.readers.scans.marks import DASH, SLASH, behind_minus, counts_of_marks, lone_stroke
from pipelines.readers.scans.recogniser import STOPS, Look, read_lines

#: A figure with its note has at most this many characters; what is longer is words.
LONGEST_FIGURE = 24
#: Below this probability a figure is looked at again, and its less likely readings are asked for.
CERTAIN = 0.9
LONGEST_DOUBTFUL = 12
#: A figure of so few digits has too little to it to be read alone.
SHORTEST_ALONE = 2
#: A look no surer than this says nothing.
WAVERING = 0.6
#: A look at a name that is less sure has no say where two are certain.
LEAST_NAME = 0.75
#: Below this nothing says that a short reading is a figure at all.
LEAST_FIGURE = 0.3
#: A line of its own that names a body has at most this many characters.
LONGEST_NAME = 30
#: Cells of a page that hold a unit and nothing else, where it shows lines of a statistics table without their head.
FEWEST_UNITS = 2
#: So many strokes of one size, to so many pixels, tell what each of them is.
FEWEST_ALIKE, PIXEL_FALLS = 6, 2
#: Shares of the type size and of its own height: a title's line is higher than the first, its strokes are thinned by the second.
LARGE, THINNED = 1.25, 0.06
#: The width of a fine dash: for its height with the greys around it at least, and in characters, as their size is measured, at
#: most, for `——` takes two.
SHORTEST_DASH, LONGEST_DASH = 1.5, 2.25
#: So many times as wide as high no word is.
FLAT = 6
#: A line of words seen worse than this is not looked at again.
HOPELESS = 0.5

_DIGIT = re.compile(r"\d")
_DRAWN_ALIKE = str.maketrans("OoＯ〇○Il－—–−", "0000011----")
_DASHES = re.compile(r"[-－—–−一二ー─_~～·]*")
_SIGN = re.compile(r"\s*[-－—–−一ー~～]\s*")
FIGURE = re.compile(r"[-－—–−]?[\d.,，．OoＯ〇○Il\s]+")
_TWICE = re.compile(r"(.+?)\.?\1")  # the paper between the two may pass for a stop
AMOUNT = re.compile(r"-?\d[\d.,]*[\d]\s*[万亿]?元?")
_ENDS_IN_STOP = re.compile(r"\d+[.,]")
_LETTER = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]")
#: No year is printed so: the model takes a thin digit between two blanks for a mark.
_BROKEN_YEAR = re.compile(r"\d[:：;；]\d{0,2}年")
#: A small mark that no digit nor letter stands beside.
_STOP_OF_WORDS = re.compile(rf"(?<![0-9A-Za-z])[{STOPS}](?![0-9A-Za-z])")
#: The same where no print has it: a comma or a stop was not seen for what it is.
_MISSEEN_STOP = re.compile(r"(?<=[^\W0-9A-Za-z])[．.•](?=[^\W0-9A-Za-z])")
_NAMES_A_REPORT = re.compile(r"报告|年报")


def look_at_all(raster: Raster, inks: Sequence[Ink], size: float, in_tables: float) -> None:
    """Look at every line once, at figures and telling lines twice, at doubtful figures and titles four times.

    `size` is the height of a character of text in pixels, `in_tables` of one in a cell.
    """

    def crops(chosen: Sequence[Ink], room: float) -> list[Gray]:
        return [crop_of(raster, ink.box, in_tables if ink.cell else size, room) for ink in chosen]

    firsts = read_lines(crops(inks, 1.3))
    again: list[tuple[Ink, Look]] = []
    signed: list[tuple[Ink, Ink, Look]] = []
    labels_tell = _is_of_statistics([bare(look.text) for ink, look in zip(inks, firsts, strict=True) if ink.cell])
    for ink, first in zip(inks, firsts, strict=True):
        ink.reading = Reading(first.text, first.sure, (first.text,))
        if _is_dash(raster, ink, first, in_tables):
            continue
        is_short = ink.cell is not None and len(first.text) <= LONGEST_FIGURE
        is_figure = is_short and (not first.text or first.sure < CERTAIN or _is_figure(first.text))
        tells = labels_tell if ink.cell else bool(_DIGIT.search(first.text)) or len(first.text) <= LONGEST_NAME
        # a thin 4 may fall apart into what looks like a minus before it
        begin = behind_minus(raster, ink.box) if is_figure and _SIGN.match(first.text) else None
        if begin is not None:
            digits = replace(ink, box=(begin, *ink.box[1:]))
            signed.append((ink, digits, first))
            again.append((digits, replace(first, text=_SIGN.sub("", first.text))))
        elif is_figure or (first.sure >= HOPELESS and tells) or is_title(ink, first.text, size):
            again.append((ink, first))
    seconds = read_lines([bold(crop) for crop in crops([ink for ink, _ in again], 1.4)])
    doubtful: list[tuple[Ink, list[Look]]] = []
    for (ink, first), second in zip(again, seconds, strict=True):
        ink.reading = _agreed(raster, ink, [first, second])
        is_doubtful = ink.cell is not None and ink.reading.sure < CERTAIN
        if (is_doubtful and len(ink.reading.text) <= LONGEST_DOUBTFUL) or is_title(ink, first.text, size):
            doubtful.append((ink, [first, second]))
    closer = [ink for ink, _ in doubtful]
    texts = [ink.reading.text for ink in closer]
    wide, close = (
        [_thinned(crop, ink, size) for crop, ink in zip(crops(closer, room), closer, strict=True)]
        for room in (1.6, 1.2)
    )
    thirds, fourths = _look_closer(wide, texts), _look_closer([bold(crop) for crop in close], texts)
    for (ink, looks), third, fourth in zip(doubtful, thirds, fourths, strict=True):
        ink.reading = _agreed(raster, ink, [*looks, third, fourth])
        if ink.cell is not None:
            ink.reading = replace(ink.reading, others=merged(third, fourth))
    for ink, digits, first in signed:
        ink.reading = _with_sign(digits.reading, first)
    _settle_slashes(raster, inks)
    for ink in inks:
        if ink.cell is not None and _ENDS_IN_STOP.fullmatch(ink.reading.text):
            ink.reading = _without_last_stop(ink.reading)
        if ink.has_speck and not ink.reading.text.startswith("-"):
            ink.reading = replace(ink.reading, sure=0.0)


def _is_of_statistics(texts: Sequence[str]) -> bool:
    """Whether cells are of a statistics table, whose lines are told by their printed labels, which no closed list holds.

    Where it goes on over a page, its units alone say so, or one beside a label of it.
    """
    n_units = sum(text in statistics_units() for text in texts)
    is_line = n_units > 0 and not statistics_labels().isdisjoint(map(unnumbered, texts))
    return n_units >= FEWEST_UNITS or is_line or not statistics_heads("label").isdisjoint(texts)


def _with_sign(digits: Reading, whole: Look) -> Reading:
    """The reading of a figure whose minus was seen by a look at the whole and told by its mark."""
    looks = ["-" + text for text in digits.looks[1:]]
    others = tuple(("-" + text, weight) for text, weight in digits.others)
    return replace(digits, text="-" + digits.text, looks=(whole.text, *looks), others=others)


def _without_last_stop(reading: Reading) -> Reading:
    """The reading of a figure that a speck stands behind as a stop would; what may follow a stop is lost, so it is doubtful."""
    weights: dict[str, float] = {}
    for text, weight in reading.others:
        weights[text.rstrip(".,")] = weights.get(text.rstrip(".,"), 0.0) + weight
    return replace(
        reading,
        text=reading.text.rstrip(".,"),
        sure=0.0,
        looks=tuple(text.rstrip(".,") for text in reading.looks),
        others=tuple(sorted(weights.items(), key=lambda item: (-item[1], item[0]))),
    )


def _is_dash(raster: Raster, ink: Ink, look: Look, size: float) -> bool:
    """Whether a cell's only ink is a flat stroke; then it is read, for no digit is drawn so.

    In a fine one the model may see nothing; then it is dark, flat with its greys and hardly wider than two characters (of
    `size`), as a smudge is not. Whatever the model sees in one that is wider than a character and many times as wide as
    high is a dash: no digit is drawn so.
    """
    x0, y0, x1, y1 = ink.box
    is_fine = SHORTEST_DASH * (y1 - y0) <= x1 - x0 <= LONGEST_DASH * size and raster.paper[y0:y1, x0:x1].min() < DARK
    is_long = is_fine and x1 - x0 > max(size, FLAT * (y1 - y0))
    is_seen = is_long or (_DASHES.fullmatch(look.text) is not None and (is_fine or bool(look.text)))
    if ink.cell is None or not is_seen or lone_stroke(raster, ink.box) != DASH:
        return False
    ink.reading = Reading("—", 1.0 if ink.is_whole else 0.0, (look.text,), counted=True)
    return True


def _settle_slashes(raster: Raster, inks: Sequence[Ink]) -> None:
    """A cell's only stroke that leans like a slash is one where any look saw one, and doubtful as a 1.

    Where most of a page's strokes of one size were seen as slashes, all of that size are: they were printed alike.
    """
    strokes: list[Ink] = []
    for ink in inks:
        if ink.cell is None or plain_text(ink.reading.text) not in {"1", "7", "/", "|"}:
            continue
        if lone_stroke(raster, ink.box) == SLASH:
            strokes.append(ink)
        elif "/" in ink.reading.text:
            ink.reading = replace(ink.reading, sure=0.0)
    seen = [any("/" in text for text in (*s.reading.looks, *(text for text, _ in s.reading.others))) for s in strokes]
    for ink, is_seen in zip(strokes, seen, strict=True):
        alike = [other for one, other in zip(strokes, seen, strict=True) if _is_as_large(one, ink)]
        is_sure = is_seen or (len(alike) >= FEWEST_ALIKE and sum(alike) > len(alike) / 2)
        ink.reading = Reading("/", 1.0 if is_sure and ink.is_whole else 0.0, ink.reading.looks, counted=True)


def _is_as_large(one: Ink, other: Ink) -> bool:
    """Whether two inks are of one size, up to how a pixel falls."""
    return all(
        abs((one.box[at + 2] - one.box[at]) - (other.box[at + 2] - other.box[at])) <= PIXEL_FALLS for at in (0, 1)
    )


def _look_closer(crops: Sequence[Gray], texts: Sequence[str]) -> list[Look]:
    """Looks with all likely readings. A short figure is set twice beside itself: alone, a 7 may pass for a 1."""
    twice = [len(text) <= SHORTEST_ALONE and _is_figure(text) for text in texts]
    shown = [np.hstack([crop, crop]) if both else crop for crop, both in zip(crops, twice, strict=True)]
    looks = read_lines(shown, others=True)
    return [_as_figure(_halved(look)) if both else look for look, both in zip(looks, twice, strict=True)]


def _halved(look: Look) -> Look:
    """What was seen twice, once; a reading whose halves differ stays whole, and is no reading of the figure."""
    weights: dict[str, float] = {}
    for text, weight in ((look.text, max(0.0, 1.0 - sum(weight for _, weight in look.others))), *look.others):
        both = _TWICE.fullmatch(plain_text(text))
        half = both[1] if both else text
        weights[half] = weights.get(half, 0.0) + weight
    (text, sure), *others = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return Look(text, sure, tuple(others))


def _as_figure(look: Look) -> Look:
    """The look with its readings that are figures alone, where they are likely at all: a lone B is a poor 6 or 8."""
    ranked = [(look.text, look.sure), *look.others]
    figures = [(text, weight) for text, weight in ranked if FIGURE.fullmatch(text)]
    total = sum(weight for _, weight in figures)
    if total < LEAST_FIGURE or any("/" in text for text, _ in ranked):  # whether it is a slash is told by its stroke
        return look
    (text, sure), *others = [(text, weight / total) for text, weight in figures]
    return Look(text, sure, tuple(others))


def is_title(ink: Ink, text: str, size: float) -> bool:
    """Whether a line may say whose report of which year this is; nothing else in the document proves that."""
    is_large = ink.box[3] - ink.box[1] > LARGE * size
    return ink.cell is None and (is_large or _NAMES_A_REPORT.search(text) is not None)


def _is_figure(text: str) -> bool:
    return bool(_DIGIT.search(text)) or not _has_words(text) or len(text) == 1


def _has_words(text: str) -> bool:
    return any(is_wide(char) and char.isalpha() for char in text)


def plain_text(text: str) -> str:
    """What two looks must agree on: blanks, widths and kinds of nought apart."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return folded.translate(_DRAWN_ALIKE) if FIGURE.fullmatch(folded) else folded


def _with_marks_alike(text: str) -> str:
    """What two looks at a cell must agree on: a stop and a comma of a figure are one mark, the small 、 of words is none.

    Which mark a figure has, the parser tells by what may stand there.
    """
    plain = plain_text(text)
    if AMOUNT.fullmatch(plain):
        return plain.replace(",", ".")
    return plain.replace("、", "") if _has_words(plain) else plain


def words_alone(text: str) -> str:
    """What two looks at a line outside tables must agree on: which small mark stands between two words is no matter."""
    return _STOP_OF_WORDS.sub(",", plain_text(text))


def _misseen_stops(text: str) -> int:
    return len(_MISSEEN_STOP.findall(text)) + text.count("·")


def _is_simplified(text: str) -> bool:
    return in_simplified(text) == text


def _most_marked(best: Look, alike: Sequence[Look]) -> Look:
    """The one of these that has the most 、, if two saw it so: the model misses that mark and does not make it up."""
    twice = [look for look in alike if sum(plain_text(look.text) == plain_text(other.text) for other in alike) > 1]
    return max([best, *twice], key=lambda look: look.text.count("、"))


def _agreed(raster: Raster, ink: Ink, looks: list[Look]) -> Reading:
    """What looks at one line agree on; as sure as the second surest of them, for one alone is no evidence.

    At a figure a look that wavers has no say; one that is rather sure of something else makes it doubtful. A name has no
    sum to prove it: there every look must see the same, but for one that saw a mark within a year. The two scripts of a
    character are the same there, and the small marks between words; where a look saw simplified ones alone, the traditional
    one that another saw is a slip of the model.
    """
    seen = tuple(look.text for look in looks)
    figures = [look for look in looks if FIGURE.fullmatch(look.text)]
    if ink.cell is not None and len(figures) > 2:  # one that saw a letter where the others saw a figure has no say
        looks = [look for look in looks if look in figures or not _LETTER.fullmatch(look.text)]
    elif ink.cell is None and sum(not _BROKEN_YEAR.search(look.text) for look in looks) > 2:
        looks = [look for look in looks if not _BROKEN_YEAR.search(look.text)]
    if ink.cell is None and sum(look.sure >= CERTAIN for look in looks) > 1:  # nor one that wavers at a name
        looks = [look for look in looks if look.sure >= LEAST_NAME]
    best = max(looks, key=lambda look: look.sure)
    key = _with_marks_alike if ink.cell else words_alone
    same = [look for look in looks if key(look.text) == key(best.text)]
    if ink.cell is None:  # a label keeps the script that it is printed in
        same = [look for look in looks if in_simplified(key(look.text)) == in_simplified(key(best.text))]
        best = min(same, key=lambda look: (not _is_simplified(look.text), _misseen_stops(look.text), -look.sure))
    alike = sorted((look.sure for look in same), reverse=True)
    others = [look for look in looks if look not in same]
    best = _most_marked(best, same)
    differs = any(look.sure > WAVERING or ink.cell is None for look in others)
    agree = len(alike) > 1 and not differs and ink.is_whole
    text = best.text.translate(_DRAWN_ALIKE) if FIGURE.fullmatch(best.text) else best.text
    text = text if ink.cell else _MISSEEN_STOP.sub("，", text)
    if not agree:
        return Reading(text, 0.0, seen, whole=ink.is_whole)
    counted, stopped = counts_of_marks(raster, ink.box, text)
    return Reading(text, alike[1], seen, counted=counted, stopped=stopped)


def merged(one: Look, other: Look) -> tuple[tuple[str, float], ...]:
    """All readings of two looks, each with the mean of its likelihoods."""
    weights: dict[str, float] = {}
    for look in (one, other):
        for text, weight in ((look.text, max(0.0, 1.0 - sum(w for _, w in look.others))), *look.others):
            weights[plain_text(text)] = weights.get(plain_text(text), 0.0) + weight / 2
    return tuple(sorted(weights.items(), key=lambda item: (-item[1], item[0])))


def crop_of(raster: Raster, box: Pixels, size: float, room: float) -> Gray:
    """A line with air around it; a dash or a dot keeps its size against the characters it stands for."""
    x0, y0, x1, y1 = box
    height = max(size, y1 - y0) * room
    middle = (y0 + y1) / 2
    top, bottom = round(middle - height / 2), round(middle + height / 2)
    air = round(0.25 * size)
    # only the line's own ink: the line above and the cell beside must not look in
    own = raster.paper[max(0, y0 - 1) : y1 + 1, max(0, x0 - 2) : x1 + 2]
    crop = np.full((bottom - top, x1 - x0 + 2 * air), 255, np.uint8)
    down, right = max(0, y0 - 1) - top, air - (x0 - max(0, x0 - 2))
    crop[down : down + own.shape[0], right : right + own.shape[1]] = own[
        : crop.shape[0] - down, : crop.shape[1] - right
    ]
    return crop


def _thinned(crop: Gray, ink: Ink, size: float) -> Gray:
    """A doubtful title in large type with thinner strokes, for among bold ones 报 passes for 撮; any other line as it is."""
    high = ink.box[3] - ink.box[1]
    if ink.cell is not None or high < LARGE * size or ink.reading.sure >= CERTAIN:
        return crop
    reach = max(2, round(THINNED * high))
    return np.asarray(cv2.dilate(crop, np.ones((reach, reach), np.uint8)), np.uint8)


def bold(crop: Gray) -> Gray:
    """The same line as black on white: another look, without the greys that noise and compression leave."""
    large = cv2.resize(crop, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    large = cv2.GaussianBlur(large, (5, 5), 0)
    _, black = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(cv2.resize(black, (crop.shape[1] * 2, crop.shape[0] * 2), interpolation=cv2.INTER_AREA), np.uint8)

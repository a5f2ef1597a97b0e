"""The type of a document: what its digits look like where they are certain, and which of them a doubtful one is.

A report sets its figures in one type or two. A digit that the model takes for this or for that is held against those of
its document that no look doubted: a look of its own, for the model has no part in it. So is one that the model is only
rather sure of, for a digit that lost a stroke passes for another. Works on the pixels of marks alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.document import Reading
from pipelines.readers.pixels.raster import Gray, Raster
from pipelines.readers.scans.ink import Ink, Pixels
from pipelines.readers.scans.looks import plain_text
from pipelines.readers.scans.marks import counts_of_marks, drawn_digits

#: Pixels. Every digit is set to this height, on a field of this width, before it is held against another.
HEIGHT, WIDTH = 24, 28
#: A digit is of a kind that it is as like as this, the likeness of two pictures being their correlation.
ALIKE = 0.94
#: And less like any other kind by so much. On one page the likest two kinds (5 and 6 on a screen) come to 0.90.
APART = 0.05
#: A digit is none of a kind that it is less like, where so many of that kind are certain. The likest kinds come to 0.9.
UNLIKE, FEWEST = 0.7, 3
#: There a digit that is drawn worse than its kind may be as little like it as this.
RATHER_ALIKE = 0.88
#: A figure that looks are as sure of is not held against the others.
CLEAR = 0.98
#: So many looks must have seen a figure that another look took for one that it is nothing like.
LOOKS = 3

Shape = NDArray[np.float32]
Digit = tuple[str, Shape]  # a digit as it was read and how it is drawn


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A figure that looks did not settle: its digits, and the reading of its cell where they are borne out."""

    digits: tuple[Digit, ...]
    rivals: tuple[frozenset[str], ...]  # what a look saw in the place of each digit instead of it
    confirmed: Reading


@dataclass(frozen=True, slots=True)
class Type:
    """The certain digits of a page, and by the place of their cell its doubtful figures and those that are not clear.

    The latter's digits are certain ones too.
    """

    digits: tuple[Digit, ...] = ()
    doubtful: dict[str, Doubtful] = field(default_factory=dict)
    unclear: dict[str, tuple[tuple[Digit, ...], Reading]] = field(default_factory=dict)


def type_of(raster: Raster, inks: Sequence[Ink], certain: float) -> Type:
    """The type of a page whose lines were looked at; a figure is certain from a probability of `certain` on."""
    digits: list[Digit] = []
    doubtful: dict[str, Doubtful] = {}
    unclear: dict[str, tuple[tuple[Digit, ...], Reading]] = {}
    lines = Counter(ink.cell for ink in inks)
    for ink in inks:
        reading = ink.reading
        if ink.cell is None or not ink.is_whole or lines[ink.cell] > 1:
            continue
        if reading.sure >= certain and reading.counted:
            certain_ones = tuple(_digits(raster, ink.box, reading.text))
            digits += certain_ones
            if reading.sure < CLEAR:
                unclear[ink.cell] = certain_ones, reading
        elif reading.sure < certain and _may_be_settled(ink) and (own := tuple(_digits(raster, ink.box, reading.text))):
            counted, stopped = counts_of_marks(raster, ink.box, reading.text)
            doubtful[ink.cell] = Doubtful(
                own, _rivals(reading), replace(reading, sure=certain, counted=counted, stopped=stopped, by_type=True)
            )
    return Type(tuple(digits), doubtful, unclear)


def settled(types: Sequence[Type]) -> list[dict[str, Reading]]:
    """For each page the readings, by their cells, that the digits of all pages bear out, and in doubt those they contradict.

    A figure is borne out where each of its digits is like those of its kind and unlike all others, or nothing like those
    that a single look took it for.
    """
    kinds: dict[str, list[Shape]] = {}
    if any(one.doubtful or one.unclear for one in types):
        for char, shape in (digit for one in types for digit in one.digits):
            kinds.setdefault(char, []).append(shape)
    drawn = {char: np.array(shapes) for char, shapes in sorted(kinds.items())}
    return [
        {
            cell: figure.confirmed
            for cell, figure in one.doubtful.items()
            if all(
                _is_borne_out(digit, drawn) or _is_no_rival(digit, rivals, drawn)
                for digit, rivals in zip(figure.digits, figure.rivals, strict=True)
            )
        }
        | {
            cell: replace(reading, sure=0.0)
            for cell, (digits, reading) in one.unclear.items()
            if any(_is_of_another_kind(digit, drawn) for digit in digits)
        }
        for one in types
    ]


def _may_be_settled(ink: Ink) -> bool:
    """Whether a figure was read and nobody saw a slash in it: a stroke is told by its lean."""
    seen = (ink.reading.text, *ink.reading.looks, *(text for text, _ in ink.reading.others))
    return not ink.has_speck and ink.reading.text in ink.reading.looks and not any("/" in text for text in seen)


def _is_borne_out(digit: Digit, drawn: Mapping[str, NDArray[np.float32]]) -> bool:
    char, shape = digit
    like = {kind: float((shapes @ shape).max()) for kind, shapes in drawn.items()}
    own = like.pop(char, 0.0)
    return own >= ALIKE and own - max(like.values(), default=0.0) >= APART


def _is_of_another_kind(digit: Digit, drawn: Mapping[str, NDArray[np.float32]]) -> bool:
    """Whether one of the certain digits is drawn like no other of its own kind, or is liker to another kind."""
    char, shape = digit
    own = np.sort(drawn[char] @ shape)[:-1]  # without itself
    others = max((float((shapes @ shape).max()) for kind, shapes in drawn.items() if kind != char), default=0.0)
    return len(own) >= FEWEST and max(others, UNLIKE) > float(own[-1])


def _is_no_rival(digit: Digit, rivals: frozenset[str], drawn: Mapping[str, NDArray[np.float32]]) -> bool:
    """Whether a digit is likest its own kind, if the document has that at all, and nothing like any that it was taken for."""
    char, shape = digit
    like = {kind: float((shapes @ shape).max()) for kind, shapes in drawn.items()}
    own = like.pop(char, RATHER_ALIKE)
    is_own = own >= RATHER_ALIKE and own - max(like.values(), default=0.0) >= APART
    return is_own and bool(rivals) and all(len(drawn.get(r, ())) >= FEWEST and like[r] < UNLIKE for r in rivals)


def _rivals(reading: Reading) -> tuple[frozenset[str], ...]:
    """For each digit of a figure what one look saw in its place, if all others saw that figure; else nothing."""
    seen = [plain_text(text) for text in reading.looks]
    other = [text for text in seen if text != reading.text]
    n_digits = sum(char.isdecimal() for char in reading.text)
    if len(other) > 1 or len(seen) - len(other) < LOOKS or any(len(text) != len(reading.text) for text in other):
        return (frozenset(),) * n_digits
    return tuple(
        frozenset(text[at] for text in other if text[at] != char)
        for at, char in enumerate(reading.text)
        if char.isdecimal()
    )


def _digits(raster: Raster, box: Pixels, text: str) -> Iterator[Digit]:
    """The digits of a figure; none where its ink does not fall into its marks."""
    return ((char, _shape(digit)) for char, digit, _ in drawn_digits(raster, box, text))


def _shape(digit: Gray) -> Shape:
    """A digit in a size of its own, softened by a pixel, as a vector of length one about its mean."""
    high, wide = digit.shape
    width = min(max(1, round(wide * HEIGHT / high)), WIDTH)
    set_to_size = cv2.resize(255 - digit.astype(np.float32), (width, HEIGHT), interpolation=cv2.INTER_AREA)
    field = np.zeros((HEIGHT, WIDTH), np.float32)
    left = (WIDTH - width) // 2
    field[:, left : left + width] = set_to_size
    soft = cv2.GaussianBlur(field, (0, 0), 1.0).ravel()
    soft -= soft.mean()
    length = float(np.linalg.norm(soft))
    return np.asarray(soft / length if length else soft, np.float32)

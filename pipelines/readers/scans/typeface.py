"""The type of a document: what its digits look like where they are certain, and which of them a doubtful one is.

A report sets its figures in one type or two. A digit that the model takes for this or for that is held against those of
its document that no look doubted: a look of its own, for the model has no part in it. Works on the pixels of marks alone.
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
    """The certain digits of a page, and its doubtful figures by the place of their cell."""

    digits: tuple[Digit, ...] = ()
    doubtful: dict[str, Doubtful] = field(default_factory=dict)


def type_of(raster: Raster, inks: Sequence[Ink], certain: float) -> Type:
    """The type of a page whose lines were looked at; a figure is certain from a probability of `certain` on."""
    digits: list[Digit] = []
    doubtful: dict[str, Doubtful] = {}
    lines = Counter(ink.cell for ink in inks)
    for ink in inks:
        reading = ink.reading
        if ink.cell is None or not ink.is_whole or lines[ink.cell] > 1:
            continue
        if reading.sure >= certain and reading.counted:
            digits += _digits(raster, ink.box, reading.text)
        elif reading.sure < certain and _may_be_settled(ink) and (own := tuple(_digits(raster, ink.box, reading.text))):
            counted, stopped = counts_of_marks(raster, ink.box, reading.text)
            doubtful[ink.cell] = Doubtful(
                own, _rivals(reading), replace(reading, sure=certain, counted=counted, stopped=stopped, by_type=True)
            )
    return Type(tuple(digits), doubtful)


def settled(types: Sequence[Type]) -> list[dict[str, Reading]]:
    """For each page the readings, by their cells, that the digits of all pages bear out.

    A figure is where each of its digits is like those of its kind and unlike all others, or nothing like those that a
    single look took it for.
    """
    kinds: dict[str, list[Shape]] = {}
    if any(one.doubtful for one in types):
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

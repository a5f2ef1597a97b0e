"""Lines of words beside figures to the labels they are of, by the closed list of the form's labels.

Where nothing is ruled, the lines of neighbouring labels stand as close as those of one. A line that goes on with a known
label is of it, one that begins a known label is none of the last; only what the list does not know goes by its place.
Which row a label is of belongs to `unruled/tables.py`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.readers.group_labels import (
    NUMBER,
    NUMBER_SIGNS,
    bare,
    column_labels,
    group_labels,
    row_groups,
    row_labels,
    unnumbered,
)
from pipelines.readers.pages.lattice import Box
from pipelines.readers.pages.phrases import FLUSH, Phrase, box_of

#: Lines of one label follow one another within this share of the type size.
LEADING = 1.2
#: Boxes of lines set close lie over one another by this share of their height, or so many points.
OVERLAP, TOUCH = 0.35, 2.0
#: What the list knows to be one label may have more air between its lines.
_KNOWN_LEADING = 3.0


@dataclass(slots=True)
class Label:
    """The phrases of one label; `words` are those of a known label, or of its beginning on the page before."""

    phrases: list[Phrase] = field(default_factory=list)
    before: str = ""
    box: Box = field(init=False)  # around its phrases

    def __post_init__(self) -> None:
        self.box = box_of(self.phrases)

    def add(self, phrase: Phrase) -> None:
        """Take in its next phrase."""
        self.phrases.append(phrase)
        x0, y0, x1, y1 = self.box
        self.box = min(x0, phrase.x0), min(y0, phrase.y0), max(x1, phrase.x1), max(y1, phrase.y1)

    @property
    def text(self) -> str:
        """As printed, with what the page before has of it."""
        return self.before + "".join(phrase.text for phrase in self.phrases)

    @property
    def words(self) -> str:
        """What is looked up."""
        return squashed(self.text)

    def holds(self, rows: list[float]) -> bool:
        """Whether one of these heights lies within the label."""
        return any(self.box[1] <= row <= self.box[3] for row in rows)


@lru_cache(maxsize=4096)
def squashed(text: str) -> str:
    """A label without its number, its blanks and its marks."""
    return "".join(char for char in unnumbered(text) if char.isalnum())


@lru_cache(maxsize=1)
def _known() -> tuple[str, ...]:
    return tuple(sorted({squashed(label) for label in row_labels() | row_groups()}))


@lru_cache(maxsize=4096)
def begins(words: str) -> bool:
    """Whether squashed words begin a known label, or are one."""
    return bool(words) and any(label.startswith(words) for label in _known())


@lru_cache(maxsize=4096)
def is_part(words: str) -> bool:
    """Whether squashed words stand in a known label."""
    return bool(words) and any(words in label for label in _known())


def is_label(text: str) -> bool:
    """Whether a text is a known label."""
    return squashed(text) in _known()


@lru_cache(maxsize=1)
def over_columns() -> frozenset[str]:
    """The squashed labels over columns, and over several of them."""
    return frozenset(map(squashed, column_labels() | group_labels()))


def is_known(text: str) -> bool:
    """Whether a text is a known label, of rows or over columns."""
    return is_label(text) or squashed(text) in over_columns()


def is_cut(label: Label) -> bool:
    """Whether a label is the beginning of a known one, and not a whole one."""
    words = label.words
    return begins(words) and words not in _known()


def labels_of(phrases: Iterable[Phrase], rows: list[float], cut: list[str]) -> tuple[list[Label], dict[int, Label]]:
    """Phrases at the left as labels, and those of them that go on with labels in `cut`, which the page before ends with.

    `rows` are the heights of the lines of figures: a line of words level with one goes on with no label that has its own
    and bears no number, as a group's would. The labels that go on come by their place in `cut`.
    """
    labels: list[Label] = []
    resumed: dict[int, Label] = {}
    for phrase in sorted(phrases, key=lambda p: (round(p.middle), p.x0)):
        own = _known_owner(phrase, labels)
        if own is not None:
            own.add(phrase)
        elif not _opens(phrase) and (at := _goes_on_at(phrase, cut, resumed)) is not None:
            resumed[at] = Label([phrase], cut[at])
            labels.append(resumed[at])
        elif _opens(phrase) or not (near := _near(phrase, labels, rows)):
            labels.append(Label([phrase]))
        else:
            near[-1].add(phrase)
    return labels, resumed


def _opens(phrase: Phrase) -> bool:
    return NUMBER.match(phrase.text) is not None


def _goes_on_at(phrase: Phrase, cut: list[str], resumed: Container[int]) -> int | None:
    """Which cut label a phrase goes on with; the last one where several may be."""
    found = [at for at, text in enumerate(cut) if text and at not in resumed and begins(squashed(text + phrase.text))]
    return found[-1] if found else None


def _known_owner(phrase: Phrase, labels: list[Label]) -> Label | None:
    """The label near a phrase that is known with it: beside it, or close above and set to the same edge or middle."""
    if _opens(phrase):
        return None
    size = phrase.y1 - phrase.y0
    ways: list[tuple[float, int]] = []
    for at, label in enumerate(labels):
        last = label.phrases[-1]
        if abs(last.middle - phrase.middle) < 0.5 * size:
            is_near = 0 <= phrase.x0 - last.x1 + 1 < 1.5 * size
        else:
            box = label.box
            is_near = (
                box[0] - size < phrase.x1 and phrase.x0 < box[2] + size and _follows(phrase, label, _KNOWN_LEADING)
            )
        goes_on = squashed(phrase.text) or _is_open(label.text)  # a bracket alone closes one
        if is_near and goes_on and begins(squashed(label.text + phrase.text)):
            ways.append((_apart(phrase, label), -at))
    return labels[-min(ways)[1]] if ways else None


def _is_open(text: str) -> bool:
    """Whether a bracket of a text is not closed."""
    return sum(map(text.count, "（(")) > sum(map(text.count, "）)"))


def _follows(phrase: Phrase, label: Label, leading: float = LEADING) -> bool:
    gap, size = phrase.y0 - label.box[3], phrase.y1 - phrase.y0
    return -max(TOUCH, OVERLAP * size) <= gap < leading * size - TOUCH


def _apart(phrase: Phrase, label: Label) -> float:
    """How far a phrase is from the edge, or the middle, of a label."""
    box = label.box
    return min(abs(phrase.x0 - box[0]), abs(phrase.x0 + phrase.x1 - box[0] - box[2]) / 2)


def _near(phrase: Phrase, labels: list[Label], rows: list[float]) -> list[Label]:
    """The labels that a phrase may go on with by its place alone, the likeliest last."""
    size = phrase.y1 - phrase.y0
    beside = [
        label
        for label in labels
        if abs(label.phrases[-1].middle - phrase.middle) < 0.5 * size
        and 0 <= phrase.x0 - label.phrases[-1].x1 < 1.5 * size
    ]
    above = [label for label in labels if label.box[0] - size < phrase.x0 < label.box[2] and _follows(phrase, label)]
    if any(phrase.y0 <= row <= phrase.y1 for row in rows):
        above = [label for label in above if NUMBER.match(label.text) or not label.holds(rows)]
    if begins(squashed(phrase.text)) or not phrase.text.strip(NUMBER_SIGNS):
        # it is another row, or a group, or the number of one; what is known whole has no more words
        above = [label for label in above if label.words not in _known()]
        if bare(phrase.text) in row_labels():
            beside = [label for label in beside if label.words not in _known()]
    flush = [label for label in above if abs(label.phrases[0].x0 - phrase.x0) < FLUSH]
    return flush or beside or above

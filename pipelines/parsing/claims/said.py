"""What words say of a figure or of a change, as a value, and which of them carry meaning at all.

Helpers of the grammar; the rules stand in `measures` and `flow`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.parsing.claims.phrases import LIGHT
from pipelines.parsing.claims.vocabulary import named
from pipelines.parsing.claims.words import Word

_UNHEARD = LIGHT | {"join"}
#: The kinds of words by which requests go from one year to another.
CARRYING = frozenset({"carry", "carry_toward"})
#: Kinds of words that deny.
DENIALS = frozenset({"never", "none", "nought"})


@dataclass(slots=True)  # not frozen for the same reason as a document's cells
class Said:
    """What words say of a figure: its measure, or several (a list), the first and last word it was read from.

    `split` marks a part of the whole by applicant or channel; `loose` allows the counters of other things too.
    """

    measures: tuple[str, ...]
    first: Word
    last: Word
    split: str | None = None
    loose: bool = False

    @property
    def anew(self) -> bool:
        """Said with the form's own `新收`: what came in this year, without what was carried in."""
        return self.measures == ("new_received",) and self.first.text.startswith(named().anew)

    @property
    def flow(self) -> bool:
        """Requests coming or going, not outcomes or disputes."""
        return self.measures[0] in ("new_received", "total_handled")


@dataclass(slots=True)  # not frozen for the same reason as a document's cells
class Change:
    """A stated change: signed `percent` (0 for a level), base year, its first word.

    `subject` is None where the words name none (then it is what was counted last), empty where they name another thing.
    """

    percent: Decimal
    base_year: int | None
    first: Word
    subject: tuple[str, ...] | None
    before: tuple[Word, ...]  # the words that name what changed
    roughly: bool


def weighty(words: Sequence[Word]) -> list[Word]:
    """The words that carry meaning; what precedes `受理的申请中` speaks of the whole and is left off."""
    kept: list[Word] = []
    for word in words:
        if word.kind == "of_these":
            kept.clear()
        elif word.kind not in LIGHT:
            kept.append(word)
    return kept


def silent(words: Sequence[Word]) -> bool:
    """Whether words say nothing of their own: light ones and joints, as far back as `weighty` looks."""
    for word in reversed(words):
        if word.kind == "of_these":
            break
        if word.kind not in _UNHEARD:
            return False
    return True


def without_direction(words: Sequence[Word]) -> list[Word]:
    """The words but for those that say which way something changed."""
    return [word for word in words if word.kind not in ("up", "down")]


def spell_any(words: Iterable[Word], texts: Collection[str]) -> bool:
    """Whether one of the words is spelled as one of `texts`."""
    for word in words:  # noqa: SIM110 - asked so often that a generator costs
        if word.text in texts:
            return True
    return False


def lists(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words cut at their joints, for figures said of each item of a list.

    In `甲及乙、丙和丁` a joint that is a word makes one item of two where the list goes on behind it with a mark.
    """
    marks = [place for place, word in enumerate(words) if word.text == "、"]
    part: list[Word] = []
    for place, word in enumerate(words):
        if word.kind == "join" and (word.text == "、" or not marks or place > marks[-1]):
            yield part
            part = []
        else:
            part.append(word)
    yield part

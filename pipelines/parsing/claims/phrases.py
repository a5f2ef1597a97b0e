"""Words to phrases: each figure of a sentence with the words it may belong to.

Cutting alone lives here: clauses, brackets, and what stands before and behind a figure. Meaning belongs to `measures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from pipelines.parsing.claims.vocabulary import named
from pipelines.parsing.claims.words import AMOUNTS, Word

STOPS = frozenset(",;:。.!?|()（）[]")
_STRONG = frozenset(";。.!?|")
_OPEN, _CLOSE = frozenset("(（["), frozenset(")）]")
#: Kinds that mean nothing between a noun and its figure.
LIGHT = frozenset(
    {
        "filler",
        "all",
        "this_year",
        "respectively",
        "each",
        "subset",
        "case",
        "until",
        "continue",
        "part_year",
        "approximate",
        "roughly",
    }
    | {"year", "last_year", "before_last", "next_year", "generic_person", "many_ways"}
)

#: What names the figure of a bracket behind it, and what stands in one that holds nothing else.
_NAMES_AMOUNT = frozenset({"outcome", "review", "litigation", "carry", "next_year"})
_AMOUNT_ALONE = (["count"], ["percent"], ["share", "percent"], ["count", "percent"], ["count", "share", "percent"])


@dataclass(slots=True)  # not frozen for the same reason as a document's cells
class Phrase:
    """A figure and its surroundings.

    `left`: words since the last figure or stop; `far`: words of the clauses before, back to the last figure;
    `right`: words up to the next stop, none where another figure comes first; `after`: the clause behind that one,
    none where it holds a figure; `bracket`: 0 outside, else its number.
    """

    left: tuple[Word, ...]
    far: tuple[Word, ...]
    amount: Word
    right: tuple[Word, ...]
    after: tuple[Word, ...]
    bracket: int
    closes: bool  # a stop or the end follows the figure at once
    opens: bool = False  # a semicolon stands between the last figure and this one
    kinds: frozenset[str] = field(init=False)  # those of the words in `left`

    @property
    def start(self) -> int:
        """Where its words begin."""
        return (self.far or self.left or (self.amount,))[0].start

    def __post_init__(self) -> None:
        self.kinds = frozenset([word.kind for word in self.left])


def phrases(words: Sequence[Word]) -> tuple[list[Phrase], tuple[Word, ...]]:
    """The phrases of a sentence in order, and the words behind the last of them."""
    found: list[Phrase] = []
    texts = {word.text for word in words}
    kept = words if texts.isdisjoint(_OPEN) else _without_idle_brackets(words)
    kept = _without_quotes(kept) if "“" in texts else kept
    left: list[Word] = []
    far: list[Word] = []
    outer: list[tuple[list[Word], list[Word], int]] = []
    opened = bracket = 0
    item = -1  # where the words behind the last figure end
    behind = colon = fresh = False  # behind: the words are those behind a figure, already given as its `right`
    for place, word in enumerate(kept):
        if word.kind in _OPEN:
            outer.append((left, far, bracket))
            opened += 1
            left, far, bracket, behind, colon = [], [], opened, False, False
        elif word.kind in _CLOSE:
            if outer:
                left, far, bracket = outer.pop()
        elif word.kind in STOPS:
            far = [] if word.kind in _STRONG or behind else far + left
            left, behind, colon = [], False, word.kind == ":"
            fresh = fresh or word.kind in _STRONG
        elif word.kind in AMOUNTS and (figure := _as_amount(kept, place, left, colon)):
            right = _right(kept, place)
            next_word = kept[place + 1] if place + 1 < len(kept) else None
            closes = next_word is None or next_word.kind in STOPS or next_word.text == "、"
            after = _after(kept, place + 1 + len(right))
            found.append(Phrase(tuple(left), tuple(far), figure, right, after, bracket, closes, fresh))
            left, far, behind, colon, fresh = [], [], bool(right), False, False
            item = place + 1 + len(right)
        elif place == item and behind and word.kind == "join":
            # what is behind a figure is of it alone: `3件公开、4件部分公开`
            left, behind = [word], False
        else:
            left.append(word)
    return found, (*far, *left)


def outside_brackets(words: Iterable[Word]) -> Iterator[Word]:
    """The words that stand in no bracket."""
    depth = 0
    for word in words:
        if word.kind in _OPEN:
            depth += 1
        elif word.kind in _CLOSE:
            depth = max(0, depth - 1)
        elif not depth:
            yield word


def _as_amount(words: Sequence[Word], place: int, left: Sequence[Word], colon: bool) -> Word | None:
    """A word of nought counts where it closes a clause and stands where a number would (`为零`, `情况：无`)."""
    word = words[place]
    after = words[place + 1] if place + 1 < len(words) else None
    if word.kind in ("level", "alike") and after is not None and after.text == named().of:
        return None  # `持平的单位6个`
    if word.kind != "nought":
        return word
    closed = after is None or after.kind in STOPS
    said = bool(left) and _is_stated(left[-1].text)
    return word if closed and (said or (colon and all(before.kind in LIGHT for before in left))) else None


def _is_stated(text: str) -> bool:
    known = named()
    return text in known.copulas or text in known.measuring or text in known.stated


def _right(words: Sequence[Word], place: int) -> tuple[Word, ...]:
    right = []
    for at in range(place + 1, len(words)):
        word = words[at]
        if word.kind in STOPS:
            break
        if word.kind in AMOUNTS and word.kind not in ("nought", "bare", "level", "alike"):
            return ()
        if word.kind == "join" and _opens_item(words, at):
            break
        right.append(word)
    return tuple(right)


def _opens_item(words: Sequence[Word], place: int) -> bool:
    """Whether the joint at `place` begins an item with a figure of its own: `3件公开、2件部分公开`, not `5件为公开、部分公开`.

    Behind a joint that is a word the figure comes first: `3件公开和2件部分公开`, not `5件公开或部分公开占50%`.
    """
    behind = (words[at] for at in range(place + 1, len(words)))
    if words[place].text != "、":
        first = next((word for word in behind if word.kind not in LIGHT), None)
        return first is not None and first.kind in ("count", "loose_count")
    clause = takewhile(lambda word: word.kind not in STOPS, behind)
    return any(word.kind in AMOUNTS and word.kind != "nought" for word in clause)


def _after(words: Sequence[Word], stop: int) -> tuple[Word, ...]:
    """The clause behind a comma at `stop`."""
    if stop >= len(words) or words[stop].kind != ",":
        return ()
    clause = []
    for at in range(stop + 1, len(words)):
        word = words[at]
        if word.kind in STOPS:
            break
        if word.kind in AMOUNTS:
            return ()
        clause.append(word)
    return tuple(clause)


def _without_idle_brackets(words: Sequence[Word]) -> list[Word]:
    """Leave out brackets that hold no figure: notes between a noun and its number (`其它处理（含主动撤回）3件`).

    Those that hold the figure of what is named before them lose their signs alone.
    One that adds an outcome to the one before it keeps it: `同意公开（含部分同意公开）3件` is a sum of both.
    """
    kept: list[Word] = []
    opens: list[int] = []
    for place, word in enumerate(words):
        kept.append(word)
        if word.kind in _OPEN:
            opens.append(len(kept) - 1)
        elif word.kind in _CLOSE and opens:
            start = opens.pop()
            inside = kept[start + 1 : -1]
            if start and _tells_amount(kept[start - 1], inside, words[place + 1 : place + 2]):
                kept[start:] = inside
                continue
            if not any(inner.kind in AMOUNTS and inner.kind != "nought" for inner in inside):
                if start and kept[start - 1].kind == "rest" and [word.kind for word in inside] == ["outcome"]:
                    start -= 1  # `其他（不属于本机关公开）7件` is of what the bracket says
                    kept[start:] = inside
                    continue
                if start and _tells_route(kept[start - 1], inside):
                    kept[start:] = inside  # `行政诉讼（复议后起诉）2件` is of what the bracket says
                    continue
                if start and kept[start - 1].kind in AMOUNTS and _tells_since(inside):
                    kept[start:] = []
                    kept.insert(start - 1, replace(inside[0], kind="ever"))  # `累计收到230件（自2008年起）`
                    continue
                adds = len(inside) == 2 and inside[0].kind in ("subset", "join") and inside[1].kind == "outcome"
                del kept[start:]
                if adds:
                    at = next(
                        (at for at in range(start, 0, -1) if kept[at - 1].kind in ("outcome", "disclosed")), start
                    )
                    kept[at:at] = [replace(inside[0], kind="join"), inside[1]]  # `公开类答复（含部分公开）3件`
    return kept


def _tells_amount(before: Word, inside: Sequence[Word], behind: Sequence[Word]) -> bool:
    """A bracket with nothing but the figure that the word before it names: `略有下降（-1.2%）`, `申请数量（16件）`.

    In `占申请量（201件）的42.8%` it stays a note. An outcome may have its share with it (`部分公开（3件，占20%）`).
    """
    if before.kind in ("up", "down"):
        return _is_change(inside)
    noted = any(word.text == named().of or word.kind in AMOUNTS for word in behind)
    kinds = [word.kind for word in inside if word.kind not in (",", "filler")]
    if before.kind in _NAMES_AMOUNT:
        return not noted and kinds in _AMOUNT_ALONE
    return not noted and before.text in named().measuring and [word.kind for word in inside] == ["count"]


def _is_change(inside: Sequence[Word]) -> bool:
    """Nothing but a percentage, or that and its direction (`增幅2.1%`)."""
    kinds = [word.kind for word in inside if word.kind not in ("filler", "until")]
    return kinds[-1:] == ["percent"] and len(kinds) < 3 and set(kinds) <= {"percent", "up", "down"}


def _tells_since(inside: Sequence[Word]) -> bool:
    """A bracket that says since which year something was counted."""
    if any(word.kind == "ever" for word in inside):
        return True
    return (
        len(inside) > 2
        and inside[0].text in named().beginnings
        and [word.kind for word in inside[1:]] == ["year", "unknown"]
    )


def _tells_route(before: Word, inside: Sequence[Word]) -> bool:
    """A bracket that says which reviews or suits are counted, not what is counted with them (`行政诉讼（含复议后起诉）`)."""
    kinds = {word.kind for word in inside}
    return before.kind in ("review", "litigation") and "dispute_part" in kinds and "subset" not in kinds


def _without_quotes(words: Sequence[Word]) -> Sequence[Word]:
    """Leave out the quotation marks around a figure by itself (`申请数为“0”`)."""
    idle = {
        place + step
        for place, word in enumerate(words[1:-1])
        if word.kind in AMOUNTS and words[place].text == "“" and words[place + 2].text == "”"
        for step in (0, 2)
    }
    return [word for place, word in enumerate(words) if place not in idle] if idle else words

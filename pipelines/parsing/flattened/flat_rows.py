"""Rows of the form in running text: where their header and their labels stand, and the characters behind each label.

Labels are found in the form's order below the form's header, and between two rows nothing may stand but what the form
itself prints there; how the characters behind a label are cut into figures belongs to `flat.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipelines.parsing.numbers import fold_marks
from pipelines.parsing.tables.spellings import label_keys, squash
from pipelines.readers.characters import compatible
from pipelines.reasons import because
from warehouse.form import Block, Line, load_forms
from warehouse.reasons import Reason

#: Characters that the header and the form's note on its sums take before the first row.
LONGEST_HEADER = 160
#: Characters that may stand between two rows' labels: figures, a group's label, a repeated header.
LONGEST_STEP = 240
#: Characters that words around the rows may have beyond a label they begin with.
LONGEST_FRAME = 40
#: No group of the form numbers more rows than this, even when it numbers them wrong.
MOST_ROWS = 12

_DROPPED = re.compile(r"[\s|¦│┃\u200b\ufeff]")
_PUNCTUATION = r"[^\w]*"
_FIGURES = re.compile(r"[\d,.\-—–−/%~、*…+万亿元无件条起]*")
_COUNTERS = re.compile(r"^[一二三四五六七八九十]{1,3}|^\d{1,2}(?!\d)|(?<!\d)\d{1,2}$")
#: No number of a label, behind which a mark stands.
_ALONE = re.compile(r"(?<![\d(])\d{1,2}(?![\d.、):])")
_MARKED = re.compile(r"\(\d{1,3}\)")
_GLUED = re.compile(r"(\d{1,2})([.、:)]*)$")
_NOTE = re.compile(r"[)\]\"'”“’‘》:]*(?:\((?![一二三四五六七八九十\d]{1,3}\))[^()]*[^()\d.,][^()]*\))?:?")


@dataclass(frozen=True, slots=True)
class FlatText:
    """Text without its blanks, but knowing where they were."""

    chars: str
    gaps: frozenset[int]  # places before which a blank or a bar stood
    line_of: tuple[int, ...]  # the text block of every character


@dataclass(frozen=True, slots=True)
class Run:
    """The characters behind a row's label; `ends` are the places where its figures may end.

    There are several ends only where the number of the next row's label, as the 2 of `2.`, touches the last figure and
    could be its last digit.
    """

    row: Line
    start: int
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a block at one place of the text, or the reason why they cannot be told there."""

    runs: tuple[Run, ...]
    doubt: Reason | None = None


def flatten(texts: list[str]) -> FlatText:
    """Join texts, fold compatibility forms, drop blanks and bars."""
    words: list[str] = []
    gaps: set[int] = set()
    lines: list[int] = []
    for number, text in enumerate(texts):
        for word in _DROPPED.split(compatible(fold_marks(text))):
            gaps.add(len(lines))
            words.append(word)
            lines += [number] * len(word)
    return FlatText("".join(words), frozenset(gaps), tuple(lines))


def find_rows(text: FlatText, block: Block) -> Iterator[Rows]:
    """The rows at every place where the block's header stands and its first row follows."""
    for header in _header(block).finditer(text.chars):
        reach = min(len(text.chars), header.end() + LONGEST_HEADER)
        first = next(
            (
                m
                for m in _pattern(block.rows[0]).finditer(text.chars, header.end(), reach)
                if _is_clean(text, header.end(), m.start(), block)
                and not _holds_figure(text, header.end(), m.start(), block.rows[0])
            ),
            None,
        )
        if first is not None:
            yield _follow(text, block, first)


def _follow(text: FlatText, block: Block, first: re.Match[str]) -> Rows:
    runs = []
    start = _behind_note(text, first.end())
    for row, following in zip(block.rows, [*block.rows[1:], None], strict=True):
        figures_end = _figures_end(text, start)
        if following is None:
            ends = _glued(text, start, figures_end, "")
            if not _may_end(text, start, figures_end):
                return Rows((), because("into_words", row=row.key))
            runs.append(Run(row, start, ends))
            break
        match = next(
            (
                m
                for m in _pattern(following).finditer(text.chars, start, start + LONGEST_STEP)
                if _is_clean(text, min(figures_end, m.start()), m.start(), block) and not _is_in_frame(text, m, block)
            ),
            None,
        )
        if match is None:
            return Rows((), because("row_does_not_follow", row=row.key, next_row=following.key))
        is_touching = match.start() <= figures_end
        ends = _glued(text, start, match.start(), following.number) if is_touching else (figures_end,)
        runs.append(Run(row, start, ends))
        start = _behind_note(text, match.end())
    return Rows(tuple(runs))


def _figures_end(text: FlatText, start: int) -> int:
    match = _FIGURES.match(text.chars, start)
    return match.end() if match else start


def _behind_note(text: FlatText, at: int) -> int:
    """The place behind the closing marks of a label and a remark in brackets that follows it."""
    match = _NOTE.match(text.chars, at)
    return match.end() if match else at


def _glued(text: FlatText, start: int, end: int, number: str) -> tuple[int, ...]:
    """Where figures may end that the number of the next label touches.

    A blank tells it; else before a mark, as in `2.`, the form's own number, or whatever number stands there; without a
    mark the form's own number may be one or not.
    """
    match = _GLUED.search(text.chars, start, end)
    if match is None:
        return (end,)
    digits, mark = match.groups()
    end_of_digits = match.end(1)
    own = end_of_digits - len(number) if number and digits.endswith(number) else None
    if mark:
        sizes = [size for size in range(1, len(digits) + 1) if int(digits[-size:]) <= MOST_ROWS]
        apart = [size for size in sizes if end_of_digits - size in text.gaps]
        return (own,) if own is not None else tuple(end_of_digits - size for size in apart or sizes or [1])
    return (end,) if own is None else (end, own)


def _may_end(text: FlatText, start: int, end: int) -> bool:
    """Whether a table may end here: figures never run into a word as in `3件` or `2023年`, unless a heading follows."""
    behind = text.chars[end : end + 1]
    is_numbered = re.match(r"第|[一二三四五六七八九十]{1,3}[、.)]|[(（]", text.chars[end : end + 4])
    is_heading = bool(is_numbered or _names_of_chapters().match(text.chars, end))
    if end == start:  # the row is blank, unless it prints what is no figure of the form, such as a circled one
        return (not behind or end in text.gaps or is_heading) and not _MARKED.match(text.chars, end)
    return not behind or is_heading or (end in text.gaps and not re.match(r"[年月日%号时]", behind))


def _is_clean(text: FlatText, start: int, end: int, block: Block) -> bool:
    """Whether nothing but words of the form, numbers of labels and punctuation stands here.

    A page that breaks inside a group's label leaves a part of it here and the rest before another row.
    """
    words = squash(text.chars[start:end])
    for known in _frame(block):
        words = words.replace(known, " ")
    return all(_COUNTERS.sub("", piece) in _groups(block) for piece in words.split())


def _holds_figure(text: FlatText, start: int, end: int, row: Line) -> bool:
    """Whether a number stands alone between blanks above the first row: text that says a cell's figure before its label."""
    return any(
        {alone.start(), alone.end()} <= text.gaps and alone[0] != row.number
        for alone in _ALONE.finditer(text.chars, start, end)
    )


def _is_in_frame(text: FlatText, label: re.Match[str], block: Block) -> bool:
    """Whether a label is only the beginning of longer words that the form prints around its rows (其他 of 其他处理)."""
    found = squash(label[0])
    behind = squash(text.chars[label.start() : label.end() + LONGEST_FRAME])
    return any(
        len(words) > len(found) and words.startswith(found) and behind.startswith(words) for words in _frame(block)
    )


@cache
def _frame(block: Block) -> tuple[str, ...]:
    """The words that the form prints around its rows, longest first."""
    words = [block.note, block.corner, block.columns_under, *block.heading]
    words += [under for line in (*block.rows, *block.columns) for under in line.under]
    words += [label for column in block.columns for label in column.labels]
    keys = {key for text in words if text for key in label_keys(text)} | {"单位件", "单位"}
    return tuple(sorted(keys, key=lambda key: (-len(key), key)))


@cache
def _groups(block: Block) -> str:
    """The labels of the groups of rows, one after the other."""
    return " ".join(sorted({key for row in block.rows for under in row.under for key in label_keys(under)}))


@cache
def _pattern(row: Line) -> re.Pattern[str]:
    return re.compile(any_of(row.labels))


def spelled(words: str) -> str:
    """A pattern for words whatever punctuation stands between their characters."""
    folded = compatible(words)
    return "".join(re.escape(char) + _PUNCTUATION for char in folded if char.isalnum())[: -len(_PUNCTUATION)]


def any_of(labels: tuple[str, ...]) -> str:
    """A pattern for one of several spellings."""
    return "(?:" + "|".join(spelled(label) for label in sorted(labels, key=len, reverse=True)) + ")"


@cache
def _names_of_chapters() -> re.Pattern[str]:
    return re.compile(
        any_of(tuple({chapter.label for form in load_forms().values() for chapter in form.chapters.values()}))
    )


@cache
def _header(block: Block) -> re.Pattern[str]:
    """The header as flattening leaves it: level by level, or each group followed by its own columns."""
    upper = list(dict.fromkeys(column.under[0] if column.under else column.label for column in block.columns))
    names = {column.label: any_of(column.labels) for column in block.columns}
    levels = [names.get(words) or spelled(words) for words in upper]
    levels += [any_of(column.labels) for column in block.columns if column.under]
    deep = []
    for column in block.columns:
        group = f"(?:{spelled(column.under[0])}{_PUNCTUATION})?" if column.under else ""
        deep.append(group + any_of(column.labels))
    ways = dict.fromkeys((_PUNCTUATION.join(levels), _PUNCTUATION.join(deep)))
    return re.compile("|".join(ways))

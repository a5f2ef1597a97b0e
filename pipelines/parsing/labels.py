"""Which line of the form a printed label names: exact where it can be, fuzzy against the closed list where it must.

Works on words alone; where a label stands in a table is the matcher's concern.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from warehouse.form import Block, Form, Line, load_forms

#: A damaged label counts when it is this near to one of the closed list and this much nearer than to any other.
#: Broken labels of published reports score 85 and more; the two nearest labels of the form score 83 to each other.
NEAR = 84.0
MARGIN = 6.0
#: Shorter labels are too near to one another: 予以 and 不予 differ in one character of four.
SHORTEST_FUZZY = 6

_JUNK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\W_]+")
_NUMBERING = re.compile(
    r"^\s*(?:其中[:：])?\s*(?:第[一二三四五六七八九十]+[、.．]|[一二三四五六七八九十]{1,3}\s*[、.．,，]|[(（〔]\s*[一二三四五六七八九十\d]{1,3}\s*[)）〕]\s*[、.．]?|[\d]{1,2}\s*[、.．,，)）:：]?)\s*"
)


def squash(text: str) -> str:
    """The characters that carry a label's meaning: compatibility forms folded, blanks and punctuation dropped."""
    return _JUNK.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=8192)
def label_keys(text: str) -> tuple[str, ...]:
    """The forms a printed label is looked up by: whole, then without its numbering."""
    whole = squash(text)
    folded = unicodedata.normalize("NFKC", re.sub(r"\s+", "", text))
    bare = squash(_NUMBERING.sub("", folded, count=1))
    return (whole,) if bare == whole or not bare else (bare, whole)


@dataclass(frozen=True, slots=True)
class Role:
    """What a label is in an edition: a row or column of a block, or words around them."""

    kind: str  # row, column, heading, group, frame
    edition: str
    table: str
    block: Block | None
    line: Line | None


class LabelIndex:
    """Every label of every edition, looked up by its squashed words."""

    def __init__(self, forms: dict[str, Form]) -> None:
        self.roles: dict[str, list[Role]] = {}
        for edition, form in forms.items():
            for table_key, table in form.tables.items():
                for block in table.blocks:
                    self._add_block(edition, table_key, block)
        self._closed = sorted(key for key in self.roles if len(key) >= SHORTEST_FUZZY)
        self._found: dict[str, tuple[Role, ...]] = {}

    def _add(self, label: str, role: Role) -> None:
        for key in label_keys(label):
            roles = self.roles.setdefault(key, [])
            if role not in roles:
                roles.append(role)

    def _add_block(self, edition: str, table: str, block: Block) -> None:
        for heading in block.heading:
            self._add(heading, Role("heading", edition, table, block, None))
        for words in (block.note, block.corner, block.columns_under):
            if words:
                self._add(words, Role("frame", edition, table, block, None))
        for kind, lines in (("row", block.rows), ("column", block.columns)):
            for line in lines:
                for label in line.labels:
                    self._add(label, Role(kind, edition, table, block, line))
                    if line.number and line.number not in label:
                        self._add(line.number + label, Role(kind, edition, table, block, line))
                for group in line.under:
                    self._add(group, Role("group", edition, table, block, None))

    def find(self, text: str) -> tuple[Role, ...]:
        """The roles a printed text may have; empty when it is near to none, or to two."""
        if not text:
            return ()
        found = self._found.get(text)
        if found is None:
            found = self._look_up(text)
            if len(self._found) < 50_000:
                self._found[text] = found
        return found

    def _look_up(self, text: str) -> tuple[Role, ...]:
        keys = label_keys(text)
        for key in keys:
            if key in self.roles:
                return tuple(self.roles[key])
        key = keys[0]
        if len(key) < SHORTEST_FUZZY or len(key) > 80:
            return ()
        best = process.extract(key, self._closed, scorer=fuzz.ratio, limit=6, score_cutoff=NEAR - MARGIN)
        if not best or best[0][1] < NEAR:
            return ()
        first = self.roles[best[0][0]]
        for other, score, _ in best[1:]:
            if score > best[0][1] - MARGIN and not _same_lines(first, self.roles[other]):
                return ()
        return tuple(first)


def _same_lines(one: list[Role], other: list[Role]) -> bool:
    """Whether two labels name the same row or column, in whatever edition."""

    def names(roles: list[Role]) -> set[tuple[str, str | None]]:
        return {(role.kind, role.line.key if role.line else None) for role in roles}

    return names(one) == names(other)


_INDEX: list[LabelIndex] = []


def label_index() -> LabelIndex:
    """The index over every declared edition, built once a process."""
    if not _INDEX:
        _INDEX.append(LabelIndex(load_forms()))
    return _INDEX[0]

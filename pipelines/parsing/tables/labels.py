"""Which line of the form a printed label names: exact where it can be, damaged against the closed list where it must.

Works on words alone; where a label stands in a table is the matcher's concern.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract_iter, extractOne

from pipelines.parsing.tables.spellings import fold, halves, label_keys, plain_keys, squash
from pipelines.readers.document import UNNAMED
from warehouse.form import Block, Form, Line, load_forms

__all__ = ["LabelIndex", "Role", "label_index", "label_keys", "squash"]

#: Labels shorter than this are never taken for a damaged one: 小计 and 总计 differ in one character of two.
SHORTEST_FUZZY = 3
#: A damaged label must be this many characters nearer to its own than to any that it has come nearer to.
MARGIN = 2
#: A label cut off is known by as many of its first characters.
SHORTEST_BEGINNING = 6
#: What is longer is a sentence.
LONGEST = 80
#: Takes the place of a character that no reader could tell while a label is looked up, where signs are dropped.
_ANY = "龘"
#: Texts are remembered up to this number; a page has a few thousand.
MOST_REMEMBERED = 50_000
#: Words in another script beside a label say it again, as `Natural persons` does.
_TRANSLATION = re.compile(r"[(（]?[A-Za-z][A-Za-z'’.,/&\-\s]{2,}[)）]?")


@dataclass(frozen=True, slots=True, eq=False)
class Role:
    """What a label is in an edition: a row or column of a block, or words around them.

    Roles are made once and compared as objects.
    """

    kind: str  # row, column, heading, group, frame
    edition: str
    table: str
    block: Block | None
    line: Line | None
    group: str | None = None  # the one group of outcomes that a group's label stands for

    @property
    def name(self) -> tuple[str | None, ...]:
        """What tells two roles apart."""
        block = self.block.key if self.block else None
        return (self.kind, self.edition, self.table, block, self.line.key if self.line else None)


class LabelIndex:
    """Every label of every edition, looked up by its squashed words."""

    def __init__(self, forms: dict[str, Form]) -> None:
        self.roles: dict[str, list[Role]] = {}
        for edition, form in forms.items():
            for table_key, table in form.tables.items():
                for block in table.blocks:
                    self._add_block(edition, table_key, block)
        self._folded: dict[str, list[Role]] = {}
        for key, roles in self.roles.items():
            known = self._folded.setdefault(fold(key), [])
            known += [role for role in roles if all(role.name != other.name for other in known)]
        self._closed = sorted(key for key in self._folded if len(key) >= SHORTEST_FUZZY)
        self._found: dict[str, tuple[Role, ...]] = {}
        self._columns: dict[str, tuple[tuple[tuple[str, str, str], str], ...]] = {}
        self._lines: dict[str, dict[tuple[str, str], dict[str, Line]]] = {}

    def _add(self, label: str, role: Role) -> None:
        for key in plain_keys(label):
            roles = self.roles.setdefault(key, [])
            if all(role.name != other.name for other in roles):
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
                    if line.number:
                        self._add(line.number + label, Role(kind, edition, table, block, line))
        for under in dict.fromkeys(label for line in (*block.rows, *block.columns) for label in line.under):
            groups = {line.group for line in block.rows if under in line.under}
            group = groups.pop() if len(groups) == 1 else None
            self._add(under, Role("group", edition, table, block, None, group))

    def find(self, text: str) -> tuple[Role, ...]:
        """The roles a printed text may have; empty when it is near to none, or to two."""
        if not text or text.isdecimal():
            return ()
        found = self._found.get(text)
        if found is None:
            found = self._look_up(text)
            if len(self._found) < MOST_REMEMBERED:
                self._found[text] = found
        return found

    def lines(self, text: str) -> Mapping[tuple[str, str], Mapping[str, Line]]:
        """The rows a printed text may name: (table, block) -> edition -> row, the first of an edition."""
        named = self._lines.get(text)
        if named is None:
            named = {}
            for role in self.find(text):
                if role.kind == "row" and role.block:
                    by_edition = named.setdefault((role.table, role.block.key), {})
                    if role.line:
                        by_edition.setdefault(role.edition, role.line)
            if len(self._lines) < MOST_REMEMBERED:
                self._lines[text] = named
        return named

    def columns(self, text: str) -> tuple[tuple[tuple[str, str, str], str], ...]:
        """The columns a printed text may name, each as its (edition, table, block) and its key."""
        if text.isdecimal():
            return ()
        named = self._columns.get(text)
        if named is None:
            named = tuple(
                ((role.edition, role.table, role.block.key), role.line.key)
                for role in self.find(text)
                if role.kind == "column" and role.block and role.line
            )
            if len(self._columns) < MOST_REMEMBERED:
                self._columns[text] = named
        return named

    def _look_up(self, text: str) -> tuple[Role, ...]:
        if len(text) > 4 * LONGEST or text.isascii():
            return ()
        keys = label_keys(text)
        for key in keys:
            if key in self.roles:
                return tuple(self.roles[key])
        if not keys or len(keys[0]) > LONGEST or not any("\u4e00" <= char <= "\u9fff" for char in keys[0]):
            return ()
        folded = [fold(key) for key in keys]
        for key in folded:
            if key in self._folded:
                return tuple(self._folded[key])
        if UNNAMED in text and (roles := self._but_for_unread(text)):
            return roles
        bare = _TRANSLATION.sub("", text)
        if bare != text:
            return self.find(bare)
        return self._behind_group(text) or self._damaged(folded[0]) or self._damaged(folded[-1])

    def _but_for_unread(self, text: str) -> tuple[Role, ...]:
        """The one label that has all characters of the text that could be read in their places, and any for the others."""
        for key in map(fold, label_keys(text.replace(UNNAMED, _ANY))):
            if len(key) - key.count(_ANY) < SHORTEST_FUZZY:
                continue
            may_be = re.compile(re.escape(key).replace(_ANY, "."))
            found = [roles for label, roles in self._folded.items() if may_be.fullmatch(label)]
            if found and all(_same_lines(found[0], roles) for roles in found):
                return tuple(found[0])
        return ()

    def _behind_group(self, text: str) -> tuple[Role, ...]:
        """A label that shares its cell with what it stands under, the label's own number between them or nothing.

        A heading may stand before both: `三、办理结果（三）不予公开属于国家秘密`.
        """
        for before, behind in halves(text):
            rows = self._under(before, behind)
            if not rows and (heads := self._groups(before)):
                inner = [(role, role.line) for role in self._behind_group(behind) if role.line]
                rows = tuple(role for role, line in inner if any(_heads(head, role, line) for head in heads))
            if rows:
                return rows
        key = fold(next(iter(label_keys(text)), ""))
        cuts = (cut for cut in range(SHORTEST_FUZZY, len(key) - 1) if key[:cut] in self._folded)
        found = {tuple(rows) for cut in cuts if (rows := self._under(key[:cut], key[cut:]))}
        return found.pop() if len(found) == 1 else ()

    def _under(self, group: str, label: str) -> tuple[Role, ...]:
        """The rows of a label in the blocks whose group or heading the other is, or its columns that stand under it."""
        heads = self._groups(group)
        if not heads:
            return ()
        roles = [(role, role.line) for role in self._exact(label) if role.line]
        over = fold(squash(group))
        columns = {line for head in heads if head.block for line in head.block.columns if over in _words_over(line)}
        if columns:
            return tuple(role for role, line in roles if role.kind == "column" and line in columns)
        return tuple(
            role for role, line in roles if role.kind == "row" and any(_heads(head, role, line) for head in heads)
        )

    def _groups(self, text: str) -> list[Role]:
        """The groups or the heading that a label names, with the group they stand in or without."""
        for before, behind in (("", text), *halves(text)):
            found = [role for role in self._exact(behind) if role.kind in {"group", "heading"}]
            if found and (not before or any(role.kind == "group" for role in self._exact(before))):
                return found
        return []

    def _exact(self, text: str) -> list[Role]:
        return next((self._folded[fold(key)] for key in label_keys(text) if fold(key) in self._folded), [])

    def _damaged(self, key: str) -> tuple[Role, ...]:
        """The label that was damaged into `key`: near enough, and the damage leads to no other label.

        The damage of a label goes astray; where it comes near to another label, nearer than the undamaged one stands,
        either may be meant and none is taken.
        """
        if len(key) < SHORTEST_FUZZY:
            return ()
        if len(key) >= SHORTEST_BEGINNING:
            whole = [label for label in self._closed if label.startswith(key)]
            if whole and all(_same_lines(self._folded[whole[0]], self._folded[label]) for label in whole):
                return tuple(self._folded[whole[0]])
        nearest = extractOne(key, self._closed, scorer=Levenshtein.distance, score_cutoff=_most_damage(len(key)))
        if nearest is None:
            return ()
        best, damage, _ = nearest  # of several the first in their order
        if damage > _most_damage(len(best)):
            return ()
        mine = self._folded[best]
        for label, distance, _ in extract_iter(
            key, self._closed, scorer=Levenshtein.distance, score_cutoff=damage + MARGIN - 1
        ):
            if distance < Levenshtein.distance(best, label) and not _same_lines(mine, self._folded[label]):
                return ()
        return tuple(mine)


def _words_over(line: Line) -> set[str]:
    return {fold(squash(words)) for words in line.under}


def _heads(head: Role, role: Role, line: Line) -> bool:
    """Whether a row stands in the block of a group or heading, and in the group where it is one of outcomes."""
    return role.block is head.block and head.group in (None, line.group)


def _most_damage(length: int) -> int:
    """How many characters of a label this long may be wrong, missing or too many."""
    if length < SHORTEST_FUZZY:
        return 0
    return 1 if length < 6 else 2 if length < 12 else 3


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

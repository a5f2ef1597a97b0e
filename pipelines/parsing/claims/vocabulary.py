"""The words the grammar knows: `vocabulary.yaml` for the prose, the form for its own labels.

Loading and looking up live here; what a word means beside others belongs to `measures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.parsing.claims.named import Glance, Named
from warehouse.form import Form, load_forms
from warehouse.yaml_files import read_yaml

_FILE = Path(__file__).parent / "vocabulary.yaml"
#: A row whose label offices write for its whole group, being nearly all of it.
_STANDS_FOR_GROUP = frozenset({"unavailable_not_held"})
_HEADING_NUMBER = re.compile(r"^[（(]?[一二三四五六七八九十]+[)）、]")


class _VocabularyFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    counters: list[str]
    loose_counters: list[str]
    bodies: list[str]
    whole: list[str]
    others: list[str]
    below: list[str]
    outside: list[str]
    organs: list[str]
    offices: list[str]
    own: list[str]
    within: dict[str, list[str]]
    glance: Glance
    named: Named
    spam: list[str]
    outcomes: dict[str, list[str]]
    words: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`kinds` gives a word's kind; `measures` the measure of an outcome's word, of which the form's own for the whole group
    are `group_labels`; `pattern` finds the longest word.

    `whole`, `others`, `below`, `outside`, `organs`, `one_body` and `office` tell whose a figure is by the words before its
    verb; `within` how the speaker calls its own part of a larger area; `glance` is what a sentence is looked through for,
    `named` what rules ask for by name.
    """

    kinds: dict[str, str]
    measures: dict[str, str]
    group_labels: frozenset[str]
    pattern: str
    counters: str
    loose_counters: str
    spam: re.Pattern[str]
    whole: re.Pattern[str]
    others: re.Pattern[str]
    below: re.Pattern[str]
    outside: re.Pattern[str]
    organs: re.Pattern[str]
    one_body: re.Pattern[str]
    office: re.Pattern[str]
    within: dict[str, list[str]]
    glance: Glance
    named: Named

    def of_kinds(self, *kinds: str) -> tuple[str, ...]:
        """The words of these kinds."""
        return tuple(word for word, kind in self.kinds.items() if kind in kinds)


@cache
def named() -> Named:
    """The words that rules ask for by name."""
    return vocabulary().named


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once. Words of the form give way to none: a label means what the form says."""
    file = _VocabularyFile.model_validate(read_yaml(_FILE))
    forms = load_forms()
    names = {key: label for form in forms.values() for key, label in _names(form).items()}
    kinds: dict[str, str] = {}
    for kind, words in file.words.items():
        for word in words:
            if kinds.setdefault(word.format(**names), kind) != kind:
                raise ValueError(f"vocabulary.yaml lists {word} as {kinds[word]} and as {kind}; keep one of them.")
    measures: dict[str, str] = {}
    for group, words in file.outcomes.items():
        spoken = (word.format(**names, body=body) for word in words for body in _bodies(word, file))
        measures |= dict.fromkeys(spoken, group)
    for form in forms.values():
        kinds |= _labels(form) | _grounds(form)
        measures |= {group.label: key for key, group in form.groups.items()}
        measures |= {
            body + label: cell.group or ""
            for cell in form.cells.values()
            if cell.row_key in _STANDS_FOR_GROUP
            for label in cell.row.labels
            for body in ("", *file.bodies)
        }
    kinds |= dict.fromkeys(measures, "outcome")
    office = f"(?:{'|'.join(map(re.escape, file.offices))})$"
    return Vocabulary(
        kinds,
        measures,
        frozenset(group.label for form in forms.values() for group in form.groups.values()),
        longest_of(kinds),
        "".join(file.counters),
        "".join(file.loose_counters),
        any_of(file.spam),
        any_of((*file.whole, *file.bodies)),
        any_of(file.others),
        any_of(file.below),
        any_of(file.outside),
        any_of(file.organs),
        re.compile(f"{office}|{any_of(file.others).pattern}"),
        re.compile(office),
        {area: [own + part for own in file.own for part in parts] for area, parts in file.within.items()},
        file.glance,
        file.named,
    )


def any_of(words: Iterable[str], more: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """A pattern for any of `words`, without those that hold another one, or for `more`: by first letters what is behind one.

    Each branch begins with a letter of its own: the engine looks for these fast, and tries no branch of another letter.
    """
    shortest: list[str] = []
    for word in sorted(set(words), key=lambda word: (len(word), word)):
        if not any(other in word for other in shortest):
            shortest.append(word)
    by_first: dict[str, list[str]] = {}
    for firsts, behind in (more or {}).items():
        for first in firsts:
            by_first.setdefault(first, []).append(behind)
    for word in shortest:
        by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in sorted(by_first.items())))


def _bodies(word: str, file: _VocabularyFile) -> Iterable[str]:
    return file.bodies if "{body}" in word else ("",)


def _names(form: Form) -> dict[str, str]:
    """The form's labels that `vocabulary.yaml` builds words from."""
    rows = {row.key: row.label for block in form.tables["disputes"].blocks for row in block.rows}
    return rows | {key: group.label for key, group in form.groups.items()}


#: Branches of a pattern that are tried one after another without a look at the set of their first letters.
_FEW = 16


def longest_of(words: Iterable[str]) -> str:
    """A pattern for the longest of `words` at a place; halved by first letters, so that few are tried at each."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        by_first.setdefault(word[0], []).append(word[1:])
    return _branches(list(by_first.items()))


def _branches(by_first: Sequence[tuple[str, list[str]]]) -> str:
    if len(by_first) > _FEW:
        half = len(by_first) // 2
        return "|".join(
            f"(?=[{re.escape(''.join(first for first, _ in part))}])(?:{_branches(part)})"
            for part in (by_first[:half], by_first[half:])
        )
    branches = []
    for first, rests in by_first:
        longer = [rest for rest in rests if rest]
        if not longer:
            branches.append(re.escape(first))
        else:
            optional = "?" if len(longer) < len(rests) else ""
            branches.append(f"{re.escape(first)}(?:{longest_of(longer)}){optional}")
    return "|".join(branches)


def _grounds(form: Form) -> dict[str, str]:
    """The rows below a group of outcomes: parts of its figure, and no figure of another thing."""
    rows = {cell.row_key: cell for cell in form.cells.values() if cell.group in form.groups}
    labels = {label for cell in rows.values() for label in cell.row.labels if len(label) > 2}
    return dict.fromkeys(
        (*labels, *(label.removesuffix("申请") for label in labels if label.endswith("类申请"))), "ground"
    )


def _labels(form: Form) -> dict[str, str]:
    """The form's words for applicants, for disputes and their results, and for what its other chapter counts."""
    words: dict[str, str] = {}
    for block in form.tables["requests"].blocks:
        for column in block.columns:
            kind = "applicant_group" if column.under else "applicant_person"
            kind = {"total": "filler", "other_org": "applicant_group"}.get(column.key, kind)
            words |= dict.fromkeys((*column.labels, *column.under), kind)
            if column.key == "other_org":  # other of what, only its sentence can say
                words[column.label] = "rest"
    for block in form.tables["proactive"].blocks:
        words |= {label: "foreign" for row in block.rows for label in row.labels}
    for block in form.tables["disputes"].blocks:
        words |= {label: "dispute_part" for line in block.columns if line.key != "total" for label in line.labels}
        for row in block.rows:
            kind = "dispute_part" if row.under else "review"
            words |= dict.fromkeys(row.labels, kind)
            words |= dict.fromkeys((_HEADING_NUMBER.sub("", heading) for heading in row.under), "litigation")
    return words

"""What the pages say, by language: loads `words/<language>.yaml` into flat keys.

Only the site's own sentences live here; labels of the form and names of measures come from the release.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent

#: Languages of the pages; each has a file here. The first is the one a reader meets.
LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = LANGUAGES[0]

#: `{n:report|reports}`: the first word where `n` is one, the second otherwise; `core.js` reads it alike.
_BY_NUMBER = re.compile(r"\{(?P<name>\w+):(?P<one>[^|{}]*)\|(?P<many>[^|{}]*)\}")

_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Words(Mapping[str, str]):
    """The phrases of one language by dotted key; called with a key and values it gives the filled phrase."""

    def __init__(self, phrases: dict[str, str]) -> None:
        self._phrases = phrases

    def __call__(self, key: str, **values: object) -> str:
        """The phrase under `key` with its {places} filled; KeyError for an unknown key or an unfilled place."""
        phrase = (
            _BY_NUMBER.sub(lambda match: _word_for(match, values), self._phrases[key]) if values else self._phrases[key]
        )
        return phrase.format(**{name: _straight(value) for name, value in values.items()}) if values else phrase

    def name(self, family: str, key: str | None) -> str:
        """The name of a key of a closed list (`level`, `kind`, ...); the key itself where the list lacks it, "" for None."""
        return "" if key is None else self._phrases.get(f"{family}.{key}", key)

    def named(self, text: str | None, family: str) -> str | None:
        """A text of the dictionary with the keys of a closed list in the language's words."""
        for key, phrase in sorted(self.family(family).items(), key=lambda item: -len(item[0])):
            if text and "_" in key:
                text = re.sub(rf" ?(?<![A-Za-z_]){re.escape(key)}(?![A-Za-z_])( ?)", self._quoted(phrase), text)
        return text

    def _quoted(self, phrase: str) -> str:
        """A replacement that quotes `phrase` as the language does: Chinese has no room around quotation marks."""
        return f"“{phrase}”" if self._phrases["lang"].startswith("zh") else rf' "{phrase}"\1'

    def sentence(self, clauses: Iterable[str]) -> str:
        """Clauses as one sentence, with the language's own marks."""
        return self._phrases["site.semicolon"].join(clauses) + self._phrases["site.stop"]

    def family(self, family: str) -> dict[str, str]:
        """A closed list by its own keys."""
        start = f"{family}."
        return {key.removeprefix(start): phrase for key, phrase in self._phrases.items() if key.startswith(start)}

    def __getitem__(self, key: str) -> str:
        return self._phrases[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._phrases)

    def __len__(self) -> int:
        return len(self._phrases)


def _word_for(match: re.Match[str], values: Mapping[str, object]) -> str:
    return match["one"] if str(values[match["name"]]) == "1" else match["many"]


def _straight(value: object) -> object:
    """A text without marks that turn the direction of writing: a name with one must not turn the sentence it stands in."""
    return _TURNING.sub("", value) if isinstance(value, str) else value


def _flatten(tree: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


@cache
def load_words(language: str = DEFAULT_LANGUAGE) -> Words:
    """The phrases of a language that has a file here; FileNotFoundError otherwise."""
    text = (FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    return Words(dict(sorted(_flatten(yaml.safe_load(text)))))

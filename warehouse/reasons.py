"""Reasons: what is said where something was not fetched, not read or not seen whole, as a code with words in two languages.

A catalogue is a YAML file of codes with their Chinese and English words. A reason is its English text, so that it can be
printed and compared like any other; its code and its Chinese text go with it into summaries and tables. Which reasons
there are belongs to those who give them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Self

from warehouse.yaml_files import read_yaml


class Reason(str):
    """One plain sentence in English, with its code and its Chinese words."""

    __slots__ = ("code", "zh")

    code: str
    zh: str

    def __new__(cls, code: str, en: str, zh: str) -> Self:
        """The sentence `en` under its code, with its Chinese."""
        made = super().__new__(cls, en)
        made.code, made.zh = code, zh
        return made

    def __getnewargs__(self) -> tuple[str, str, str]:  # type: ignore[override]  # a string alone has one argument
        """What makes it again in another process."""
        return self.code, str(self), self.zh


class Reasons:
    """The reasons that a file declares."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def declared(self) -> dict[str, dict[str, str]]:
        """The words of every code, by language."""
        words: dict[str, dict[str, str]] = read_yaml(self._file)
        return words

    def because(self, code: str, /, **values: object) -> Reason:
        """The reason of a code, its places filled; a value that is itself a reason is told in the language of the sentence.

        KeyError for a code or a place that is not declared or not filled.
        """
        words = self.declared[code]
        en = words["en_one"] if values.get("n") == 1 and "en_one" in words else words["en"]
        in_chinese = {name: value.zh if isinstance(value, Reason) else value for name, value in values.items()}
        return Reason(code, en.format(**values), words["zh"].format(**in_chinese))


def together(reasons: Iterable[Reason]) -> Reason | None:
    """Several reasons as one, under the code of the first; None where there is none."""
    found = [*reasons]
    if len(found) < 2:
        return found[0] if found else None
    return Reason(found[0].code, "; ".join(found), "；".join(one.zh for one in found))

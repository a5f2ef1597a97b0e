"""How a printed label may be spelled: what is left of it for comparing, and the forms it is looked up by.

Characters alone; which labels there are is the form's concern, which of them is meant is decided in `labels.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.readers.characters import compatible, simplified_characters

_JUNK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\W_]+")
_CHINESE = "一二三四五六七八九十"
_NUMBERING = re.compile(
    rf"(?:其中:)?(?:第[{_CHINESE}]+[、.,]|[{_CHINESE}]{{1,3}}[、.,:]|[(〔\[][{_CHINESE}\dIVX]{{1,4}}[)〕\]][、.,]?"
    r"|[IVX]{1,4}[、.,:]|\d{1,2}[、.,):]*)"
)
_INNER_NUMBER = re.compile(rf"[(〔](?:[{_CHINESE}]{{1,3}}|\d{{1,2}})[)〕][、.,]?|\d{{1,2}}[、.,)]")
_NOTE = re.compile(r"[(〔\[][^()〔〕\[\]]*[)〕\]]")
#: Characters that scanning, typing and variant writing put for one another; no two labels of the form differ in these alone.
_LOOKALIKES = str.maketrans("入末它白己巳夲士囯帐曰沐卄覆", "人未他自已已本土国账日沭廿复")


def squash(text: str) -> str:
    """The characters that carry a label's meaning: compatibility forms folded, blanks and punctuation dropped."""
    return _JUNK.sub("", compatible(text))


@lru_cache(maxsize=8192)
def label_keys(text: str) -> tuple[str, ...]:
    """The forms a printed label is looked up by: without its numbers, whole, its note in brackets, without that note."""
    folded = compatible(re.sub(r"\s+", "", text))
    keys = [*plain_keys(folded)]
    note = _NOTE.search(folded)
    if note is not None:
        keys += [inner for inner in (squash(note[0]),) if len(inner) > 2]
        keys.append(squash(without_number(_NOTE.sub("", folded))))
    return tuple(dict.fromkeys(key for key in keys if key))


def plain_keys(text: str) -> tuple[str, ...]:
    """A label without its numbers and whole."""
    folded = compatible(re.sub(r"\s+", "", text))
    return tuple(dict.fromkeys(key for key in (squash(without_number(folded)), squash(folded)) if key))


def without_number(folded: str) -> str:
    """A label without the numbers before it: `三、（一）` and `1.` go, `三安全` stays."""
    for _ in range(3):
        rest = _NUMBERING.sub("", folded, count=1) if _NUMBERING.match(folded) else folded
        if rest == folded or not squash(rest):
            break
        folded = rest
    return folded


def halves(text: str) -> list[tuple[str, str]]:
    """A label cut before each number inside it, the last first: a group's label and a row's may share a cell."""
    folded = compatible(re.sub(r"\s+", "", text))
    cuts = [match for match in _INNER_NUMBER.finditer(folded) if match.start()]
    return [(folded[: cut.start()], folded[cut.end() :]) for cut in reversed(cuts)]


def fold(key: str) -> str:
    """A squashed label in simplified characters, each look-alike as one of its kind; for comparing only."""
    return key.translate(simplified_characters()).translate(_LOOKALIKES)


def in_mainland_characters(name: str) -> str:
    """A body's name as the mainland writes it, where a page prints it in traditional characters.

    Characters of GB 2312, the mainland's own set, stay as they are: 乾县 is not 干县.
    """
    if _is_gb2312(name):
        return name
    return "".join(char if _is_gb2312(char) else simplified_characters().get(ord(char), char) for char in name)


def _is_gb2312(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True

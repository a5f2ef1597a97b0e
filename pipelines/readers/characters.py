"""Characters that are one and the same in two scripts or two widths; what words mean is told elsewhere."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources
from unicodedata import normalize

#: Radicals that fonts name in the place of the character they look like; the others Unicode folds itself.
_RADICALS = dict(zip(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
    strict=True,
))  # fmt: skip
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")


def character_of(radical: str) -> str:
    """The character that a radical, or a character encoded twice, looks like and stands for."""
    return _RADICALS.get(radical) or normalize("NFKC", radical)


def without_radicals(text: str) -> str:
    """A text with the characters that its radicals stand for, as some fonts name them in text taken out of a paper."""
    return _RADICAL.sub(lambda radical: character_of(radical[0]), text)


#: What of Chinese prose and its blanks has a compatibility form.
_WIDE = {"\u3000": " ", "\xa0": " ", "，": ",", "：": ":", "；": ";", "（": "(", "）": ")", "！": "!", "？": "?"}
_WIDE |= {"％": "%", "．": ".", "～": "~"}


def compatible(text: str) -> str:
    """A text with its compatibility forms folded (NFKC): what is printed in full width as it is in half.

    The punctuation of prose is put in place ahead of the rest. Nearly every text has no other, which is seen at a glance,
    while folding itself looks at each character: it took 25 times as long.
    """
    for wide, plain in _WIDE.items():
        text = text.replace(wide, plain)
    return unicodedata.normalize("NFKC", text)


@cache
def simplified_characters() -> dict[int, str]:
    """Traditional characters and their simplified ones, one for one, from OpenCC's own list; no phrases."""
    listed = resources.files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in listed.splitlines() if line.strip())
    return {ord(traditional): others[0] for traditional, *others in pairs if others}


def in_simplified(text: str) -> str:
    """A text in simplified characters, place by place; most texts hold no other and come back as they are.

    `答覆` and `反覆` are written with 复 on the mainland, though 覆 is no traditional character of it.
    """
    text = text.replace("覆", "复")
    return text.translate(simplified_characters()) if _traditional().search(text) else text


def is_simplified(text: str) -> bool:
    """Whether more characters of a text are written in the simplified script alone than in the traditional one alone."""
    simplified, traditional = _simplified_alone(), simplified_characters()
    return sum(char in simplified for char in text) > sum(ord(char) in traditional for char in text)


@cache
def _simplified_alone() -> frozenset[str]:
    """Characters that the traditional script never has, by OpenCC's list: 数 for 數, but not 里, which it has beside 裡."""
    listed = resources.files("opencc").joinpath("dictionary", "STCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split() for line in listed.splitlines() if line.strip())
    return frozenset(simplified for simplified, *others in pairs if simplified not in others)


@cache
def _traditional() -> re.Pattern[str]:
    """One of them; those beyond the basic plane, which no report is written in, would make the search slow."""
    return re.compile("[" + "".join(chr(code) for code in simplified_characters() if code < 0x10000) + "]")

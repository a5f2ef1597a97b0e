"""Links as Markdown writes them, `[words](address)`: their words, and whether a line's title is a link's.

What a title says, and of which page it is, is told in `parsing/identity`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.readers.document import Grid, Text
from pipelines.readers.markup.links import TITLE_WORDS
from pipelines.readers.raised import as_note

_LINK = re.compile(r"(?<![!\\\]])\[([^\[\]]+)\]\((?:<[^<>]*>|[^()<>\s]*)(?:\s+\"[^\"]*\")?\)")


def without_links(text: str) -> str:
    """Text with the words of its links alone; a number behind a figure is that of a note."""
    return _LINK.sub(_words, text) if "](" in text else text


def _words(link: re.Match[str]) -> str:
    words: str = link[1].strip()
    return as_note(words, link.string[: link.start()], link.string[link.end() :]) if words.isdecimal() else words


def is_linked(line: str) -> bool:
    """Whether the words of a title in a line are a link's."""
    links = _LINK.findall(line) if "](" in line else ()
    return any(map(TITLE_WORDS.search, links)) and not TITLE_WORDS.search(_LINK.sub("", line))


def with_own_title(blocks: Sequence[Text | Grid]) -> list[Text | Grid]:
    """The blocks of a file, of which the first line, be it a link, names the page that the file was made of."""
    first = blocks[0] if blocks else None
    return [replace(first, is_linked=False), *blocks[1:]] if isinstance(first, Text) else list(blocks)

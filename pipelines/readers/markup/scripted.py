"""Cells that a script of the page fills in: what is shown there is no text of the page, and so no blank and no nought.

Articles that a script carries as markup are the concern of `carried.py`.
"""

from __future__ import annotations

import re

from lxml import etree

from pipelines.readers.markup.tree import Element, select
from pipelines.readers.raised import OBJECT

_WORDS = etree.XPath(".//text()[not(parent::script)]", smart_strings=False)
#: A name as a script says it: as a variable, in quotes, or behind the sign for it; digits alone are a number elsewhere.
_NAME = re.compile(r"(?<![\w-])[^\W\d][\w-]*|(?<=[\"'`#])\d[\w-]*")
_WRITES = re.compile(r"\bdocument\s*\.\s*write(?:ln)?\s*\(")
#: A counter of visits or a switch of letter sizes is one cell or two that a script names; tables of figures have more.
FEWEST = 4


def mark_scripted(root: Element) -> None:
    """Put the mark of something shown into cells that scripts write, and into those of a table that they name one by one.

    A cell that holds words is none of them: scripts name the cell of a whole article, too.
    """
    scripts = list(root.iter("script"))
    if not scripts:
        return
    for script in scripts:
        cell = next(script.iterancestors("td", "th"), None)
        if cell is not None and _WRITES.search(script.text or "") and not _has_words(cell):
            cell.text = OBJECT + (cell.text or "")
    tables: dict[Element, list[Element]] = {}
    for element in select(root, "//@id/.."):
        cell = next((around for around in (element, *element.iterancestors()) if around.tag in {"td", "th"}), None)
        table = next(cell.iterancestors("table"), None) if cell is not None else None
        if table is not None and not _has_words(cell):
            tables.setdefault(table, []).append(element)
    tables = {table: elements for table, elements in tables.items() if len(elements) >= FEWEST}
    names = {name for script in scripts for name in _NAME.findall(script.text or "")} if tables else set()
    for elements in tables.values():
        named = [element for element in elements if element.get("id") in names]
        if len(named) >= FEWEST:
            for element in named:
                element.text = OBJECT + (element.text or "")


def _has_words(cell: Element) -> bool:
    words: list[str] = _WORDS(cell)  # type: ignore[assignment]
    return any(map(str.isalpha, "".join(words)))

"""The cookbook: questions that analysts ask, each with the one query that answers it, in a file of its own beside this one.

A file opens with `-- zh:`, `-- en:` and `-- read:` (how to read the answer); the rest is SQL on the published tables that
runs in any DuckDB client. What a person changes stands in its first lines (`with asked as (...)`). Reading the files is
all that happens here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
_HEADER = ("zh", "en", "read")
_OPENING = """# Cookbook

Questions that analysts ask, each with the one query that answers it on the published database. Run one by its name, or a
changed copy from a file:

```
.venv/bin/gongkai sql --cookbook
.venv/bin/gongkai sql growth-of-one-agency
.venv/bin/gongkai sql --file mine.sql --csv
```

The queries run in any DuckDB client as well ([docs/analysts.md](analysts.md)); agency, year and region stand in their first
lines and are those of the demo. This page is made of `warehouse/cookbook/*.sql`, whose answers on the demo are checked by
`tests/night/test_night.py`.
"""


class CookbookError(Exception):
    """A file of the cookbook cannot be used, or none has the name; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A question in both languages, how to read its answer, and its query as the file holds it."""

    name: str
    zh: str
    en: str
    read: str
    sql: str

    @property
    def query(self) -> str:
        """The query without the file's header."""
        return "\n".join(self.sql.splitlines()[len(_HEADER) :]).strip()


@cache
def recipes() -> tuple[Recipe, ...]:
    """Every recipe by name; CookbookError where a file lacks its header."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.sql")))


def recipe(name: str) -> Recipe:
    """The recipe of a name; CookbookError lists the names there are."""
    for one in recipes():
        if one.name == name:
            return one
    names = ", ".join(one.name for one in recipes())
    raise CookbookError(f"The cookbook has no query {name}; it has: {names}.")


def page() -> str:
    """The cookbook as a Markdown page."""
    return "\n".join([_OPENING, *(_section(one) for one in recipes())])


def _section(one: Recipe) -> str:
    return f"## {one.name}\n\n{one.zh}\n\n{one.en}. How to read it: {one.read}.\n\n```sql\n{one.query}\n```\n"


def _read(path: Path) -> Recipe:
    text = path.read_text(encoding="utf-8")
    head = {}
    for key, line in zip(_HEADER, text.splitlines(), strict=False):
        if not line.startswith(f"-- {key}: "):
            raise CookbookError(f"The query {path} does not open with the lines -- zh:, -- en: and -- read:; add them.")
        head[key] = line.removeprefix(f"-- {key}: ").strip()
    return Recipe(path.stem, head["zh"], head["en"], head["read"], text)

"""Names and text of the site's files: safe file names, data as script files, hashed assets.

Data come as scripts because a page opened from a folder may not fetch anything else. What the data are is decided elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

_UNSAFE = re.compile(r"[^A-Za-z0-9-]")


def file_name(key: str) -> str:
    """A key as part of a file name, one to one: letters, digits and hyphens stay, the rest becomes `_<hex>_`.

    `static/core.js` spells names the same way, so a page finds the file of an agency or a measure from its key alone.
    """
    return _UNSAFE.sub(lambda match: f"_{ord(match[0]):x}_", key)


def to_json(value: Any) -> str:
    """Compact JSON with sorted keys; the same value gives the same text. Dates are ISO text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str, allow_nan=False)


def data_script(name: str, json_text: str) -> str:
    """A script that registers `json_text` under `name` in the page's one namespace for data."""
    return f"(window.gongkaiData=window.gongkaiData||Object.create(null))[{json.dumps(name)}]={json_text};\n"


def hashed_name(name: str, content: str) -> str:
    """`site.css` becomes `site.<10 hex>.css`, so a server may let browsers keep it for good."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content.encode()).hexdigest()[:10]}{dot}{suffix}"


class SiteFolder:
    """The folder a site is being written into; counts what it writes."""

    def __init__(self, root: Path, release: str) -> None:
        self.root = root
        # The release is part of the path: a page of an old release never reads a new release's data.
        self.data = f"data/{file_name(release)}"
        self._folders: set[Path] = set()
        self.files = 0
        self.bytes = 0

    def write(self, name: str, text: str) -> str:
        """Write one text file and give its name below the root."""
        path = self.root / name
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        content = text.encode("utf-8")
        path.write_bytes(content)
        self.files += 1
        self.bytes += len(content)
        return name

    def write_asset(self, name: str, text: str) -> str:
        """Write a script or stylesheet under its hashed name and give that name."""
        return self.write(f"assets/{hashed_name(name, text)}", text)

    def write_data(self, name: str, value: Any, language: str = "") -> str:
        """Write one data script; `name` is the key the page asks for, a path of safe names.

        What differs by language lies in a folder of the language, under one name in each.
        """
        return self.write_data_json(name, to_json(value), language)

    def write_data_json(self, name: str, json_text: str, language: str = "") -> str:
        """As `write_data`, for text that is JSON already."""
        folder = f"{self.data}/{language}" if language else self.data
        return self.write(f"{folder}/{name}.js", data_script(name, json_text))

"""Adding an entry to a registry file: at its end, with the file's comments and order kept.

What an entry may say stands in `registry.py`; where its words come from, with whoever adds it.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from pypinyin import Style, lazy_pinyin

from warehouse.divisions import divisions
from warehouse.home import write_atomically
from warehouse.registry import Portal, RegistryError, load_registry

_ITEM = re.compile(r"^( *)- ", re.MULTILINE)
#: Provinces whose usual spelling is not that of their characters.
_SPELLINGS = {
    "150000": "inner-mongolia",
    "610000": "shaanxi",
    "540000": "tibet",
    "810000": "hong-kong",
    "820000": "macao",
}
_PROVINCE = re.compile(r"(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$")


def written(portal: Portal, to_fill: str | None = None) -> str:
    """The entry as YAML, a list of one, with what differs from the defaults and what every entry says.

    `to_fill` is a sentence on a division code that a person has to put in; it stands above the code.
    """
    always = {"id", "name", "adcode", "platform", "list_url", "enabled", "scope", "verified"}
    given = portal.model_dump(exclude_defaults=True) | portal.model_dump(include=always)
    ordered = {name: given[name] for name in Portal.model_fields if name in given}
    text = yaml.safe_dump([ordered], allow_unicode=True, sort_keys=False, width=110)
    return text.replace("\n  adcode:", f"\n  # TO FILL: {to_fill}\n  adcode:", 1) if to_fill else text


def file_for(path: Path, portal: Portal) -> Path:
    """The file of a registry that a portal belongs in: the registry itself, or in a folder its province's."""
    if not path.is_dir():
        return path
    province = f"{portal.adcode[:2]}0000"
    name = next((region.name for region in divisions() if region.adcode == province), None)
    spelled = "-".join(lazy_pinyin(_PROVINCE.sub("", name), style=Style.NORMAL)).replace("-", "") if name else "others"
    return path / f"{_SPELLINGS.get(province, spelled)}.yaml"


def add_portal(path: Path, portal: Portal, to_fill: str | None = None) -> Path:
    """Write the entry at the end of its file and give the file; RegistryError where it cannot stand there."""
    known = load_registry(path) if path.exists() else []
    if any(one.id == portal.id for one in known):
        raise RegistryError(f"The registry {path} has a portal {portal.id} already; give another id.")
    file = file_for(path, portal)
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    found = _ITEM.search(before)
    indent = found[1] if found else ""
    entry = "".join(f"{indent}{line}" for line in written(portal, to_fill).splitlines(keepends=True))
    text = before + ("" if before.endswith("\n") or not before else "\n") + entry
    try:
        entries, earlier = yaml.safe_load(text), yaml.safe_load(before) or []
    except yaml.YAMLError:
        entries, earlier = None, []
    if not isinstance(entries, list) or entries[:-1] != earlier:
        raise RegistryError(
            f"The file {file} is not a plain list with one entry a block; add this entry by hand:\n{entry}"
        )
    write_atomically(file, lambda temporary: temporary.write_text(text, encoding="utf-8"))
    return file

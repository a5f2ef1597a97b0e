"""The lint of our own domain: what a linter of code cannot know of registry, forms, reference files and docs.

Each check gives sentences; none means that all is well. It reads the checkout, a registry, and of a home its decisions alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from yaml import YAMLError, safe_load

from crawlers import scope
from crawlers.platforms import ADAPTERS
from pipelines.parsing.statistics.lines import TABLE as STATISTICS
from warehouse.decisions import DecisionsError, load_agencies, load_corrections, load_lineage, load_verdicts
from warehouse.divisions import divisions
from warehouse.form import load_forms, load_statistics
from warehouse.home import Home
from warehouse.reference_data import ReferenceDataError, decided_agencies
from warehouse.reference_files import Agency, Lineage, Population, Region, Rules, load
from warehouse.registry import DEFAULT_REGISTRY, Portal, RegistryError, load_registry

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
#: Codes that no division has: none at all, and those of the made-up places.
_NO_DIVISION = re.compile(r"000000|99\d{4}")
_TYPED = re.compile(r"(?:^|[`\s/])gongkai((?:[ \t]+[^\s`|;#()，。；、]+)*)", re.MULTILINE)


def lint(root: Any, registry: Path, home: Home) -> list[str]:
    """Everything that is wrong, a sentence each, by check and place; `root` is the command that holds all others."""
    found = [*portals(registry), *forms(), *reference(), *decisions(home)]
    if (ROOT / READMES[0]).exists():  # an installed package has no docs beside it
        found += [*commands(root), *portal_page()]
    return found


# -- the registry ---------------------------------------------------------------------------------------------------------


def portals(registry: Path) -> Iterator[str]:
    """A registry file by file: it loads, its platforms and codes exist, its addresses may be asked, none stands twice."""
    files = sorted(registry.rglob("*.yaml")) if registry.is_dir() else [registry]
    known: list[Portal] = []
    for file in files:
        try:
            known += load_registry(file)
        except RegistryError as error:
            yield str(error)
    codes = {region.adcode for region in divisions()} | _decided_codes()
    names = {adapter.name for adapter in ADAPTERS} | {"auto"}
    ids: dict[str, int] = {}
    places: dict[str, str] = {}
    for portal in known:
        ids[portal.id] = ids.get(portal.id, 0) + 1
        where = f"The portal {portal.id}"
        if portal.platform.replace("_", "-").lower() not in names:
            yield f"{where} names the platform {portal.platform}; there are {', '.join(sorted(names))}."
        if portal.adcode not in codes and not _NO_DIVISION.fullmatch(portal.adcode):
            yield f"{where} has the code {portal.adcode}, which is no division's; correct it or give it to regions.yaml."
        if not portal.sandbox and not portal.host.endswith(".gov.cn"):
            yield f"{where} lies on {portal.host}, which is no government host; give the body's own address."
        if reason := scope.refusal(portal, portal.list_url):
            yield f"{where} has an address that its own crawl would refuse: {reason}."
        if (place := scope.place(scope.canonical(portal.list_url))) in places:
            yield f"{where} has the address of {places[place]}; keep one."
        places.setdefault(place, portal.id)
    yield from (f"The id {name} stands {count} times; ids are unique." for name, count in ids.items() if count > 1)


def _decided_codes() -> set[str]:
    try:
        return {region.adcode for region in load("regions", tuple[Region, ...])}
    except ReferenceDataError:
        return set()  # said by `reference`


# -- forms and reference files --------------------------------------------------------------------------------------------


def forms() -> Iterator[str]:
    """The forms: they load, their keys are keys, and every label and English name is there."""
    try:
        loaded = load_forms()
        load_statistics()
    except (OSError, ValueError, KeyError, YAMLError) as error:
        yield f"A form cannot be read: {error}"
        return
    for edition, form in sorted(loaded.items()):
        for cell in form.cells.values():
            for key in (cell.table_key, cell.row_key, cell.column_key):
                if not _KEY.fullmatch(key):
                    yield f"The form {edition} has the key {key}; keys are small letters, digits and underscores."
            for line in (cell.row, cell.column):
                if not (line.label and line.en):
                    yield f"The form {edition} names the cell {cell.name} in one language only."


def reference() -> Iterator[str]:
    """The reference files load."""
    kinds: dict[str, Any] = {
        "agencies": tuple[Agency, ...],
        "agency_rules": Rules,
        "lineage": tuple[Lineage, ...],
        "population": tuple[Population, ...],
        "regions": tuple[Region, ...],
    }
    for name, kind in kinds.items():
        try:
            load(name, kind)
        except ReferenceDataError as error:
            yield str(error)


def decisions(home: Home) -> Iterator[str]:
    """The decisions of a home load, name cells that a form has, and agree with the reference files."""
    sound = True
    for load_one in (load_verdicts, load_corrections, load_agencies, load_lineage):
        try:
            load_one(home)
        except DecisionsError as error:
            sound = False
            yield str(error)
    if not sound:
        return
    cells = {cell.name for form in load_forms().values() for cell in form.cells.values()}
    for one in load_corrections(home):
        if one.cell not in cells and not one.cell.startswith(f"{STATISTICS}."):
            yield (
                f"The correction of {one.agency} {one.year} names the cell {one.cell}, which no form has; "
                "`gongkai explain` takes the same names."
            )
    try:
        decided_agencies(home, load("agency_rules", Rules))
    except ReferenceDataError as error:
        yield str(error)


# -- the docs -------------------------------------------------------------------------------------------------------------


def commands(root: Any) -> Iterator[str]:
    """The commands that the docs tell to type exist with their options, and each command stands in both READMEs."""
    for path in sorted([*(ROOT / "docs").glob("*.md"), *(ROOT / name for name in READMES)]):
        for line, words in typed(path.read_text(encoding="utf-8")):
            if problem := _wrong(root, words):
                yield f"{path.relative_to(ROOT)} line {line}: `gongkai {' '.join(words)}`: {problem}."
    for name in READMES:
        told = [words for _, words in typed((ROOT / name).read_text(encoding="utf-8"))]
        for command in all_commands(root):
            if not any(words[: len(command)] == list(command) for words in told):
                yield f"{name} does not tell of `gongkai {' '.join(command)}`."


def typed(text: str) -> list[tuple[int, list[str]]]:
    """Where a text has `gongkai ...` in code, the line and the words; prose that only names the project is none."""
    found = []
    fenced = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("```"):
            fenced = not fenced
            continue
        for code in [line] if fenced else re.findall(r"`([^`]+)`", line):
            found += [(number, words) for match in _TYPED.finditer(code) if (words := match[1].split())]
    return found


def all_commands(root: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command a person can type, as its words."""
    for name, command in root.commands.items():
        if hasattr(command, "commands"):
            yield from all_commands(command, (*above, name))
        else:
            yield (*above, name)


def _wrong(root: Any, words: Sequence[str]) -> str | None:
    command = root
    rest = list(words)
    while hasattr(command, "commands"):
        if not rest or rest[0].startswith("-"):
            return None
        if rest[0] not in command.commands:
            return f"there is no command {rest[0]}"
        command = command.commands[rest.pop(0)]
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    strange = [word for word in rest if word.startswith("--") and word.split("=")[0] not in options | {"--help"}]
    return f"it has no option {strange[0]}" if strange else None


def portal_page() -> Iterator[str]:
    """docs/portals.md names every platform, shows entries that load, and counts the shipped registry right."""
    page = ROOT / "docs" / "portals.md"
    text = page.read_text(encoding="utf-8")
    for adapter in ADAPTERS:
        if f"`{adapter.name}`" not in text:
            yield f"docs/portals.md does not name the platform {adapter.name}."
    for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL):
        try:
            for entry in safe_load(block):
                Portal.model_validate(entry)
        except (ValueError, TypeError, YAMLError) as error:
            yield f"docs/portals.md shows an entry that does not load ({' '.join(str(error).split())[:200]})."
    try:
        shipped = load_registry(DEFAULT_REGISTRY)
    except RegistryError:
        return  # said by `portals`
    counts = f"{len(shipped)} entries, {sum(portal.enabled for portal in shipped)} of them enabled"
    if counts not in text:
        yield f"docs/portals.md does not say `{counts}`, which the registry holds."

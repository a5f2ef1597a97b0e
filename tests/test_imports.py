"""The packages depend on one another one way, as the design says."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"warehouse", "crawlers", "pipelines", "dashboards", "gongkai"}
ALLOWED = {
    "warehouse": set(),
    "crawlers": {"warehouse"},
    "pipelines": {"warehouse"},
    "dashboards": {"warehouse"},
    "gongkai": PACKAGES - {"gongkai"},
}
ONLY_HERE = {
    "scrapy": {"crawlers"},
    "twisted": {"crawlers"},
    "dagster": {"pipelines"},
    "dagster_dbt": {"pipelines"},
    "dagster_pipes": {"crawlers"},
}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
        elif isinstance(node, ast.ImportFrom) and node.level:
            raise AssertionError(f"{path} imports relatively; packages are named in full here")
    return names


def modules(package: str) -> list[Path]:
    found = sorted((ROOT / package).rglob("*.py"))
    assert found, f"{package} holds no module"
    return found


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_a_package_imports_only_those_below_it(package):
    for path in modules(package):
        others = {name.split(".")[0] for name in imported(path)} & PACKAGES - {package}
        assert others <= ALLOWED[package], f"{path.relative_to(ROOT)} imports {others - ALLOWED[package]}"


def needed(path: Path, known: set[str]) -> set[str]:
    """The modules of ours that a module takes names from; a name may itself be a module."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= inner & known or {node.module} & known
    return names


def test_no_module_needs_itself_by_way_of_others():
    paths = [path for package in sorted(PACKAGES) for path in modules(package)]
    named = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}
    try:
        TopologicalSorter({name: needed(path, set(named)) for name, path in named.items()}).prepare()
    except CycleError as circle:
        pytest.fail(" needs ".join(reversed(circle.args[1])))


def folders_of(package: Path) -> dict[str, set[str]]:
    """Each folder right below a package, with those beside it that its modules take names from."""
    paths = sorted(package.rglob("*.py"))
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths}
    depth = len(package.relative_to(ROOT).parts)
    needs: dict[str, set[str]] = {folder.name: set() for folder in package.iterdir() if folder.is_dir()}
    for path in paths:
        here = path.relative_to(package).parts[0]
        if here in needs:
            needs[here] |= {name.split(".")[depth] for name in needed(path, names)} & needs.keys() - {here}
    return needs


@pytest.mark.parametrize(
    "package", ["crawlers", "pipelines", "pipelines/parsing", "pipelines/readers", "warehouse", "dashboards"]
)
def test_folders_side_by_side_depend_one_way(package):
    try:
        TopologicalSorter(folders_of(ROOT / package)).prepare()
    except CycleError as circle:
        pytest.fail(" needs ".join(reversed(circle.args[1])))


@pytest.mark.parametrize("library", sorted(ONLY_HERE))
def test_a_framework_is_known_in_one_package_only(library):
    for package in PACKAGES - ONLY_HERE[library]:
        for path in modules(package):
            assert library not in {name.split(".")[0] for name in imported(path)}, path.relative_to(ROOT)


def test_parsing_reaches_neither_files_nor_network_nor_dagster():
    # the vocabulary of the claims is data beside its module, read once through importlib or pathlib
    effects = {
        "socket",
        "urllib.request",
        "subprocess",
        "requests",
        "http.client",
        "shutil",
        "dagster",
    }
    for path in [*modules("pipelines/parsing"), *modules("pipelines/readers")]:
        assert not imported(path) & effects, path.relative_to(ROOT)


def test_every_module_says_what_belongs_in_it():
    for package in sorted(PACKAGES):
        for path in modules(package):
            if path.read_text(encoding="utf-8").strip():
                doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
                assert doc, f"{path.relative_to(ROOT)} has no opening paragraph"

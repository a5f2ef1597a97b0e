"""Scripts and stylesheets of the site: our own, and those that come out of installed Python packages.

Nothing of others is kept in the repository: Vega comes from vl-convert, DataTables from the itables wheel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import vl_convert

from dashboards.files import SiteFolder

STATIC = Path(__file__).parent / "static"

#: Our scripts in the order they depend on one another; they become one file.
_CORE = (
    "core.js",
    "access.js",
    "names.js",
    "regions.js",
    "agency-file.js",
    "chart.js",
    "chart-scale.js",
    "chart-rows.js",
    "chart-stack.js",
    "table.js",
    "panel.js",
    "source.js",
    "sums.js",
    "picker.js",
    "view.js",
)

_EXPORT = re.compile(r"\bexport\s*\{([^{}]*)\}\s*;?")


class AssetError(Exception):
    """An installed package does not hold the script the pages need."""


@dataclass(frozen=True, slots=True)
class Assets:
    """Names below the site's root of the scripts and stylesheets every page may ask for."""

    theme: str
    core: str
    vega: str
    tables: str
    tables_style: str
    style: str
    print_style: str
    pages: dict[str, str]


@cache
def vega_script() -> str:
    """Vega, Vega-Lite and vega-embed as one plain script that sets `vegaEmbed`."""
    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")


@cache
def datatables_script() -> str:
    """DataTables as one plain script that sets `DataTable`.

    The wheel holds an ES module, and a browser loads no module from a folder, so its last line, the export, is turned into
    an assignment and the whole is wrapped in a function.
    """
    module = _of_itables("dt_bundle.js")
    exports = list(_EXPORT.finditer(module))
    names = dict(_exported(exports[-1][1])) if exports else {}
    if "default" not in names:
        raise AssetError(
            "The itables package exports no DataTable in html/dt_bundle.js; install the version in requirements.lock."
        )
    body = module[: exports[-1].start()]
    rest = module[exports[-1].end() :]
    return f"(function(){{\n{body}\nwindow.DataTable={names['default']};\n{rest}\n}})();\n"


def _exported(clause: str) -> list[tuple[str, str]]:
    pairs = [part.split(" as ") for part in clause.split(",")]
    return [(pair[-1].strip(), pair[0].strip()) for pair in pairs]


def datatables_style() -> str:
    """The stylesheet that belongs to DataTables."""
    return _of_itables("dt_bundle.css")


def _of_itables(name: str) -> str:
    # The package is found and not imported: that would load pandas, which takes longer than all pages do.
    found = find_spec("itables")
    if found is None or found.origin is None:
        raise AssetError("The itables package is not installed; install what requirements.lock names.")
    return (Path(found.origin).parent / "html" / name).read_text(encoding="utf-8")


def write_assets(site: SiteFolder) -> Assets:
    """Write every script and stylesheet under its hashed name."""
    core = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in _CORE)
    pages = {
        path.stem.removeprefix("page-"): site.write_asset(path.name, path.read_text(encoding="utf-8"))
        for path in sorted(STATIC.glob("page-*.js"))
    }
    return Assets(
        theme=site.write_asset("theme.js", (STATIC / "theme.js").read_text(encoding="utf-8")),
        core=site.write_asset("core.js", core),
        vega=site.write_asset("vega.js", vega_script()),
        tables=site.write_asset("tables.js", datatables_script()),
        tables_style=site.write_asset("tables.css", datatables_style()),
        style=site.write_asset("site.css", (STATIC / "site.css").read_text(encoding="utf-8")),
        print_style=site.write_asset("print.css", (STATIC / "print.css").read_text(encoding="utf-8")),
        pages=pages,
    )

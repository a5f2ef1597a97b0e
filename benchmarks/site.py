"""What the site of a made-up country costs: its building, and what its files come to by kind."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from dashboards.build import build_site


def build(database: Path, site: Path) -> None:
    """Build the site of a release's database."""
    build_site(database, site, site.parent.name)


def sizes(site: Path) -> str:
    """Megabytes and files of the whole site and of each kind of shard, and the largest data file, in a sentence."""
    weight: dict[str, int] = defaultdict(int)
    files = [path for path in site.rglob("*") if path.is_file()]
    (data,) = (site / "data").iterdir()
    for path in files:
        inside = path.is_relative_to(data) and len(path.relative_to(data).parts) > 1
        weight[path.relative_to(data).parts[0] if inside else "pages and scripts"] += path.stat().st_size
    kinds = ", ".join(
        f"{name} {size / 1e6:.0f} MB" for name, size in sorted(weight.items(), key=lambda item: -item[1]) if size > 1e6
    )
    largest = max((path for path in files if path.is_relative_to(data)), key=lambda path: path.stat().st_size)
    named = f"{largest.relative_to(data)} {largest.stat().st_size / 1e3:.0f} KB"
    return f"site: {sum(weight.values()) / 1e6:.0f} MB in {len(files):,} files ({kinds}); largest data file {named}"

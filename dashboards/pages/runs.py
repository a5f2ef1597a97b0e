"""运行: did the last night work, what came of each address, what earlier nights did."""

from __future__ import annotations

from collections import Counter

from dashboards.queries import Row
from dashboards.render import Build, Page

KEY = "runs"
FILE = "runs.html"

#: Lines a list on this page may have; the database holds all.
_REASONS = 500


def make(build: Build) -> Page:
    """The refresh runs the release knows of, latest first."""
    portals = build.release.run_portals()
    values = {
        "runs": build.runs,
        "portals": portals,
        "portal_sentence": portal_sentence(build, portals),
        "reasons": build.release.run_reasons(_REASONS),
        "attention": build.release.attention(_REASONS),
        "attention_more": 0,
    }
    return Page(KEY, FILE, values)


def portal_sentence(build: Build, portals: list[Row]) -> str:
    """How many portals came in whole and how many did not, in a sentence; "" for a run without portals."""
    if not portals:
        return ""
    counts = sorted(Counter(row["verdict"] for row in portals).items(), key=lambda item: (-item[1], item[0]))
    parts = "，".join(f"{build.words.name('portal', verdict)} {count}" for verdict, count in counts)
    return build.words("runs.portal_sentence", n=len(portals), parts=parts)

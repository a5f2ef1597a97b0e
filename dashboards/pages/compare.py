"""比较: one measure over the agencies of one year; its figures lie in one small file a measure and year."""

from __future__ import annotations

from dashboards.files import file_name
from dashboards.queries import Row
from dashboards.render import Build, Page

KEY = "compare"
FILE = "compare.html"

#: Measures that are one printed cell of the form: a click leads straight to it.
_CELLS = {
    "request_count": "requests.new_received.total",
    "total_handled": "requests.total_handled.total",
    "carried_in": "requests.carried_in.total",
    "carried_out": "requests.carried_out.total",
}


def make(build: Build) -> Page:
    """Write the list of measures and a file for each measure and year that has values."""
    years: dict[str, list[Row]] = {}
    for row in build.release.value_counts():
        years.setdefault(row["metric_key"], []).append({"year": row["report_year"], "count": row["value_count"]})
    for metric_key in years:
        for year, figures in build.release.comparisons(metric_key):
            build.site.write_data_json(f"compare/{file_name(metric_key)}/{year}", figures)
    measures = [
        {
            "key": row["metric_key"],
            "label": row["zh"] or row["metric_key"],
            "family": row["family"],
            "kind": row["value_kind"],
            "unit": row["unit"],
            "formula": build.readable(row["formula"]),
            "guard": build.readable(row["guard"]),
            "caveat": row["caveat"],
            "years": years.get(row["metric_key"], []),
            "cell": _CELLS.get(row["metric_key"]),
        }
        for row in build.release.metrics()
    ]
    build.site.write_data("measures", measures)
    return Page(KEY, FILE, {"any": bool(years)}, data=("measures", "charts"), charts=True, scripts=("compare",))

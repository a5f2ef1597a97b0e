"""The site's charts as Vega-Lite specifications, made with Altair; empty of data, which a page fills in.

A specification says how things are drawn; colours come as parameters from the stylesheet, so light and dark share it.
Rows of bars are placed in pixels by the page (`y0`, `y1`, `yc`), since only the page knows how wide a name may be.
"""

from __future__ import annotations

from typing import Any

import altair as alt

#: Names a chart's parameters have on every page; `static/chart.js` sets them from the stylesheet.
_COLOURS = ("ink", "muted", "accent", "quiet", "ground", "warn")


def chart_specs() -> dict[str, Any]:
    """Every chart of the site by name, as plain Vega-Lite."""
    charts = {"series": _series(), "columns": _columns(), "rows": _rows(), "lines": _lines(), "stack": _stack()}
    return {name: _plain(chart) for name, chart in charts.items()}


def _plain(chart: alt.LayerChart) -> dict[str, Any]:
    spec = chart.to_dict()
    # The page's own configuration takes the place of Altair's; the schema's address would only look like a request.
    for name in ("config", "$schema"):
        spec.pop(name, None)
    return spec


def _data(name: str) -> alt.NamedData:
    return alt.NamedData(name=name)


def _text(name: str, **options: Any) -> alt.Chart:
    return alt.Chart(_data(name)).mark_text(**options)


def _colour(name: str) -> alt.ExprRef:
    return alt.ExprRef(name)


def _framed(*layers: alt.Chart, **params: Any) -> alt.LayerChart:
    given = dict.fromkeys(_COLOURS, "gray") | params
    fitted = alt.AutoSizeParams(type="fit-x", contains="padding")
    chart = alt.layer(*layers).properties(width="container", autosize=fitted)
    named = chart.add_params(*(alt.param(name=name, value=value) for name, value in given.items()))
    assert isinstance(named, alt.LayerChart)  # Altair declares a facet too, which a chart of layers never is
    return named


def _series() -> alt.LayerChart:
    """One agency over years: printed values joined, implied ones hollow, breaks as rules, gaps left open."""
    years = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domainMin=alt.ExprRef("first"), domainMax=alt.ExprRef("last"), nice=False, zero=False),
        axis=alt.Axis(values=alt.ExprRef("years"), format="d", grid=False, labelOverlap=False, labelFlush=False),
    )
    counts = alt.Y(
        "value:Q",
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("top"), nice=True),
        title=None,
        axis=alt.Axis(values=alt.ExprRef("marks"), format=",d"),
    )
    points = alt.Chart(_data("points")).encode(x=years, y=counts)
    reported = points.transform_filter("datum.kind === 'reported' || datum.kind === 'gap'")
    line = reported.mark_line(color=_colour("accent"), strokeWidth=2, invalid="break-paths-show-domains")
    filled = points.transform_filter("datum.kind === 'reported'").mark_point(
        filled=True, size=70, color=_colour("accent"), opacity=1
    )
    hollow = points.transform_filter("datum.kind === 'implied'").mark_point(
        filled=True, size=90, fill=_colour("ground"), stroke=_colour("accent"), strokeWidth=2, opacity=1
    )
    link = alt.Chart(_data("links")).mark_rule(color=_colour("accent"), strokeDash=[4, 4], strokeWidth=1.5)
    link = link.encode(x=years, y=counts, x2="year2:Q", y2="value2:Q")
    labels = [
        points.transform_filter(f"datum.kind !== 'gap' && {where}")
        .mark_text(dy=dy, color=_colour("ink"), fontSize=13, fontWeight="bold")
        .encode(text="shown:N")
        for where, dy in (("!datum.below", -14), ("datum.below", 16))
    ]
    breaks = alt.Chart(_data("breaks")).encode(x=years)
    rule = breaks.mark_rule(color=_colour("muted"), strokeDash=[2, 3])
    words_of_break = breaks.mark_text(align="center", baseline="bottom", color=_colour("muted"), fontSize=11)
    gaps = alt.Chart(_data("gaps")).mark_text(color=_colour("muted"), fontSize=11, baseline="bottom", dy=-6)
    return _framed(
        rule,
        words_of_break.encode(y=alt.Y(**_pixels("yb")), text="label:N"),
        gaps.encode(x=years, y=alt.datum(0), text="label:N"),
        link,
        line,
        filled,
        hollow,
        *labels,
        first=2000,
        last=2001,
        top=1,
        years=[2000],
        marks=[0],
    )


def _columns() -> alt.LayerChart:
    """A sum a year: upright bars, the figure above, the number of reports under the year."""
    base = alt.Chart(_data("rows")).encode(
        x=alt.X(
            "name:N",
            sort=None,
            title=None,
            scale=alt.Scale(paddingInner=0.35, paddingOuter=0.2),
            axis=alt.Axis(
                values=alt.ExprRef("names"),
                labelAngle=0,
                labelExpr="split(datum.label, '|')",
                labelOverlap=False,
                labelLineHeight=16,
            ),
        ),
        y=alt.Y("value:Q", scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("top"), nice=True), axis=None),
    )
    bars = base.mark_bar(color=_colour("accent"), cornerRadiusEnd=2, size=alt.ExprRef("barWidth"))
    figures = base.mark_text(dy=-8, color=_colour("ink"), fontSize=13, fontWeight="bold")
    return _framed(bars, figures.encode(text="label:N"), top=1, barWidth=48, names=[])


def _pixels(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


#: The page writes the marks of such a scale.
_BARE = alt.Axis(labels=False, grid=False, ticks=False, domain=False)


def _rows() -> alt.LayerChart:
    """A row a body: name, then a bar from nought, a dot with its interval, or bands of a spread; the figure at the right.

    Small bases stand in a quiet colour below a heading of their own; a hollow dot is an implied value or a small base.
    """
    values = alt.X(
        "value:Q",
        title=None,
        scale=alt.Scale(domainMin=alt.ExprRef("low"), domainMax=alt.ExprRef("high"), nice=False),
        axis=_BARE,
    )
    bands = (
        alt.Chart(_data("bands"))
        .mark_bar(cornerRadius=2)
        .encode(
            x=alt.X("b0:Q"),
            x2="b1:Q",
            y=alt.Y(**_pixels("y0")),
            y2=alt.Y2("y1"),
            color=alt.Color("color:N", scale=None),
            opacity=alt.Opacity("opacity:Q", scale=None),
        )
    )
    rows = alt.Chart(_data("rows"))
    bars = (
        rows.transform_filter("datum.shape === 'bar'")
        .mark_bar(cornerRadiusEnd=2)
        .encode(
            x=values,
            x2=alt.X2Datum(0),
            y=alt.Y(**_pixels("y0")),
            y2=alt.Y2("y1"),
            color=alt.Color("color:N", scale=None),
        )
    )
    interval = rows.transform_filter("isValid(datum.from) && isValid(datum.to)").mark_rule(
        color=_colour("ink"), strokeWidth=1.5
    )
    interval = interval.encode(x=alt.X("from:Q"), x2="to:Q", y=alt.Y(**_pixels("yc")))
    dots = rows.transform_filter("datum.shape === 'dot'").mark_point(filled=True, size=90, strokeWidth=2, opacity=1)
    dots = dots.encode(
        x=values,
        y=alt.Y(**_pixels("yc")),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("color:N", scale=None),
    )
    cut = rows.transform_filter("datum.isCut").mark_point(shape="triangle-right", filled=True, size=220, opacity=1)
    cut = cut.encode(x=values, y=alt.Y(**_pixels("yc")), fill=alt.Fill("color:N", scale=None))
    ticks = alt.Chart(_data("ticks")).encode(x=alt.X("value:Q"))
    grid = ticks.mark_rule(color=_colour("muted"), opacity=alt.ExprRef("grid"))
    marks = ticks.mark_text(baseline="top", dy=4, color=_colour("muted"), fontSize=12)
    names = rows.mark_text(
        align=alt.ExprRef("nameAlign"), baseline="middle", color=_colour("ink"), fontSize=13, lineHeight=16
    )
    names = names.encode(x=alt.value(alt.ExprRef("nameX")), y=alt.Y(**_pixels("yn")), text="name:N")
    figures = rows.mark_text(align="left", baseline="middle", dx=12, color=_colour("ink"), fontSize=13)
    figures = figures.encode(x=alt.value("width"), y=alt.Y(**_pixels("yc")), text="text:N")
    heads = _text("heads", align="left", baseline="middle", color=_colour("muted"), fontSize=12)
    heads = heads.encode(x=alt.value(alt.ExprRef("headX")), y=alt.Y(**_pixels("yc")), text="label:N")
    zero = alt.Chart(_data("zero")).mark_rule(color=_colour("muted")).encode(x=alt.X("value:Q"))
    return _framed(
        grid,
        bands,
        bars,
        zero,
        interval,
        dots,
        cut,
        marks.encode(y=alt.value("height"), text="label:N"),
        names,
        figures,
        heads,
        low=0,
        high=1,
        grid=0.25,
        nameX=-8,
        headX=0,
        nameAlign="right",
    )


def _lines() -> alt.LayerChart:
    """Several bodies over years: a line each with its name at its end, gaps left open, breaks as rules with their reason."""
    years = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domainMin=alt.ExprRef("first"), domainMax=alt.ExprRef("last"), nice=False, zero=False),
        axis=alt.Axis(values=alt.ExprRef("years"), format="d", grid=False, labelOverlap=True, labelFlush=False),
    )
    values = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domainMin=alt.ExprRef("low"), domainMax=alt.ExprRef("high"), nice=False),
        axis=_BARE,
    )
    colour = alt.Stroke("color:N", scale=None)
    points = alt.Chart(_data("points")).encode(x=years, y=values)
    line = points.mark_line(strokeWidth=2, invalid="break-paths-show-domains").encode(stroke=colour, detail="series:N")
    dots = points.transform_filter("isValid(datum.value)").mark_point(filled=True, size=60, strokeWidth=2, opacity=1)
    dots = dots.encode(stroke=alt.Stroke("edge:N", scale=None), fill=alt.Fill("fill:N", scale=None))
    interval = points.transform_filter("isValid(datum.from) && isValid(datum.to)").mark_rule(strokeWidth=1, opacity=0.6)
    interval = interval.encode(y=alt.Y("from:Q", title=None, axis=_BARE), y2="to:Q", stroke=colour)
    breaks = alt.Chart(_data("breaks")).encode(x=years)
    rule = breaks.mark_rule(color=_colour("muted"), strokeDash=[2, 3])
    said = breaks.mark_text(align="center", baseline="bottom", color=_colour("muted"), fontSize=11)
    ends = alt.Chart(_data("ends")).mark_text(
        align="left", baseline="middle", dx=10, fontSize=12, limit=alt.ExprRef("limit")
    )
    ends = ends.encode(
        x=alt.value("width"), y=alt.Y(**_pixels("yl")), text="label:N", color=alt.Color("color:N", scale=None)
    )
    ticks = alt.Chart(_data("ticks")).mark_text(
        align="right", baseline="middle", dx=-8, color=_colour("muted"), fontSize=12
    )
    ticks = ticks.encode(x=alt.value(0), y=alt.Y("value:Q", title=None, axis=_BARE), text="label:N")
    grid = (
        alt.Chart(_data("ticks"))
        .mark_rule(color=_colour("muted"), opacity=0.25)
        .encode(y=alt.Y("value:Q", title=None, axis=_BARE))
    )
    return _framed(
        grid, rule, said.encode(y=alt.Y(**_pixels("yb")), text="label:N"), line, interval, dots, ends, ticks,
        first=2000, last=2001, low=0, high=1, years=[2000], limit=200,
    )  # fmt: skip


def _stack() -> alt.LayerChart:
    """A row a year (or an agency): the shares of the groups side by side as printed, never stretched to fill.

    A row whose parts do not come to the whole says at its end what they come to; a rule stands at the whole where one passes it.
    """
    rows = alt.Chart(_data("parts"))
    shares = alt.X(
        "x0:Q",
        title=None,
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("high"), nice=False),
        axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], grid=True, labelFlush=False),
    )
    bars = rows.mark_bar(stroke=_colour("ground"), strokeWidth=1).encode(
        x=shares,
        x2="x1:Q",
        y=alt.Y(**_pixels("y0")),
        y2=alt.Y2("y1"),
        color=alt.Color("color:N", scale=None),
        opacity=alt.Opacity("opacity:Q", scale=None),
    )
    inside = rows.mark_text(baseline="middle", fontSize=12).encode(
        x=alt.X("xc:Q"), y=alt.Y(**_pixels("yc")), text="text:N", color=alt.Color("ink:N", scale=None)
    )
    names = _text(
        "rows",
        align=alt.ExprRef("nameAlign"),
        baseline="middle",
        color=_colour("ink"),
        fontSize=13,
        lineHeight=16,
    )
    names = names.encode(x=alt.value(alt.ExprRef("nameX")), y=alt.Y(**_pixels("yn")), text="name:N")
    notes = _text("rows", align="right", baseline="middle", color=_colour("muted"), fontSize=11)
    notes = notes.encode(x=alt.value(alt.ExprRef("nameX")), y=alt.Y(**_pixels("yt")), text="note:N")
    sums = _text("sums", align="left", baseline="middle", dx=8, color=_colour("warn"), fontSize=11, fontWeight="bold")
    sums = sums.encode(x=alt.value("width"), y=alt.Y(**_pixels("yc")), text="label:N")
    whole = alt.Chart(_data("whole")).mark_rule(color=_colour("ink"), strokeDash=[4, 3], strokeWidth=1.5)
    return _framed(
        bars,
        inside,
        whole.encode(x=alt.X("value:Q")),
        names,
        notes,
        sums,
        high=1,
        limit=200,
        nameX=-8,
        nameAlign="right",
    )

"""Renders reports as documents: `render(report, format, layout)`; labels come from the form alone.

Each module here writes one format from the same sheets and the same story; no portal's pages.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from crawlers.sandbox.figures import Report
from crawlers.sandbox.render import docx, html, markdown, odt, ofd, pdf, picture, rtf, text, xlsx
from crawlers.sandbox.render.fixed_zip import with_fixed_times
from crawlers.sandbox.render.layout import Layout
from crawlers.sandbox.render.layouts import BREAKERS, CONTENT_TYPES, LAYOUTS, PICTURES, SUFFIXES
from crawlers.sandbox.render.story import printed

__all__ = [
    "BREAKERS",
    "CONTENT_TYPES",
    "LAYOUTS",
    "PICTURES",
    "SUFFIXES",
    "Layout",
    "find_layout",
    "render",
    "render_as",
    "render_together",
]

_RENDERERS = {
    "html": html.render,
    "text": text.render,
    "docx": docx.render,
    "pdf": pdf.render,
    "xlsx": xlsx.render,
    "md": markdown.render,
    "rtf": rtf.render,
    "odt": odt.render,
    "ofd": ofd.render,
    "png": picture.render_png,
    "jpeg": picture.render_jpeg,
    "scan": picture.render_scan,
}


def find_layout(format_name: str, layout_name: str) -> Layout:
    """The layout of that name, everyday or breaking; KeyError when the format does not offer it."""
    return {
        **LAYOUTS.get(format_name, {}),
        **BREAKERS.get(format_name, {}),
        **PICTURES.get(format_name, {}),
    }[layout_name]


def render(report: Report, format_name: str, layout_name: str) -> bytes:
    """The report as a file; the same arguments give the same bytes. KeyError on an unknown name."""
    return render_together([report], format_name, layout_name)


def render_together(reports: Sequence[Report], format_name: str, layout_name: str) -> bytes:
    """Several reports in one file, each below its own title; an archive holds the format its layout names."""
    if format_name == "zip":
        return _archive(reports, layout_name)
    return render_as(reports, format_name, find_layout(format_name, layout_name))


def render_as(reports: Sequence[Report], format_name: str, layout: Layout) -> bytes:
    """The same in a layout of one's own making."""
    return _RENDERERS[format_name](printed(reports, layout), layout)


def _archive(reports: Sequence[Report], format_name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(f"{reports[0].title}.{SUFFIXES[format_name]}", render_together(reports, format_name, "plain"))
    return with_fixed_times(out.getvalue())

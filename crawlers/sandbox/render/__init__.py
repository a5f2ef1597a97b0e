"""Renders reports as documents: `render(report, format, layout)`; labels come from the form alone.

Each module here writes one format from the same sheets and the same story; no portal's pages.
"""

from __future__ import annotations

from crawlers.sandbox.figures import Report
from crawlers.sandbox.render import docx, html, markdown, pdf, text, xlsx
from crawlers.sandbox.render.layout import CONTENT_TYPES, LAYOUTS, SUFFIXES, Layout

__all__ = ["CONTENT_TYPES", "LAYOUTS", "SUFFIXES", "Layout", "find_layout", "render"]

_RENDERERS = {
    "html": html.render,
    "text": text.render,
    "docx": docx.render,
    "pdf": pdf.render,
    "xlsx": xlsx.render,
    "md": markdown.render,
}


def find_layout(format_name: str, layout_name: str) -> Layout:
    """The layout of that name; KeyError when the format does not offer it."""
    return LAYOUTS[format_name][layout_name]


def render(report: Report, format_name: str, layout_name: str) -> bytes:
    """The report as a file; the same arguments give the same bytes. KeyError on an unknown name."""
    return _RENDERERS[format_name](report, find_layout(format_name, layout_name))

"""Which layouts each format offers: the everyday ones, and those that break a naive reader.

Only names and their values stand here; what a layout does is in `changes.py`, `printing.py` and the renderers.
"""

from __future__ import annotations

from functools import partial

from crawlers.sandbox.render import changes, printing
from crawlers.sandbox.render.layout import Layout


def _by_name(*layouts: Layout) -> dict[str, Layout]:
    return {layout.name: layout for layout in layouts}


_PLAIN = Layout()
_COMMAS = Layout("commas", point="、")
_CUT = Layout("cut", cut=True)
_REPEATED = Layout("repeated", broken=True, repeat_header=True)

#: What offices do every year; the portals of the sandbox deliver their reports so.
LAYOUTS: dict[str, dict[str, Layout]] = {
    "html": _by_name(
        _PLAIN,
        Layout("pasted", style="pasted"),
        Layout("joined", joined=True),
        _CUT,
        _REPEATED,
        _COMMAS,
        Layout("wide", prints=(printing.wide,)),
        Layout("grouped", prints=(printing.grouped,)),
        Layout("hidden", style="hidden"),
    ),
    "text": _by_name(
        Layout("tabbed", style="tabbed", changes=(changes.unnumbered,)),
        Layout("flat"),
        Layout("spaced", style="spaced"),
    ),
    "docx": _by_name(_PLAIN, _COMMAS, _CUT),
    "pdf": _by_name(_PLAIN, Layout("broken", broken=True, split_label=True), _REPEATED),
    "xlsx": _by_name(_PLAIN),
    "md": _by_name(_PLAIN),
    "rtf": _by_name(_PLAIN),
    "odt": _by_name(_PLAIN),
    "ofd": _by_name(_PLAIN),
}

#: What has been seen in published reports and breaks a naive reader, in any format that has tables.
_ANYWHERE = _by_name(
    Layout("only_totals", prints=(printing.only_totals,)),
    Layout("noughts_blank", prints=(printing.noughts_blank,)),
    Layout("noughts_dashed", prints=(printing.noughts_dashed,)),
    Layout("noughts_slashed", prints=(printing.noughts_slashed,)),
    Layout("noughts_worded", prints=(printing.noughts_worded,)),
    Layout("noughts_lettered", prints=(printing.noughts_lettered,)),
    Layout("noughts_ringed", prints=(printing.noughts_ringed,)),
    Layout("decimals", prints=(printing.with_decimals,)),
    Layout("wide", prints=(printing.wide,)),
    Layout("grouped", prints=(printing.grouped,)),
    Layout("grouped_wide", prints=(partial(printing.grouped, mark="，"),)),
    Layout("grouped_blank", prints=(partial(printing.grouped, mark=" "),)),
    Layout("noted", prints=(printing.noted,)),
    Layout("counted", prints=(printing.counted,)),
    Layout("yearless", prints=(printing.without_year,)),
    Layout("wrong_period", prints=(printing.wrong_period,)),
    Layout("traditional", words=printing.traditional),
    Layout("unnumbered", changes=(changes.unnumbered,)),
    Layout("misnumbered", changes=(changes.misnumbered,)),
    Layout("tables_last", changes=(changes.tables_last,)),
    _CUT,
    _REPEATED,
    Layout("split_label", broken=True, split_label=True),
    Layout("in_pieces", cut=True, changes=(changes.in_pieces,)),
    Layout("headed_pieces", changes=(changes.headed_pieces,)),
    Layout("headers_apart", changes=(changes.headers_apart,)),
    Layout("unmerged", changes=(changes.unmerged,)),
    Layout("side_by_side", cut=True, changes=(changes.side_by_side,)),
    Layout("remark_column", changes=(changes.remark_column,)),
    Layout("subtotal_column", changes=(changes.subtotal_column,)),
    Layout("numbered_columns", changes=(changes.numbered_columns,)),
    Layout("rows_reversed", changes=(changes.rows_reversed,)),
    Layout("group_lines", changes=(changes.group_lines,)),
    Layout("labels_split", changes=(changes.labels_split,)),
    Layout("notes_between", changes=(changes.notes_between,)),
)

_UNRULED = _by_name(
    *(Layout(style, style=style) for style in ("unruled", "left", "right")),
    *(
        Layout(f"{style}_blank", style=style, prints=(printing.noughts_blank,))
        for style in ("unruled", "left", "right")
    ),
    Layout("unruled_cut", style="unruled", cut=True),
    Layout("unruled_traditional", style="unruled", words=printing.traditional),
)

_MARKUP = _by_name(
    Layout("nested", style="nested"),
    Layout("grid", style="grid"),
    Layout("areas", style="areas"),
    Layout("divs", style="divs"),
    Layout("chrome", style="chrome"),
    Layout("metaless", style="metaless"),
    Layout("gbk", encoding="gbk"),
    Layout("gb18030", encoding="gb18030"),
    Layout("utf-16", encoding="utf-16"),
    Layout("pasted_pieces", style="pasted", cut=True, changes=(changes.in_pieces,)),
    Layout("pasted_chrome_reversed", style="pasted", changes=(changes.rows_reversed, changes.remark_column)),
)

BREAKERS: dict[str, dict[str, Layout]] = {
    **{name: {key: value for key, value in _ANYWHERE.items() if key not in LAYOUTS[name]} for name in LAYOUTS},
    "html": {**{k: v for k, v in _ANYWHERE.items() if k not in LAYOUTS["html"]}, **_MARKUP},
    "pdf": {**{k: v for k, v in _ANYWHERE.items() if k not in LAYOUTS["pdf"]}, **_UNRULED},
    "text": _by_name(
        Layout("lines", style="lines"),
        Layout("delimited", style="delimited"),
        Layout("commas", style="commas"),
        Layout("commas_blank", style="commas", prints=(printing.noughts_blank,)),
        Layout("commas_grouped", style="commas", prints=(printing.grouped,)),
        Layout("barred", style="barred"),
        Layout("filled", style="filled"),
        Layout("drawn", style="drawn"),
        Layout("drawn_blank", style="drawn", prints=(printing.noughts_blank,)),
        Layout("drawn_joined", style="drawn", joined=True),
        Layout("one_line", style="one_line"),
        Layout("by_height", style="by_height"),
        Layout("by_cell", style="by_cell"),
        Layout("tabbed_gb18030", style="tabbed", encoding="gb18030"),
    ),
    "md": {
        **{k: v for k, v in _ANYWHERE.items() if k not in LAYOUTS["md"]},
        **_by_name(
            Layout("written_out", style="written_out"),
            Layout("written_out_blank", style="written_out", prints=(printing.noughts_blank,)),
            Layout("written_out_joined", style="written_out", joined=True),
        ),
    },
    "docx": {
        **{k: v for k, v in _ANYWHERE.items() if k not in LAYOUTS["docx"]},
        **_by_name(Layout("tracked", style="tracked")),
    },
    "xlsx": {
        **{k: v for k, v in _ANYWHERE.items() if k not in LAYOUTS["xlsx"]},
        **_by_name(Layout("computed", style="computed")),
    },
    "zip": _by_name(*(Layout(name) for name in ("docx", "html", "pdf", "xlsx"))),
}

#: Pictures of the PDF's layouts; apart from the others, for reading one takes seconds.
PICTURES: dict[str, dict[str, Layout]] = {
    "png": _by_name(_PLAIN, Layout("broken", broken=True, split_label=True)),
    "jpeg": _by_name(Layout(style="photo")),
    "scan": _by_name(
        Layout(style="scanned"),
        Layout("poor", style="poor"),
        Layout("broken", style="scanned", broken=True, split_label=True),
    ),
}

#: What a server says the bytes of a format are.
CONTENT_TYPES = {
    "html": "text/html;charset=UTF-8",
    "text": "text/plain;charset=UTF-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown;charset=UTF-8",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ofd": "application/ofd",
    "zip": "application/zip",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "scan": "application/pdf",
}

#: The ending of a file's name by its format.
SUFFIXES = {
    "html": "html",
    "text": "txt",
    "docx": "docx",
    "pdf": "pdf",
    "xlsx": "xlsx",
    "md": "md",
    "rtf": "rtf",
    "odt": "odt",
    "ofd": "ofd",
    "zip": "zip",
    "png": "png",
    "jpeg": "jpg",
    "scan": "pdf",
}

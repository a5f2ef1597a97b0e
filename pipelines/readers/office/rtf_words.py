"""The control words of RTF by what they do, as far as a reader of text and tables hears them."""

from __future__ import annotations

import re

CODEPAGES = {134: "gb18030", 136: "big5", 128: "cp932", 129: "cp949", 238: "cp1250", 204: "cp1251"}
SYMBOLS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
#: Destinations that hold no text of the body.
SILENT = frozenset({
    "aftnsep", "aftnsepc", "annotation", "atnauthor", "atndate", "atnicn", "atnid", "atnref", "bkmkend", "bkmkstart",
    "colorschememapping", "colortbl", "datafield", "datastore", "do", "filetbl", "fldinst", "fonttbl", "footer",
    "footerf", "footerl", "footerr", "footnote", "formfield", "ftnsep", "ftnsepc", "generator", "header", "headerf",
    "headerl", "headerr", "info", "latentstyles", "listoverridetable", "listtable", "mmathPr", "nonesttables",
    "nonshppict", "objdata", "pgptbl", "pict", "private", "revtbl", "rsidtbl", "rxe", "shprslt", "sn", "sp",
    "stylesheet", "sv", "tc", "themedata", "txe", "xe", "xmlnstbl",
})  # fmt: skip
#: Starred destinations, which a reader may skip, that do hold text or table rows.
HEARD = frozenset({"shpinst", "shptxt", "nesttableprops"})
#: What shows a picture, or what another program drew, where it stands.
PICTURES = frozenset({"pict", "shppict", "object"})

TEXT_WORDS = frozenset(
    {
        "ansicpg",
        "uc",
        "f",
        "fcharset",
        "v",
        "deleted",
        "strike",
        "striked",
        "plain",
        "super",
        "sub",
        "nosupersub",
        "up",
        "dn",
        "cf",
        "fs",
        "fldrslt",
    }
)
PARAGRAPH_WORDS = frozenset({"par", "sect", "page", "pard", "intbl", "itap", "outlinelevel", "qc", "ql", "qj", "qr"})
TABLE_WORDS = frozenset({"trowd", "trleft", "clvmrg", "clmrg", "cellx", "cell", "nestcell", "row", "nestrow"})
#: Half points from which a lifted letter is a note; less sets the line straight.
LIFTED = 4
#: Half points up to which letters are too small to be seen.
UNSEEN = 2


def white_colours(data: bytes) -> frozenset[int]:
    """The numbers in a file's table of colours that are white."""
    table = re.search(rb"\{\\colortbl([^{}]{0,65536})\}", data)
    entries = table[1].split(b";") if table else []
    return frozenset(
        number
        for number, entry in enumerate(entries)
        if all(re.search(rb"\\%s255\b" % name, entry) for name in (b"red", b"green", b"blue"))
    )

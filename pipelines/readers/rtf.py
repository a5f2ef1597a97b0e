"""RTF bytes to a Document: the visible text of the body and its tables, nested ones as grids of their own.

The control words are read here, what they build is put together in `rtf_blocks`. Deleted and hidden text,
notes, page headers and footers do not count.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.readers.document import Document, UnreadableError
from pipelines.readers.office import rtf_words as words
from pipelines.readers.office.rtf_blocks import RtfBlocks, State
from pipelines.reasons import because

#: Word nests some dozens of groups; past this the file is an attack.
MAX_GROUPS = 500
#: Control words and coded bytes; a report of 20 pages has some 200,000.
MAX_CONTROLS = 1_000_000
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)


def read(data: bytes) -> Document:
    """The document of an RTF file; UnreadableError when it is no RTF or past the limits."""
    if not data.lstrip()[:5].startswith(b"{\\rtf"):
        raise UnreadableError(because("not_rtf"))
    if data.count(b"\\") > MAX_CONTROLS:
        raise UnreadableError(because("too_many_controls", most=MAX_CONTROLS))
    reader = _Reader(data)
    reader.run()
    return Document("rtf", tuple(reader.built.blocks), reader.meta, reader.whole, pictures=tuple(reader.built.pictures))


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.white = words.white_colours(data)
        self.meta: dict[str, str] = {}
        self.whole = False
        self.built = RtfBlocks()
        self.state = State(codepage="cp1252")
        self.stack: list[State] = []
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.default = "cp1252"
        self.skip = 0  # characters still to skip behind \u
        self.starred = False
        self.pending = bytearray()

    def run(self) -> None:
        at = 0
        while at < len(self.data):
            match = _TOKEN.match(self.data, at)
            if match is None:
                break
            at = match.end()
            word, number, code, symbol, brace, plain = match.groups()
            if code is not None:
                self.byte(int(code, 16))
            elif plain is not None:
                self.bytes_(plain)
            elif brace == b"{":
                self.flush()
                if len(self.stack) >= MAX_GROUPS:
                    raise UnreadableError(because("rtf_too_deep", most=MAX_GROUPS))
                self.stack.append(replace(self.state))
                self.skip = 0
            elif brace == b"}":
                self.flush()
                if not self.stack:
                    break
                self.state = self.stack.pop()
                self.skip = 0
                self.built.close_box(self.state, len(self.stack))
                if not self.stack:
                    self.whole = True
                    break
            elif word is not None:
                self.flush()
                value = int(number) if number else None
                if word == b"bin":
                    at += max(value or 0, 0)
                else:
                    self.control(word.decode("ascii"), value)
            elif symbol is not None:
                self.symbol(symbol)
        self.flush()
        self.built.end_paragraph(self.state, force=False)
        self.built.close_table()

    # text

    def byte(self, value: int) -> None:
        self.bytes_(bytes((value,)))

    def bytes_(self, plain: bytes) -> None:
        skipped = min(self.skip, len(plain))
        self.skip -= skipped
        if self.state.destination == "title" or not (self.state.silent or self.state.hidden or self.state.struck):
            self.pending.extend(plain[skipped:])
        elif self.state.destination == "fldinst":
            self.built.ask(plain.decode("latin-1"))

    def flush(self) -> None:
        """Decode the bytes gathered so far; a character of two bytes may come as two codes."""
        if not self.pending:
            return
        text = self.pending.decode(self.state.codepage or self.default, errors="replace")
        self.pending.clear()
        if self.state.destination == "title":
            self.meta["title"] = self.meta.get("title", "") + text
        else:
            self.say(text)

    def say(self, text: str) -> None:
        is_faint = self.state.size <= words.UNSEEN or self.state.colour in self.white
        self.built.say(text, self.state, is_faint=is_faint)

    def symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.starred = True
        elif symbol in b"{}\\":
            self.bytes_(symbol)
        else:
            self.flush()
            self.say({b"~": " ", b"_": "-"}.get(symbol, ""))
            if symbol in b"\r\n":
                self.built.end_paragraph(self.state)

    # control words

    def control(self, word: str, value: int | None) -> None:
        starred, self.starred = self.starred, False
        if word in words.PICTURES and (not self.state.silent or self.state.destination == "sv"):
            self.built.is_drawn = True
        if word == "shptxt" and not self.state.silent:
            self.built.open_box(self.state, len(self.stack))
        elif word in words.SILENT or (starred and word not in words.HEARD):
            self.state.silent = True
            self.state.destination = word
            if word == "fldinst":
                self.built.field = ""
        elif word == "nesttableprops" and not self.state.silent:
            self.state.destination = word
        elif word == "title" and self.state.destination == "info":
            self.state.destination = "title"
        elif word in words.SYMBOLS:
            self.say(words.SYMBOLS[word])
        elif word == "u":
            self.say(chr((value or 0) % 0x10000))
            self.skip = self.state.after_unicode
        elif word in words.TEXT_WORDS:
            self.text_word(word, value)
        elif word in words.PARAGRAPH_WORDS:
            self.paragraph_word(word, value)
        elif word in words.TABLE_WORDS and (not self.state.silent or self.state.destination == "nesttableprops"):
            self.built.table_word(word, value or 0, self.state)

    def text_word(self, word: str, value: int | None) -> None:
        if word == "ansicpg":
            self.default = "gb18030" if value == 936 else "big5" if value == 950 else f"cp{value}"
            self.state.codepage = self.default = self.default if _is_known(self.default) else "cp1252"
        elif word == "uc":
            self.state.after_unicode = max(value or 0, 0)
        elif word == "f":
            self.font = value or 0
            if self.state.destination != "fonttbl":
                self.state.codepage = self.fonts.get(self.font, self.default)
        elif word == "fcharset":
            self.fonts[self.font] = words.CODEPAGES.get(value or 0, self.default)
        elif word in {"v", "deleted"}:
            self.state.hidden = value != 0
        elif word in {"strike", "striked"}:
            self.state.struck = value != 0
        elif word in {"super", "sub"}:
            self.state.raised = value != 0
        elif word in {"up", "dn"}:
            self.state.raised = (words.LIFTED if value is None else value) >= words.LIFTED
        elif word == "nosupersub":
            self.state.raised = False
        elif word == "cf":
            self.state.colour = value or 0
        elif word == "fs":
            self.state.size = value or 24
        elif word == "fldrslt":
            self.state.field = self.built.field
        elif word == "plain":
            self.state.hidden = self.state.struck = self.state.raised = False
            self.state.colour, self.state.size = 0, 24
            self.state.codepage = self.default

    def paragraph_word(self, word: str, value: int | None) -> None:
        if self.state.silent:
            return
        if word in {"par", "sect", "page"}:
            self.built.end_paragraph(self.state)
        elif word == "pard":
            self.state.in_table = self.state.centred = False
            self.state.nesting = self.state.level = 0
        elif word == "intbl":
            self.state.in_table = True
        elif word == "itap":
            self.state.nesting = value or 0
        elif word == "outlinelevel":
            self.state.level = (value or 0) + 1 if (value or 0) < 9 else 0
        elif word in {"qc", "ql", "qj", "qr"}:
            self.state.centred = word == "qc"


def _is_known(codepage: str) -> bool:
    try:
        b"".decode(codepage)
    except LookupError:
        return False
    return True

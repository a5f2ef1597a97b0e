"""Plain text to a Document: paragraphs, and tables kept as tabs, bars, commas, drawn lines or columns of blanks.

Word processors save a table as text in two ways: a row a line with tabs (or bars) between the cells, or a cell a line
that begins with a tab, rows apart by blank lines, where a cell that spans rows leaves empty cells below it or none. Column spans
leave no trace and are worked out from the row below. A whole page in one line is cut at its marks. Signs that Markdown sets
around words are none of them (`paragraph`, which `markdown.py` shares). What labels mean is not known here.
"""

from __future__ import annotations

import re
from itertools import accumulate, chain

from pipelines.readers.characters import without_radicals
from pipelines.readers.document import Document, Grid, Text, UnreadableError
from pipelines.readers.encoding import decode
from pipelines.readers.figures import is_number_like
from pipelines.readers.group_labels import printed_labels, unnumbered
from pipelines.readers.spans.ragged import Entry, Row, are_without_blanks, grid_of_rows
from pipelines.readers.written.blank_columns import blank_columns
from pipelines.readers.written.drawn import drawn_table
from pipelines.readers.written.front_matter import without_front_matter
from pipelines.readers.written.linked import is_linked, with_own_title, without_links
from pipelines.readers.written.page_ends import page_ends
from pipelines.readers.written.ruled_columns import ruled_columns
from pipelines.readers.written.separated import separated_blocks
from pipelines.readers.written.written_rows import grid_of_written_rows
from pipelines.reasons import because

#: Blanks that break a line in Markdown, at the end of each row of a table without frames.
_HARD_BREAK = "  "
_BAR = re.compile(r"[|｜│┃]")
_RULE = re.compile(r"(?=[^-=─━]*+[-=─━])[-=+:|｜─━┌┐└┘├┤┬┴┼│┃\s]++")
_OPEN_RULE = re.compile(r"-+(?:\|-+)+")
_ATX = re.compile(r"(#{1,6})\s+(.*)")
#: The name of a heading that may stand behind it.
_NAME = re.compile(r"\{[#.][^{}]*\}")
#: Words with the style of a page behind them, as some tools keep it: `[words]{style="color:red"}`.
_STYLED = re.compile(r"(?<![\]!])\[([^\[\]]*)\]\{(?:(?:[.#][\w-]+|[\w-]+=\"(?:[^\"\\]|\\.)*\")(?:\s+|(?=\})))+\}")
_EMPHASIS = re.compile(r"(\*\*|__)(.+?)\1")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([|\-.*_#])")
#: A line drawn under a heading or between the rows of a table whose cells blanks set apart.
_RULED = re.compile(r"(?=.*(?:-{3}|={3}|─{3}))[-=+─━\s]+")
#: A line has no more cells than this, spans written out as blanks included; past it a page was written in one line.
_MOST_COLUMNS = 100
#: Filled cells of a row at the most; the widest table of the form has fifteen columns.
_WIDEST_ROW = 20
_SHORTEST_PROSE = 15
#: A cell that a quotation mark opens, to be closed at the end of the cell; a row has no more lines than this.
_OPEN_CELL = re.compile(r'(?:^|\t)"(?:[^"\t]|"")*+\Z')
_QUOTED_CELL = re.compile(r'"(?:[^"]|"")*"')
_MOST_CELL_LINES = 12
#: A menu and a page beside it, or a field and what it says, as tools print pages; a title may keep its year away from its name.
_FAR_APART = re.compile(r"(?<=\S) {4,}(?! |(?:19|20)\d\d)")
_BESIDE = 2
_FOLDS = re.compile(r"[|｜│┃\t]")


def read(data: bytes) -> Document:
    """The document of a text file; UnreadableError when it is empty."""
    text = without_radicals(decode(data))
    if not text.strip():
        raise UnreadableError(because("no_bytes"))
    text, title = without_front_matter(text.replace("\r\n", "\n"))
    return Document("text", tuple(with_own_title(blocks_of_text(text))), {"title": title} if title else {})


def blocks_of_text(text: str) -> list[Text | Grid]:
    """Paragraphs and grids of plain text in reading order; locators are line numbers."""
    pages = [page.split("\n") for page in text.replace("\r\n", "\n").replace("\r", "\n").split("\f")]
    for page in pages[:-1]:
        del page[len(page) - 1 if len(page) > 1 and not page[-1] else len(page) :]  # the next page begins a line
    lines = list(chain.from_iterable(pages))
    ends = page_ends(lines, list(accumulate(map(len, pages[:-1]))))
    blocks: list[Text | Grid] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if drawn := drawn_table(lines, at):
            blocks.append(drawn[0])
            at = drawn[1]
        elif ruled := ruled_columns(lines, at):
            for entry in chain.from_iterable(row.entries for row in ruled[0]):
                entry.text = plain_words(entry.text)
            blocks.append(grid_of_written_rows(ruled[0], is_ruled=True))
            at = ruled[1]
        elif is_rule(line) or at in ends:
            at += 1
        elif _is_folded(line) or _is_folded_table(lines, at):
            blocks += [Text(part.strip(), 0, f"line {at + 1}") for part in _FOLDS.split(line) if part.strip()]
            at += 1
        elif line.startswith("\t") and not _begins_blank(lines, at):
            rows, at = _indented_table(lines, at)
            blocks.append(grid_of_written_rows(rows) if are_without_blanks(rows) else grid_of_rows(rows))
        elif "\t" in _row_from(lines, at).strip():
            rows, at = _separated_table(lines, at)
            blocks.append(grid_of_written_rows(rows))
        elif _is_barred(lines, at):
            rows, at = _barred_table(lines, at)
            blocks += [grid_of_written_rows(rows)] if rows else []
        elif found := separated_blocks(lines, at):
            blocks += found[0]
            at = found[1]
        elif apart := blank_columns(lines, at, is_rule):
            blocks.append(grid_of_written_rows(apart[0]))
            at = apart[1]
        else:
            blocks += paragraph(line, at + 1)
            at += 1
    return blocks


def paragraph(line: str, number: int) -> list[Text]:
    """A line of prose with the level of a heading marked by `#`, and without marks of emphasis; nothing for a blank one.

    Two that stand far apart are two.
    """
    beside = _FAR_APART.split(line.strip())
    if len(beside) == _BESIDE and not any(is_number_like(part) or _is_of_a_label(part) for part in beside):
        return [text for part in beside for text in paragraph(part, number)]
    indent = len(line) - len(line.lstrip(" "))
    line = _unquoted(line.strip())
    heading = _ATX.fullmatch(line)
    words = plain_words(_without_marks(heading[2]) if heading else line)
    return [Text(words, len(heading[1]) if heading else 0, f"line {number}", is_linked(line), indent)] if words else []


def _is_of_a_label(part: str) -> bool:
    """Whether words, or each of several apart, are a piece of what the form prints in a table: such a line is a row's or a
    header's.
    """
    pieces = ["".join(char for char in unnumbered(piece) if char.isalnum()) for piece in (part, *part.split())]
    whole, *apart = (any(words in label for label in printed_labels()) for words in pieces)
    return whole or all(apart)


def _without_marks(heading: str) -> str:
    """A heading without the signs and the name behind it; a pattern would look from each sign to the end of the line."""
    name = heading.rfind("{")
    if name >= 0 and _NAME.fullmatch(heading, name):
        heading = heading[:name].rstrip()
    return heading.rstrip("#").rstrip()


def plain_words(text: str) -> str:
    """Words without the styles, links, emphasis and escapes of Markdown."""
    if "]{" in text:
        text = _STYLED.sub(r"\1", _STYLED.sub(r"\1", text))
    text = without_links(text)
    return _ESCAPED.sub(r"\1", _BREAK.sub("\n", _EMPHASIS.sub(r"\2", text.strip()))).strip()


def is_rule(line: str) -> bool:
    """Whether a line is drawn, not written."""
    return _RULED.fullmatch(line) is not None


def _is_folded(line: str) -> bool:
    """Whether a whole page stands in one line, its paragraphs and cells set apart by one mark: no row has two of prose."""
    parts = _FOLDS.split(line) if len(line) > _MOST_COLUMNS else []
    return len(parts) > _MOST_COLUMNS or (len(parts) > 2 and sum(map(_is_prose, parts)) > 1)


def _is_folded_table(lines: list[str], at: int) -> bool:
    """Whether a whole table stands in one line: of more cells than a row has, and the lines beside it have no such mark."""
    parts = [part for part in _FOLDS.split(lines[at]) if part.strip()]
    beside = lines[max(at - 1, 0) : at] + lines[at + 1 : at + 2]
    return len(parts) > _WIDEST_ROW and not any(map(_FOLDS.search, beside))


def _is_prose(part: str) -> bool:
    return "。" in part and len(part) > _SHORTEST_PROSE


def _begins_blank(lines: list[str], at: int) -> bool:
    """Whether a line that begins with a tab is a row whose first cell is blank: of the next lines with as many tabs, the
    first that does not begin with one too begins with a word.
    """
    tabs = lines[at].count("\t")
    below = next((line for line in lines[at + 1 :] if line.count("\t") != tabs or not line.startswith("\t")), "")
    return tabs > 1 and below.count("\t") == tabs


def _separated_table(lines: list[str], at: int) -> tuple[list[Row], int]:
    rows: list[Row] = []
    while at < len(lines) and "\t" in (row := _row_from(lines, at)):
        rows.append(Row([Entry(_unquoted(part.strip()), at + 1) for part in row.split("\t")]))
        at += row.count("\n") + 1
    return rows, at


def _row_from(lines: list[str], at: int) -> str:
    """The row that begins at a line, with the lines that its quoted cells go on in, as sheets are copied."""
    row = lines[at]
    end = at + 1
    while end < min(at + _MOST_CELL_LINES, len(lines)) and _OPEN_CELL.search(row):
        row = f"{row}\n{lines[end]}"
        end += 1
    is_whole = all("\n" not in cell or _QUOTED_CELL.fullmatch(cell) for cell in row.split("\t"))
    return row if is_whole else lines[at]


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if _QUOTED_CELL.fullmatch(cell) else cell


def _is_barred(lines: list[str], at: int) -> bool:
    """Whether a line is a row with bars between its cells: one bar alone needs another row below it."""
    bars = len(_BAR.findall(lines[at]))
    return bars > 1 or (bars == 1 and at + 1 < len(lines) and bool(_BAR.search(lines[at + 1])))


def _barred_table(lines: list[str], at: int) -> tuple[list[Row], int]:
    """Rows whose cells are set apart by bars, and the line behind them; ruled lines between rows are passed over.

    A bar at the edge belongs to a frame where all rows have one there, except where the line ruled below the header has none.
    """
    end = at
    while end < len(lines) and (_BAR.search(lines[end]) or _RULE.fullmatch(lines[end])):
        end += 1
    is_open = any(_OPEN_RULE.fullmatch(lines[number].strip()) for number in range(at, end))
    joined, end = _rejoined(lines, at, end) if is_open else ([(n, lines[n]) for n in range(at, end)], end)
    numbered = [(number, _BAR.split(row.strip())) for number, row in joined if not _RULE.fullmatch(row)]
    left, right = (not is_open and all(not parts[edge].strip() for _, parts in numbered) for edge in (0, -1))
    framed = [(number, parts[left : len(parts) - right]) for number, parts in numbered]
    rows = framed if left or right else _unframed(numbered)
    return [Row([Entry(plain_words(part), number + 1) for part in parts]) for number, parts in rows], end


def _rejoined(lines: list[str], at: int, end: int) -> tuple[list[tuple[int, str]], int]:
    """The rows from a line on, each with its number, and the line behind them: where the ruled line ends with the blanks of a line
    break, a tool that folds long lines leaves none at those that go on in the next, be that a last word without a bar.
    """
    ruled = (line for line in lines[at:end] if _OPEN_RULE.fullmatch(line.strip()))
    if not all(line.endswith(_HARD_BREAK) for line in ruled):
        return [(number, lines[number]) for number in range(at, end)], end
    rows: list[tuple[int, str]] = []
    goes_on = False
    while at < len(lines) and (at < end or goes_on) and lines[at].strip():
        if goes_on:
            rows[-1] = (rows[-1][0], f"{rows[-1][1].rstrip()} {lines[at].lstrip()}")
        else:
            rows.append((at, lines[at]))
        goes_on = not lines[at].endswith(_HARD_BREAK)
        at += 1
        end = max(end, at)
        if not goes_on and at >= end:
            while end < len(lines) and _BAR.search(lines[end]):
                end += 1
    return rows, max(at, end)


def _unframed(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """Rows without the bars around those that have them while the widest others, of as many cells, have none."""
    is_edged = [not (parts[0].strip() or parts[-1].strip()) for _, parts in rows]
    most = max((len(parts) for (_, parts), edged in zip(rows, is_edged, strict=True) if not edged), default=0)
    return [(number, parts[1:-1] if len(parts) == most + 2 > 2 else parts) for number, parts in rows]


def _indented_table(lines: list[str], at: int) -> tuple[list[Row], int]:
    """Rows of a table whose cells are lines that begin with a tab, and the line behind it."""
    rows: list[Row] = [Row()]
    while at < len(lines):
        line = lines[at]
        if line.startswith("\t"):
            if "\t" in line.strip():  # a whole row in one line
                rows[-1].entries.extend(Entry(part.strip(), at + 1) for part in line[1:].split("\t"))
            else:
                rows[-1].entries.append(Entry(line.strip(), at + 1))
            at += 1
            continue
        if line.strip():
            if not _continues(rows[-1], lines, at):
                break
            rows[-1].entries[-1].text += "\n" + line.strip()
            at += 1
            continue
        ahead = at
        while ahead < len(lines) and not lines[ahead].strip() and not lines[ahead].startswith("\t"):
            ahead += 1
        if ahead == len(lines):
            return [row for row in rows if row.entries], ahead
        if lines[ahead].startswith("\t"):
            rows.append(Row())
        elif not (ahead == at + 1 and _is_cut_cell(rows[-1], lines, ahead)):
            return [row for row in rows if row.entries], ahead
        at = ahead
    return [row for row in rows if row.entries], at


def _continues(row: Row, lines: list[str], at: int) -> bool:
    """Whether an unindented line goes on with the cell above: words go on with words, digits with a number's first digits."""
    if not row.entries or not row.entries[-1].text:
        return False
    return not is_number_like(row.entries[-1].text) or lines[at].strip().isdecimal()


def _is_cut_cell(row: Row, lines: list[str], at: int) -> bool:
    """Whether the words behind one blank line are the rest of the cell above: the next line is a cell again."""
    follows = at + 1 < len(lines) and lines[at + 1].startswith("\t")
    return follows and not lines[at].strip().isdecimal() and _continues(row, lines, at)

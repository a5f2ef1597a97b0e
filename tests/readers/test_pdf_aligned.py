"""Tables that only the places of their words make, drawn word by word: what is a table, and which column a figure is of."""

from drawing import drawn

from pipelines.readers import pdf
from pipelines.readers.document import Grid, Text
from warehouse.form import load_forms

FORM = load_forms()["2021"]
DOCUMENTS = FORM.tables["proactive"].blocks[0]
HEADING = DOCUMENTS.heading[0]
COLUMNS = [line.label for line in DOCUMENTS.columns]
ROWS = [line.label for line in DOCUMENTS.rows]
PROSE = "这是一段示例文字，用来说明页面上确有文字，而不是一幅图片。"


def page(*lines: tuple[float, dict[float, str]]) -> list[list[list[str | None]] | str]:
    """The blocks of a page with words at (height from above, {x: word}): a grid's texts, a text's words."""

    def draw(canvas, number):
        canvas.drawString(72, 800, PROSE)
        for down, words in lines:
            for x, word in words.items():
                canvas.drawString(x, 800 - down, word)

    blocks = pdf.read(drawn(draw)).blocks
    return [
        [[cell.text if cell else None for cell in row] for row in block.lattice()]
        if isinstance(block, Grid)
        else block.text
        for block in blocks
        if not (isinstance(block, Text) and block.text == PROSE)
    ]


def header(down: float) -> tuple[float, dict[float, str]]:
    return down, {72: "信息内容", 200: COLUMNS[0], 320: COLUMNS[1], 440: COLUMNS[2]}


def test_a_blank_among_few_figures_stands_under_its_own_header():
    blocks = page(
        (40, {250: HEADING}), header(56), (72, {72: ROWS[0], 220: "3", 460: "5"}), (88, {72: ROWS[1], 340: "4"})
    )
    assert blocks == [HEADING, [[None, *COLUMNS], [ROWS[0], "3", "", "5"], [ROWS[1], "", "4", ""]]]


def test_the_heading_of_the_next_block_is_no_part_of_the_last_label():
    more = (104, {72: HEADING}), header(120), (136, {72: ROWS[0], 220: "6", 340: "7", 460: "8"})
    blocks = page(header(56), (72, {72: ROWS[0], 220: "3", 340: "9", 460: "5"}), (88, {72: ROWS[1], 220: "4"}), *more)
    assert [block if isinstance(block, str) else block[-1] for block in blocks] == [
        [ROWS[1], "4", "", ""],
        HEADING,
        [ROWS[0], "6", "7", "8"],
    ]


def test_a_figure_that_only_touches_the_next_header_is_not_of_its_column():
    # Wide pages cut at the right show the figures of one column beside the header of the next, and the last not at all.
    figures = {72: ROWS[0], 311: "12"}, {72: ROWS[1], 311: "26"}
    blocks = page(header(56), (72, figures[0] | {431: "31"}), (88, figures[1]))
    assert not any(isinstance(block, list) for block in blocks)


def test_columns_under_other_words_than_the_forms_stay_text():
    blocks = page((56, {72: "项", 200: "甲", 320: "乙"}), (72, {72: "一", 200: "3", 320: "5"}))
    assert not any(isinstance(block, list) for block in blocks)


def test_a_table_ends_where_the_next_chapter_begins():
    line = FORM.tables["requests"].blocks[0]
    labels = [row.label for row in line.rows[:2]]
    columns = {250 + 45 * place: column.label[:4] for place, column in enumerate(line.columns)}
    rows = [
        (72 + 16 * at, {72: f"{at + 1}.{label}"} | dict.fromkeys(columns, str(at))) for at, label in enumerate(labels)
    ]
    chapter = (
        (104, {72: "四、另一章"}),
        (120, {72: "类别", 150: "甲", 190: "乙"}),
        (136, {72: "丙", 150: "1", 190: "2"}),
    )
    blocks = page((56, columns), *rows, *chapter)
    assert [len(block) for block in blocks if isinstance(block, list)] == [3]


def test_the_number_of_a_page_between_dashes_is_no_row():
    rows = (72, {72: ROWS[0], 220: "3", 340: "4", 460: "5"}), (88, {72: ROWS[1], 220: "6", 340: "7", 460: "8"})
    blocks = page(header(56), *rows, (120, {290: "-", 296: "4", 304: "-"}))
    assert [len(block) for block in blocks if isinstance(block, list)] == [3]


def test_money_keeps_its_unit_beside_other_figures():
    block = next(block for block in load_forms()["2019"].tables["proactive"].blocks if block.key == "procurement")
    words = [line.label for line in block.columns]
    blocks = page((56, {200: words[0], 400: words[1]}), (72, {72: block.rows[0].label, 220: "3", 410: "251000元"}))
    assert blocks[-1][-1] == [block.rows[0].label, "3", "251000元"]


def test_a_row_of_blanks_without_a_number_is_a_row_and_no_part_of_the_next_label():
    rows = (72, {72: ROWS[0]}), (88, {72: ROWS[1], 220: "3", 340: "4", 460: "5"})
    assert page(header(56), *rows)[-1][1:] == [[ROWS[0], "", "", ""], [ROWS[1], "3", "4", "5"]]
    rows = (72, {72: ROWS[0], 220: "3", 340: "4", 460: "5"}), (88, {72: ROWS[1]})
    assert page(header(56), *rows)[-1][1:] == [[ROWS[0], "3", "4", "5"], [ROWS[1], "", "", ""]]


def test_one_column_under_the_forms_own_words_is_a_table():
    block = next(block for block in FORM.tables["proactive"].blocks if block.key == "licensing")
    label, head = block.rows[0].label, block.columns[0].label
    blocks = page((56, {140: block.corner, 300: head}), (72, {72: label, 320: "2336"}))
    assert blocks == [[[None, head], [label, "2336"]]]
    assert all(isinstance(block, str) for block in page((56, {140: "名称", 300: head}), (72, {72: label, 320: "2336"})))


def test_the_statistics_table_without_rulings_keeps_its_blanks_and_its_units():
    def lines(*rows):
        head = (56, {72: "指标名称", 260: "计量单位", 360: "2012年度", 460: "历年累计"})
        return page(head, *((72 + 16 * at, row) for at, row in enumerate(rows)), (200, {72: PROSE}))

    rows = [
        {72: "申请总数", 260: "件", 380: "12", 480: "40"},
        {72: "网上申请数", 260: "件", 480: "9"},
        {72: "受理依申请公开的政府信息总件数数", 260: "件", 380: "3"},
        {72: "行政复议数", 260: "件"},
    ]
    table = next(block for block in lines(*rows) if isinstance(block, list))
    assert [row[1:] for row in table[1:]] == [["件", "12", "40"], ["件", "", "9"], ["件", "3", ""], ["件", "", ""]]
    shifted = [rows[0], {72: "网上申请数", 260: "件", 430: "9"}]
    assert not any(isinstance(block, list) for block in lines(*shifted))


def test_lines_of_a_label_that_begins_at_the_height_of_its_figures_are_no_part_of_the_next():
    def lines(*labels):
        head = (40, {72: "指标名称", 260: "计量单位", 360: "2012年度", 460: "历年累计"})
        rows = [
            (70 + 30 * at + 11 * line, {72: text} | ({260: "件", 380: str(at), 480: "9"} if not line else {}))
            for at, label in enumerate(labels)
            for line, text in enumerate(label)
        ]
        table = next(block for block in page(head, *rows, (240, {72: PROSE})) if isinstance(block, list))
        return [row[0] for row in table[1:]]

    known = [["其中：1、", "网上申", "请数"], ["2、当面", "申请数"], ["行政复", "议数"]]
    assert lines(*known) == ["其中：1、网上申请数", "2、当面申请数", "行政复议数"]


def test_what_a_table_counts_in_is_no_word_over_its_first_column():
    blocks = page((40, {72: "单位：件"}), header(56), (72, {72: ROWS[0], 220: "3", 340: "9", 460: "5"}))
    assert blocks[-1] == [[None, *COLUMNS], [ROWS[0], "3", "9", "5"]]


def test_figures_that_all_bear_their_counter_are_figures():
    words = dict(zip((200, 320, 440), ("3 件", "4件", "0件"), strict=True))
    assert page(header(56), (72, {72: ROWS[0]} | words))[-1][-1] == [ROWS[0], "3件", "4件", "0件"]


def test_a_note_close_below_a_table_is_no_part_of_its_last_label():
    row = {72: ROWS[0], 220: "3", 340: "9", 460: "5"}
    blocks = page(header(56), (72, row), (84, {72: "说明：表中数据含示例机构。"}))
    assert blocks == [[[None, *COLUMNS], [ROWS[0], "3", "9", "5"]], "说明：表中数据含示例机构。"]

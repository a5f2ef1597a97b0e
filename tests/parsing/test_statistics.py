"""The statistics table of 2008 to 2018: every line under its printed label, in every shape it is printed in."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.parse import parse_bytes, to_json
from pipelines.parsing.report import read_reports
from pipelines.parsing.settle import certain_words
from pipelines.parsing.statistics.flat import read_text
from pipelines.parsing.statistics.lines import known_lines, read_label
from pipelines.parsing.statistics.reading import read_statistics
from pipelines.readers.document import Cell, Document, Grid, Reading, Text
from pipelines.readers.pdfs.looked_at import with_looks
from warehouse.form import load_statistics

SHARED = Path(__file__).resolve().parents[3] / "shared" / "reports"

#: (number, label, unit, this year, cumulative)
LOCAL = [
    ("", "主动公开文件数", "条", 2949, 81916),
    ("其中：1、", "政府网站公开数", "条", 2940, 81900),
    ("2、", "政府公报公开数", "条", 9, 16),
    ("", "受理依申请公开信息总数", "条", 7, 28),
    ("其中：1、", "当面申请数", "条", 0, 18),
    ("2、", "网上申请数", "条", 4, 4),
    ("3、", "信函、传真申请数", "条", 3, 6),
    ("", "对申请的答复总数", "条", 3, 24),
    ("其中：1、", "同意公开答复数", "条", 2, 19),
    ("2、", "同意部分公开答复数", "条", 1, 3),
    ("3、", "不予公开答复数", "条", 0, 2),
    ("", "示例专栏更新数", "次", 12, 30),
    ("", "行政复议数", "件", 0, 0),
    ("", "行政诉讼数", "件", 1, 2),
]
CONCEPTS = {
    "受理依申请公开信息总数": "new_received",
    "对申请的答复总数": "total_handled",
    "同意公开答复数": "granted",
    "同意部分公开答复数": "partly_granted",
    "不予公开答复数": "refused_total",
    "行政复议数": "review.total",
    "行政诉讼数": "litigation.total",
    "示例专栏更新数": None,
}
#: The table of the whole country of 2014, in part: chapters, lines below lines, one column of figures.
NATIONAL = [
    ("一、主动公开情况", "——", "——"),
    ("（一）主动公开政府信息数\n（不同渠道和方式公开相同信息计1条）", "条", "500"),
    ("其中：主动公开规范性文件数", "条", "30"),
    ("制发规范性文件总数", "件", "33"),
    ("（二）通过不同渠道和方式公开政府信息的情况", "——", "——"),
    ("1.政府公报公开政府信息数", "条", "0"),
    ("2.政府网站公开政府信息数", "条", "490"),
    ("二、回应解读情况", "——", "——"),
    ("（一）回应公众关注热点或重大舆情数", "次", "5"),
    ("3.政策解读稿件发布数", "篇", "11"),
    ("三、依申请公开情况", "——", "——"),
    ("（一）收到申请数", "件", "12"),
    ("1.当面申请数", "件", "2"),
    ("3.网络申请数", "件", "10"),
    ("（二）申请办结数", "件", "11"),
    ("（三）申请答复数", "件", "9"),
    ("2.同意公开答复数", "件", "6"),
    ("3.同意部分公开答复数", "件", "1"),
    ("4.不同意公开答复数", "件", "2"),
    ("其中：涉及国家秘密", "件", "1"),
    ("涉及商业秘密", "件", "1"),
    ("四、行政复议数量", "件", "3"),
    ("（一）维持具体行政行为数", "件", "2"),
    ("（二）被依法纠错数", "件", "1"),
    ("五、行政诉讼数量", "件", "4"),
    ("（二）被依法纠错数", "件", "3"),
    ("六、举报投诉数量", "件", ""),
    ("七、依申请公开信息收取的费用", "万元", "0.35"),
    ("八、机构建设和保障经费情况", "——", "——"),
    ("（二）设置政府信息公开查阅点数", "个", "3"),
    ("九、政府信息公开会议和培训情况", "——", "——"),
    ("（三）接受培训人员数", "人次", "120人次"),
]


def grid(rows, locator="table[1]"):
    """A grid of rows; None is a place that the cell to the left covers."""
    cells = []
    for number, row in enumerate(rows):
        for col, text in enumerate(row):
            if text is not None:
                span = 1 + sum(1 for _ in iter_none(row[col + 1 :]))
                cells.append(Cell(str(text), number, col, 1, span, f"{locator}/tr[{number + 1}]/td[{col + 1}]"))
    return Grid(len(rows), max(map(len, rows)), tuple(cells), locator)


def iter_none(rest):
    for text in rest:
        if text is not None:
            return
        yield text


def document(*grids, texts=()):
    blocks = [Text(text, 0, f"text[{place}]") for place, text in enumerate(texts)]
    return Document("html", (*blocks, *grids))


def local_rows(head=("指标名称", "计量单位", "2015年度", "历年累计"), lines=LOCAL):
    return [head, *((number + label, unit, year, total) for number, label, unit, year, total in lines)]


def flat(head="指标名称计量单位2015年度历年累计", lines=LOCAL, gap=""):
    return (
        head
        + gap
        + gap.join(f"{number}{label}{gap}{unit}{gap}{year}{gap}{total}" for number, label, unit, year, total in lines)
    )


def figures(found, column="this_year"):
    return {line.row: line.figures[column].text for line in found.lines if column in line.figures}


def report_cells(report, column="this_year"):
    return {cell.row: (cell.value, cell.state) for cell in report.cells if cell.column == column}


TITLE = "示例市水利局2015年政府信息公开工作年度报告"


def test_a_table_is_read_line_by_line_with_its_units_and_concepts():
    (report,) = read_reports(document(grid(local_rows()), texts=(TITLE, "示例：全年情况如下。")))
    assert (report.status, report.edition, report.report_year) == ("accepted", "stats", 2015), report.reasons
    assert [cell.row for cell in report.cells if cell.column == "this_year"] == [label for _, label, *_ in LOCAL]
    for _, label, unit, year, total in LOCAL:
        found = {cell.column: cell for cell in report.cells if cell.row == label}
        assert (found["this_year"].value, found["cumulative"].value) == (year, total)
        assert {cell.table for cell in found.values()} == {"statistics"}
        assert found["this_year"].unit == unit
    concepts = {cell.row: cell.concept for cell in report.cells}
    assert {label: concepts[label] for label in CONCEPTS} == CONCEPTS


def test_lines_in_traditional_characters_keep_their_labels_and_bear_the_same_concepts():
    rows = [("指標名稱", "計量單位", "2017年度"), ("主動公開文件數", "條", "8"), ("對申請的答覆總數", "條", "3")]
    rows += [("其中：1、同意公開答覆數", "條", "2"), ("2、不予公開答覆數", "條", "1"), ("行政複議數", "件", "0")]
    cells = tuple(
        Cell(text, at, col, 1, 1, f"r{at}c{col}") for at, row in enumerate(rows) for col, text in enumerate(row)
    )
    report = read_statistics(Document("html", (Grid(len(rows), 3, cells),)), 2017)
    assert report is not None
    assert {line.row: line.concept for line in report.lines if line.concept} == {
        "主動公開文件數": "proactive_total",
        "對申請的答覆總數": "total_handled",
        "同意公開答覆數": "granted",
        "不予公開答覆數": "refused_total",
        "行政複議數": "review.total",
    }


def test_the_claims_are_held_against_the_table():
    texts = (TITLE, "示例：2015年共收到政府信息公开申请7件。全年行政复议2件。")
    (report,) = read_reports(document(grid(local_rows()), texts=texts))
    verdicts = {claim.measure: claim.verdict for claim in report.claims}
    assert verdicts["new_received"] == "match"
    assert verdicts["review_total"] == "mismatch"


def test_the_answer_carries_the_concept_beside_the_printed_label():
    page = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in local_rows())
    data = f"<html><body><h1>{TITLE}</h1><table>{page}</table></body></html>".encode()
    answer = to_json("x", parse_bytes(data))
    cell = next(c for c in answer["cells"] if c["concept"] == "new_received" and c["column"] == "this_year")
    assert (cell["table"], cell["row"], cell["value"], cell["unit"]) == (
        "statistics",
        "受理依申请公开信息总数",
        7,
        "条",
    )


def test_the_national_table_keeps_its_chapters_and_tells_like_lines_apart():
    (report,) = read_reports(document(grid([("统计指标", "单位", "统计数"), *NATIONAL]), texts=(TITLE,)))
    assert report.status == "accepted", report.reasons
    read_cells = {cell.row: cell for cell in report.cells}
    assert {cell.column for cell in report.cells} == {"this_year"}
    assert len(read_cells) == len(NATIONAL)
    concepts = {cell.concept: cell.value for cell in report.cells if cell.concept}
    assert {key: concepts[key] for key in ("new_received", "total_handled", "granted", "refused_total")} == {
        "new_received": 12,
        "total_handled": 11,
        "granted": 6,
        "refused_total": 2,
    }
    assert (concepts["review.corrected"], concepts["litigation.corrected"]) == (1, 3)
    assert read_cells["行政复议数量/被依法纠错数"].value == 1
    assert read_cells["申请答复数"].concept is None
    assert (read_cells["举报投诉数量"].value, read_cells["举报投诉数量"].state) == (None, "blank")
    assert (read_cells["依申请公开信息收取的费用"].value, read_cells["依申请公开信息收取的费用"].unit) == (0.35, "万元")
    assert read_cells["接受培训人员数"].value == 120
    assert read_cells["主动公开情况"].state == "dash"


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("其中：1、当面申请数", "当面申请数"),
        ("其中:（1）当面申请数", "当面申请数"),
        ("（一）收到申请数", "收到申请数"),
        ("三、依申请公开情况", "依申请公开情况"),
        ("1. 当面\n申请数", "当面申请数"),
        ("①当面申请数", "当面申请数"),
        ("其 中： 网站公开", "网站公开"),
        ("1当面申请数", "当面申请数"),
        ("信函、传真申请数", "信函、传真申请数"),
        ("主动公开政府信息数（不同渠道计1条）", "主动公开政府信息数（不同渠道计1条）"),
    ],
)
def test_a_label_loses_its_number_and_nothing_else(printed, words):
    assert read_label(printed).words == words


@pytest.mark.parametrize(
    ("head", "year", "expected"),
    [
        (("指标名称", "计量单位", "2016年度", "2017年度"), 2016, [3, 2]),
        (("指标名称", "计量单位", "2016年度", "2017年度"), 2017, [30, 20]),
        (("项目", "单位", "二〇一六年", "本年度累计"), 2016, [3, 2]),
        (("项目", "单位", "2014年度", "历年累计"), 2016, None),
        (("项目", "单位", "本年度", "历年累计"), 2016, [3, 2]),
        (("统计指标", "单位", "统计数", "备注"), 2016, [3, 2]),
    ],
)
def test_only_the_column_of_the_report_s_year_counts(head, year, expected):
    lines = [("受理依申请公开信息总数", "条", 3, 30), ("同意公开答复数", "条", 2, 20), ("行政复议数", "件", 0, 0)]
    found = read_statistics(document(grid([head, *lines])), year)
    if expected is None:
        assert found.lines == ()
        assert found.doubts
    else:
        assert list(figures(found).values())[:2] == [str(number) for number in expected]


def test_a_header_of_two_storeys_and_labels_beside_their_group_are_read():
    rows = [
        ("2016年政府信息公开情况统计表", None, None, None, None),
        ("指标名称", None, "计量单位", "数量", None),
        ("", None, "", "2016年度", "历年累计"),
        ("受理依申请公开信息总数", None, "条", 7, 28),
        ("其中", "当面申请数", "条", 3, 18),
        ("", "网上申请数", "条", 4, 10),
        ("行政复议数", None, "件", 0, 1),
    ]
    found = read_statistics(document(grid(rows)), 2016)
    if found.lines:  # a header whose storeys do not join may be left out, never misread
        assert figures(found) == {
            "受理依申请公开信息总数": "7",
            "当面申请数": "3",
            "网上申请数": "4",
            "行政复议数": "0",
        }
    else:
        assert found.doubts


def test_two_blocks_side_by_side_are_both_read():
    rows = [
        ("指标名称", "单位", "统计数", "指标名称", "单位", "统计数"),
        ("受理依申请公开信息总数", "条", 7, "行政复议数", "件", 1),
        ("同意公开答复数", "条", 5, "行政诉讼数", "件", 2),
    ]
    found = read_statistics(document(grid(rows)), 2016)
    assert figures(found) == {
        "受理依申请公开信息总数": "7",
        "行政复议数": "1",
        "同意公开答复数": "5",
        "行政诉讼数": "2",
    }


def test_a_table_that_goes_on_in_the_next_grid_is_read_to_its_end():
    rows = local_rows()
    found = read_statistics(document(grid(rows[:6]), grid(rows[6:], "table[2]")), 2015)
    assert len(found.lines) == len(LOCAL)
    assert found.doubts == ()


@pytest.mark.parametrize("gap", ["", " ", "\n"])
@pytest.mark.parametrize("head", ["指标名称计量单位2015年度历年累计", "指标 单位 2015年 累计"])
def test_running_text_is_cut_where_one_way_alone_is_possible(head, gap):
    lines, _ = read_text([TITLE, "示例前文。" + flat(head, gap=gap) + "附件下载"], 2015)
    printed = {label: (str(year), str(total)) for _, label, _, year, total in LOCAL}
    for line in lines:
        settled = [figure for figure in line.figures.values() if not figure.doubt]
        if settled:
            assert tuple(figure.text for figure in settled) == printed[line.label.words]
    sure = {line.label.words for line in lines if not any(figure.doubt for figure in line.figures.values())}
    if gap:
        assert sure == set(printed)
    else:
        assert {"受理依申请公开信息总数", "网上申请数", "对申请的答复总数", "同意公开答复数", "行政复议数"} <= sure
        assert not {"主动公开文件数", "政府网站公开数"} & sure


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_what_running_text_gives_is_what_was_printed(data):
    number = st.one_of(st.integers(0, 30), st.integers(0, 99_999))
    parts = [(data.draw(number), data.draw(number)) for _ in range(3)]
    total = [sum(column) for column in zip(*parts, strict=True)]
    if data.draw(st.booleans()):
        total[0] += 1  # a publisher's sum need not hold
    blank = data.draw(st.sampled_from([None, None, 0, 1]))
    rows = [("", "受理依申请公开信息总数", "条", *total)]
    rows += [
        (("其中：" if place == 0 else "") + f"{place + 1}、", label, "条", *parts[place])
        for place, label in enumerate(("当面申请数", "网上申请数", "信函申请数"))
    ]
    rows += [("", "行政复议数", "件", data.draw(number), data.draw(number)), ("", "行政诉讼数", "件", 0, 0)]
    if blank is not None:
        rows = [(*row[:3], *("" if place == blank else row[3 + place] for place in (0, 1))) for row in rows]
    found = read_text([flat(lines=rows)], 2015)
    if found is None:
        return
    printed = {label: (str(year), str(whole)) for _, label, _, year, whole in rows}
    for line in found[0]:
        for place, column in enumerate(("this_year", "cumulative")):
            figure = line.figures[column]
            if figure.doubt is None and total[0] == sum(part[0] for part in parts):
                assert figure.text == printed[line.label.words][place]


def test_a_line_without_figures_does_not_take_those_of_the_next():
    text = "指标名称单位统计数受理依申请公开信息总数条7同意公开答复数条行政复议数件3行政诉讼数件0"
    lines, _ = read_text([text], 2015) or ([], [])
    assert {line.label.words for line in lines} <= {"受理依申请公开信息总数"}


def test_figures_that_cannot_be_told_apart_quarantine_the_report_and_keep_the_rest():
    (report,) = read_reports(document(texts=(TITLE, flat())))
    assert report.status == "quarantined"
    assert report_cells(report)["主动公开文件数"] == (None, "unreadable")
    assert report_cells(report)["受理依申请公开信息总数"] == (7, "reported")


def test_a_table_printed_twice_counts_once_and_one_that_differs_is_in_doubt():
    rows = local_rows()
    found = read_statistics(document(grid(rows), grid(rows, "table[2]")), 2015)
    assert (len(found.lines), found.doubts) == (len(LOCAL), ())
    assert [line.row for line in found.lines] == [
        line.row for line in read_statistics(document(grid(rows)), 2015).lines
    ]
    changed = [rows[0], *((*row[:2], 99, row[3]) if row[0] == "行政复议数" else row for row in rows[1:])]
    (report,) = read_reports(document(grid(rows), grid(changed, "table[2]"), texts=(TITLE,)))
    assert report.status == "quarantined"
    assert report_cells(report)["行政复议数"] == (None, "unreadable")


def test_a_pictured_table_that_was_looked_at_once_has_no_figure_that_counts():
    table = grid(local_rows())
    looks = {cell.locator: Reading(cell.text, 0.99, (cell.text,), (), True) for cell in table.cells}
    (report,) = read_reports(Document("ocr", (Text(TITLE), table), readings=looks))
    assert (report.status, report.edition) == ("quarantined", "stats")
    assert {fact.value for fact in report.cells} == {None}


@pytest.mark.parametrize("line", ["行政诉讼数 件 1 2", "行政诉讼数 件", "示例专栏更新数 次 12", "公开答复条 273 536"])
def test_a_line_that_a_page_break_cut_off_the_table_is_missed(line):
    whole = read_statistics(document(grid(local_rows()[:-1]), texts=("共有 2 条意见。", "单位：件")), 2015)
    assert whole.doubts == ()
    cut = read_statistics(document(grid(local_rows()[:-1]), texts=(line,)), 2015)
    assert [line.split()[0] in doubt for doubt in cut.doubts] == [True]


def test_a_line_of_which_no_character_could_be_told_may_be_of_the_table():
    printed = document(grid(local_rows()), texts=("示例说明。",))
    for words, doubts in (("示例说明。", 0), ("\ufffd\ufffd \ufffd", 1)):
        line = Text(words, 0, "page 2 (0,0,9,9)")
        looked = with_looks(replace(printed, blocks=(*printed.blocks, line)), {2})
        assert len(read_statistics(certain_words(looked), 2015).doubts) == doubts


def test_a_table_of_which_only_the_words_over_its_columns_are_known_is_missed():
    for head, is_missed in (("计量单位 2009年度", True), ("单位 2009年度 历年累计", True), ("单位：件", False)):
        found = read_statistics(document(texts=("指标名", head, "称", "主动公", "开文件条 120数")), 2009)
        assert (found is not None and bool(found.doubts)) == is_missed


def test_a_table_of_other_things_is_no_statistics_table():
    rows = [("项目", "单位", "数量"), ("示例栏目", "个", 7), ("示例活动", "次", 3), ("当面申请数", "件", 1)]
    assert read_statistics(document(grid(rows)), 2015) is None


def test_every_word_is_declared_once():
    form = load_statistics()
    words = [(word, line.under) for line in form.rows for word in line.labels]
    assert len(words) == len(set(words))
    assert {line.concept for line in form.rows} >= {"new_received", "granted", "refused_total", "review.total"}


@pytest.mark.skipif(not SHARED.exists(), reason="the folder of real reports is not beside this checkout")
@pytest.mark.parametrize("name", ["pingtan_2015_stats", "pingtan_2017_stats", "pingtan_county_2013_stats"])
def test_a_real_table_in_running_text_is_read_as_published_or_left_open(name):
    truth = json.loads((SHARED / "truth" / f"{name}.json").read_text(encoding="utf-8"))
    found = to_json(name, parse_bytes((SHARED / f"{name}.txt").read_bytes()))
    assert (found["agency"], found["report_year"], found["edition"]) == (truth["agency"], truth["report_year"], "stats")
    lines = list(truth["statistics"].values())  # in the printed order
    rows = list(dict.fromkeys(cell["row"] for cell in found["cells"]))
    assert len(rows) == len(lines)
    read_values = {(cell["row"], cell["column"]): cell["value"] for cell in found["cells"]}
    for row, line in zip(rows, lines, strict=True):
        for column, value in line.items():
            assert read_values[row, column] in {value, None}
    assert sum(value is None for value in read_values.values()) == 4  # two lines that no sum settles


def test_lines_without_a_figure_in_running_text_take_the_table_out():
    lines = ["指标名称 计量单位 2017年度", "主动公开文件数 条 8", "政府网站公开数 条", "受理依申请公开信息总数 条"]
    lines += ["信函、传真申请数 条 1", "同意公开答复数 条", "不予公开答复数 条 2"]
    found, doubts = read_text(lines, 2017)
    assert not found
    assert doubts


def test_running_text_in_traditional_characters_is_read_by_the_same_lines():
    lines = ["指標名稱 計量單位 2017年度", "主動公開文件數 條 8", "對申請的答覆總數 條 3", "1、同意公開答覆數 條 2"]
    found, doubts = read_text([*lines, "2、不予公開答覆數 條 1"], 2017)
    assert not doubts
    assert next((line.label.words, line.unit, line.figures["this_year"].text) for line in found) == (
        "主動公開文件數",
        "條",
        "8",
    )


@pytest.mark.parametrize("is_cut", [False, True])
@pytest.mark.parametrize(("n_lines", "status"), [(4, "accepted"), (5, "quarantined")])
def test_lines_of_the_table_that_no_header_explains_are_not_passed_over(n_lines, status, is_cut):
    labels = [row[0] for row in local_rows()[1:] if known_lines(row[0])][:n_lines]
    prose = [f"{number}、{label}；条；{number}；{2 * number}" for number, label in enumerate(labels, 1)]
    if is_cut:  # a narrow column parts the words of a label, and the middle of them stands beside its figures
        prose = [word for at, label in enumerate(labels) for word in (label[:2], f"{label[2:4]}条 {at} 7", label[4:])]
    (report,) = read_reports(document(texts=(TITLE, "本年收到申请7件。" + "工作平稳开展。" * 60, *prose)))
    assert (report.status, report.cells) == (status, ())


@pytest.mark.parametrize("parted", ["", "条", "条\n3\n16"])
@pytest.mark.parametrize(("n_lines", "status"), [(4, "accepted"), (5, "quarantined")])
def test_labels_of_the_table_one_below_the_other_whose_figures_stand_elsewhere_are_not_passed_over(
    n_lines, status, parted
):
    labels = [row[0] for row in local_rows()[1:] if known_lines(row[0])][:n_lines]
    lines = [line for label in labels for line in (label, *parted.split("\n"))]
    (report,) = read_reports(
        document(texts=(TITLE, "本年收到申请7件。" + "工作平稳开展。" * 60, *lines, "指标名称", "2017年度"))
    )
    assert (report.status, report.cells) == (status, ())


def test_a_label_that_no_reader_can_tell_leaves_all_figures_of_the_table_in_doubt():
    head = [Cell(text, 0, col) for col, text in enumerate(("指标名称", "单位", "2015年", "历年累计"))]
    labels = ["主动公开文", "件数\ufffd政府网站公", "2、\ufffd政府公\ufffd", "报公开数\ufffd公开信息总"]
    rows = [
        Cell(text, row, col)
        for row, label in enumerate(labels, 1)
        for col, text in enumerate((label, "条", str(row), str(10 * row)))
    ]
    found = read_statistics(Document("pdf", (Grid(5, 4, (*head, *rows)),)), 2015)
    assert found.doubts
    assert all(figure.doubt for line in found.lines for figure in line.figures.values())


@pytest.mark.parametrize("head", ["计童单位", "", "计量单位"])
def test_units_are_a_column_of_their_own_whatever_heads_them(head):
    rows = local_rows(head=("指标名称", head, "2015年度", "历年累计"))
    found = read_statistics(document(grid(rows)), 2015)
    assert [line.row for line in found.lines] == [
        line.row for line in read_statistics(document(grid(local_rows())), 2015).lines
    ]
    assert [line.unit for line in found.lines] == [row[1] for row in rows[1:]]


def test_a_line_whose_label_is_lost_is_missed_and_the_numbers_of_the_columns_are_not():
    rows = local_rows()
    numbered = [rows[0], ("甲", "乙", "1", "2"), *rows[1:]]
    assert read_statistics(document(grid(numbered)), 2015) == read_statistics(
        document(grid([*rows[:1], ("", "", "", ""), *rows[1:]])), 2015
    )
    lost = [*rows[:3], ("", *rows[3][1:]), *rows[4:]]
    (report,) = read_reports(document(grid(lost), texts=(TITLE, "示例：全年情况如下。")))
    assert (report.status, [reason.code for reason in report.reasons]) == ("quarantined", ["statistics_line_unnamed"])
    (report,) = read_reports(
        document(grid([*lost[:3], ("", "条", "", ""), *lost[4:]]), texts=(TITLE, "示例：情况如下。"))
    )
    assert report.status == "accepted"


def test_lines_that_stand_in_one_cell_are_not_passed_over():
    rows = local_rows()
    columns = (Cell("\n".join(str(row[col]) for row in rows), 0, col) for col in range(len(rows[0])))
    (report,) = read_reports(
        document(Grid(1, len(rows[0]), tuple(columns)), texts=(TITLE, "本年收到申请7件。" + "工作平稳开展。" * 60))
    )
    assert (report.status, report.cells) == ("quarantined", ())


def test_the_rest_of_a_label_that_was_wrapped_is_not_given_to_the_next_line():
    lines = ["指标名称 计量单位 2017年度", "主动公开文件数 条 8", "政府信息公开收费减免金 元 3", "额"]
    lines += ["受理依申请公开信息总数 条 6", "对申请的答复总数 条 5", "同意公开答复数 条 4"]
    found, doubts = read_text(lines, 2017)
    sure = [line.label.words for line in found if not any(figure.doubt for figure in line.figures.values())]
    assert (sure, len(doubts)) == (["主动公开文件数", "对申请的答复总数", "同意公开答复数"], 2)


def test_a_long_number_in_a_line_is_read_at_once():
    line = Text(f"示例编号{'1' * 44}+0号")  # to try every way to part its digits would take years
    assert read_statistics(Document("text", (line,)), 2017) is None


@pytest.mark.parametrize("gap", ["\n", " "])
def test_amounts_beside_each_other_do_not_end_the_table(gap):
    rows = [*LOCAL[:12], ("", "收费减免金额", "万元", 33.31, 99.93), *LOCAL[12:]]
    lines, doubts = read_text(flat(lines=rows, gap=gap).split("\n"), 2015)
    assert not doubts
    assert [line.figures["this_year"].text for line in lines] == [f"{row[3]:g}" for row in rows]


def test_a_line_whose_figures_do_not_end_is_in_doubt_and_not_left_out():
    lines, doubts = read_text([flat(lines=LOCAL[:7]), "收费减免金额万元33.312、其他"], 2015)
    assert lines[-1].label.words == "收费减免金额"
    assert [doubt.code for doubt in doubts][-1] == "statistics_runs_together"

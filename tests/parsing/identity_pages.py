"""Pages for the tests of identity: heads, lines and expected answers, in own wording; every body of 示例 is made up."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.readers.document import Cell, Document, Grid, Text

CORE = "政府信息公开工作年度报告"


@dataclass(frozen=True)
class Page:
    """Lines of a page, its metadata, and rows of a table of names and values above them."""

    lines: tuple[str, ...]
    meta: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, ...], ...] = ()
    headings: int = 0  # how many lines are headings
    level: int = 1  # and of which level

    def document(self) -> Document:
        blocks: list[Text | Grid] = []
        if self.names:
            cells = [
                Cell(text, row, col) for row, words in enumerate(self.names) for col, text in enumerate(words) if text
            ]
            blocks.append(Grid(len(self.names), max(map(len, self.names)), tuple(cells), "table[1]"))
        blocks += [
            Text(line, self.level * (place < self.headings), f"text[{place}]") for place, line in enumerate(self.lines)
        ]
        return Document("html", tuple(blocks), dict(self.meta))


def page(*lines: str, names: tuple[tuple[str, ...], ...] = (), headings: int = 1, level: int = 1, **meta: str) -> Page:
    return Page(lines, tuple(meta.items()), names, headings, level)


def period(year: int) -> str:
    return f"本报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"


BODY = "示例：本机关按规定主动公开各类信息，办理申请，现将有关情况说明如下。"
OFFICE_BODY = "示例：我办全年办理申请若干件，均按期答复。"

PATH = "当前位置：首页 > 政府信息公开 > {} > 年度报告"

#: name -> (page, agency, year, scope)
KNOWN = {
    "an office of a bureau that compiled the bureau's report": (
        page(f"2023年{CORE}", "发布机构：示例市档案馆", "示例：本报告由示例市档案馆办公室编制。"),
        "示例市档案馆",
        2023,
        "agency",
    ),
    "two functions joined in one bureau's name": (
        page(f"示例县教育和体育局2023年{CORE}", BODY, "县教体局", "2024年1月20日"),
        "示例县教育和体育局",
        2023,
        "agency",
    ),
    "a bureau's second sign in brackets": (
        page(f"示例县农业农村局（示例县乡村振兴局）2023年{CORE}", BODY),
        "示例县农业农村局（示例县乡村振兴局）",
        2023,
        "agency",
    ),
    "a bureau asked by the name of its committee": (
        page(f"示例县卫生健康局2023年{CORE}", "示例：如有疑问，请与示例县卫健委办公室联系。"),
        "示例县卫生健康局",
        2023,
        "agency",
    ),
    "a report signed at its year's end": (
        page(f"示例市水利局2012年{CORE}", "示例：一年来依法公开。", "示例市水利局", "2012年12月28日"),
        "示例市水利局",
        2012,
        "agency",
    ),
    "a last year's date under a report whose prose tells its year": (
        page(f"示例市水利局2023年{CORE}", "示例：2023年，我局依法公开。", "示例市水利局", "2023年1月20日"),
        "示例市水利局",
        2023,
        "agency",
    ),
    "a branch of a city's bureau in a county": (
        page(f"示例市生态环境局某某分局2023年{CORE}", "示例：我局公开全县环境信息，全县各镇可查。"),
        "示例市生态环境局某某分局",
        2023,
        "agency",
    ),
    "a bureau that once calls itself a town by mistake": (
        page(f"示例市水利局2023年{CORE}", "示例：我局依法公开。我镇依法公开。我局办理申请。"),
        "示例市水利局",
        2023,
        "agency",
    ),
    "an area that calls a bureau its own and speaks of all its organs": (
        page(f"示例县2023年{CORE}", "示例：我局牵头，全县各级机关依法公开。", "示例：我局办理申请。"),
        "示例县人民政府",
        2023,
        "area",
    ),
    "a year before beside the own one, without a period": (
        page(f"示例市水利局2024年{CORE}", "示例：2024年，我局依法公开，比2023年多，2023年为若干条。"),
        "示例市水利局",
        2024,
        "agency",
    ),
    "a town's field over prose of its town and its county": (
        page(f"2023年{CORE}", "发布机构：示例县某某镇人民政府", "示例：全县统一部署，我镇依法公开。"),
        "示例县某某镇人民政府",
        2023,
        "area",
    ),
    "prose that tells since when something is so": (
        page(f"示例市教育局2023年{CORE}", "2019年以来，我局认真办理申请。"),
        "示例市教育局",
        2023,
        "agency",
    ),
    "a regiment of a division": (page(f"第三师示例团2023年{CORE}", BODY), "第三师示例团", 2023, "agency"),
    "the body on the line below its title, joined to it": (
        page(f"2021年{CORE}示例市商务局", BODY, headings=0),
        "示例市商务局",
        2021,
        "agency",
    ),
    "a title that goes on in its line with its ground after 现": (
        page(f"示例市教育局2023年{CORE}现按照条例要求，公布示例市教育局年度报告。", headings=0),
        "示例市教育局",
        2023,
        "agency",
    ),
    "a title that goes on in its line with the name of a part": (
        page(f"示例市教育局2023年{CORE}概述各科室认真落实要求，办理申请若干件。", headings=0),
        "示例市教育局",
        2023,
        "agency",
    ),
    "a title that goes on in its line with an aim": (
        page(f"示例市教育局2023年{CORE}为深化公开，各科室办理申请若干件。", headings=0),
        "示例市教育局",
        2023,
        "agency",
    ),
    "a title that goes on in its line with the body by name": (
        page(f"示例市教育局2023年{CORE}示例市教育局高度重视公开工作，办理申请若干件。", headings=0),
        "示例市教育局",
        2023,
        "agency",
    ),
    "a title that goes on in its line with its own body": (
        page(f"示例市教育局2023年{CORE}我局严格按照要求办理申请若干件。", headings=0),
        "示例市教育局",
        2023,
        "agency",
    ),
    "a title that goes on in its line with another time": (
        page(f"示例市教育局2023年{CORE}一年来，我局认真落实各项要求，办理申请若干件。", headings=0),
        "示例市教育局",
        2023,
        "agency",
    ),
    "a river's commission": (page(f"示例河水利委员会2023年{CORE}", BODY), "示例河水利委员会", 2023, "agency"),
    "a railway inspection named by its city": (
        page(f"2023年{CORE}", BODY, "示例铁路监督管理局", "2024年1月20日"),
        "示例铁路监督管理局",
        2023,
        "agency",
    ),
    "what a ministry keeps in a place": (
        page(f"财政部示例监管局2023年{CORE}", BODY),
        "财政部示例监管局",
        2023,
        "agency",
    ),
    "a bureau that a ministry's bureau is named after": (
        page(f"自然资源部示例局2023年{CORE}", BODY),
        "自然资源部示例局",
        2023,
        "agency",
    ),
    "an abbreviation that keeps both functions": (
        page(f"示例市教育和体育局2023年{CORE}", BODY, "示例市教体局", "2024年1月20日"),
        "示例市教育和体育局",
        2023,
        "agency",
    ),
    "the month of printing in brackets behind the title": (
        page(f"示例市教育局2023年{CORE}（2024年1月）", BODY),
        "示例市教育局",
        2023,
        "agency",
    ),
    "a government over its title in one heading of the second level": (
        page("示例县人民政府", f"2022年{CORE}", "示例：本单位办理申请若干件。", headings=2, level=2),
        "示例县人民政府",
        2022,
        "area",
    ),
    "a year of two digits": (page(f"示例市教育局21年{CORE}"), "示例市教育局", 2021, "agency"),
    "a year of two digits that begins the title": (page(f"21年度示例市教育局{CORE}"), "示例市教育局", 2021, "agency"),
    "a body named in the path to the page alone": (
        page(PATH.format("示例县水利局"), f"2022年{CORE}", BODY),
        "示例县水利局",
        2022,
        "agency",
    ),
    "a publisher where the prose uses words that end as what it calls a body begins": (
        page("发布机构：示例县水利局", f"2022年{CORE}", "示例：申请基本办结，成本会减少。", headings=0),
        "示例县水利局",
        2022,
        "agency",
    ),
    "a town whose county heads the page above a title without a body": (
        page("示例县人民政府", "示例县某西镇人民政府", f"2022年{CORE}", "示例：我镇依法公开。", headings=0),
        "示例县某西镇人民政府",
        2022,
        "area",
    ),
    **{
        f"{name} in the page's title tag where the prose calls itself {said}": (
            page(f"2022年{CORE}", f"示例：{said}依法公开。", headings=0, title=f"{name}2022年{CORE}"),
            full,
            2022,
            scope,
        )
        for name, said, full, scope in (
            ("示例街道", "我办", "示例街道办事处", "agency"),
            ("示例高新区", "我委", "示例高新区管委会", "area"),
            ("示例市残联", "我会", "示例市残联", "agency"),
        )
    },
    "a publisher of what the prose calls itself, and a government whose column the page's title tag names": (
        page("发布机构：示例市水利局", f"2022年{CORE}", "示例：我局依法公开。", headings=0, title=f"示例市{CORE}"),
        "示例市水利局",
        2022,
        "agency",
    ),
    "a town named in the path to the page alone": (
        page(PATH.format("示例县示例镇人民政府"), f"2022年{CORE}", BODY),
        "示例县示例镇人民政府",
        2022,
        "area",
    ),
    "a street named in the path to the page alone": (
        page(PATH.format("示例区示例街道办事处"), f"2022年{CORE}", "示例：示例街道认真推进信息公开，按本办法答复。"),
        "示例区示例街道办事处",
        2022,
        "agency",
    ),
    "a place named in the path to the page alone": (
        page(PATH.format("示例县水利局"), f"水利局2022年{CORE}", BODY),
        "示例县水利局",
        2022,
        "agency",
    ),
    "a body named behind the page's title as its site": (
        page(f"2022年{CORE}", BODY, title=f"2022年{CORE}_政府信息公开年报_示例县水利局"),
        "示例县水利局",
        2022,
        "agency",
    ),
    "a sentence that says who wrote the report of the year": (
        page(f"2022年{CORE}", f"根据有关规定，示例县水利局编制了2022年{CORE}。", BODY),
        "示例县水利局",
        2022,
        "agency",
    ),
    "the plain title": (page(f"示例市教育局2022年{CORE}"), "示例市教育局", 2022, "agency"),
    "words between year and title": (page(f"示例市教育局2022年度法定{CORE}"), "示例市教育局", 2022, "agency"),
    "a version named behind the title": (page(f"示例市教育局2022年{CORE}（公开版）"), "示例市教育局", 2022, "agency"),
    "a correction named behind the title": (
        page(f"示例市教育局2022年{CORE}（修订稿）"),
        "示例市教育局",
        2022,
        "agency",
    ),
    "a sentence that presents the report and names its body": (
        page(f"2022年{CORE}", f"现公布示例县应急管理局2022年{CORE}。", BODY),
        "示例县应急管理局",
        2022,
        "agency",
    ),
    "a place told where the report is presented": (
        page(f"县应急管理局2022年{CORE}", f"根据有关规定，现公布示例县应急管理局2022年{CORE}。", BODY),
        "示例县应急管理局",
        2022,
        "agency",
    ),
    "a place told by who acts in the first sentence": (
        page(f"县应急管理局2022年{CORE}", "2022年，示例县应急管理局认真落实各项要求。", BODY),
        "示例县应急管理局",
        2022,
        "agency",
    ),
    "a place told by who acts, was judged and had no disputes": (
        page(f"县教育局2022年{CORE}", "示例县教育局认真落实要求，接受考核，未发生行政复议。", BODY),
        "示例县教育局",
        2022,
        "agency",
    ),
    "a body told by who acts in the first sentence": (
        page(f"{CORE}（2022年）", "示例：公开情况。2022年，示例市教育局扎实做好公开，我局无收费。", BODY),
        "示例市教育局",
        2022,
        "agency",
    ),
    "a nought of the year typed as a letter": (page(f"2O23年示例市教育局{CORE}", BODY), "示例市教育局", 2023, "agency"),
    "a bare zone whose place stands in the first sentence": (
        page(f"高新区2023年{CORE}", "示例市高新区管委会认真落实要求。", BODY),
        "示例市高新区管委会",
        2023,
        "area",
    ),
    "a place told in a title above, and a common word for a level": (
        page(f"示例县市场监督管理局2022年{CORE}", f"市场监督管理局2022年{CORE}", BODY, headings=2),
        "示例县市场监督管理局",
        2022,
        "agency",
    ),
    "the year of a mending behind the title": (
        page(f"示例市教育局2022年{CORE}（2023年修订）", BODY),
        "示例市教育局",
        2022,
        "agency",
    ),
    "the month of the publication behind the title": (
        page(f"示例市教育局2022年{CORE}（2023年1月）", BODY),
        "示例市教育局",
        2022,
        "agency",
    ),
    "a colon between the body and the title": (page(f"示例市教育局：2022年{CORE}"), "示例市教育局", 2022, "agency"),
    "quotation marks in the body's name": (
        page(f"示例市“双拥”工作领导小组办公室2022年{CORE}"),
        "示例市“双拥”工作领导小组办公室",
        2022,
        "agency",
    ),
    "columns of the site behind the title": (
        page(f"示例市教育局2022年{CORE}-年度报告-信息公开"),
        "示例市教育局",
        2022,
        "agency",
    ),
    "the year inside the body's name": (page(f"示例市2022年教育局{CORE}"), "示例市教育局", 2022, "agency"),
    "a title of open government alone": (
        page("示例市教育局2022年政务公开工作年度报告"),
        "示例市教育局",
        2022,
        "agency",
    ),
    "a body called after a year": (
        page(f"示例市2022年运动会筹备办公室2023年{CORE}"),
        "示例市2022年运动会筹备办公室",
        2023,
        "agency",
    ),
    "the body in brackets behind": (page(f"2023年{CORE}（示例市教育局）"), "示例市教育局", 2023, "agency"),
    "an annex named behind the title": (page(f"示例市教育局2022年{CORE}（含统计表）"), "示例市教育局", 2022, "agency"),
    "a body that was called otherwise": (
        page(f"示例市数据局（原示例市大数据中心）2022年{CORE}"),
        "示例市数据局",
        2022,
        "agency",
    ),
    "a body without its lower bodies": (page(f"示例市教育局（本级）2022年{CORE}"), "示例市教育局", 2022, "agency"),
    "a signature with the place of the seal": (
        page(f"2022年{CORE}", BODY, "示例市教育局（盖章）", "2023年1月9日"),
        "示例市教育局",
        2022,
        "agency",
    ),
    "the year before the body": (page(f"2022年示例市教育局{CORE}"), "示例市教育局", 2022, "agency"),
    "year of report behind the words": (
        page("示例市教育局政府信息公开工作2025年度报告"),
        "示例市教育局",
        2025,
        "agency",
    ),
    "a short title": (page("示例市教育局2023年信息公开年报"), "示例市教育局", 2023, "agency"),
    "a title of open information": (page("2023年度示例市水利局政府信息公开报告"), "示例市水利局", 2023, "agency"),
    "the year in brackets": (page("示例市财政局政府信息公开年报（2023年）"), "示例市财政局", 2023, "agency"),
    "the year in brackets alone": (page("示例市财政局信息公开年度报告（2023）"), "示例市财政局", 2023, "agency"),
    "the year in square brackets": (page(f"示例市财政局{CORE}[2021年度]"), "示例市财政局", 2021, "agency"),
    "numerals with 〇": (page(f"示例市民政局二〇二三年{CORE}"), "示例市民政局", 2023, "agency"),
    "numerals with ○": (page(f"示例市民政局二○二三年度{CORE}"), "示例市民政局", 2023, "agency"),
    "numerals with 零": (page(f"示例市民政局二零二四年{CORE}"), "示例市民政局", 2024, "agency"),
    "numerals with a letter": (page(f"示例市民政局二O二三年{CORE}"), "示例市民政局", 2023, "agency"),
    "numerals with a wide letter": (page(f"示例市民政局二Ｏ一七年{CORE}"), "示例市民政局", 2017, "agency"),
    "full-width digits": (page(f"示例市民政局２０２３年度{CORE}"), "示例市民政局", 2023, "agency"),
    "a year in the brackets of document numbers": (
        page(f"示例市民政局〔2023〕年{CORE}"),
        "示例市民政局",
        2023,
        "agency",
    ),
    "the same behind the title": (page(f"示例市民政局{CORE}〔2023年〕"), "示例市民政局", 2023, "agency"),
    "a note on what was corrected behind the title": (
        page(f"示例市民政局2023年{CORE}（含更正说明）"),
        "示例市民政局",
        2023,
        "agency",
    ),
    "a year of two digits behind a short name that ends as what is founded": (
        page(f"示例市住建局21年{CORE}"),
        "示例市住建局",
        2021,
        "agency",
    ),
    "blanks within": (page("示 例 市 民 政 局 2 0 2 3 年 政府信息 公开工作 年度报告"), "示例市民政局", 2023, "agency"),
    "zero-width characters": (page(f"示例市民政局\u200b2023年\ufeff{CORE}"), "示例市民政局", 2023, "agency"),
    "two lines": (page("示例市教育局2022年政府信息公开工作", "年度报告"), "示例市教育局", 2022, "agency"),
    "three lines": (page("示例市教育局", "2022年度", "政府信息公开工作年度报告"), "示例市教育局", 2022, "agency"),
    "body above": (page("示例市教育局", f"2022年{CORE}"), "示例市教育局", 2022, "agency"),
    "four lines": (page("示例市", "教育局2022年", "政府信息公开", "工作年度报告"), "示例市教育局", 2022, "agency"),
    "a name over two lines": (
        page("示例市住房和城乡建", f"设委员会2023年{CORE}", "示例：示例市住房和城乡建设委员会依法公开。"),
        "示例市住房和城乡建设委员会",
        2023,
        "agency",
    ),
    "year below": (page("示例市教育局", f"示例市教育局{CORE}", "（2022年度）"), "示例市教育局", 2022, "agency"),
    "about the work": (page("示例市财政局关于2023年度政府信息公开工作情况的报告"), "示例市财政局", 2023, "agency"),
    "annual work report": (page("示例市财政局2023年政府信息公开年度工作报告"), "示例市财政局", 2023, "agency"),
    "both names of disclosure": (
        page("示例市财政局2023年政府信息与政务公开工作年度报告"),
        "示例市财政局",
        2023,
        "agency",
    ),
    "in marks": (page(f"《示例市财政局2023年{CORE}》"), "示例市财政局", 2023, "agency"),
    "a text version": (page(f"示例市财政局2023年{CORE}（文字版）"), "示例市财政局", 2023, "agency"),
    "a file's name": (page(f"示例市财政局2023年{CORE}.docx"), "示例市财政局", 2023, "agency"),
    "a field's name": (page(f"标题：示例市财政局2023年{CORE}"), "示例市财政局", 2023, "agency"),
    "an annex": (page(f"附件1：示例市财政局2023年{CORE}"), "示例市财政局", 2023, "agency"),
    "behind the site's path": (page(f"首页>政务公开>示例市财政局2023年{CORE}"), "示例市财政局", 2023, "agency"),
    "with the site's name": (
        page("欢迎您", title=f"示例市财政局2023年{CORE}-示例市人民政府门户网站"),
        "示例市财政局",
        2023,
        "agency",
    ),
    "before its first sentence": (
        page(f"示例市财政局2023年{CORE} 根据条例要求，由本局编制。" + BODY * 5, headings=0),
        "示例市财政局",
        2023,
        "agency",
    ),
    "before its first sentence, which says what for": (
        page(f"示例市财政局2023年{CORE} 为进一步便利群众，本局编制本报告。" + BODY * 5, headings=0),
        "示例市财政局",
        2023,
        "agency",
    ),
    "before its first sentence, which begins with the year": (
        page(f"示例市财政局2023年{CORE} 2023年，本局按要求公开信息。" + BODY * 5, headings=0),
        "示例市财政局",
        2023,
        "agency",
    ),
    "with its year in brackets before the date": (
        page(f"示例市财政局{CORE}（2022年）（2023年1月18日）根据条例要求，由本局编制。" + BODY * 5, headings=0),
        "示例市财政局",
        2022,
        "agency",
    ),
    "a body with a note": (
        page(f"示例市教育体育局（示例市文物局）2023年{CORE}"),
        "示例市教育体育局（示例市文物局）",
        2023,
        "agency",
    ),
    "its place in brackets": (page(f"【示例县】教育局2023年{CORE}"), "示例县教育局", 2023, "agency"),
    "province and city before": (page(f"示例省示例市教育局2023年{CORE}"), "示例省示例市教育局", 2023, "agency"),
    "traditional characters": (page("示例縣教育局2023年政府信息公開工作年度報告"), "示例县教育局", 2023, "agency"),
    "a misspelt place stays": (page(f"示列市教育局2023年{CORE}"), "示列市教育局", 2023, "agency"),
    "a data bureau": (page(f"示例市大数据发展管理局2023年{CORE}"), "示例市大数据发展管理局", 2023, "agency"),
    "a city management bureau": (page(f"示例市城市管理局2023年{CORE}"), "示例市城市管理局", 2023, "agency"),
    "a fund centre": (page(f"示例市住房公积金管理中心2023年{CORE}"), "示例市住房公积金管理中心", 2023, "agency"),
    "a ministry": (page(f"国家示例委员会2023年{CORE}"), "国家示例委员会", 2023, "agency"),
    "a bare city": (page(f"示例市2024年{CORE}"), "示例市人民政府", 2024, "area"),
    "a government": (page(f"示例市人民政府2024年{CORE}"), "示例市人民政府", 2024, "area"),
    "its office": (page(f"示例市人民政府办公室2024年{CORE}"), "示例市人民政府办公室", 2024, "office"),
    "a provincial office": (page(f"2019年示例省人民政府办公厅{CORE}"), "示例省人民政府办公厅", 2019, "office"),
    "a zone": (page(f"示例综合实验区2021年度{CORE}"), "示例综合实验区管委会", 2021, "area"),
    "a zone's office": (page(f"示例经济开发区管委会办公室2021年{CORE}"), "示例经济开发区管委会办公室", 2021, "office"),
    "a district that is called new": (
        page(f"示例新区2021年{CORE}", "示例新区人民政府切实落实条例。"),
        "示例新区人民政府",
        2021,
        "area",
    ),
    "a league": (page(f"示例盟2021年{CORE}"), "示例盟行政公署", 2021, "area"),
    "a region": (page(f"示例地区2021年{CORE}"), "示例地区行政公署", 2021, "area"),
    "a street": (page(f"示例街道2021年{CORE}"), "示例街道办事处", 2021, "agency"),
    "a town": (page(f"示例县示例镇2021年{CORE}"), "示例县示例镇人民政府", 2021, "area"),
    "no year, one in the period": (page(f"示例市财政局{CORE}", period(2023)), "示例市财政局", 2023, "agency"),
    "no year, a period of months": (
        page(f"示例市财政局{CORE}", "统计期限为2023年1月至12月。"),
        "示例市财政局",
        2023,
        "agency",
    ),
    "no year, a period in numerals": (
        page(f"示例市财政局{CORE}", "统计期限自二〇二三年一月一日起至十二月三十一日止。"),
        "示例市财政局",
        2023,
        "agency",
    ),
    "no year, one where it is presented": (
        page(f"示例市财政局{CORE}", "示例：根据条例规定，现将示例市财政局2023年政府信息公开年度报告公布如下。"),
        "示例市财政局",
        2023,
        "agency",
    ),
    "no body, a publisher": (page(f"2023年{CORE}", "发布机构：示例市水利局"), "示例市水利局", 2023, "agency"),
    "no body, a publisher in a line of many": (
        page(f"2023年{CORE}", "索 引 号：SL-1 发布机构：示例市水利局 发布日期：2024-01-20"),
        "示例市水利局",
        2023,
        "agency",
    ),
    **{
        f"a site's name above the title of {name}": (
            page("示例市人民政府", f"2022年{CORE}", *lines, headings=0),
            name,
            2022,
            scope,
        )
        for name, lines, scope in (
            ("示例市水利局", ("示例：我局依法公开。", "示例市水利局", "2023年1月20日"), "agency"),
            ("示例市水利局", ("发布机构：示例市水利局", "示例：本单位依法公开。"), "agency"),
            ("示例市某某镇人民政府", ("示例：现将示例市某某镇人民政府2022年政府信息公开工作情况公布如下。",), "area"),
            ("示例市人民政府", ("示例：我市各级机关依法公开。",), "area"),
            ("示例市人民政府", ("示例：本机关依法公开，本报告由示例市人民政府办公室编制。",), "area"),
        )
    },
    "a city's name above a town's title that calls itself an authority": (
        page("示例市某某镇人民政府", f"2022年{CORE}", "示例：本机关依法公开。", headings=0),
        "示例市某某镇人民政府",
        2022,
        "area",
    ),
    "the metadata's title against the site's name above": (
        page("示例市人民政府", f"2022年{CORE}", BODY, headings=0, articletitle=f"示例市水利局2022年{CORE}"),
        "示例市水利局",
        2022,
        "agency",
    ),
    "a name with a word of pages in it": (
        page(f"西双版纳傣族自治州2022年{CORE}"),
        "西双版纳傣族自治州人民政府",
        2022,
        "area",
    ),
    "an abbreviation of a committee whose place the page tells": (
        page(f"市卫健委2022年{CORE}", "示例：本报告由示例市卫生健康委员会编制。"),
        "示例市卫生健康委员会",
        2022,
        "agency",
    ),
    "a unit on a cover": (
        page("政府信息公开年度报告", "单位：示例市水利局", "年度：2022年", period(2022)),
        "示例市水利局",
        2022,
        "agency",
    ),
    "an office by which a government's report was written": (
        page(f"示例市人民政府2022年{CORE}", "根据要求，由示例市人民政府办公室编制本报告。"),
        "示例市人民政府",
        2022,
        "area",
    ),
    **{
        f"a name whose beginning is a word for another body, {name}": (
            page(f"{name}2022年{CORE}", BODY),
            name,
            2022,
            "agency",
        )
        for name in (
            "市北区水利局",
            "市中区教育局",
            "贵阳市水利局",
            "本溪市水利局",
            "全南县水利局",
            "示例县供销合作社联合社",
            "中国人民银行示例市支行",
        )
    },
    "a city called after a level of places": (
        page(f"市水利局2022年{CORE}", BODY, "沧州市水利局", "2023年1月20日"),
        "沧州市水利局",
        2022,
        "agency",
    ),
    "a line that begins as a report on something": (
        page("关于示例市水利局2022年", CORE, BODY),
        "示例市水利局",
        2022,
        "agency",
    ),
    "an abbreviated office of a city whose name runs into another word": (
        page(f"池州市政府办公室2022年{CORE}", "示例：现将池州市人民政府办公室2022年政府信息公开工作情况公布如下。"),
        "池州市政府办公室",
        2022,
        "office",
    ),
    **{
        f"a place called after a level, {place}": (
            page(f"{place}水利局2022年{CORE}", BODY),
            f"{place}水利局",
            2022,
            "agency",
        )
        for place in ("镇江市", "镇平县", "乡宁县", "新乡市")
    },
    "a body with a word of its own for its place": (
        page(f"湛江海事局2022年{CORE}", BODY),
        "湛江海事局",
        2022,
        "agency",
    ),
    "an association's short name": (
        page(f"市残联2022年{CORE}", BODY, "示例市残疾人联合会", "2023年1月20日"),
        "示例市残疾人联合会",
        2022,
        "agency",
    ),
    "a site's name above a bureau whose place the page tells": (
        page("示例市人民政府", f"水利局2022年{CORE}", "本报告由示例市水利局编制。", headings=0),
        "示例市水利局",
        2022,
        "agency",
    ),
    "a website's table and a folder's name above the title": (
        page("示例市人民政府2022年政府网站工作年度报表", "政府信息公开年报", f"示例市水利局2022年{CORE}", headings=0),
        "示例市水利局",
        2022,
        "agency",
    ),
    "no body, a medium that fills the portal as its source": (
        page(f"2022年{CORE}", "来源：示例县融媒体中心", BODY, "示例县水利局", "2023年1月20日"),
        "示例县水利局",
        2022,
        "agency",
    ),
    "no body, a seal below the source of a portal": (
        page(f"2023年{CORE}", "来源：示例市人民政府", BODY, "示例市水利局", "2024年1月20日"),
        "示例市水利局",
        2023,
        "agency",
    ),
    "no body, an office as its source that the prose calls its own": (
        page(f"2023年{CORE}", "来源：示例市人民政府办公室", OFFICE_BODY),
        "示例市人民政府办公室",
        2023,
        "office",
    ),
    "no body, a government as its source": (
        page(f"2023年{CORE}", "来源：示例市人民政府", "示例：我市依法公开。"),
        "示例市人民政府",
        2023,
        "area",
    ),
    "the fields of the page in the line of the title": (
        page(f"示例市水利局2023年{CORE} 发布时间：2024-01-20 来源：本站 浏览次数：12", BODY),
        "示例市水利局",
        2023,
        "agency",
    ),
    "no body, a publisher behind a blank": (
        page(f"2023年{CORE}", "发布机构 示例市水利局 成文日期 2024-01-20"),
        "示例市水利局",
        2023,
        "agency",
    ),
    "no body, a table of names": (
        page(
            f"2023年{CORE}",
            names=(("索引号", "SL-1", "发布机构", "示例市水利局"), ("名称", "年报", "日期", "2024-01-20")),
        ),
        "示例市水利局",
        2023,
        "agency",
    ),
    "no body, a compiler": (
        page(f"2023年{CORE}", "示例：本报告由示例市水利局编制，内容分为六个部分。"),
        "示例市水利局",
        2023,
        "agency",
    ),
    "no body, a compiler in front of the rules it follows": (
        page(f"2023年{CORE}", "示例市水利局根据《条例》和《示例通知》的要求，编制本报告，全文分为六个部分。"),
        "示例市水利局",
        2023,
        "agency",
    ),
    "no body, signed at the end": (
        page(f"2023年{CORE}", BODY, "示例市水利局", "2024年1月20日"),
        "示例市水利局",
        2023,
        "agency",
    ),
    "no body, signed in one line": (
        page(f"2023年{CORE}", BODY, "示例市水利局 2024年1月20日"),
        "示例市水利局",
        2023,
        "agency",
    ),
    "no body, a source in the metadata": (
        page(f"2023年{CORE}", contentsource="示例市水利局"),
        "示例市水利局",
        2023,
        "agency",
    ),
    "no body, a site of its own": (page(f"2023年{CORE}", sitename="示例市水利局网站"), "示例市水利局", 2023, "agency"),
    "no body, one in the page's title": (
        page(f"2023年{CORE}", title=f"示例市水利局2023年{CORE}_示例市水利局"),
        "示例市水利局",
        2023,
        "agency",
    ),
    "a bare bureau with its publisher": (
        page(f"住建局2025年{CORE}", "发布机构：示例县住房和城乡建设局"),
        "示例县住房和城乡建设局",
        2025,
        "agency",
    ),
    "a bureau of its city, named whole below": (
        page(f"市教育局2025年{CORE}", "来源：示例市教育局"),
        "示例市教育局",
        2025,
        "agency",
    ),
    "the office where it speaks for itself": (
        page(f"2024年{CORE}", "发布机构：示例市人民政府办公室", OFFICE_BODY),
        "示例市人民政府办公室",
        2024,
        "office",
    ),
    "an area compiled by its office": (
        page(f"示例市2024年{CORE}", "示例：本报告由示例市人民政府办公室编制。", "发布机构：示例市人民政府办公室"),
        "示例市人民政府",
        2024,
        "area",
    ),
    "a bureau published by the portal": (
        page(f"示例市教育局2024年{CORE}", "来源：示例市人民政府", "发布机构：示例市政务服务中心"),
        "示例市教育局",
        2024,
        "agency",
    ),
    "a column's name above the title": (
        page("首页", "政府信息公开年报", f"示例市教育局2024年{CORE}", period(2024), headings=0),
        "示例市教育局",
        2024,
        "agency",
    ),
    "an announcement above the title": (
        page("示例市教育局关于公布2024年政府信息公开工作年度报告的公告", f"示例市教育局2024年{CORE}"),
        "示例市教育局",
        2024,
        "agency",
    ),
    "a typing error in the period": (
        page(f"示例市教育局2021年{CORE}", "统计期限自2020年1月1日至2021年12月31日。"),
        "示例市教育局",
        2021,
        "agency",
    ),
    "last year's period left standing": (
        page(f"示例市教育局2021年{CORE}", period(2020), "2021年新收若干件。2021年答复若干件。2021年没有结转。"),
        "示例市教育局",
        2021,
        "agency",
    ),
    "later dates of publication": (
        page(f"示例市教育局2021年{CORE}", "发布日期：2024-05-01", period(2021)),
        "示例市教育局",
        2021,
        "agency",
    ),
    "the full name where the title abbreviates": (
        page(f"示例市卫健委2023年{CORE}", "示例：现将示例市卫生健康委员会2023年政府信息公开工作年度报告公布如下。"),
        "示例市卫健委",
        2023,
        "agency",
    ),
}

KNOWN["a body that goes about its own place"] = (
    page(f"水利局2022年{CORE}", "示例县水利局深入示例县各镇，认真落实要求。", BODY),
    "示例县水利局",
    2022,
    "agency",
)

#: name -> (page, word of the reason); the year or the body stays open
REFUSED = {
    **{
        f"a title of two bodies, {joint}": (page(f"{joint}2023年{CORE}", BODY), "two bodies")
        for joint in (
            "示例县水利局、示例县教育局",
            "示例县水利局和教育局",
            "示例县水利局 示例县教育局",
            "示例县水利局（代示例县教育局）",
            "示例县人民政府、示例县人民政府办公室",
        )
    },
    "a title of a bureau, signed by another without its place": (
        page(f"示例县教育局2023年{CORE}", BODY, "县水利局", "2024年1月20日"),
        "signed",
    ),
    "a bare area over prose of a bureau that publishes it": (
        page(f"示例县2023年{CORE}", "发布机构：示例县水利局", "示例：全县水利系统依法公开，我局公开若干条。"),
        "我局",
    ),
    "a bare area over prose of a bureau alone": (page(f"示例县2023年{CORE}", "示例：我局依法公开。"), "我局"),
    "a bureau's title over a school's prose": (
        page(f"示例县教育局2023年{CORE}", "示例：我校依法公开。", "示例：我校公开若干条。"),
        "我校",
    ),
    "a city's bureau over prose of a county": (
        page(f"示例市水利局2023年{CORE}", "示例：全县水利依法公开。", "示例：我县公开若干条。"),
        "全县",
    ),
    "a bureau's title over what another bureau did": (
        page(f"示例县教育局2023年{CORE}", "2023年，示例县水利局认真落实条例。"),
        "示例县水利局",
    ),
    "a publisher's field over what another bureau did": (
        page(f"2023年{CORE}", "发布机构：示例县教育局", "2023年，县水利局认真落实条例。"),
        "县水利局",
    ),
    "a publisher's field over a report that asks to turn to another bureau": (
        page(f"2023年{CORE}", "发布机构：示例县教育局", "示例：如有疑问，请与示例县水利局办公室联系。"),
        "示例县水利局",
    ),
    "a government's name above a title, signed by its office for nobody told": (
        page(
            "示例县人民政府", f"2023年{CORE}", "示例：依法公开。", "示例县人民政府办公室", "2024年1月20日", headings=2
        ),
        "whole area",
    ),
    "an office's title over prose of its area, signed by the government": (
        page(f"示例县人民政府办公室2023年{CORE}", "示例：全县依法公开。", "示例县人民政府", "2024年1月20日"),
        "whole area",
    ),
    "a title of a year that had not ended at the signature": (
        page(f"示例市水利局2023年{CORE}", "示例：一年来依法公开。", "示例市水利局", "2023年1月20日"),
        "2023-01-20",
    ),
    "sentences of another year below a title and a period of one": (
        page(f"示例市水利局2023年{CORE}", period(2023), "2022年，我局依法公开。"),
        "2022",
    ),
    "a government's name above a title, signed by its office for a department": (
        page(
            "示例县人民政府",
            f"2023年{CORE}",
            "示例：本部门依法公开。",
            "示例县人民政府办公室",
            "2024年1月20日",
            headings=2,
            level=2,
        ),
        "whole area",
    ),
    "a title of an area over a bureau's own prose": (
        page(f"示例县2023年{CORE}", "示例：我局依法公开。", "示例：我局办理申请若干件。"),
        "calls its own body 我局",
    ),
    "a title of a bureau over a town's own prose": (
        page(f"示例县水利局2023年{CORE}", "示例：我镇依法公开。", "示例：我镇办理申请若干件。"),
        "calls its own body 我镇",
    ),
    "a title of the year of publication over prose of the year before and plans for its own": (
        page(f"示例市教育局2024年{CORE}", "示例：我局2023年公开若干条，2023年收到申请若干件。2024年将加强培训。"),
        "2023",
    ),
    "a town's field over prose of its whole county": (
        page(f"2023年{CORE}", "发布机构：示例县某某镇人民政府", "示例：全县各级机关依法公开。"),
        "whose report",
    ),
    "a bureau's signature under the prose of a whole area that never names it": (
        page(f"2014年{CORE}", "示例：我市各级机关办理申请若干件。", "示例市红十字会", "2015年1月20日"),
        "or",
    ),
    "a bureau's signature under the prose of a zone's committee": (
        page(f"2019年{CORE}", "2019年，管委会认真办理申请。", "示例市文化和旅游局", "2020年1月20日"),
        "whose report",
    ),
    "a county's title over a bureau's own prose and signature": (
        page(f"示例县2023年{CORE}", "示例：我局认真办理申请。", "示例县教育局", "2024年1月20日"),
        "signed",
    ),
    "a bureau's signature under the prose of a centre": (
        page(f"2023年{CORE}", "示例：我中心认真办理申请。", "示例市教育局", "2024年1月20日"),
        "whose report",
    ),
    "a title of one year over prose of another and plans for its own": (
        page(f"示例市教育局2023年{CORE}", "2022年，我局认真办理申请。", "2023年，我局将进一步细化公开内容。"),
        "2022",
    ),
    "a signature that lacks one of the functions of the title": (
        page(f"示例市教育和体育局2023年{CORE}", BODY, "示例市教育局", "2024年1月20日"),
        "signed",
    ),
    "a publisher that has one of the functions of the signature": (
        page("发布机构：示例市草原局", f"2023年{CORE}", BODY, "示例市林业和草原局", "2024年1月20日"),
        "草原",
    ),
    "a bureau in the page's title tag alone over prose of a whole area": (
        page(
            f"2024年{CORE}",
            "发布机构：示例市人民政府",
            "示例：全市各级机关办理申请若干件。",
            title=f"示例市统计局2024年{CORE}",
        ),
        "示例市统计局",
    ),
    "another body acts in the first sentence": (
        page(f"2022年{CORE}", "示例市人民政府高度重视公开，我局按要求落实。", BODY),
        "whose report",
    ),
    "a district's government in the line above a street's office without the street's name": (
        page("示例区人民政府", "街道办事处", f"2022年{CORE}", BODY, headings=3),
        "place",
    ),
    "the same in one line": (page(f"示例区人民政府街道办事处2022年{CORE}", BODY), "whose report"),
    "a county's government in the path to the page": (
        page(PATH.format("示例县人民政府"), f"2022年{CORE}", BODY),
        "whose report",
    ),
    "two bodies in the path to the page": (
        page(PATH.format("示例县教育局 > 示例县水利局"), f"2022年{CORE}", BODY),
        "whose report",
    ),
    "the last of a menu's bodies above a title without one": (
        page("示例市教育局", "示例市财政局", f"2022年{CORE}", BODY, headings=0),
        "whose report",
    ),
    "the place of another body to whose report there is a link": (
        page(f"教育局2022年{CORE}", BODY, f"示例县教育局2021年{CORE}"),
        "place",
    ),
    "a body of the level above that acts where the report speaks of its county": (
        page(f"水利局2022年{CORE}", "示例市水利局全面部署工作，我县积极配合。", BODY),
        "place",
    ),
    "two levels of one office act where the lower one is praised in all of the upper one's area": (
        page(f"水利局2022年{CORE}", "示例市水利局全面部署工作。", "示例县水利局认真落实，在全市考核中名列第一。", BODY),
        "示例市水利局",
    ),
    "the same below a title without a body": (
        page(f"2022年{CORE}", "示例市水利局全面部署，我局积极配合。", "示例县水利局认真落实，在全市名列第一。", BODY),
        "whose report",
    ),
    "an office that acts on a place beside that place's own": (
        page(f"水利局2022年{CORE}", "示例市水利局深入某某县调研。", "某某县水利局积极配合。", BODY),
        "place",
    ),
    "the seal of a zone of whatever place below a bureau's report": (
        page(f"示例市教育局2022年{CORE}", BODY, "高新区管委会", "2023年1月10日"),
        "高新区管委会",
    ),
    "the seal of a zone of whatever place on the page of a bureau": (
        page(f"2022年{CORE}", BODY, "高新区管委会", "2023年1月10日", contentsource="示例市财政局"),
        "高新区管委会",
    ),
    "a zone of whatever place that a bureau's report says compiled it": (
        page(f"示例市教育局2022年{CORE}", "本报告由高新区管委会根据要求编制。", BODY),
        "高新区管委会",
    ),
    "a street of whatever place that a bureau's report is presented as": (
        page(f"示例市教育局2022年{CORE}", "根据有关要求，现将街道办事处2022年政府信息公开工作情况报告如下。", BODY),
        "街道办事处",
    ),
    **{
        f"{name} below the name of another office": (page("示例市财政局", f"{name}2022年{CORE}", BODY), "place")
        for name in ("教育局", "街道办事处", "高新区管委会", "高新区")
    },
    "a body that acts on another place": (
        page(f"水利局2022年{CORE}", "示例市水利局高度重视某某县的水利工作。", BODY),
        "place",
    ),
    "a publisher of the level above that of the area the report speaks of": (
        page(f"水利局2022年{CORE}", "全县水利系统公开信息若干条。", BODY, contentsource="示例市水利局"),
        "place",
    ),
    **{
        f"{name}, of whatever place": (page(f"{name}2022年{CORE}", BODY), "place")
        for name in ("高新区管委会", "街道办事处", "公安分局", "公共资源交易中心", "国家级经济开发区管委会")
    },
    "a body of a lower level that acts in the first sentence": (
        page(f"市教育局2022年{CORE}", "2022年，示例市某某区教育局认真落实要求。", BODY),
        "place",
    ),
    "a body that decides on the answers of the report's own": (
        page(f"2022年{CORE}", "我局收到复议1件。示例市司法局依法维持1件。", BODY),
        "whose report",
    ),
    "a body below that the report's own praises": (
        page(f"2022年{CORE}", "示例市某某区教育局积极落实要求，我局予以表扬。", BODY),
        "whose report",
    ),
    "a body that is no more": (
        page(f"2022年{CORE}", "原示例市水务局认真完成移交，我局按要求公开。", BODY),
        "whose report",
    ),
    "a body that deals with the report's own": (
        page(f"2022年{CORE}", "示例市审计局按照计划对我局开展审计，我局予以公开。", BODY),
        "whose report",
    ),
    "a body above that looks into the work": (
        page(f"教育局2022年{CORE}", "示例市教育局严格考核，我局得分优秀。", BODY),
        "place",
    ),
    "two bodies that act in the first sentences": (
        page(f"2022年{CORE}", "示例市教育局认真落实要求，我局无收费。示例市财政局积极配合。", BODY),
        "示例市财政局",
    ),
    "the last word of a menu above a bureau of its city": (
        page("示例开放", f"市教育局2022年{CORE}", BODY, headings=0),
        "place",
    ),
    **{
        f"how long a body has been in the title, {words}": (page(f"示例市教育局{words}{CORE}", BODY), "year")
        for words in ("建局20年", "设立20年", "挂牌15年")
    },
    "no year anywhere": (page(f"示例市教育局{CORE}", BODY), "year"),
    "a menu of years above": (page("2024年", "2023年", f"示例市教育局{CORE}", BODY, headings=0), "year"),
    "a folder's year above": (page("年报", "2024年", f"示例市教育局{CORE}", BODY, headings=0), "year"),
    "only a date of publication": (page(f"示例市教育局{CORE}", "发布日期：2024-01-30"), "year"),
    "a period of two years and no year": (
        page(f"示例市教育局{CORE}", "统计期限自2020年1月1日至2021年12月31日。"),
        "two years",
    ),
    "two years in the title": (page(f"示例市教育局2021-2022年{CORE}"), "several years"),
    "a period of another year": (page(f"示例市教育局2021年{CORE}", period(2020)), "2020"),
    "presented as of another year": (
        page(f"示例市教育局2021年{CORE}", "示例：现将示例市教育局2020年政府信息公开年度报告公布如下。"),
        "2020",
    ),
    "everything but the title of another year": (
        page(f"示例市教育局2022年{CORE}", period(2021), "2021年新收若干件。2021年答复若干件。2021年没有结转。"),
        "2021",
    ),
    "the page's title of another year": (
        page(f"示例市教育局2022年{CORE}", articletitle=f"示例市教育局2023年{CORE}"),
        "2023",
    ),
    "the page's title of another body": (
        page(f"示例市教育局2022年{CORE}", articletitle=f"示例市水利局2022年{CORE}"),
        "示例市水利局",
    ),
    **{
        f"the name of a site above the title of a report that speaks of {said}": (
            page("示例市人民政府", f"2022年{CORE}", f"示例：{said}依法公开。", headings=0),
            "whose",
        )
        for said in ("我局", "本机关", "我镇", "我校")
    },
    **{
        f"no body, {source} as the source of a report that speaks of {said}": (
            page(f"2022年{CORE}", f"来源：{source}", f"示例：{said}依法公开。"),
            "whose",
        )
        for source, said in (
            ("示例市人民政府", "我局"),
            ("示例市人民政府", "本机关"),
            ("示例市人民政府办公室", "本单位"),
            ("示例市人民政府办公室", "我镇"),
            ("示例市教育局", "我校"),
            ("示例市教育局", "我委"),
        )
    },
    "a government above the title, its area in the prose and another's seal": (
        page("示例区人民政府", f"2022年{CORE}", "示例：我区依法公开。", "示例区水利局", "2023年1月20日", headings=0),
        "示例区水利局",
    ),
    "a site's name above a bureau of no place": (
        page("示例市人民政府", f"水利局2022年{CORE}", BODY, headings=0),
        "place",
    ),
    **{
        f"an office of no place that no list has, {name}": (page(f"{name}2022年{CORE}", BODY), "place")
        for name in ("水文局", "农水局", "城市更新局", "地方金融监督管理局", "公证处")
    },
    "the page's title tag of another body than its field of the publisher names": (
        page(f"2022年{CORE}", "发布机构：示例市水利局", BODY, title=f"示例市教育局2022年{CORE}"),
        "示例市水利局",
    ),
    "towns listed above a title without a body": (
        page("示例县某东镇人民政府", "示例县某西镇人民政府", f"2022年{CORE}", "示例：我镇依法公开。", headings=0),
        "whose",
    ),
    "a column of another year in the page's title tag over a title without one": (
        page(f"示例市水利局{CORE}", "示例：2022年，我局依法公开。2022年无收费。", title="2023年政府信息公开年报"),
        "2022",
    ),
    **{
        f"the page's title tag of {named} where the prose says {said}": (
            page(f"2022年{CORE}", f"示例：{said}依法公开。", title=f"{named}{CORE}"),
            "whose",
        )
        for named, said in (("示例市人民政府", "我局"), ("示例市2022年", "我局"), ("示例市教育局2022年", "我校"))
    },
    "the page's title tag of another body than the folder it lies in": (
        page(PATH.format("示例市水利局"), f"2022年{CORE}", BODY, headings=0, title=f"示例市教育局2022年{CORE}"),
        "示例市水利局",
    ),
    "the page's title tag of another body than the line above the title": (
        page("示例市水利局", f"2022年{CORE}", BODY, title=f"示例市教育局2022年{CORE}"),
        "示例市水利局",
    ),
    "an association of no place": (page(f"供销合作社联合社2022年{CORE}", BODY), "place"),
    "no body, a medium as its source": (page(f"2022年{CORE}", "来源：示例县融媒体中心", BODY), "whose"),
    "the name of a site above a headline": (page(f"2022年{CORE}", BODY, title="示例市人民政府"), "whose"),
    "the name of a field in front of the title": (page(f"名称 2023年{CORE}", BODY), "whose"),
    "no body anywhere": (page(f"2023年{CORE}", BODY), "whose"),
    "a bureau of no place": (page(f"教育局2023年{CORE}", BODY), "place"),
    "a bureau of its city, nowhere named": (page(f"市教育局2023年{CORE}", BODY), "place"),
    "a bare bureau with the publisher of another": (page(f"教育局2023年{CORE}", "发布机构：示例市水利局"), "place"),
    "presented as another body's": (
        page(f"示例市教育局2023年{CORE}", "示例：现将示例市水利局2023年政府信息公开工作年度报告公布如下。"),
        "示例市水利局",
    ),
    "presented as the office's": (
        page(f"示例市2023年{CORE}", "示例：现将示例市人民政府办公室2023年政府信息公开工作年度报告公布如下。"),
        "办公室",
    ),
    "signed by another body": (
        page(f"示例市教育局2023年{CORE}", BODY, "示例市水利局", "2024年1月20日"),
        "signed",
    ),
    "signed by the like office of a district": (
        page(f"示例市教育局2023年{CORE}", BODY, "示例市某某区教育局", "2024年1月20日"),
        "signed",
    ),
    "no body, signed by the like office of a district of the publisher's city": (
        page(f"2023年{CORE}", "发布机构：示例市教育局", BODY, "示例市某某区教育局", "2024年1月20日"),
        "示例市某某区教育局",
    ),
    "compiled by another body": (
        page(f"示例市教育局2023年{CORE}", "示例：本报告由示例市水利局编制。"),
        "compiled",
    ),
    "no body and two publishers": (
        page(f"2023年{CORE}", "发布机构：示例市水利局", BODY, "示例市教育局", "2024年1月20日"),
        "示例市教育局",
    ),
    **{
        f"a page on a body's site or in its folder that says {said}": (
            page(
                PATH.format(folder),
                f"2022年{CORE}",
                f"示例：2022年，{said}推进信息公开。",
                title=f"2022年{CORE}_{site}",
            ),
            "whose",
        )
        for folder, site, said in (
            ("示例市教育局 > 直属单位", "示例网", "我校认真"),
            ("示例市生态环境局 > 分局", "示例网", "分局认真"),
            ("示例县政务服务管理局", "示例网", "我镇认真"),
            ("公开 > 年报", "示例县大数据管理局", "全县认真"),
            ("公开 > 年报", "示例县大数据管理局", "我委认真"),
            ("示例市人民政府办公室", "示例网", "市政府认真"),
        )
    },
    "no body on the portal of all bodies": (page(f"2023年{CORE}", BODY, sitename="示例市人民政府门户网站"), "whose"),
    "no body and an office that may speak for the area": (
        page(f"2023年{CORE}", "发布机构：示例市人民政府办公室", "示例：全市各级机关办理申请若干件。"),
        "area",
    ),
    "no body and a daily's name": (page(f"2023年{CORE}", "来源：示例日报"), "whose"),
}

#: name -> (page, words of the reason)
NONE = {
    "an order to write": (page("关于做好2024年政府信息公开工作年度报告编制工作的通知", BODY), "notice"),
    "an order to hand in": (page("关于报送2024年政府信息公开工作年度报告的通知", BODY), "notice"),
    "an order of an office": (
        page("示例市人民政府办公室关于编制发布2024年政府信息公开工作年度报告的通知", BODY),
        "notice",
    ),
    "a circular about reports": (page(f"示例市2024年{CORE}发布情况通报", BODY), "notice"),
    "an explanation about reports": (page("关于政府信息公开工作年度报告数据口径的说明", BODY), "notice"),
    "news of a training that ends with the words of a title": (
        page(
            "示例市召开政府信息公开年报编制培训会",
            f"示例：会议通报了办理情况，强调要按时发布2025年{CORE}。",
            headings=0,
        ),
        "notice",
    ),
    "an order whose sentence ends with the words of a title": (
        page(
            "关于做好2023年政府信息公开年报编制工作的通知",
            "各单位应于1月31日前公布上一年度政府信息公开工作年度报告。",
            headings=0,
        ),
        "notice",
    ),
    "a reminder": (page("关于提交政府信息公开年报的提醒", BODY), "notice"),
    "an order with its template": (
        page("关于做好2024年政府信息公开年报工作的通知", BODY, f"附件：示例市教育局2024年{CORE}"),
        "notice",
    ),
    "a website table": (page("示例市政府网站工作年度报表（2023年度）"), "websites"),
    "a new media table": (page("示例市政务新媒体年度报表（2023年）"), "websites"),
    "a website report": (page("示例市教育局政府网站年度工作报表（2024年度）"), "websites"),
    "rule of law": (page("示例市2023年法治政府建设年度报告"), "rule of law"),
    "rule of law of a bureau": (page("示例市教育局2023年度推进法治政府建设情况报告"), "rule of law"),
    "administration by law": (page("示例市教育局2014年依法行政工作情况报告"), "rule of law"),
    "a budget": (page("示例市教育局2023年部门预算公开"), "budget"),
    "accounts": (page("示例市教育局2022年度部门决算"), "budget"),
    "an institution's register": (page("示例市图书馆事业单位法人年度报告书（2023年度）"), "institution"),
    "an enterprise's year": (page("示例市企业年度报告公示"), "institution"),
    "a housing fund": (page("示例市住房公积金2023年年度报告"), "institution"),
    "a school year": (page("示例大学2022-2023学年信息公开年度报告"), "institution"),
    "public enterprises": (page("示例市公共企事业单位信息公开2023年度报告"), "institution"),
    "an interpretation": (page("《示例市2023年政府信息公开工作年度报告》解读", BODY), "interpretation"),
    "a picture story": (page("一图读懂示例市2023年政府信息公开工作年度报告"), "interpretation"),
    "questions of the press": (page("示例市2023年政府信息公开工作年度报告答记者问"), "interpretation"),
    "an interpretation that links the report": (
        page("示例市2023年政府信息公开工作年度报告图解", BODY, f"示例市2023年{CORE}"),
        "interpretation",
    ),
    "a template": (page("政府信息公开工作年度报告格式模板"), "form to be filled"),
    "a half year": (page("示例市教育局2023年上半年政府信息公开工作报告"), "less than a year"),
    "a quarter": (page("示例市教育局2023年第三季度政府信息公开工作报告"), "less than a year"),
    "a guide": (page("示例市教育局政府信息公开指南"), "guide"),
    "a catalogue": (page("示例市教育局政府信息公开目录"), "guide"),
    "a work plan": (page("示例市2023年政务公开工作要点"), "plan"),
    "an assessment": (page("示例市2023年政府信息公开第三方评估报告"), "plan"),
    "a missing page": (page("404", "您访问的页面不存在"), "error"),
    "a missing page by its title": (page("出错了", title="404 Not Found"), "error"),
    "a broken gateway": (page("502 Bad Gateway", "nginx"), "error"),
    "a wall": (page("请开启JavaScript并刷新该页", headings=0), "challenge"),
    "a check of the visitor": (page("安全验证", "请完成下方的滑动验证后继续访问"), "challenge"),
    "a refused visit": (page("您的访问被拒绝", "Access Denied"), "challenge"),
    "a report of work": (page("示例市教育局2023年工作报告", BODY), "title"),
    "an empty page": (page(), "title"),
    "a menu": (page("政府信息公开"), "title"),
}

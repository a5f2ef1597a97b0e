"""The bodies and figures of the small release that the pages are tested on.

Figures of 聊城, 平潭, 淮安 and 上海 are those of the published reports (聊城市大数据局 2022; 平潭综合实验区管委会
2021, 2022 and 2024; 淮安市人民政府 2024; 上海市人民政府办公厅 2019); every body named 示例 is invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from warehouse.form import load_form


@dataclass(frozen=True)
class Report:
    """One invented or carried-over report: its cells by `row` (column `total`) or by whole name."""

    year: int
    figures: dict[str, float]
    edition: str = "2021"
    status: str = "accepted"
    blank: tuple[str, ...] = ()
    claimed_growth: float | None = None
    implied_prior: int | None = None
    sentence: str = ""
    broken: tuple[str, float, float] | None = None  # rule:place, printed, expected
    contradicted: float | None = None  # per cent the sentence says the requests grew by, against the tables
    explanation: str = ""
    reasons: tuple[str, ...] = ()
    url: str = ""
    published: tuple[int, int] = (1, 20)  # month and day of the year after
    by_hand: bool = False  # a document somebody added, who said whose it is


@dataclass(frozen=True)
class Agency:
    """One body and its reports."""

    id: str
    name: str
    region: str
    kind: str = "department"
    level: str = "prefecture"
    adcode: str = "370000"
    categories: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()
    states: dict[int, str] = field(default_factory=dict)  # coverage of the years without a report
    former: str = ""  # the name that the reports before `renamed` bear
    renamed: int = 0


LIAOCHENG = Agency(
    "371500-dsj",
    "聊城市大数据局",
    "聊城市",
    adcode="371500",
    categories=("data",),
    reports=(
        Report(
            2022,
            {
                "new_received": 4,
                "granted": 1,
                "partly_granted": 1,
                "unavailable_not_held": 2,
                "total_handled": 4,
            },
            claimed_growth=1.0,
            implied_prior=2,
            sentence="2022年收到申请4件，较上年增长100%。",
        ),
    ),
)
PINGTAN = Agency(
    "350128-gwh",
    "平潭综合实验区管委会",
    "平潭综合实验区",
    kind="dispatched",
    adcode="350128",
    states={2023: "missing"},
    reports=(
        Report(
            2021,
            {
                "new_received": 70,
                "granted": 30,
                "partly_granted": 5,
                "refused_internal_affairs": 1,
                "refused_enforcement_file": 6,
                "refused_administrative_query": 1,
                "unavailable_not_held": 25,
                "other_remaining": 1,
                "total_handled": 69,
                "carried_out": 1,
                "review.upheld": 1,
                "review.other_result": 2,
                "review.total": 3,
                "litigation_direct.upheld": 12,
                "litigation_direct.total": 12,
            },
        ),
        Report(
            2022,
            {
                "new_received": 74,
                "carried_in": 1,
                "granted": 21,
                "partly_granted": 9,
                "refused_internal_affairs": 1,
                "refused_process_records": 2,
                "refused_enforcement_file": 1,
                "unavailable_not_held": 37,
                "other_not_corrected": 2,
                "other_remaining": 2,
                "total_handled": 75,
                "review.corrected": 1,
                "review.other_result": 1,
                "review.total": 2,
                "litigation_direct.upheld": 1,
                "litigation_direct.total": 1,
            },
        ),
        Report(
            2024,
            {
                "new_received": 218,
                "granted": 71,
                "partly_granted": 29,
                "refused_state_secret": 4,
                "refused_third_party": 3,
                "refused_internal_affairs": 32,
                "unavailable_not_held": 75,
                "declined_repeat": 1,
                "other_not_corrected": 1,
                "other_remaining": 2,
                "total_handled": 218,
                "review.upheld": 2,
                "review.corrected": 1,
                "review.other_result": 3,
                "review.pending": 1,
                "review.total": 7,
                "litigation_after_review.upheld": 13,
                "litigation_after_review.corrected": 2,
                "litigation_after_review.other_result": 4,
                "litigation_after_review.total": 19,
            },
        ),
    ),
)
HUAIAN = Agency(
    "320800-gov",
    "淮安市人民政府",
    "淮安市",
    kind="government",
    adcode="320800",
    reports=(
        Report(
            2024,
            {
                "new_received": 3119,
                "carried_in": 34,
                "granted": 1362,
                "partly_granted": 454,
                "refused_state_secret": 2,
                "refused_law_prohibits": 31,
                "refused_security_stability": 5,
                "refused_third_party": 6,
                "refused_internal_affairs": 8,
                "refused_process_records": 12,
                "refused_enforcement_file": 9,
                "refused_administrative_query": 105,
                "unavailable_not_held": 769,
                "unavailable_needs_creation": 11,
                "unavailable_still_unclear": 1,
                "declined_petition": 62,
                "declined_repeat": 25,
                "declined_reconfirm": 1,
                "other_not_corrected": 71,
                "other_not_paid": 6,
                "other_remaining": 110,
                "total_handled": 3050,
                "carried_out": 103,
            },
        ),
    ),
)
#: 上海 left the total column of every outcome blank.
_OUTCOMES_OF_2019 = tuple(
    dict.fromkeys(cell.row_key for cell in load_form("2019").cells.values() if cell.group in load_form("2019").groups)
)
SHANGHAI = Agency(
    "310000-office",
    "上海市人民政府办公厅",
    "上海市",
    kind="office",
    level="province",
    adcode="310000",
    reports=(
        Report(
            2019,
            {"new_received": 859, "carried_in": 18, "total_handled": 805, "carried_out": 72},
            edition="2019",
            blank=_OUTCOMES_OF_2019,
        ),
    ),
)


def _invented(new: int, granted: int, partly: int, refused: int, unavailable: int, declined: int) -> dict[str, float]:
    handled = granted + partly + refused + unavailable + declined
    return {
        "new_received": new,
        "granted": granted,
        "partly_granted": partly,
        "refused_internal_affairs": refused,
        "unavailable_not_held": unavailable,
        "declined_petition": declined,
        "total_handled": handled,
        "carried_out": new - handled,
    }


SCHOOLS = Agency(
    "990100-jyj",
    "示例市教育局",
    "示例市",
    adcode="990100",
    categories=("education",),
    reports=tuple(
        Report(year, _invented(new, *parts), edition=edition)
        for year, edition, new, parts in (
            (2019, "2019", 41, (20, 6, 4, 8, 2)),
            (2020, "2019", 52, (27, 5, 6, 10, 3)),
            (2021, "2021", 48, (22, 6, 5, 12, 3)),
            (2022, "2021", 63, (30, 8, 6, 15, 4)),
            (2023, "hybrid", 71, (33, 9, 7, 18, 3)),
            (2024, "2021", 88, (41, 10, 9, 22, 5)),
        )
    ),
)
ENVIRONMENT = Agency(
    "990100-sthjj",
    "示例市生态环境局",
    "示例市",
    adcode="990100",
    categories=("environment",),
    reports=(
        Report(2023, _invented(120, 60, 12, 10, 30, 6), by_hand=True),
        Report(
            2024,
            _invented(133, 61, 14, 15, 32, 8) | {"carried_out": 7},
            broken=("A1:total", 137, 133),
            explanation="办理与结转之和为137，新收与上年结转之和为133，相差4。",
            sentence="全年办结申请130件，同比增长15%。",
            contradicted=15,
        ),
    ),
)
NASTY = Agency(
    "990100-nasty",
    "示例“<img src=x onerror=alert(1)>”局",
    "=示例区",
    adcode="990121",
    level="county",
    reports=(
        Report(
            2024,
            _invented(12, 5, 1, 1, 4, 1),
            sentence="<script>alert('句子')</script>增长20%",
            claimed_growth=0.2,
            url="javascript:alert(1)",
            implied_prior=10,
        ),
    ),
)
#: A formula, marks that turn the writing around, a picture and a name without end.
HOSTILE = Agency(
    "990121-cmd",
    "=cmd|'/C calc'!A0示例\u202e局写倒\u202c🦄" + "名称很长的机构、" * 8,
    "=示例区",
    adcode="990121",
    level="county",
    reports=(
        Report(2023, _invented(90, 40, 12, 8, 20, 6)),
        Report(2024, _invented(450, 210, 60, 40, 100, 30), published=(2, 14)),
    ),
)
WATER = Agency(
    "990122-slj",
    "示例县水利局",
    "示例县",
    adcode="990122",
    level="county",
    categories=("water",),
    reports=(Report(2024, {}, status="quarantined", reasons=("第三章的表无法确定列的位置",)),),
)
ZERO = Agency(
    "990122-zrzyj",
    "示例县自然资源和规划局（林业局、不动产登记中心合署办公）",
    "示例县",
    adcode="990122",
    level="county",
    reports=(Report(2023, _invented(0, 0, 0, 0, 0, 0)), Report(2024, _invented(3, 2, 0, 0, 1, 0))),
)
_BUREAUS = (
    ("财政局", 40, (18, 4, 3, 11, 2)),
    ("公安局", 310, (120, 30, 66, 70, 20)),
    ("住房和城乡建设局", 402, (201, 44, 20, 98, 31)),
    ("人力资源和社会保障局", 96, (44, 9, 8, 27, 6)),
    ("卫生健康委员会", 75, (31, 12, 5, 20, 4)),
    ("民政局", 22, (9, 3, 1, 7, 1)),
    ("交通运输局", 58, (26, 6, 4, 17, 2)),
    ("审计局", 6, (2, 1, 1, 2, 0)),
    ("城市管理局", 187, (90, 17, 12, 50, 11)),
    ("农业农村局", 66, (29, 8, 4, 19, 3)),
    ("退役军人事务局", 2, (1, 0, 0, 1, 0)),
    ("司法局", 35, (15, 5, 6, 7, 1)),
)
#: Two functions: the files rank a body in the first of them, a page of the other among the bodies of that one.
_FUNCTIONS = {"财政局": ("another", "example"), "民政局": ("another", "example"), "公安局": ("example", "another")}
OTHERS = tuple(
    Agency(
        f"990100-{number:02d}",
        f"示例市{name}",
        "示例市",
        adcode="990100",
        categories=_FUNCTIONS.get(name, ("example",)),
        reports=(
            Report(2023, _invented(max(new - 9, 1), max(new - 9, 1), 0, 0, 0, 0)),
            Report(2024, _invented(new, *parts)),
        ),
    )
    for number, (name, new, parts) in enumerate(_BUREAUS, start=10)
)
#: One body until 2024-03-01, another from then on.
OLD_NAME, NEW_NAME = (
    Agency(
        f"990200-{key}",
        f"示例二市{name}局",
        "示例二市",
        adcode="990200",
        categories=("forests",),
        reports=tuple(Report(year, _invented(new, new - 10, 4, 3, 2, 1)) for year, new in figures),
    )
    for key, name, figures in (
        ("lyj", "林业", ((2022, 60), (2023, 72))),
        ("lyhclj", "林业和草原", ((2024, 81),)),
    )
)
#: One bureau in eight cities: renamed under one key, without a report, with a picture that was refused, with outcomes that come to
#: more than their total, with a group left blank, with nothing handled.
_LAST_YEARS = (2021, 2022, 2023, 2024)
_CITY_REPORTS = tuple(Report(year, _invented(40 + year % 10, 20, 6, 4, 8, 2)) for year in _LAST_YEARS)
_BLANK_GROUP = ("declined_petition",)
CITIES = tuple(
    replace(
        Agency(
            f"9902{number:02d}-sjj",
            f"示例{word}市大数据局",
            f"示例{word}市",
            adcode=f"9902{number:02d}",
            categories=("data",),
            reports=_CITY_REPORTS,
        ),
        **changed,
    )
    for number, (word, changed) in enumerate(
        (
            ("甲", {}),
            ("乙", {"name": "示例乙市数据管理局", "former": "示例乙市大数据中心", "renamed": 2023}),
            ("丙", {"reports": (), "states": dict.fromkeys(_LAST_YEARS, "missing")}),
            (
                "丁",
                {"reports": (*_CITY_REPORTS[:3], Report(2024, {}, status="quarantined", reasons=("图片无法辨读",)))},
            ),
            (
                "戊",
                {
                    "reports": (
                        *_CITY_REPORTS[:3],
                        Report(
                            2024,
                            _invented(44, 20, 6, 4, 8, 2) | {"total_handled": 32},
                            broken=("A2:total", 32, 40),
                            explanation="各类之和为40，办理总计为32，相差8。",
                        ),
                    )
                },
            ),
            ("己", {"reports": (*_CITY_REPORTS[:3], Report(2024, _invented(44, 20, 6, 4, 8, 2), blank=_BLANK_GROUP))}),
            ("庚", {"reports": (*_CITY_REPORTS[:3], Report(2024, _invented(0, 0, 0, 0, 0, 0)))}),
            ("辛", {"reports": _CITY_REPORTS[1:]}),
        ),
        start=1,
    )
)
AGENCIES = (
    *(LIAOCHENG, PINGTAN, HUAIAN, SHANGHAI, SCHOOLS, ENVIRONMENT, NASTY, HOSTILE, WATER, ZERO),
    *(*OTHERS, OLD_NAME, NEW_NAME),
)

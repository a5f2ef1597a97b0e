"""What else than a report a heading announces: a notice, a guide, a website's table, a report of another kind.

Lines come in squeezed. What makes a line a report's title is in `titles`.
"""

from __future__ import annotations

import re

from pipelines.parsing.identity.spelling import LONGEST, simplified

_ORDERS = re.compile(
    r"做好|编制|编写|撰写|起草|填报|填写|规范|开展|征集|征求|加强|进一步|提交|自查|培训|考核|评估|检查|督查|整改|格式|模[板版]|范本|样[表式]|要求"
)
_TEMPLATE = ("template", re.compile(r"格式|模[板版]|范本|样[表式]|填报说明|参考文本|空表"))
_INTERPRETATION = (
    "interpretation",
    re.compile(r"解读|图解|一图|图说|数[说读]|漫画|答记者问|访谈|问答"),
)
_SHORTER = ("shorter_period", re.compile(r"半年|季度|季报|月报|[一二三四]季|\d月份"))
#: What a line with the words of a report's title may still be.
NEVER_TITLES = (
    _INTERPRETATION,
    _TEMPLATE,
    _SHORTER,
    ("public_body_report", re.compile(r"企事业单位|学年")),
)
#: Kinds of pages that are no report, as their reasons name them; the first that meets a heading counts.
_OTHER_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "website_table",
        re.compile(r"(?:网站|新媒体)(?!.*信息公开).{0,8}(?:报表|年报|年度报[告表])|网站监管年度"),
    ),
    ("rule_of_law", re.compile(r"法治政府|法治建设|依法行政|法治工作|推进法治")),
    ("budget", re.compile(r"预算|决算|三公经费|财政收支|绩效(?:评价|自评)")),
    (
        "public_body_report",
        re.compile(r"事业单位法人|企业信息公示|企事业单位|企业年|住房公积金|社会责任报告|学年|年度质量报告"),
    ),
    _INTERPRETATION,
    _TEMPLATE,
    _SHORTER,
    (
        "plan_or_review",
        re.compile(r"工作总结|工作要点|工作方案|实施方案|工作计划|评估报告|考核|自查|整改|述职|检查情况"),
    ),
)
#: What columns of a site are named after too, so that its page may still carry a report.
GUIDE = "guide"
_GUIDE = re.compile(r"公开(?:指南|目录|制度|条例|申请|规定|办法|流程|内容|机构)")
#: What is said about reports and publishes none; one that mends a report may hold it.
_ABOUT_REPORTS = re.compile(
    r"(?:报告|年报)(?!.*(?:更正|修[订正]|补充|勘误)).{2,}(?:通报|说明|公告|通告)(?:\([^()]*\))?$"
)
_IS_NOTICE = re.compile(r"(?:的?通知|通告|的函|提醒|培训会|会议)(?:\([^()]*\))?$")


def other_kind(line: str) -> str | None:
    """What else than a report a heading announces, the `page_is_…` of its reason; None where it does not say."""
    plain = simplified(line)
    if len(plain) > LONGEST or re.search("[。,;]", plain):
        return None
    for kind, pattern in _OTHER_KINDS:
        if pattern.search(plain):
            return kind
    is_notice = _ABOUT_REPORTS.search(plain) or (_IS_NOTICE.search(plain) and not may_publish(plain))
    if is_notice and ("公开" in plain or "年报" in plain):
        return "notice"
    return GUIDE if _GUIDE.search(plain) else None


def may_publish(line: str) -> bool:
    """Whether a notice may carry the report itself: it publishes, and gives no order how to write one."""
    return not _ORDERS.search(line) and not re.search(r"报送.*通知", line)

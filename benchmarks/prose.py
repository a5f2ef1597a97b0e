"""Pages with as much prose as reports carry: what an invented report tells beside its requests, drawn from a seed.

Published reports have one to four thousand characters outside of their tables, the sandbox's own some five hundred. A third of
the sentences holds figures, of documents, posts, visits and courses, of which the form knows nothing. All of it is made up.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from crawlers.sandbox.figures import Report

#: Characters of prose outside of the tables, as in reports of the middle length.
CHARACTERS = 2_500
#: Sentences of a paragraph.
_FEWEST, _MOST = 3, 5

_SENTENCES = (
    "{year}年，{who}把政务公开列入年度重点任务，先后{few}次召开专题会议，听取各科室工作汇报，逐项研究存在的困难。",
    "坚持以公开为常态、不公开为例外，凡涉及群众切身利益的事项，一律在规定期限内向社会公布。",
    "调整充实了工作领导小组，由主要负责同志任组长，办公室具体承办，各科室明确一名联络员，做到分工清楚、责任到人。",
    "全年通过门户网站发布各类信息{many}条，其中工作动态{some}条、通知公告{some}条、政策文件{few}件。",
    "官方微信公众号推送文章{some}篇，累计阅读量{many}次，关注人数较年初增加{some}人。",
    "围绕稳就业、保民生、优环境等重点领域，及时公开办事流程、收费标准和监督渠道，让企业和群众少跑腿、好办事。",
    "对照基层政务公开标准目录，梳理形成公开事项{some}项，逐一标明公开依据、时限、主体和方式。",
    "编发政策解读稿件{few}篇，其中图文解读{few}篇、视频解读{few}个，解读比例明显提高。",
    "建立信息发布审核台账，坚持先审后发、一事一审，严防涉密和涉及个人隐私的内容上网。",
    "组织开展业务培训{few}场，参训人员{some}人次，重点讲解文书格式、答复时限和常见错误。",
    "在服务大厅设置查阅点{few}处，配备电脑和打印设备，方便群众现场查询。",
    "全年接待群众来访咨询{some}人次，接听热线电话{some}个，均已当场答复或限时回复。",
    "对网站栏目进行全面清理，合并重复栏目{few}个，修改错别字和失效链接{some}处。",
    "主动接受社会监督，公开投诉举报电话和邮箱，全年未发现违反规定的情形。",
    "把政务公开工作纳入年度考核，分值占比为{few}分，考核结果作为评先评优的重要参考。",
    "结合实际制定年度工作要点，将任务分解到{few}个科室，按季度通报进展情况。",
    "举办政务开放日活动{few}次，邀请代表委员、企业负责人和市民代表{some}人走进机关，面对面听取意见建议。",
    "办理人大代表建议{few}件、政协委员提案{few}件，答复意见全文公开，见面率和满意率均达到百分之百。",
    "重大行政决策事项实行目录管理，草案公布期间征集意见{some}条，采纳{few}条，并对未采纳的理由作了说明。",
    "行政许可和行政处罚等信息自作出决定之日起七个工作日内上网公示，全年公示{some}条。",
    "财政预算、决算和“三公”经费按照统一模板公开，内容细化到项级科目，表格附有文字说明。",
    "进一步规范答复文书，坚持集体研究、法制审核，疑难问题及时向上级请教，做到程序合法、说理充分。",
    "与上年相比，政策文件的发布数量增长{few}%，解读形式更加多样，群众知晓率稳步提升。",
    "从检查情况看，少数同志对公开工作的认识还不到位，存在重业务、轻公开的倾向。",
    "有的栏目更新不够及时，内容偏重会议和领导活动，群众真正关心的实用信息偏少。",
    "队伍力量相对薄弱，工作人员多为兼职，岗位变动频繁，业务水平参差不齐。",
    "下一步，将健全常态化学习机制，采取集中授课、案例研讨、跟班实践等方式，不断提升业务能力。",
    "完善信息发布责任制，明确采集、撰写、审核、报送各环节的时限，确保内容准确、更新及时。",
    "丰富解读形式，综合运用图表、动画、访谈等手段，把专业术语讲成群众听得懂的话。",
    "加强与宣传、网信等部门的协作，对热点问题早发现、早研判、早回应，避免误读误解。",
    "依托政务服务平台整合资源，推动线上线下融合，提供更加便捷的查询服务。",
    "深入学习贯彻上级关于全面推进政务公开的决策部署，紧扣中心工作，聚焦重点难点，扎实做好各项任务。",
    "档案室对历年文件进行了集中整理，完成数字化扫描{many}页，为后续查询利用打下基础。",
    "组织人员对{few}家下属单位开展实地检查，发现问题{few}个，已全部整改到位。",
    "全年共回应公众关注热点或重大舆情{few}次，召开新闻发布会{few}场，主要负责同志出席{few}场。",
    "以服务对象需求为导向，优化检索功能，增设常见问题栏目，收录问答{some}组。",
)


def with_prose(report: Report, seed: int, characters: int = CHARACTERS) -> Report:
    """The report with paragraphs added to its overview until it has so many characters of prose."""
    rng = Random(f"prose|{seed}")  # noqa: S311 - sentences, not secrets
    prose = report.prose
    told = [*prose.overview]
    others = (*prose.foreword, *prose.problems, *prose.other)
    waiting: list[str] = []
    while sum(map(len, (*others, *told))) < characters:
        paragraph = ""
        for _ in range(rng.randint(_FEWEST, _MOST)):
            waiting = waiting or rng.sample(_SENTENCES, len(_SENTENCES))
            paragraph += _filled(waiting.pop(), report, rng)
        told.append(paragraph)
    return replace(report, prose=replace(prose, overview=tuple(told)))


def _filled(sentence: str, report: Report, rng: Random) -> str:
    """A sentence with figures, each drawn anew."""
    for name, least, most in (("few", 2, 19), ("some", 20, 480), ("many", 500, 9800)):
        while f"{{{name}}}" in sentence:
            sentence = sentence.replace(f"{{{name}}}", str(rng.randint(least, most)), 1)
    return sentence.format(year=report.report_year, who="我局" if report.scope == "agency" else "我市")

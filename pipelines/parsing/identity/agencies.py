"""Names of bodies as reports print them: what may be one, the full name of a bare place, whether two names mean one body.

Nothing is corrected here. Which body a report is of, `identify` decides; which bodies exist and how
they were renamed, the warehouse knows.
"""

from __future__ import annotations

import re

from pipelines.parsing.identity.spelling import simplified

_BODY_END = re.compile(
    r"(?:人民政府|政府|公署|办公[厅室]|办事处|管委会|管委|委员会|街道|[局厅委办部院署会司处所站队团校馆省市县区州盟旗镇乡]|中心|海关|公司|集团|供销社|合作社|联社|联合社|苏木|"
    r"大学|[中小]学|幼儿园|银行|支行|[林农牧]场|[视电气]台|残联|妇联|文联|工商联|科协)$"
)
_BODY = re.compile(r"[\u3400-\u9fff()（）·、\[\]〔〕“”]{3,45}")
_NOT_BODY = re.compile(
    r"(?<!互联)(?<![国电])网(?![信络格管])|(?<!出)版(?![纳石])|日报|晚报|新华社|通讯社|报社|客户端|公众号|来源|作者|编辑|浏览|字体|首页|专栏|目录|指南|制度|年报|报告|信息公开|政务公开$|依申请|其他|意见|政府街道办|"
    r"^(?:我|各|该|因|有关|相关|上级|所属|下属|本(?!溪)|全(?!州县|南县|椒县)|贵(?=[局委办厅院会校单机部]))"
)
#: Words in which 市, 县, 区, 乡, 镇 and 州 name no place.
_COMMON = re.compile(
    r"城市(?=管|建|更|规|运|综|行|执|发|公用)|市场|市政(?!府)|市民(?![政族宗])|城乡|乡村|乡镇|城镇|社区|区域|城区|园区|辖区|景区|库区|县域|都市|老区|山区(?=开发|发展)|灾区|牧区|省级|市级|县级|区级|市直|县直|区直"
)
#: The same at the beginning of a name, and names that have a word of their own for their place, as 湛江海事局.
_COMMON_FIRST = re.compile(rf"^(?:{_COMMON.pattern}|灌区|地区)+")
_PROPER = re.compile(r"(?:海事局|证监局|监管局|铁路监督管理局|水利委员会|检查总?站|大学|学院|公司|集团|银行|[支分]行)$")
_PLACE = re.compile(
    r".[省市县縣区區州盟旗镇鎮乡鄉]|街道|国家|中国|国务院|中央|全国|海关|总局|总署|审计署|部$|第[一二三四五六七八九十]+师|新疆|西藏|内蒙古|广西|宁夏|兵团|流域|苏木"
)
_NATIONAL = re.compile(r"^(?:国家(?!级)|中国|国务院|中央|全国|审计署|海关总署)|[^党]部$|总局$|总署$")
#: What a body does: a name of these words alone says nothing of its place.
_FUNCTIONS = re.compile(
    r"(?:人民政府|政府|办公|公室|厅|室|发展|改革|发改|教育|体育|教体|科学|技术|科技|工业|信息化?|工信|经济|经信|民族|宗教|民宗|公安|民政|司法|财政|人力|资源|社会|保障|人社|自然|"
    r"规划|国土|生态|环境|保护|环保|住房|城乡|建设|住建|城市|管理|城管|综合|行政|执法|交通|运输|水利|水务|农业|农村|乡村|振兴|农牧|林业|草原|园林|商务|文化|旅游|文旅|广电|广播|电视|"
    r"卫生|健康|卫健|计划|生育|退役|军人|事务|应急|审计|国有|资产|国资|监督|监管|市场|统计|医疗|医保|信访|政务|服务|审批|数据|大数据|金融|机关|粮食|物资|储备|人民|防空|人防|"
    r"税务|气象|档案|史志|地方志|供销|残疾|红十字|外事|侨务|招商|投资|促进|海洋|渔业|能源|物价|安全|生产|消防|救援|地震|烟草|邮政|"
    r"地方|开放|第[一二三四五六七八九十]+|实验|联合|联社|社|工会|妇女|老干部|老龄|党史|党校|研究|馆|院|校|站|队|支队|大队|总队|监测|检测|检验|监察|法制|法律|援助|"
    r"接待|铁路|公路|港航|航道|海事|畜牧|兽医|水产|农机|扶贫|移民|融媒体|媒体|图书|博物|文物|艺术|疾病|预防|控制|妇幼|保健|"
    r"房产|房屋|征收|土地|测绘|地质|矿产|煤炭|"
    r"公共|交易|公积金|不动产|登记|药品|中医药|党委|新闻|自治[区州县旗]|地区|行署|公署|盟|街道|苏木|海关|事处|管委|社区|国家级|[省市县]级|开发|高新|经开|产业|"
    r"保税|港|综保|示范|试验|度假|风景|名胜|合作|物流|园|新?区|分|派出|和|与|及|委员会|委|局|办|处|所|会|中心|、)+"
)
#: A ministry before the name of what it keeps in a place: 财政部湖北监管局.
_MINISTRY = re.compile(rf"{_FUNCTIONS.pattern}部(?![门队分室])[\u3400-\u9fff]{{3,}}")
_ZONE_END = re.compile(
    r"(?:实验区|开发区|经开区|高新区|新区|示范区|试验区|保税区|保税港区|度假区|风景区|名胜区|管理区|合作区|产业园区|园区|产业园|工业园|科技园|物流园|功能区|集聚区|投资区|自贸区|经济区|景区)$"
)
#: Two 新区 are districts with a people's government; the others are run by a committee.
_DISTRICTS = re.compile(r"(?:浦东新区|滨海新区)$")
#: What the names of offices end with that have none of the second within them.
_OFFICE_END = re.compile(r"(?:局|厅|(?<!管)委|(?<!管理)委员会)$")
_OTHER_OFFICE_END = re.compile(r"(?:(?<!分)局|厅|委|委员会|管委会|街道办事处|区)$")
#: What the names of bureaus end with that are no branches; a party's committee is none.
_BUREAU_END = re.compile(r"(?:(?<!分)局|厅|(?<![省市县区州旗党工])委|委员会)$")
#: The office of a street or a town that lacks the name of that.
_OF_STREET = re.compile(r"(?:街道办|[镇乡](?:人民)?政府)")
#: What a name without its place may say of it.
_LEVELS = frozenset("省市县区州盟旗镇乡")
_RANKS = {"省": 0, "州": 1, "盟": 1, "市": 1, "县": 2, "区": 2, "旗": 2, "镇": 3, "乡": 3}
#: How a report speaks of the area that it is of.
_OWN_AREA = re.compile("[全我本]([省市县区州盟旗镇乡])(?![级直域区城])")
#: What the ends of names have in full and not where they are abbreviated.
_FULL_END = re.compile(r"(?<=委)员会$|(?<=办)公[厅室]$|(?<=联)合[会社]$")
#: What joins the functions of a body, and the end of its name behind them.
_JOINT = re.compile("[和与及]")
_KIND_END = re.compile("(?:局|厅|委员会|委|中心|处|院|会)$")
#: Places whose names begin with the word for a level.
_CALLED_AS_LEVEL = re.compile("市(?:辖|[南北中]区)|镇(?:江市|海区|[平安雄远原赉巴坪康]县|宁布依|沅彝)|乡[宁城]县")
_AREA_END = re.compile(r"(?:省|市|县|区|旗|州|乡|镇|苏木)$")
#: What stands in brackets behind a name and is no part of it: where the seal goes, that its lower bodies are not meant,
#: what the body was called before.
_NO_NAME = re.compile(r"[(（](?:[盖公印签]{0,2}章|印|机?关?本级|原[^()（）]{2,30})[)）]$")
_PORTAL = re.compile(r"(?:政府|[省市县区州盟旗])$")
_BRACKETS = {")": "(", "）": "（"}


def clean_name(words: str) -> str:
    """A name without quotation marks, dashes, brackets that close nothing and the place of a seal; brackets in Chinese width."""
    name = words.strip("《》<>\"'“”‘’-—–_·:：,，、|/\\ ")
    name = re.sub(r"^(?:【[^】]*】|\[[^\]]*\])+", "", name)
    for close, begin in _BRACKETS.items():
        while name.endswith(close) and name.count(begin) < name.count(close):
            name = name[:-1]
        while name.startswith(begin) and (name.count(begin) > name.count(close) or name.find(close) == len(name) - 1):
            name = name[1:-1] if name.endswith(close) and name.count(begin) == name.count(close) else name[1:]
    name = _NO_NAME.sub("", name)
    return name.replace("(", "（").replace(")", "）")


def is_body(name: str) -> bool:
    """Whether words read as a body's name: Chinese alone, ending as names of bodies end, no medium and no page's word."""
    return bool(_BODY.fullmatch(name) and _BODY_END.search(_without_note(name)) and not _NOT_BODY.search(name))


def ends_as_body(words: str) -> bool:
    """Whether words end as names of bodies do, be they a whole name or the last part of one."""
    return _BODY_END.search(_without_note(words)) is not None


def is_name(name: str) -> bool:
    """Whether words may be a body's name at all: Chinese alone, none of a page's own words."""
    return bool(_BODY.fullmatch(name) or len(name) == 2) and not _NOT_BODY.search(name) and not re.search(r"\d", name)


def names_place(name: str) -> bool:
    """Whether a name says where its body is, or is a national one; `教育局`, `市教育局` and `高新区管委会` do not."""
    if _NATIONAL.search(name):
        return True
    if re.match(r"[省市县区州旗镇乡](?!场)", name) and not _CALLED_AS_LEVEL.match(name):
        return False
    if _FUNCTIONS.fullmatch(_without_note(name)):
        return False
    own = _ZONE_END.search(name) or _PROPER.search(name) or ("部" in name and _MINISTRY.match(name))
    return bool(own or _PLACE.search(_COMMON_FIRST.sub("", name)))


def prints_place(name: str) -> bool:
    """Whether a name prints the word of a place (市, 县, 街道, …) or is a national one; `新闻中心` does not."""
    return bool(_NATIONAL.search(name) or _ZONE_END.search(name) or _PLACE.search(_COMMON.sub("", name)))


def tells_bodies_apart(name: str) -> bool:
    """Whether a name that is not a report's own speaks against it: it says where its body is, or of what kind of place.

    A `高新区管委会` is of whatever place, but none of an `教育局`; a `办公室` may be within any body.
    """
    return names_place(name) or prints_place(name)


def full_name(name: str, prose: str = "") -> str:
    """The registered name: a bare place stands for its government, a bare zone for its committee.

    A zone that its report calls a government (`…区人民政府`) is one.
    """
    if _DISTRICTS.search(name):
        return f"{name}人民政府"
    if _ZONE_END.search(name):
        is_government = f"{name}人民政府" in prose and f"{name}管" not in prose
        return f"{name}人民政府" if is_government else f"{name}管委会"
    if re.search(r"[^\W\d](?:盟|地区)$", name):
        return f"{name}行政公署"
    if name.endswith("街道"):
        return f"{name}办事处"
    return f"{name}人民政府" if _AREA_END.search(name) else name


def scope_of(agency: str, is_bare_zone: bool = False) -> str:
    """area, office or agency: a government speaks for its whole area, so does a zone under its bare name."""
    if re.search(r"(?:政府|行政公署)$", agency) or (is_bare_zone and re.search(r"管委会$", agency)):
        return "area"
    if re.search(r"(?:政府|公署|管委会|管理委员会)(?:办公厅|办公室|办)$", agency):
        return "office"
    return "agency"


def is_portal(name: str) -> bool:
    """Whether a name is a government's or its area's: their sites carry many bodies."""
    return _PORTAL.search(name) is not None


def is_town(name: str) -> bool:
    """Whether a name is a town's government, which has no site that carries others."""
    return name.endswith(("镇人民政府", "乡人民政府"))


def is_zone(name: str) -> bool:
    """Whether a bare name is a zone's."""
    return _ZONE_END.search(name) is not None


def same_body(one: str, other: str) -> bool:
    """Whether two printed names may mean one body: equal, one the end of the other, or an abbreviation of it.

    An area and its office are never one, nor are the bureaus of a city and of its district.
    """
    if one == other:
        return True
    if scope_of(one) != scope_of(other) or _lacks_a_function(*sorted((one, other), key=len)):
        return False
    short, long = sorted((_without_note(one), _without_note(other)), key=len)
    ends = (_FULL_END.sub("", short)[-1], _FULL_END.sub("", long)[-1])
    return (
        long.endswith(short)
        or long.startswith(short + "（")
        or ((ends[0] == ends[1] or len(short) > 4) and _is_within(short, long) and are_of_one_level(short, long))
    )


def are_one_body(one: str, other: str) -> bool:
    """Whether two names as printed, in whatever characters, are one body's."""
    return same_body(simplified(full_name(one)), simplified(full_name(other)))


def is_of_level(name: str, bare: str) -> bool:
    """Whether a name's nearest place is of the level that one without a place begins with: no `…市…县教育局` is a `市教育局`."""
    levels = _levels(name)
    level = _COMMON.sub("", bare)[:1]
    return level not in _LEVELS or not levels or levels[-1] == level


def are_apart(upper: str, lower: str) -> bool:
    """Whether two names are not those of one body: no `财政局` has a `教育局`, and a `街道办事处` is of a street with a name."""
    return _OF_STREET.match(lower) is not None or bool(_OFFICE_END.search(upper) and _OTHER_OFFICE_END.search(lower))


def speaks_as_of(name: str, prose: str, *, lower: bool = True) -> bool:
    """Whether a body may be the one that speaks of its area as the prose does (全县, 我市): the lowest area named is its own.

    With `lower` a body of an area below that is none either; an office does name the area above it.
    """
    said = {_RANKS[level] for level in _OWN_AREA.findall(prose)}
    ranks = {_RANKS[level] for level in _levels(name)}
    if not said or not ranks:
        return True
    return max(said) in ranks or (not lower and max(said) < max(ranks))


def may_write_for(writer: str, agency: str) -> bool:
    """Whether a body may sign or compile the report of another: the same one, or an office within it or above it."""
    if same_body(writer, agency):
        return True
    core = re.sub(r"(?:人民政府|政府|行政公署|管委会|管理委员会)$", "", agency)
    if core != agency and writer.startswith(core):
        return True
    return writer.startswith(agency) or (
        agency.startswith(re.sub(r"(?:人民)?政府$", "", writer)) and writer.endswith("政府")
    )


def _without_note(name: str) -> str:
    return re.sub(r"[(（][^()（）]*[)）]", "", name) or name


def _levels(name: str) -> list[str]:
    """The levels of the places that a name names, in their order; that of 沧州市 is 市."""
    return re.findall(r".[省市县区州盟旗镇乡]*([省市县区州盟旗镇乡])", _COMMON.sub("", name))


def are_of_one_level(one: str, other: str) -> bool:
    """Whether the nearest places of two names, where both name any, are of one level."""
    nearest = {levels[-1] for levels in (_levels(one), _levels(other)) if levels}
    return len(nearest) < 2


def place_of(name: str) -> str:
    """What of a name is its place, down to the lowest (`某市某县` of `某市某县水利局`); empty where it says none."""
    found = re.match(".*[省市县区州盟旗镇乡]", _COMMON.sub("", name))
    return found[0] if found else ""


def says_function_alone(name: str) -> bool:
    """Whether a name says what its body does, and of its place the level at most: `教育局`, `县教育局`."""
    return _FUNCTIONS.fullmatch(name[1:] if name[:1] in _LEVELS else name) is not None


def is_other_bureau(name: str, agency: str) -> bool:
    """Whether a name without its place (`县水利局`) or of the same place is a bureau's of other functions than an agency's.

    Bureaus and committees of one function are taken for one, for each is called the other long after it is.
    """
    if not _BUREAU_END.search(name) or scope_of(agency) != "agency" or not _BUREAU_END.search(agency):
        return False
    place, own = place_of(name), place_of(agency)
    if len(place) > 1 and place != own:
        return False
    one, other = name[len(place) :], agency[len(own) :]
    short, long = sorted((_KIND_END.sub("", one), _KIND_END.sub("", other)), key=len)
    return bool(short) and says_function_alone(one) and not _is_within(short, long)


def speaks_of_lower(agency: str, told: str) -> bool:
    """Whether prose speaks again and again of an area as its own that is below the body's, and of none as high as that.

    A branch of a city's bureau is a county's.
    """
    ranks = [_RANKS[level] for level in _levels(agency)]
    said = [_RANKS[level] for level in _OWN_AREA.findall(told)]
    is_known = _BUREAU_END.search(agency) or agency.endswith("政府")
    return bool(ranks and is_known) and len(said) > 1 and min(said) > max(ranks)


def _lacks_a_function(short: str, long: str) -> bool:
    """Whether the shorter name is the longer one without the words on one side of a joint: 教育局 beside 教育和体育局.

    An abbreviation keeps a character of both (教体局).
    """
    for joint in _JOINT.finditer(long):
        first, second = long[: joint.start()], long[joint.end() :]
        end = _KIND_END.search(second)
        if end is None:
            continue
        kept = short.removesuffix(end[0])
        if len(kept) > 1 and kept != short and (first.endswith(kept) or kept.endswith(first)):
            return True
        if short.endswith(second) and end.start() > 1 and not short.endswith(joint[0] + second):
            return True
    return False


def _is_within(short: str, long: str) -> bool:
    """Whether the characters of one stand in the other in their order: 卫健局 in 卫生健康局."""
    rest = iter(long)
    return all(char in rest for char in short)

"""Names of organs: what a stretch of text must be like to be one, and of what kind the organ is."""

from __future__ import annotations

import re

from indexer.report.report import BodyKind

YEAR = r"(?:(?:19|20)\d\d|[一二][九〇零○oO0][〇零○oO0一二三四五六七八九]{2})"
"""A year in figures or numerals, in the form of `headings.make_matching_text`."""

_ENDS = (
    "人民政府|政府|办事处|行政公署|管委会|管理委员会|委员会|办公[室厅]|局|厅|委|中心|公司|集团"
    "|(?:公开|政府|党政|府|委|编|物流|扶贫|信访|法制|金融|侨|外事|台|人防|史志|招商|文明|督查|重点)办"
    "|(?:医|卫生|保健|疗养|研究|法|检察|设计|科学|书|画|敬老|福利)院|学校|大学|学院|中学|小学|幼儿园|党校|技校"
    "|总队|支队|大队|调查队|勘查队|工作队|总站|分站|(?:管理|监测|监督|服务|推广|气象)站|分局"
    "|联社|联合社|合作社|信用社|出版社|报社|协会|学会|联合会|商会|工会|红十字会|理事会|基金会"
    "|(?:图书|档案|博物|文史研究|文化|展览|纪念|美术|科技|体育|群艺|方志|殡仪)馆|海关|监狱|银行|支行|分行"
    "|(?:管理|工程|养护|海事|监察|征收|绿化|市政|执法|储备|规划|建设|监理|监督|接待|河道|水利)处|(?:参事|研究|督查|史志|党史)室"
    "|(?:事务|供电|管理|监督|监测|检测|检验|服务|派出|戒毒|公证|研究)所|(?:宣传|组织|统战|武装|管理|监管|工作)部"
    "|(?:电视|气象|地震|广播)台|(?:林|农|牧|茶)场|(?:管理|公路|养护)段|开发区|高新区|经开区|新区|实验区|园区|(?:产业|工业|科技|物流|创业|软件|农业)园|(?:科技|生态|新能源|大学)城"
)
# Where none of the characters begins with which one of them begins, none is tried.
_FIRST = "".join(sorted(set(re.findall(r"(?:^|\||\(\?:)([一-鿿])", _ENDS))))
ENDS = rf"(?:(?=[{_FIRST}])(?:{_ENDS}))"
"""Words with which the names of organs end."""

_NO_BODY = re.compile(
    r"[,。;!?《》<>|“”【】@#=+]|(?:以下|下)简?称|首页|当前位置|本(?:机关|单位|报告|年|局|厅|委|办|级|部门|[省市区县镇乡街])|报告|\d{4}"
    r"|^(?:根据|按照|依据|现将|政府|索引|各|全[省市区县镇]|有关|相关|上级|我)$|^(?:根据|按照|依据|结合|所属|各级|各部门|通过|全面|年)|目录|指南"
    r"|我(?:局|厅|委|办|院|校|镇|乡|街道|单位|机关|中心|公司)|落实|包括|我[省市县区旗州]"
    r"|官网|官方网|网站|入口|网址|下载|[A-Za-z]{3}"  # a copied page that was sold: …官网入口卫生健康局
)
_LEADING = re.compile(
    rf"^(?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|关于|[现兹][将就对]|[并现特]?向社会(?:公布|发布|公开)|(?:成立|组建|设立|建立|调整)(?:了|(?=[省市县区镇乡局]))|由(?!.{{0,4}}[县镇乡])|{YEAR}年?度?|[一-鿿]{{0,4}}(?:单位|机构|机关|部门|主体)[:|]+|[>›»\-—:/|·.、•*\s]+)+"
)
_TRAILING = re.compile(
    r"(?:关于|的|年度?|开展|全面推进|做好|\(示例\)|\((?:盖章|印章|公章|章)\)|\([本局委厅署]?(?:机关)?本?级?(?:机关)?\)|(?<=[局厅委会])机关){1,9}$"
)
_PARENTHESES = re.compile(r"\(([^()]*)\)")

# (文化和旅游局)永德县文化和旅游局, 政府信息公开年报宜春市教育局: the column that a title ran together with.
_COLUMN_OVER = re.compile(
    r"^\([^()\n]{2,20}\)(?=[一-鿿]{4})|^(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:年报|报告)(?=[一-鿿]{4})"
)
# 定州市人民政府定州市文化和旅游局: the site's name, and the body that is below it.
_SITE_OVER = re.compile(
    r"^([一-鿿]{1,9}?[省市县区旗州])(?:人民政府|[一-鿿]{2,10}?[局委厅])(?:门户网站|网站|网)?(?=\1[一-鿿]{2})"
)
# 区教育局|局认真落实: a slip of the pen, the last character twice.
_TWICE = re.compile(r"(?<=([局厅]))\1$")
# A body's office for open government represents the body: 东城区政府信息公开办公室.
_DISCLOSURE_OFFICE = re.compile(
    r"(?:(?<=政府)(?:信息公开|政务公开)|(?<!人民)政府信息公开|(?:政府)?信息(?:与|和)?政务公开|政务公开|信息公开)"
    r"(?:工作)?(?:受理)?(?:领导小组)?(?:办公室|办|处|科|中心|工作机构)?$"
)
# The office of a committee that meets is a body of its own, and so is that of a party's committee.
_COORDINATING = re.compile(
    r"(?:编纂|编制|爱国卫生运动|仲裁|安全生产|绿化|动员|语言文字工作|文明建设(?:指导)?|老龄工作|残疾人工作|学位|妇女儿童工作|信息化"
    r"|招生(?:考试)?|禁毒|食品安全|保密|综合治理|融合发展|依法治[国省市县区]|深化改革|外事工作|防汛)委员会办公?室?$"
    r"|[省市县区旗州]委办公[室厅]$"
)
# An organ's own office answers for the organ: 云泽市教育局办公室, 综合科.
_OWN_OFFICE = re.compile(
    r"(?<=[局厅委会院校队站室所处馆司学社台场行心段部])(?<!管委会)(?<!管理委员会)(?:机关)?(?:(?:综合|党政|行政|秘书|政务公开|信息公开|法规|宣传|电子政务|政务信息|信息化|文电)?"
    r"(?:办公室|办|科|处|股)|(?:政务|办事|行政|便民|办税|综合)*(?:服务)?(?:大厅|窗口))$|(?<=[署部局])办公厅$|(?<=[局厅委会区])(?:机关)?(?:党政综合|综合|党政|行政)(?:办公室|办|部|科|处|股)$"
)
# 大东坝镇人民政府党政办公室, 周家桥街道党政办: a town's office is the town's.
_OF_TOWN = re.compile(
    r"^(?P<town>[^\n]{0,100}?[^\n镇乡](?:镇|乡|街道|苏木))(?P<seat>人民政府|政府|办事处)?(?:党工委|党委|机关)?"
    r"(?:[一-鿿、]{0,12})(?:办公室|办|便民服务中心|服务中心|综合科|党政科|社会事务[科办所]|信息中心|文化站)$"
)
# 长江大学学校办公室: a school's own office, called by what it is the office of.
_SCHOOL_OFFICE = re.compile(r"(?<=大学|学院)(?:学校|校长|院长|党委|党政)(?:办公室|办)?$")
_OFFICE = re.compile(
    r"(?:人民政府|政府|行政公署|管委会|管理委员会)(?:政务服务中心|信息中心|办公[室厅]|办)$|政府办$"
)

MINISTRIES = (
    "外交部|国防部|教育部|科学技术部|科技部|工业和信息化部|公安部|国家安全部|民政部|司法部|财政部|人力资源和?社会保障部"
    "|自然资源部|国土资源部|环境保护部|生态环境部|住房和?城乡建设部|交通运输部|铁道部|水利部|农业部|农业农村部|商务部"
    "|文化部|文化和旅游部|卫生部|退役军人事务部|应急管理部|人民银行|审计署|海关总署"
)
"""Organs of the State Council whose names end otherwise."""
_NATIONAL = re.compile(
    rf"^(?:中华人民共和国)?(?:{MINISTRIES})$"
    r"|^(?:国务院|国家|中国|中华人民共和国)[^\n]*(?:局|委员会|委|总局|署|办公室|办公厅|办|会)$|^国务院$"
)
ZONES = (
    "开发区|新区|实验区|合作区|(?:产业|工业|科技|物流|创业|软件|农业)园区?|(?:科技|生态|新能源|大学)城|园区|度假区|保税区|示范区|高新区|经开区"
    "|风景名胜区|旅游区|景区|管理区|功能区|集聚区"
)
"""Words with which the names of zones end that no list of divisions has."""

_KINDS = (
    (
        BodyKind.AGENCY,
        re.compile(
            r"(?<!山)海关|税务|气象局|海事|出入境|邮政管理|烟草|银保监|证监|通信管理|国家统计局.{1,20}调查"
        ),
    ),
    (BodyKind.ZONE, re.compile(rf"(?:{ZONES})(?:\([^()]*\))?(?:管委会|管理委员会)?$|管委会$")),
    (BodyKind.TOWNSHIP, re.compile(r"(?:镇|乡|街道|苏木)(?:人民政府|办事处|政府)?$|街道办$")),
    (
        BodyKind.GOVERNMENT,
        re.compile(r"(?:省|市|地?区|县|旗|州|盟)(?:人民政府|政府|行政公署)?$|人民政府$|^国务院$"),
    ),
    (
        BodyKind.OTHER,
        re.compile(
            r"(?:公司|学校|大学|学院|医院|卫生院|保健院|疗养院|福利院|敬老院|中学|小学|幼儿园|党校|技校|集团|协会|学会|联合会|商会"
            r"|工会|红十字会|理事会|基金会|联社|联合社|合作社|信用社|出版社|报社|银行|支行|分行|[林农牧茶]场|电视台|广播台)$"
        ),
    ),
    (
        BodyKind.DEPARTMENT,
        re.compile(
            r"(?:局|厅|委|委员会|办公?[室厅]?|(?:参事|研究)室|部|总队|支队|大队|中心|署|院|处|馆|队|站|所|段|台|室|监狱)$"
        ),
    ),
)


def find_kind(body: str) -> BodyKind | None:
    """The kind of a body by its name; None where the name does not tell."""
    bare = _PARENTHESES.sub("", body.replace("（", "(").replace("）", ")"))
    return next((kind for kind, pattern in _KINDS if pattern.search(bare)), None)


def is_national(body: str) -> bool:
    """Whether a body is an organ of the State Council by its name, places in the name left aside."""
    return bool(_NATIONAL.search(body))


def is_office(body: str) -> bool:
    """Whether a name is that of a government's office or service centre."""
    return bool(_OFFICE.search(body))


def strip_office(body: str) -> str:
    """The government or place whose office a name is of: 宜君县人民政府 of 宜君县人民政府办公室."""
    return re.sub(r"(?:政务服务中心|信息中心|办公[室厅]|办)$", "", body) if is_office(body) else body


def clean(body: str) -> str:
    """A stretch of text as the name of an organ, "" where it cannot be one.

    Words around it go; an office for disclosure, an organ's own office and a town's stand for their organ.
    """
    body = _TRAILING.sub("", _LEADING.sub("", body.strip())).strip()
    body = _SITE_OVER.sub("", _COLUMN_OVER.sub("", body))
    body = _TWICE.sub("", body)
    body = re.sub(r"人民$", "人民政府", body)  # 从化区人民|政府信息公开: the two share a word
    body = _DISCLOSURE_OFFICE.sub("", body)
    body = body if _COORDINATING.search(body) else _OWN_OFFICE.sub("", body)
    body = _SCHOOL_OFFICE.sub("", body)
    if town := _OF_TOWN.match(body):
        body = f"{town['town']}{town['seat'] or ''}"
    if body.count("(") != body.count(")"):
        return ""
    if body.startswith("("):
        body = body[1:-1] if body.endswith(")") else body.strip("()")
    return body if 2 <= len(body) <= 40 and not _NO_BODY.search(body) else ""


def complete(body: str) -> str:
    """A name that is only a place's, with its organ: 张家湾镇人民政府, 北街街道办事处, 云岭县人民政府."""
    if re.search(r"街道$", body):
        return f"{body}办事处"
    if re.search(r"街道办$", body):
        return f"{body}事处"
    if re.search(r"(?:镇|乡|苏木)政府$|(?<!人民)(?:县|市|旗|区|州)政府$", body):
        return f"{body.removesuffix('政府')}人民政府"
    # 两城镇 is a town of its own; 城镇, 城乡 and 新乡 are none.
    if re.search(r"(?<![新城])(?:乡|苏木)$|.{2}镇$|(?:省|市|县|旗|自治[州区])$", body) and len(body) > 2:
        return f"{body}人民政府"
    return re.sub(r"(?<=[^人民])政府(?=办公[室厅]$)", "人民政府", body)

"""Names of organs: what a stretch of text must be like to be one, and of what kind the organ is."""

from __future__ import annotations

import re

from indexer.report.report import BodyKind

YEAR = r"(?:(?:19|20)\d\d|[一二][九〇零○oO0][〇零○oO0一二三四五六七八九]{2})"
"""A year in figures or numerals, in the form of `headings.make_matching_text`."""

ENDS = (
    "人民政府|政府|办事处|行政公署|管委会|管理委员会|委员会|办公[室厅]|局|厅|委|公开办|政府办|党政办|中心|公司|集团|医院|卫生院"
    "|学校|大学|学院|中学|小学|幼儿园|总队|支队|大队|总站|分局|分站|联社|协会|学会|联合会|联合社|研究院|法院|检察院|图书馆|档案馆"
    "|博物馆|海关|管理处|参事室|研究室|文史研究馆|事务所|供电所|开发区|高新区|经开区|新区|实验区|园区|支行|分行|党校"
)
"""Words with which the names of organs end."""

_NO_BODY = re.compile(
    r"[,。;!?《》<>|“”@#=+]|(?:以下|下)简?称|首页|当前位置|本(?:机关|单位|报告|年|局|厅|委|办|级|部门|[省市区县镇乡街])|报告|\d{4}"
    r"|^(?:根据|按照|依据|现将|政府|索引|各|全[省市区县镇]|有关|相关|上级|我)$|^(?:根据|按照|依据|结合|所属|各级|各部门|通过|全面|年)|目录|指南"
    r"|我(?:局|厅|委|办|院|校|镇|乡|街道|单位|机关|中心|公司)|落实|包括|我[省市县区旗州]"
    r"|官网|官方网|网站|入口|网址|下载|[A-Za-z]{3}"  # a copied page that was sold: …官网入口卫生健康局
)
_LEADING = re.compile(
    rf"^(?:关于|[并现特]?向社会(?:公布|发布|公开)|(?:成立|组建|设立|建立|调整)了|由(?!.{{0,4}}[县镇乡])|{YEAR}年?度?|[一-鿿]{{2,4}}(?:单位|机构|机关|部门|主体)[:|]+|[>›»\-—:/|·.、•*\s]+)+"
)
_TRAILING = re.compile(
    r"(?:关于|的|年度?|开展|全面推进|做好|\(示例\)|\((?:盖章|印章|公章|章)\)|\([本局委厅署]?(?:机关)?本?级?(?:机关)?\)){1,9}$"
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
# A body's office for open government represents the body: 东城区政府信息公开办公室.
_DISCLOSURE_OFFICE = re.compile(
    r"(?:(?<=政府)(?:信息公开|政务公开)|(?<!人民)政府信息公开|(?:政府)?信息(?:与|和)?政务公开|政务公开|信息公开)"
    r"(?:工作)?(?:受理)?(?:领导小组)?(?:办公室|办|处|科|中心|工作机构)?$"
)
# An organ's own office answers for the organ: 云泽市教育局办公室, 综合科.
_OWN_OFFICE = re.compile(
    r"(?<=[局厅委会院校队站室])(?<!管委会)(?<!管理委员会)(?:机关)?(?:(?:综合|党政|行政|秘书|政务公开|信息公开|法规|宣传|电子政务|政务信息|信息化|文电)?"
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
    r"|^(?:国务院|国家|中国|中华人民共和国)[^\n]*(?:局|委员会|委|总局|署|办公室|办公厅|会)$|^国务院$"
)
ZONES = (
    "开发区|新区|实验区|合作区|产业园区?|工业园区?|园区|度假区|保税区|示范区|高新区|经开区"
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
        re.compile(r"(?:公司|学校|大学|学院|医院|卫生院|中学|小学|幼儿园|集团|协会|学会|联合会|联社)$"),
    ),
    (
        BodyKind.DEPARTMENT,
        re.compile(
            r"(?:局|厅|委|委员会|办公?[室厅]?|(?:参事|研究)室|部|总队|支队|大队|中心|署|院|处|馆|队|站|所)$"
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
    body = re.sub(r"人民$", "人民政府", body)  # 从化区人民|政府信息公开: the two share a word
    body = _OWN_OFFICE.sub("", _DISCLOSURE_OFFICE.sub("", body))
    body = _SCHOOL_OFFICE.sub("", body)
    if town := _OF_TOWN.match(body):
        body = f"{town['town']}{town['seat'] or ''}"
    if body.count("(") != body.count(")"):
        return ""
    body = body.strip("()") if body.startswith("(") else body
    return body if 2 <= len(body) <= 40 and not _NO_BODY.search(body) else ""


def complete(body: str) -> str:
    """A name that is only a place's, with its organ: 张家湾镇人民政府, 北街街道办事处, 云岭县人民政府."""
    if re.search(r"街道$", body):
        return f"{body}办事处"
    if re.search(r"街道办$", body):
        return f"{body}事处"
    if re.search(r"(?:镇|乡|苏木)政府$|(?<!人民)(?:县|市|旗|区|州)政府$", body):
        return f"{body.removesuffix('政府')}人民政府"
    if re.search(r"[^新城](?:镇|乡|苏木)$|(?:省|市|县|旗|自治[州区])$", body) and len(body) > 2:
        return f"{body}人民政府"
    return re.sub(r"(?<=[^人民])政府(?=办公[室厅]$)", "人民政府", body)

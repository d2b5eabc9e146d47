"""Which organ issued a report, and of what kind it is."""

from __future__ import annotations

import re
from collections import Counter

from indexer.report.regions import COUNTRY, TOWN, ZONE, divisions
from indexer.report.report import BodyKind, Kind, Region
from indexer.text.fold import fold

_YEAR = r"(?:(?:19|20)\d\d|[一二][九〇零○oO0][〇零○oO0一二三四五六七八九]{2})"
_TITLES = (
    re.compile(
        rf"^(?:关于)?(?P<body>[^\n]*?)(?:关于)?{_YEAR}年?(?:度)?(?:的)?(?:政府)?(?:信息公开|政务公开)"
    ),
    re.compile(
        rf"^(?:关于)?{_YEAR}年?(?:度)?(?P<body>[^\n]*?)(?:关于)?(?:政府)?(?:信息公开|政务公开)[^\n]*?(?:报告|年报)"
    ),
    re.compile(
        rf"^(?P<body>[^\n]*?)(?:政府)?(?:信息公开|政务公开)(?:工作)?{_YEAR}?年?(?:度)?[^\n]*?(?:报告|年报)"
    ),
)
_CONTACT = re.compile(r"请?(?:与|联系:)(?P<body>[^,。;:(\n]{4,40}?)(?:\(|联系|,?电话)")
_PUBLISHER = ("publisher", "source", "author")
_COMPILED = re.compile(
    r"由(?P<body>[^,。;:()《》\n]{3,30}?)(?:负责|组织|结合|根据|依据|按照|汇总|编制|编写|编撰|起草)"
)
_LABELLED = re.compile(
    r"(?:发布|发文|公开|制作|信息提供|责任)(?:机构|机关|单位|主体|部门)[:|]+(?P<body>[^\n:|]{3,30})"
)
# A body's office for open government stands for the body: 东城区政府信息公开办公室.
_OFFICE = re.compile(
    r"(?:(?<=政府)(?:信息公开|政务公开)|(?<!人民)政府信息公开|政务公开)(?:工作)?(?:领导小组)?(?:办公室|办)?$"
    r"|(?<=人民政府)办公[室厅]$"
)
_NO_BODY = re.compile(
    r"[,。;!?《》<>|“”]|首页|当前位置|本(?:机关|单位|报告|年|局|厅|委|办|级|部门|[省市区县镇乡街])|报告|\d{4}|^(?:根据|按照|依据|现将|政府|索引)$|^根据|目录"
)
_OPENING, _LAST_LINES = 600, 6
# 我局, 本委: who speaks, where no name is given; 委托 and 办理 are no bodies.
_SPEAKER = re.compile(
    r"[我本](?:(?P<department>局|厅|委(?!托|员)|办(?![理公法事]))|(?P<town>镇|乡|街道)|(?P<own>省|市|区|县|旗|州))"
)
_BELOW = re.compile(r"^(?:我)?[省市区县旗州](?=[一-鿿]{2,}(?:局|厅|委|委员会|办公?室)$)")
_MINISTRIES = (
    "外交部|国防部|教育部|科学技术部|科技部|工业和信息化部|公安部|国家安全部|民政部|司法部|财政部|人力资源和?社会保障部"
    "|自然资源部|国土资源部|环境保护部|生态环境部|住房和?城乡建设部|交通运输部|铁道部|水利部|农业部|农业农村部|商务部"
    "|文化部|文化和旅游部|卫生部|退役军人事务部|应急管理部|人民银行|审计署|海关总署"
)
_NATIONAL = re.compile(
    rf"^(?:中华人民共和国)?(?:{_MINISTRIES})$"
    r"|^(?:国务院|国家|中国|中华人民共和国)[^\n]*(?:局|委员会|委|总局|署|办公室|办公厅|会)$|^国务院$"
)

_KINDS = (
    (
        BodyKind.AGENCY,
        re.compile(
            r"(?<!山)海关|税务|气象局|海事|出入境|邮政管理|烟草|银保监|证监|通信管理|国家统计局.+调查"
        ),
    ),
    (
        BodyKind.ZONE,
        re.compile(
            r"(?:开发区|新区|实验区|合作区|产业园|工业园区?|度假区|保税区|示范区|高新区)(?:管委会|管理委员会)?$"
        ),
    ),
    (BodyKind.TOWNSHIP, re.compile(r"(?:镇|乡|街道|苏木)(?:人民政府|办事处|政府)?$")),
    (
        BodyKind.GOVERNMENT,
        re.compile(
            r"(?:省|市|地?区|县|旗|州|盟)(?:人民政府|政府|行政公署)?$|人民政府(?:办公[室厅])?$|^国务院$"
        ),
    ),
    (
        BodyKind.DEPARTMENT,
        re.compile(r"(?:局|厅|委|委员会|办公?室|部|总队|支队|大队|中心|署|院|处|馆|队|站)$"),
    ),
    (BodyKind.OTHER, re.compile(r"(?:公司|学校|大学|学院|医院|中学|小学|集团|协会|学会|联合会)$")),
)


def find_body(kind: Kind, titles: list[str], metadata: dict[str, str], text: str) -> str:
    """The body's name as the document states it, "" where it states none.

    Args:
        titles: titles and title-like lines in the form of `headings.make_matching_text`, surest first.
        metadata: what the source says of itself, in the same form.
        text: the whole text in that form.
    """
    if kind is Kind.WORK:
        return ""
    for title in titles:
        for pattern in _TITLES:
            if (match := pattern.search(title)) and (body := _clean(match["body"])):
                return body
    for title in titles:
        if 4 <= len(title) <= 30 and title.endswith(
            ("人民政府", "管委会", "管理委员会", "办事处", "局", "委员会")
        ):
            return _clean(title)
    stated = [
        *(match["body"] for match in (_CONTACT.search(text), _COMPILED.search(text[:_OPENING])) if match),
        *(metadata.get(key, "") for key in _PUBLISHER),
        *(match["body"] for match in _LABELLED.finditer(text[:_OPENING])),
        *reversed(text.rstrip().splitlines()[-_LAST_LINES:]),  # the signature
    ]
    bodies = (_clean(_OFFICE.sub("", body.strip())) for body in stated)
    return next((body for body in bodies if body and find_kind(body)), "")


def find_speaker(text: str) -> BodyKind | None:
    """The kind of body that speaks of itself most (我县, 我局, 我镇); None where none does."""
    counts = Counter(match.lastgroup for match in _SPEAKER.finditer(text))
    kinds = {"department": BodyKind.DEPARTMENT, "town": BodyKind.TOWNSHIP, "own": BodyKind.GOVERNMENT}
    return kinds[str(counts.most_common(1)[0][0])] if counts else None


def is_national(body: str) -> bool:
    """Whether a body is an organ of the State Council by its name, places in the name left aside."""
    return bool(_NATIONAL.search(body))


def find_kind(body: str) -> BodyKind | None:
    """The kind of a body by its name; None where the name does not tell."""
    return next((kind for kind, pattern in _KINDS if pattern.search(body)), None)


def make_official(body: str, region: Region | None, kind: Kind) -> tuple[str, BodyKind | None]:
    """The body's official name and kind, made out from the region where the document names only that.

    A government is named after its division, a district's after its city too (广州市从化区人民政府); a
    town has a 人民政府, a 街道 a 办事处, a 地区 or 盟 a 行政公署
    (地方各级人民代表大会和地方各级人民政府组织法).
    """
    if region:
        body = body.replace(fold(region.name), region.name)  # 干县 is the folded form of 乾县
    bare = body.removesuffix("人民政府").removesuffix("政府").removesuffix("办事处").removesuffix("行政公署")
    if region is None:
        return body, find_kind(body)
    level = divisions().level(region.code)
    if level == COUNTRY and (kind is Kind.WORK or not body):
        return "国务院", BodyKind.GOVERNMENT
    under_present_name = not bare or bare.endswith(region.name)
    names_region = under_present_name or region in divisions().find(bare)
    if names_region and level == ZONE:
        return body or f"{region.name}管理委员会", BodyKind.ZONE
    if names_region and level == TOWN:
        office = {"镇": "人民政府", "乡": "人民政府", "木": "人民政府", "道": "办事处"}.get(
            region.name[-1], ""
        )
        return f"{region.name}{office}", BodyKind.TOWNSHIP
    if names_region and region.name.endswith(("地区", "盟")):
        return f"{region.name}行政公署", BodyKind.GOVERNMENT
    if names_region:
        own = BodyKind.GOVERNMENT
        own_name = next((n for n in divisions().former(region.code) if bare.endswith(n)), "")
        if not under_present_name and own_name:
            return f"{bare}人民政府", own  # 从化市人民政府, when it still was one
        above = region.path[-2] if region.name.endswith("区") and len(region.path) > 1 else ""
        return f"{above if above != region.path[-1] else ''}{region.name}人民政府", own
    if body and _BELOW.search(body) and region.name[-1] == body.removeprefix("我")[0]:
        body = f"{region.name}{_BELOW.sub('', body)}"  # 县统计局 of 平武县
    return body, find_kind(body)


def _clean(body: str) -> str:
    body = re.sub(rf"^(?:关于|{_YEAR}年?度?|[>›»\-—:/|·.、\s]+)+", "", body.strip())
    body = re.sub(r"(?:关于|的|年度?|开展|\(示例\))+$", "", body)
    body = re.sub(r"(?<=[局厅委会])办公室$", "", body)  # an organ's own office answers for the organ
    return body if 2 <= len(body) <= 40 and not _NO_BODY.search(body) else ""

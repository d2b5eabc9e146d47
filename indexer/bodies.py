"""Which organ issued a report, and of what kind it is."""

from __future__ import annotations

import re

from indexer.regions import COUNTRY, TOWN, ZONE, divisions
from indexer.report import BodyKind, Kind, Region

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
_CONTACT = re.compile(
    r"请?与(?P<body>[^,。;:(\n]{4,30}?)(?:政府信息公开(?:工作)?(?:领导小组)?)?(?:办公室)?(?:\(|联系)"
)
_PUBLISHER = ("publisher", "source", "author")

_KINDS = (
    (
        BodyKind.AGENCY,
        re.compile(r"海关|税务|气象局|海事|出入境|邮政管理|烟草|银保监|证监|通信管理|国家统计局.+调查"),
    ),
    (
        BodyKind.ZONE,
        re.compile(
            r"(?:开发区|新区|实验区|合作区|产业园|工业园区?|度假区|保税区|示范区|高新区)(?:管委会|管理委员会)?$"
        ),
    ),
    (BodyKind.TOWNSHIP, re.compile(r"(?:镇|乡|街道)(?:人民政府|办事处|政府)?$")),
    (
        BodyKind.GOVERNMENT,
        re.compile(r"(?:省|市|区|县|旗|州|盟)(?:人民政府|政府)?$|人民政府(?:办公[室厅])?$|^国务院$"),
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
        titles: titles and title-like lines in the form of `headings.matching_text`, surest first.
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
    if match := _CONTACT.search(text[:3000]) or _CONTACT.search(text):
        body = _clean(match["body"])
        if kind_of(body):
            return body
    for key in _PUBLISHER:
        body = _clean(metadata.get(key, ""))
        if body and kind_of(body):
            return body
    return ""


def kind_of(body: str) -> BodyKind | None:
    """The kind of a body by its name; None where the name does not tell."""
    return next((kind for kind, pattern in _KINDS if pattern.search(body)), None)


def official(body: str, region: Region | None, kind: Kind) -> tuple[str, BodyKind | None]:
    """The body's official name and kind, made out from the region where the document names only that.

    A government is named after its division, a district's after its city too (广州市从化区人民政府).
    """
    bare = body.removesuffix("人民政府").removesuffix("政府")
    if region is None:
        return body, kind_of(body)
    level = divisions().level(region.code)
    if level == COUNTRY and (kind is Kind.WORK or not body):
        return "国务院", BodyKind.GOVERNMENT
    under_present_name = not bare or bare.endswith(region.name)
    names_region = under_present_name or region in divisions().find(bare)
    if names_region and level == ZONE:
        return body or f"{region.name}管理委员会", BodyKind.ZONE
    if names_region:
        own = BodyKind.TOWNSHIP if level == TOWN else BodyKind.GOVERNMENT
        if body.endswith("人民政府") or (level == TOWN and body):
            return body, own
        if not under_present_name and bare in divisions().former(region.code):
            return f"{bare}人民政府", own  # 从化市人民政府, when it still was one
        above = region.path[-2] if region.name.endswith("区") and len(region.path) > 1 else ""
        return f"{above if above != region.path[-1] else ''}{region.name}人民政府", own
    return body, kind_of(body)


def _clean(body: str) -> str:
    body = re.sub(r"^(?:关于|[>›»\-—:/|·.、\s]+)", "", body.strip())
    body = re.sub(r"(?:关于|的|年度?|开展|\(示例\))+$", "", body)
    return (
        body if 2 <= len(body) <= 40 and not re.search(r"[,。;!?]|首页|当前位置|本|报告|\d{4}", body) else ""
    )

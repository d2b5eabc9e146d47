"""The official name of the organ that issued a report, from what the document calls it and its region."""

from __future__ import annotations

import re

from indexer.outlines.identity.organs import ZONES, complete, find_kind
from indexer.report.regions import COUNTRY, TOWN, ZONE, read_divisions
from indexer.report.report import BodyKind, Kind, Region
from indexer.text.fold import fold

_BELOW = re.compile(r"^(?:我)?[省市区县旗州](?=[一-鿿]{2,}(?:局|厅|委|委员会|办公?室)$)")
_RELATIVE = re.compile(r"^(?:省|市|县|区|旗|州|自治区|镇|乡)(?:人民政府|政府)$")
_ZONE = re.compile(rf"(?:{ZONES})$")
_COMMITTEE = re.compile(r"(?:[区园]|党工委|我)(管委会|管理委员会)")
_GOVERNMENT = re.compile(r"(?:人民政府|政府|办事处|行政公署|街道办)$")


def make_official(body: str, region: Region | None, kind: Kind) -> tuple[str, BodyKind | None]:
    """The body's official name and kind, made out from the region where the document names only that.

    A government is named after its division, a district's after its city too (广州市从化区人民政府); a
    town has a 人民政府, a 街道 a 办事处, a 地区 or 盟 a 行政公署
    (地方各级人民代表大会和地方各级人民政府组织法).
    """
    body = body.replace("(", "（").replace(")", "）")
    if region is None:
        return body, find_kind(body)
    body = body.replace(fold(region.name), region.name)  # 干县 is the folded form of 乾县
    bare = _GOVERNMENT.sub("", "" if _RELATIVE.match(body) else body)
    level = read_divisions().find_level(region.code)
    if level == COUNTRY and (kind is Kind.WORK or not body):
        return "国务院", BodyKind.GOVERNMENT
    under_present_name = not bare or bare.endswith(region.name)
    names_region = under_present_name or region in read_divisions().find(bare)
    if names_region and level == ZONE:
        return body or f"{region.name}管理委员会", BodyKind.ZONE
    if names_region and level == TOWN:
        return complete(region.name), BodyKind.TOWNSHIP
    if names_region and region.name.endswith(("地区", "盟")):
        return f"{region.name}行政公署", BodyKind.GOVERNMENT
    if names_region:
        own = BodyKind.GOVERNMENT
        own_name = next((n for n in read_divisions().find_former(region.code) if bare.endswith(n)), "")
        if not under_present_name and own_name:
            return f"{bare}人民政府", own  # 从化市人民政府, when it still was one
        above = region.path[-2] if region.name.endswith("区") and len(region.path) > 1 else ""
        return f"{above if above != region.path[-1] else ''}{region.name}人民政府", own
    if body and _BELOW.search(body) and region.name[-1] == body.removeprefix("我")[0]:
        body = f"{region.name}{_BELOW.sub('', body)}"  # 县统计局 of 平武县
    return body, find_kind(body)


def complete_zone(body: str, text: str) -> str:
    """A zone's name with the committee that runs it (管委会, 管理委员会), as a text calls that.

    Args:
        body: the official name of the body; one that is no zone's, or names its organ, stays.
        text: the document, in the form of `headings.make_matching_text`.
    """
    if find_kind(body) is not BodyKind.ZONE or not _ZONE.search(body):
        return body
    found = re.search(rf"{re.escape(fold(body))}(管委会|管理委员会)", text) or _COMMITTEE.search(text)
    return f"{body}{found[1]}" if found else body

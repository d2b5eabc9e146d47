"""What a document says of itself: title, year, body, region. What it does not say stays empty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from indexer.outlines.features import Features
from indexer.outlines.headings import make_matching_text
from indexer.outlines.identity.bodies import complete_zone, make_official
from indexer.outlines.identity.candidate import Issuer
from indexer.outlines.identity.issuer import find_convened, find_issuer, find_presenter
from indexer.outlines.identity.mentions import find_names, find_ruled, find_seat_of, has_place
from indexer.outlines.identity.organs import is_national, strip_office
from indexer.outlines.identity.places import INFERRED, find_only, find_region
from indexer.outlines.identity.speaker import find_speaker
from indexer.outlines.identity.titles import list_titles
from indexer.outlines.identity.years import find_year
from indexer.report.doubt import Doubt, Topic
from indexer.report.regions import COUNTRY, TOWN, WHOLE, read_divisions
from indexer.report.report import BodyKind, Kind, Region

_ONLY_TOWN = Doubt(Topic.REGION, "行政区划按全国唯一的同名乡镇认定，请核对。")
_NO_BODY = Doubt(Topic.BODY, "未能确定发布机构。")
_ONLY_REGION = Doubt(Topic.BODY, "原文没有写明发布机构，按所属地区记为当地政府，请核对。")
_ONLY_LEVEL = Doubt(Topic.BODY, "发布机构只写了简称，没有写明是哪个地方的，请核对。")
_OF_LEVEL = re.compile(r"[省市县区旗州镇乡](?=[一-鿿]{1,10}(?:局|厅|委|委员会|办公室|中心)$)")  # 区商务局
_TITLE = re.compile(r"报告|年报")
_COLUMN = re.compile(r"(?:政府|政务)?(?:信息)?(?:公开)?(?:工作)?(?:年度)?(?:工作)?(?:年报|报告)")
_CONTACT = re.compile(
    r"(?:请|可)(?:直接)?与[^。\n]{2,60}?联系|与[^。\n]{2,60}联系[^。\n]{0,20}(?:地址|电话|邮编|邮箱)|请(?:直接)?联系:?[^。,;\n]{4,40}"
)
_SITE = re.compile(
    r"([^,。;:“”《》<>()\n]{2,30}?(?:人民政府|政府|管委会|管理委员会|[局委办厅]))[”》]?(?:(?:公众信息|政府信息公开|政务公开|门户|官方|信息|政务)*网|门户)"
)
# 电子版可在云岭市科技网下载: a field's own site has its place before the field.
_FIELD_SITE = re.compile(r"(?:在|从|登录)[“《]?([一-鿿]{2,8}[市县区旗州])[一-鿿]{2,6}网(?=[”》(站上查下])")
_SITES_IN, _GIVEN, _BRIEF = 4000, 600, 2
_ADDRESS = re.compile(r"(?:地址|地点|住所|邮寄)(?:是|为|在)?:?[^;,。)\n]{2,60}")
_TOWN = re.compile(r"([㐀-鿿𠀀-𳿿]{2,16}(?:镇|乡|街道|苏木))(?:人民政府|办事处|政府)?$")
# 云岭市公安局东湖分局: a branch has the name of its district without the last word.
_BRANCH = re.compile(r"(?:局|厅)([一-鿿]{2,5})分局$")
_LEVEL_OF_SITE = re.compile(r"[>›»/]")


@dataclass(frozen=True, slots=True)
class Identity:
    """Which report a document is.

    Attributes:
        title: its title as it is; made from what is known where it has none, and that is said.
        year: year reported on (of delivery for work reports), None where unknown.
        body: official name of the issuing body as far as known, else "".
        body_kind: kind of the body, None where unknown.
        region: the division it is about, None where unknown or ambiguous.
        published: date of publication as the source states it, `2021-01-29`, else "".
        url: address as the source states it, else "".
        doubts: what could not be known for certain.
    """

    title: str
    year: int | None
    body: str
    body_kind: BodyKind | None
    region: Region | None
    published: str
    url: str
    doubts: tuple[Doubt, ...]


def identify(features: Features, kind: Kind) -> Identity:
    """Find out which report a document is."""
    document, text = features.document, features.text
    metadata = {key: make_matching_text(value) for key, value in document.metadata.items()}
    titles = list_titles(document)
    folded = [make_matching_text(title) for title in titles]
    opening = "\n".join(folded)
    year, year_doubts = find_year(kind, opening, text)
    issuer = find_presenter(text) if kind is Kind.WORK else find_issuer(folded, metadata, text)
    region, region_doubts = _region(kind, issuer.name, opening, metadata, text)
    if kind is Kind.WORK and region and not issuer.name:
        issuer = Issuer(_find_former(region, f"{opening}\n{text}"))
    elif kind is Kind.WORK and not issuer.name:
        issuer = find_convened(text)
    name, body_kind, body_doubts = _body(kind, issuer, region, text)
    published = _date(document.metadata.get("published", ""))
    doubts = [*year_doubts, *region_doubts, *body_doubts]
    if (
        kind is Kind.DISCLOSURE
        and year
        and published
        and int(published[:4]) not in (year, year + 1, year + 2)
    ):
        sentence = f"发布日期 {published} 与年度 {year} 相差较远，请核对。"
        doubts.append(Doubt(Topic.YEAR, sentence))
    if year and year > (now := datetime.now(UTC).year):
        doubts.append(Doubt(Topic.YEAR, f"年度 {year} 晚于读取时的 {now} 年，请核对。"))
    title = _choose_title(titles, kind)
    if not title:
        title = _made_title(name, region, year, kind)
        doubts.append(Doubt(Topic.TITLE, "原文没有标题，这里的标题按已知信息拟写。"))
    return Identity(
        title,
        year,
        name,
        body_kind,
        region,
        published,
        document.metadata.get("url", "").strip(),
        tuple(doubts),
    )


def _choose_title(titles: Sequence[str], kind: Kind) -> str:
    """The surest title that says what it is of, for want of one a column's name (政府信息公开年报)."""
    named = [t for t in titles if _TITLE.search(make_matching_text(t)) and not t.endswith("。")]
    if kind is Kind.WORK:  # 政府工作报告 is what the report itself is called
        return next(iter(named), "")
    whole = (title for title in named if not _COLUMN.fullmatch(make_matching_text(title)))
    return next(whole, next(iter(named), ""))


def _body(
    kind: Kind, issuer: Issuer, region: Region | None, text: str
) -> tuple[str, BodyKind | None, tuple[Doubt, ...]]:
    """Official name and kind of the body that issued a report, and what is doubtful of it."""
    name, body_kind = make_official(issuer.name, region, kind)
    name = complete_zone(name, text)
    if issuer.name or kind is Kind.WORK:
        doubt = issuer.doubt or (_ONLY_LEVEL if _OF_LEVEL.match(name) else None)
        return name, body_kind, (doubt,) if doubt else () if name else (_NO_BODY,)
    speaks = find_speaker(text)
    if speaks in (BodyKind.DEPARTMENT, BodyKind.TOWNSHIP, BodyKind.ZONE):
        # 我局 is an organ of the place, not its government; which one is not said.
        return "", speaks, (_NO_BODY,)
    return name, body_kind, (_ONLY_REGION if name else _NO_BODY,)


def _region(
    kind: Kind, body: str, opening: str, metadata: dict[str, str], text: str
) -> tuple[Region | None, tuple[Doubt, ...]]:
    if kind is Kind.DISCLOSURE and is_national(body) and not has_place(body):
        return read_divisions().find_by_code(WHOLE), ()
    # Where an office has its rooms is not what it is the office of.
    addresses = "\n".join(match[0] for match in _ADDRESS.finditer(text)) if kind is Kind.DISCLOSURE else ""
    bare = _ADDRESS.sub("", text)
    spots = [metadata.get("site", ""), *_sites(kind, bare)]
    spots += [metadata.get(key, "") for key in ("publisher", "source", "author")]
    if kind is Kind.DISCLOSURE:  # a work report speaks of 联系 in other senses
        spots += [match[0] for match in _CONTACT.finditer(bare)][:3]
    spots += [metadata.get("breadcrumb", "")]
    titles, *spots = (_ADDRESS.sub("", spot) for spot in (f"{body}\n{opening}", *spots))
    # 舒城 in 安徽舒城经济开发区 is a county, as long as the name has none in full.
    zone = strip_office(body)
    seat = [] if find_names(zone) else find_seat_of(zone, text)
    named = "\n".join((*seat, body if has_place(body) else titles))
    region, doubts = find_region(named, spots, bare, addresses)
    if region is None and (level := _OF_LEVEL.match(body)) and (only := find_only(bare, level[0])):
        return only, (INFERRED,)
    steps = [] if body else reversed(_LEVEL_OF_SITE.split(metadata.get("breadcrumb", "")))
    for town in filter(None, map(_TOWN.search, (body, *steps))):
        if below := _town(town[1], region):
            return below, doubts if region else (_ONLY_TOWN,)
        if not region and (ruled := find_ruled(bare)) and (below := _town(town[1], ruled)):
            return below, (INFERRED,)
        if not region and (below := _town_beside(town[1], bare)):
            return below, (INFERRED,)
    if region and (branch := _BRANCH.search(body)) and (district := _district(branch[1], region)):
        return district, doubts
    return region, doubts


def _district(name: str, above: Region) -> Region | None:
    """The county or district below a region that is called by a name without its last word."""
    found = [r for end in "区县市旗" for r in read_divisions().find(name + end, above)]
    return found[0] if len(set(found)) == 1 else None


def _find_former(region: Region, text: str) -> str:
    """The government by the name that its division had then, where a work report calls it by no other."""
    head = text[:_GIVEN]
    former = (name for name in read_divisions().find_former(region.code) if f"{name}人民政府" in head)
    name = next(former, "")
    return f"{name}人民政府" if name and region.name not in head else ""


def _sites(kind: Kind, text: str) -> list[str]:
    """Sites on which a disclosure report says that it was published: 宜君县人民政府门户网站."""
    if kind is Kind.WORK:
        return []
    head = text[:_SITES_IN]
    return [match[1] for pattern in (_SITE, _FIELD_SITE) for match in pattern.finditer(head)]


def _town(name: str, above: Region | None) -> Region | None:
    """The town of this name, if just one of all towns below a region, or of all there are, bears it."""
    if above is None:
        found = [r for r in read_divisions().find(name) if len(name) > 2]
        return found[0] if len(found) == 1 and read_divisions().find_level(found[0].code) == TOWN else None
    for start in range(len(name) - 1):
        found = [
            r
            for r in read_divisions().find(name[start:], above)
            if read_divisions().find_level(r.code) == TOWN
        ]
        if len(found) == 1:
            return found[0]
    return None


def _town_beside(name: str, text: str) -> Region | None:
    """The town of this name, if a text names the county or the district of just one of all that bear it."""
    towns = [r for r in read_divisions().find(name) if read_divisions().find_level(r.code) == TOWN]
    led = [town for town in towns if len(name) > _BRIEF and town.path[-2] in text]
    return led[0] if len(led) == 1 else None


def _date(stated: str) -> str:
    match = re.search(r"((?:19|20)\d\d)\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})", stated)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else ""


def _made_title(body: str, region: Region | None, year: int | None, kind: Kind) -> str:
    """A title for a text that has none, from what is known."""
    name = body or (region.name if region and read_divisions().find_level(region.code) != COUNTRY else "")
    what = "政府信息公开工作年度报告" if kind is Kind.DISCLOSURE else "政府工作报告"
    return f"{name}{f'{year}年' if year else ''}{what}"

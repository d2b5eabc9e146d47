"""What a document says of itself: title, year, body, region. What it does not say stays empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from indexer.outlines.features import Features
from indexer.outlines.headings import find_number, make_matching_text
from indexer.outlines.identity.bodies import find_body, find_speaker, is_national, make_official
from indexer.outlines.identity.mentions import has_place
from indexer.outlines.identity.places import find_region
from indexer.outlines.identity.years import find_year
from indexer.report.document import Block, Document
from indexer.report.doubt import Doubt, Topic
from indexer.report.regions import COUNTRY, TOWN, WHOLE, divisions
from indexer.report.report import BodyKind, Kind, Region

_ONLY_TOWN = Doubt(Topic.REGION, "行政区划按全国唯一的同名乡镇认定，请核对。")
_OPENING_LINES = 8
_LONGEST_TITLE = 70
_TITLE = re.compile(r"报告|年报")
_CONTACT = re.compile(r"(?:请|可)?与[^。\n]{2,60}联系[^。\n]{0,20}(?:地址|电话|邮编|邮箱)")
_ADDRESS = re.compile(r"(?:地址|地点|住所|邮寄)(?:是|为|在)?:?[^;,。)\n]{2,60}")
_TOWN = re.compile(r"([㐀-鿿𠀀-𳿿]{2,16}(?:镇|乡|街道|苏木))(?:人民政府|办事处|政府)?$")
_LEVEL_OF_SITE = re.compile(r"[>›»/]")


@dataclass(frozen=True, slots=True)
class Identity:
    """Which report a document is.

    Attributes:
        title: its title as it stands; made from what is known where it has none, and that is said.
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
    titles = _titles(document)
    folded = [make_matching_text(title) for title in titles]
    opening = "\n".join(folded)
    year, year_doubts = find_year(kind, opening, text)
    body = find_body(kind, folded, metadata, text)
    region, region_doubts = _region(kind, body, opening, metadata, text)
    name, body_kind = make_official(body, region, kind)
    speaks = find_speaker(text) if kind is Kind.DISCLOSURE and not body else None
    if speaks in (BodyKind.DEPARTMENT, BodyKind.TOWNSHIP):
        # 我局 is an organ of the place, not its government; which one is not said.
        name, body_kind = "", speaks
    published = _date(document.metadata.get("published", ""))
    doubts = [*year_doubts, *region_doubts]
    if not name:
        doubts.append(Doubt(Topic.BODY, "未能确定发布机构。"))
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
    title = next((t for t in titles if _TITLE.search(make_matching_text(t)) and not t.endswith("。")), "")
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


def _titles(document: Document) -> list[str]:
    """Titles and title-like first lines as they stand, surest first."""
    lines = [
        block.text.strip("| ")  # the cells of a row that only a title stands in
        for block in document.blocks[:_OPENING_LINES]
        if isinstance(block, Block)
        and len(block.text) <= _LONGEST_TITLE
        and "|" not in block.text.strip("| ")
        and not (block.text.rstrip().endswith(("。", "；")) or find_number(block.text))
    ]
    candidates = [document.metadata.get("title", ""), document.title, *lines]
    return list(dict.fromkeys(title.strip() for title in candidates if title.strip()))


def _region(
    kind: Kind, body: str, opening: str, metadata: dict[str, str], text: str
) -> tuple[Region | None, tuple[Doubt, ...]]:
    spots = [metadata.get(key, "") for key in ("publisher", "source", "site", "breadcrumb", "author")]
    if kind is Kind.DISCLOSURE and is_national(body) and not has_place(body):
        return divisions().by_code(WHOLE), ()
    if kind is Kind.DISCLOSURE:  # a work report speaks of 联系 in other senses
        spots += [match[0] for match in _CONTACT.finditer(text)][:3]
    # Where an office has its rooms is not what it is the office of.
    titles, *spots = (_ADDRESS.sub("", spot) for spot in (f"{body}\n{opening}", *spots))
    region, doubts = find_region(body if has_place(body) else titles, spots, _ADDRESS.sub("", text))
    steps = [] if body else reversed(_LEVEL_OF_SITE.split(metadata.get("breadcrumb", "")))
    for town in filter(None, map(_TOWN.search, (body, *steps))):
        if below := _town(town[1], region):
            return below, doubts if region else (_ONLY_TOWN,)
    return region, doubts


def _town(name: str, above: Region | None) -> Region | None:
    """The town of this name, if just one of all towns below a region, or of all there are, bears it."""
    if above is None:
        found = [r for r in divisions().find(name) if len(name) > 2]
        return found[0] if len(found) == 1 and divisions().level(found[0].code) == TOWN else None
    for start in range(len(name) - 1):
        found = [r for r in divisions().find(name[start:], above) if divisions().level(r.code) == TOWN]
        if len(found) == 1:
            return found[0]
    return None


def _date(stated: str) -> str:
    match = re.search(r"((?:19|20)\d\d)\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})", stated)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else ""


def _made_title(body: str, region: Region | None, year: int | None, kind: Kind) -> str:
    """A title for a text that has none, from what is known."""
    name = body or (region.name if region and divisions().level(region.code) != COUNTRY else "")
    what = "政府信息公开工作年度报告" if kind is Kind.DISCLOSURE else "政府工作报告"
    return f"{name}{f'{year}年' if year else ''}{what}"

"""Which division a report is about: names of divisions, weighed by where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from indexer.outlines.identity.mentions import (
    RULES,
    find_names,
    find_shorts,
    find_subjects,
    find_superiors,
    list_briefs,
    list_shorts,
    locate_names,
)
from indexer.outlines.identity.namesakes import Wording, find_candidates, settle
from indexer.report.doubt import Doubt, Topic
from indexer.report.regions import COUNTY, PREFECTURE, PROVINCE, WHOLE, ZONE, read_divisions
from indexer.report.report import Region

_CONGRESS = re.compile(r"在?([^\n,。;:\d]{2,16}?)第[一二三四五六七八九十\d]{1,3}届人民代表大会")
_NATIONAL = re.compile(r"第[一二三四五六七八九十\d]{1,3}届全国人民代表大会|国务院总理|代表国务院")
_HEAD_OF_GOVERNMENT = re.compile(
    r"([^\n,。;:\d]{2,12}?)(?:人民政府)?(?:代)?(?:省长|市长|区长|县长|州长|旗长|盟长|自治区主席|人民政府主席)"
)
_OWN = (
    (re.compile(r"代表自治区人民政府|代表省人民政府|向大会报告省"), {PROVINCE}),
    (re.compile(r"代表(?:市|州|盟)(?:人民)?政府"), {PROVINCE, PREFECTURE, COUNTY}),
    (re.compile(r"代表(?:区|县|旗)(?:人民)?政府"), {COUNTY, ZONE}),
)
_UNKNOWN = Doubt(Topic.REGION, "未能确定行政区划。")
INFERRED = Doubt(Topic.REGION, "行政区划按正文推断，标题等处没有写明，请核对。")
"""Nothing but the text tells the region."""
_BY_ADDRESS = Doubt(Topic.REGION, "行政区划按联系地址推断，别处没有写明，请核对。")
_PRESENTED = re.compile(r"代表([^,。;:\n]{2,24}?)(?:管委会|管理委员会|人民政府|政府)")
_HEAD = 600
_BODY = 20_000
_OFTEN = 5
"""Mentions of one place that count: a project named thirty times says no more than one named five times."""
_OF_DISTRICT = re.compile("我[区县旗]|全[区县旗]")
# 县应急局 as a subject: an organ that is called by its level.
_ORGAN = "(?:[一-鿿]{2,12}?(?:局|委员会|委|办公室|中心))"
_OF_COUNTY = re.compile(
    rf"[我全][区县旗]|(?<![市一-鿿])[区县旗](?:委|政府)|我[镇乡]|本?街道|(?:^|[\n,。;])[区县旗]{_ORGAN}"
)
_OF_CITY = re.compile(rf"[我全][省市州盟]|(?:^|[\n,。;])[市州盟]{_ORGAN}")
_OF_LOWER, _OF_PROVINCE = re.compile("[我全][市州盟区县旗镇乡]|我局"), re.compile("我[省厅]|全省|本厅")
_OPENING, _SIGNATURE = 200, 80


def find_region(
    titles: str, spots: Iterable[str], text: str, addresses: str = ""
) -> tuple[Region | None, tuple[Doubt, ...]]:
    """The division that a document is about, and what is doubtful of it.

    Args:
        titles: titles and their like, the strongest evidence.
        spots: other places that name the issuing body (metadata, breadcrumb, contact), surest first.
        text: the whole text without addresses. All in the form of `headings.make_matching_text`.
        addresses: where the body has its rooms; tells namesakes apart, is likely where all else is silent.
    """
    head = f"{titles}\n{text[:_HEAD]}"
    spots = list(spots)
    # Whatever the document says anywhere may tell namesakes apart: the site's name as well as the text.
    context = Wording("\n".join((titles, *spots, addresses)), text)
    if _NATIONAL.search(head):
        return read_divisions().find_by_code(WHOLE), ()
    levels = next((levels for pattern, levels in _OWN if pattern.search(text[:3000])), None)
    spots = [spot for spot in spots if not _is_superior(spot, text)]
    for names in (
        _presented(head),
        _congress(head),
        find_names(titles),
        _officers(head),
        *(find_names(spot) for spot in spots),
    ):
        region, doubt = settle(names, context, levels)
        if region or doubt:
            return region, (doubt,) if doubt else ()
    opening = RULES.sub("《》", text[:_HEAD])
    names = list(find_subjects(opening) if levels is None else _of_levels(find_names(opening), levels)) or (
        [] if _of_a_district(text) else find_shorts(titles, levels) or find_shorts(opening, levels)
    )
    region, doubt = settle(names, context, levels)
    if region or doubt:
        return region, (doubt,) if doubt else ()
    if region := _address(addresses, context, text):
        return region, (_BY_ADDRESS,)
    region, doubts = _frequent(text, levels)
    if region is None and (above := _ordering(text, context)):
        return above, (INFERRED,)
    return region, doubts


def find_only(text: str, level: str) -> Region | None:
    """The one division of a level that a text names, where its organ is called by the level alone (县水利局).

    Args:
        text: the document, in the form of `headings.make_matching_text`.
        level: the last character of the division's name (县).
    """
    names = {name for name in find_names(RULES.sub("《》", text)) if name[-1] == level}
    regions = read_divisions().find(names.pop()) if len(names) == 1 else ()
    return regions[0] if len(regions) == 1 else None


def _is_superior(spot: str, text: str) -> bool:
    """Whether a spot names an organ of the province (省林业厅) while the text speaks of 我市 or 我局."""
    is_lower = _OF_LOWER.search(text) and not _OF_PROVINCE.search(text)
    return spot.endswith("厅") and bool(is_lower)


def _presented(text: str) -> list[str]:
    """The place whose government presents a work report: 我代表平潭综合实验区管委会."""
    found = _PRESENTED.search(text)
    return find_names(found[1]) if found else []


def _ordering(text: str, context: Wording) -> Region | None:
    """The county or district on whose notice a report was made."""
    region, _ = settle(_of_levels(find_superiors(text), {COUNTY}), context, {COUNTY})
    return region


def _address(addresses: str, context: Wording, text: str) -> Region | None:
    """The division of an address: the county or banner, a district only of what speaks of 我区.

    Offices of a city have their rooms in one of its districts.
    """
    region, _ = settle(find_names(addresses), context, None)
    if region is None or read_divisions().find_level(region.code) != COUNTY:
        return region
    if _OF_CITY.search(text) and not _OF_COUNTY.search(text):
        return read_divisions().find_by_code(region.codes[-2]) if region.name[-1] in "区" else region
    return region if region.name[-1] != "区" or _OF_COUNTY.search(text) else None


def _of_a_district(text: str) -> bool:
    """Whether a text speaks of 我区 and never of 我市: 朝阳 is a district then, not a city."""
    return bool(_OF_DISTRICT.search(text)) and not _OF_CITY.search(text)


def _congress(text: str) -> list[str]:
    return [name for found in _CONGRESS.finditer(text) for name in _tail(found[1])]


def _officers(text: str) -> list[str]:
    return [name for found in _HEAD_OF_GOVERNMENT.finditer(text) for name in _tail(found[1])]


def _tail(text: str) -> list[str]:
    """The names at the end of a stretch: 2019年1月27日在广东省, 在云泽市东湖区, 寿县."""
    if text in list_briefs():
        return [text]
    found = list(locate_names(text))
    return [name for at, name in found] if found and found[-1][0] + len(found[-1][1]) == len(text) else []


def _of_levels(names: list[str], levels: set[str]) -> list[str]:
    """Names of divisions at the level that the text says it speaks for."""
    table = read_divisions()
    return [
        name
        for name in names
        if any(table.find_level(code) in levels for code in table.find_exact_codes(name))
    ]


def _province(text: str) -> Region | None:
    """The province of a report that does not present itself: that of nearly all places named in it."""
    tops: Counter[str] = Counter()
    for name, times in Counter(find_names(text)).items():
        regions = read_divisions().find(name)
        if len(regions) == 1:
            tops[regions[0].codes[0]] += min(times, _OFTEN)
    for name, codes in list_shorts().items():  # 赣州 without its last word, 江西 itself
        if (region := read_divisions().find_by_code(codes[0])) and (times := text.count(name)):
            tops[region.codes[0]] += min(times, _OFTEN)
    (top, most), *_ = tops.most_common(1) or [("", 0)]
    enough = most >= 2 * _OFTEN and most >= 0.75 * tops.total()
    return read_divisions().find_by_code(top) if enough else None


def _frequent(text: str, levels: set[str] | None) -> tuple[Region | None, tuple[Doubt, ...]]:
    """Where no title names a place: the division that the text surely speaks of most."""
    if levels == {PROVINCE}:
        region = _province(text)
        return (region, (INFERRED,)) if region else (None, (_UNKNOWN,))
    counts: Counter[Region] = Counter()
    for name, times in Counter(find_names(text[:_BODY])).items():
        regions = find_candidates(name, [], Wording("", text), levels)
        if len(regions) == 1 and (levels is None or read_divisions().find_level(regions[0].code) in levels):
            counts[regions[0]] += times
    if not counts:
        return None, (_UNKNOWN,)
    (region, times), *others = counts.most_common(2)
    # Every mention of a district as 广州市从化区 is one of its city too.
    rivals = [n for r, n in others if r.codes != region.codes[: len(r.codes)]]
    lower = [r for r, n in counts.items() if n >= max(3, times * 0.6) and r.codes[:-1] == region.codes]
    if len(lower) == 1:
        region, times = lower[0], counts[lower[0]]
    # A report's first sentence or its signature names its subject; what it only speaks of often, neither.
    subject = region.name in text[:_OPENING] or region.name in text[-_SIGNATURE:]
    if subject and times >= 3 and all(times >= 2 * n for n in rivals):
        return region, (INFERRED,)
    return None, (_UNKNOWN,)

"""Names of divisions that stand in a text, found in one pass over it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from indexer.outlines.identity.organs import ZONES
from indexer.report.regions import COUNTRY, COUNTY, PREFECTURE, PROVINCE, TOWN, read_divisions
from indexer.report.report import Region

# 寿县人民政府2019年…, 莫旗民政局: a county or banner of two characters that a title begins with.
_TITLED = re.compile(
    r"^(?:关于)?(?:(?:19|20)\d\d年?度?)?([一-鿿][县旗])(?=人民政府|政府|20|[一-鿿]{2,10}(?:局|委员会|办公室|镇|乡)(?:20|$|\n))",
    re.MULTILINE,
)
# What may follow 城区 where it is a division and not the built-up part of a town.
_ENDS = re.compile(r"人民政府|政府|人民法院|第|20|[一-鿿]{2,12}(?:局|委员会)|$", re.MULTILINE)
# 乙县人民政府办公室关于做好…年度报告的通知: whose notices a body obeys, it is under.
# The office's notice is one also where a copying site has put its own name for 关于.
_ORDERED = re.compile(
    r"([^,。;:《》\n]{2,20}?)(?:人民政府|政府)(?:(?:办公[室厅])?《?关于[^。《》\n]{2,60}?(?:年度报告|年报)"
    r"|办公[室厅][^。《》\n]{2,60}?(?:年度报告|年报)[^。《》\n]{0,20}通知)"
    # 东湖区信息办印发《关于…》, 政务公开领导小组办公室《关于…》
    r"|([^,。;:《》\n]{2,20}?)(?:政务公开|信息公开|信息化|政务|信息|公开)[^,。;:《》\n]{0,12}(?:办|办公室|中心|局)(?:印发|下发|发布)?的?《关于[^。《》\n]{2,60}?(?:年度报告|年报)"
)
# 《甲省政府信息公开办法》 holds in all of a province, and says nothing of where in it.
RULES = re.compile(r"《[^《》\n]{0,60}(?:办法|条例|规定|细则|制度)》")
"""Titles of rules, in which the name of a place is none of the reporter's."""
_ZONE_FIRST = re.compile(rf"[一-鿿]{{2,16}}?(?:{ZONES})")
# 《中共乙县委办公室 乙县人民政府办公室印发〈…〉的通知》: what a county sent to those below it.
_SENT_DOWN = re.compile(
    r"([一-鿿]{2,12}?[县区市旗])(?:人民政府办公室(?:关于)?(?:印发|转发)"
    # 按照甲市政府信息公开工作的安排部署
    r"|(?:人民)?政府(?:信息|政务)公开工作的?(?:统一|有关|相关)?(?:安排|部署|要求)"
    # 落实乙县政府《关于做好政府信息公开工作的通知》
    r"|(?:人民)?政府(?:办公[室厅])?的?《关于[^《》\n]{0,40}(?:信息|政务)公开[^《》\n]{0,20}(?:通知|意见)》)"
)
# 国家统计局云岭调查总队, 甲大学云岭学院: where a branch or a college is, is said behind whose it is.
_WHOSE = re.compile(
    r"^(?:国家[一-鿿]{2,8}?(?:总局|局)|中国(?:人民银行|银保监会|证监会)|[一-鿿]{2,12}?大学)(?=[一-鿿]{4})"
)
_ORDERS = 1500
_BEFORE_A_SUBJECT = ("", "\n", "。", ",", ";", ":", "年", "《", "(")
_LONGEST = 15


def find_names(text: str) -> list[str]:
    """Full names of divisions above towns in a text, as often as they stand there."""
    brief = [match[1] for match in _TITLED.finditer(text) if match[1] in list_briefs()]
    return brief + [name for _, name in locate_names(text)]


def locate_names(text: str) -> Iterator[tuple[int, str]]:
    """Full names of divisions above towns in a text, longest first where they overlap; their offsets."""
    starts = _starts()
    at = 0
    while at < len(text) - 1:
        if text[at : at + 2] in starts:
            for length in range(min(_LONGEST, len(text) - at), 1, -1):
                if (name := text[at : at + length]) in _names():
                    yield at, name
                    at += length - 1
                    if brief := _brief_below(text, at + 1, name):
                        yield at + 1, brief
                        at += len(brief)
                    break
        at += 1


def find_subjects(text: str) -> list[str]:
    """Names that begin a clause, as a subject does; 赴深圳市学习 does not name the reporter."""
    found = list(locate_names(text))
    ends = {at + len(name) for at, name in found}
    # 广州市从化区: the second name begins where the first one ends.
    return [name for at, name in found if at in ends or text[max(at - 1, 0) : at] in _BEFORE_A_SUBJECT]


def find_superiors(text: str) -> list[str]:
    """Names of divisions on whose governments' notices a report was made."""
    ordering = [match[1] or match[2] for match in _ORDERED.finditer(text[:_ORDERS])]
    ordering = ordering or [match[1] for match in _SENT_DOWN.finditer(text[:_ORDERS])]
    return [name for by in ordering for name in ([by] if by in list_briefs() else find_names(by))]


def find_shorts(text: str, levels: set[str] | None) -> list[str]:
    """Provinces and prefectures without their last word (东莞), where just one is named."""
    found: dict[str, None] = {}
    for name, codes in list_shorts().items():
        # Asked first whether it is there at all: a search for each of 370 names takes twenty times as long.
        if name in text and re.search(
            rf"{name}(?=政府|人民政府|自治区|工作报告|海关|税务|[省市州]委|(?:19|20)\d\d|二[〇零○]|$)",
            text,
            re.M,
        ):
            fitting = [c for c in codes if levels is None or read_divisions().find_level(c) in levels]
            if fitting:
                found[read_divisions().to_value(fitting[0])] = None
    return list(found) if len(found) == 1 else []


def locate_shorts(text: str) -> Iterator[tuple[int, str]]:
    """Names of provinces and prefectures without their last word (铜川海关), with their offsets."""
    for name in list_shorts():
        at = text.find(name)
        while at >= 0:
            yield at, name
            at = text.find(name, at + len(name))


def find_ruled(text: str) -> Region | None:
    """The one province whose rules a text cites in its preamble: its reporter is somewhere in it."""
    table = read_divisions()
    cited = "\n".join(match[0] for match in RULES.finditer(text[:_ORDERS]))
    names = {
        name
        for name in find_names(cited)
        for code in table.find_exact_codes(name)
        if table.find_level(code) == PROVINCE
    }
    regions = table.find(names.pop()) if len(names) == 1 else ()
    return regions[0] if len(regions) == 1 else None


def find_seat(body: str, context: str) -> list[str]:
    """The place that the name of a zone begins with, without its last word: 永川 in 永川高新技术产业开发区.

    Args:
        body: the zone's name; a province may lead it (安徽舒城经济开发区).
        context: other text of the document; where several places are called so, the one that is there.
    """
    table = read_divisions()
    provinces = [name for name in list_shorts() if body.startswith(name)]
    for rest in (body, *(body.removeprefix(name).lstrip("省市") for name in provinces)):
        for length in (4, 3, 2):
            regions = [
                region
                for code in dict.fromkeys(table.find_short_codes(rest[:length]))
                if table.find_level(code) in (PREFECTURE, COUNTY) and (region := table.find_by_code(code))
            ]
            named = [region for region in regions if region.name in context]
            found = regions if len(regions) == 1 else named
            if len(found) == 1 and len(rest) > length + 2:
                return [table.to_value(found[0].code)]
    # 重庆高新技术产业开发区: a municipality's own.
    municipalities = {region.name for name in provinces for region in table.find(f"{name}市")}
    return list(municipalities) if len(municipalities) == 1 else []


def find_seat_of(body: str, context: str) -> list[str]:
    """The place of a zone, or of an organ of one, or the one without its last word that a name begins with.

    Args:
        body: its name, without a full name of a place (枣庄高新区消防救援大队, 铜川学院).
        context: other text of the document.
    """
    if zone := _ZONE_FIRST.match(body):
        return find_seat(zone[0], context)
    behind = _WHOSE.sub("", body)
    body = behind if behind[:2] in list_shorts() or behind[:3] in list_shorts() else body
    begun = [
        name
        for name in (body[:2], body[:3], body[:4])
        if name in list_shorts() and len(body) > len(name) + 1 and len(set(read_divisions().find(name))) == 1
    ]
    return [read_divisions().to_value(list_shorts()[begun[0]][0])] if len(begun) == 1 else []


def has_place(text: str) -> bool:
    """Whether a text names a division, a province or prefecture also without its last word."""
    return bool(find_names(text)) or any(name in text for name in list_shorts())


def find_full_name(body: str, text: str) -> str:
    """The name with its place or its zone by which a text begins sentences about a body; `body` where none.

    Args:
        body: a name that may lack its place (市场监督管理局), in matching form; text: the document.
    """
    if not body or has_place(body):
        return body
    opens = re.compile(rf"(?:^|[\n。;]|年,?)([一-鿿]{{2,24}}?{re.escape(body)})(?![一-鿿]{{0,6}}分局)")
    names = Counter(name for name in opens.findall(text) if has_place(name))
    name, times = names.most_common(1)[0] if names else (body, 0)
    return name if times > 1 else body


def _brief_below(text: str, at: int, above: str) -> str:
    """A name of two characters (寿县, 城区), which counts right behind a division above it only."""
    name = text[at : at + 2]
    if len(name) < 2 or name not in list_briefs() or (name[1] == "区" and not _ENDS.match(text, at + 2)):
        return ""
    uppers = read_divisions().find_exact_codes(above)
    regions = read_divisions().find(name)
    return name if any(upper in region.codes[:-1] for region in regions for upper in uppers) else ""


@cache
def _names() -> frozenset[str]:
    """Full names, present and former, of divisions above towns, and of zones."""
    table = read_divisions()
    return frozenset(
        name
        for name in table.list_names()
        if len(name) > 2
        and any(table.find_level(c) not in (TOWN, COUNTRY) for c in table.find_exact_codes(name))
    )


@cache
def list_briefs() -> frozenset[str]:
    """Full names of two characters."""
    table = read_divisions()
    return frozenset(
        name
        for name in table.list_names()
        if len(name) == 2 and any(table.find_level(code) == COUNTY for code in table.find_exact_codes(name))
    )


@cache
def _starts() -> frozenset[str]:
    return frozenset(name[:2] for name in _names())


@cache
def list_shorts() -> dict[str, tuple[str, ...]]:
    """Names of provinces and prefectures without their last word, with their codes."""
    table = read_divisions()
    found: dict[str, tuple[str, ...]] = {}
    for name in table.list_shorts():
        codes = tuple(
            c for c in table.find_short_codes(name) if table.find_level(c) in (PROVINCE, PREFECTURE)
        )
        if len(codes) == 1 and not codes[0].startswith("99"):
            found[name] = codes
    return found

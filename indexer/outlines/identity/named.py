"""The one organ that a report names with its place, in whatever words it does so."""

from __future__ import annotations

import re
from collections import Counter

from indexer.outlines.identity.candidate import QUOTED, Issuer, is_organ
from indexer.outlines.identity.mentions import locate_names, locate_shorts
from indexer.outlines.identity.organs import ENDS, clean, complete, find_kind
from indexer.outlines.identity.speaker import find_speaker
from indexer.report.doubt import Doubt, Topic
from indexer.report.report import BodyKind

_HEAD, _TAIL, _LONGEST_ABOVE = 1500, 300, 8
# 政府 ends no name that goes on (政府采购中心), and 办 none that is one of 办公室.
_END = rf"(?!政府[^\n,。;的])(?:{ENDS})(?!公[室厅]|事处)"
_ORGAN = re.compile(
    rf"[一-鿿、]{{0,16}}?{_END}(?:{_END}|有限(?:责任)?公司|[一-鿿]{{2,6}}?(?:分局|大队|支队))?(?:\([^()\n\d]{{2,12}}\))?"
)
# 国家税务总局甲县税务局, 中共甲县委宣传部: what stands before the place is part of the name.
_ABOVE = re.compile(r"(?:国家税务总局|国家统计局|中国人民银行|中共|共青团|国网|中国邮政)$")
# 按照甲县政务公开办要求, 在甲县教育局指导下: whom a body obeys, or whose place it speaks at.
_OBEYED = re.compile(
    r"(?:的|各项|有关|相关|统一)*(?:要求|部署|指导|领导|安排|文件|通知|印发|批准|关于|组织的)"
)
_BELONGING = {
    BodyKind.DEPARTMENT: frozenset({BodyKind.DEPARTMENT, BodyKind.AGENCY, BodyKind.OTHER, BodyKind.ZONE}),
    BodyKind.TOWNSHIP: frozenset({BodyKind.TOWNSHIP}),
    BodyKind.ZONE: frozenset({BodyKind.ZONE}),
}
_ANY = frozenset({BodyKind.DEPARTMENT, BodyKind.AGENCY, BodyKind.OTHER, BodyKind.ZONE, BodyKind.TOWNSHIP})

_OF_TEXT = Doubt(Topic.BODY, "发布机构按正文里唯一写明地名的机构推断，没有写明是谁的报告，请核对。")


# 通过高村乡政府信息公开网, “幸福同田乡”: a town that a text names without its county.
_TOWN = re.compile(
    r"(?:^|通过|[由在为对向到据和与及将了,。;:、“《\n])(?![由在为对向到据和与及将了通])(?P<body>[一-鿿]{1,4}(?<![各本我全该乡城])(?:乡|镇|街道))"
    r"(?=人民政府|政府|办事处|党委|信息|门户|政务|网|微信)"
)


# 成立市统计局政府信息公开工作领导小组: an organ called by its level only.
_OF_LEVEL = re.compile(
    r"(?:^|[,。;:、\n由经对向与和是立在])(?P<body>[省市县区旗州](?!政|级|直|委|内|域|情)[一-鿿]{1,8}?(?:局|委员会|委|厅)(?=政府信息|信息公开|按|认|高|严|积|领导|办公室|网站|门户)(?!(?:办公室|办公厅)?(?:关于|印发|《)))",
)
_SAID = re.compile(r"[我本](局|厅|委(?!托|员)|院|校|公司|集团|中心|处|馆|队|站|会|社|街道|镇|乡)")
_ENDS_OF = {
    "委": ("委", "委员会"),
    "校": ("学校", "大学", "学院", "中学", "小学"),
    "街道": ("街道", "街道办事处"),
    "镇": ("镇", "镇人民政府"),
    "乡": ("乡", "乡人民政府"),
}


_RULES = re.compile(r"《([^《》\n]{4,40}(?:细则|办法|制度|规定|指南|目录|方案|事项表))(?:\([^()]{2,6}\))?》")


def list_fitting(text: str) -> frozenset[BodyKind]:
    """Kinds of bodies that may speak as a text does (我局, 我院, 我镇); none where it says 我县."""
    speaker = find_speaker(text)
    return _ANY if speaker is None else _BELONGING.get(speaker, frozenset())


def find_named(text: str) -> Issuer | None:
    """The organ that begins with its place, where a text names just one that fits how it speaks of itself.

    Args:
        text: the document, in the form of `headings.make_matching_text`.
    """
    fitting = list_fitting(text)
    names = Counter(
        body
        for part in (text[:_HEAD], text[max(_HEAD, len(text) - _TAIL) :])
        for body in _list_organs(QUOTED.sub("《》", part))
        if find_kind(body) in fitting
    )
    if not names and BodyKind.TOWNSHIP in fitting:
        towns = Counter(body for match in _TOWN.finditer(text) if is_organ(body := match["body"]))
        names = Counter(name for name, times in towns.items() if times > 1 or len(towns) == 1)
    if not names and BodyKind.DEPARTMENT in fitting:
        names = Counter(body for match in _OF_LEVEL.finditer(text) if is_organ(body := match["body"]))
    ends = _list_ends(text)
    own = [name for name in names if name.endswith(ends)] if ends else list(names)
    if (
        not own and ends
    ):  # 按照《甲市教育局政府信息公开申请办理细则》: its own rules, if nothing else names it
        rules = "\n".join(match[1] for match in _RULES.finditer(text))
        own = [name for name in dict.fromkeys(_list_organs(rules)) if name.endswith(ends)]
    return Issuer(complete(own[0]), _OF_TEXT) if len(own) == 1 else None


def find_whole(body: str, text: str) -> str:
    """The name from its place on of a body that is called without it, "" where a text has none or two.

    Args:
        body: as it is called; text: the document, both in the form of `headings.make_matching_text`.
    """
    if not body:
        return ""
    whole = {name for name in _list_organs(QUOTED.sub("《》", text[:_HEAD])) if name.endswith(body)}
    return whole.pop() if len(whole) == 1 else ""


def _list_ends(text: str) -> tuple[str, ...]:
    """How the name of a body ends by which word a text calls it most often (我局, 我校); () where by none."""
    said = Counter(_SAID.findall(text)).most_common(1)
    return _ENDS_OF.get(said[0][0], (said[0][0],)) if said else ()


def _list_organs(text: str) -> list[str]:
    """Organs that are named from their place on, those left out that a body only obeys."""
    found: list[str] = []
    end = 0
    for at, name in sorted({**dict(locate_shorts(text)), **dict(locate_names(text))}.items()):
        match = _ORGAN.match(text, at + len(name))
        if at < end or not match or _OBEYED.match(text, match.end()):
            continue
        above = _ABOVE.search(text[max(at - _LONGEST_ABOVE, 0) : at])
        body = clean((above[0] if above else "") + text[at : match.end()])
        if body and is_organ(body):
            found.append(body)
            end = match.end()
    return found

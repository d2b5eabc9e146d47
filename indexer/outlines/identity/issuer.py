"""Which organ a report says that it is of, wherever it says so, and how sure that is.

In order of trust: title, a line of its own beside the title, preamble (现公布X…年度报告, 由X编制, X根据…编制,
X(以下简称本局)), signature, contact, what the source says of itself, the subject of the first sentences.
A document that is quoted there (《…》, X关于…的通知) is nobody's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from indexer.outlines.identity.mentions import find_full_name, locate_names
from indexer.outlines.identity.organs import (
    ENDS,
    MINISTRIES,
    YEAR,
    clean,
    complete,
    find_kind,
    is_office,
    strip_office,
)
from indexer.outlines.identity.speaker import find_speaker
from indexer.outlines.identity.titles import find_own_line, find_titled
from indexer.report.doubt import Doubt, Topic
from indexer.report.report import BodyKind

_PREAMBLE, _LAST_LINES, _SUBJECTS = 1500, 6, 900
_REPORT = r"(?:政府|政务)?(?:信息|政务)[^,。;\n]{0,4}公开[^,。;\n]{0,12}(?:报告|年报)"
# 根据《…》, X办公厅关于印发…的通知: documents that the report only refers to.
_QUOTED = re.compile(
    r"《(?![^《》\n]{0,40}公开[^《》\n]{0,12}(?:年度报告|年报|工作报告)》)[^《》\n]{0,120}(?:《[^《》\n]*》|[^《》\n]){0,4}》(?:\([^()\n]{0,40}\))?"
    r"|[^,。;:\n《》]{2,40}关于[^。\n]{2,80}?(?:通知|意见|办法|函|决定|规定)"
)
_CALLED = r"(?:\((?:[^()\n]*(?:简称|下称)[^()\n]*)\))?"
# 坪山区委(区政府)办公室, 审批服务办公室(公共资源交易委员会办公室)
_NAME = (
    rf"(?:(?:中华人民共和国)?(?:{MINISTRIES})(?![局厅司])|[^,。;:()《》\n\d]{{2,30}}?(?:\([^()\n]{{2,10}}\)[^,。;:()《》\n\d]{{0,10}}?)?"
    rf"(?:{ENDS}|镇|乡|街道|省|市|县|区|旗)(?:\([^()\n]{{2,20}}\))?)"
)
# Taken whole: 2016年度镇政府 is never 2016年 of a 度镇政府.
_PERIOD = rf"(?>{YEAR}年?(?:(?:-|—|–|至|~){YEAR})?(?:学年|年)?度?)"
_COMPOSED = re.compile(
    rf"由(?P<body>[^,。;:()《》\n]{{3,40}}?(?:\((?!以下|下称|简称)[^()\n]{{2,20}}\))?){_CALLED}(?:,?(?:负责|组织|结合|根据|依据|按照|遵照|汇总|综合|编制|编写|编撰|撰写|起草|公布|发布))"
)
_PREAMBLES = (
    re.compile(
        rf"(?:公布|发布|公开|编制|编写|撰写|形成|制作|提交|现将|报告)(?:完成|了|出|的)?[《<“]?(?P<body>{_NAME})(?:{_PERIOD})?的?{_REPORT}"
    ),
    re.compile(
        rf"(?:公布|发布|公开|编制|编写|撰写|形成|制作|提交|现将|报告)(?:完成|了|出|的)?[《<“]?{_PERIOD}(?P<body>{_NAME})的?{_REPORT}"
    ),
    _COMPOSED,
    re.compile(
        rf"(?:^|[\n。])(?:本(?:年度)?(?:报告|年报)是)?(?P<body>{_NAME}|[一-鿿]{{3,12}}办){_CALLED}(?:严格)?(?:根据|按照|依据|依照|遵照)[^。\n]{{2,160}}(?:编制|撰写|形成|公布|发布)"
    ),
    re.compile(
        rf"(?:^|[\n,。;:年由])(?P<body>{_NAME})\((?:以下)?(?:简称|下称)[:“]?(?:本|我)?[^()\n]{{1,12}}\)"
    ),
    re.compile(rf"(?:^|[\n,。;:])(?P<body>{_NAME})在总结{YEAR}年"),
    re.compile(
        rf"(?:^|[\n,。;:])(?P<body>{_NAME})(?:结合[^,。;\n]{{2,40}},)?(?:认真|组织|及时){{0,2}}(?:编制|编写|撰写|起草)(?:完成|形成)?(?:发布|公布)?(?:了|出)?(?:本|{_PERIOD}的?{_REPORT})"
    ),
    re.compile(rf"[我本](?:局|厅|委|办|院|校|镇|乡|县|区|市|单位|机关|公司)\((?P<body>{_NAME})\)"),
    re.compile(
        rf"根据(?:{_PERIOD})?(?P<body>{_NAME}){_PERIOD}(?:政府|政务)?(?:信息|政务)公开(?:工作)?的?(?:执行|落实|开展|实施|完成)?情况"
    ),
    re.compile(rf"结合(?P<body>{_NAME})的?(?:工作|政务公开|政府信息公开|信息公开)?(?:工作)?实际"),
)
_ALL_PARTS = re.compile(r"由[^,。;:()\n]{3,40}?(?:综合|汇总)[^,。;\n]{0,6}各")
_CONTACT = re.compile(
    r"请?(?:与|联系:?|咨询:?|(?:致电|反馈至|反映至)[^,。;:\n]{0,2})(?P<body>[^,。;:\n《》]{4,44}?)(?:\((?!\w{2,8}\)(?:管委会|联系))|联系|,?电话|;|。|,地址)"
)
# 瑞云市气象局联系电话:…: a sentence of its own.
_PHONE = re.compile(rf"(?:^|[\n。;])(?P<body>{_NAME})的?(?:联系|咨询|办公)?电话")
# 电子版在市人社局门户网站发布: a department's own site.
_ON_SITE = re.compile(
    r"(?:报告|年报|电子版|版本)[^。\n]{0,20}?(?:在|从|登录|访问|通过)[“《]?(?P<body>[^,。;:()《》“”\n]{2,24}?(?:局|厅|委|委员会|中心))[”》]?(?:官方|门户|政府|政务|公众信息|信息)*网"
)
# 承担甲县公安局政府信息公开工作: whose work it is.
_ITS_WORK = re.compile(
    r"([一-鿿]{2,14}?(?:局|委员会|厅|办公室|中心))的?(?:政府|政务)?信息公开(?:工作|专栏|指南|目录)"
)
_BRANCH = r"[一-鿿]{2,10}?分局"
_LABELLED = re.compile(
    r"(?:发布|发文|公开|制作|信息提供|责任|报告|填报|编制|报送|联系)(?:机构|机关|单位|主体|部门)[:|]+(?P<body>[^\n:|,;。]{3,30})"
)
_SUBJECT = re.compile(
    rf"(?:^|[\n。])(?:\([一二三四五六]\))?(?:[^\n,。;]{{2,16}}(?:情况|方面)[。:])?(?:[^。\n]{{2,40}}以来,|截[至止]{YEAR}年\d{{1,2}}月\d{{1,2}}日,|{_PERIOD}(?:以来)?,?)?(?:在[^,。;\n]{{2,40}}下,)?(?P<body>{_NAME}){_CALLED}"
    r"(?:在[^,。;\n]{2,30}下,)?(?=(?:全年|持续|严格|认真|深入|高度|始终|积极|全面|坚持|坚决|紧紧|紧扣|按照|根据|依据|依法|切实|不断|进一步|以|将|共|主动|准确|牢牢|聚焦|围绕|着力|扎实|大力|贯彻|落实|加强|未收到|通过|政务公开|政府信息公开|信息公开|政务信息|结合|向社会))"
)
_NEVER = re.compile(
    r"^(?:[^\n]{0,8}(?:上级|各级|各有关|有关|相关|所属|下属|以上|该|其)|各|请|本|我|及|在|对|为|被|与|以|到|和各|向(?!阳)|将(?!乐)|从(?!化|江)|经(?!济|纬|开))|门户网|网站|条例|疑问|栏目|平台|认真|贯彻|落实"
)
_RELATIVE = re.compile(
    r"^(?:省|市|州|区|县|旗|镇|乡)(?:委|政府|人民政府|级)?(?:办公[室厅]|政府|各|直)?$|^(?:党政|综合|机关|行政|政务公开|信息公开)?办(?:公室)?$|^党委|^[^\n]{0,2}党组"
)


class Issuer(NamedTuple):
    """The body that issued a report.

    Attributes:
        name: as the document states it, in matching form; "" where it states none.
        doubt: why it is only likely, None where it is sure.
    """

    name: str
    doubt: Doubt | None = None


_OF_OFFICE = Doubt(Topic.BODY, "发布机构按编制或联系的办公室推断，原文没有写明是谁的报告，请核对。")
_OF_SOURCE = Doubt(Topic.BODY, "发布机构按网页上的来源认定，正文没有写明，请核对。")
_OF_SITE = Doubt(Topic.BODY, "发布机构按刊登报告的网站推断，原文没有写明是谁的报告，请核对。")
_OF_TEXT = Doubt(Topic.BODY, "发布机构按正文的叙述推断，标题、署名和联系方式都没有写明，请核对。")
_OF_TITLE = Doubt(Topic.BODY, "发布机构按标题认定，但标题里的名称不像机构名称，请核对。")
_PRESENTED = re.compile(r"代表(?P<body>[^,。;:\n]{2,24}?(?:管委会|管理委员会))")
_NOTHING = Issuer("")


def find_issuer(titles: Sequence[str], metadata: Mapping[str, str], text: str) -> Issuer:
    """The body that a disclosure report says that it is of.

    Args:
        titles: titles and title-like lines in the form of `headings.make_matching_text`, surest first.
        metadata: what the source says of itself, in the same form.
        text: the whole text in that form.
    """
    titled = [complete(body) for title in titles if (body := find_titled(title))]
    if body := next(filter(find_kind, titled), ""):
        return Issuer(find_full_name(body, text))
    if body := find_own_line(titles):
        return Issuer(complete(body))
    preamble = _QUOTED.sub("《》", text[:_PREAMBLE])
    if issuer := next(_find_in_preamble(preamble, text), None):
        # 甲市公安局…报告, 内容涵盖甲市公安局乙区分局…: the branch made it, after the city's sample.
        branches = set(re.findall(f"{re.escape(issuer.name)}{_BRANCH}", preamble))
        return issuer._replace(name=branches.pop()) if len(branches) == 1 else issuer
    for line in reversed(text.rstrip().splitlines()[-_LAST_LINES:]):
        if (body := clean(re.sub(rf"{YEAR}年\d{{1,2}}月.*$", "", line))) and _is_organ(body):
            return Issuer(complete(body))
    return (
        _find_contact(preamble, text)
        or _find_stated(metadata, text)
        or _find_on_site(preamble)
        or _find_subject(text)
        or _find_work(text)
        # 北京市信息: what no organ is called may still be the rest of a name.
        or (Issuer(titled[0], _OF_TITLE) if titled else _NOTHING)
    )


def find_presenter(text: str) -> Issuer:
    """The body for which a work report is given, where it is no government: 我代表…管委会."""
    found = _PRESENTED.search(text[:_PREAMBLE])
    return Issuer(clean(found["body"])) if found else _NOTHING


def _find_in_preamble(preamble: str, text: str) -> Iterator[Issuer]:
    for pattern in _PREAMBLES:
        for match in pattern.finditer(preamble):
            body = clean(match["body"])
            if not body or not _is_organ(body):
                continue
            if _ALL_PARTS.match(preamble, match.start()):
                body = strip_office(body)  # its office has put together the reports of all
            yield _settle_office(body, text) if pattern is _COMPOSED else Issuer(complete(body))


def _settle_office(body: str, text: str) -> Issuer:
    """Who issued what a government's office wrote: the office itself where it speaks of itself (我办)."""
    if not is_office(body) or _says_office(text):
        return Issuer(complete(body))
    return Issuer(complete(strip_office(body)), None if _speaks_for_place(text) else _OF_OFFICE)


def _find_contact(preamble: str, text: str) -> Issuer | None:
    bodies = (clean(match["body"]) for by in (_CONTACT, _PHONE) for match in by.finditer(preamble))
    return next((_settle_office(body, text) for body in bodies if body and _is_organ(body)), None)


def _find_stated(metadata: Mapping[str, str], text: str) -> Issuer | None:
    labelled = [match["body"] for match in _LABELLED.finditer(text[:_PREAMBLE])]
    for stated in (metadata.get("publisher", ""), *labelled):
        if (body := clean(stated)) and _is_organ(body):
            return Issuer(complete(body if _says_office(text) else strip_office(body)))
    for key in ("source", "author"):
        if (body := clean(metadata.get(key, ""))) and _is_organ(body):
            return Issuer(complete(body if _says_office(text) else strip_office(body)), _OF_SOURCE)
    return None


def _find_subject(text: str) -> Issuer | None:
    """The organ that the sentences speak of, where nothing names the issuer."""
    names = [
        body
        for match in _SUBJECT.finditer(_QUOTED.sub("《》", text[: 2 * _SUBJECTS]))
        if (body := clean(match["body"])) and _is_organ(body)
    ]
    if not names:
        return None
    return Issuer(complete(names[0]), _OF_TEXT)


def _find_on_site(preamble: str) -> Issuer | None:
    """The department on whose site a report says that it stands."""
    bodies = (clean(match["body"]) for match in _ON_SITE.finditer(preamble))
    return next((Issuer(complete(body), _OF_SITE) for body in bodies if body and _is_organ(body)), None)


def _find_work(text: str) -> Issuer | None:
    """The one organ of a place whose work on disclosure a text speaks of."""
    found = {
        text[at : at + len(name)] + match[1]
        for at, name in locate_names(text)
        if (match := _ITS_WORK.match(text, at + len(name)))
    }
    bodies = {body for body in map(clean, found) if body and _is_organ(body)}
    return Issuer(bodies.pop(), _OF_TEXT) if len(bodies) == 1 else None


def _is_organ(body: str) -> bool:
    """Whether a name says what it is, by itself: 市政府 does not."""
    return find_kind(body) is not None and not _NEVER.search(body) and not _RELATIVE.match(body)


def _says_office(text: str) -> bool:
    return bool(re.search(r"[我本]办(?![理公法事学])|本办公[室厅]|我办公[室厅]", text))


def _speaks_for_place(text: str) -> bool:
    return find_speaker(text) is BodyKind.GOVERNMENT

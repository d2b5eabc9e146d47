"""Which organ a report says that it is of, wherever it says so, and how sure that is.

In order of trust: title, a line of its own beside the title, preamble (现公布X…年度报告, 由X编制, X根据…编制,
X(以下简称本局)), signature, contact, what the source says of itself, the subject of the first sentences.
A document that is quoted there (《…》, X关于…的通知) is nobody's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from indexer.outlines.identity.candidate import CALLED, NAME, PERIOD, QUOTED, Issuer, is_organ
from indexer.outlines.identity.likely import find_in_path, find_on_site, find_owner, find_subject, find_work
from indexer.outlines.identity.mentions import find_full_name, has_place
from indexer.outlines.identity.named import find_named, find_whole
from indexer.outlines.identity.organs import (
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

_PREAMBLE, _LAST_LINES = 1500, 6
# 由石景山区司法|局编制: a line that ends inside of a sentence, at the width of a page.
_WRAPPED = re.compile(r"(?<=[^\n]{20}[一-鿿])\n(?=[一-鿿](?![、是]))")
_REPORT = r"(?:(?=公开年度报告)|(?:政府|政务)?(?:信息|政务))[^,。;\n]{0,4}公开[^,。;\n]{0,12}(?:报告|年报)"
# 云岭县水利局特向社会公布2024年度|本机关|信息公开工作报告
_OWN = r"(?:[本我](?:机关|单位|部门|级|局|厅|委|办|院|校|镇|乡|街道|[省市县区旗州]))"
# …官网@:南浦镇人民政府2023年…: what a copying site set before a name.
_SOLD = r"(?:[^,。;:()《》\n]{2,30}:)?"
_COMPOSED = re.compile(
    rf"由(?P<body>[^,。;:()《》\n]{{3,40}}?(?:\((?!以下|下称|简称)[^()\n]{{2,20}}\))?){CALLED}(?:,?(?:(?:负责|组织(?!部))(?=[^,。;\n]{{0,10}}(?:编制|编写|撰写|起草|汇总))|结合|根据|依据|按照|遵照|汇总|综合(?!行政|执法|管理|开发|保障|服务|治理|保税)|(?<!机构)编制|编写|编撰|撰写|起草|公布|发布))"
)
_MAKES = (
    r"(?:公布|发布|公开|(?<!机构)编制|编写|撰写|形成|制作|提交|现将|现就|报告|本(?:年度)?(?:报告|年报)[为是]|反映)"
    r"(?:完成|了|出|的)?"
)
_PREAMBLES = (
    re.compile(rf"{_MAKES}[《<“]?{_SOLD}(?P<body>{NAME})(?:{PERIOD})?的?{_REPORT}"),
    re.compile(rf"{_MAKES}[《<“]?{_SOLD}{PERIOD}(?P<body>{NAME})的?{_REPORT}"),
    re.compile(rf"《{PERIOD}?(?P<body>{NAME}){PERIOD}?的?{_REPORT}》是"),
    # 甲县2009年政府信息公开工作年度报告(以下简称年报)根据…: the first words are the title.
    re.compile(rf"(?:^|\n)(?P<body>{NAME}){PERIOD}的?{_REPORT}(?=\(以下|根据|依据|按照|由)"),
    _COMPOSED,
    re.compile(
        rf"(?:^|[\n。])(?:本(?:年度)?(?:报告|年报)是)?(?P<body>{NAME}|[一-鿿]{{3,12}}办){CALLED}(?:严格)?(?:根据|按照|依据|依照|遵照)[^。\n]{{2,160}}(?:编制|撰写|形成|公布|发布)"
    ),
    re.compile(
        rf"(?:^|[\n,。;:年由])(?P<body>{NAME})\((?:以下)?(?:简称|下称)[:“]?(?:本|我)?[^()\n]{{1,12}}\)"
    ),
    re.compile(rf"(?:^|[\n,。;:])(?P<body>{NAME})在总结{YEAR}年"),
    # 要求,云岭学院根据2022学年信息公开情况完成此年度报告
    re.compile(
        rf"(?:^|[\n,。;:])(?P<body>{NAME}){CALLED}(?:根据|结合|依据|按照)[^,。;\n]{{2,60}}(?:编制|编写|撰写|形成|完成)(?:了|出)?(?:本|此|该)(?:年度)?(?:报告|年报)"
    ),
    re.compile(
        rf"(?:^|[\n,。;:])(?P<body>{NAME})(?:结合[^,。;\n]{{2,40}},)?(?:认真|组织|及时|现|特|向社会){{0,3}}(?:编制|编写|撰写|起草|公布|发布)(?:完成|形成)?(?:发布|公布)?(?:了|出)?(?:本|{PERIOD}的?{_OWN}?{_REPORT})"
    ),
    re.compile(rf"[我本](?:局|厅|委|办|院|校|镇|乡|县|区|市|单位|机关|公司)\((?P<body>{NAME})\)"),
    re.compile(
        rf"根据(?:{PERIOD})?(?P<body>{NAME}){PERIOD}(?:政府|政务)?(?:信息|政务)公开(?:工作)?的?(?:执行|落实|开展|实施|完成)?情况"
    ),
    re.compile(
        rf"{PERIOD}(?P<body>{NAME})(?:(?<!政府)|(?<=人民政府))的?(?:政府|政务)?(?:信息|政务)公开(?:工作)?(?:开展|执行|落实|实施)?情况(?:编制|形成|撰写)"
    ),
    re.compile(rf"结合(?P<body>{NAME})的?(?:工作|政务公开|政府信息公开|信息公开)?(?:工作)?实际"),
)
_ALL_PARTS = re.compile(r"由[^,。;:()\n]{3,40}?(?:综合|汇总)[^,。;\n]{0,6}各")
_CONTACT = re.compile(
    r"请?(?:(?<![参给授赠])与|联系:?|咨询:?|(?:致电|反馈[至到]|反映[至到]):?)(?P<body>[^,。;:\n《》]{4,44}?)(?:\((?!\w{2,8}\)(?:管委会|联系)|\w{2,12}局\))|联系|,?电话|;|。|,(?=联系|地址|邮编|电子|传真|办公|咨询))"
)
# 瑞云市气象局联系电话:…: a sentence of its own.
_PHONE = re.compile(rf"(?:^|[\n。;])(?P<body>{NAME})的?(?:联系|咨询|办公)?电话")
_BRANCH = r"[一-鿿]{2,10}?分局"
_LABELLED = re.compile(
    r"(?:发布|发文|公开|制作|信息提供|责任|报告|填报|编制|报送|联系)(?:机构|机关|单位|主体|部门)[:|]+(?P<body>[^\n:|,;。]{3,30})"
)
_OF_OFFICE = Doubt(Topic.BODY, "发布机构按编制或联系的办公室推断，原文没有写明是谁的报告，请核对。")
_OF_SOURCE = Doubt(Topic.BODY, "发布机构按网页上的来源认定，正文没有写明，请核对。")
_OF_TITLE = Doubt(Topic.BODY, "发布机构按标题认定，但标题里的名称不像机构名称，请核对。")
_PRESENTED = re.compile(
    r"代表(?P<body>[^,。;:\n]{2,24}?(?:管委会|管理委员会)|(?![本我])[一-鿿]{1,10}[^本我各全该\n](?:镇|乡|街道)(?:人民政府|办事处))"
)
# 在东湖区第十一届人民代表大会第一次会议上: whose congress hears it, where others are called so too.
_CONVENED = re.compile(
    r"在(?P<place>(?![本我全该各])[一-鿿]{1,9}[省市县区旗州])第?[一二三四五六七八九十\d]{1,4}届人(?:民代表大会|大)"
)
_OF_LEVEL = re.compile(r"[省市县区旗州](?=[一-鿿]{2})")
_NOTHING = Issuer("")


def find_issuer(titles: Sequence[str], metadata: Mapping[str, str], text: str) -> Issuer:
    """The body that a disclosure report says that it is of.

    Args:
        titles: titles and title-like lines in the form of `headings.make_matching_text`, surest first.
        metadata: what the source says of itself, in the same form.
        text: the whole text in that form.
    """
    titled = [complete(body) for title in titles if (body := find_titled(title))]
    preamble = QUOTED.sub("《》", _WRAPPED.sub("", text[:_PREAMBLE]))
    if body := next(filter(find_kind, titled), ""):
        return Issuer(_find_whole_name(body, preamble, text))
    if (body := find_own_line(titles)) and not _is_only_site(body, text):
        return Issuer(complete(body))
    found = _find_in_text(preamble, metadata, text)
    if not has_place(found.name) and (whole := find_whole(found.name, text)):
        found = found._replace(name=whole)
    # 北京市信息: what no organ is called may still be the rest of a name.
    return found if found.name or not titled else Issuer(titled[0], _OF_TITLE)


def _find_in_text(preamble: str, metadata: Mapping[str, str], text: str) -> Issuer:
    """The body that a report without one in its titles says that it is of."""
    if issuer := next(_find_in_preamble(preamble, text), None):
        # 甲市公安局…报告, 内容涵盖甲市公安局乙区分局…: the branch made it, after the city's sample.
        branches = set(re.findall(f"{re.escape(issuer.name)}{_BRANCH}", preamble))
        return issuer._replace(name=branches.pop()) if len(branches) == 1 else issuer
    for line in reversed(text.rstrip().splitlines()[-_LAST_LINES:]):
        if (body := clean(re.sub(rf"{YEAR}年\d{{1,2}}月.*$", "", line))) and is_organ(body):
            return Issuer(complete(body))
    return (
        _find_contact(preamble, text)
        or _find_stated(metadata, text)
        or find_on_site(preamble)
        or find_subject(text)
        or find_work(text)
        or find_in_path(metadata.get("breadcrumb", ""), text)
        or find_named(text)
        or find_owner(metadata.get("site", ""), text)
        or _NOTHING
    )


def _is_only_site(body: str, text: str) -> bool:
    """Whether a government in a line of its own is the site's, while an organ of it speaks (我局)."""
    return find_kind(body) is BodyKind.GOVERNMENT and find_speaker(text) in (
        BodyKind.DEPARTMENT,
        BodyKind.TOWNSHIP,
    )


def _find_whole_name(body: str, preamble: str, text: str) -> str:
    """The name of a body that a title leaves without its place, as preamble or sentences have it in full."""
    if has_place(body):
        return body
    composed = (issuer.name for issuer in _find_in_preamble(preamble, text))
    whole = next((name for name in composed if name.endswith(body) and has_place(name)), "")
    found = whole or find_full_name(body, text)
    # 县水利局 over a text that has 宁丰县水利局 once
    return found if has_place(found) or not _OF_LEVEL.match(body) else find_whole(body, text) or found


def find_presenter(text: str) -> Issuer:
    """The body for which a work report is given, where it is no government: 我代表…管委会."""
    found = _PRESENTED.search(text[:_PREAMBLE])
    return Issuer(clean(found["body"])) if found else _NOTHING


def find_convened(text: str) -> Issuer:
    """The government of the place whose congress a work report says that it was given before."""
    found = _CONVENED.search(text[:_PREAMBLE])
    return Issuer(f"{found['place']}人民政府") if found else _NOTHING


def _find_in_preamble(preamble: str, text: str) -> Iterator[Issuer]:
    for pattern in _PREAMBLES:
        for match in pattern.finditer(preamble):
            body = clean(match["body"])
            if not body or not is_organ(body):
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
    return next((_settle_office(body, text) for body in bodies if body and is_organ(body)), None)


def _find_stated(metadata: Mapping[str, str], text: str) -> Issuer | None:
    labelled = [match["body"] for match in _LABELLED.finditer(text[:_PREAMBLE])]
    for stated in (metadata.get("publisher", ""), *labelled):
        if (body := clean(stated)) and is_organ(body):
            return Issuer(complete(body if _says_office(text) else strip_office(body)))
    for key in ("source", "author"):
        if (body := clean(metadata.get(key, ""))) and is_organ(body):
            return Issuer(complete(body if _says_office(text) else strip_office(body)), _OF_SOURCE)
    return None


def _says_office(text: str) -> bool:
    return bool(re.search(r"[我本]办(?![理公法事学])|本办公[室厅]|我办公[室厅]", text))


def _speaks_for_place(text: str) -> bool:
    return find_speaker(text) is BodyKind.GOVERNMENT

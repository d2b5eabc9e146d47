"""Whose report it likely is, where neither title, preamble, signature nor contact says so."""

from __future__ import annotations

import re

from indexer.outlines.identity.candidate import CALLED, NAME, PERIOD, QUOTED, Issuer, is_organ
from indexer.outlines.identity.mentions import has_place, locate_names
from indexer.outlines.identity.named import list_fitting
from indexer.outlines.identity.organs import YEAR, clean, complete, find_kind
from indexer.report.doubt import Doubt, Topic

_SUBJECTS = 900
# 电子版在市人社局门户网站发布: a department's own site.
_ON_SITE = re.compile(
    r"(?:报告|年报|电子版|版本)[^。\n]{0,90}?(?:在|从|登录|访问|通过|和|及|、)[“《]?(?P<body>[^,。;:()《》“”\n]{2,24}?(?:局|厅|委|委员会|中心))[”》]?(?:官方|官|门户|政府|政务|公众信息|信息)*网"
)
# 承担甲县公安局政府信息公开工作: whose work it is.
_ITS_WORK = re.compile(
    r"([一-鿿]{2,14}?(?:局|委员会|厅|办公室|中心))的?(?:政府|政务)?信息公开(?:工作|专栏|指南|目录)"
)
# 及时修订《云泽市司法局信息公开制度》: whose rules it makes.
_ITS_RULES = re.compile(
    r"(?:修订|制定|完善|印发|出台|编制|修改|制订)了?(?:《[^《》\n]{2,40}》){0,3}《(?P<body>[一-鿿]{4,20}?(?:局|委员会|厅|办公室|中心|街道办事处|人民政府))[^《》\n]{2,40}》"
)
_SUBJECT = re.compile(
    rf"(?:^|[\n。])(?:\([一二三四五六]\))?(?:[^\n,。;]{{2,16}}(?:情况|方面)[。:])?(?:[^。\n]{{2,40}}以来,|截[至止]{YEAR}年\d{{1,2}}月\d{{1,2}}日,|{PERIOD}(?:以来)?,?)?(?:在[^,。;\n]{{2,40}}下,)?(?P<body>{NAME}){CALLED}"
    r"(?:在[^,。;\n]{2,30}下,)?(?=(?:全年|持续|严格|认真|深入|高度|始终|积极|全面|坚持|坚决|紧紧|紧扣|按照|根据|依据|依法|切实|不断|进一步|以|将|共|主动|准确|牢牢|聚焦|围绕|着力|扎实|大力|贯彻|落实|加强|未收到|通过|利用|成立|开展|制定|印发|召开|政务公开|政府信息公开|信息公开|政务信息|结合|向社会))"
)
_SITE = re.compile(r"(?:政府|官方)?(?:信息公开|政务公开|政务|信息|门户|官方){0,4}网站?$|门户$")
_STEP = re.compile(r"[>›»/]")

_OF_SITE = Doubt(Topic.BODY, "发布机构按刊登报告的网站推断，原文没有写明是谁的报告，请核对。")
_OF_TEXT = Doubt(Topic.BODY, "发布机构按正文的叙述推断，标题、署名和联系方式都没有写明，请核对。")


def find_subject(text: str) -> Issuer | None:
    """The organ that the sentences speak of, where nothing names the issuer."""
    names = [
        body
        for match in _SUBJECT.finditer(QUOTED.sub("《》", text[: 2 * _SUBJECTS]))
        if (body := clean(match["body"])) and is_organ(body)
    ]
    if not names:
        return None
    return Issuer(complete(names[0]), _OF_TEXT)


def find_on_site(preamble: str) -> Issuer | None:
    """The department on whose site a report says that it stands."""
    bodies = (clean(match["body"]) for match in _ON_SITE.finditer(preamble))
    return next((Issuer(complete(body), _OF_SITE) for body in bodies if body and is_organ(body)), None)


def find_work(text: str) -> Issuer | None:
    """The one organ of a place whose work on disclosure, or rules on it, a text speaks of."""
    found = {
        text[at : at + len(name)] + match[1]
        for at, name in locate_names(text)
        if (match := _ITS_WORK.match(text, at + len(name)))
    }
    found |= {match["body"] for match in _ITS_RULES.finditer(text) if has_place(match["body"])}
    bodies = {body for body in map(clean, found) if body and is_organ(body)}
    return Issuer(bodies.pop(), _OF_TEXT) if len(bodies) == 1 else None


def find_in_path(path: str, text: str) -> Issuer | None:
    """The organ whose column the report is in, if it is of the kind that the report speaks as (我局)."""
    steps = (clean(step.strip()) for step in reversed(_STEP.split(path)))
    fitting = list_fitting(text)
    found = (body for body in steps if len(body) > 3 and is_organ(body) and find_kind(body) in fitting)
    body = next(found, "")
    return Issuer(complete(body), _OF_SITE) if body else None


def find_owner(site: str, text: str) -> Issuer | None:
    """The organ whose own site a report is on, by the site's name or what is below every page of it."""
    body = clean(_SITE.sub("", site))
    fits = len(body) > 3 and is_organ(body) and find_kind(body) in list_fitting(text)
    return Issuer(complete(body), _OF_SITE) if fits else None

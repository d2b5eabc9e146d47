"""What names of issuers are like in a text, and what is found out about one."""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.outlines.identity.organs import ENDS, MINISTRIES, YEAR, find_kind
from indexer.report.doubt import Doubt

# 根据《…》, X办公厅关于印发…的通知: documents that the report only refers to.
QUOTED = re.compile(
    r"《(?![^《》\n]{0,60}公开[^《》\n]{0,12}(?:年度报告|年报|工作报告)》)[^《》\n]{0,120}(?:《[^《》\n]*》|[^《》\n]){0,4}》(?:\([^()\n]{0,40}\))?"
    r"|[^,。;:\n《》]{2,40}关于[^。\n]{2,80}?(?:通知|意见|办法|函|决定|规定)"
)
CALLED = r"(?:\((?:[^()\n]*(?:简称|下称)[^()\n]*)\))?"
# 坪山区委(区政府)办公室, 审批服务办公室(公共资源交易委员会办公室)
NAME = (
    rf"(?:(?:中华人民共和国)?(?:{MINISTRIES})(?![局厅司])|[^,。;:()《》\n\d]{{2,30}}?(?:\([^()\n]{{2,10}}\)[^,。;:()《》\n\d]{{0,10}}?)?"
    rf"(?:{ENDS}|镇|乡|街道|省|市|县|区|旗)(?:\([^()\n]{{2,20}}\))?)"
)
# Taken whole: 2016年度镇政府 is never 2016年 of a 度镇政府.
PERIOD = rf"(?>{YEAR}年?(?:(?:-|—|–|至|~){YEAR})?(?:学年|年)?度?)"
_NEVER = re.compile(
    r"^(?:未(?:发生|收到|接到|出现)|没有|的|欢迎|公众|群众|社会|[^\n]{0,8}(?:上级|各级|各有关|有关|相关|所属|下属|以上|该|其)|各|请|本|我|及|在|对|为|被|与|以|到|和各|向(?!阳)|将(?!乐)|从(?!化|江)|经(?!济|纬|开))|门户网|网站|条例|疑问|栏目|平台|认真|贯彻|落实|委派|指定|委托|(?:格|布|结|当)局$|^[大全]局$"
)
# 党政综合办公室, 局人秘科: a body's own office, without the body.
_INNER = (
    "党政|综合|机关|行政|政务公开|信息公开|政务|信息|文秘|秘书|"
    "政工|法规|宣传|人事|人秘|组织|督查|业务|党建|社会事务|经济发展|和|与"
)
_RELATIVE = re.compile(
    rf"^(?:省|市|州|区|县|旗|镇|乡)(?:委|政府|人民政府|级)?(?:办公[室厅]|政府|各|直)?$"
    # 学校, 公司: what kind of body one is, without its name.
    rf"|^(?:[我本该])?(?:学校|大学|学院|医院|公司|集团|园区|中心|委员会)$"
    rf"|^[局厅委院校镇乡]?(?:{_INNER}){{0,4}}(?:办|办公[室厅]|科|股|室)$|^[局厅委院校]?党委|^[^\n]{{0,2}}党组|^[^\n]{{1,12}}[省市县区旗州]委$"
)


class Issuer(NamedTuple):
    """The body that issued a report.

    Attributes:
        name: as the document states it, in matching form; "" where it states none.
        doubt: why it is only likely, None where it is sure.
    """

    name: str
    doubt: Doubt | None = None


def is_organ(body: str) -> bool:
    """Whether a name says what it is, by itself: 市政府 does not."""
    return find_kind(body) is not None and not _NEVER.search(body) and not _RELATIVE.match(body)

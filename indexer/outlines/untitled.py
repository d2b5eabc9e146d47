"""How a text shows that it is a disclosure report where its page lost the title, or never had one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from indexer.outlines.identity.organs import YEAR
from indexer.outlines.vocabulary import Chapter

MATTER = "(?:信息|政务)公开"
"""What disclosure reports are about, in every wording of it."""

_MADE = "(?:编制|编写|编撰|撰写|制作|制定|形成|起草|提交|公布|发布)"
# The preamble of a page without title calls it the report, and says for which time its figures are.
_CALLED = re.compile(
    rf"(?:公布|发布|公开|编制|撰写|形成|制作|提交|本|现将|汇总)[^。\n]{{0,90}}(?:{MATTER}|政务信息)[^。\n]{{0,16}}(?:报告|年报)"
    rf"|(?:本|年度)(?:年度)?(?:报告|年报)[^。\n]{{0,40}}(?:根据|按照|依据|依照)[^\n]{{0,260}}(?:编制|撰写|制作|形成)"
    rf"|(?:本|年度)(?:年度)?(?:报告|年报)[^。\n]{{0,12}}由[^。\n]{{2,200}}(?:编制|编写)"
    rf"|(?:本|年度|(?<=。))(?:年度)?(?:报告|年报)[^。\n]{{0,12}}由[^。\n]{{0,120}}主动公开[^。\n]{{2,300}}(?:组成|构成)"
    # 依据《政府信息公开条例》第五十条之规定,制作本报告。
    rf"|{MATTER}[^。\n]{{0,200}}{_MADE}(?:完成|形成|发布)?(?:了|出)?(?:本|此|该)(?:年度|年)?(?:报告|年报)"
)
_STATISTICS = re.compile(
    r"(?:统计|数据|资料)[^。\n]{0,12}(?:期限|时限|时间|期间|日期)|截[止至](?:20\d\d年)?12月31日|电子版|有(?:任何)?疑问"
    r"|(?:全文|报告|年报|内容)[^。\n]{0,6}(?:包括|包含|涵盖|分为|由)[^。\n]{0,120}主动公开"
)
# 现公布2011年我部政府信息公开工作年度报告: below a headline that others set, the report itself speaks.
_PRESENTS = re.compile(
    rf"(?:现|特)[将予就]?(?:向社会)?(?:公布|发布|公开)[^。\n]{{0,40}}{YEAR}年?度?[^。\n]{{0,30}}(?:{MATTER}|政务信息)[^。\n]{{0,16}}(?:报告|年报)(?!的|》的|编)"
)
# 现将2020年政府信息公开工作报告如下: the text is the report.
_FOLLOW = rf"{MATTER}(?:(?!要点|检查|督查|自查|整改|考核|评估)[^。\n]){{0,16}}(?:报告|总结|汇报)如下"
_FOLLOWS = re.compile(
    rf"{YEAR}年(?=[\s\S]{{0,400}}?(?:现|就)[^。\n]{{0,90}}{_FOLLOW})|(?:现|就)[^。\n]{{0,40}}{YEAR}年[^。\n]{{0,40}}{_FOLLOW}"
)
# The parts of 总体情况 that the form names (国办公开办函〔2019〕60号), each heading a line.
_PARTS = tuple(
    re.compile(rf"^(?:\([一二三四五六]\)|\d[.、])[^。;,:\n]{{0,10}}?{part}", re.MULTILINE)
    for part in ("主动公开", "依申请公开", "信息管理", "平台建设", "监督保障")
)
# Two parts that follow one another below the form's first heading are enough where the page breaks off.
_PARTS_BEGIN = re.compile(
    r"^一、总体情况\n(?:.+\n){0,3}\(一\)[^。;,:\n]{0,6}主动公开[^\n]*\n(?:(?!\([二三]\)|[二三]、).+\n){0,6}\(二\)[^。;,:\n]{0,6}依申请公开",
    re.MULTILINE,
)
# What reports until 2018 had to tell, as parts of one chapter.
_FORMER_PARTS = tuple(
    re.compile(
        rf"^(?:\([一二三四五六]\)|\d[.、])[^。;,:\n]{{0,12}}?{part}[^。;,:\n]{{0,16}}情况[。:]?", re.MULTILINE
    )
    for part in ("主动公开", "申请公开", "复议|诉讼", "收费|减免")
)
_ENOUGH_PARTS = 3
# The year's work on disclosure as those tell it whose work it was: 2019年,我局政府信息公开工作…
_OWN = re.compile(
    "[我本](?:[省市县区旗州局厅委部办处院校镇乡]|街道|部门|单位|机关|公司|中心)|学校|(?:全|县|市|区|州|镇|乡)(?:政府|[省市县区州镇乡])"
    # 2017年,税务总局深入贯彻…: by its name.
    rf"|{YEAR}年(?:度)?,?[一-鿿]{{2,24}}(?:局|厅|委|委员会|部|办公室|镇|乡|街道|中心|公司|大学|学院|医院)(?=[坚认深全积严高按根以紧围])"
    # 按照…要求,省科技厅积极落实工作,推进政务公开: so too without its year.
    rf"|(?:^|(?<=[,。\n]))[一-鿿]{{2,16}}(?:局|厅|委|委员会)(?:积极|认真|严格|扎实|深入|切实|全面)(?=[^。\n]{{0,60}}{MATTER})"
)
_WORK = re.compile(rf"{MATTER}(?:各项)?(?:的)?(?:工作|水平|制度)")
_OVERVIEW = re.compile(
    rf"(?:本年度?(?:的)?)?(?:(?:政府|政务)?(?:{MATTER}|政[府务]信息))?(?:工作)?的?(?:总体|基本|整体|主要|工作)?(?:工作|公开)?(?:情况|概述|概况|综述)"
)
_NAMED = re.compile(f"(?:{MATTER}|政[府务]信息)(?:总体|基本|整体)")
# 现将2014年工作要点落实情况函告如下: what answers an inspection is another document.
_INSPECTED = re.compile(
    r"(?:现|就)[^。\n]{0,60}(?:要点|检查|督查|自查|整改|考核|评估)[^。\n]{0,20}(?:函告|报告|汇报|总结)如下"
)
# 2009年我局主动公开政府信息35条: what only the body itself counts.
_COUNTS = re.compile(rf"{YEAR}年(?:度)?,?[我本][^。\n]{{0,16}}公开[^。,\n]{{0,20}}\d+(?:余|多)?条")
_COUNTED_BELOW = re.compile(
    rf"^二、主动公开(?:政府)?信息的?情况\n{YEAR}年(?:度)?,?[^。\n]{{0,16}}主动公开(?:政府)?信息\d+(?:余|多)?条",
    re.MULTILINE,
)
# (一)公开的主要内容 … (二)公开形式: a page that begins inside the second chapter.
_INSIDE = re.compile(
    rf"^\(一\)公开的?(?:主要)?内容[^\n]*\n[^\n]{{0,40}}{YEAR}年(?:[^\n]+\n){{1,12}}?\(二\)公开的?(?:主要)?(?:形式|渠道|方式|途径)",
    re.MULTILINE,
)
_PREAMBLE, _OPENING, _LEAST_MENTIONS = 1500, 500, 4
_FIRST_BLOCKS, _LINES_OF_SITE = 2, 6


def presents_itself(text: str, chapters: Sequence[Chapter]) -> bool:
    """Whether a text says in its preamble, or by how it begins, that it is itself the report of a year.

    Args:
        text: the document, in the form of `headings.make_matching_text`.
        chapters: its chapter headings in reading order.
    """
    head = text[:_PREAMBLE]
    return bool(_PRESENTS.search(head) and _STATISTICS.search(head)) or _has_matters(text, chapters)


def is_report(text: str, chapters: Sequence[Chapter]) -> bool:
    """Whether a text that no title announces is a disclosure report.

    Its preamble calls it one and says for which time its figures are or an overview follows; or it says
    that the report follows; or it has the parts that the form names; or it opens with an overview of the
    year's own work on disclosure.

    Args:
        text: the document, in the form of `headings.make_matching_text`.
        chapters: its chapter headings in reading order.
    """
    matters = {chapter.section for chapter in chapters}
    head = text[:_PREAMBLE]
    if _INSPECTED.search(head):
        return False
    if _CALLED.search(head) and (1 in matters or _STATISTICS.search(head)):
        return True
    if _FOLLOWS.search(head) or presents_itself(text, chapters):
        return True
    return 1 in matters and (_has_parts(text) or _tells_year(text, chapters))


def _has_parts(text: str) -> bool:
    return bool(_PARTS_BEGIN.search(text)) or any(
        sum(bool(part.search(text)) for part in parts) >= _ENOUGH_PARTS for parts in (_PARTS, _FORMER_PARTS)
    )


def _has_matters(text: str, chapters: Sequence[Chapter]) -> bool:
    """Whether a text begins with an overview and goes on to what a body made public in a year.

    A page from the middle of a report has only the second, and its figures right below the heading.
    """
    if _COUNTED_BELOW.search(text) or _INSIDE.match(text):
        return True
    matters = [chapter.section for chapter in chapters]
    begins = matters[:2] == [1, 2] and not chapters[0].block
    return begins and bool(_COUNTS.search(text)) and bool(_OWN.search(text)) and bool(_WORK.search(text))


def _tells_year(text: str, chapters: Collection[Chapter]) -> bool:
    """Whether a text begins with an overview in which a body tells a year of its work on disclosure."""
    first = min(chapters, key=lambda chapter: chapter.block)
    # 一、政府信息公开总体工作情况: a heading that names the matter may stand below lines of the site.
    named = bool(_WORK.search(first.words) or _NAMED.search(first.words))
    if first.block >= (_LINES_OF_SITE if named else _FIRST_BLOCKS) or not _OVERVIEW.fullmatch(first.words):
        return False
    opening = text[:_OPENING]
    is_report = named or bool(re.search(f"{YEAR}(?:年|学年|-)", opening) and _WORK.search(opening))
    return is_report and bool(_OWN.search(opening)) and text.count("公开") >= _LEAST_MENTIONS

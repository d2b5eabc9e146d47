"""The year a report is about. The date of publication is never taken for it."""

from __future__ import annotations

import re
from collections import Counter

from indexer.report.doubt import Doubt, Topic
from indexer.report.report import Kind
from indexer.text.numeral import parse

_YEAR = r"((?:19|20)\d\d|[一二][九〇零○oO0][〇零○oO0一二三四五六七八九]{2})"
# (2022年12月21日 某某) behind a title is the date of the speech.
_OF_TITLE = re.compile(rf"{_YEAR}\s*年?(?!\d{{1,2}}月)")
# The first year of the regulation, 2008, was reported on from May 1.
# A period that ends early (12月20日) lies in its year all the same.
_PERIOD = re.compile(
    rf"{_YEAR}年\d{{1,2}}月\d{{1,2}}日(?:零时)?(?:《[^》\n]{{2,30}}》(?:实施|施行)之?日)?(?:起)?[,、]?(?:至|到|止|-|—|~)+(?:{_YEAR}年|同年|当年)?1[0-2]月\d{{1,2}}日"
)
# 2020-2021学年: reports of schools are for the year in which the school year ends.
_SCHOOL_YEAR = re.compile(rf"{_YEAR}年?(?:-|—|–|至|~)+{_YEAR}年?学年")
# 2018年9月1日到2019年8月31日: a school year without the word.
_SCHOOL_PERIOD = re.compile(
    rf"{_YEAR}年[89]月1日(?:零时)?(?:起)?[,、]?(?:至|到|止|-|—|–|~)+{_YEAR}年(?:8月3[01]|9月30|10月31)日"
)
_DISCLOSURE_TITLE = re.compile(
    rf"{_YEAR}年?度?[^\n,。;]{{0,40}}?(?:信息公开|政务公开)[^\n,。;]{{0,12}}?(?:报告|年报|总结)"
    rf"|(?:信息公开|政务公开)[^\n,。;]{{0,8}}?{_YEAR}年?度?[^\n,。;]{{0,8}}?(?:报告|年报|总结)"
    rf"|(?:信息公开|政务公开)[^\n,。;()]{{0,14}}(?:报告|年报)\n?\({_YEAR}年?度?\)"
)
# 在政府官网主动公开2024年度政府信息公开工作年度报告: what was published in the year reported on.
_PUBLISHED = re.compile(rf"(?:主动公开|公开了|发布了|公布了){_YEAR}年度?[^。\n、,;]{{0,40}}")
# Neither the date of a signature nor a plan: 2021年1月15日; 2021年,我县将加强培训。
_OPENS_WITH = re.compile(
    rf"^(?:\([一二三]\)|[一二三]是)?{_YEAR}年(?!\d{{1,2}}月)"
    r"(?![^\n。]{0,40}(?:将|拟|计划|打算|力争))",
    re.MULTILINE,
)
_SENTENCE_OPENS_WITH = re.compile(
    rf"(?<=[。;]){_YEAR}年(?!\d{{1,2}}月|[我本]?[一-鿿]{{0,3}}(?:就|即)|(?:以来|起))(?![^\n。]{{0,40}}(?:将|拟|计划|打算|力争))"
)
# 结合我校2025年信息公开工作实际: nothing else says the year; 2020年政务公开工作要点 is a plan of others.
_SPOKEN_OF = re.compile(
    rf"{_YEAR}年?度?(?:的)?(?:政府|政务)?(?:信息|政务)公开(?:的)?(?:各项)?工作(?!要点|安排|的?通知|年度报告)"
)
# 截止2021年12月31日,共收到2宗申请; 2021年主动公开政府信息606条: for which year figures are.
_COUNTED = re.compile(
    rf"截[止至]{_YEAR}年(?:12月(?:31日|底)|年?[底末])|{_YEAR}年(?:度|全年)?[^。,;\n]{{0,6}}主动公开[^。,;\n]{{0,12}}\d+(?:余|多)?条"
)
_PREAMBLE = 800
_INFERRED = Doubt(Topic.YEAR, "标题和统计期限都没有写明年度，按正文各段开头的年份推断，请核对。")
_INFERRED_WORK = Doubt(Topic.YEAR, "年度由正文推断，原文没有写明。")
# 刚刚过去的2018年: a page from the middle of a report of 2019.
_PAST = re.compile(rf"刚(?:刚)?过去的{_YEAR}年")
_UNKNOWN = Doubt(Topic.YEAR, "未能从标题和正文确定年度。")
_DELIVERED = re.compile(
    rf"{_YEAR}年(\d\d?|十[一二]?|[一二三四五六七八九])月[^。;]{{0,60}}?(?:代表大会|届人大)"
)
_DATE_LINE = re.compile(rf"^\(?{_YEAR}年(\d\d?)月\d\d?日\)?$", re.MULTILINE)
_REVIEW = re.compile(
    rf"^[(（]?[一二1]?[)）]?[、.]?{_YEAR}年(?:(?:以来|和今年(?:以来)?|以及今年以来))?(?:政府|主要|全市|全省)?的?工作(?:情况)?的?(?:简要)?(?:回顾|总结)",
    re.MULTILINE,
)
_LOOKS_BACK = re.compile(r"[一1]?[、.]?[^\n\d]{0,20}回顾\n")
_PLAN = re.compile(
    rf"^[(（]?[一二三四123]?[)）]?[、.]?(?:关于)?{_YEAR}年(?:的)?[^\n,。;]{{0,16}}?(?:任务|安排|重点|要求|部署|建议|目标|打算|思路)[^\n,。;]{{0,6}}$",
    re.MULTILINE,
)


def find_year(kind: Kind, opening: str, text: str) -> tuple[int | None, tuple[Doubt, ...]]:
    """The year of a report, and what is doubtful of it.

    Args:
        kind: of a work report the year is that of delivery, of a disclosure report that reported on.
        opening: titles and first lines, in the form of `headings.make_matching_text`.
        text: the whole text in that form.
    """
    return (_work if kind is Kind.WORK else _disclosure)(opening, text)


def _disclosure(opening: str, text: str) -> tuple[int | None, tuple[Doubt, ...]]:
    periods = (
        _value(first) for first, last in _PERIOD.findall(text) if not last or _value(last) == _value(first)
    )
    period = next(periods, None)
    head = text[:_PREAMBLE]
    if school := _SCHOOL_YEAR.search(opening) or _SCHOOL_YEAR.search(head) or _SCHOOL_PERIOD.search(head):
        return _value(school[2]), ()
    titled = _first(_DISCLOSURE_TITLE, opening) or _first(_DISCLOSURE_TITLE, _PUBLISHED.sub("。", text[:400]))
    if period and titled and period != titled:
        sentence = f"标题写的是 {titled} 年，统计期限是 {period} 年，按统计期限认定。"
        return period, (Doubt(Topic.YEAR, sentence),)
    if found := period or titled:
        return found, ()
    # Without title and period: the year with which paragraphs of the opening sections begin.
    begun = Counter(_value(match[1]) for match in _OPENS_WITH.finditer(text))
    if begun:
        (year, times), *others = begun.most_common(2)
        first = _value(next(_OPENS_WITH.finditer(text))[1])
        if not others or times > others[0][1] or first == year:
            return year, (_INFERRED,)
        # One paragraph looks back on the year, one ahead to the next.
        return min(first, *(y for y in begun if abs(y - first) <= 1)), (_INFERRED,)
    if spoken := _SPOKEN_OF.search(text[:_PREAMBLE]):
        return _value(spoken[1]), (_INFERRED,)
    if counted := {_value(match[1] or match[2]) for match in _COUNTED.finditer(text)}:
        return (counted.pop(), (_INFERRED,)) if len(counted) == 1 else (None, (_UNKNOWN,))
    within = {_value(match[1]) for match in _SENTENCE_OPENS_WITH.finditer(text)}
    return (within.pop(), (_INFERRED,)) if len(within) == 1 else (None, (_UNKNOWN,))


def _work(opening: str, text: str) -> tuple[int | None, tuple[Doubt, ...]]:
    titled = next(
        (
            _value(year[1])
            for line in opening.splitlines()
            if "政府工作报告" in line and (year := _OF_TITLE.search(line))
        ),
        None,
    )
    delivered = None
    if match := _DELIVERED.search(text[:1500]) or _DATE_LINE.search(text[:600]):
        # A congress that meets in November or December hears the report of the year to come.
        delivered = _value(match[1]) + (_value(match[2]) >= 11)
    review = _first(_REVIEW, text)
    plan = _first(_PLAN, text)
    for found in (delivered, titled, review and review + 1, plan):
        if found:
            if titled in (None, found):
                return found, ()
            return found, (Doubt(Topic.YEAR, f"标题写的是 {titled} 年，作报告是 {found} 年。"),)
    if past := _PAST.search(text):
        return _value(past[1]) + 1, (_INFERRED_WORK,)
    ahead = Counter(int(y) for y in re.findall(r"(20\d\d)年(?:是|,|的?(?:政府)?工作)", text))
    if ahead:
        likeliest = max(ahead, key=lambda year: (ahead[year], year))
        # A page that begins with the review speaks of the year before.
        return likeliest + bool(_LOOKS_BACK.match(text)), (_INFERRED_WORK,)
    return None, (_UNKNOWN,)


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    match = pattern.search(text)
    return _value(next(g for g in match.groups() if g)) if match else None


def _value(numeral: str) -> int:
    """The value of a year or month that a pattern found."""
    return parse(numeral) or 0

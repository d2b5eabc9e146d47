"""The words of disclosure reports: chapter headings of all three generations, and what else gives one away.

Headings since 2019: 国办公开办函〔2019〕60号 and 〔2021〕30号. Until 2018 they were free (条例 2007, art. 32,
names the matters): 概述 means 总体情况, 收费, 咨询 and appendices go to the sixth section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.outlines import untitled
from indexer.outlines.base import Signs
from indexer.outlines.chapters import REST, find
from indexer.outlines.disclosure.announcement import announces, denies, find_preamble, is_title, list_above
from indexer.outlines.features import Features
from indexer.outlines.headings import Style
from indexer.outlines.identity.organs import YEAR
from indexer.outlines.identity.years import find_year
from indexer.outlines.others import is_none
from indexer.outlines.sections import divide as cut_sections
from indexer.outlines.sections import find_missing
from indexer.outlines.untitled import MATTER
from indexer.outlines.vocabulary import Chapter, HeadingVocabulary
from indexer.report import form
from indexer.report.doubt import Doubt
from indexer.report.names import SECTION_NAMES
from indexer.report.report import Kind, Section

TABLES = frozenset({2, 3, 4})
"""Sections that are little more than their tables in the forms since 2019."""
_SECTIONS = (1, 2, 3, 4, 5, 6)
"""Those that a report should have since the form of 2019."""
ENOUGH = 3
"""Points of `find_evidence` from which a text is a disclosure report."""

_INFORMATION = "(?:(?:政府|政务)?信息)"
_WORK = f"(?:{_INFORMATION}公开)?(?:工作)?的?"
_AND = "[和及与、]"
_PHRASES = {
    1: (
        f"{_WORK}(?:总体|基本|整体|主要)?(?:工作)?(?:情况)?(?:概述|概况|综述)"
        f"|{_WORK}(?:总体|基本|整体)(?:工作)?情况"
    ),
    2: f"{_WORK}{_INFORMATION}?主动公开{_INFORMATION}?的?(?:工作)?(?:数量|内容|范围)?的?(?:情况|方面)",
    3: (
        f"{_INFORMATION}?(?:收到和处理)?{_INFORMATION}?依?申请公开{_INFORMATION}?"
        f"(?:{_AND}不予公开(?:{_AND}咨询)?{_INFORMATION}?)?的?(?:工作|办理|处理|受理){{0,6}}的?(?:情况|方面)"
        f"|(?:收到和处理)?{_INFORMATION}公开申请的?(?:办理|处理|受理)?的?情况"
    ),
    4: (
        f"(?:因|关于)?{_WORK}(?:申请|被申请|提起|引起|引发|被提起|的){{0,6}}(?:行政)?复议{_AND}?(?:申请|提起|被提起){{0,6}}(?:行政)?诉讼"
        f"(?:{_AND}(?:行政)?(?:申诉|举报|投诉))?的?(?:有关|相关)?情况"
    ),
    5: (
        f"(?:当前|目前)?{_WORK}(?:中|的)?(?:存在|面临)?的?(?:主要|突出)?(?:问题|困难|不足)"
        f"(?:(?:以?及|[和与、])(?:今后|下一步)?的?(?:工作)?(?:主要)?的?(?:改进|整改|努力)?的?"
        f"(?:情况|措施|方向|意见|办法|思路|打算|计划))?|(?:下一步|今后)的?(?:工作)?(?:打算|计划|安排|措施|重点)"
        f"|改进(?:情况|措施)"
    ),
    6: (
        f"{_WORK}{_INFORMATION}?(?:依申请公开)?{_INFORMATION}?的?收费{_AND}?(?:费用)?(?:减免)?的?情况"
        f"|{_WORK}(?:接受)?咨询(?:处理)?的?情况|(?:其他|其它)?需要(?:报告|说明)的(?:其他)?(?:事项|情况)|(?:其他|其它)事项"
    ),
}
_APPENDIX = (
    r"附[表录件]?[\d一二三]*:?.{0,30}(?:统计|指标|表).{0,12}|附[表录]\d*|.{0,30}(?:指标|情况)统计(?:附)?表"
)
_ANY = "|".join(_PHRASES.values())

DISCLOSURE = HeadingVocabulary(
    rows=(
        (4, re.compile(r"^(?!.*(?:附表|附件|统计表)).*(?:复议|诉讼)")),
        (
            6,
            re.compile(
                r"收费|收取[^。]{0,3}费|费用|减免|^(?:(?!申请).)*咨询|附表|附件|附录|统计附?表|指标|^(?:其他|其它)|需要(?:报告|说明)的"
            ),
        ),
        (
            5,
            re.compile(
                r"问题|不足|困难|改进|整改|下一?步|打算|今后|明年|下年度|努力方向|展望"
                r"|工作(?:计划|思路|安排|重点|设想|建议)|(?:20[0-3]\d|来)年(?:度)?(?:工作)?(?:的)?(?:主要)?(?:安排|计划|任务|要点)"
            ),
        ),
        (4, re.compile(r"申诉")),
        (3, re.compile(r"^(?:(?!主动公开).)*(?:依申请|申请公开|公开申请|受理申请|申请(?:办理|处理|情况))")),
        (
            2,
            re.compile(
                r"主动(?:[一-鿿]{2}){0,2}公开|^(?:公文类)?政府信息的?(?:数量|基本情况)|公开的?(?:主要)?(?:内容|形式|渠道|途径|平台|数量)|信息公开情况$"
                r"|^公开(?:政府|政务)?信息的?(?:总体)?情况$"
            ),
        ),
        (
            1,
            re.compile(
                r"概述|概况|综述|总体|^基本内容$|基本(?:工作)?情况|整体情况|组织领导|制度建设|工作开展情况"
                r"|公开工作的?(?:完成|落实|进展|推进|开展|实施)?情况"
            ),
        ),
    ),
    bare=re.compile(f"{_ANY}|{_APPENDIX}"),
    phrase=re.compile(f"(?:{_ANY})"),
    strays=frozenset({2, 3, 4, 5, 6}),
    never=re.compile("|".join(form.REQUEST_PARTS)),
)
"""How disclosure reports head their chapters. 收费 comes before 依申请公开 in the rows: a chapter on the
fees of requests is one on fees; so 复议 before 申请, and before 咨询, which older reports put with it."""

_NOTICE = re.compile(r"关于.{0,40}(?:有关事项|做好|编制|报送|格式|要点).{0,30}(?:通知|函)$", re.MULTILINE)
# 关于报送2020年度报告的函 may carry the report; what is on its form or on filling it in does not.
_LETTER = re.compile(
    r"关于(?:印发|发布|公布|公开|报送|上报|呈报|转发)(?!.{0,60}(?:格式|做好|有关事项|事项的|要点|填报|模板)).{4,60}(?:报告|年报)》?的(?:通知|函|公告|通告|报告)$",
    re.MULTILINE,
)
# A circular on how reports were made, an answer to a question about them.
_ABOUT = re.compile(rf"{MATTER}.{{0,40}}(?:通报|解释|答复|批复|复函|问答|会议纪要|讲话|情况说明)$")
_SAMPLE = re.compile(
    r"(?:报告|年报|总结)(?:\([^()\n]*\))?(?:的)?(?:范文|模板|样本|样式|格式|汇编|合集)|[\d一二三四五六七八九十]篇\)"
    r"|^[^。\n]{4,30}(?:报告|年报|总结)篇[\d一二三]$",
    re.MULTILINE,
)
# 一、全面落实政府信息公开制度 heads a chapter of a report.
_GUIDE = re.compile(
    rf"(?:编制|制定|制作|发布|公布)(?:了)?(?:本[^,。;\n]{{0,12}}?|《[^》\n]{{0,20}})指南|^(?!(?:\(?[一二三四五六七八九十\d]{{1,3}}[、.)]))[^。\n]{{0,24}}{MATTER}(?:工作)?(?:指南|目录|制度|规定|办法|管理办法|实施办法|工作方案|考核办法)(?:\(.*\))?$",
    re.MULTILINE,
)
# 第二十条第(一)项 heads the rows of every report's second table; articles of a law follow one another.
_ARTICLE = re.compile(r"^第[一二三四五六七八九十百]+条(?!第)", re.MULTILINE)
_BASIS = re.compile(r"条例》?.{0,80}(?:编制|公布|报告)")
_FORM = re.compile(
    f"统计期限|(?m:^四、政府信息公开行政复议、行政诉讼情况$)|(?:{'|'.join(form.REQUEST_PARTS[:2])})政府信息公开申请"
    f"|本年(?:{'|'.join(form.MEASURES[key].sign for key in ('made', 'issued', 'decisions'))})"
    f"|{form.MEASURES['in_force'].words}"
)
# 关于2014年度政府信息公开年度报告的函 that goes on: 现将有关情况汇报如下.
_SENT = re.compile(rf"{MATTER}[^。\n]{{0,16}}(?:报告|年报)》?的(?:函|报告)$")
_FOLLOWS = re.compile(r"[现特就](?:[^。\n]{0,40}(?:情况|工作)[^。\n]{0,8})?(?:报告|汇报|总结)如下")
# 累计主动公开政府信息65条: a report without headings tells what was made public.
_COUNTED = re.compile(r"主动公开(?:各类)?(?:政府|政务)?信息(?:共|共计|达)?\d+(?:余|多)?[条件]")
_OVERVIEW = re.compile("概述|概况|综述|(?:总体|基本|整体)(?:工作)?情况")
_PART_OF_OVERVIEW = re.compile("信息管理|平台建设|监督保障")
_OF_REQUESTS, _FIRST_TITLES, _OFTEN = 3, 3, 6
_PREAMBLE, _WHOLE_REPORT, _LAW = 1500, 4, 3


def find_evidence(features: Features) -> Signs:
    """What speaks for a document being a disclosure report; from `ENOUGH` points on it is one.

    A title counts two, and so does a preamble that calls the text the report; every statutory matter that
    has a heading one (up to three), the sentence that names the legal basis one, the form's own words one,
    speaking of both ways of disclosure one, and below a title with its year saying that the report follows
    one. A law, a paper, a model, a guide, or a notice on how to write reports counts nothing; a letter with
    which a report is sent is one where most of its sections follow.
    """
    opening, text = features.opening, features.text
    is_about_disclosure = re.search(r"(?:信息|政务)\n?公开", f"{opening}\n{text}")  # a title may break there
    if not is_about_disclosure or is_none(text) or len(set(_ARTICLE.findall(text))) >= _LAW:
        return Signs(features)
    chapters = find(features.document.blocks, DISCLOSURE)
    matters = {chapter.section for chapter in chapters} - {None}
    titles = opening.split("\n")
    over_lines = "\n".join(f"{first}{second}" for first, second in pairwise(titles))
    if any(_SAMPLE.search(line) for line in map(_unwrap, titles) if not set("。《》") & set(line)):
        return Signs(features)
    notice = _NOTICE.search(opening) or _NOTICE.search(over_lines)
    is_whole = len(matters) >= _WHOLE_REPORT
    presented = untitled.presents_itself(text, chapters)
    is_presented = presented or (is_whole and _FORM.search(text))
    is_dated = any(is_title(line) and re.search(YEAR, line) for line in titles[:_FIRST_TITLES])
    preamble = find_preamble(features, chapters)[:_PREAMBLE]
    above = "\n".join(list_above(titles, features, chapters))
    guides = _GUIDE.search(f"{above}\n{preamble}") and not (is_presented or is_dated)
    letters = [line for line in (*titles, *over_lines.split("\n")) if _LETTER.search(line)]
    encloses = bool(letters) and _encloses(titles, features, chapters)
    if guides or (notice and not (letters and (is_whole or encloses))):
        return Signs(features)
    if not is_whole and any(_ABOUT.search(line) for line in titles):
        return Signs(features)
    titled = announces(titles)
    follows = bool(_FOLLOWS.search(text, 0, _PREAMBLE))
    if follows and any(map(_SENT.search, (*titles, over_lines))):
        titled, titles = True, [line for line in titles if not _SENT.search(line)]
    if encloses:
        titled, titles = True, [line for line in titles if line not in letters]
    refused = not presented and denies(titles, features, chapters)
    sentences = "\n".join(line for line in text.split("\n") if "。" in line)
    both = "主动公开" in sentences and re.search("依申请|申请公开|公开申请|公开的申请", sentences)
    titled = titled or (not refused and untitled.is_report(text, chapters))
    plain = bool(_BASIS.search(sentences)) + bool(_FORM.search(text)) + bool(both)
    plain += bool(_COUNTED.search(text)) and not matters
    # A page of an agency that writes without chapters, or breaks off before the first.
    plain += (is_dated or follows) and not matters and sentences.count("公开") >= _OFTEN
    plain += follows and any(is_title(line) and re.search(YEAR, line) for line in titles)
    points = 2 * titled + min(len(matters), 3) + (plain if titled or len(matters) > 1 else 0)
    return Signs(features, points, find_year(Kind.DISCLOSURE, opening, text)[0], chapters)


def _encloses(titles: Sequence[str], features: Features, chapters: Sequence[Chapter]) -> bool:
    """Whether a letter with which a report is sent goes on with it: its own title, and its overview."""
    above = list_above(titles, features, chapters)
    own = [line for line in above if not (_LETTER.search(line) or set("。《》") & set(line))]
    return announces(own) and any(_OVERVIEW.search(chapter.words) for chapter in chapters)


def _unwrap(line: str) -> str:
    """A line without the title marks that it stands in as a whole (《…总结(12篇)》)."""
    return line[1:-1] if line.startswith("《") and line.endswith("》") else line


def divide(signs: Signs, title: str) -> tuple[Section, ...]:
    """The sections of a disclosure report, without the lines of its title.

    A heading whose words say nothing known heads a part of the overview as long as no other matter
    has begun, and of the rest after that; what the form has only in the overview (信息管理, 平台建设,
    监督保障) is of it until the fourth section.
    """
    found = () if _are_parts(signs.chapters) else signs.chapters
    begun = next((at for at, chapter in enumerate(found) if chapter.section not in (None, 1)), len(found))
    late = next((at for at, chapter in enumerate(found) if (chapter.section or 1) > _OF_REQUESTS), len(found))
    numbers = [
        chapter.section
        or (1 if at < begun < len(found) or (at < late and _PART_OF_OVERVIEW.search(chapter.words)) else REST)
        for at, chapter in enumerate(found)
    ]
    return cut_sections(signs.features.document, found, numbers, title, opening=1)


def _are_parts(chapters: Sequence[Chapter]) -> bool:
    """Whether (一)主动公开 (二)依申请公开 (三)信息管理 are the parts of an overview without heading."""
    begins = [chapter.section for chapter in chapters[:2]] == [2, 3]
    points = all(chapter.style is Style.POINT for chapter in chapters)
    return begins and points and len(chapters) > 2 and bool(_PART_OF_OVERVIEW.search(chapters[2].words))


def find_doubts(found: Sequence[Section], expected: Sequence[int] = _SECTIONS) -> tuple[Doubt, ...]:
    """Return a doubt that names the statutory sections without a heading, if any.

    Args:
        found: the sections of a report.
        expected: numbers of those that it should have.
    """
    names = SECTION_NAMES[Kind.DISCLOSURE]
    return find_missing(found, {number: names[number] for number in expected}, "法定章节")

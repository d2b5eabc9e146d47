"""Which first lines of a document say that it is a disclosure report, and which that it is something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.outlines.features import Features
from indexer.outlines.headings import make_matching_text
from indexer.outlines.identity.organs import YEAR
from indexer.outlines.untitled import MATTER
from indexer.outlines.vocabulary import Chapter
from indexer.report.document import Block

_TITLE = re.compile(
    rf"{MATTER}.{{0,12}}?(?:年度工作报告|年度报告|年报|工作报告|工作总结|情况的?报告|20\d\d年(?:度)?报告)"
    rf"|{YEAR}年?度?(?:的)?(?:政府|政务)?{MATTER}(?:的)?报告$"
    # 外交部2014年政府信息公开工作情况
    rf"|^(?![一二三四五六七八九十]{{1,2}}、|\()[^。\n]{{2,30}}{YEAR}年?度?(?:政府|政务)?{MATTER}工作情况$"
)
_NO_TITLE = re.compile(
    r"半年|季度|自查|督查|通知|通报|发布|印发|公布|召开|解读|关于做好|报送|培训|会议|解释|答复|批复|复函|意见|说明|问答|指南|目录|总结[及和与暨][^。\n]{0,14}(?:计划|打算|思路|安排|要点)|(?:条例》?|办法|规定|制度|函)(?:\([^()\n]{1,8}\))?$"
)
# 2016年政府信息公开工作年度报告展示平台, …年报出炉: a line on reports is the title of none.
_ON_REPORTS = re.compile(
    r"(?:报告|年报)(?:》)?(?:的)?(?:展示|平台|专[栏题]|集中|出炉|月底|制度|编制|编写|分析|研究|评估|观察|评议|点评|亮点|数据显示|显示|应|如何|怎[么样]|为何|亮相|上线)"
)
# 根据条例,现向社会公布2014年信息公开工作报告: a sentence, with its sign or without, is no title.
_SENTENCE = re.compile(r"。|^(?:根据|依据|依照|按照|为|现)")
_BRACKETS = (("《", "》"), ("(", ")"), ("<", ">"))
_MATTER_IN = re.compile(MATTER)
_PATH = re.compile(r"[>›»/|]")
_END_OF_TITLE = re.compile(r"[^。\n]{0,6}(?:报告|年报|总结)(?:\([^()\n]{1,12}\))?")


def announces(titles: Sequence[str]) -> bool:
    """Whether one of the first lines, or two that follow one another, are the title of a report.

    Args:
        titles: lines in the form of `headings.make_matching_text`.
    """
    return any(map(is_title, titles)) or any(map(_is_over_lines, pairwise(titles)))


def denies(titles: Sequence[str], features: Features, chapters: Sequence[Chapter]) -> bool:
    """Whether one of the lines above the first chapter is the title of something else (通知, 指南, 答复).

    What is a sentence, or a piece of one that was broken inside of brackets, is no title.
    """
    above = list_above(titles, features, chapters)
    return any(_NO_TITLE.search(line) and _MATTER_IN.search(line) for line in above if _is_whole(line))


def is_title(line: str) -> bool:
    """Whether a line says that the text below it is a report."""
    refused = _NO_TITLE.search(line) or _ON_REPORTS.search(line) or _PATH.search(line)
    return bool(_TITLE.search(line)) and not refused


def list_above(titles: Sequence[str], features: Features, chapters: Sequence[Chapter]) -> Sequence[str]:
    """The first lines that are above the first chapter; what is in it or below is no title."""
    heading = _find_heading(features, chapters)
    return titles[: titles.index(heading)] if heading in titles else titles


def find_preamble(features: Features, chapters: Sequence[Chapter]) -> str:
    """What is above the first chapter in `headings.make_matching_text` form, all where there is none."""
    heading = _find_heading(features, chapters)
    return features.text.split(f"\n{heading}\n", 1)[0] if heading else features.text


def _find_heading(features: Features, chapters: Sequence[Chapter]) -> str:
    """The line that the first chapter begins with, "" where there is none."""
    first = features.document.blocks[chapters[0].block] if chapters else None
    return make_matching_text(first.text) if isinstance(first, Block) else ""


def _is_whole(line: str) -> bool:
    is_broken = any(line.count(opens) != line.count(closes) for opens, closes in _BRACKETS)
    return not (is_broken or _SENTENCE.search(line))


def _is_over_lines(lines: tuple[str, str]) -> bool:
    """Whether two lines are the title only together: …2024年政府信息公开工作, 年度报告."""
    first, second = lines
    return bool(_END_OF_TITLE.fullmatch(second)) and bool(re.search(YEAR, first)) and is_title(first + second)

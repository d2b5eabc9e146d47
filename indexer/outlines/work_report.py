"""Work reports to the people's congress: review, targets, tasks, and the rest.

=============================================================  =======================================
a chapter's heading says                                       it is
=============================================================  =======================================
回顾, 成就, 过去, or only years before the year of delivery     review (1)
总体要求, 目标, 思路, 总体部署, 取向, 规划, 展望                  targets (2)
任务, 安排, 重点工作, 建议, 举措, 政府自身建设                     tasks (3)
both of the last two, and another chapter of tasks follows     targets (2)
both, and none follows                                         tasks (3): they stand in it
nothing of these, at the head of the report                    review (1): reports begin with it
nothing of these, later                                        tasks (3): slogans name what will be done
附件, 名词解释, 结束语; what is before the first heading     the rest (6)
=============================================================  =======================================

The closing words have no heading of their own and stay in the last chapter, as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.outlines.base import Signs
from indexer.outlines.chapters import find
from indexer.outlines.features import Features
from indexer.outlines.identity.years import find_year
from indexer.outlines.others import is_none
from indexer.outlines.sections import divide as cut_sections
from indexer.outlines.sections import find_missing
from indexer.outlines.vocabulary import Chapter, HeadingVocabulary
from indexer.report.doubt import Doubt
from indexer.report.names import SECTION_NAMES
from indexer.report.report import Kind, Section

NAME = "work_report"
KIND = Kind.WORK
TABLES = frozenset[int]()

_REST = "附[件录]|名词|注释|注解|结束语|结语"
_REVIEW = (
    "回顾|总结|成就|成效|成绩|业绩|过去|[五一]年来|历程|(?:发展|执行|完成)情况|(?:圆满|较好|全面)完成|收官"
)
_OVERALL = "总体(?:要求|思路|部署)"
_TARGETS = f"{_OVERALL}|总体安排|目标|思路|指导思想|取向|规划|展望|蓝图|远景|方向|形势|考虑"
_TASKS = "任务|安排|部署|重点|主要工作|工作建议|的建议|举措|措施|各项工作|政府工作|年的?工作$|自身建设"
# Tasks as a chapter of its own after the targets; 自身建设 alone is none.
_OWN_TASKS = re.compile("任务|各项工作|安排|重点|主要工作|建议|政府工作|年的?工作$")
_TIME = "20[0-3]\\d|新一届|今后|未来|过去|今年|明年|五年|十[一二三四五六]五|时期|本届|新一年|下一步"
_NOUN = "回顾|总结|成就|成效|目标|任务|安排|要求|部署|思路|重点|工作|建议|说明|规划|展望|情况|举措"
_YEAR = re.compile(r"20[0-3]\d")

_VOCABULARY = HeadingVocabulary(
    rows=(
        (6, re.compile(_REST)),
        (1, re.compile(_REVIEW)),
        (2, re.compile(_TARGETS)),
        (3, re.compile(_TASKS)),
    ),
    bare=re.compile(
        rf"(?:回顾(?:过去|本届|[一三四五]年|20\d\d年)|展望(?:未来|今后|明年|20\d\d年))[^。;,!?:、]{{2,24}}|(?=.{{5,36}}$)(?=.{{0,36}}(?:{_TIME}))[^。;,!?:、]*(?:{_NOUN})"
        rf"|[^。;,!?:]{{4,24}}(?:-|—|–|─){{1,2}}(?=[^。;,!?:]{{0,20}}(?:{_TIME}))[^。;,!?:、]{{2,20}}(?:{_NOUN})"
        rf"|(?:关于|全面|切实|大力|着力){{0,4}}(?:加强|推进)?政府自身建设|附[件录]\d*(?::.{{1,30}})?|(?:附[件录]?:?)?(?:名词|注释|名词术语)(?:注解|解释|说明)?"
    ),
    phrase=re.compile(
        r"[^。;,!?:]{0,30}?(?:工作(?:简要)?回顾|主要工作|工作安排|目标任务|重点工作(?:任务)?|主要任务|总体部署|自身建设)"
    ),
    strays=frozenset({6}),
    gaps=True,
)

# 县长作政府工作报告, 审议政府工作报告: news of one. 关于政府工作报告的决议: another document.
_TITLE = re.compile(
    r"^(?!.*(?:作(?:了|的|《|“)?|审议|讨论|听取|学习|解读)(?:《|“|了)?政府工作报告)[^\n]*政府工作报告(?!》?的?(?:决议|说明|起草|解读|修改|通知|[审讨]))",
    re.MULTILINE,
)
_OTHERS = re.compile("(?:法院|检察院|常务委员会|常委会|预算|计划草案).{0,12}报告")
# 市长某某代表市人民政府作报告 is what the news say; the report itself says 我, or nothing.
_SPEAKS = re.compile(
    r"(?:我|^|[,。:;])(?:在此|谨|在这里|现在?|受[^,。\n]{2,24}委托,?)?代表(?![们团大]|[^。\n]{0,8}(?:审议|听取|讨论))[^。\n]{0,16}(?:政府|国务院|行署|管委会|管理委员会)[^。\n]{0,16}报告",
    re.MULTILINE,
)
_ASKS = re.compile(r"请(?:予|予以|各位代表|大会)?(?:连同[^。,\n]{0,30})?(?:一并)?审[议查]")
# ——2023年1月15日在北京市第十六届人民代表大会第一次会议上
_DELIVERED = re.compile(r"日?在[^。,\n]{2,24}\n?(?:人民代表大会|届人大)[^。,\n]{0,12}会议?上")
# 云岭县2019年政府工作报告: whose and of which year, and nothing else.
_NAMED_TITLE = re.compile(
    rf"^(?:(?:19|20)\d\d年?)?[一-鿿]{{1,12}}[省市县区旗州镇乡](?:人民政府)?(?:{_YEAR.pattern}年)?政府工作报告(?:\((?:全文|摘要|节选)\))?$",
    re.MULTILINE,
)
# In the review: under the party committee, watched by congress and conference, with the economy's figures.
_LED = re.compile(
    r"[省市县区旗州盟镇乡]委的?(?:坚强|正确)?领导下[^。]{0,20}在[^。]{0,10}人大[^。]{0,30}(?:监督|支持)"
)
_LOOKS_BACK = "回顾"
_OTHERS_SPEAK = re.compile("法院|检察院|常委会")
_ECONOMY = re.compile("生产总值|财政收入|固定资产投资")
_ADDRESS = re.compile("各位代表")
# What the speaker says near the end of the review; a page from the middle may have no other sign.
_THANKS = re.compile(r"我(?:谨)?代表[^,。\n]{0,10}人民政府,向[^。\n]{10,300}(?:感谢|敬意|\Z)")
# A story lets its people speak in quotation marks.
_SPEECH = re.compile("“[^”\n]{12,}(?:”|$)", re.MULTILINE)
_ENOUGH = 3
_PRESENTATION = 1500
"""Characters within which a report is presented."""
_EARLY, _EARLY_CHARACTERS = 0.2, 600
"""A heading that says nothing opens the review only in this share of the text, or these first characters."""


def find_evidence(features: Features) -> Signs:
    """What speaks for a document being a work report; from `_ENOUGH` points on it is one.

    A title, the congress before which it was given under a title, thanks in the government's name under
    one, the words that present the report, the address to the delegates and asking them in the same breath
    to deliberate count one each, chapters of review and of tasks two. A page that lost all of this and
    begins with the review is one by the words in which governments give it.
    """
    titled = bool(_TITLE.search(features.opening))
    speaks = bool(_SPEAKS.search(features.text) and _SPEAKS.search(_SPEECH.sub("", features.text)))
    reviews = not (titled or speaks) and _gives_review(features.text)
    is_other = not titled and _OTHERS.search(features.opening)
    thanks = not (titled or speaks) and _thanks_delegates(features.text)
    if not (titled or speaks or reviews or thanks) or is_other or is_none(features.text):
        return Signs(features)
    chapters = find(features.document.blocks, _VOCABULARY)
    matters = {chapter.section for chapter in chapters}
    points = titled + speaks + bool(_ADDRESS.search(features.text))
    points += bool(titled and _DELIVERED.search(features.text, 0, _PRESENTATION))
    points += bool(titled and _THANKS.search(_SPEECH.sub("", features.text)))
    points += _ENOUGH if thanks else 0
    asks = bool(speaks and _ASKS.search(features.text, 0, _PRESENTATION))
    points += asks
    # A page without its title, cut in the review that follows the presentation.
    points += bool(asks and chapters and _LOOKS_BACK in chapters[0].words)
    points += 2 if 1 in matters and matters & {2, 3} else 0
    points += 2 if _begins_as_titled(features, chapters, matters) else 0
    points += (
        _ENOUGH if reviews and chapters and not chapters[0].block and _LOOKS_BACK in chapters[0].words else 0
    )
    year, _ = find_year(KIND, features.opening, features.text)
    return Signs(features, points, year, chapters)


def _begins_as_titled(features: Features, chapters: Sequence[Chapter], matters: set[int | None]) -> bool:
    """Whether a page cut after its first chapter is the report: titled so, it begins with the review."""
    titled = _NAMED_TITLE.search(features.opening)
    named = titled and _YEAR.search(titled[0])
    return bool(named and chapters and _LOOKS_BACK in chapters[0].words and not matters & {2, 3})


def _thanks_delegates(text: str) -> bool:
    """Whether a text, from the middle of a speech, thanks before delegates in the government's name."""
    said = _SPEECH.sub("", text)
    return bool(_ADDRESS.search(said) and _THANKS.search(said))


def _gives_review(text: str) -> bool:
    """Whether a text begins, without title and address, as the review does that a government gives."""
    head = text[:_PRESENTATION]
    return bool(_LED.search(head) and _ECONOMY.search(head)) and not _OTHERS_SPEAK.search(head)


def weigh(signs: Signs) -> float:
    """How sure it is that a document is a work report."""
    return signs.points / 5 if signs.points >= _ENOUGH else 0.0


def divide(signs: Signs, title: str) -> tuple[Section, ...]:
    """The sections, without the lines of the title."""
    return cut_sections(signs.features.document, signs.chapters, _numbers(signs), title, opening=6)


def find_doubts(sections: Sequence[Section]) -> tuple[Doubt, ...]:
    """Whether review or tasks have no chapter."""
    return find_missing(sections, {number: SECTION_NAMES[KIND][number] for number in (1, 3)}, "章节")


def _numbers(signs: Signs) -> list[int]:
    """The statutory number of each chapter, by the table above."""
    chapters = signs.chapters
    lengths = [len(line) for line in signs.features.text.split("\n")]
    years = [int(year) for chapter in chapters for year in _YEAR.findall(chapter.words)]
    latest = max([*years, signs.year or 0])
    numbers: list[int] = []
    for at, chapter in enumerate(chapters):
        early = not at and sum(lengths[: chapter.block]) < max(_EARLY * sum(lengths), _EARLY_CHARACTERS)
        later = any(_OWN_TASKS.search(c.words) for c in chapters[at + 1 :])
        numbers.append(_number(chapter.words, latest, early, later, set(numbers)))
    return numbers


def _number(words: str, latest: int, early: bool, later: bool, given: set[int]) -> int:
    """The statutory number of a chapter.

    Args:
        words: its heading in matching form.
        latest: the latest year named in any heading.
        early: whether it is the first chapter and begins early in the text.
        later: whether a chapter of tasks follows.
        given: the numbers of the chapters before it.
    """
    if re.search(_REST, words):
        return 6
    targets = re.search(_TARGETS, words) and (3 not in given or re.search(_TIME, words))
    tasks = re.search(_TASKS, re.sub(f"{_OVERALL}|政府工作的", "。", words))
    if "回顾" in words:
        return 1
    if not given & {2, 3}:
        years = [int(year) for year in _YEAR.findall(words)]
        past = bool(years) and max(years) < latest
        if past or (re.search(_REVIEW, words) and not (1 in given and targets)):
            return 1
        if early and not (targets or tasks):
            return 1
    return 2 if targets and (later or not tasks) else 3
